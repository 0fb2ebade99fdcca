"""The one place that knows the whole flow: workbook to tables to case to plan to report."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from optimizer.checks.breach import Breach, RuleReading
from optimizer.checks.reading import SecondReading, read_again
from optimizer.domain.assemble import assemble, case_from_tables
from optimizer.domain.case import Case
from optimizer.domain.plan import Plan
from optimizer.domain.words import GOALS
from optimizer.explain.clash import find_clash
from optimizer.explain.why_here import placement_facts
from optimizer.explain.why_not import waiting_facts
from optimizer.faults import Fault
from optimizer.labels import Lang
from optimizer.limits import Limits
from optimizer.models.allocation import AllocationModel, allocation_model, plan_of
from optimizer.models.compact import build_compact
from optimizer.reporting.read_back import read_plan, read_stamp
from optimizer.reporting.run_json import peak_memory_mb
from optimizer.reporting.write import write_report as write_workbook_report
from optimizer.result import Clash, Goal, Price, Result
from optimizer.solving.compact import Solution, solve_compact
from optimizer.solving.ending import Ending, proven_gap
from optimizer.solving.prices import area_duals
from optimizer.solving.progress import Listener
from optimizer.solving.ranked import solve_ranked
from optimizer.tables.headers.mapping import UNUSABLE, Answers, read_mapping
from optimizer.tables.read import read_tables
from optimizer.tables.table import Tables
from optimizer.units import VALUE_MARGIN

PRICE_SECONDS = 20.0
_QUESTIONS = (
    *("ambiguous_header", "ambiguous_table", "unknown_sheet"),
    *("required_sheet_missing", "required_column_missing"),
)
"""What a mapping file may settle."""


class PlanBreach(RuntimeError):  # noqa: N818 - it is a breach, not the user's error
    """Our own plan broke a rule, or its value did not recompute: no report is written."""

    def __init__(self, breaches: Sequence[Breach], detail: str = "") -> None:
        self.breaches = tuple(breaches)
        super().__init__(detail or f"{len(self.breaches)} breaches in the plan")


@dataclass
class Clock:
    """Wall time per phase."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time what happens inside under a name; repeated phases add up."""
        began = time.perf_counter()
        try:
            yield
        finally:
            took = time.perf_counter() - began
            self.seconds[name] = self.seconds.get(name, 0.0) + took


def read_workbooks(
    *paths: Path | str, mapping: Path | str | None = None, clock: Clock | None = None
) -> tuple[Tables, Case | None, tuple[Fault, ...]]:
    """Read one or several workbooks as one: tables, case (None on errors), all faults.

    Parameters
    ----------
    mapping : Path, optional
        A mapping file with the manager's answers (docs/reading.md).
    """
    clock = clock or Clock()
    with clock.phase("read"):
        tables, faults = _read(paths, mapping)
    if not tables.files:
        # Nothing could be opened: what a case would lack follows from it.
        return tables, None, faults
    with clock.phase("assemble"):
        case, all_faults = assemble(tables, faults)
    return tables, case, all_faults


def read_case(*paths: Path | str, mapping: Path | str | None = None) -> Case:
    """The case that one or several workbooks describe.

    Raises
    ------
    WorkbookFaults
        With every fault in ``.faults``, if any of them is an error.
    """
    tables, faults = _read(paths, mapping)
    return case_from_tables(tables, faults)


def _read(
    paths: Sequence[Path | str], mapping: Path | str | None
) -> tuple[Tables, tuple[Fault, ...]]:
    """The tables with the answers of a mapping file; its faults stand first."""
    answers, of_mapping = (Answers(), []) if mapping is None else read_mapping(Path(mapping))
    tables, faults = read_tables(*(Path(path) for path in paths), mapping=answers)
    if any(fault.code in UNUSABLE for fault in of_mapping):
        # The questions it answered are not asked again: once it is put right, they are settled.
        faults = tuple(fault for fault in faults if fault.code not in _QUESTIONS)
    return tables, (*of_mapping, *faults)


def allocate(
    case: Case,
    limits: Limits | None = None,
    previous: Result | Plan | None = None,
    *,
    progress: Listener | None = None,
    lp_path: Path | None = None,
    clock: Clock | None = None,
) -> Result:
    """Assign projects to space over time, with a proven gap, and read the plan again.

    Parameters
    ----------
    limits : Limits, optional
        Time, work, gap, method, seed, threads.
    previous : Result or Plan, optional
        The last plan: changing it costs, and may be capped.
    progress : callable, optional
        Told the best plan, bound and gap while the run works.
    lp_path : Path, optional
        Where to write the model in LP format.

    Raises
    ------
    PlanBreach
        If the second reading finds a breach in our own plan.
    """
    limits, clock = limits or Limits(), clock or Clock()
    last = previous.plan if isinstance(previous, Result) else previous
    with clock.phase("build"):
        model = allocation_model(case, last)
        if lp_path is not None:
            _write_lp(model, lp_path)
    with clock.phase("solve"):
        ranked = len({case.settings.ranks.get(goal, 1) for goal in GOALS}) > 1
        solve: Callable[..., Solution] = solve_ranked if ranked else solve_compact
        solution = solve(model, limits, progress)
    result = Result(case, solution.ending, limits, previous=last, counts=dict(solution.sizes))
    if solution.ending is Ending.INFEASIBLE:
        with clock.phase("explain"):
            clash = find_clash(model, limits.seconds)
        members = tuple(Clash(m.rule, m.subject, m.detail) for m in clash)
        return _timed(result.replace(clash=members), clock)
    if solution.chosen is None:
        return _timed(result.replace(bound=solution.bound), clock)
    return _timed(_with_plan(result, model, solution, clock), clock)


