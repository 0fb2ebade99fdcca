"""The city benchmark: marks, jobs, lines and the page."""

import json
from pathlib import Path
from typing import Final

import pandas as pd
import pytest

from optimizer.domain.case import Case
from optimizer.domain.plan import Placement, Plan
from optimizer.solving.progress import Progress
from tests.benchmarks import city, one_run, road
from tests.benchmarks.__main__ import main
from tests.benchmarks.cells import CELL, CELLS, RULES, Cell, Line, job_key
from tests.benchmarks.city import FILE, Asked, jobs, read_lines, run_all
from tests.benchmarks.city_page import (
    AGAIN,
    CITY,
    GAP,
    again_section,
    best_bounds,
    city_section,
    refuted,
)
from tests.benchmarks.family import family
from tests.benchmarks.marks import Event, Recorder, marks_of, reached_by, seconds_to_gap
from tests.benchmarks.one_run import run
from tests.benchmarks.replan import changed_tables, moved_placements, run_replan
from tests.benchmarks.tables import MAIN, joined_page, split_page

EVENTS: Final = (
    Event(1.0, None, 120.0),
    Event(2.0, 90.0, 110.0),
    Event(7.0, 100.0, 110.0),
    Event(9.0, 95.0, 105.0),
)


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """HiGHS refuses another number of threads later in the same process."""
    monkeypatch.setattr(road, "THREADS", 1)


def test_marks_take_the_best_value_and_the_best_bound_seen_by_then() -> None:
    assert reached_by(EVENTS, 0.5) == Event(0.5, None, None)
    assert reached_by(EVENTS, 1.0) == Event(1.0, None, 120.0)
    assert reached_by(EVENTS, 8.0) == Event(8.0, 100.0, 110.0)
    assert reached_by(EVENTS, 9.0) == Event(9.0, 100.0, 105.0)
    first, last = marks_of(EVENTS, (1.0, 20.0))
    assert first["gap"] is None
    assert last["gap"] == pytest.approx(5 / 105)


def test_seconds_to_a_gap_are_the_first_at_which_it_was_reached() -> None:
    assert seconds_to_gap(EVENTS, 0.10) == 7.0
    assert seconds_to_gap(EVENTS, 0.05) == 9.0
    assert seconds_to_gap(EVENTS, 0.01) is None


def test_the_recorder_keeps_progress_on_its_own_clock() -> None:
    recorder = Recorder()
    recorder(Progress(1_000.0, 5.0, 6.0, 1 / 6, "search"))
    (event,) = recorder.events
    assert 0 <= event.seconds < 100
    assert (event.value, event.bound) == (5.0, 6.0)


def test_more_settings_leave_what_is_drawn_as_it_is() -> None:
    plain, more = (family(60, 8, 8, 1, settings=RULES[rules]) for rules in ("full", "reduced"))
    for name in plain:
        if name != "settings":
            pd.testing.assert_frame_equal(plain[name], more[name])
    assert Case.from_tables(**more).settings.max_wait_quarters == 2
    assert Case.from_tables(**more).settings.max_overstay_quarters == 0
    assert Case.from_tables(**plain).settings.max_wait_quarters == 4


def test_jobs_are_those_asked_for(tmp_path: Path) -> None:
    asked = Asked(
        tmp_path, tmp_path, seeds=(1, 2), only=("500x40x12", "d10400", "replan"), roads=("ours",)
    )
    found = list(jobs(asked))
    assert [job["kind"] for job in found] == ["city"] * 4 + ["replan"] * 2, "no instances here"
    assert {job.get("rules") for job in found[:4]} == {"reduced", "full"}
    whole = list(jobs(Asked(tmp_path, tmp_path)))
    assert len({job_key(job) for job in whole}) == len(whole)
    assert {job["cell"] for job in whole} >= {cell.name for cell in CELLS}


def test_marks_end_with_the_time_limit() -> None:
    assert CELL["5000x150x40"].all_marks == (8, 20, 60)


