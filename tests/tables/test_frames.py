"""The pandas road gives what the workbook road gives."""

import pandas as pd

from optimizer.tables.frames import tables_from_frames

CARRIERS = pd.DataFrame({"carrier": ["K1"], "stages": [["incubation", "nursery"]], "desks": [8]})
PROJECTS = pd.DataFrame({"name": ["P1", "P2"], "incubation_area_m2": [10, None]})


def test_tables_from_python_are_validated_and_typed() -> None:
    tables, faults = tables_from_frames({"carriers": CARRIERS, "projects": PROJECTS})
    assert faults == ()
    assert tables["carriers"].frame["stages"].tolist() == ["nursery;incubation"]
    assert tables["projects"].frame["project"].tolist() == ["P1", "P2"]
    assert tables["rooms"].frame.empty
    assert tables["carriers"].given("desks")
    assert not tables["carriers"].given("status")


def test_the_place_of_a_fault_is_row_and_column() -> None:
    bad = CARRIERS.assign(desks=[-1])
    _, faults = tables_from_frames({"carriers": bad, "projects": PROJECTS})
    assert [fault.place() for fault in faults] == ["carriers!row 1/desks"]


def test_missing_sheets_and_unknown_tables_are_told() -> None:
    _, faults = tables_from_frames({"carriers": CARRIERS, "projekts": PROJECTS})
    assert [(fault.code, fault.severity) for fault in faults] == [
        ("unknown_sheet", "warning"),
        ("required_sheet_missing", "error"),
    ]


def test_numbers_are_not_confused_with_truth() -> None:
    frame = PROJECTS.assign(headcount=pd.Series([1, True], dtype=object))
    _, faults = tables_from_frames({"carriers": CARRIERS, "projects": frame})
    assert [(fault.code, fault.found()) for fault in faults] == [("not_a_number", "TRUE")]
