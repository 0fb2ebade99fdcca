"""For every rule a case that it alone keeps from a bad plan (and how the plan goes bad)."""

from typing import NamedTuple

from optimizer.domain.case import Case
from optimizer.domain.plan import Placement, Plan
from tests.cases import carrier, case_of, day, must, need, policy, project, tenant


class Witness(NamedTuple):
    """A case, and the last plan where the rule is about one."""

    case: Case
    previous: Plan | None = None


K1, K2 = carrier("K1"), carrier("K2")
MIXED = carrier("K1", 100, "incubation;acceleration", declared_area_m2=100)
#: A poor incubatee of 60 m² and a rich accelerating firm that would take the whole carrier.
POOR_AND_RICH = [
    project("A", 60, priority=10, industry="I"),
    project("B", 100, stage="acceleration", acceleration_area_m2=100, industry="J"),
]


def _policy(rule: str, limit: float, carriers: list, projects: list) -> Witness:  # type: ignore[type-arg]
    return Witness(case_of(carriers, projects, policy=[policy(rule, limit)]))


def _relation(kind: str) -> Witness:
    """Two projects that would part, or (apart) would share, because of the space there is."""
    carriers = [K1] if kind == "apart" else [carrier("K1", 50), carrier("K2", 50, campus="H")]
    relation = {"a": "A", "b": "B", "kind": kind}
    case = case_of(carriers, [project("A", 50), project("B", 50)], relations=[relation])
    return Witness(case)


def _must_place() -> Witness:
    """Waiting costs more than P2 is worth, but it must be placed."""
    settings = {"must_place": "yes", "max_wait_quarters": 1, "waiting_cost": 5}
    return Witness(case_of([K1], [project("P1"), project("P2")], 2, settings))


def _order() -> Witness:
    """No carrier takes the first stay; the second would do well without it."""
    chain = project("P1", 150, 1, **need("acceleration", 150, 1))
    return Witness(case_of([carrier("K2", 150, "acceleration")], [chain]))


def _idle_overstay() -> Witness:
    """Overstaying keeps A company in B's quarter: it would be paid for, leading nowhere."""
    chain = project("A", 50, 1, **need("acceleration", 50, 1), industry="I")
    mate = project("B", 50, 1, industry="J", arrives=day(1))
    settings = {"max_overstay_quarters": 1, "neighbour_bonus": 5}
    carriers = [K1, carrier("K2", 50, "acceleration", campus="H")]
    industries = [{"industry": "I", "supplies": "J"}, {"industry": "J"}]
    return Witness(case_of(carriers, [chain, mate], 3, settings, industries=industries))


def _sitting() -> Witness:
    """P1 wants all of K1; without its tenant nobody would pay for a move."""
    projects = [tenant("T1", "K1", 100, 1, movable="yes"), project("P1", 150, 2)]
    return Witness(case_of([K1, K2], projects, 2, {"carrier_move_cost": 0.5}))


def _pin() -> Witness:
    """P1 is worth little and pinned to what P2 would pay more for."""
    projects = [project("P1", priority=10), project("P2")]
    return Witness(case_of([K1], projects, pins=[must("P1", "K1")]))


def _pinned_tenant() -> Witness:
    """A move costs, but the tenant is pinned to another carrier."""
    projects = [tenant("T1", "K1", 100, 1, movable="yes")]
    settings = {"carrier_move_cost": 1}
    return Witness(case_of([K1, K2], projects, 2, settings, pins=[must("T1", "K2")]))


def _moves() -> Witness:
    """P1 wants all of K1 at once, so both tenants would move in the same quarter."""
    tenants = [tenant(name, "K1", 50, 1, movable="yes") for name in ("T1", "T2")]
    case = case_of(
        [K1, K2],
        [*tenants, project("P1", 150, 2)],
        policy=[policy("moves_per_quarter_max", 1)],
        pins=[must("T1", "K2"), must("T2", "K2")],
    )
    return Witness(case)


def _previous() -> Witness:
    """K2 is worth more now, but nothing may change."""
    pairs = [{"project": "P1", "carrier": "K2", "value": 9}]
    case = case_of([K1, K2], [project("P1")], 1, {"max_moves_from_previous": 0}, pairs=pairs)
    before = Placement("P1", "incubation", "K1", 0, 1, 0, 150, "full")
    return Witness(case, Plan((before,)))


MATES = [project("A", 60, company="甲"), project("B", 60, company="甲")]

#: Rule of the book -> its witnesses.
WITNESSES: dict[str, tuple[Witness, ...]] = {
    "one_home": (Witness(case_of([K1, K2], [project("P1", 50)])), _must_place()),
    "order": (_order(), _idle_overstay()),
    "carrier_area": (Witness(case_of([K1], [project("P1", 100), project("P2", 100)])),),
    "sitting_tenants": (_sitting(),),
    "pins": (_pin(), _pinned_tenant()),
    "relations": tuple(
        _relation(kind) for kind in ("same_carrier", "same_campus", "adjacent", "apart")
    ),
    "industry_share_max": (
        _policy("industry_share_max", 0.3, [K1], [project("A", 60, industry="I")]),
    ),
    "industry_share_min": (
        Witness(
            case_of(
                [MIXED],
                POOR_AND_RICH,
                1,
                policy=[policy("industry_share_min", 0.5, scope="industry=I")],
            )
        ),
    ),
    "relief_10k_per_year_max": (
        # 150 m² x 20 yuan x 3 months x 50 % = 0.45 in a quarter, 0.9 in the year.
        _policy(
            "relief_10k_per_year_max",
            0.5,
            [carrier("K1", rent_per_m2_month=20)],
            [project("A", 150, 2, relief_share=0.5)],
        ),
    ),
    "moves_per_quarter_max": (_moves(),),
    "incubatee_share_min": (
        Witness(case_of([MIXED], POOR_AND_RICH, 1, policy=[policy("incubatee_share_min", 0.5)])),
    ),
    "density_min": (
        Witness(case_of([MIXED], POOR_AND_RICH, 1, policy=[policy("density_min", 10)])),
    ),
    "incubatees_min": (
        Witness(case_of([MIXED], POOR_AND_RICH, 1, policy=[policy("incubatees_min", 1)])),
    ),
    "residence_months_max": (_policy("residence_months_max", 3, [K1], [project("A", 60, 2)]),),
    "age_at_entry_months_max": (
        _policy("age_at_entry_months_max", 24, [K1], [project("A", 60, founded=day(-9))]),
    ),
    "firm_area_max": (_policy("firm_area_max", 100, [K1], MATES),),
    "firm_share_max": (_policy("firm_share_max", 0.5, [K1], MATES),),
    "previous_moves": (_previous(),),
}
