"""Every kind of fault once: its place and its wording, word for word."""

from datetime import date
from pathlib import Path

import pytest

from optimizer.faults import Fault
from optimizer.labels import catalogue
from optimizer.tables.read import read_tables
from optimizer.tables.values import columns
from tests.tables.books import CARRIERS, PROJECTS, only_fault, read_book, write_book

CARRIER_HEADER = ["载体编号", "环节", "可用面积（㎡）"]

CELLS = {
    "required_blank": (
        {"房源": [["房源编号", "载体", "面积", "状态"], ["101", None, 50, "空置"]]},
        ("房源", "B2", "空白", "必填项“载体”", "请填写，或删去整行。"),
    ),
    "id_and_name_blank": (
        {"载体": [["载体编号", "载体名称", "环节"], ["K1", None, "孵化"], [None, None, "孵化"]]},
        (
            "载体",
            "A3",
            "编号和名称都空白",
            "“载体编号”或名称",
            "请至少填写编号或名称之一，或删去整行。",
        ),
    ),
    "not_a_number": (
        {"载体": [CARRIER_HEADER, ["K1", "孵化", "12O"]]},
        (
            "载体",
            "C2",
            "12O",
            "不小于 0 的数字，单位 ㎡",
            "请写一个数，可以带单位和“约”“以上”一类的词，不带其他文字。",
        ),
    ),
    "not_whole": (
        {"载体": [["载体编号", "环节", "工位数"], ["K1", "苗圃", 3.5]]},
        ("载体", "C2", "3.5", "不小于 0 的整数，单位 个", "请写整数。"),
    ),
    "out_of_range": (
        {"房源": [["房源编号", "载体", "面积（㎡）", "状态"], ["101", "K01", -20, "空置"]]},
        ("房源", "C2", "-20", "大于 0 的数字，单位 ㎡", "请核对数值和单位。"),
    ),
    "not_a_date": (
        {"载体": [["载体编号", "环节", "启用日期"], ["K1", "孵化", "明年"]]},
        (
            "载体",
            "C2",
            "明年",
            "日期，如 2026-07-01",
            "请写完整的年月日，或把单元格设为日期格式。",
        ),
    ),
    "date_in_id": (
        {"房源": [["房源编号", "载体", "面积", "状态"], [date(2026, 3, 5), "K01", 50, "空置"]]},
        (
            "房源",
            "A2",
            "日期 2026-03-05",
            "编号文字",
            "Excel 把编号变成了日期：请把该列设为文本格式后重新填写，如 3-5。",
        ),
    ),
    "not_a_choice": (
        {"载体": [CARRIER_HEADER, ["K1", "孵化、加苏", 10]]},
        (
            "载体",
            "B2",
            "孵化、加苏",
            "以下之一：苗圃、孵化、加速、产业化",
            "请改为其中一个词。",
        ),
    ),
    "not_yes_no": (
        {"项目": [["项目编号", "虚拟入驻"], ["P1", "也许"]]},
        ("项目", "B2", "也许", "以下之一：是、否", "请改为其中一个词，或留空。"),
    ),
    "unknown_policy_rule": (
        {"政策": [["规则", "限值", "强度"], ["在孵企业密度下线", 3, "硬"]]},
        (
            "政策",
            "A2",
            "在孵企业密度下线",
            "政策规则名称。最接近的是“在孵企业密度下限”",
            "请改为模板中的规则名称；其他规则不能计算。",
        ),
    ),
    "bad_scope": (
        {"政策": [["规则", "范围", "限值", "强度"], ["density_min", "楼宇=A座", 3, "hard"]]},
        (
            "政策",
            "B2",
            "楼宇=A座（看不懂“楼宇=A座”）",
            "全市，或 园区=、载体=、环节=、产业链= 用分号连接",
            "请改写，例如：园区=留创园；环节=孵化。",
        ),
    ),
    "wrong_unit": (
        {"政策": [["规则", "限值", "单位", "强度"], ["new_area_min", 26, "亩", "软"]]},
        ("政策", "C2", "亩", "规则的单位 ㎡，或空白", "请把限值换算成 ㎡。"),
    ),
    "unknown_setting": (
        {"参数": [["参数", "数值"], ["m2_per_dsk", 5]]},
        (
            "参数",
            "A2",
            "m2_per_dsk",
            "参数名称。最接近的是“m2_per_desk”",
            "请使用模板“参数”表中的名称。",
        ),
    ),
    "duplicate_id": (
        {"载体": [CARRIER_HEADER, ["K1", "孵化", 10], ["K2", "孵化", 10], ["K1", "加速", 10]]},
        ("载体", "A4", "K1，与 A2 重复", "不重复的“载体编号”", "请改正编号，或删去其中一行。"),
    ),
    "duplicate_column": (
        {"载体": [["载体编号", "环节", "可用面积", "可用面积（㎡）"], ["K1", "孵化", 10, 20]]},
        (
            "载体",
            "D1",
            "“可用面积（㎡）”与 C1 是同一列",
            "“可用面积”只出现一次",
            "请删去或改名其中一列；已采用 C1。",
        ),
    ),
    "wrong_unit_in_header": (
        {"载体": [["载体编号", "环节", "工位数（㎡）"], ["K1", "苗圃", 12]]},
        (
            "载体",
            "C1",
            "㎡",
            "“工位数”的单位为 个",
            "请把整列换算成 个，并改写表头。",
        ),
    ),
    "required_column_missing": (
        {"载体": [["载体编号", "可用面积"], ["K1", 10]]},
        (
            "载体",
            "",
            "没有“环节”列",
            "必填列“环节”（stages）",
            (
                "请补上这一列，或把已有的列改成这个名称；也可用 check --write-mapping 写出对照文件"
                "，指明是哪一列，再加 --mapping 检查。"
            ),
        ),
    ),
    "header_missing": (
        {"园区": [["甲", "乙"], [1, 2]]},
        (
            "园区",
            "",
            "前 20 行中没有认得的表头",
            "一行表头，例如：园区、片区、类型、级别",
            "请把列名写在数据上方的一行里，列名见模板。",
        ),
    ),
    "formula_not_calculated": (
        {"载体": [CARRIER_HEADER, ["K1", "孵化", "=1+1"]]},
        (
            "载体",
            "C2",
            "没有计算结果的公式",
            "可用的值",
            "请用 Excel 或 WPS 打开并保存一次，让公式算出结果。",
        ),
    ),
    "formula_error": (
        {"载体": [CARRIER_HEADER, ["K1", "孵化", "#REF!"]]},
        ("载体", "C2", "#REF!", "可用的值", "公式出错：请修正公式，或改为直接填写数值。"),
    ),
}

