"""The report: what its numbers are, that they recompute, and that its cells are safe."""

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from optimizer.domain.plan import Plan
from optimizer.domain.wishes import Policy, Scope
from optimizer.labels import LANGS, Lang
from optimizer.limits import Limits
from optimizer.reporting.book import SHEETS, Book, sheet_name
from optimizer.reporting.write import WRITERS, write_report
from optimizer.result import Goal
from optimizer.solving.compact import LevelReached as Level
from optimizer.solving.ending import Ending
from tests.reporting.example import example_case, example_result

NAMES = [sheet_name(key) for key in SHEETS]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.xlsx"
    write_report(example_result(), path)
    return path


def table(page: Worksheet, first_header: str) -> list[dict[str, object]]:
    """Rows below the header that begins with `first_header`, up to the first blank row."""
    lines = list(page.iter_rows(values_only=True))
    at = next(n for n, line in enumerate(lines) if line[0] == first_header)
    rows: list[dict[str, object]] = []
    for line in lines[at + 1 :]:
        if all(value is None for value in line):
            break
        rows.append({str(k): v for k, v in zip(lines[at], line, strict=True) if k is not None})
    return rows


def test_all_sheets_are_there_in_order(report: Path) -> None:
    assert openpyxl.load_workbook(report).sheetnames == NAMES


def test_every_occupancy_recomputes_from_the_detail(report: Path) -> None:
    workbook = openpyxl.load_workbook(report, data_only=True)
    detail = table(workbook["占用明细"], "项目编号")
    labels = [example_case().quarter(t) for t in range(example_case().quarters)]
    seen = 0
    for row in table(workbook["载体利用率"], "序号"):
        for label in labels:
            used = sum(
                each["占用量"]  # type: ignore[misc]
                for each in detail
                if each["载体序号"] == row["序号"] and each["起始季"] <= label <= each["末季"]  # type: ignore[operator]
            )
            closed = str(row["启用季"] or "") > label or label > str(row["停用前末季"] or "9")
            if closed:
                assert row[label] in (None, "")
                assert used == 0
            else:
                assert row[label] == pytest.approx(used / row["可用量"])  # type: ignore[operator]
                seen += 1
    assert seen > 100


def test_stage_areas_add_up_to_what_is_held(report: Path) -> None:
    book = Book(example_result(), "zh")
    workbook = openpyxl.load_workbook(report, data_only=True)
    rows = table(workbook["阶段流转"], "占用面积")
    case = book.case
    held = (book.held - case.blocked) * np.array(
        [[6.0 if c.unit == "desks" else 1.0] for c in case.carriers]
    )

    for t in range(case.quarters):
        stages = [row[case.quarter(t)] for row in rows]
        assert sum(stages[:4]) == pytest.approx(stages[4])  # type: ignore[arg-type]
        assert stages[4] == pytest.approx(held[:, t].sum())


def test_the_four_states_add_up_to_the_stays(report: Path) -> None:
    page = openpyxl.load_workbook(report, data_only=True)["摘要"]
    cards = {
        cell.value: page.cell(cell.row + 1, cell.column).value
        for line in page["A6:L16"]
        for cell in line
    }

    assert cards["入驻阶段"] == len(example_case().stays)
    parts = ("按期安置", "等待后安置", "未安置", "规划期外")
    assert sum(cards[name] for name in parts) == cards["入驻阶段"]


def test_the_objective_is_the_sum_of_the_points(report: Path) -> None:
    formulas = openpyxl.load_workbook(report)["摘要"]
    values = openpyxl.load_workbook(report, data_only=True)["摘要"]

    code = formulas["A7"].value
    match = re.fullmatch(r"=SUM\((K\d+):(K\d+)\)", code)
    assert match is not None
    points = [line[0].value for line in values[f"{match[1]}:{match[2]}"]]
    assert values["A7"].value == pytest.approx(sum(points)) == pytest.approx(20.5)


def test_every_formula_carries_its_value(report: Path) -> None:
    formulas = openpyxl.load_workbook(report)
    values = openpyxl.load_workbook(report, data_only=True)
    count = 0
    for page in formulas:
        for line in page.iter_rows():
            for cell in line:
                if cell.data_type == "f":
                    count += 1
                    code = str(cell.value)
                    shown = values[page.title][cell.coordinate].value
                    assert shown is not None or '""' in code, (
                        f"{page.title}!{cell.coordinate} {code}"
                    )
    assert count > 300


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice to calculate")
@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
def test_a_spreadsheet_program_calculates_the_same_values(tmp_path: Path, lang: Lang) -> None:
    result = example_result()
    book = Book(result, lang)
    for write_sheet in WRITERS:
        write_sheet(book)
    stored = dict(book.values.by_cell)
    book.values.by_cell.clear()
    book.save(tmp_path / "bare.xlsx")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out")]
    subprocess.run([*command, str(tmp_path / "bare.xlsx")], check=True, capture_output=True)
    calculated = openpyxl.load_workbook(tmp_path / "out" / "bare.xlsx", data_only=True)

    for (title, place), value in stored.items():
        found = calculated[title][place].value
        if value == "":
            assert found in (None, ""), f"{title}!{place}"
        else:
            assert found == pytest.approx(value), f"{title}!{place}"


