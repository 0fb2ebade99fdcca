"""A small synthetic case with a plan made by a plain greedy rule, to write reports from."""

from datetime import date

import numpy as np

from optimizer.checks.breach import PolicyReading, RuleReading
from optimizer.domain.carrier import Campus, Carrier
from optimizer.domain.case import Case, DefaultUsed
from optimizer.domain.options import Options, list_options, wanted_quarters
from optimizer.domain.plan import Placement, Plan
from optimizer.domain.project import Project, Stay
from optimizer.domain.wishes import Industry, Pin, Policy, Relation, Scope
from optimizer.domain.words import MODES, NEVER, STAGES, Stage, State
from optimizer.explain.why_here import placement_facts
from optimizer.explain.why_not import waiting_facts
from optimizer.faults import Fault
from optimizer.limits import Limits
from optimizer.quarters import quarter_of
from optimizer.result import Goal, Price, Result
from optimizer.settings import Settings
from optimizer.solving.ending import Ending

INDUSTRIES = ("特色半导体", "生物医药及高端医疗器械", "新能源", "智能高端装备", "数字经济")
QUARTERS = 12
_LENGTHS = {"nursery": 4, "incubation": 6, "acceleration": 6, "industrialisation": 8}
_AREAS = {
    "nursery": 24.0,
    "incubation": 160.0,
    "acceleration": 1_200.0,
    "industrialisation": 5_000.0,
}
_SUPPLY = {
    "clear_height": (4.5, 4.5),
    "floor_load": (5.0, 5.0),
    "fire_class": (3.5, 4.0),
}


def carriers() -> tuple[Carrier, ...]:
    """Twelve carriers in three campuses; one counts desks, one is an enclave, one opens later."""
    rows: list[tuple[str, str, tuple[Stage, ...], float]] = [
        ("苗圃一号楼", "留创园北区", ("nursery",), 60),
        ("孵化大楼A座", "留创园北区", ("incubation",), 1_100),
        ("孵化大楼B座", "留创园北区", ("nursery", "incubation"), 900),
        ("加速器1号楼", "留创园北区", ("acceleration",), 4_200),
        ("孵化楼C座", "留创园南区", ("incubation",), 800),
        ("加速器2号楼", "留创园南区", ("acceleration",), 3_600),
        ("标准厂房1幢", "留创园南区", ("industrialisation",), 11_000),
        ("标准厂房2幢", "留创园南区", ("acceleration", "industrialisation"), 9_000),
        ("GMP厂房", "产业园东区", ("acceleration", "industrialisation"), 8_000),
        ("中试楼", "产业园东区", ("incubation", "acceleration"), 2_000),
        ("新建产业楼", "产业园东区", ("industrialisation",), 12_000),
        ("上海离岸孵化点", "上海飞地", ("nursery", "incubation"), 500),
    ]
    made = []
    for number, (name, campus, stages, capacity) in enumerate(rows, 1):
        desks = number == 1
        height = 6.0 if "industrialisation" in stages else 3.6
        made.append(
            Carrier(
                id=f"K-{number:02d}",
                name=name,
                campus=campus,
                stages=stages,
                industries=("生物医药及高端医疗器械",) if number == 9 else (),
                capacity=capacity,
                unit="desks" if desks else "m2",
                lettable_area_m2=capacity * 6 if desks else capacity,
                opens=4 if number == 11 else 0,
                closes=8 if number == 5 else NEVER,
                enclave="domestic" if number == 12 else "no",
                rent_per_m2_month=25.0,
                supplies={**_SUPPLY, "clear_height": (height, height)} if number != 10 else {},
            )
        )
    return tuple(made)