WARNINGS = {
    "unknown_sheet": (
        {"载题": [["a"], ["b"]]},
        (
            "载题",
            "",
            "不认识的工作表，未从中读取任何内容",
            "模板中的工作表名称。最接近的是“载体”",
            "如果其中有需要的数据，请改成模板中的名称。",
        ),
    ),
    "near_column": (
        {"载体": [["载体编号", "环节", "建筑面职"], ["K1", "孵化", 10]]},
        (
            "载体",
            "C1",
            "建筑面职",
            "已知的列名；是否应为“建筑面积”？",
            "如果是笔误请改正；现作为自有列保留，不参与计算。",
        ),
    ),
    "percent_read": (
        {"载体": [["载体编号", "环节", "得房率"], ["K1", "孵化", 70]]},
        (
            "载体",
            "C2",
            "70",
            "0 到 1 的比例或百分数；已按 0.7 读取",
            "如果不是百分数，请改写为 0 到 1 的小数。",
        ),
    ),
}


def told(fault: Fault) -> tuple[str, ...]:
    return (fault.sheet, fault.cell, fault.found(), fault.expected(), fault.remedy())


@pytest.mark.parametrize("code", CELLS)
def test_an_error_is_told_with_its_cell_word_for_word(code: str, tmp_path: Path) -> None:
    sheets, expected = CELLS[code]

    fault = only_fault(tmp_path, sheets)

    assert (fault.code, fault.severity, fault.file) == (code, "error", "城市.xlsx")
    assert told(fault) == expected


