"""The command line: exit codes, what goes where, what is never overwritten.

Most tests replace the pipeline, so that each ending can be brought about at will; the last
ones run the whole program on small workbooks.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import typer

from optimizer import pipeline
from optimizer.checks.breach import Breach, RuleReading
from optimizer.cli import main
from optimizer.cli.app import app
from optimizer.cli.exits import DEBUG_VARIABLE
from optimizer.cli.files import default_output, free_name
from optimizer.cli.progress import ProgressLines
from optimizer.domain.case import Case
from optimizer.domain.plan import Plan
from optimizer.domain.words import STATES
from optimizer.faults import Fault
from optimizer.limits import Limits
from optimizer.quarters import parse_quarter_label
from optimizer.result import Clash, Result
from optimizer.settings import Settings
from optimizer.solving.ending import Ending
from optimizer.solving.progress import Progress
from optimizer.tables.table import Tables
from optimizer.tables.write import write_workbook
from tests.benchmarks.family import family
from tests.samples.write import INPUTS

DONE, FAULTS, INFEASIBLE, INTERNAL, NO_PLAN, USAGE = 0, 1, 2, 3, 4, 64

CASE = Case(
    settings=Settings(),
    start=parse_quarter_label("2026Q1"),
    quarters=4,
    campuses=(),
    carriers=(),
    projects=(),
    stays=(),
)
PLAN = Plan(states={("P1", "incubation"): "placed", ("P2", "incubation"): "refused"})
SOLVED = Result(
    case=CASE,
    ending=Ending.OPTIMAL,
    limits=Limits(),
    plan=PLAN,
    objective=8_688.5,
    bound=8_701.2,
    gap=0.00146,
    rules=(RuleReading("one_home", 2, 0), RuleReading("carrier_area", 8, 0)),
    counts={"decisions": 41_207, "rows": 5_118},
)
NUMBER = (("number_zh", "数字"), ("number_en", "a number"))
COLUMN = (("column_zh", "面积"), ("column_en", "area"))
NOT_A_NUMBER = Fault("not_a_number", "error", "park.xlsx", "项目", "D14", "12O", NUMBER)
HINT = Fault("required_blank", "warning", "park.xlsx", "项目", "K3", "", COLUMN)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def park(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file named park.xlsx in the working directory; the fake pipeline never reads it."""
    monkeypatch.chdir(tmp_path)
    path = Path("park.xlsx")
    path.write_bytes(b"a workbook")
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; gives exit code, standard output and standard error."""

    def command(*args: object) -> tuple[int, str, str]:
        code = main([str(arg) for arg in args])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return command


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes the pipeline end with the given result, or raise the given failure."""

    def with_(
        result: Result | BaseException = SOLVED, faults: tuple[Fault, ...] = (), **replaced: Any
    ) -> None:
        def allocate(*_: object, **__: object) -> Result:
            if isinstance(result, BaseException):
                raise result
            return result

        def write_report(_: object, path: Path, *__: object) -> None:
            path.write_bytes(b"a report")

        fakes: dict[str, Any] = {
            "read_workbooks": lambda *_, **__: (Tables({}), None if faults else CASE, faults),
            "allocate": allocate,
            "write_report": write_report,
            **replaced,
        }
        for name, fake in fakes.items():
            monkeypatch.setattr(pipeline, name, fake)

    return with_


def raising(error: BaseException) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise error

    return fail


def files() -> set[str]:
    return {path.as_posix() for path in Path().rglob("*") if path.is_file()}


# --- exit codes ---------------------------------------------------------------------------


def test_done_writes_the_report_and_says_where_on_standard_output(
    park: Path, run: Run, ends: Callable[..., None]
) -> None:
    ends(SOLVED)
    code, out, err = run("allocate", park)
    assert code == DONE
    assert files() == {"park.xlsx", "reports/park_allocate.xlsx"}
    assert "reports/park_allocate.xlsx" in out.replace("\\", "/")
    assert "8 688.5" in out
    assert "0.15 %" in out
    assert "41 207" in err
    assert "41 207" not in out