def projects() -> tuple[tuple[Project, ...], tuple[Stay, ...]]:
    """Thirty projects: ten sit with a lease, the others come for one to three stages."""
    made, stays = [], []
    for number in range(30):
        first = number % 4
        stages = STAGES[first : min(first + 1 + number % 3, 4)]
        sits = number < 10
        start = len(stays)
        for place, stage in enumerate(stages):
            area = _AREAS[stage] * (1 + (number % 5) / 4)
            here = sits and place == 0
            needs: dict[str, float | str] = {}
            if stage == "acceleration" and number % 3 == 0:
                needs = {"clear_height": 5.5, "fire_class": "丙"}
            stays.append(
                Stay(
                    project=number,
                    stage=stage,
                    area_m2=area,
                    min_area_m2=area if number % 2 else area * 0.8,
                    desks=np.ceil(area / 6),
                    length=2 + number % 5 if here else _LENGTHS[stage],
                    earliest=number % 6 if place == 0 and not sits else 0,
                    home=_home(first) if here else -1,
                    movable=number == 4 and here,
                    needs={} if here else needs,
                )
            )
        made.append(
            Project(
                id=f"P-{number + 1:03d}",
                name=f"示例项目{number + 1:02d}号"
                + ("高端医疗影像设备核心部件" if number % 7 == 0 else ""),
                firm=f"示例科技{number + 1:02d}（张家港）有限公司",
                industry=INDUSTRIES[number % 5],
                status="sitting" if sits else "approved",
                priority=60 + number,
                talent_class="ABCD"[number % 4],
                protected=number % 9 == 8,
                wanted_carrier=11 if number == 16 else 3 if number == 14 else -1,
                relief_share=0.5 if number % 8 == 3 else 0.0,
                stays=range(start, len(stays)),
            )
        )
    return tuple(made), tuple(stays)


def _home(stage: int) -> int:
    return (0, 1, 3, 6)[stage]


def example_case(**changes: object) -> Case:
    """The example case."""
    all_projects, stays = projects()
    all_carriers = carriers()
    names = tuple(dict.fromkeys(carrier.campus for carrier in all_carriers))
    blocked = np.zeros((len(all_carriers), QUARTERS))
    blocked[6, :5] = 1_500.0
    start = quarter_of(date(2026, 1, 1))
    pinned = all_projects[20].stays[0]
    case = Case(
        settings=Settings(horizon_start=date(2026, 1, 1), waiting_cost=0.08),
        start=start,
        quarters=QUARTERS,
        campuses=tuple(Campus(name) for name in names),
        carriers=all_carriers,
        projects=all_projects,
        stays=stays,
        industries=(
            Industry(INDUSTRIES[0], supplies=(INDUSTRIES[3], INDUSTRIES[4])),
            *(Industry(name) for name in INDUSTRIES[1:]),
        ),
        pins=(Pin(20, (pinned,), frozenset({1}), "must", label="K-02"),),
        relations=(Relation(22, 26, "same_campus"),),
        policies=(Policy("C01", "incubatee_share_min", Scope(), "", 0.75, "hard", 0.0),),
        blocked=blocked,
        warnings=(
            Fault(
                "not_a_workbook",
                "warning",
                "示例台账.xlsx",
                "载体",
                "F9",
                "=SUM(A1:A9)",
            ),
        ),
        defaults=(DefaultUsed("priority", 12, ("P-001", "P-002"), "60"),),
        own_columns={"P-011": {"联络员": '=HYPERLINK("http://example.invalid")', "备注": "+1"}},
        synthetic=True,
        input_sha256="0123456789abcdef" * 4,
        files=("示例台账.xlsx",),
    )
    return case.replace(**changes)


