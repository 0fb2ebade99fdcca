"""Reading a delivered report back into a plan, also one that was edited by hand.

Only 安置方案, 待安置与原因 and the stamp on 摘要 are read, in either language. What
cannot be read becomes a fault with its cell, and its row is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from optimizer.domain.plan import Placement, Plan, StayKey
from optimizer.domain.words import State
from optimizer.faults import Fault, errors_in
from optimizer.labels import LANGS, text
from optimizer.quarters import parse_quarter_label
from optimizer.reporting.delivered import Delivered, Row, shown_text

NEEDED: Final = (
    "project",
    "stage",
    "carrier",
    "first",
    "last",
    "quarters",
    "overstay",
    "area_m2",
    "state",
    "locked",
    "mode",
    "moved_from",
)
"""Columns of 安置方案 a plan is made from; ``number`` keeps its order and may be missing."""
WAITING_NEEDED: Final = ("project", "stage", "state")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a report says it rests on.

    Attributes
    ----------
    start : int or None
        First quarter of the horizon, counted as in `optimizer.quarters`; None if
        it cannot be read.
    """

    start: int | None = None
    sha256: str = ""
    version: str = ""


def read_plan(path: Path) -> tuple[Plan, tuple[Fault, ...]]:
    """Plan of a report, and what could not be read of it.

    Faults of severity error mean that something of the plan is missing; warnings
    that a report was edited so that two of its cells disagree.
    """
    report = Delivered.opened(Path(path))
    stamp = _stamp(report)
    if stamp.start is None:
        return Plan(), tuple(report.faults)
    found = sorted(_placements(report, stamp.start), key=lambda item: item[0])
    states: dict[StayKey, State] = {placement.key: state for _, placement, state in found}
    for key, state in _waiting(report):
        states.setdefault(key, state)
    return Plan(tuple(placement for _, placement, _ in found), states), tuple(report.faults)


def read_stamp(path: Path) -> tuple[Stamp, tuple[Fault, ...]]:
    """What a report says it rests on: first quarter, hash of the input, version."""
    report = Delivered.opened(Path(path))
    return _stamp(report), tuple(report.faults)


def _stamp(report: Delivered) -> Stamp:
    """The stamp on 摘要; without a first quarter no other quarter can be placed."""
    labels = {
        text(f"report.stamp.{key}", lang): key
        for key in ("horizon", "sha256", "version")
        for lang in LANGS
    }
    found: dict[str, tuple[int, int, str]] = {}
    for number, row in enumerate(report.rows("summary"), 1):
        key = labels.get(shown_text(row[0])) if row else None
        if key is not None:
            said = ((column, shown_text(value)) for column, value in enumerate(row[1:], 2))
            column, value = next(((c, v) for c, v in said if v), (2, ""))
            found[key] = number, column, value
    nothing = (0, 0, "")
    number, column, label = found.get("horizon", nothing)
    start = None
    if label:
        try:
            start = parse_quarter_label(label)
        except ValueError:
            report.fault("report_quarter", "summary", number, column, label)
    elif not errors_in(report.faults):
        report.fault("report_stamp_missing", "summary")
    return Stamp(start, found.get("sha256", nothing)[2], found.get("version", nothing)[2])


def _placements(report: Delivered, start: int) -> Iterator[tuple[float, Placement, State]]:
    """Placements with the number that orders them, and their states."""
    seen: set[StayKey] = set()
    for row in report.table("placements", NEEDED):
        made = _placement(row, start)
        if made is None:
            continue
        placement, state = made
        if placement.key in seen:
            stage = row.text("stage")
            row.fault("report_stay_twice", "project", project=placement.project, stage=stage)
            continue
        seen.add(placement.key)
        yield row.order(), placement, state


def _placement(row: Row, start: int) -> tuple[Placement, State] | None:
    """One row as a placement; None if something of it cannot be read."""
    project, carrier = row.id("project"), row.id("carrier")
    stage, state, mode = row.stage(), row.state(), row.mode()
    first, last = row.quarter("first"), row.quarter("last")
    area, overstay = row.number("area_m2"), row.number("overstay", blank=0.0)
    if project is None or carrier is None or stage is None or state is None or mode is None:
        return None
    if first is None or last is None or area is None or overstay is None:
        return None
    if last < first:
        row.fault("report_ends_before_start", "last")
        return None
    quarters = row.number("quarters", blank=float(last - first + 1))
    if quarters is not None and quarters != last - first + 1:
        row.fault("report_quarters_differ", "quarters", "warning", counted=str(last - first + 1))
    placement = Placement(
        project=project,
        stage=stage,
        carrier=carrier,
        first=first - start,
        end=last + 1 - start,
        overstay=round(overstay),
        area_m2=area,
        mode=mode,
        moved_from=row.text("moved_from"),
        locked=row.yes("locked"),
    )
    return placement, state


def _waiting(report: Delivered) -> Iterator[tuple[StayKey, State]]:
    """States of the stays on 待安置与原因."""
    for row in report.table("waiting", WAITING_NEEDED):
        project, stage, state = row.id("project"), row.stage(), row.state()
        if project is not None and stage is not None and state is not None:
            yield (project, stage), state
