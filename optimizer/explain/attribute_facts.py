"""What a carrier offers and a stay needs, attribute by attribute, as facts."""

from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np

from optimizer.domain.attributes import ATTRIBUTES, FIRE_RANKS
from optimizer.domain.case import Case
from optimizer.domain.fit import Reason, reasons_in
from optimizer.domain.words import NEVER
from optimizer.explain.wording import Fact, Value, Word
from optimizer.units import AREA_MARGIN_M2

_TECHNICAL: Final = {Reason[name.upper()]: name for name in ATTRIBUTES}
_YES_NO: Final = ("drainage", "eia", "ground_floor")
_FIRE_NAMES: Final = {high: name for name, (_, high) in FIRE_RANKS.items()}


@cache
def reasons_of(bits: int) -> tuple[Reason, ...]:
    """The single reasons in a combination; the same few combinations come again and again."""
    return reasons_in(bits)


def failing_facts(case: Case, stay: int, carrier: int, refused: int) -> tuple[Fact, ...]:
    """One fact for every attribute that rules a carrier out."""
    return tuple(_failing(case, stay, carrier, reason) for reason in reasons_of(refused))


def unknown_facts(case: Case, stay: int, carrier: int, unknown: int) -> tuple[Fact, ...]:
    """One fact for every attribute to verify on site."""
    facts = []
    for reason in reasons_of(unknown):
        name = _TECHNICAL.get(reason)
        if name is None:
            facts.append(Fact.of("verify", attribute=Word(f"reason.{reason.key}")))
        else:
            need = _shown(name, case.stays[stay].needs.get(name, ""))
            facts.append(
                Fact.of("verify_need", attribute=Word(f"reason.{reason.key}"), need=need)
                if name not in _YES_NO
                else Fact.of("verify", attribute=Word(f"reason.{reason.key}"))
            )
    return tuple(facts)


def space_fact(
    case: Case, stay: int, carrier: int, start: int, tightest: int, free: float, needed: float
) -> Fact:
    """What is free in the tightest quarter of the best span, against what is needed."""
    unit = Word(f"unit.{case.carriers[carrier].unit}")
    quarter = case.quarter(tightest)
    if not case.is_open[carrier, tightest]:
        return Fact.of("shut", quarter=quarter, needed=needed, unit=unit)
    if needed - free > AREA_MARGIN_M2:
        missing = needed - free
        return Fact.of(
            "short", quarter=quarter, free=free, needed=needed, missing=missing, unit=unit
        )
    last = min(start + case.stays[stay].length, case.quarters) - 1
    return Fact.of(
        "room_free",
        first=case.quarter(start),
        last=case.quarter(last),
        quarter=quarter,
        free=free,
        needed=needed,
        unit=unit,
    )


def _failing(case: Case, stay: int, carrier: int, reason: Reason) -> Fact:
    if reason in _TECHNICAL:
        return _technical(case, stay, carrier, reason, _TECHNICAL[reason])
    return _OTHERS[reason](case, stay, carrier)


def _technical(case: Case, stay: int, carrier: int, reason: Reason, name: str) -> Fact:
    attribute = Word(f"reason.{reason.key}")
    if name in _YES_NO:
        return Fact.of("attribute_absent", attribute=attribute)
    need = _shown(name, case.stays[stay].needs.get(name, ""))
    low, high = case.carriers[carrier].supplies.get(name, (-np.inf, np.inf))
    if not np.isfinite(high):
        return Fact.of("attribute_unknown", attribute=attribute, need=need)
    if low < high:
        return Fact.of("attribute_at_most", attribute=attribute, need=need, there=_rank(name, high))
    return Fact.of("attribute", attribute=attribute, need=need, there=_rank(name, high))


def _shown(name: str, need: float | str) -> str:
    """A need as the workbook said it, with its unit."""
    if name == "fire_class":
        return str(need).removesuffix("类")
    if name == "clean_class":
        said = str(need).strip()
        return f"ISO {said.removesuffix('.0')}" if said[:1].isdigit() else said
    return _number(name, float(need)) if not isinstance(need, str) else need


def _rank(name: str, rank: float) -> str:
    """A carrier's rank as the workbook would say it."""
    if name == "fire_class":
        return _FIRE_NAMES.get(rank, "戊")
    if name == "clean_class":
        return f"ISO {-rank:g}"
    return _number(name, rank)


def _number(name: str, number: float) -> str:
    units = {
        "clear_height": "m",
        "floor_load": "kN/㎡",
        "power": "kVA",
        "freight_lift": "t",
    }
    return f"{number:,g} {units[name]}"


def _stage(case: Case, stay: int, carrier: int) -> Fact:
    there = tuple(Word(f"choice.stage.{stage}") for stage in case.carriers[carrier].stages)
    return Fact.of("stage", need=Word(f"choice.stage.{case.stays[stay].stage}"), there=there)


def _industry(case: Case, stay: int, carrier: int) -> Fact:
    need = case.projects[case.stays[stay].project].industry
    there = case.carriers[carrier].industries
    if not need:
        return Fact.of("attribute_unknown", attribute=Word("reason.industry"), need="-")
    return Fact.of("industry", need=need, there=there)


def _area(case: Case, stay: int, carrier: int) -> Fact:
    each = case.carriers[carrier]
    needed: Value = case.stays[stay].min_area_m2
    if each.unit == "desks":
        needed = case.stays[stay].desks
    unit = Word(f"unit.{each.unit}")
    return Fact.of("whole_carrier", there=each.capacity, needed=needed, unit=unit)


def _smallest_piece(case: Case, stay: int, carrier: int) -> Fact:
    piece = case.carriers[carrier].smallest_piece_m2
    return Fact.of("smallest_piece", there=piece, need=case.stays[stay].area_m2)


def _opening(case: Case, stay: int, carrier: int) -> Fact:
    each, wish = case.carriers[carrier], case.stays[stay]
    if each.closes < NEVER and each.opens < case.quarters:
        return Fact.of("closes", closes=case.quarter(each.closes), quarters=wish.length)
    opens = case.quarter(each.opens)
    if wish.latest < NEVER and each.opens < case.quarters:
        return Fact.of("opens_too_late", opens=opens, latest=case.quarter(wish.latest))
    return Fact.of("opens_beyond", opens=opens)


def _plain(code: str) -> Callable[[Case, int, int], Fact]:
    return lambda _case, _stay, _carrier: Fact.of(code)


def _pin(case: Case, stay: int, carrier: int) -> Fact:
    if case.stays[stay].is_present:
        return Fact.of("not_movable")
    return Fact.of("pin_elsewhere")


_OTHERS: Final[dict[Reason, Callable[[Case, int, int], Fact]]] = {
    Reason.STAGE: _stage,
    Reason.INDUSTRY: _industry,
    Reason.AREA: _area,
    Reason.SMALLEST_PIECE: _smallest_piece,
    Reason.OPENING: _opening,
    Reason.ENCLAVE: _plain("enclave"),
    Reason.PAIR: _plain("pair_refused"),
    Reason.PIN: _pin,
}