@pytest.mark.parametrize("code", WARNINGS)
def test_a_warning_is_told_with_its_place_word_for_word(code: str, tmp_path: Path) -> None:
    sheets, expected = WARNINGS[code]

    fault = only_fault(tmp_path, sheets)

    assert (fault.code, fault.severity) == (code, "warning")
    assert told(fault) == expected


def test_a_missing_sheet_is_told(tmp_path: Path) -> None:
    _, faults = read_tables(write_book(tmp_path / "a.xlsx", {"载体": CARRIERS}))

    assert [told(fault) for fault in faults] == [
        (
            "项目",
            "",
            "没有“项目”工作表",
            "一张名为“项目”的工作表",
            "请按模板补上这张表，或检查工作表名称。",
        )
    ]


def test_many_faults_of_one_column_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "MAX_FAULTS_PER_COLUMN", 2)
    rows = [[f"K{i}", "孵化", "x"] for i in range(5)]

    _, faults = read_book(tmp_path, {"载体": [CARRIER_HEADER, *rows]})

    assert [fault.code for fault in faults] == ["not_a_number", "not_a_number", "more_of_the_same"]
    assert told(faults[2]) == ("载体", "C4", "本列还有 3 处", "与上面各处相同", "请一并改正。")


def test_all_faults_are_gathered_at_once(tmp_path: Path) -> None:
    _, faults = read_book(
        tmp_path,
        {
            "载体": [CARRIER_HEADER, ["K1", "孵化", "x"], ["K1", "苗浦", 5]],
            "房源": [["房源编号", "载体", "状态"], ["1", "K1", "空置"]],
            "项目": [*PROJECTS, [None, 5]],
        },
    )

    assert {(fault.sheet, fault.cell, fault.code) for fault in faults} == {
        ("载体", "C2", "not_a_number"),
        ("载体", "A3", "duplicate_id"),
        ("载体", "B3", "not_a_choice"),
        ("房源", "", "required_column_missing"),
        ("项目", "A3", "id_and_name_blank"),
    }


def test_phases_of_a_site_are_rows_of_their_own(tmp_path: Path) -> None:
    sites = [("东片", "一期"), ("东片", "二期"), ("东片", "一期"), ("西片", None), ("西片", None)]
    header = ["地块", "期次", "建筑面积（㎡）"]
    planned = [header, *([*site, 9000 + number] for number, site in enumerate(sites))]

    _, faults = read_book(tmp_path, {"载体": CARRIERS, "项目": PROJECTS, "规划": planned})

    assert [(fault.sheet, fault.cell, fault.code) for fault in faults] == [
        ("规划", "A4", "duplicate_id"),
        ("规划", "A6", "duplicate_id"),
    ]
    assert faults[0].found_value == "东片 / 一期"
    assert faults[1].found_value == "西片"


def test_a_duplicate_in_another_file_names_the_file(tmp_path: Path) -> None:
    first = write_book(tmp_path / "a.xlsx", {"载体": CARRIERS, "项目": PROJECTS})
    second = write_book(tmp_path / "b.xlsx", {"carriers": CARRIERS})

    _, faults = read_tables(first, second)

    assert [(fault.file, fault.cell, fault.found()) for fault in faults] == [
        ("b.xlsx", "A2", "K01，与 [a.xlsx] 载体!A2 是同一个；这样的共 1 行")
    ]


def test_every_fault_can_be_told_in_english(tmp_path: Path) -> None:
    for number, (sheets, _) in enumerate([*CELLS.values(), *WARNINGS.values()]):
        folder = tmp_path / str(number)
        folder.mkdir()
        sentence = only_fault(folder, sheets).sentence("en")
        assert "{" not in sentence


def test_every_fault_of_the_catalogue_has_an_expectation_and_a_remedy() -> None:
    codes = {key.split(".")[1] for key in catalogue() if key.startswith("fault.")}
    incomplete = [
        f"{code}.{part}"
        for code in codes
        for part in ("expected", "remedy")
        if f"fault.{code}.{part}" not in catalogue()
    ]
    assert incomplete == []
