"""The manager's own workbook back: marked at the cell, kept as it was, clean once corrected."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from optimizer.faults import Fault, errors_in
from optimizer.pipeline import read_workbooks
from optimizer.tables.marked.annotate import COLOURS, annotate
from optimizer.tables.marked.annotate_list import fault_lines
from optimizer.tables.table import Tables
from optimizer.tables.write import write_workbook
from tests.samples import faulty, faulty_base
from tests.tables.books import CARRIERS, PROJECTS, write_book
from tests.tables.hostile import changed

ROOT = Path(__file__).parents[2]
LIST = "问题清单"


def marked(source: Path, lang: Any = "zh") -> tuple[Path, Tables, tuple[Fault, ...]]:
    """Where the annotated workbook is, and what was read of the original."""
    target = source.with_name("marked.xlsx")
    tables, _, faults = read_workbooks(source)
    annotate(source, target, tables, faults, lang)
    return target, tables, faults


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger as a manager keeps it: formats, widths, merged title, formula, notes, one fault."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "载体"
    sheet.append(["2026年载体台账"])
    sheet.merge_cells("A1:D1")
    sheet.append(["载体编号", "环节", "可用面积（㎡）", "启用日期"])
    sheet.append(["K01", "孵化", "12O", date(2020, 1, 1)])
    sheet.append(["K02", "孵化", "=500+500", date(2020, 1, 1)])
    sheet["C3"].comment = Comment("王工核实过", "王工")
    sheet["C3"].font = Font(bold=True, color="0000FF")
    sheet["D3"].number_format = "yyyy年m月d日"
    sheet["A4"].fill = PatternFill("solid", start_color="00B050")
    sheet.column_dimensions["C"].width = 31
    other = workbook.create_sheet("项目")
    for row in PROJECTS:
        other.append(row)
    other["C1"] = "备注"
    other["C2"] = "=1+1"
    other["C2"].data_type = "s"
    path = tmp_path / "台账.xlsx"
    workbook.save(path)
    calculated = changed(
        path.read_bytes(),
        {"xl/worksheets/sheet1.xml": lambda part: part.replace(b"<v></v>", b"<v>1000</v>")
         .replace(b"<v />", b"<v>1000</v>").replace(b"<v/>", b"<v>1000</v>")},
    )  # fmt: skip
    path.write_bytes(calculated)
    return path


def test_the_cell_at_fault_is_coloured_and_commented_below_what_the_manager_wrote(
    ledger: Path,
) -> None:
    path, _, _ = marked(ledger)
    cell = load_workbook(path)["载体"]["C3"]
    assert cell.value == "12O"
    assert cell.fill.fgColor.rgb == COLOURS["error"]
    assert (cell.font.bold, cell.font.color.rgb) == (True, "000000FF")
    assert cell.comment.text.startswith(
        "王工核实过\n\n▼▼ 台账检查（下次检查时自动更新）\n错误：12O\n应为："
    )


def test_values_formats_widths_merges_and_formulas_are_kept(ledger: Path) -> None:
    path, _, _ = marked(ledger)
    before, after = load_workbook(ledger), load_workbook(path)
    assert after.sheetnames == [LIST, "载体", "项目"]
    for name in before.sheetnames:
        old, new = before[name], after[name]
        assert [[c.value for c in row] for row in old] == [[c.value for c in row] for row in new]
        assert str(old.merged_cells) == str(new.merged_cells)
    sheet = after["载体"]
    assert sheet["D3"].number_format == "yyyy年m月d日"
    assert sheet["A4"].fill.fgColor.rgb == "0000B050"
    assert sheet.column_dimensions["C"].width == 31
    assert sheet["C4"].value == "=500+500"
    assert load_workbook(path, data_only=True)["载体"]["C4"].value == 1000


def test_text_that_looks_like_a_formula_stays_text(ledger: Path) -> None:
    path, _, _ = marked(ledger)
    cell = load_workbook(path)["项目"]["C2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_list_has_a_line_with_a_link_per_fault_and_says_what_was_read(ledger: Path) -> None:
    path, _, faults = marked(ledger)
    sheet = load_workbook(path)[LIST]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(i for i, row in enumerate(rows) if row[0] == "级别")
    assert rows[head] == ["级别", "工作表", "单元格", "现在的内容", "应为", "怎么处理", "处数"]
    first = rows[head + 1]
    assert first[:4] == ["错误", "载体", "C3", "12O"]
    assert sheet.cell(head + 2, 3).hyperlink.location == "'载体'!C3"
    assert sheet.freeze_panes == f"A{head + 2}"
    assert sheet.auto_filter.ref == f"A{head + 1}:G{head + 1 + len(faults)}"
    cover = [row[0] for row in rows[:head]]
    assert cover[0] == "问题清单：台账.xlsx"
    assert "载体：读 2 行" in cover
    assert "项目：读 1 行" in cover


def test_the_same_fault_down_a_column_is_one_line_with_its_count(tmp_path: Path) -> None:
    rows = [["项目编号", "孵化面积", "评分"], *([f"P{i}", 100, "高"] for i in range(30))]
    source = write_book(tmp_path / "a.xlsx", {"载体": CARRIERS, "项目": rows})
    path, _, _ = marked(source)
    workbook = load_workbook(path)
    lines = [row for row in workbook[LIST].iter_rows(values_only=True) if row[3] == "高"]
    assert [(row[2], row[6]) for row in lines] == [("C2–C31", 30)]
    assert all(workbook["项目"][f"C{row}"].comment for row in range(2, 32))


def test_marks_are_not_read_and_a_second_check_replaces_the_first(ledger: Path) -> None:
    first, _, faults = marked(ledger)
    second, _, again = marked(first.rename(first.with_name("again.xlsx")))
    assert [(f.code, f.sheet, f.cell) for f in again] == [(f.code, f.sheet, f.cell) for f in faults]
    workbook = load_workbook(second)
    assert workbook.sheetnames == [LIST, "载体", "项目"]
    assert workbook["载体"]["C3"].comment.text.count("▼▼") == 1


def test_corrected_it_reads_clean_and_loses_its_marks(ledger: Path) -> None:
    path, _, _ = marked(ledger)
    workbook = load_workbook(path)
    workbook["载体"]["C3"].value = 120
    workbook["载体"]["C4"].value = 1000
    workbook.save(path)
    clean, _, faults = marked(path.rename(path.with_name("corrected.xlsx")))
    assert errors_in(faults) == ()
    cell = load_workbook(clean)["载体"]["C3"]
    assert cell.comment.text == "王工核实过"
    assert cell.fill.fill_type is None


def test_a_sheet_of_theirs_with_the_name_of_the_list_is_kept(tmp_path: Path) -> None:
    sheets = {"载体": CARRIERS, "项目": PROJECTS, LIST: [["安全检查", "电梯异响"]]}
    path, _, _ = marked(write_book(tmp_path / "a.xlsx", sheets))
    workbook = load_workbook(path)
    assert workbook.sheetnames == [f"{LIST}_2", "载体", "项目", LIST]
    assert workbook[LIST]["B1"].value == "电梯异响"


def test_what_cannot_be_carried_is_named(tmp_path: Path) -> None:
    source = write_book(tmp_path / "a.xlsx", {"载体": CARRIERS, "项目": PROJECTS})
    workbook = load_workbook(source)
    chart = BarChart()
    chart.add_data(Reference(workbook["载体"], min_col=3, min_row=1, max_row=2))
    workbook["载体"].add_chart(chart, "F2")
    workbook.save(source)
    more = {"vbaProject.bin": b"x", "media/image1.png": b"x", "pivotTables/p.xml": b"<x/>"}
    source.write_bytes(changed(source.read_bytes(), {}, **more))
    path, _, _ = marked(source)
    cover = [row[0] for row in load_workbook(path)[LIST].iter_rows(max_row=6, values_only=True)]
    assert (
        "未能带回：图表（含图表工作表）、图片、宏、数据透视表。原文件未改动，请在原文件中查看。"
        in cover
    )
    assert not [name for name in zipfile.ZipFile(path).namelist() if "chart" in name]


def test_a_hidden_cell_at_fault_is_brought_to_light(ledger: Path) -> None:
    workbook = load_workbook(ledger)
    workbook["载体"].sheet_state = "hidden"
    workbook["载体"].row_dimensions[3].hidden = True
    workbook["载体"]["C4"].value = 1000
    workbook.save(ledger)
    sheet = load_workbook(marked(ledger)[0])["载体"]
    assert sheet.sheet_state == "visible"
    assert not sheet.row_dimensions[3].hidden


def test_a_blank_cell_under_a_merged_one_is_marked_where_it_shows(tmp_path: Path) -> None:
    source = write_book(tmp_path / "a.xlsx", {"载体": CARRIERS, "项目": PROJECTS})
    workbook = load_workbook(source)
    workbook["载体"].merge_cells("C2:C4")
    workbook.save(source)
    target = tmp_path / "marked.xlsx"
    fault = Fault("formula_error", "error", "a.xlsx", "载体", "C3", "#REF!")
    annotate(source, target, Tables({}), [fault])
    assert load_workbook(target)["载体"]["C2"].comment is not None


def test_a_csv_comes_back_as_a_workbook_of_its_values(tmp_path: Path) -> None:
    source = tmp_path / "项目.csv"
    source.write_bytes("项目编号,孵化面积,备注\nP1,=1+1,-5\nP2,80,@x\n".encode("gbk"))
    path, _, faults = marked(source)
    sheet = load_workbook(path).worksheets[1]
    assert [cell.value for cell in sheet[2]] == ["P1", "=1+1", "-5"]
    assert {cell.data_type for cell in sheet[2]} == {"s"}
    at_fault = next(fault for fault in faults if fault.cell == "B2")
    assert sheet[at_fault.cell].fill.fgColor.rgb == COLOURS[at_fault.severity]


def test_a_file_that_cannot_be_read_gives_a_list_with_its_one_fault(tmp_path: Path) -> None:
    source = tmp_path / "a.xlsx"
    source.write_bytes(b"PK\x03\x04 not a zip")
    path, _, _ = marked(source)
    workbook = load_workbook(path)
    assert workbook.sheetnames == [LIST]
    assert any("不是可识别的" in str(row[3]) for row in workbook[LIST].iter_rows(values_only=True))


def test_english_on_request_and_the_same_bytes_again(ledger: Path) -> None:
    path, _, _ = marked(ledger, "en")
    first = path.read_bytes()
    assert load_workbook(path).sheetnames[0] == "Fault list"
    assert marked(ledger, "en")[0].read_bytes() == first
    assert read_workbooks(path)[0].coverage[0].reasons == ("documentation_sheet",)


def test_every_planted_fault_of_the_faulty_sample_is_marked_at_its_cell(tmp_path: Path) -> None:
    source = tmp_path / "faulty.xlsx"
    source.write_bytes((ROOT / "inputs/faulty.xlsx").read_bytes())
    path, _, faults = marked(source)
    workbook = load_workbook(path)
    for fault in faults:
        if fault.cell and fault.sheet:
            assert fault.found() in workbook[fault.sheet][fault.cell].comment.text
    assert len(faults) >= 50


def test_the_faulty_sample_corrected_cell_by_cell_reads_clean(tmp_path: Path) -> None:
    source = tmp_path / "faulty.xlsx"
    source.write_bytes((ROOT / "inputs/faulty.xlsx").read_bytes())
    path, _, _ = marked(source)
    write_workbook(faulty_base.frames(), tmp_path / "clean.xlsx", note=faulty.NOTE)
    clean, workbook = load_workbook(tmp_path / "clean.xlsx"), load_workbook(path)
    for sheet in workbook.worksheets[1:]:
        if sheet.title not in clean.sheetnames:
            workbook.remove(sheet)
            continue
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value != clean[sheet.title][cell.coordinate].value:
                    cell.value = clean[sheet.title][cell.coordinate].value
    workbook.save(path)
    _, _, faults = read_workbooks(path)
    assert [fault.sentence() for fault in faults] == []


def again(path: Path) -> Path:
    """The annotated workbook, annotated once more."""
    return marked(path.rename(path.with_name("again.xlsx")))[0]


def test_the_fill_and_what_was_hidden_come_back_whatever_became_of_the_comment(
    ledger: Path,
) -> None:
    workbook = load_workbook(ledger)
    sheet = workbook["载体"]
    sheet["C3"].fill = PatternFill("solid", start_color="FF00B050")
    sheet["C4"].value = 1000
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions.group("B", "D", hidden=True)
    sheet.sheet_state = "hidden"
    workbook.save(ledger)
    path, _, _ = marked(ledger)
    workbook = load_workbook(path)
    sheet = workbook["载体"]
    assert workbook["_incubator"].sheet_state == "veryHidden"
    hidden = {at: dimension.hidden for at, dimension in sheet.column_dimensions.items()}
    assert (hidden["B"], hidden["C"], hidden["D"]) == (True, False, True)
    sheet["C3"].value = 120
    sheet["C3"].comment = None
    workbook.save(path)
    clean = path.rename(path.with_name("corrected.xlsx"))
    path, tables, faults = marked(clean)
    assert errors_in(faults) == ()
    assert "_incubator" not in {each.sheet for each in tables.coverage}
    workbook = load_workbook(path)
    assert workbook.sheetnames == [LIST, "载体", "项目"]
    sheet = workbook["载体"]
    assert sheet["C3"].fill.fgColor.rgb == "FF00B050"
    assert sheet.sheet_state == "hidden"
    assert sheet.row_dimensions[3].hidden
    assert sheet.column_dimensions["C"].hidden


def test_a_comment_of_the_managers_is_never_cut_or_taken(ledger: Path) -> None:
    workbook = load_workbook(ledger)
    sheet = workbook["载体"]
    sheet["A3"].comment = Comment("【检查】已由消防检查过", "李工")
    sheet["C3"].comment = Comment("说明" * 1200 + "结尾", "王工")
    workbook.save(ledger)
    path = again(marked(ledger)[0])
    sheet = load_workbook(path)["载体"]
    assert (sheet["A3"].comment.text, sheet["A3"].comment.author) == (
        "【检查】已由消防检查过",
        "李工",
    )
    assert sheet["C3"].comment.text.startswith("说明" * 1200 + "结尾\n\n▼▼ 台账检查")
    assert sheet["C3"].comment.text.count("▼▼") == 1
    assert sheet["C3"].comment.author == "王工"


def test_results_of_formulas_keep_their_epoch_and_their_blanks(tmp_path: Path) -> None:
    source = write_book(tmp_path / "a.xlsx", {"载体": CARRIERS, "项目": PROJECTS})
    workbook = load_workbook(source)
    workbook.epoch = CALENDAR_MAC_1904
    sheet = workbook["载体"]
    sheet["H1"], sheet["H2"], sheet["H3"] = "备注", "=DATE(2030,1,1)", '=IF(1,"","")'
    sheet["H2"].number_format = "yyyy-mm-dd"
    workbook.save(source)
    serial = (date(2030, 1, 1) - date(1904, 1, 1)).days

    def calculated(part: bytes) -> bytes:
        text = part.decode().replace("<v></v>", "<v />").replace("<v/>", "<v />")
        text = text.replace("</f><v />", f"</f><v>{serial}</v>", 1)
        return text.replace(' r="H3"><f>', ' r="H3" t="str"><f>').encode()

    source.write_bytes(changed(source.read_bytes(), {"xl/worksheets/sheet1.xml": calculated}))
    path, _, before = marked(source)
    shown = load_workbook(path, data_only=True)["载体"]
    assert shown["H2"].value.date() == date(2030, 1, 1)
    after = read_workbooks(path)[2]
    assert [fault.code for fault in after] == [fault.code for fault in before]


def test_sheets_whose_names_excel_does_not_take_are_marked_all_the_same(tmp_path: Path) -> None:
    source = tmp_path / f"项目[{'长' * 40}].csv"
    source.write_text("项目编号,孵化面积\nP1,x\nP2,80\n", encoding="utf-8")
    path, _, _ = marked(source)
    workbook = load_workbook(path)
    title = workbook.sheetnames[1]
    assert len(title) == 31
    assert workbook[title]["B2"].comment is not None
    links = [row[2].hyperlink for row in workbook[LIST].iter_rows() if row[2].hyperlink]
    assert f"'{title}'!B2" in [link.location for link in links]


@pytest.mark.parametrize(
    "part",
    [
        b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>',
        b'<mergeCells><mergeCell ref="H1:I700000"/></mergeCells>',
    ],
)
def test_what_would_fill_the_memory_is_built_anew(part: bytes, tmp_path: Path) -> None:
    source = write_book(tmp_path / "a.xlsx", {"载体": CARRIERS, "项目": PROJECTS})
    end = b"</sheetData>"
    grown = {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(end, end + part)}
    source.write_bytes(changed(source.read_bytes(), grown))
    path, tables, _ = marked(source)
    cover = [row[0] for row in load_workbook(path)[LIST].iter_rows(max_row=6, values_only=True)]
    assert any("格式（按读到的值新建）" in str(words) for words in cover)
    assert read_workbooks(path)[0]["carriers"].frame.equals(tables["carriers"].frame)


def test_a_csv_wider_than_excel_comes_back_as_far_as_excel_goes(tmp_path: Path) -> None:
    source = tmp_path / "载体.csv"
    wide = "," + ",".join("x" for _ in range(17_000))
    source.write_text(f"载体编号,环节{wide}\nK1,孵化{wide}\n", encoding="utf-8")
    workbook = load_workbook(marked(source)[0])
    assert workbook.worksheets[1].max_column == 16_384
    cover = [row[0] for row in workbook[LIST].iter_rows(max_row=6, values_only=True)]
    assert any("第 16384 列以外的内容" in str(words) for words in cover)


def test_a_renamed_list_gives_way_and_is_not_told_of(ledger: Path) -> None:
    path, _, _ = marked(ledger)
    workbook = load_workbook(path)
    workbook[LIST].title = "旧清单 (2)"
    workbook.save(path)
    path, _, faults = marked(path.rename(path.with_name("again.xlsx")))
    assert "unknown_sheet" not in [fault.code for fault in faults]
    assert load_workbook(path).sheetnames == [LIST, "载体", "项目"]


def test_the_list_names_cells_and_whole_sheets() -> None:
    def at(cell: str, code: str = "formula_error") -> Fault:
        return Fault(code, "error", "a.xlsx", "载体", cell, "#REF!")

    faults = [*map(at, ["I5", "I6", "I7", "I9", "I12", "I12", "I20"]), at("", "form_sheet")]
    lines = fault_lines(faults, ["载体"], "zh")
    assert [(line.place, line.count, line.link) for line in lines] == [
        ("I5–I7、I9、I12 …", 6, "'载体'!I5"),
        ("整张表", 1, "'载体'!A1"),
    ]


def test_a_long_text_is_told_in_short() -> None:
    fault = Fault("formula_error", "error", "a.xlsx", "载体", "A1", "长\n" + "文" * 500)
    assert f"：长 {'文' * 197}…；" in fault.sentence()
