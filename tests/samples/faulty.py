"""One of every kind of fault, each planted in a cell of its own.

Faults of the file itself (password, size, not a workbook), of a missing required sheet and of
fit cannot stand beside the others: the run ends before or after them. They have tests of
their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pandas as pd
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from optimizer.tables.book import save
from optimizer.tables.layout.regions import named_header
from optimizer.tables.schema import schema
from optimizer.tables.write import write_workbook
from tests.samples.faulty_base import frames

NOTE = "本文件为合成示例数据（SYNTHETIC）：每一种填报问题各埋一处，用来演示检查结果。"

Planted = tuple[str, str, str]
"""Sheet as the workbook names it, cell (blank for a whole sheet), code of the fault."""


@dataclass(frozen=True)
class Damage:
    """What is spoilt in one row, and the cell at which it has to be found.

    `row` is what the first column of the clean sheet says, or the number of the data row.
    """

    code: str
    sheet: str
    row: str | int
    at: str
    value: Any = None
    changes: Mapping[str, Any] | None = None


DAMAGES: Final = (
    # What a cell says
    Damage("not_a_number", "carriers", "K14", "gross_area_m2", "见附件"),
    Damage("not_whole", "carriers", "K18", "desks", 20.5),
    Damage("out_of_range", "projects", "P01", "priority", 180),
    Damage("percent_read", "carriers", "K15", "efficiency", 70),
    Damage("required_blank", "rooms", "1701", "area_m2", None),
    Damage("date_in_id", "rooms", "1702", "room", date(2026, 3, 5)),
    Damage("not_a_date", "projects", "P02", "arrives", "明年春天"),
    Damage("id_and_name_blank", "projects", "P03", "project", None, {"name": None}),
    Damage("not_yes_no", "projects", "T12", "movable", "看情况"),
    Damage("not_a_choice", "carriers", "K16", "stages", "孵华"),
    Damage("duplicate_id", "projects", "P07", "project", "P06"),
    Damage("formula_error", "projects", "P08", "investment_10k", "#DIV/0!"),
    Damage("formula_not_calculated", "projects", "P09", "headcount", "=6*2"),
    Damage("unknown_policy_rule", "policy", 1, "rule", "绿化率下限"),
    Damage("wrong_unit", "policy", 2, "unit", "亩"),
    Damage("bad_scope", "policy", 3, "scope", "片区=北"),
    Damage("policy_ends_before_start", "policy", 4, "to", date(2025, 12, 31)),
    Damage("unknown_setting", "settings", "max_wait_quarters", "setting", "时间长度上限"),
    Damage("unknown_goal_rank", "settings", "rank:waiting", "setting", "rank:happiness"),
    # Carriers and rooms
    Damage("opening_missing", "carriers", "K04", "opens", None),
    Damage("carrier_area_missing", "carriers", "K05", "lettable_area_m2", None),
    Damage("efficiency_assumed", "carriers", "K06", "efficiency", None),
    Damage("area_differs_gross", "carriers", "K07", "lettable_area_m2", 560),
    Damage("area_differs_let_vacant", "carriers", "K08", "lettable_area_m2", 400),
    Damage("area_differs_rooms", "carriers", "K09", "lettable_area_m2", 500),
    Damage("lettable_above_gross", "carriers", "K10", "lettable_area_m2", 1_700),
    Damage("sitting_above_capacity", "carriers", "K11", "lettable_area_m2", 200),
    Damage("unknown_reference", "rooms", "1703", "carrier", "K71"),
    Damage("room_above_carrier", "rooms", "1704", "area_m2", 2_600),
    Damage("room_lease_end_missing", "rooms", "203", "lease_end", None),
    # Sitting tenants
    Damage("room_area_differs", "projects", "T01", "present_area_m2", 150),
    Damage("room_lease_differs", "projects", "T02", "lease_end", date(2028, 6, 30)),
    Damage("room_in_other_carrier", "projects", "T03", "present_carrier", "K01"),
    Damage("entered_before_founded", "projects", "T04", "entered", date(2024, 3, 1)),
    Damage("home_missing", "projects", "T05", "present_carrier", None),
    Damage("present_area_missing", "projects", "T06", "present_area_m2", None),
    Damage("lease_end_missing", "projects", "T07", "lease_end", None),
    Damage("lease_over_free", "projects", "T08", "lease_end", date(2025, 6, 30)),
    Damage("lease_over_stays", "projects", "T09", "lease_end", date(2025, 6, 30)),
    Damage("lease_past_closing", "projects", "T10", "lease_end", date(2028, 3, 31)),
    Damage("present_stage_missing", "projects", "T11", "stage", None),
    Damage("sits_where_not_open", "projects", "T12", "present_carrier", "K13"),
    Damage("sits_in_other_stage", "projects", "T13", "stage", "加速"),
    # Needs
    Damage("unknown_reference", "projects", "P10", "industry", "智能高端装配"),
    Damage("unknown_reference", "projects", "P11", "wanted_carrier", "K99"),
    Damage("project_without_need", "projects", "P12", "incubation_area_m2", None),
    Damage("need_without_area", "projects", "P13", "acceleration_months", 24),
    Damage("min_area_above_area", "projects", "P14", "incubation_area_m2", 100,
           {"incubation_min_area_m2": 130}),
    Damage("latest_before_earliest", "stays", "P15", "latest", date(2026, 1, 31)),
    Damage("need_given_twice", "stays", "P16", "area_m2", 120),
    Damage("stage_already_past", "projects", "P17", "incubation_area_m2", 100),
    # Wishes
    Damage("pin_needs_one_place", "pins", 1, "carrier", "K01", {"campus": "示范园"}),
    Damage("pin_binds_nothing", "pins", 2, "stage", "加速"),
    Damage("unknown_reference", "pins", 3, "project", "P200"),
    Damage("relation_with_itself", "relations", 1, "b", "P18"),
    Damage("pair_given_twice", "pairs", 2, "carrier", "K01"),
)  # fmt: skip


def write(path: Path) -> tuple[Planted, ...]:
    """Write the faulty workbook; gives back what was planted where."""
    clean = frames()
    with TemporaryDirectory() as folder:
        source = Path(folder) / "clean.xlsx"
        write_workbook(clean, source, note=NOTE)
        workbook = load_workbook(source)
    planted = [_damage(workbook, clean, each) for each in DAMAGES]
    planted += _spoil_headers(workbook)
    planted += _spoil_sheets(workbook)
    save(workbook, path)
    return tuple(planted)


def _damage(workbook: Workbook, clean: Mapping[str, pd.DataFrame], damage: Damage) -> Planted:
    sheet = workbook[schema()[damage.sheet].label()]
    row = damage.row
    if isinstance(row, str):
        row = clean[damage.sheet].iloc[:, 0].tolist().index(row) + 1
    for key, value in {damage.at: damage.value, **(damage.changes or {})}.items():
        _below(sheet, _header(damage.sheet, sheet, key), row).value = value
    cell = _below(sheet, _header(damage.sheet, sheet, damage.at), row)
    return sheet.title, cell.coordinate, damage.code


def _below(sheet: Worksheet, header: Cell, row: int) -> Cell:
    cell = sheet.cell(header.row + row, header.column)
    assert isinstance(cell, Cell)  # nothing is merged here
    return cell


def _spoil_headers(workbook: Workbook) -> list[Planted]:
    """A slip, the same column twice, and a unit that is not the column's."""
    projects, rooms, carriers = (
        (key, workbook[schema()[key].label()]) for key in ("projects", "rooms", "carriers")
    )
    slip = _header(*projects, "leader")
    slip.value = "领军人财"
    floor = _header(*rooms, "floor")
    twice = rooms[1].cell(floor.row, rooms[1].max_column + 1, floor.value)
    height = _header(*carriers, "clear_height_m")
    height.value = "层高(kN/㎡)"
    return [
        (projects[1].title, slip.coordinate, "near_column"),
        (rooms[1].title, twice.coordinate, "duplicate_column"),
        (carriers[1].title, height.coordinate, "wrong_unit_in_header"),
    ]


