"""Clean workbooks, Chinese or English, to clean tables."""

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from optimizer.tables.read import read_tables
from optimizer.tables.schema import schema
from tests.tables.books import CARRIERS, PROJECTS, read_book, write_book


def test_chinese_and_english_headers_give_the_same_table(tmp_path: Path) -> None:
    chinese, _ = read_book(
        tmp_path, {"载体": [["载体编号", "环节", "建筑面积（㎡）"], ["K1", "苗圃、孵化", 10]]}
    )
    english, _ = read_book(
        tmp_path,
        {"载体": [["carrier", "STAGES", "Gross area (m²)"], ["K1", "incubation; nursery", 10]]},
    )
    pd.testing.assert_frame_equal(chinese["carriers"].frame, english["carriers"].frame)


def test_every_sheet_is_there_with_all_its_columns_and_types(tmp_path: Path) -> None:
    tables, faults = read_book(tmp_path, {})
    assert faults == ()
    assert list(tables) == list(schema())
    for key, sheet in schema().items():
        frame = tables[key].frame
        assert list(frame.columns) == list(sheet.keys)
        for column in sheet.columns:
            assert frame[column.key].dtype == (np.float64 if column.numeric else object)


def test_blanks_are_empty_text_no_number_and_no_date(tmp_path: Path) -> None:
    tables, _ = read_book(tmp_path, {})
    row = tables["carriers"].frame.iloc[0]
    assert (row["name"], row["status"], row["opens"]) == ("", "", None)
    assert np.isnan(row["gross_area_m2"])


def test_titles_above_and_blank_rows_are_tolerated(tmp_path: Path) -> None:
    tables, faults = read_book(
        tmp_path,
        {
            "载体": [
                ["2026年载体台账"],
                ["填报单位：某某", None, "单位：平方米"],
                [],
                ["序号", "载体名称", "环节", "可用面积(平方米)"],
                [1, "A座", "孵化", "1,200"],
                [None, "  ", None, None],
                [2, "B座", "加速器", "３００"],
            ]
        },
    )
    table = tables["carriers"]
    assert faults == ()
    assert table.frame["carrier"].tolist() == ["A座", "B座"]
    assert table.frame["lettable_area_m2"].tolist() == [1200.0, 300.0]
    assert table.frame["stages"].tolist() == ["incubation", "acceleration"]
    assert table.row.tolist() == [5, 7]
    assert table.own_columns == ("序号",)
    assert table.fault(1, "lettable_area_m2", "x").cell == "D7"
    assert table.fault(1, "gross_area_m2", "x").cell == "A7"


def test_values_come_in_the_forms_people_write_them(tmp_path: Path) -> None:
    tables, faults = read_book(
        tmp_path,
        {
            "项目": [
                [
                    "项目编号",
                    "入驻日期",
                    "成立日期",
                    "减免比例",
                    "攀峰重点",
                    "苗圃面积",
                    "评分",
                    "认定方式",
                ],
                [1201, date(2026, 7, 1), "2025年3月8日", "30%", "√", 0, 88, "评审认定"],
                ["P2", datetime(2026, 7, 1, 8, 30), "2025.3.8", 0.3, "Y", 20, "88.5", "direct"],
                ["P3", "2026/7/1", "2025-03-08 00:00:00", "", True, 20, None, None],
            ]
        },
    )
    frame = tables["projects"].frame
    assert faults == ()
    assert frame["project"].tolist() == ["1201", "P2", "P3"]
    assert frame["entered"].tolist() == [date(2026, 7, 1)] * 3
    assert frame["founded"].tolist() == [date(2025, 3, 8)] * 3
    assert frame["relief_share"].tolist()[:2] == [0.3, 0.3]
    assert frame["protected"].tolist() == ["yes"] * 3
    assert np.isnan(frame["nursery_area_m2"].iat[0])
    assert frame["recognition"].tolist() == ["review", "direct", ""]


def test_own_columns_are_kept_as_they_are(tmp_path: Path) -> None:
    tables, faults = read_book(
        tmp_path,
        {
            "载体": [
                ["载体编号", "环节", "备注", "备注", None, "产权到期"],
                ["K1", "孵化", "a", 2, "无表头", date(2030, 1, 1)],
            ]
        },
    )
    table = tables["carriers"]
    assert faults == ()
    assert table.own_columns == ("备注", "备注 (2)", "(E)", "产权到期")
    assert table.frame[list(table.own_columns)].iloc[0].tolist() == [
        "a",
        2.0,
        "无表头",
        date(2030, 1, 1),
    ]


