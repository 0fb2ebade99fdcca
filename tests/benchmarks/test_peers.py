"""Peers: judged by us, feasible, and never above what can be reached."""

from pathlib import Path
from typing import Final

import numpy as np
import pytest

from optimizer.checks.reading import read_again
from optimizer.domain.case import Case
from optimizer.limits import Limits
from optimizer.models.allocation import allocation_model
from optimizer.solving.matrix import Matrix
from tests.benchmarks import peers
from tests.benchmarks.cells import RULES
from tests.benchmarks.evaluate import NotRun, judged_options, judged_plan
from tests.benchmarks.family import family
from tests.benchmarks.gap_files import (
    Assignment,
    assignment_case,
    best_known,
    instances_folder,
    missing,
    read_assignment,
)
from tests.benchmarks.greedy import first_fit
from tests.benchmarks.peers import MOST_OPTIONS, estimated_options, run_peer
from tests.cases import carrier, case_of, policy, project, solved, tenant
from tests.solving.corpus import corpus
from tests.solving.cp_sat import best_by_cp_sat

SMALL: Final = (30, 6, 6)


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """HiGHS refuses another number of threads later in the same process."""
    monkeypatch.setattr(peers, "THREADS", 1)


def small(seed: int, rules: str = "full") -> Case:
    return Case.from_tables(**family(*SMALL, seed, settings=RULES[rules]))