def _spoil_sheets(workbook: Workbook) -> list[Planted]:
    """A sheet nobody knows, one without a header, one without a required column."""
    stray = workbook.create_sheet("随手记")
    stray.append(["下周开会用", "数据待补"])
    headless = workbook.create_sheet(schema()["scenarios"].label())
    headless.append(["（待定）"])
    narrow = workbook.create_sheet(schema()["conversions"].label())
    columns = schema()["conversions"].by_key
    narrow.append([columns[key].header() for key in ("carrier", "from_stage", "cost_per_m2")])
    narrow.append(["K01", "孵化", 600])
    return [
        (stray.title, "", "unknown_sheet"),
        (headless.title, "", "header_missing"),
        (narrow.title, "", "required_column_missing"),
    ]


def _header(key: str, sheet: Worksheet, column: str) -> Cell:
    """Header of a column; the column is added if the clean workbook has none."""
    at = named_header(list(sheet.iter_rows(values_only=True)), key)
    assert at is not None
    for cell in sheet[at + 1]:
        found = schema()[key].find(cell.value) if cell.value else None
        if found and found[0] == column and isinstance(cell, Cell):
            return cell
    label = schema()[key].by_key[column].header()
    added = sheet.cell(at + 1, sheet.max_column + 1, label)
    assert isinstance(added, Cell)
    return added
