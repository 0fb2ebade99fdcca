"""The development report: what it says, that its numbers recompute, and that its cells are safe."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from optimizer.developed import DevelopmentResult
from optimizer.domain.words import PLAN_GOALS
from optimizer.explain.plan_facts import Alarm, ShadowPrice, SiteWorth
from optimizer.labels import LANGS, Lang, catalogue
from optimizer.reporting.book import sheet_name
from optimizer.reporting.development.book import SHEETS, WITHOUT_PLAN
from optimizer.reporting.development.worth import GRADES, grade_of
from optimizer.reporting.development.write import filled
from optimizer.reporting.write import write_report
from optimizer.settings import setting_specs
from optimizer.solving.ending import Ending
from tests.reporting.development.example import plan_result, result_without_plan

Written = Callable[..., Workbook]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a report with some facts changed, and reads its values back."""

    def write(lang: Lang = "zh", **changes: object) -> Workbook:
        write_report(plan_result().replace(**changes), tmp_path / "report.xlsx", lang)
        return openpyxl.load_workbook(tmp_path / "report.xlsx", data_only=True)

    return write


def words(workbook: Workbook, sheet: str) -> str:
    """All text of a sheet."""
    cells = (cell for row in workbook[sheet].iter_rows(values_only=True) for cell in row)
    return "\n".join(str(cell) for cell in cells if cell is not None)


@pytest.mark.parametrize("lang", LANGS)
def test_every_sheet_is_there_in_either_language(written: Written, lang: Lang) -> None:
    names = written(lang).sheetnames

    assert names == [sheet_name(key) for key in SHEETS]
    assert names[:13] == [
        *("摘要", "建设时序", "供需平衡", "投资", "影子价格", "备选方案", "不可替代度"),
        *("情景对比", "不确定性", "预警", "目标对照", "假设与来源", "规则与检查"),
    ]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice to calculate")
@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("make", [plan_result, result_without_plan])
def test_a_spreadsheet_program_calculates_the_same_values(
    tmp_path: Path, lang: Lang, make: Callable[[], DevelopmentResult]
) -> None:
    book = filled(make(), lang)
    stored = dict(book.values.by_cell)
    book.values.by_cell.clear()
    book.save(tmp_path / "bare.xlsx")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out")]
    subprocess.run([*command, str(tmp_path / "bare.xlsx")], check=True, capture_output=True)
    calculated = openpyxl.load_workbook(tmp_path / "out" / "bare.xlsx", data_only=True)

    assert stored
    for (title, place), value in stored.items():
        found = calculated[title][place].value
        if value == "":
            assert found in (None, ""), f"{title}!{place}"
        elif isinstance(value, str):
            assert found == value, f"{title}!{place}"
        else:
            assert found == pytest.approx(value, rel=1e-6, abs=1e-6), f"{title}!{place}"


def test_the_costs_add_up_and_are_sums_of_the_details() -> None:
    result = plan_result()
    book = filled(result, "zh")
    page = book.pages["summary"].sheet
    linked = [
        str(cell.value)
        for row in page.iter_rows(min_row=14, min_col=9, max_col=9)
        for cell in row
        if str(cell.value).startswith("='") or str(cell.value).startswith("=SUM('")
    ]

    assert sum(goal.points for goal in result.goals) == pytest.approx(result.objective)
    # Investment, unmet, vacancy, balance, service and homecoming; soft targets are as read.
    assert len(linked) == len(PLAN_GOALS) - 1


def test_demand_is_housed_or_unmet_in_every_stage_industry_and_year(written: Written) -> None:
    workbook, result = written(), plan_result()
    assert result.demand is not None
    years = [str(year) for year in result.demand.years.labels]
    sums: dict[tuple[object, ...], float] = {}
    for row in _detail(workbook):
        for year in years:
            key = (row["环节"], row["产业链"], year)
            value = float(row[year] or 0.0)  # type: ignore[arg-type]
            sign = {"需求": 1.0, "飞地返城承接": 0.0}.get(str(row["项目"]), -1.0)
            sums[key] = sums.get(key, 0.0) + sign * value

    assert len(sums) >= 4 * len(years)
    assert all(abs(rest) < 0.01 for rest in sums.values())


