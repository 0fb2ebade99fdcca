"""Parts that all screens have: the head, key figures, sections, what it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from optimizer.labels import Lang, known, text
from optimizer.reporting import style
from optimizer.reporting.book import ReportBook, sheet_name
from optimizer.reporting.cards import Card
from optimizer.reporting.screen.tables import plain, plain_table
from optimizer.reporting.sheets.provenance import SETTING_KEYS
from optimizer.result import Result

_TONES: Final = {style.GREEN: "good", style.AMBER: "warn", style.RED: "bad", style.MUTED: "muted"}
_FIGURES: Final = (
    *("command", "version", "input_sha256", "seed", "method", "ending"),
    *("objective", "bound", "gap", "counts", "area_m2", "checks"),
)


def head(result: Result, lang: Lang, kind: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """A screen without its sections.

    Parameters
    ----------
    told : mapping
        The run as its JSON has it (`optimizer.reporting.run_json`).
    """
    synthetic = result.case.synthetic
    return {
        "kind": kind,
        "lang": lang,
        "has_plan": result.plan is not None,
        "synthetic": synthetic,
        "data": text("report.data_synthetic" if synthetic else "report.data_real", lang),
        "figures": figures(told),
        "cards": [],
        "sentences": [],
        "sections": [],
        "words": words(lang),
    }


def figures(told: Mapping[str, Any]) -> dict[str, Any]:
    """What identifies a run and its outcome, of its JSON."""
    return {name: told[name] for name in _FIGURES}


def ending(result: Result, sentence: str, lang: Lang) -> dict[str, str]:
    """How a run ended: its name, the sentence, what can be done, and a colour."""
    name = str(result.ending)
    if result.plan is None:
        advice = text(f"screen.no_plan.{'ended' if result.ending.has_plan else name}", lang)
        # An ending that speaks of a kept plan says nothing true where there is none.
        first = text("screen.no_plan.none", lang) if result.ending.has_plan else sentence
        return {"name": name, "sentence": first, "advice": advice, "tone": "bad"}
    tone = "good" if result.is_reproducible else "warn"
    return {"name": name, "sentence": sentence, "advice": "", "tone": tone}


def words(lang: Lang) -> dict[str, str]:
    """Words of the page itself: buttons, captions."""
    names = (
        *("contents", "filter", "filter_hint", "shown_rows", "show_all", "show_less"),
        *("none_match", "left_out", "numbers", "sheet", "no_chart"),
    )
    told = {name: text(f"screen.word.{name}", lang) for name in names}
    return {**told, "verdict": text("report.section.verdict", lang)}


def card_group(title: str, cards: Iterable[Card], lang: Lang) -> dict[str, Any]:
    """Key figures as the summary has them."""
    return {
        "title": text(f"screen.cards.{title}", lang),
        "cards": [
            {
                "key": card.key,
                "label": text(f"report.card.{card.key}", lang),
                "value": plain(card.value),
                "kind": card.kind,
                "note": _card_note(card.key, lang),
                "tone": _tone(card),
            }
            for card in cards
        ],
    }


def _tone(card: Card) -> str:
    """Colour of a key figure; nobody who waits needs no warning."""
    tone = _TONES.get(card.colour, "")
    return "" if plain(card.value) == 0 and tone != "good" else tone


def _card_note(key: str, lang: Lang) -> str:
    """The note of a key figure; one that names a sheet says where it stands on the screen."""
    own = f"screen.card_note.{key}"
    return text(own if known(own) else f"report.card_note.{key}", lang)


def section(
    key: str,
    title: str,
    *,
    sheet: str = "",
    note: str = "",
    lead: str = "",
    lines: Sequence[str] = (),
    foot: Sequence[str] = (),
    charts: Sequence[Mapping[str, Any]] = (),
    tables: Sequence[Mapping[str, Any]] = (),
    folded: bool = False,
) -> dict[str, Any]:
    """A part of the screen under its own heading.

    Parameters
    ----------
    sheet : str
        Key of the sheet of the report that has the same, whose name is told.
    lead : str
        A sentence that the lines belong to.
    lines, foot : sequence of str
        Sentences above and below the tables.
    folded : bool
        Whether it is closed until somebody opens it.
    """
    return {
        "key": key,
        "title": title,
        "sheet": sheet_name(sheet) if sheet else "",
        "note": note,
        "lead": lead,
        "lines": list(lines),
        "foot": list(foot),
        "charts": list(charts),
        "tables": list(tables),
        "folded": folded,
    }


def rests_on(
    book: ReportBook,
    stamp: Iterable[tuple[str, str]],
    settings: Sequence[tuple[str, str, str, str, bool]],
) -> dict[str, Any]:
    """Data, version, limits and settings of the run."""
    page, lang = book.pages["summary"], book.lang
    columns = (("key", "", "text"), ("value", "", "wrap"))
    rows = [(page.text(f"stamp.{key}"), value) for key, value in stamp]
    heads = [(key, page.text(f"column.{key}"), "wrap") for key in SETTING_KEYS]
    lines = [
        [name, value, default, unit, page.text("changed") if changed else ""]
        for name, value, default, unit, changed in settings
    ]
    table = plain_table("settings", heads, lines, page.text("section.settings"))
    for row, line in zip(table["rows"], settings, strict=False):
        if line[-1]:
            row["tones"] = ["", "warn", "", "", "warn"]
    stamped = plain_table("stamp", columns, rows)
    title = text("screen.title.rests_on", lang)
    note = page.text("settings_note")
    return section(
        "rests_on", title, sheet="summary", note=note, tables=[stamped, table], folded=True
    )
