"""Every text the report and the explanations use is in the catalogue, in both languages."""

import re
from pathlib import Path
from string import Formatter

import pytest

from optimizer.domain.fit import Reason
from optimizer.domain.words import MODES, STATES
from optimizer.labels import LANGS, catalogue
from optimizer.reporting.book import SHEETS

ROOT = Path(__file__).parents[2] / "optimizer"
SOURCES = {
    path: path.read_text(encoding="utf-8")
    for group in ("explain", "reporting")
    for path in sorted((ROOT / group).rglob("*.py"))
}
MINE = ("report.", "fact.", "reason.", "fact_word.", "fault.report_")


def used(pattern: str) -> set[str]:
    """What the first group of a pattern matches in the sources."""
    return {found for source in SOURCES.values() for found in re.findall(pattern, source)}


def test_every_fact_told_has_its_sentence_and_every_sentence_is_told() -> None:
    told = used(r'Fact\.of\(\s*"(\w+)"') | used(r'_plain\("(\w+)"\)')

    assert told == {key.removeprefix("fact.") for key in catalogue() if key.startswith("fact.")}


@pytest.mark.parametrize(
    ("pattern", "prefix"),
    [
        (r'page\.text\(\s*"([\w.]+)"', "report."),
        (r'Column\(\s*"([a-z_0-9]+)"(?:, [\d.]+(?:, "\w+")?)?\)', "report.column."),
        (r'\.section\(\s*[^,]+,\s*"(\w+)"', "report.section."),
        (r'Card\(\s*"(\w+)"', "report.card."),
        (r'Card\(\s*"(\w+)"', "report.card_note."),
        (r'\.title\("(\w+)"', "report.title."),
        (r'fault\(\s*"(report_\w+)"', "fault."),
    ],
)
def test_every_text_of_the_report_is_in_the_catalogue(pattern: str, prefix: str) -> None:
    keys = used(pattern)
    known = {*catalogue(), *(key.removesuffix(".expected") for key in catalogue())}

    assert keys
    assert {prefix + key for key in keys} - known == set()


def test_every_word_of_a_vocabulary_is_in_the_catalogue() -> None:
    wanted = {f"report.sheet.{sheet}" for sheet in SHEETS}
    wanted |= {f"report.state.{state}" for state in STATES}
    wanted |= {f"report.mode.{mode}" for mode in MODES}
    wanted |= {f"reason.{reason.key}" for reason in Reason}

    assert wanted <= set(catalogue())


def test_both_languages_have_the_same_places() -> None:
    for key, entry in catalogue().items():
        if key.startswith(MINE):
            zh, en = (_places(entry[lang]) for lang in LANGS)
            assert zh == en, key
            assert all(entry[lang].strip() for lang in LANGS), key


def _places(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}
