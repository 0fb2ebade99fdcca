"""What sharpens a plan's LP: roundings of what demand asks, and what starts cost at its prices."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.domain.case import Case
from optimizer.limits import Limits
from optimizer.models.expansion import ExpansionModel, expansion_model
from optimizer.rules.block import Floats
from optimizer.rules.expansion_book import EXPANSION_RULES
from optimizer.solving import expansion
from optimizer.solving.covering import coverings_of
from optimizer.solving.ending import Ending
from optimizer.solving.expansion import solve_expansion
from optimizer.solving.linear_program import LinearProgram
from optimizer.solving.program import Program, solve_program
from optimizer.solving.progress import Watch
from optimizer.solving.root import Root, root_of
from optimizer.solving.rounding import priced as priced_by
from optimizer.solving.rounding import solve_rounded
from tests.benchmarks.location_files import Location, tables_of
from tests.cases import carrier
from tests.development.cases import arrivals, needs, plan_case, priced
from tests.development.random_plans import plan_cases
from tests.development.test_oracles import FEW

SUMMED = ("demand_served", "new_space", "existing_space", "laid_out")
SERVED = {"must_place": "yes"}
TEN = [needs(f"P{n}", 10, 1) for n in range(10)]
"""100 m2 together."""


def root_with_cuts(model: ExpansionModel) -> Root:
    root = root_of(Program.of(model), model.ground, Watch(60), coverings=coverings_of(model))
    assert root is not None
    return root


def starts_of(model: ExpansionModel, opened: list[float]) -> Floats:
    values = np.zeros(model.columns)
    values[: len(opened)] = opened
    return values


def test_openings_that_demand_needs_are_rounded_up() -> None:
    # 100 m2 in sites of 40 m2: two and a half for the LP, three for every plan. 3 x 20 = 60.
    sites = [priced(name, 20, 40) for name in "ABCD"]
    model = expansion_model(plan_case(sites, TEN, 1, SERVED))
    lp = LinearProgram(Program.of(model).relaxed()).solve(Watch(60))
    assert lp is not None
    assert lp.bound == pytest.approx(50)

    rows = coverings_of(model).broken(lp.values)

    assert rows.low.tolist() == [3]
    assert rows.matrix.toarray()[0, :4].tolist() == [1, 1, 1, 1]
    assert rows.matrix.nnz == 4
    assert root_with_cuts(model).bound == pytest.approx(60)


def test_what_may_go_without_is_in_the_rounding() -> None:
    # 100 m2 in sites of 40 m2, f0 = 0.5: x + u / (40 x 0.5) >= 3. Two sites leave 20 m2: 2 + 1.
    sites = [priced(name, 20, 40) for name in "ABC"]
    model = expansion_model(plan_case(sites, TEN, 1))
    rows = coverings_of(model).broken(starts_of(model, [1, 1, 0.5]))

    assert rows.low.tolist() == [3]
    assert sorted(rows.matrix.data.tolist()) == pytest.approx([0.05, 1, 1, 1])
    assert rows.matrix.indices.max() == model.ground.unmet.first


def test_a_smaller_site_counts_for_its_fraction() -> None:
    # 100 m2, divided by 40: 2.5, f0 = 0.5. A site of 50 m2 is 1 + min(1, 0.25 / 0.5) = 1.5 and
    # one of 10 m2 0.25 / 0.5 = 0.5.
    sites = [priced("A", 20, 40), priced("B", 20, 40), priced("C", 20, 50), priced("D", 5, 10)]
    model = expansion_model(plan_case(sites, TEN, 1, SERVED))
    rows = coverings_of(model).broken(starts_of(model, [1, 1, 0, 0.5]))

    assert rows.low.tolist() == [3]
    assert rows.matrix.toarray()[0, :4].tolist() == [1, 1, 1.5, 0.5]


def test_space_that_stands_is_taken_off_what_openings_are_asked_for() -> None:
    sites = [priced(name, 20, 40) for name in "ABC"]
    standing = [carrier("K1", 30, "incubation"), carrier("K2", 500, "nursery")]
    model = expansion_model(plan_case(sites, TEN, 1, SERVED, standing))

    assert set(coverings_of(model).limit.tolist()) == {70}


def test_stages_are_rounded_apart() -> None:
    # 62.5 m2 of each of two stages, mean of the year; the sites of the other do not help.
    sites = [priced(name, 20, 40) for name in "ABC"]
    sites += [priced(name, 20, 40, stages="acceleration") for name in "DEF"]
    wishes = [arrivals(2026, 100), arrivals(2026, 100, "acceleration")]
    case = plan_case(sites, [], 1, forecast=wishes)
    model = expansion_model(case)
    halves = coverings_of(model).broken(starts_of(model, [0.8, 0.8, 0, 0.8, 0.8, 0]))
    alone = {tuple(np.flatnonzero(row[:6]).tolist()) for row in halves.matrix.toarray()}

    assert {(0, 1, 2), (3, 4, 5)} <= alone


@FEW
@given(case=plan_cases(), left_out=st.sampled_from(["", *SUMMED]))
def test_no_plan_breaks_a_rounding(case: Case, left_out: str) -> None:
    """Also where a rule is not there to be summed."""
    rules = [rule for rule in EXPANSION_RULES if rule.name != left_out]
    model = expansion_model(case, rules)
    program, coverings = Program.of(model), coverings_of(model)
    draw = np.random.default_rng(0)
    count = len(model.ground.start)
    for _ in range(4):
        at = starts_of(model, draw.uniform(0, 1, count).tolist())
        rows = coverings.broken(at)
        for row, least in zip(rows.matrix.toarray(), rows.low, strict=True):
            lowest = solve_program(program.with_costs(row), Watch(60), gap=0.0)
            assert lowest.bound is not None
            assert lowest.bound - program.constant >= least - 1e-6


@FEW
@given(case=plan_cases())
def test_no_plan_costs_less_than_an_lp_says_of_its_starts(case: Case) -> None:
    model = expansion_model(case)
    root, ground = root_with_cuts(model), model.ground
    areas = LinearProgram(root.program.relaxed(), root.basis)
    draw, planes = np.random.default_rng(1), [(root.least, root.start_costs)]
    for _ in range(6):
        chosen = draw.integers(0, 2, len(ground.start)).astype(np.float64)
        areas.hold(ground.start.columns, chosen)
        found = areas.solve(Watch(60))
        if found is None:
            continue
        for least, each in planes:
            assert found.bound >= least + each @ chosen - 1e-6
        said = priced_by(root.program, ground, found)
        assert said.least + said.slope @ chosen == pytest.approx(said.cost, abs=1e-6)
        planes.append((said.least, said.slope))


@FEW
@given(case=plan_cases())
def test_a_plan_with_a_start_costs_what_the_root_says_at_least(case: Case) -> None:
    model = expansion_model(case)
    root, program = root_with_cuts(model), Program.of(model)
    for n, costs in enumerate(root.start_costs.tolist()):
        for value in (0.0, 1.0):
            held = program.fixed(np.array([n]), np.array([value]))
            best = solve_program(held, Watch(60), gap=0.0)
            more = max(costs, 0.0) if value else max(-costs, 0.0)
            if best.cost is not None:
                assert best.cost >= root.bound + more - 1e-6 * abs(best.cost)


def test_a_start_the_lp_leaves_closed_costs_what_its_best_areas_leave() -> None:
    # A alone holds everybody for 10; B costs 50 more than it could ever save.
    sites = [priced("A", 10, 100), priced("B", 60, 100)]
    model = expansion_model(plan_case(sites, [needs("P1", 100, 1)], 1, SERVED))

    assert root_with_cuts(model).start_costs[1] >= 50 - 1e-6


def location(seed: int, alike: bool) -> Location:
    """Ten sites and 350 customers in a square."""
    draw = np.random.default_rng(seed)
    sites, customers = draw.uniform(0, 1, (10, 2)), draw.uniform(0, 1, (350, 2))
    distance = np.linalg.norm(sites[:, None, :] - customers[None, :, :], axis=2)
    demand = draw.integers(5, 36, 350).astype(np.float64)
    share = np.full(10, 0.3) if alike else draw.uniform(0.15, 0.45, 10)
    capacity = np.round(share * demand.sum())
    opening = draw.uniform(900, 1_300, 10)
    return Location("drawn", capacity, opening, demand, distance * demand, one_site=False)


@pytest.mark.parametrize("alike", [True, False], ids=["alike", "different"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_few_openings_that_carry_many_columns_are_proved_the_best(seed: int, alike: bool) -> None:
    model = expansion_model(Case.from_tables(**tables_of(location(seed, alike))))
    program = Program.of(model)
    assert program.is_wide
    best = solve_program(program, Watch(120), gap=0.0)

    found = solve_expansion(model, Limits(gap=1e-9), Watch(120))

    assert best.ending is found.ending is Ending.OPTIMAL
    assert found.cost == pytest.approx(best.cost, rel=1e-7)
    assert found.bound == pytest.approx(best.cost, rel=1e-7)


def test_a_search_that_time_ends_among_some_starts_claims_nothing_of_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The starts that are tried first are proved to hold no plan, just as time runs out.
    model = expansion_model(Case.from_tables(**tables_of(location(1, alike=True))))
    ground, watch = model.ground, Watch(60)
    root = root_with_cuts(model)
    known = solve_rounded(root, ground, watch)
    assert known.cost is not None
    monkeypatch.setattr(expansion, "promising", lambda *_: np.array([0]))
    watch = Watch(0.0)

    told = expansion.solve_what_may_be_better(root, ground, Limits(gap=0.0), watch, known)

    assert told.ending is Ending.TIME_LIMIT
    assert (told.cost, told.bound) == (known.cost, root.bound)