def line(road: str, seed: int = 11, **more: object) -> Line:
    return {
        "kind": "city",
        "cell": "500x40x12",
        "rules": "full",
        "seed": seed,
        "road": road,
        "limit": 60.0,
        "ending": "time_limit",
        "breaches": 0,
        "seconds": {"build": 1.0, "solve": 2.0},
        **more,
    }


def test_the_later_of_two_lines_of_one_run_counts(tmp_path: Path) -> None:
    lines = [line("ours", value=1.0), line("highs", value=2.0), line("ours", value=3.0)]
    (tmp_path / FILE).write_text("".join(json.dumps(each) + "\n" for each in lines))
    assert [each["value"] for each in read_lines(tmp_path)] == [3.0, 2.0]
    assert read_lines(tmp_path / "none") == []


def test_gaps_are_to_the_best_bound_and_a_refuted_bound_is_said_to_be_so() -> None:
    ours = line("ours", value=100.0, bound=110.0, marks=[{"at": 60.0, "gap": 0.25}])
    peer = line("highs", value=105.0, bound=120.0)
    wrong = line("cp_sat", value=80.0, bound=90.0)
    assert best_bounds([ours, peer, wrong]) == {11: 110.0}
    assert refuted(wrong, [ours, peer, wrong])
    assert not refuted(ours, [ours, peer, wrong])
    # What breaks a rule refutes nothing.
    assert not refuted(ours, [ours, line("highs", value=130.0, breaches=1)])
    page = city_section([ours, peer, wrong, line("pulp_cbc", reason="not run: too large")])
    (row,) = [text for text in page.splitlines() if "| ours |" in text]
    assert "9.09 %" in row
    assert "60 s: 25.00 %" in row
    (row,) = [text for text in page.splitlines() if "| HiGHS direct |" in text]
    assert "4.55 %" in row, "to the best bound, which is ours"
    assert "not run: too large" in page
    assert page.count("BOUND REFUTED") == 1


def test_medians_are_over_the_seeds() -> None:
    runs = [line("ours", seed, value=100.0 + seed, bound=200.0) for seed in (1, 2, 30)]
    assert "| 3 | time_limit | 102.00 | 200.00 | 49.00 % |" in city_section(runs)


def test_the_page_keeps_what_is_not_measured(tmp_path: Path) -> None:
    page = f"# Benchmarks\n\nA\n\n## Cases\n\nB\n\n## Reading\n\nC\n\n{GAP}\n\nold\n"
    parts = split_page(page, ("## Reading", CITY, GAP, AGAIN))
    assert joined_page(parts) == page
    assert parts[MAIN].endswith("B")
    output = tmp_path / "page.md"
    output.write_text(page, encoding="utf-8")
    (tmp_path / FILE).write_text(json.dumps(line("ours", value=1.0, bound=2.0)) + "\n")
    arguments = ["city", "--page", "--results", str(tmp_path), "--instances", str(tmp_path)]
    assert main([*arguments, "-o", str(output)]) == 0
    written = output.read_text(encoding="utf-8")
    assert written.startswith(page.strip()), "no run of the others: they stay"
    assert "| 500x40x12 | 60 s | ours | 1 |" in written
    assert str(tmp_path) not in written


def test_one_run_of_our_road_and_of_a_peer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CELL, "tiny", Cell("tiny", 5, (20, 6, 6)))
    job = {"kind": "city", "cell": "tiny", "rules": "reduced", "seed": 1, "method": "compact"}
    ours, by_hand = (run({**job, "road": name}) for name in ("ours", "greedy"))
    assert ours["ending"] == "optimal"
    assert ours["breaches"] == by_hand["breaches"] == 0
    assert ours["sizes"]["projects"] == 20
    assert ours["marks"][-1]["at"] == 5
    assert by_hand["value"] <= ours["value"] + 1e-9


def test_a_run_in_a_process_of_its_own_leaves_its_line(tmp_path: Path) -> None:
    asked = Asked(
        tmp_path,
        tmp_path,
        seeds=(11,),
        only=("500x40x12",),
        rules=("reduced",),
        roads=("greedy",),
    )
    run_all(asked)
    (done,) = read_lines(tmp_path)
    assert done["ending"] == "heuristic"
    assert done["breaches"] == 0
    assert done["peak_mb"] > 0
    assert str(tmp_path) not in (tmp_path / FILE).read_text(encoding="utf-8")


