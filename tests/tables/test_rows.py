"""Rows and columns that only look like records, or only like none."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from optimizer.tables.layout.row_kinds import label_kind, total_level
from optimizer.tables.read import read_tables
from tests.workbooks.story import CARRIERS, PROJECTS, write_sheets


def column_of(folder: Path, sheet: str, name: str, rows: Sequence[Sequence[Any]]) -> list[Any]:
    """Read a workbook with one sheet of these rows; a column of what became of it."""
    path = folder / "book.xlsx"
    write_sheets(path, {"载体": CARRIERS, "项目": PROJECTS} | {sheet: rows})
    key = {"载体": "carriers", "房源": "rooms"}[sheet]
    return read_tables(path)[0][key].frame[name].tolist()


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("合　计", "total"),
        ("A座合计：", "total"),
        ("Grand Total", "total"),
        ("A座计", "sum"),
        ("总 面 积", "sum"),
        ("转下页", "figure"),
        ("平均每间", "figure"),
        ("其中：A座", "part"),
        ("会计室", ""),
        ("设计", ""),
        ("汇总科技", ""),
        ("101", ""),
    ],
)
def test_what_a_label_says(written: str, kind: str) -> None:
    assert label_kind(written) == kind


def test_levels_of_totals() -> None:
    labels = ("本页小计", "A座合计", "合计", "总计")
    assert [total_level([label]) for label in labels] == [0, 1, 2, 3]


def test_floors_of_one_room_are_summed_like_the_others(tmp_path: Path) -> None:
    rows = [
        ["楼层", "房号", "载体", "面积"],
        ["1", "101", "K01", 100],
        ["1", None, None, 100],
        ["2", "201", "K01", 50],
        ["2", "202", "K01", 50],
        ["2", None, None, 100],
        [None, None, None, 200],
    ]
    assert column_of(tmp_path, "房源", "room", rows) == ["101", "201", "202"]


def test_a_forgotten_room_number_is_no_sum(tmp_path: Path) -> None:
    rows = [
        ["房号", "载体", "面积", "状态"],
        ["101", "K01", 100, "空置"],
        [None, "K01", 100, "空置"],
    ]
    assert column_of(tmp_path, "房源", "area_m2", rows) == [100.0, 100.0]


def test_parts_below_a_total_that_stands_first(tmp_path: Path) -> None:
    rows = [
        ["载体名称", "环节", "可用面积（㎡）"],
        ["合计", None, 1500],
        ["其中：A座", "孵化", 400],
        ["其中：B座", "孵化", 600],
        ["C座", "加速", 500],
    ]
    assert column_of(tmp_path, "载体", "carrier", rows) == ["A座", "B座", "C座"]


def test_a_number_in_front_that_starts_anew_is_a_place_on_a_floor(tmp_path: Path) -> None:
    rows = [["序号", "房号", "载体", "面积"]]
    rows += [[n, f"{floor}0{n}", "K01", 50] for floor in (1, 2) for n in (1, 2)]
    assert column_of(tmp_path, "房源", "position", rows) == [1.0, 2.0, 1.0, 2.0]
