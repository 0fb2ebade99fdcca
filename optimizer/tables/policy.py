"""What holds across the cells of one policy row: the limit in the unit of the rule."""

from dataclasses import replace

from optimizer.faults import Fault
from optimizer.labels import LANGS, text
from optimizer.tables.columns import fault_of
from optimizer.tables.numbers import number_in
from optimizer.tables.reading import Problem
from optimizer.tables.table import Table
from optimizer.tables.vocabulary import policy_unit, units
from optimizer.tables.words import plain_unit


def check_policy(raw: Table, clean: Table) -> tuple[Table, list[Fault]]:
    """Limits that are shares become 0-1; a unit that is not the rule's own is a fault."""
    frame = clean.frame.copy()
    faults: list[Fault] = []
    for i, (rule, limit, unit) in enumerate(
        zip(frame["rule"], frame["limit"], frame["unit"], strict=True)
    ):
        if not rule or limit != limit:
            continue
        own = units()[policy_unit(rule)]
        written = plain_unit(unit)
        per_cent = own.name == "share" and written in units()["percent"].same
        if written and not per_cent and written not in own.same:
            words = {f"unit_{lang}": own.label(lang) for lang in LANGS}
            faults.append(fault_of(raw, i, "unit", Problem("wrong_unit", values=words)))
        elif own.name == "share":
            share, fault = _share(raw, i, float(limit), per_cent)
            frame.loc[i, "limit"] = share
            faults += fault
        elif _written_per_cent(raw, i):
            words = {f"number_{lang}": text("tables.number.number", lang) for lang in LANGS}
            faults.append(fault_of(raw, i, "limit", Problem("not_a_number", values=words)))
    return replace(clean, frame=frame), faults


def _share(raw: Table, i: int, limit: float, per_cent: bool) -> tuple[float, list[Fault]]:
    if _written_per_cent(raw, i):
        return limit, []
    if per_cent and limit > 1:
        return limit / 100, []
    if 1 < limit <= 100:
        share = limit / 100
        return share, [raw.fault(i, "limit", "percent_read", "warning", share=f"{share:g}")]
    if 0 <= limit <= 1:
        return limit, []
    words = {f"number_{lang}": text("tables.number.share", lang) for lang in LANGS}
    return float("nan"), [fault_of(raw, i, "limit", Problem("out_of_range", values=words))]


def _written_per_cent(raw: Table, i: int) -> bool:
    found = number_in(raw.frame["limit"].iat[i])
    return found is not None and found[1]