def test_a_weaker_synonym_beside_the_proper_header_is_an_own_column(tmp_path: Path) -> None:
    tables, faults = read_book(
        tmp_path,
        {
            "房源": [
                ["房号", "载体名称", "载体编号", "面积", "状态"],
                ["101", "A座", "K01", 50, "空置"],
            ]
        },
    )
    assert faults == ()
    assert tables["rooms"].frame["carrier"].tolist() == ["K01"]
    assert tables["rooms"].own_columns == ("载体名称",)


def test_several_workbooks_are_read_as_one(tmp_path: Path) -> None:
    first = write_book(tmp_path / "a.xlsx", {"载体": CARRIERS, "说明": [["x"]]})
    second = write_book(
        tmp_path / "b.xlsx",
        {"项目": PROJECTS, "Carriers": [["备注", "stages", "carrier"], ["x", "苗圃", "K02"]]},
    )
    tables, faults = read_tables(first, second)
    table = tables["carriers"]
    assert faults == ()
    assert table.frame["carrier"].tolist() == ["K01", "K02"]
    assert table.frame["备注"].tolist() == ["", "x"]
    assert table.fault(1, "carrier", "x").place() == "[b.xlsx] Carriers!C2"
    assert [(c.file, c.sheet, c.canonical, c.rows_read) for c in tables.coverage] == [
        ("a.xlsx", "载体", "carriers", 1),
        ("a.xlsx", "说明", "", 0),
        ("b.xlsx", "项目", "projects", 1),
        ("b.xlsx", "Carriers", "carriers", 1),
    ]
    assert len({file.sha256 for file in tables.files}) == 2


def test_policy_shares_scopes_and_rules_become_canonical(tmp_path: Path) -> None:
    tables, faults = read_book(
        tmp_path,
        {
            "政策": [
                ["规则", "范围", "限值", "单位", "强度"],
                ["空置率上限", "园区 = 留创园；环节=孵化器", "30%", None, "软"],
                ["incubatee_share_min", "全市", 75, "%", "硬"],
                ["density_min", None, 3, None, "watch"],
            ]
        },
    )
    frame = tables["policy"].frame
    assert faults == ()
    assert frame["rule"].tolist() == ["vacancy_max", "incubatee_share_min", "density_min"]
    assert frame["scope"].tolist() == ["campus=留创园;stage=incubation", "city", ""]
    assert frame["limit"].tolist() == [0.3, 0.75, 3.0]


def test_settings_are_known_by_name_and_label(tmp_path: Path) -> None:
    tables, faults = read_book(
        tmp_path,
        {
            "参数": [
                ["参数", "数值", "默认值", "说明"],
                ["起始日期", date(2026, 7, 1), None, "x"],
                ["must_place", "是", "否", "x"],
                ["租约到期后", "离开", None, None],
                ["默认得房率", "65%", None, None],
                ["人才类别权重：A", 1.5, None, None],
                ["recognition_weight:举荐", 2, None, None],
                ["rank:waiting", 1, None, None],
                ["horizon_quarters", None, 12, "x"],
            ]
        },
    )
    frame = tables["settings"].frame
    assert faults == ()
    assert dict(zip(frame["setting"], frame["value"], strict=True)) == {
        "horizon_start": "2026-07-01",
        "must_place": "yes",
        "lease_end_means": "leaves",
        "default_efficiency": "0.65",
        "class_weight:A": "1.5",
        "recognition_weight:referral": "2",
        "rank:waiting": "1",
    }
    assert tables["settings"].own_columns == ()
    assert tables.coverage[-1].reasons == ("default_kept",)


def test_a_setting_out_of_range_is_a_fault_at_its_cell(tmp_path: Path) -> None:
    _, faults = read_book(
        tmp_path,
        {"参数": [["参数", "数值"], ["horizon_quarters", 0], ["lease_end_means", "也许"]]},
    )
    assert [(f.cell, f.code) for f in faults] == [("B2", "out_of_range"), ("B3", "not_a_choice")]
    assert faults[0].expected() == "1 到 200 的整数，单位 季度"


def test_error_cells_the_fast_reader_shows_blank_are_found(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = write_book(tmp_path / "a.xlsx", {"载体": CARRIERS, "项目": PROJECTS})
    workbook = load_workbook(path)
    cell = workbook["载体"]["C2"]
    cell.value, cell.data_type = "#DIV/0!", "e"
    workbook.save(path)

    _, faults = read_tables(path)

    assert [(f.cell, f.code, f.found()) for f in faults] == [("C2", "formula_error", "#DIV/0!")]


def test_industry_names_keep_separators_inside_brackets(tmp_path: Path) -> None:
    tables, _ = read_book(
        tmp_path,
        {
            "载体": [
                ["载体编号", "环节", "产业方向"],
                ["K1", "孵化", "新能源（光伏、储能）、医药;医药"],
            ]
        },
    )
    assert tables["carriers"].frame["industries"].tolist() == ["新能源（光伏、储能）;医药"]