def _with_plan(result: Result, model: AllocationModel, solution: Solution, clock: Clock) -> Result:
    """The result with its plan read again, explained and priced."""
    case = result.case
    assert solution.chosen is not None
    plan = plan_of(case, model.options, solution.chosen)
    with clock.phase("check"):
        reading = read_again(case, plan, result.previous)
        goals = _goals(model, reading)
        objective = sum(goal.points for goal in goals)
        _refuse_breaches(reading, objective, solution)
    with clock.phase("solve"):
        duals = area_duals(model, PRICE_SECONDS)
    bound = _bound(solution, objective)
    with clock.phase("explain"):
        placed = placement_facts(case, plan)
        waiting = waiting_facts(case, plan, reading.policies)
    return result.replace(
        plan=plan,
        objective=objective,
        bound=bound,
        gap=proven_gap(objective, bound),
        locked_value=reading.locked_value,
        levels=solution.levels,
        goals=goals,
        prices=_prices(case, duals),
        policies=reading.policies,
        rules=reading.rules,
        breaches=reading.breaches,
        placed_facts=placed,
        waiting_facts=waiting,
        counts={**result.counts, "steps": solution.steps, "nodes": solution.nodes},
    )


def _bound(solution: Solution, objective: float) -> float | None:
    """Proven bound of the whole sum; ranked goals have one per level, and none of the sum."""
    if solution.levels or solution.bound is None:
        return None
    return max(solution.bound, objective)


def _refuse_breaches(reading: SecondReading, objective: float, solution: Solution) -> None:
    if reading.breaches:
        raise PlanBreach(reading.breaches)
    value = solution.value if solution.value is not None else objective
    if abs(objective - value) > VALUE_MARGIN * max(1.0, abs(value)):
        raise PlanBreach((), f"value recomputed {objective!r}, solver said {value!r}")


def _goals(model: AllocationModel, reading: SecondReading) -> tuple[Goal, ...]:
    """Every goal with its recomputed amount, weight and points."""
    goals = [
        Goal(
            term.name,
            reading.amounts[term.name],
            term.unit,
            term.weight,
            term.weight * reading.amounts[term.name] + 0.0,  # no minus zero
        )
        for term in model.terms
    ]
    for name in ("relations", "policy"):
        amount = reading.amounts[name]
        goals.append(Goal(name, amount, "point", -1.0, 0.0 - amount))
    return tuple(goals)


def _prices(case: Case, duals: Sequence[Any]) -> tuple[Price, ...]:
    prices = []
    for dual in duals:
        carrier = case.carriers[dual.carrier]
        m2_per_unit = case.settings.m2_per_desk if carrier.unit == "desks" else 1.0
        prices.append(
            Price(
                carrier.id, dual.quarter, dual.points_per_unit, dual.points_per_unit / m2_per_unit
            )
        )
    return tuple(prices)


def _timed(result: Result, clock: Clock) -> Result:
    return result.replace(seconds=dict(clock.seconds), peak_mb=peak_memory_mb())


def _write_lp(model: AllocationModel, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    build_compact(model).problem.writeLP(str(path))


def write_report(result: Result, path: Path | str, lang: Lang = "zh") -> None:
    """Write the Excel report of a result."""
    write_workbook_report(result, Path(path), lang)


def read_previous(report: Path | str, case: Case) -> tuple[Plan, tuple[Fault, ...]]:
    """The plan of an earlier report, its quarters counted from this case's start."""
    plan, faults = read_plan(Path(report))
    stamp, _ = read_stamp(Path(report))
    return plan.shifted((stamp.start or case.start) - case.start), faults


def verify(
    paths: Sequence[Path | str], report: Path | str, mapping: Path | str | None = None
) -> tuple[tuple[Breach, ...], tuple[RuleReading, ...], tuple[Fault, ...]]:
    """The second reading of a report as delivered, or as edited by hand.

    Raises
    ------
    WorkbookFaults
        If the workbooks have errors.
    """
    case = read_case(*paths, mapping=mapping)
    plan, faults = read_previous(report, case)
    stamp, _ = read_stamp(Path(report))
    if stamp.sha256 and stamp.sha256 != case.input_sha256:
        name = Path(report).name
        faults = (*faults, Fault("report_of_other_input", "warning", file=name))
    reading = read_again(case, plan)
    return reading.breaches, reading.rules, faults