@pytest.mark.parametrize("rules", ["reduced", "full"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_first_fit_is_feasible_and_never_above_the_optimum(seed: int, rules: str) -> None:
    case = small(seed, rules)
    found = first_fit(case)
    assert found is not None
    plan, options = found
    assert not read_again(case, plan).breaches
    assert 0 < judged_plan(case, plan, options).value <= solved(case).value + 1e-9


@pytest.mark.parametrize("name", sorted(corpus()))
def test_first_fit_on_cases_of_every_rule(name: str) -> None:
    case, previous = corpus()[name]
    found = first_fit(case)
    if found is None or previous is not None:
        return
    plan, options = found
    assert not read_again(case, plan).breaches
    best = best_by_cp_sat(allocation_model(case))
    assert best is not None
    assert judged_plan(case, plan, options).value <= best + 1e-6


def homes(case: Case) -> dict[str, tuple[str, int]]:
    found = first_fit(case)
    assert found is not None
    return {p.project: (p.carrier, p.first) for p in found[0].placements}


def test_first_fit_goes_by_priority_carrier_and_quarter() -> None:
    case = case_of(
        [carrier("K2", 200), carrier("K1", 150)],
        [
            project("low", 150, 1, priority=50),
            project("high", 150, 1, priority=90),
            project("late", 100, 1, priority=40),
            project("last", 150, 2, priority=30),
        ],
        2,
        {"max_wait_quarters": 1},
    )
    # Nobody is moved for those who come later; the first quarter wins, then the carrier by id.
    place = {"high": ("K1", 0), "low": ("K2", 0), "late": ("K1", 1), "last": ("K2", 1)}
    assert homes(case) == place


def test_first_fit_honours_industry_maxima_and_refuses_what_it_cannot_mend() -> None:
    case = case_of(
        [carrier("K1", 200)],
        [
            tenant("T", "K1", 50, 0, industry="A"),
            project("one", 100, 1, industry="A", priority=90),
            project("two", 60, 1, industry="B", priority=80, company="firm"),
            project("three", 30, 1, industry="C", priority=70, company="firm"),
        ],
        1,
        policy=[policy("industry_share_max", 0.6), policy("firm_area_max", 80)],
    )
    assert homes(case) == {"T": ("K1", 0), "two": ("K1", 0)}


@pytest.mark.parametrize("road", ["highs", "cp_sat", "pulp_highs", "pulp_cbc"])
def test_peers_reach_the_optimum_of_a_small_case(road: str) -> None:
    case = small(1, "reduced")
    line = run_peer(road, case, 20.0)
    if line.get("reason") == "not run: not installed here":
        pytest.skip("no CBC")
    best = solved(case, limits=Limits(seconds=30, gap=0)).value
    assert line["breaches"] == 0
    assert line["value"] == pytest.approx(best, abs=1e-4 * best)
    assert line["bound"] is None or line["bound"] >= best - 1e-4
    assert set(line["seconds"]) == {"build", "solve"}


def test_a_peer_on_rows_with_excess() -> None:
    case, _ = corpus()["crowd"]
    best = best_by_cp_sat(allocation_model(case))
    line = run_peer("cp_sat", case, 20.0)
    assert line["breaches"] == 0
    assert line["value"] == pytest.approx(best, abs=1e-3)


def test_values_that_break_a_row_are_told() -> None:
    model = allocation_model(small(1))
    matrix = Matrix.of(model)
    everything = judged_options(model, matrix, np.ones(len(matrix.points)))
    assert everything.breaches > 0
    assert judged_options(model, matrix, np.zeros(len(matrix.points))).breaches == 0


def test_the_estimate_of_options_is_near_and_too_many_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for rules, most in (("reduced", 1.5), ("full", 2.5)):
        case = Case.from_tables(**family(200, 12, 12, 1, settings=RULES[rules]))
        listed = len(allocation_model(case).options)
        assert 0.7 * listed < estimated_options(case) < most * listed
    monkeypatch.setitem(MOST_OPTIONS, "highs", 10)
    with pytest.raises(NotRun, match="million options"):
        run_peer("highs", case, 10.0)


INSTANCE: Final = Assignment(
    # Job 1 and 2 are cheapest with agent 1, which holds only one of them.
    cost=np.array([[1.0, 2.0, 9.0], [7.0, 5.0, 3.0]]),
    use=np.array([[4.0, 4.0, 4.0], [3.0, 3.0, 2.0]]),
    capacity=np.array([5.0, 5.0]),
)
CHEAPEST: Final = 1.0 + 5.0 + 3.0


def test_an_assignment_is_solved_to_its_known_optimum() -> None:
    done = solved(assignment_case(INSTANCE))
    assert done.value == pytest.approx(-CHEAPEST)
    assert not done.reading.breaches
    agents = [int(p.carrier[1:]) - 1 for p in done.plan.placements]
    assert agents == [0, 1, 1]
    cost = sum(INSTANCE.cost[agent, job] for job, agent in enumerate(agents))
    assert done.value == pytest.approx(-cost)
    areas = [p.area_m2 for p in done.plan.placements]
    assert areas == [INSTANCE.use[agent, job] for job, agent in enumerate(agents)]


def test_peers_on_an_assignment() -> None:
    for road in ("highs", "cp_sat"):
        line = run_peer(road, assignment_case(INSTANCE), 10.0)
        assert line["value"] == pytest.approx(-CHEAPEST)
        assert line["bound"] == pytest.approx(-CHEAPEST)
    # By hand: J1 and the others go to the first agent with room.
    assert run_peer("greedy", assignment_case(INSTANCE), 10.0)["value"] == -CHEAPEST


def test_an_instance_file_is_read_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "x"
    rows = [*INSTANCE.cost, *INSTANCE.use, INSTANCE.capacity]
    text = "\n".join(" ".join(f"{value:g}" for value in row) for row in rows)
    path.write_text(f" 2 3\n{text}\n", encoding="ascii")
    read = read_assignment(path)
    for name in ("cost", "use", "capacity"):
        assert (getattr(read, name) == getattr(INSTANCE, name)).all()
    path.write_text("2 3 1 2", encoding="ascii")
    with pytest.raises(ValueError, match="4 numbers"):
        read_assignment(path)


def test_where_the_instances_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INCUBATOR_BENCHMARKS", raising=False)
    assert instances_folder().parts[-2:] == ("shared", "benchmarks")
    monkeypatch.setenv("INCUBATOR_BENCHMARKS", str(tmp_path))
    assert instances_folder() == tmp_path
    assert instances_folder(tmp_path / "asked") == tmp_path / "asked"
    assert "skipped" in missing(tmp_path)
    (tmp_path / "gap").mkdir()
    (tmp_path / "best_known.csv").write_text(
        "instance,sense,best_known,proven_optimal,best_bound,source\n"
        "gap/x,min,7,no,6,here\ncflp/y,min,1,yes,1,here\n",
        encoding="utf-8",
    )
    assert missing(tmp_path) == ""
    (known,) = best_known(tmp_path).items()
    assert known[0] == "x"
    assert (known[1].best, known[1].proven, known[1].bound) == (7.0, False, 6.0)
