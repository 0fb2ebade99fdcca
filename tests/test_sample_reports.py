"""The committed reports are what the committed workbooks give, cell by cell."""

import json
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from optimizer import Limits, read_case
from optimizer.limits import PLAN_GAP
from optimizer.models.expansion import expansion_model
from optimizer.solving.expansion import solve_expansion
from optimizer.solving.progress import Watch

ROOT = Path(__file__).parents[1]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def limits_of(kind: str) -> list[str]:
    """The limits the Makefile makes the committed reports with."""
    found = re.search(rf"^{kind}_LIMITS := (.+)$", MAKEFILE, re.MULTILINE)
    assert found
    return found[1].split()


def cells(sheet: Worksheet) -> dict[str, object]:
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value}


def same_workbooks(made: Path, committed: Path) -> None:
    ours, theirs = (openpyxl.load_workbook(path) for path in (made, committed))
    assert ours.sheetnames == theirs.sheetnames
    for name in ours.sheetnames:
        assert cells(ours[name]) == cells(theirs[name]), name


def incubator(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "utf8", "-m", "optimizer", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def allocate(workbook: str, report: Path, *options: object) -> None:
    outcome = incubator("allocate", workbook, "-o", report, *limits_of("SAMPLE"), *options)
    assert outcome.returncode == 0, outcome.stderr


def test_by_hand_gives_its_committed_report(tmp_path: Path) -> None:
    report = tmp_path / "report.xlsx"
    allocate("inputs/by_hand.xlsx", report)
    same_workbooks(report, ROOT / "reports/by_hand_allocate.xlsx")


@pytest.mark.slow
def test_liuchuangyuan_gives_its_committed_report(tmp_path: Path) -> None:
    report, summary = tmp_path / "report.xlsx", tmp_path / "run.json"
    allocate("inputs/liuchuangyuan.xlsx", report, "--json", summary)
    same_workbooks(report, ROOT / "reports/liuchuangyuan_allocate.xlsx")

    run = json.loads(summary.read_text(encoding="utf-8"))
    counts = run["counts"]
    assert run["checks"]["breaches"] == 0
    assert run["ending"] in ("optimal", "within_gap", "work_limit")
    assert run["objective"] <= run["bound"]
    states = sum(counts[state] for state in ("placed", "waiting", "refused", "later"))
    assert states == counts["stays"]


@pytest.mark.slow
def test_zhangjiagang_s_committed_city_has_what_the_plan_opens() -> None:
    report = openpyxl.load_workbook(ROOT / "reports/zhangjiagang_8521_plan.xlsx", read_only=True)
    rows = [row[:2] for row in report["建设时序"].iter_rows(values_only=True)]
    below = rows[next(n for n, row in enumerate(rows) if row[0] == "地块") + 1 :]
    total = next(n for n, row in enumerate(below) if not str(row[1]).endswith("期"))
    opened = {f"{site}·{phase}" for site, phase in below[:total]}

    city = read_case(ROOT / "reports/zhangjiagang_8521_city.xlsx")
    assert len(opened) == total > 0
    assert opened <= set(city.carrier_index)
    assert not opened & {candidate.id for candidate in city.outlook.candidates}


def test_zhangjiagang_s_committed_plan_costs_no_more_than_what_is_found_first() -> None:
    # A plan found beside it, without some site, is taken where it is cheaper.
    model = expansion_model(read_case(ROOT / "inputs/zhangjiagang_8521.xlsx"))
    solved = solve_expansion(model, Limits(gap=PLAN_GAP), Watch(900))
    told = openpyxl.load_workbook(ROOT / "reports/zhangjiagang_8521_plan.xlsx", read_only=True)
    numbers = [
        cell
        for row in told["摘要"].iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, int | float)
    ]

    assert solved.cost is not None
    assert solved.bound is not None
    assert any(solved.bound <= number <= solved.cost + 1e-6 for number in numbers)


def test_zhangjiagang_s_committed_allocation_is_verified() -> None:
    outcome = incubator(
        "verify",
        "reports/zhangjiagang_8521_city.xlsx",
        "reports/zhangjiagang_8521_allocate.xlsx",
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_faulty_gives_its_committed_list_of_faults(tmp_path: Path) -> None:
    found = tmp_path / "faults.json"
    assert incubator("check", "inputs/faulty.xlsx", "--json", found).returncode == 1
    committed = ROOT / "reports/faulty_check.json"
    assert json.loads(found.read_text("utf-8")) == json.loads(committed.read_text("utf-8"))


def test_overfull_gives_its_committed_clash(tmp_path: Path) -> None:
    report = tmp_path / "report.xlsx"
    outcome = incubator("allocate", "inputs/overfull.xlsx", "-o", report)
    assert outcome.returncode == 2
    assert not report.exists()
    committed = (ROOT / "reports/overfull_clash.txt").read_text(encoding="utf-8")
    assert outcome.stdout == committed
