"""A tenant that does not say its stage sits in its carrier's, where that has only one."""

import pytest

from optimizer.domain.assemble import assemble
from optimizer.domain.case import Case
from optimizer.tables.frames import tables_from_frames
from tests.cases import Row, carrier, need, tables, tenant


def case_of(project: Row, home: Row) -> tuple[Case | None, list[str]]:
    case, faults = assemble(*tables_from_frames(tables([home], [project])))
    return case, [fault.code for fault in faults]


def without_stage(**more: object) -> Row:
    row = {**tenant("T1", "K1", 50, 8), **more}
    return {key: value for key, value in row.items() if key != "stage"}


def test_a_need_in_the_stage_of_its_home_is_that_home() -> None:
    case, _ = case_of(without_stage(**need("incubation", 50, 4)), carrier("K1"))

    assert case is not None
    assert [(stay.stage, stay.is_present) for stay in case.stays] == [("incubation", True)]


def test_needs_behind_it_follow_and_needs_before_it_are_told() -> None:
    wishes = {**need("nursery", 20, 2), **need("acceleration", 90, 4)}
    case, codes = case_of(without_stage(**wishes), carrier("K1"))

    assert case is not None
    assert [stay.stage for stay in case.stays] == ["incubation", "acceleration"]
    assert "stage_already_past" in codes


@pytest.mark.parametrize("stages", ["incubation;acceleration"])
def test_a_home_of_several_stages_is_asked_about(stages: str) -> None:
    case, codes = case_of(without_stage(), carrier("K1", stages=stages))

    assert case is None
    assert "present_stage_missing" in codes