def test_a_limit_with_a_plan_is_done(park: Path, run: Run, ends: Callable[..., None]) -> None:
    for ending in (Ending.TIME_LIMIT, Ending.WORK_LIMIT, Ending.INTERRUPTED, Ending.WITHIN_GAP):
        ends(SOLVED.replace(ending=ending))
        assert run("allocate", park)[0] == DONE


def test_faults_are_all_listed_and_nothing_is_written_but_the_json(
    park: Path, run: Run, ends: Callable[..., None]
) -> None:
    ends(faults=(HINT, NOT_A_NUMBER))
    code, out, err = run("allocate", park, "--json", "out/said.json", "--lp", "out/model.lp")
    assert code == FAULTS
    assert out == ""
    assert err.index("D14") < err.index("K3"), "errors come first"
    assert "1 个错误，1 条提示" in err
    assert files() == {"park.xlsx", "out/said.json"}
    said = json.loads(Path("out/said.json").read_text(encoding="utf-8"))
    assert said["ending"] == "faults"
    assert said["objective"] is None
    assert [fault["cell"] for fault in said["faults"]] == ["D14", "K3"]


def test_a_proof_that_no_plan_exists_names_the_clash(
    park: Path, run: Run, ends: Callable[..., None]
) -> None:
    quarters = {"first_quarter": "2026Q1", "last_quarter": "2026Q4"}
    clash = (
        Clash("pins", "P-001 / incubation", {"place": "K1", "area_m2": "700"}),
        Clash("carrier_area", "K1", {"capacity": "1,000", "unit": "m2", **quarters}),
        Clash("firm_area_max", "C03", {"limit": "500", "scope": ""}),
        Clash("pins", "P-002", {"proved": "yes"}),
    )
    ends(SOLVED.replace(ending=Ending.INFEASIBLE, plan=None, objective=None, clash=clash))
    code, out, _ = run("allocate", park)
    assert code == INFEASIBLE
    assert "P-001 孵化 锁定在 K1，至少需要 700 ㎡" in out
    assert "载体 K1 只有 1,000㎡ 可用" in out
    assert "C03" in out
    assert "P-002" in out
    assert files() == {"park.xlsx"}


@pytest.mark.parametrize("debug", [False, True])
def test_an_internal_failure_is_a_sentence_and_a_traceback_only_on_request(
    debug: bool, park: Path, run: Run, ends: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DEBUG_VARIABLE, "1" if debug else "")
    ends(RuntimeError("no such row"))
    code, out, err = run("allocate", park)
    assert code == INTERNAL
    assert out == ""
    assert "RuntimeError" in err
    assert DEBUG_VARIABLE in err
    assert ("Traceback" in err) is debug


def test_a_breach_in_our_own_plan_stops_the_report(
    park: Path, run: Run, ends: Callable[..., None]
) -> None:
    breach = Breach("carrier_area", 1_180, 1_000, "m2", carrier="K1", quarter="2026Q3")
    ends(pipeline.PlanBreach([breach]))
    code, out, err = run("allocate", park)
    assert code == INTERNAL
    assert out == ""
    assert "K1" in err
    assert "2026Q3" in err
    assert files() == {"park.xlsx"}


def test_a_report_that_is_open_elsewhere_is_a_sentence(
    park: Path, run: Run, ends: Callable[..., None]
) -> None:
    ends(write_report=raising(PermissionError(13, "Permission denied", "park_allocate.xlsx")))
    code, out, err = run("allocate", park)
    assert code == INTERNAL
    assert out == ""
    assert "park_allocate.xlsx" in err
    assert "占用" in err
    assert "Traceback" not in err


def test_a_full_disk_is_a_sentence(park: Path, run: Run, ends: Callable[..., None]) -> None:
    ends(write_report=raising(OSError(28, "No space left on device", "x.xlsx")))
    code, _, err = run("allocate", park)
    assert code == INTERNAL
    assert "磁盘空间不足" in err


def test_no_plan_in_time(park: Path, run: Run, ends: Callable[..., None]) -> None:
    ends(SOLVED.replace(ending=Ending.NO_PLAN_IN_TIME, plan=None, objective=None, gap=None))
    code, out, _ = run("allocate", park, "--json", "said.json")
    assert code == NO_PLAN
    assert out
    assert files() == {"park.xlsx", "said.json"}


