"""What the candidates of a plan must be so that the plan can mean them: told at their cells."""

import re
from typing import Final

from optimizer.domain.assemble_base import Desk, is_blank, number_or
from optimizer.domain.calendar_years import Years
from optimizer.domain.case import Case
from optimizer.domain.outlook import Candidate
from optimizer.domain.words import STAGES
from optimizer.quarters import quarter_label

_NUMERALS: Final = "一二三四五六七八九十"


def check_candidates(desk: Desk, case: Case) -> None:
    """Names, phases in order, shares of stages, and starts inside the plan."""
    taken = {c.id for c in case.carriers} | {c.name for c in case.carriers if c.name}
    before: dict[str, int] = {}
    for i, each in enumerate(case.outlook.candidates):
        if each.id in taken:
            desk.fault("candidates", i, "site", "candidate_named_as_carrier", name=each.id)
        number = phase_number(each.phase)
        if number is not None:
            if number < before.get(each.site, 0):
                desk.fault("candidates", i, "phase", "phases_out_of_order", "warning",
                           site=each.site)  # fmt: skip
            before[each.site] = number
        _check_shares(desk, i, each)
        _check_start(desk, i, case, each)


def phase_number(phase: str) -> int | None:
    """The number in the name of a phase, None where it has none that is plain.

    >>> phase_number("一期"), phase_number("Phase 12"), phase_number("北区")
    (1, 12, None)
    """
    digits = re.findall(r"\d+", phase)
    if len(digits) == 1:
        return int(digits[0])
    numerals = [_NUMERALS.index(letter) + 1 for letter in phase if letter in _NUMERALS]
    return numerals[0] if len(numerals) == 1 and not digits else None


def _check_shares(desk: Desk, i: int, candidate: Candidate) -> None:
    """No least share of a stage that the candidate does not take."""
    row = desk.rows("candidates")[i]
    for stage in STAGES:
        key = f"min_share_{stage}"
        if stage not in candidate.stages and not is_blank(row[key]) and number_or(row[key], 0) > 0:
            desk.fault("candidates", i, key, "share_of_other_stage", site=candidate.id)


def _check_start(desk: Desk, i: int, case: Case, candidate: Candidate) -> None:
    """Whether it can begin, and open, inside the plan: no phase before the one before it."""
    years = Years.of(case)
    phases = [
        c for c in case.outlook.candidates
        if c.site == candidate.site and c.order <= candidate.order
    ]  # fmt: skip
    begins = max(each.earliest for each in phases)
    last = quarter_label(years.start + years.quarters - 1)
    opens = begins + candidate.lead
    if begins >= years.quarters and candidate.must_build:
        desk.fault("candidates", i, "earliest_start", "must_build_cannot_start",
                   begins=quarter_label(years.start + begins), last=last)  # fmt: skip
    elif opens >= years.quarters:
        desk.fault("candidates", i, "lead_months", "candidate_opens_late", "warning",
                   opens=quarter_label(years.start + opens), last=last)  # fmt: skip
