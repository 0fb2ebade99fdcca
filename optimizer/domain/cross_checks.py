"""Checks that need the whole case: what sits, what fits, and what is pinned agree."""

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.assemble_base import Desk
from optimizer.domain.assemble_carriers import AREA_TOLERANCE
from optimizer.domain.case import Case
from optimizer.domain.contradictions import contradictions
from optimizer.domain.fit import Fit, Reason, reasons_in
from optimizer.domain.slips import suspicious_figures
from optimizer.faults import errors_in
from optimizer.units import AREA_MARGIN_M2


def cross_check(desk: Desk, case: Case) -> None:
    """Note every contradiction between parts of the case on the desk."""
    suspicious_figures(desk)
    contradictions(desk)
    _relief_without_rent(desk, case)
    _rooms_within_carrier(desk, case)
    _sitting_where_open(desk, case)
    _sitting_within_capacity(desk, case)
    if errors_in(desk.faults):
        return
    _must_pins_fit(desk, case)
    _stays_fit_somewhere(desk, case)


def use_of_present(case: Case) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """What each stay takes in its present home, in that carrier's unit; 0 if not present."""
    stays = case.stay_arrays
    in_desks = np.array([c.unit == "desks" for c in case.carriers], bool)
    present = stays.home >= 0
    use = np.where(in_desks[np.maximum(stays.home, 0)], stays.desks, stays.area_m2)
    return np.asarray(np.where(present, use, 0.0))


def _relief_without_rent(desk: Desk, case: Case) -> None:
    """Relief of a project counts as nothing where the rent it is of is not known."""
    known = np.array([c.rent_per_m2_month == c.rent_per_m2_month for c in case.carriers], bool)
    for project in case.projects:
        homes = [case.stays[s].home for s in project.stays if case.stays[s].is_present]
        missing = not known[homes].all() if homes else not known.any()
        if project.relief_share and missing:
            desk.used_default("relief_without_rent", project.id)


def _rooms_within_carrier(desk: Desk, case: Case) -> None:
    for i, room in enumerate(case.rooms):
        if room.carrier < 0:
            continue
        gross = case.carriers[room.carrier].gross_area_m2
        limit = gross if gross == gross else case.carriers[room.carrier].lettable_area_m2
        if room.area_m2 > limit * (1 + AREA_TOLERANCE):
            desk.fault("rooms", i, "area_m2", "room_above_carrier",
                       carrier=case.carriers[room.carrier].id, limit=f"{limit:,.0f}")  # fmt: skip


def _sitting_where_open(desk: Desk, case: Case) -> None:
    row_of = {str(p): i for i, p in enumerate(desk.table("projects").frame["project"])}
    for stay in case.stays:
        if not stay.is_present:
            continue
        carrier, project = case.carriers[stay.home], case.projects[stay.project]
        row = row_of[project.id]
        if carrier.opens > 0:
            desk.fault("projects", row, "present_carrier", "sits_where_not_open",
                       project=project.id, carrier=carrier.id,
                       quarter=case.quarter(carrier.opens))  # fmt: skip
        elif stay.stage not in carrier.stages:
            desk.fault("projects", row, "stage", "sits_in_other_stage", "warning",
                       project=project.id, carrier=carrier.id)  # fmt: skip


def _sitting_within_capacity(desk: Desk, case: Case) -> None:
    """Sitting area above capacity is a fault of the input, not a clash (design 3)."""
    use = use_of_present(case)
    home = case.stay_arrays.home
    total = np.bincount(home[home >= 0], use[home >= 0], minlength=len(case.carriers))
    blocked = case.blocked[:, 0]
    for k, carrier in enumerate(case.carriers):
        taken = total[k] + blocked[k]
        if carrier.opens <= 0 and taken > carrier.capacity + AREA_MARGIN_M2:
            desk.fault("carriers", k, "lettable_area_m2", "sitting_above_capacity",
                       carrier=carrier.id, sitting=f"{total[k]:,.0f}",
                       blocked=f"{blocked[k]:,.0f}", capacity=f"{carrier.capacity:,.0f}",
                       unit=f"@unit.{carrier.unit}")  # fmt: skip


def _must_pins_fit(desk: Desk, case: Case) -> None:
    """A must pin on a carrier that refuses the stay is a contradiction in the input."""
    if not case.pins:
        return
    listed = {(str(r["project"]), str(r[key])): i for i, r in enumerate(desk.rows("pins"))
              for key in ("carrier", "room", "campus") if r[key]}  # fmt: skip
    pinned = np.unique([s for pin in case.pins if pin.kind == "must" for s in pin.stays])
    unpinned = Fit.of(case.replace(pins=()), pinned.astype(np.int64))
    for pin in case.pins:
        if pin.kind != "must":
            continue
        inside = sorted(pin.carriers)
        for s in pin.stays:
            refused = unpinned.refused[np.searchsorted(pinned, s), inside]
            if (refused == 0).any():
                continue
            bits = int(np.bitwise_and.reduce(refused)) or int(refused[0])
            i = listed[case.projects[pin.project].id, pin.label]
            desk.fault("pins", i, "project", "pin_against_fit",
                       project=case.projects[pin.project].id, place=pin.label,
                       reasons=_words(bits))  # fmt: skip


def _stays_fit_somewhere(desk: Desk, case: Case) -> None:
    row_of = {str(p): i for i, p in enumerate(desk.table("projects").frame["project"])}
    for stays, fit in Fit.blocks(case):
        for row in np.flatnonzero(~fit.allowed.any(axis=1)).tolist():
            stay, refused = case.stays[stays[row]], fit.refused[row]
            project = case.projects[stay.project]
            nearest = _least_refused(refused)
            desk.fault("projects", row_of[project.id], "project", "stay_fits_nowhere", "warning",
                       project=project.id, stage=f"@choice.stage.{stay.stage}",
                       carrier=case.carriers[nearest].id,
                       reasons=_words(int(refused[nearest])))  # fmt: skip


def _least_refused(bits: NDArray[np.uint32]) -> int:
    """Carrier that fails on the fewest counts, one of the stay's own stage if there is any."""
    other_stage = (bits & np.uint32(Reason.STAGE)) > 0
    return int(np.argmin(np.bitwise_count(bits) + 100 * other_stage))


def _words(bits: int) -> str:
    """Reasons as words of the catalogue, told in the reader's language."""
    return "@" + ",".join(f"reason.{reason.key}" for reason in reasons_in(bits))