def _detail(workbook: Workbook) -> list[dict[str, object]]:
    """The table by stage and industry, the last on its sheet."""
    lines = list(workbook["供需平衡"].iter_rows(values_only=True))
    at = max(n for n, line in enumerate(lines) if line[0] == "环节")
    return [dict(zip(map(str, lines[at]), line, strict=True)) for line in lines[at + 1 :]]


def test_the_key_figures_are_those_of_the_plan(written: Written) -> None:
    page, figures = written()["摘要"], plan_result().figures
    cards = {
        cell.value: page.cell(cell.row + 1, cell.column).value
        for line in page["A6:L12"]
        for cell in line
        if cell.value is not None
    }

    assert cards["新增建筑面积 ㎡"] == figures["new_area_m2"]
    assert cards["新增飞地"] == figures["enclaves"]
    assert cards["总投资（万元）"] == pytest.approx(figures["investment_10k"])
    assert cards["未满足 ㎡·年"] == pytest.approx(figures["unmet_m2_years"], abs=0.01)
    assert cards["未满足占需求"] == pytest.approx(figures["unmet_share"], abs=1e-6)
    assert cards["末年利用率"] == pytest.approx(figures["occupancy_last_year"], abs=1e-6)
    assert cards["方案费用（折现万元）"] == pytest.approx(plan_result().objective)


@pytest.mark.parametrize("ending", [e for e in Ending if e.has_plan])
def test_optimal_is_said_only_with_a_proof(written: Written, ending: Ending) -> None:
    text = str(written(ending=ending)["摘要"]["A4"].value)

    assert ("已证明最优" in text) == (ending is Ending.OPTIMAL)
    assert ("不可复现" in text) == (not ending.is_reproducible)


def test_a_price_is_told_with_both_values_solved_again(written: Written) -> None:
    subject = {"block": "forecast/acceleration/特色半导体", "stage": "acceleration",
               "industry": "特色半导体", "year": "2027"}  # fmt: skip
    price = ShadowPrice("demand_served", subject, "m2", 0.05, 1000.0, 800.0, 760.0, 870.0)
    workbook = written(prices=(price,), price_rows=1)

    assert (
        "2027 年特色半导体加速空间（预测及流转）：每多 1,000 ㎡可省 50.0 万元。"
        "重算：多 1,000 ㎡省 40.0 万元，少 1,000 ㎡多花 70.0 万元。"
    ) in words(workbook, "影子价格")


def test_no_prices_no_alternatives_no_scenarios_no_futures_are_said(written: Written) -> None:
    workbook = written(
        prices=(), price_rows=0, alternatives=(), scenarios=(), futures=None, sites=()
    )

    assert "没有影子价格" in words(workbook, "影子价格")
    assert "没有备选方案" in words(workbook, "备选方案")
    assert "情景表没有内容" in words(workbook, "情景对比")
    assert "--futures 200" in words(workbook, "不确定性")


def test_alarms_are_told_with_their_lead_time(written: Written) -> None:
    alarm = Alarm("acceleration", "特色半导体", "2027Q3", 6, 120.0, 950.0)
    workbook = written(alarms=(alarm,))

    sentence = "2027Q3（6 个季度后）起，特色半导体进入加速环节的毕业企业（当季 120 ㎡）"
    assert sentence in words(workbook, "预警")
    assert sentence in words(workbook, "摘要")
    assert "没有“毕业无处去”预警" in words(written(alarms=()), "预警")


def test_a_robust_plan_that_does_not_win_is_said_not_to(written: Written) -> None:
    futures = plan_result().futures
    assert futures is not None
    assert "未优于" in words(written(), "不确定性") or futures.value > 2 * futures.value_error


