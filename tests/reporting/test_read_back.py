"""A delivered report reads back as the plan it was written from, or says what is wrong where."""

from pathlib import Path

import openpyxl
import pytest

from optimizer.faults import Fault
from optimizer.labels import LANGS, Lang
from optimizer.reporting.read_back import read_plan, read_stamp
from optimizer.reporting.write import write_report
from tests.reporting.example import example_case, example_result


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.xlsx"
    write_report(example_result(), path)
    return path


def edited(report: Path, tmp_path: Path, sheet: str, header: str, row: int, value: object) -> Path:
    """The report with one cell changed: `row` counts from the first below the header."""
    workbook = openpyxl.load_workbook(report)
    page = workbook[sheet]
    place = next(
        cell for line in page.iter_rows(max_row=10) for cell in line if cell.value == header
    )
    page.cell(place.row + row, place.column).value = value
    path = tmp_path / "edited.xlsx"
    workbook.save(path)
    return path


def only(faults: tuple[Fault, ...]) -> Fault:
    (fault,) = faults
    return fault


@pytest.mark.parametrize("lang", LANGS)
def test_what_was_written_reads_back(tmp_path: Path, lang: Lang) -> None:
    result = example_result()
    write_report(result, tmp_path / "report.xlsx", lang)

    plan, faults = read_plan(tmp_path / "report.xlsx")

    assert faults == ()
    assert plan == result.plan


def test_a_moved_tenant_reads_back(tmp_path: Path) -> None:
    result = example_result()
    assert result.plan is not None
    first, *rest = result.plan.placements
    moved = type(first)(
        **{name: getattr(first, name) for name in first.__slots__}
        | {"first": 1, "end": 4, "overstay": 1, "moved_from": "K-01", "carrier": "K-03"}
    )
    plan = type(result.plan)((moved, *rest), result.plan.states)
    write_report(result.replace(plan=plan), tmp_path / "report.xlsx")

    assert read_plan(tmp_path / "report.xlsx") == (plan, ())


def test_the_stamp_names_input_and_version(report: Path) -> None:
    stamp, faults = read_stamp(report)

    assert faults == ()
    assert stamp.start == example_case().start
    assert stamp.sha256 == "0123456789abcdef" * 4
    assert stamp.version


def test_an_edited_carrier_is_read_as_edited(report: Path, tmp_path: Path) -> None:
    path = edited(report, tmp_path, "安置方案", "载体", 1, "K-99")

    plan, faults = read_plan(path)

    assert faults == ()
    assert "K-99" in {placement.carrier for placement in plan.placements}


@pytest.mark.parametrize(
    ("header", "value", "code"),
    [
        ("起始季", "明年", "report_quarter"),
        ("面积㎡", "约200", "report_number"),
        ("状态", "好的", "report_word"),
        ("环节", None, "report_word"),
        ("载体", None, "report_blank"),
        ("末季", "2020Q1", "report_ends_before_start"),
    ],
)
def test_what_cannot_be_read_is_a_fault_at_its_cell(
    report: Path, tmp_path: Path, header: str, value: object, code: str
) -> None:
    whole, _ = read_plan(report)
    path = edited(report, tmp_path, "安置方案", header, 2, value)

    plan, faults = read_plan(path)

    fault = only(faults)
    assert (fault.code, fault.severity, fault.sheet) == (code, "error", "安置方案")
    assert fault.cell.endswith("6")
    assert fault.sentence("zh")
    assert fault.sentence("en")
    assert len(plan.placements) == len(whole.placements) - 1


def test_a_number_of_quarters_that_disagrees_is_a_warning(report: Path, tmp_path: Path) -> None:
    plan, faults = read_plan(edited(report, tmp_path, "安置方案", "季数", 1, 99))

    assert (only(faults).code, only(faults).severity) == ("report_quarters_differ", "warning")
    assert plan == read_plan(report)[0]


def test_a_stay_that_stands_twice_is_a_fault(report: Path, tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(report)
    page = workbook["安置方案"]
    page.append([cell.value for cell in page[5]])
    workbook.save(tmp_path / "twice.xlsx")

    assert only(read_plan(tmp_path / "twice.xlsx")[1]).code == "report_stay_twice"


def test_a_missing_sheet_or_column_is_a_fault(report: Path, tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(report)
    workbook.remove(workbook["待安置与原因"])
    workbook.save(tmp_path / "short.xlsx")
    assert only(read_plan(tmp_path / "short.xlsx")[1]).code == "report_sheet_missing"

    path = edited(report, tmp_path, "安置方案", "面积方式", 0, "方式")
    assert only(read_plan(path)[1]).code == "report_column_missing"


def test_a_file_that_is_no_report_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("not a workbook", encoding="utf-8")
    openpyxl.Workbook().save(tmp_path / "blank.xlsx")

    assert only(read_plan(tmp_path / "text.xlsx")[1]).code == "not_a_workbook"
    assert only(read_plan(tmp_path / "none.xlsx")[1]).code == "file_unreadable"
    assert "report_sheet_missing" in {f.code for f in read_plan(tmp_path / "blank.xlsx")[1]}
