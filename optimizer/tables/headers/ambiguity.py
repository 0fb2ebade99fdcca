"""Headers that may mean several columns: decided by arithmetic, values, neighbours, or asked."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from optimizer.tables.printed import is_blank
from optimizer.tables.schema import Column, schema
from optimizer.tables.values.choices import read_choice, read_words
from optimizer.tables.values.dates import day_in
from optimizer.tables.values.lengths import months_in, start_and_months
from optimizer.tables.values.numbers import amount_in, number_in
from optimizer.tables.vocabulary import synonym_data
from optimizer.tables.words import plain

NOT_OURS: Final = "-"
"""The choice that says: none of our columns."""
STAY_LENGTH: Final = "stays.months"
"""The choice that says: how long a project asks to stay."""

_LOOKED_AT: Final = 400
_TOLERANCE: Final = 0.02
_ENOUGH: Final = 0.8
_HALF: Final = 0.5
"""Enough to tell what a column is whose other cells are told one by one."""
_SITTING: Final = frozenset(
    {"present_carrier", "present_room", "present_area_m2", "entered", "lease_end"}
)
_ASKING: Final = frozenset({"arrives", "wanted_carrier", "stays.area_m2", "stays.desks"})
_AREAS_ASKED: Final = (
    "stays.area_m2",
    "nursery_area_m2",
    "incubation_area_m2",
    "acceleration_area_m2",
    "industrialisation_area_m2",
)
_WERE_HERE: Final = frozenset({"sitting", "graduated", "left"})
_RATES: Final = ("出租率", "入驻率", "在租率", "当前计租率")

Values = Sequence[Any]


@dataclass(frozen=True)
class Evidence:
    """What stands around an open header.

    Attributes
    ----------
    columns : mapping of str to sequence
        Cells of the columns already known, by key; own columns by their header.
    today : datetime.date
        Tells a past entry from a wished one.
    sheet : str
        Canonical sheet of the table.
    unit : str
        Unit the open header states.
    started : bool
        Whether a column says when leases began, so that a length gives their end.
    """

    columns: Mapping[str, Values]
    today: date
    sheet: str = ""
    unit: str = ""
    started: bool = False


def decide(choices: tuple[str, ...], cells: Values, evidence: Evidence) -> tuple[str, str]:
    """The choice and how it was decided; blank if it must be asked."""
    cells = cells[:_LOOKED_AT]
    free = tuple(choice for choice in choices if choice not in evidence.columns)
    for rule in _RULES:
        chosen, how = rule(choices, cells, evidence)
        if chosen:
            return chosen, how
    if len(free) == 1:
        return free[0], "context"
    return ("", "asked") if free else (NOT_OURS, "context")


def _areas(choices: tuple[str, ...], cells: Values, evidence: Evidence) -> tuple[str, str]:
    """Total = let + vacant, whichever of them the open column is."""
    if "lettable_area_m2" not in choices:
        return "", ""
    known = {key: _numbers(values) for key, values in evidence.columns.items()}
    here = _numbers(cells)
    let, vacant = known.get("let_area_m2"), known.get("vacant_area_m2")
    total = known.get("lettable_area_m2") or known.get("gross_area_m2")
    if let and vacant and _agree(here, let, vacant, lambda a, b: a + b):
        return "lettable_area_m2", "arithmetic"
    if "vacant_area_m2" in choices and let:
        if total and _agree(total, here, let, lambda a, b: a + b):
            return "vacant_area_m2", "arithmetic"
        if any(own < taken * (1 - _TOLERANCE) for own, taken in _pairs(here, let)):
            return "vacant_area_m2", "arithmetic"
        for rate in (known[name] for name in _RATES if name in known):
            scaled = [each / 100 if each > 1 else each for each in rate]
            if _agree(let, here, scaled, lambda a, b: a * b):
                return "lettable_area_m2", "arithmetic"
            parts = [a / (a + b) if a + b else math.nan for a, b in zip(let, here, strict=False)]
            if _agree(scaled, parts, parts, lambda a, _: a):
                return "vacant_area_m2", "arithmetic"
    return "", ""


def _efficiency(choices: tuple[str, ...], cells: Values, evidence: Evidence) -> tuple[str, str]:
    """使用率 is lettable/gross, or let/lettable: whichever the areas of the row give."""
    if "efficiency" not in choices:
        return "", ""
    known = {key: _numbers(values) for key, values in evidence.columns.items()}
    here = [each / 100 if each > 1 else each for each in _numbers(cells)]
    gross, usable = known.get("gross_area_m2"), known.get("lettable_area_m2")
    let = known.get("let_area_m2")
    if gross and usable and _agree(usable, gross, here, lambda a, b: a * b):
        return "efficiency", "arithmetic"
    for whole in (usable, gross):
        if let and whole and _agree(let, whole, here, lambda a, b: a * b):
            return NOT_OURS, "arithmetic"
    return "", ""


def _dates(choices: tuple[str, ...], cells: Values, evidence: Evidence) -> tuple[str, str]:
    """入驻时间: all past is an entry, all to come is a wish; 租期: a date, or a length."""
    if "arrives" in choices:
        days = [day for cell in cells if (day := _day(cell))]
        if days and "entered" not in evidence.columns and max(days) <= evidence.today:
            return "entered", "values"
        soon = evidence.today - timedelta(days=92)
        if days and "arrives" not in evidence.columns and min(days) > soon:
            return "arrives", "values"
    elif "lease_end" in choices:
        return _lease_end(cells, evidence)
    elif "entered" in choices:
        dated = [cell for cell in cells if _day(cell)]
        here = _share(len(dated), cells) and occupies(evidence)
        return ("entered" if here and "entered" not in evidence.columns else NOT_OURS), "values"
    return "", ""


def _lease_end(cells: Values, evidence: Evidence) -> tuple[str, str]:
    """A day, a period whose end counts, or a length: from when the lease began, or of a need."""
    dated = [cell for cell in cells if _is_dated(cell)]
    lengths = [cell for cell in cells if months_in(cell, evidence.unit) is not None]
    if "lease_end" in evidence.columns:
        return NOT_OURS, "values"
    if dated and _share(len(dated), cells):
        return "lease_end", "values"
    if not _share(len(dated) + len(lengths), cells):
        return NOT_OURS, "values"
    if evidence.started:
        return "lease_end", "values"
    asks = any(key in evidence.columns for key in _AREAS_ASKED)
    return (STAY_LENGTH if asks and not occupies(evidence) else NOT_OURS), "values"


def _is_dated(cell: Any) -> bool:
    """Whether a cell names a day, a period (…—长期 too) or a start with a length."""
    found = None if is_blank(cell) else day_in(cell, "last")
    return found is not None or start_and_months(cell) is not None


def _share(some: int, cells: Values) -> bool:
    used = sum(not is_blank(cell) for cell in cells)
    return used > 0 and some >= _HALF * used


def occupies(evidence: Evidence) -> bool:
    """Whether the rows are of tenants that sit, by what else their table says."""
    said = set(evidence.columns)
    if evidence.sheet == "rooms":
        return bool({"tenant", "status", "lease_end"} & said)
    return bool(_SITTING & said)


def only_occupies(evidence: Evidence) -> bool:
    """Whether a list is of tenants alone: all sit, and nothing says what anyone asks for."""
    said = set(evidence.columns)
    if said & _ASKING or any(key.endswith("_months") for key in said):
        return False
    if "status" not in said:
        return "present_carrier" in said and "entered" in said
    column = schema()["projects"].by_key["status"]
    words = [_word(column, cell) for cell in evidence.columns["status"] if not is_blank(cell)]
    return bool(words) and set(words) <= _WERE_HERE and bool(said & _SITTING)


def _present(choices: tuple[str, ...], cells: Values, evidence: Evidence) -> tuple[str, str]:
    """面积 of a list of tenants is what they have, if nothing says what they ask for."""
    if "present_area_m2" not in choices or "present_area_m2" in evidence.columns:
        return "", ""
    said = set(evidence.columns)
    asking = said & _ASKING or any(key.endswith("_months") for key in said)
    if ({"present_room", "lease_end"} & said and not asking) or only_occupies(evidence):
        return "present_area_m2", "context"
    return "", ""


def _vocabulary(choices: tuple[str, ...], cells: Values, evidence: Evidence) -> tuple[str, str]:
    """物业类型 is a stage where it says 孵化器, 进度 a status where it says 在谈: by the words."""
    columns = schema()[evidence.sheet].by_key if evidence.sheet else {}
    spoken = [key for key in choices if key in columns and columns[key].choices is not None]
    if not spoken:
        return "", ""
    words = {str(cell) for cell in cells if not is_blank(cell)}
    for key in spoken:
        known = [word for word in words if _is_word(columns[key], word)]
        # A status in words of its own is told at its cells; a column of remarks is no status.
        enough = _HALF if key == "status" else _ENOUGH
        if key not in evidence.columns and known and len(known) >= enough * len(words):
            return key, "values"
    return (NOT_OURS, "values") if NOT_OURS in choices else ("", "")


def _is_word(column: Column, written: str) -> bool:
    closed = column.key == "status" and plain(written) in synonym_data()["closed"]["words"]
    return closed or bool(_word(column, written))


def _word(column: Column, written: Any) -> str:
    read = read_words(column, written) if column.kind == "list" else read_choice(column, written)
    return "" if read.problem is not None else str(read.value)


Rule = Callable[[tuple[str, ...], Values, Evidence], tuple[str, str]]
_RULES: Final[tuple[Rule, ...]] = (_areas, _efficiency, _dates, _present, _vocabulary)


def _day(cell: Any) -> date | None:
    found = None if is_blank(cell) else day_in(cell, "last")
    return found.day if found is not None else None


def _numbers(cells: Values) -> list[float]:
    return [_number(cell) for cell in cells[:_LOOKED_AT]]


def _number(cell: Any) -> float:
    if is_blank(cell):
        return math.nan
    found = number_in(cell)
    if found is not None:
        return found[0] / 100 if found[1] else found[0]
    amount = amount_in(cell) if isinstance(cell, str) else None
    return amount.low if amount is not None and amount.form == "exact" else math.nan


def _pairs(a: Sequence[float], b: Sequence[float]) -> list[tuple[float, float]]:
    both = zip(a, b, strict=False)
    return [(x, y) for x, y in both if math.isfinite(x) and math.isfinite(y)]


def _agree(
    whole: Sequence[float],
    first: Sequence[float],
    second: Sequence[float],
    joined: Callable[[float, float], float],
) -> bool:
    """Whether `whole` is what the others give, in nearly all rows that have all three."""
    rows = [
        (w, joined(a, b))
        for w, a, b in zip(whole, first, second, strict=False)
        if math.isfinite(w) and math.isfinite(a) and math.isfinite(b)
    ]
    telling = [(w, made) for w, made in rows if w or made]
    close = [w for w, made in telling if abs(w - made) <= _TOLERANCE * max(abs(w), abs(made))]
    return bool(telling) and len(close) >= _ENOUGH * len(telling)