def test_an_interrupt_that_leaves_no_plan(park: Path, run: Run, ends: Callable[..., None]) -> None:
    ends(KeyboardInterrupt())
    code, out, err = run("allocate", park)
    assert (code, out) == (NO_PLAN, "")
    assert "中断" in err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], ""),
        (["alocate", "park.xlsx"], "alocate"),
        (["allocate"], "WORKBOOK"),
        (["allocate", "park.xlsx", "--html", "x.html"], "--html"),
        (["allocate", "park.xlsx", "--method", "rows"], "rows"),
        (["allocate", "park.xlsx", "--gap", "2"], "--gap"),
        (["allocate", "missing.xlsx"], "missing.xlsx"),
        (["allocate", "."], "文件夹"),
        (["allocate", "park.xlsx", "-o", "park.xlsx"], "不会覆盖"),
        (["allocate", "park.xlsx", "-o", "./sub/../park.xlsx"], "不会覆盖"),
        (["allocate", "park.xlsx", "--json", "park.xlsx"], "不会覆盖"),
        (["allocate", "park.xlsx", "--lp", "park.xlsx"], "不会覆盖"),
        (["allocate", "park.xlsx", "--previous", "old.xlsx", "-o", "old.xlsx"], "不会覆盖"),
        (["allocate", "park.xlsx", "--json", "a.txt", "--lp", "a.txt"], "a.txt"),
        (["allocate", "park.xlsx", "-o", "report.pdf"], ".xlsx"),
        (["check", "park.xlsx", "--json", "park.xlsx"], "不会覆盖"),
        (["check", "park.xlsx", "--tables", "park.xlsx"], "park.xlsx"),
        (["check", "park.xlsx", "--annotate", "park.xlsx"], "不会覆盖"),
        (["check", "old.xlsx", "park_1.xlsx", "--annotate", "park.xlsx"], "不会覆盖"),
        (["check", "park.xlsx", "--annotate", "marked.xls"], ".xlsx"),
        (["check", "park.xlsx", "--mapping", "gone.toml"], "gone.toml"),
        (["check", "park.xlsx", "--write-mapping", "park.xlsx"], "不会覆盖"),
        (["check", "park.xlsx", "--mapping", "m.toml", "--json", "m.toml"], "不会覆盖"),
        (["allocate", "park.xlsx", "--mapping", "m.toml", "-o", "m.toml"], ".xlsx"),
        (["template", "-o", "park.xlsx"], "已存在"),
        (["verify", "park.xlsx"], "WORKBOOK"),
        (["--lang", "fr", "check", "park.xlsx"], "fr"),
    ],
)
def test_wrong_usage(
    args: list[str], said: str, park: Path, run: Run, ends: Callable[..., None]
) -> None:
    Path("old.xlsx").write_bytes(b"the last report")
    Path("park_1.xlsx").write_bytes(b"another workbook")
    Path("m.toml").write_text("version = 1", encoding="utf-8")
    Path("sub").mkdir()
    before = files()
    ends(SOLVED)
    code, _, err = run(*args)
    assert code == USAGE
    assert said in err
    assert "Traceback" not in err
    assert files() == before
    assert park.read_bytes() == b"a workbook"


# --- names of files -----------------------------------------------------------------------


def test_default_outputs_are_never_overwritten(
    park: Path, run: Run, ends: Callable[..., None]
) -> None:
    ends(SOLVED)
    for _ in range(3):
        run("allocate", park)
    names = {"park_allocate.xlsx", "park_allocate_2.xlsx", "park_allocate_3.xlsx"}
    assert files() == {"park.xlsx"} | {f"reports/{name}" for name in names}


def test_a_name_given_is_overwritten_and_its_folder_made(
    park: Path, run: Run, ends: Callable[..., None]
) -> None:
    ends(SOLVED)
    for _ in range(2):
        assert run("allocate", park, "-o", "new/folder/r.xlsx")[0] == DONE
    assert files() == {"park.xlsx", "new/folder/r.xlsx"}


