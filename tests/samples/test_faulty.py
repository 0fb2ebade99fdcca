"""inputs/faulty.xlsx: every planted fault is found at its cell, and nothing else is."""

from pathlib import Path

import pytest

from optimizer.domain.assemble import assemble
from optimizer.faults import Fault
from optimizer.labels import catalogue
from optimizer.tables.read import read_tables
from optimizer.tables.write import write_workbook
from tests.samples import faulty, faulty_base
from tests.samples.faulty import Planted
from tests.workbooks.test_stories import told_in_stories

#: Not planted: of the file as a whole, or only found when nothing else is wrong.
ELSEWHERE = {
    # Of the development plan: tests/domain/fault_cases.py.
    "candidate_given_twice",
    "stage_shares_impossible",
    "forecast_range",
    "forecast_in_the_past",
    "flow_shares_above_one",
    "flow_given_twice",
    "conversion_of_other_stage",
    "conversion_given_twice",
    "scenario_target_missing",
    "scenario_value_slip",
    "scenario_value_demand",
    "scenario_value_budget",
    "scenario_value_close",
    "scenario_value_setting",
    "scenario_setting_unread",
    "scenario_target_unread",
    "scenario_given_twice",
    "conversion_to_same_stage",
    "forecast_given_twice",
    "candidate_named_as_carrier",
    "phases_out_of_order",
    "share_of_other_stage",
    "must_build_cannot_start",
    "candidate_opens_late",
    "plan_scope_unread",
    "no_candidates",
    "file_missing",
    "file_unreadable",
    "not_a_workbook",
    "password_protected",
    "file_too_large",
    "zip_bomb",
    "too_many_cells",
    "too_many_records",
    "sheet_too_wide",
    "required_sheet_missing",
    "more_of_the_same",
    "horizon_start_missing",
    "pin_against_fit",
    "stay_fits_nowhere",
    "unsafe_workbook",
    "binary_workbook",
    "macros_ignored",
    "links_ignored",
    "bad_mapping",
    "mapping_version",
    "mapping_entry",
    "mapping_target",
    "mapping_table",
    "mapping_quotes",
    "mapping_unusable",
    "mapping_other_sheet",
    "bad_csv",
    "csv_quote_open",
    "file_is_none",
    "nobody_takes_part",
    "spread_too_wide",
}


def faults_of(path: Path) -> tuple[Fault, ...]:
    return assemble(*read_tables(path))[1]


@pytest.fixture(scope="module")
def planted_and_found(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[set[Planted], set[Planted]]:
    path = tmp_path_factory.mktemp("faulty") / "faulty.xlsx"
    planted = faulty.write(path)
    return set(planted), {(f.sheet, f.cell, f.code) for f in faults_of(path)}


def test_every_planted_fault_is_found_at_its_cell(
    planted_and_found: tuple[set[Planted], set[Planted]],
) -> None:
    planted, found = planted_and_found

    assert sorted(planted - found) == []


def test_nothing_else_is_found(planted_and_found: tuple[set[Planted], set[Planted]]) -> None:
    planted, found = planted_and_found

    assert sorted(found - planted) == []


def test_every_kind_of_fault_is_planted_or_tested_elsewhere(
    planted_and_found: tuple[set[Planted], set[Planted]],
) -> None:
    worded = {key.split(".")[1] for key in catalogue() if key.startswith("fault.")}
    worded = {code for code in worded if not code.startswith("report_")}  # of reports read back
    planted = {code for _, _, code in planted_and_found[0]}

    assert sorted(worded - planted - ELSEWHERE - told_in_stories()) == []
    assert sorted(planted - worded) == []


def test_the_workbook_before_the_damage_is_clean(tmp_path: Path) -> None:
    write_workbook(faulty_base.frames(), tmp_path / "clean.xlsx", note=faulty.NOTE)

    assert faults_of(tmp_path / "clean.xlsx") == ()


def test_contradictions_of_fit_are_found_once_the_rest_is_right(tmp_path: Path) -> None:
    frames = faulty_base.frames()
    frames["pins"].loc[1, "carrier"] = "K03"  # P19 must be there, but asks for incubation
    asks = frames["projects"]["project"] == "P18"
    frames["projects"].loc[asks, "incubation_area_m2"] = 9_999
    write_workbook(frames, tmp_path / "fit.xlsx")

    found = {(f.sheet, f.cell, f.code) for f in faults_of(tmp_path / "fit.xlsx")}

    assert ("锁定", "A3", "pin_against_fit") in found
    assert ("项目", "A19", "stay_fits_nowhere") in found
