"""`incubator plan` from the workbook to the reports: exit codes, what is written, what is said."""

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from optimizer import Limits, allocate, read_case
from optimizer.cli import main
from optimizer.domain.words import STATES
from optimizer.tables.write import write_workbook
from tests.cases import Row, carrier, policy
from tests.development.cases import arrivals, candidate, flow, needs, plan_tables, priced

DONE, FAULTS, INFEASIBLE, USAGE = 0, 1, 2, 64
FIXED = {
    *("command", "version", "input_sha256", "seed", "method", "ending", "objective", "bound"),
    *("gap", "counts", "area_m2", "goals", "checks", "faults", "seconds", "peak_mb"),
}
"""Keys of the JSON that every command has."""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; gives exit code, standard output and standard error."""

    def command(*args: object) -> tuple[int, str, str]:
        code = main([str(arg) for arg in args])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return command


def plan(run: Run, book: Path, *args: object) -> tuple[int, str, str]:
    """Plans in one process, without alternatives, to the optimum."""
    return run("plan", book, "--threads", 1, "--alternatives", 0, "--gap", 0, *args)


def city(name: str = "city.xlsx", candidates: list[Row] | None = None, **sheets: Any) -> Path:
    """A carrier that is too small, a project that asks for more, and two sites."""
    if candidates is None:
        candidates = [
            priced("东区", 40, 200, phase="一期", campus="东园", district="东片区"),
            priced("西区", 90, 200, campus="西园"),
            candidate("飞地", 50, "nursery", enclave="domestic", campus="远方"),
        ]
    path = Path(name)
    frames = plan_tables(
        candidates, [needs("P1", 150), needs("P2", 60)], 2,
        carriers=[carrier("K1", 80)],
        forecast=[arrivals(2026, 40)], flow=[flow("incubation", 8)], **sheets,
    )  # fmt: skip
    write_workbook(frames, path, note="合成数据")
    return path


def said(path: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(Path(path).read_text("utf-8"))
    return content


def files() -> set[str]:
    return {path.as_posix() for path in Path().rglob("*") if path.is_file()}


def test_done_writes_report_json_and_city_workbook(run: Run) -> None:
    code, out, err = plan(run, city(), "--json", "said.json", "--case", "new/city.xlsx")

    assert code == DONE, err
    assert files() == {"city.xlsx", "reports/city_plan.xlsx", "said.json", "new/city.xlsx"}
    assert "已证明最优" in out
    assert "reports/city_plan.xlsx" in out.replace("\\", "/")
    assert "new/city.xlsx" in out.replace("\\", "/")
    assert "3 个地块 3 期" in err
    names = openpyxl.load_workbook("reports/city_plan.xlsx").sheetnames
    assert names[0] == "摘要"
    assert {"建设时序", "供需平衡", "投资", "影子价格", "目标对照", "假设与来源"} <= set(names)


def test_the_json_has_the_fixed_keys_and_the_plan(run: Run) -> None:
    plan(run, city(), "--json", "said.json")

    told = said("said.json")
    assert told.keys() >= FIXED
    assert {"projects", "stays", "carriers", "rooms", "quarters", *STATES} <= told["counts"].keys()
    assert (told["command"], told["method"], told["ending"]) == ("plan", "mip", "optimal")
    assert told["checks"]["breaches"] == 0
    assert told["objective"] == pytest.approx(sum(told["goals"].values()))
    assert told["gap"] == pytest.approx(0, abs=1e-9)
    assert [each["candidate"] for each in told["plan"]["openings"]] == ["东区·一期"]
    assert told["plan"]["futures"] is None


def test_the_city_workbook_is_read_without_a_fault_and_allocated(run: Run) -> None:
    plan(run, city(), "--case", "next.xlsx")

    case = read_case("next.xlsx")
    assert case.synthetic
    assert [each.id for each in case.carriers] == ["K1", "东区·一期"]
    assert not [each for each in case.warnings if each.severity == "error"]
    opened = case.carriers[1]
    assert (opened.campus, opened.lettable_area_m2, opened.opens) == ("东园", 200, 0)
    assert {each.site for each in case.outlook.candidates} == {"西区", "飞地"}
    result = allocate(case, Limits(seconds=60))
    assert result.plan is not None
    assert {p.project: p.carrier for p in result.plan.placements}["P1"] == "东区·一期"
    assert run("allocate", "next.xlsx")[0] == DONE


def test_futures_are_told_in_one_line(run: Run) -> None:
    code, out, _ = plan(run, city(), "--futures", 4, "--json", "said.json", "--lang", "en")

    assert code == DONE
    assert "1000 unseen futures" in out
    assert said("said.json")["plan"]["futures"]["unseen"] == 1_000


def test_ranks_are_told_in_their_order_with_their_bounds(run: Run) -> None:
    book = city(settings={"rank:investment": 2})
    code, out, _ = plan(run, book, "--futures", 4, "--json", "said.json")

    assert code == DONE
    lines = [line for line in out.splitlines() if line.startswith("第 ")]
    assert ["第 1 级" in lines[0], "第 2 级  建设与改造投资" in lines[1]] == [True, True]
    assert "目标分级时不比较需求前景" in out
    told = said("said.json")
    assert [level["rank"] for level in told["levels"]] == [1, 2]
    assert told["bound"] is told["gap"] is told["plan"]["futures"] is None


def test_a_workbook_without_candidates_is_a_fault_in_a_sentence(run: Run) -> None:
    code, out, err = plan(run, city(candidates=[]), "--json", "said.json")

    assert code == FAULTS
    assert out == ""
    assert "没有规划表" in err
    assert files() == {"city.xlsx", "said.json"}
    told = said("said.json")
    assert told.keys() >= FIXED
    assert (told["command"], told["ending"]) == ("plan", "faults")
    assert told["objective"] is told["bound"] is told["gap"] is told["input_sha256"] is None
    assert told["faults"][-1]["file"] == "city.xlsx"
    assert told["faults"][-1]["remedy"]


def test_a_target_out_of_reach_ends_with_the_cheapest_way_out(run: Run) -> None:
    book = city(policy=[policy("new_area_min", 1_000)])
    code, out, _ = plan(run, book, "--json", "said.json", "--case", "next.xlsx")

    assert code == INFEASIBLE
    assert "1 000" in out
    assert "400" in out
    assert files() == {"city.xlsx", "said.json"}
    told = said("said.json")
    assert told["ending"] == "infeasible"
    assert told["objective"] is None
    (way_out,) = told["plan"]["relaxations"]
    assert way_out["rule"] == "new_area_min"
    assert (way_out["limit"], way_out["reached"]) == pytest.approx((1_000, 400))


def test_a_fault_in_the_workbook_stops_the_run(run: Run) -> None:
    book = city(candidates=[priced("东区", 40, 200), priced("东区", 50, 300)])
    code, out, err = plan(run, book, "--json", "said.json")

    assert code == FAULTS
    assert out == ""
    assert "东区" in err
    assert files() == {"city.xlsx", "said.json"}
    assert said("said.json")["faults"][0]["severity"] == "error"


def test_a_scheduler_that_does_not_answer_is_wrong_usage(run: Run) -> None:
    pytest.importorskip("distributed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code, _, err = plan(run, city(), "--scheduler", f"tcp://127.0.0.1:{port}")

    assert code == USAGE
    assert "集群不可用" in err
    assert files() == {"city.xlsx"}


@pytest.mark.parametrize(
    "args",
    [
        ("--futures", -1), ("--alternatives", 51), ("--gap", 2), ("--threads", 0),
        ("-o", "report.xls"), ("--case", "next.csv"), ("-o", "city.xlsx"),
        ("--case", "city.xlsx"), ("-o", "a.xlsx", "--case", "a.xlsx"), ("--method", "compact"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_before_anything_is_read(
    args: tuple[object, ...], run: Run
) -> None:
    book = city()
    before = book.read_bytes()

    assert plan(run, book, *args)[0] == USAGE
    assert book.read_bytes() == before
    assert files() == {"city.xlsx"}


def test_everything_is_english_on_request(run: Run) -> None:
    code, out, err = plan(run, city(), "--lang", "en", "--case", "next.xlsx")

    assert code == DONE
    for word in ("ending", "cost", "plan", "prices", "report", "workbook"):
        assert any(line.startswith(word) for line in out.splitlines()), word
    assert "sites in 3 phases" in err
    assert not [c for c in out.replace("东区", "") if "\u4e00" <= c <= "\u9fff"]
    sheets = openpyxl.load_workbook("next.xlsx").worksheets
    headers = {str(cell.value) for sheet in sheets for cell in next(sheet.iter_rows())}
    assert any(each.startswith("Lettable") for each in headers)


def test_an_earlier_report_is_never_overwritten(run: Run) -> None:
    book = city()
    assert plan(run, book)[0] == DONE
    first = Path("reports/city_plan.xlsx").read_bytes()

    assert plan(run, book)[0] == DONE
    assert files() == {"city.xlsx", "reports/city_plan.xlsx", "reports/city_plan_2.xlsx"}
    assert Path("reports/city_plan.xlsx").read_bytes() == first
    assert Path("reports/city_plan_2.xlsx").read_bytes() == first


def test_several_processes_give_the_same_bytes(run: Run) -> None:
    book = city(scenarios=[{"scenario": "慢", "kind": "slip", "target": "东区", "value": "12"}])
    for name, threads in (("one.xlsx", 1), ("two.xlsx", 2)):
        assert run("plan", book, "--threads", threads, "-o", name)[0] == DONE

    assert Path("one.xlsx").read_bytes() == Path("two.xlsx").read_bytes()


def test_the_model_is_written_in_lp_format(run: Run) -> None:
    code, out, _ = plan(run, city(), "--lp", "new/model.lp")

    assert code == DONE
    assert "new/model.lp" in out.replace("\\", "/")
    assert "maximize" in Path("new/model.lp").read_text("utf-8").lower()