def test_the_first_workbook_names_the_output(tmp_path: Path) -> None:
    assert default_output(tmp_path / "甲.xlsx", "allocate") == Path("reports/甲_allocate.xlsx")


def test_free_name(tmp_path: Path) -> None:
    path = tmp_path / "a.b.xlsx"
    assert free_name(path) == path
    path.touch()
    (tmp_path / "a.b_2.xlsx").touch()
    assert free_name(path).name == "a.b_3.xlsx"


# --- what is shown ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "args", [["--lang", "en", "allocate", "park.xlsx"], ["allocate", "park.xlsx", "--lang", "en"]]
)
def test_english_on_request_before_or_after_the_command(
    args: list[str], park: Path, run: Run, ends: Callable[..., None]
) -> None:
    ends(SOLVED)
    code, out, _ = run(*args)
    assert code == DONE
    assert "report" in out
    assert "报告" not in out


def test_refusals_are_in_the_language_asked_for(park: Path, run: Run) -> None:
    assert "there is no file" in run("allocate", "gone.xlsx", "--lang", "en")[2]
    assert "找不到文件" in run("allocate", "gone.xlsx")[2]


def test_the_help_offers_what_is_built_and_no_more(run: Run) -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert set(commands) == {"template", "check", "allocate", "plan", "verify", "serve"}
    code, out, _ = run("allocate", "--help")
    assert code == DONE
    assert "--previous" in out
    for later in ("--html", "--rooms"):
        assert later not in out


def test_progress_is_a_step_per_line_and_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    said = ProgressLines("en")
    said(Progress(0.1, None, None, None, "building"))
    said(Progress(0.2, None, None, None, "building"))
    said(Progress(2.0, 8_412.0, 9_020.4, 0.0674, "solving"))
    said(Progress(3.0, 8_500.0, 9_020.4, 0.0577, "solving"))
    said(Progress(11.0, None, 8_701.2, None, "solving"))
    shown = capsys.readouterr()
    assert shown.out == ""
    lines = shown.err.splitlines()
    assert len(lines) == 4, "one step, the heads, and a row every five seconds"
    assert lines[2].split() == ["2", "s", "8", "412.0", "9", "020.4", "6.74", "%"]
    assert lines[3].split() == ["11", "s", "-", "8", "701.2", "-"]


def test_a_step_of_many_parts_says_now_and_then_how_far_it_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = ProgressLines("en")
    for second in range(0, 40, 2):
        said(Progress(float(second), None, None, None, "sites", second, 60))
    wanted = [f"solving without each site: {done} of 60" for done in (0, 16, 32)]
    assert capsys.readouterr().err.splitlines() == wanted


def test_the_json_of_a_run_and_of_faults_have_the_fixed_keys(
    park: Path, run: Run, ends: Callable[..., None]
) -> None:
    ends(SOLVED)
    run("allocate", park, "--json", "done.json")
    ends(faults=(NOT_A_NUMBER,))
    run("allocate", park, "--json", "faults.json")
    done, faults = (json.loads(Path(p).read_text("utf-8")) for p in ("done.json", "faults.json"))
    fixed = {
        *("command", "version", "input_sha256", "seed", "method", "ending", "objective"),
        *("bound", "gap", "counts", "area_m2", "goals", "checks", "faults", "seconds", "peak_mb"),
    }
    assert fixed <= done.keys()
    assert fixed <= faults.keys()
    counts = {"projects", "stays", "carriers", "rooms", "quarters", *STATES}
    for content in (done, faults):
        assert counts <= content["counts"].keys()
        assert {"capacity", "demand", "placed"} <= content["area_m2"].keys()
        assert {"solve", "write", "total"} <= content["seconds"].keys()
    assert done["checks"] == {"rules": 2, "breaches": 0}
    assert done["seconds"].keys() == faults["seconds"].keys()


# --- the whole program --------------------------------------------------------------------