@pytest.mark.parametrize(
    ("worth", "grade"),
    [
        (SiteWorth("A", 100, None, None, 3, 3, (), True), "irreplaceable"),
        (SiteWorth("A", 100, 50, 20, 3, 3), "irreplaceable"),
        (SiteWorth("A", 100, 50, 20, 3, 2), "important"),
        (SiteWorth("A", 100, 5, 5, 3, 1), "important"),
        (SiteWorth("A", 100, 0, -1, 3, 3), "important"),
        (SiteWorth("A", 100, 0, -1, 3, 2), "replaceable"),
        (SiteWorth("A", 0, 0, 0, 3, 1), "idle"),
    ],
)
def test_grades_follow_their_definition(worth: SiteWorth, grade: str) -> None:
    assert grade_of(worth, cost=1_000) == grade


@pytest.mark.parametrize("lang", LANGS)
def test_without_a_plan_the_cheapest_way_out_is_told(tmp_path: Path, lang: Lang) -> None:
    write_report(result_without_plan(), tmp_path / "none.xlsx", lang)
    workbook = openpyxl.load_workbook(tmp_path / "none.xlsx", data_only=True)

    assert workbook.sheetnames == [sheet_name(key) for key in WITHOUT_PLAN]
    assert "50,000" in words(workbook, "摘要")
    assert "20,000" in words(workbook, "摘要")
    assert 20_000 in [cell.value for row in workbook["目标对照"] for cell in row]


def test_user_text_is_never_a_formula(tmp_path: Path) -> None:
    write_report(plan_result(), tmp_path / "report.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "report.xlsx")
    theirs = [
        cell
        for page in workbook
        for row in page.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and ("cmd|" in cell.value or "HYPERLINK" in cell.value)
    ]

    assert len(theirs) >= 2
    assert all(cell.data_type == "s" for cell in theirs)


def test_synthetic_data_is_marked_on_every_sheet(written: Written) -> None:
    for page in written():
        assert "合成示例数据" in str(page["A2"].value)
        assert page.oddHeader.right.text == "合成示例数据"


def test_no_cell_of_the_chinese_report_is_english(written: Written) -> None:
    known = {"incubator", "plan", "futures", "alternatives", "xlsx", "abcdef", "HYPERLINK", "calc"}
    keys = {reading.rule for reading in plan_result().rules}
    # Tables have keys where a workbook has names of its own.
    noticed = plan_result().case.warnings
    keys |= {place for fault in noticed for place in (fault.sheet, fault.cell)}
    for page in written():
        for cell in (cell for row in page.iter_rows() for cell in row):
            if isinstance(cell.value, str) and cell.value not in keys:
                found = set(re.findall(r"[A-Za-z]{4,}", cell.value))
                assert found <= known, f"{page.title}!{cell.coordinate}: {cell.value}"


def test_every_sheet_prints_on_a4_landscape_one_page_wide(written: Written) -> None:
    for page in written():
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
        assert page.print_area


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    write_report(plan_result(), tmp_path / "one.xlsx")
    write_report(plan_result(), tmp_path / "two.xlsx")

    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_every_word_of_a_vocabulary_is_in_the_catalogue() -> None:
    methods = setting_specs()["investment_method"].choices
    wanted = {f"report.sheet.{sheet}" for sheet in SHEETS}
    wanted |= {f"report.plan_ending.{ending}" for ending in Ending}
    wanted |= {f"report.plan_ending_short.{ending}" for ending in Ending}
    wanted |= {f"report.{kind}.{grade}" for kind in ("grade", "grade_means") for grade in GRADES}
    wanted |= {f"report.plan.charge_{method}" for method in methods}
    wanted |= {f"report.method.{method}" for method in methods}
    wanted |= {f"report.plan_goal_counts.{goal}" for goal in PLAN_GOALS}
    wanted |= {f"goal.{goal}" for goal in PLAN_GOALS}
    for kind in ("slip", "demand", "budget", "close", "setting"):
        wanted |= {f"report.plan.change_{kind}", f"report.plan.change_all_{kind}"}

    assert wanted <= set(catalogue())