def greedy_plan(case: Case) -> Plan:
    """First option that fits, stay by stay, without overstay; refuses the rest of a chain."""
    options = list_options(case)
    free = case.capacity.copy()
    wanted = wanted_quarters(case)
    chosen: dict[int, int] = {}
    states: dict[tuple[str, str], State] = {}
    locked = set(options.stay[options.locked].tolist())
    order = sorted(range(len(case.stays)), key=lambda s: (s not in locked, s))
    begin = np.searchsorted(options.stay, np.arange(len(case.stays) + 1))
    for stay in order:
        before = int(case.stay_arrays.predecessor[stay])
        states[case.stay_key(stay)] = "refused"
        if wanted[stay] >= case.quarters:
            states[case.stay_key(stay)] = "later"
            continue
        if before >= 0 and before not in chosen:
            continue
        rows = range(begin[stay], begin[stay + 1])
        best = sorted(rows, key=lambda o: (options.mode[o], options.first[o], options.carrier[o]))
        for o in best:
            if _takes(case, options, o, free, chosen.get(before, -1)):
                chosen[stay] = o
                on_time = options.first[o] <= wanted[stay] or options.locked[o]
                states[case.stay_key(stay)] = "placed" if on_time else "waiting"
                break
    placements = (_placement(case, options, chosen[stay]) for stay in sorted(chosen))
    return Plan(
        tuple(placements), {case.stay_key(s): states[case.stay_key(s)] for s in sorted(order)}
    )


def _takes(case: Case, options: Options, o: int, free: np.ndarray, before: int) -> bool:
    if options.overstay[o] or (before >= 0 and options.first[o] != options.end[before]):
        return False
    k, span = options.carrier[o], slice(max(options.first[o], 0), options.end[o])
    if (free[k, span] < options.use[o] - 1e-9).any():
        return False
    free[k, span] -= options.use[o]
    if options.before[o] >= 0:
        free[options.before[o], : options.first[o]] -= options.before_use[o]
    return True


def _placement(case: Case, options: Options, o: int) -> Placement:
    project, stage = case.stay_key(int(options.stay[o]))
    before = int(options.before[o])
    return Placement(
        project=project,
        stage=stage,  # type: ignore[arg-type]
        carrier=case.carriers[options.carrier[o]].id,
        first=int(options.first[o]),
        end=int(options.end[o]),
        overstay=int(options.overstay[o]),
        area_m2=float(options.area_m2[o]),
        mode=MODES[options.mode[o]],
        moved_from=case.carriers[before].id if before >= 0 else "",
        locked=bool(options.locked[o]),
    )


def example_result(case: Case | None = None, **changes: object) -> Result:
    """A result as the pipeline would give it; goals, prices and readings are made up."""
    case = example_case() if case is None else case
    plan = greedy_plan(case)
    share = PolicyReading(
        "C01", "incubatee_share_min", case.campuses[0].id, case.quarter(3), 0.71, 0.75, 0.71,
        0.0, "share", "hard", "existing", 12, "国科发区〔2018〕300号（示例）",
    )  # fmt: skip
    firm = PolicyReading(
        "C02", "firm_area_max", "示例科技07", case.quarter(5), 5_200.0, 6_000.0, 6_000.0,
        800.0, "m2", "soft", "met", 30, "=cmd|' /C calc'!A0",
    )  # fmt: skip
    prices = [
        Price(case.carriers[k].id, t, 0.0005 * (k + 1), 0.0005 * (k + 1) if k in (2, 3, 7) else 0.0)
        for k in range(len(case.carriers))
        for t in range(3, 8)
    ]
    result = Result(
        case=case,
        ending=Ending.WITHIN_GAP,
        limits=Limits(),
        plan=plan,
        objective=20.5,
        bound=20.52,
        gap=(20.52 - 20.5) / 20.52,
        sitting_value=12.345,
        goals=(
            Goal("value", 21.2, "point", 1.0, 21.2),
            Goal("waiting", 8.0, "quarter", 0.0875, -0.7),
        ),
        prices=tuple(prices),
        policies=(share, firm),
        rules=(RuleReading("one_home", 57, 0), RuleReading("relations", 0, 0)),
        placed_facts=placement_facts(case, plan),
        waiting_facts=waiting_facts(case, plan, (share, firm)),
    )
    return result.replace(**changes)