def small_park(path: Path) -> Path:
    """Two carriers and three projects; every project has room."""
    tables = {
        "carriers": pd.DataFrame(
            {
                "carrier": ["K1", "K2"],
                "campus": ["甲园", "甲园"],
                "stages": ["incubation", "nursery;incubation"],
                "lettable_area_m2": [600.0, 100.0],
                "source": ["合成数据", "合成数据"],
            }
        ),
        "projects": pd.DataFrame(
            {
                "project": ["P1", "P2", "P3"],
                "arrives": [date(2026, 1, 15), date(2026, 4, 15), date(2026, 4, 15)],
                "incubation_area_m2": [200.0, 150.0, 80.0],
                "incubation_months": [12.0, 12.0, 12.0],
            }
        ),
        "settings": pd.DataFrame({"setting": ["horizon_start"], "value": ["2026-01-01"]}),
    }
    write_workbook(tables, path)
    return path


def spawn(*args: object, **how: Any) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "optimizer", *(str(arg) for arg in args)]
    return subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace", **how
    )


def test_check_allocate_and_verify_a_small_park(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    book = small_park(Path("small.xlsx"))
    code, out, _ = run("check", book, "--tables", "understood", "--json", "check.json")
    assert code == DONE
    said = json.loads(Path("check.json").read_text("utf-8"))
    assert said.keys() == {"faults", "sheets"}
    assert {sheet["canonical"] for sheet in said["sheets"]} >= {"carriers", "projects"}
    assert Path("understood/projects.csv").exists()

    code, out, _ = run("allocate", book, "--json", "s.json", "--lp", "model.lp", "--lang", "en")
    assert code == DONE, out
    done = json.loads(Path("s.json").read_text("utf-8"))
    assert done["ending"] == "optimal"
    assert done["counts"]["placed"] == done["counts"]["stays"] == 3
    assert done["objective"] == pytest.approx(done["bound"])
    assert done["checks"]["breaches"] == 0
    assert "carrier" not in Path("model.lp").read_text("utf-8").lower()

    assert run("verify", book, "reports/small_allocate.xlsx")[0] == DONE
    assert run("allocate", book, "--previous", "reports/small_allocate.xlsx")[0] == DONE


@pytest.mark.usefixtures("compiled_kernels")
def test_the_columns_road_is_offered_and_starts_from_a_last_report(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    book = INPUTS / "by_hand.xlsx"
    last, again = tmp_path / "last.xlsx", tmp_path / "again.xlsx"
    columns = ("allocate", book, "--method", "columns", "--gap", 0)
    assert run(*columns, "-o", last, "--json", "last.json")[0] == DONE
    done = json.loads(Path("last.json").read_text("utf-8"))
    assert (done["method"], done["ending"]) == ("columns", "optimal")
    assert done["checks"]["breaches"] == 0
    sheets = openpyxl.load_workbook(last).worksheets
    shown = {str(cell.value) for sheet in sheets for row in sheet for cell in row}
    assert "价格分解（columns）" in shown
    assert run("verify", book, last)[0] == DONE

    assert run("allocate", book, "--method", "compact", "--gap", 0, "--json", "c.json")[0] == DONE
    exact = json.loads(Path("c.json").read_text("utf-8"))
    assert done["objective"] == pytest.approx(exact["objective"])

    assert run(*columns, "-o", again, "--previous", last, "--json", "again.json")[0] == DONE
    kept = json.loads(Path("again.json").read_text("utf-8"))
    assert kept["objective"] == pytest.approx(done["objective"])
    assert kept["goals"]["change"] == 0


def test_a_columns_run_with_several_threads_says_it_cannot_be_reproduced(
    park: Path, run: Run, ends: Callable[..., None]
) -> None:
    for threads, method in ((1, "columns"), (2, "compact"), (2, "columns")):
        ends(SOLVED.replace(method=method, limits=Limits(threads=threads)))
        _, out, _ = run("allocate", park)
        assert ("不可复现" in out) == (threads > 1 and method == "columns")


def test_a_fault_in_a_workbook_names_its_cell(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    book = small_park(Path("small.xlsx"))
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["项目"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 150)
    cell.value = "15O"
    workbook.save(book)
    code, out, _ = run("check", book)
    assert code == FAULTS
    assert f"项目!{cell.coordinate}：15O" in out
    assert "个错误" in out.splitlines()[-1]
    assert run("allocate", book)[0] == FAULTS
    assert files() == {"small.xlsx"}


def test_check_gives_the_workbooks_back_with_their_faults_marked(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    book = small_park(Path("small.xlsx"))
    more = Path("more.csv")
    more.write_text("房源编号,载体,面积\nR1,K1,=cmd|x!A1\n", encoding="utf-8")
    before = book.read_bytes()
    code, out, err = run("check", book, more, "--annotate", "new/marked.xlsx")
    assert code == FAULTS
    assert files() == {"small.xlsx", "more.csv", "new/marked_1.xlsx", "new/marked_2.xlsx"}
    assert book.read_bytes() == before
    assert "new/marked_2.xlsx" in out.replace("\\", "/")
    assert "读 1 行" in err
    assert openpyxl.load_workbook("new/marked_2.xlsx").worksheets[1]["C2"].comment is not None


def test_a_mapping_is_written_and_read_by_every_command(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    book = small_park(Path("small.xlsx"))
    assert run("check", book, "--write-mapping", "m.toml")[0] == DONE
    assert 'means = "carriers.stages"' in Path("m.toml").read_text("utf-8")
    again = ("check", book, "--mapping", "m.toml", "--write-mapping", "m.toml")
    assert run(*again)[0] == DONE
    assert run("allocate", book, "--mapping", "m.toml")[0] == DONE
    report = "reports/small_allocate.xlsx"
    assert run("verify", book, report, "--mapping", "m.toml")[0] == DONE
    Path("m.toml").write_text("version = 9", encoding="utf-8")
    assert run("check", book, "--mapping", "m.toml")[0] == FAULTS
    assert run("allocate", book, "--mapping", "m.toml")[0] == FAULTS


def test_the_json_of_a_check_tells_what_was_read_of_each_sheet_and_why_not(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    book = small_park(Path("small.xlsx"))
    workbook = openpyxl.load_workbook(book)
    workbook["项目"].sheet_state = "hidden"
    workbook.create_sheet("食堂菜单").append(["周一", "面条"])
    workbook.save(book)
    run("check", book, "--json", "said.json")
    sheets = json.loads(Path("said.json").read_text("utf-8"))["sheets"]
    told = {each["sheet"]: each for each in sheets}
    assert told["项目"]["rows_read"] == 3
    assert told["项目"]["reasons"] == ["隐藏的工作表，照常读取"]
    assert (told["食堂菜单"]["canonical"], told["食堂菜单"]["rows_skipped"]) == ("", 1)


def test_template_writes_a_blank_workbook_that_reads_without_an_error(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("template")[0] == DONE
    assert run("template")[0] == DONE
    assert files() == {"incubator_template.xlsx", "incubator_template_2.xlsx"}
    first, second = (Path(name).read_bytes() for name in sorted(files()))
    assert first == second


def test_a_closed_standard_output_is_a_sentence(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with spawn("check", small_park(tmp_path / "small.xlsx"), stdout=writer) as program:
        os.close(writer)
        _, err = program.communicate(timeout=240)
    assert program.returncode == INTERNAL
    assert "标准输出已关闭" in err
    assert "Traceback" not in err


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_while_solving_writes_the_best_plan_so_far(tmp_path: Path) -> None:
    book = tmp_path / "large.xlsx"
    write_workbook(family(1_000, 40, 12, seed=1), book)
    report, said = tmp_path / "report.xlsx", tmp_path / "said.json"
    with spawn(
        "allocate", book, "-o", report, "--json", said, "--lang", "en",
        *("--time-limit", 300, "--gap", 0), stdout=subprocess.DEVNULL,
    ) as program:  # fmt: skip
        assert program.stderr is not None
        while (line := program.stderr.readline()) and "bound" not in line:
            pass
        time.sleep(5)
        program.send_signal(signal.SIGINT)
        _, err = program.communicate(timeout=300)
    assert program.returncode == DONE, err
    assert json.loads(said.read_text("utf-8"))["ending"] == "interrupted"
    assert report.exists()
