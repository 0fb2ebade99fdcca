"""Sentences and files that several commands share."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Formatter
from typing import Any, Final

from optimizer.checks.breach import Breach
from optimizer.cli.exits import note
from optimizer.domain.case import Case
from optimizer.labels import Lang, known, text
from optimizer.result import Clash
from optimizer.version import VERSION

NOTHING: Final = "-"


def number(value: float | None, digits: int | None = None) -> str:
    """``8 412.0``, small values with three decimals; a dash for what is not known.

    >>> number(8412), number(3.125)
    ('8 412.0', '3.125')
    """
    if value is None:
        return NOTHING
    if digits is None:
        digits = 1 if abs(value) >= 1_000 else 3
    return f"{value:,.{digits}f}".replace(",", " ")


def percent(share: float | None) -> str:
    """``0.15 %``; a dash for what is not known.

    >>> percent(0.0015)
    '0.15 %'
    """
    return NOTHING if share is None else f"{100 * share:.2f} %"


def say_opening(workbooks: Iterable[Path], lang: Lang) -> None:
    """Program, version and what is read."""
    files = "  ".join(str(path) for path in workbooks)
    note(text("cli.progress.opening", lang, version=VERSION, files=files))


def say_case(case: Case, lang: Lang) -> None:
    """How large the case is."""
    note(
        text(
            "cli.check.case",
            lang,
            projects=len(case.projects),
            stays=len(case.stays),
            carriers=len(case.carriers),
            first=case.quarter(0),
            last=case.quarter(case.quarters - 1),
        )
    )


def rule_title(rule: str, lang: Lang) -> str:
    """What a rule is called in the report; its name, where it has no title."""
    return _word((f"rule.{rule}.title", f"choice.policy_rule.{rule}"), rule, lang)


def breach_sentence(breach: Breach, lang: Lang) -> str:
    """Rule, project, stage, carrier and quarter of a breach, and by how much."""
    stage = _word((f"choice.stage.{breach.stage}",), breach.stage, lang)
    note = _word((f"reason.{breach.note}",), breach.note, lang)
    where = (breach.project, stage, breach.carrier, breach.quarter)
    # Whether somebody fits is a yes or no: figures would say nothing.
    key = "cli.verify.misfit" if breach.rule in ("fit", "known_names") else "cli.verify.breach"
    return text(
        key,
        lang,
        rule=rule_title(breach.rule, lang),
        where=" ".join(part for part in where if part),
        note=note if key == "cli.verify.misfit" else f" ({note})" if note else "",
        found=_figure(breach.found),
        allowed=_figure(breach.allowed),
        unit=_word((f"unit.{breach.unit}",), breach.unit, lang),
    ).strip()


def clash_sentence(member: Clash, lang: Lang) -> str:
    """One demand of a clash, in the manager's words."""
    places = dict(member.detail)
    if "unit" in places:
        places["unit"] = _word((f"unit.{places['unit']}",), places["unit"], lang)
    if "scope" in places:
        places["scope"] = places["scope"] or text("cli.verify.everywhere", lang)
    subject = " ".join(
        _word((f"choice.stage.{part}",), part, lang) for part in member.subject.split(" / ")
    )
    places |= {"subject": subject, "title": rule_title(member.rule, lang)}
    key = "clash.policy" if "limit" in places else f"clash.{member.rule}"
    if not known(key) or not _places_of(text(key, lang)) <= places.keys():
        key = "clash.other"
    return text(key, lang, **places).strip()


def _places_of(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _word(keys: tuple[str, ...], fallback: str, lang: Lang) -> str:
    """The first of the keys that the catalogue has."""
    return next((text(key, lang) for key in keys if known(key)), fallback)


def _figure(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".").replace(",", " ")


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write strict JSON (no NaN) in UTF-8."""
    written = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    # A file name may hold bytes that are no text; a stand-in is shown for them.
    path.write_text(written + "\n", encoding="utf-8", errors="replace")