def test_the_scope_of_a_policy_is_told_in_words(tmp_path: Path) -> None:
    scope = Scope(campus=0, stage="incubation", industry="新能源")
    policy = Policy("C01", "incubatee_share_min", scope, "campus=0", 0.75, "hard", 0.0)
    write_report(example_result(example_case(policies=(policy,))), tmp_path / "report.xlsx")

    page = openpyxl.load_workbook(tmp_path / "report.xlsx")["合规检查"]
    assert page["C5"].value == "园区：留创园北区；环节：孵化；产业链：新能源"


def test_user_text_is_never_a_formula(report: Path) -> None:
    workbook = openpyxl.load_workbook(report)
    source = next(c for c in workbook["合规检查"]["N"] if str(c.value).startswith("=cmd"))
    link = next(
        c for line in workbook["自有列"].iter_rows() for c in line if "HYPER" in str(c.value)
    )

    assert source.data_type == link.data_type == "s"
    assert source.quotePrefix
    assert link.quotePrefix


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    write_report(example_result(), tmp_path / "one.xlsx")
    write_report(example_result(), tmp_path / "two.xlsx")

    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["one.xlsx", "two.xlsx"]


def test_synthetic_data_is_marked_on_every_sheet(report: Path) -> None:
    for page in openpyxl.load_workbook(report):
        assert "合成示例数据" in str(page["A2"].value)
        assert page.oddHeader.right.text == "合成示例数据"


def test_real_data_is_marked_as_such(tmp_path: Path) -> None:
    write_report(example_result(example_case(synthetic=False)), tmp_path / "real.xlsx")

    workbook = openpyxl.load_workbook(tmp_path / "real.xlsx")
    assert "实际数据" in str(workbook["摘要"]["A2"].value)
    assert "合成" not in str(workbook["安置方案"]["A2"].value)


@pytest.mark.parametrize("ending", [Ending.TIME_LIMIT, Ending.INTERRUPTED])
def test_a_run_stopped_by_time_says_it_cannot_be_reproduced(tmp_path: Path, ending: Ending) -> None:
    write_report(example_result(ending=ending), tmp_path / "report.xlsx")

    assert "不可复现" in str(openpyxl.load_workbook(tmp_path / "report.xlsx")["摘要"]["A4"].value)


def test_threads_of_the_columns_road_make_a_report_that_cannot_be_reproduced(
    tmp_path: Path,
) -> None:
    result = example_result(method="columns", limits=Limits(threads=2), ending=Ending.OPTIMAL)
    write_report(result, tmp_path / "report.xlsx")

    assert "不可复现" in str(openpyxl.load_workbook(tmp_path / "report.xlsx")["摘要"]["A4"].value)


def test_every_sheet_prints_on_a4_landscape_one_page_wide(report: Path) -> None:
    for page in openpyxl.load_workbook(report):
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
        assert page.print_area


def test_no_cell_of_the_chinese_report_is_english(report: Path) -> None:
    # Names of the program, of files and methods; keys of rules stand beside their titles.
    names = {"incubator", "verify", "Excel", "xlsx", "compact", "relations", "home", "abcdef"}
    for page in openpyxl.load_workbook(report):
        for cell in (cell for line in page.iter_rows() for cell in line):
            if cell.data_type == "s" and not cell.quotePrefix:
                words = set(re.findall(r"[A-Za-z]{4,}", str(cell.value)))
                assert words <= names, f"{page.title}!{cell.coordinate}: {cell.value}"


@pytest.mark.parametrize("lang", LANGS)
def test_a_plan_without_anything_is_still_a_report(tmp_path: Path, lang: Lang) -> None:
    case = example_case()
    keys = [case.stay_key(s) for s in range(len(case.stays))]
    empty = Plan((), dict.fromkeys(keys, "refused"))
    result = example_result().replace(
        plan=empty, placed_facts={}, waiting_facts={}, goals=(), prices=(), policies=(), rules=()
    )
    write_report(result, tmp_path / "empty.xlsx", lang)

    assert openpyxl.load_workbook(tmp_path / "empty.xlsx").sheetnames == NAMES


def test_ranked_goals_show_their_levels(tmp_path: Path) -> None:
    levels = (Level(1, ("value",), 21.2, 21.2, 0.0), Level(2, ("waiting",), -0.7, 0.0, None))
    goals = (Goal("value", 21.2, "point", 1.0, 21.2),)
    write_report(example_result(levels=levels, goals=goals), tmp_path / "ranked.xlsx")

    page = openpyxl.load_workbook(tmp_path / "ranked.xlsx")["摘要"]
    assert "分级目标" in {cell.value for cell in page["A"]}


def test_a_result_without_a_plan_gives_no_report(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="needs a plan"):
        write_report(example_result(plan=None), tmp_path / "none.xlsx")