def test_a_peer_refused_for_size_is_not_asked_again_at_another_seed(tmp_path: Path) -> None:
    refused = line("highs", 1, reason="not run: about 9.0 million options, more than 3")
    (tmp_path / FILE).write_text(json.dumps(refused) + "\n", encoding="utf-8")
    run_all(Asked(tmp_path, tmp_path, (2,), ("500x40x12",), ("full",), ("highs",)))
    assert [each["reason"] for each in read_lines(tmp_path)] == [refused["reason"]] * 2


def test_a_run_that_fails_or_hangs_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    job = {"kind": "city", "cell": "unknown", "rules": "full", "seed": 1, "road": "greedy"}
    assert "exit code 1" in city.in_a_process(job)["reason"]
    monkeypatch.setattr(city, "FLOOR", 0.05)
    monkeypatch.setattr(city, "GRACE", 0.0)
    assert "stopped after" in city.in_a_process(job)["reason"]


def test_workbook_to_report_without_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(city, "REPORT_SIZE", (20, 6, 6))
    done = city.report_line({"kind": "report", "cell": "report", "seed": 1, "limit": 10.0})
    page = city_section([done])
    (row,) = [text for text in page.splitlines() if text.startswith("| 1 |")]
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert float(cells[7]) == pytest.approx(sum(map(float, cells[1:7])), abs=0.05)
    assert cells[-1] == "optimal"


def test_planning_again_is_timed_and_reported() -> None:
    cell = Cell("replan", 30, (60, 6, 6), rules=("full",))
    done = run_replan(cell, 3, "compact")
    assert done["breaches"] == 0
    assert done["gap_before"] <= 1e-4 + 1e-12
    assert 0 <= done["moved"] <= done["placed"]
    page = again_section([{"kind": "replan", "seed": 3, **done}])
    assert len([text for text in page.splitlines() if text.startswith("| 3 |")]) == 1


def test_planning_again_runs_in_a_process_of_its_own_without_naming_a_road(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(one_run, "REPLAN", Cell("replan", 10, (60, 6, 6), rules=("full",)))
    (job,) = jobs(Asked(tmp_path, tmp_path, (3,), ("replan",), roads=("ours",), method="compact"))
    assert one_run.main([json.dumps(job), str(tmp_path / "line.json")]) == 0
    assert json.loads((tmp_path / "line.json").read_text("utf-8"))["breaches"] == 0


def test_ten_projects_change_and_the_rest_does_not() -> None:
    tables = family(200, 12, 12, 3)
    after = changed_tables(tables, 3)
    old, new = (each["projects"].set_index("project") for each in (tables, after))
    assert len(new) == len(old) + 2
    same = new.loc[old.index]
    assert (same["priority"] != old["priority"]).sum() == 2
    left = [a != b for a, b in zip(same["lease_end"], old["lease_end"], strict=True)]
    assert sum(left) == 3
    grown = after["stays"]["area_m2"].iloc[: len(tables["stays"])] != tables["stays"]["area_m2"]
    assert after["stays"].iloc[: len(tables["stays"])].loc[grown, "project"].nunique() == 3
    pd.testing.assert_frame_equal(tables["projects"], family(200, 12, 12, 3)["projects"])
    assert len(Case.from_tables(**after).projects) == 202


def test_moved_placements_are_those_elsewhere_or_at_another_time() -> None:
    def plan(*homes: tuple[str, str, int]) -> Plan:
        return Plan(
            tuple(
                Placement(name, "incubation", carrier, first, first + 1, 0, 1.0, "full")
                for name, carrier, first in homes
            )
        )

    before = plan(("A", "K1", 0), ("B", "K1", 0), ("C", "K1", 0), ("D", "K1", 0))
    after = plan(("A", "K1", 0), ("B", "K2", 0), ("C", "K1", 1), ("E", "K1", 0))
    assert moved_placements(before, after) == 2
