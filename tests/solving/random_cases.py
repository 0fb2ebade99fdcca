"""Random cases of a few stays, two carriers and at most three quarters."""

from typing import Any, cast

from hypothesis import strategies as st

from optimizer.domain.case import Case
from optimizer.faults import WorkbookFaults
from tests.cases import Row, carrier, case_of, day, end_of, need, policy, project, tenant

POLICY_LIMITS: dict[str, tuple[float, ...]] = {
    "industry_share_max": (0.2, 0.5),
    "industry_share_min": (0.2, 0.5),
    "relief_10k_per_year_max": (0.1, 0.3),
    "moves_per_quarter_max": (0, 1),
    "incubatee_share_min": (0.3, 0.6),
    "density_min": (5, 10),
    "incubatees_min": (1, 2),
    "residence_months_max": (3, 6),
    "age_at_entry_months_max": (12, 26),
    "firm_area_max": (60, 120),
    "firm_share_max": (0.3, 0.6),
}
STAGES = ("incubation", "acceleration", "incubation;acceleration")


@st.composite
def small_cases(draw: st.DrawFn) -> Case | None:
    """A small case; None where the draw contradicts itself (an input fault)."""
    quarters = draw(st.integers(2, 3))
    carriers = [draw(_carrier(f"K{k}", quarters)) for k in (1, 2)]
    projects = _projects(draw, quarters)
    names = [row["project"] for row in projects]
    sheets = {
        "pins": draw(st.lists(_pin(names), max_size=1)),
        "relations": draw(st.lists(_relation(names), max_size=1)) if len(names) > 1 else [],
        "pairs": draw(st.lists(_pair(names), max_size=1)),
        "policy": draw(st.lists(_policy(), max_size=2)),
        "industries": [{"industry": "A", "supplies": "B"}, {"industry": "B", "weight": 1.5}],
    }
    try:
        return case_of(carriers, projects, quarters, draw(_settings()), **sheets)
    except WorkbookFaults:
        return None


def _carrier(name: str, quarters: int) -> st.SearchStrategy[Row]:
    return st.builds(
        lambda area, stages, **more: carrier(name, area, stages, **more),
        st.sampled_from((100, 150, 200)),
        st.sampled_from(STAGES),
        campus=st.sampled_from(("G1", "G2")),
        industries=st.sampled_from(("", "A", "A;B")),
        opens=st.sampled_from((None, None, None, day(1))),
        closes=st.sampled_from((None, None, None, end_of(quarters - 1))),
        declared_area_m2=st.sampled_from((None, 100)),
        public_area_m2=st.sampled_from((None, 10)),
        rent_per_m2_month=st.sampled_from((None, 20)),
        clear_height_m=st.sampled_from((None, 4, 6)),
    )


def _projects(draw: st.DrawFn, quarters: int) -> list[Row]:
    rows: list[Row] = []
    stays = 0
    for p in range(draw(st.integers(1, 3))):
        left = 4 - stays
        kind = draw(st.sampled_from(("wished", "wished", "tenant")))
        own, count = draw(_tenant(f"T{p}", left) if kind == "tenant" else _wished(f"P{p}", left))
        stays += count
        rows.append(own)
        if stays >= 4:
            break
    return rows


COMMON: dict[str, st.SearchStrategy[Any]] = {
    "industry": st.sampled_from(("A", "B", "")),
    "priority": st.sampled_from((40, 70, 100)),
    "relief_share": st.sampled_from((None, 0.5)),
    "wanted_carrier": st.sampled_from((None, None, "K1")),
    "company": st.sampled_from((None, "甲")),
    "founded": st.sampled_from((None, day(-6))),
    "need_clear_height_m": st.sampled_from((None, None, 5)),
}


@st.composite
def _more(draw: st.DrawFn) -> Row:
    return {key: draw(value) for key, value in COMMON.items()}


@st.composite
def _need(draw: st.DrawFn, stage: str) -> Row:
    area = draw(st.sampled_from((60, 100, 150)))
    least = draw(st.sampled_from((None, 50)))
    return need(stage, area, draw(st.integers(1, 2)), least)


@st.composite
def _wished(draw: st.DrawFn, name: str, left: int) -> tuple[Row, int]:
    more = draw(_more())
    both = left > 1 and draw(st.booleans())
    row = project(name, arrives=draw(st.sampled_from((day(0), day(0), day(1)))), **more)
    row |= draw(_need("incubation"))
    row["protected"] = draw(st.sampled_from((None, None, "yes")))
    if both:
        row |= draw(_need("acceleration"))
    return row, 1 + both


@st.composite
def _tenant(draw: st.DrawFn, name: str, left: int) -> tuple[Row, int]:
    more = draw(_more())
    row = tenant(name, draw(st.sampled_from(("K1", "K2"))), 50, draw(st.integers(0, 2)), **more)
    row["movable"] = draw(st.sampled_from(("yes", "yes", "no")))
    row["entered"] = draw(st.sampled_from((None, day(-1))))
    later = left > 1 and draw(st.booleans())
    if later:
        row |= draw(_need("acceleration"))
    return row, 1 + later


def _pin(names: list[str]) -> st.SearchStrategy[Row]:
    return st.builds(
        dict,
        project=st.sampled_from(names),
        carrier=st.sampled_from(("K1", "K2")),
        kind=st.sampled_from(("must", "must_not")),
        **{"from": st.sampled_from((None, None, day(1)))},
    )


def _relation(names: list[str]) -> st.SearchStrategy[Row]:
    return st.builds(
        dict,
        a=st.just(names[0]),
        b=st.sampled_from(names[1:]),
        kind=st.sampled_from(("same_carrier", "same_campus", "adjacent", "apart")),
        strength=st.sampled_from(("hard", "soft")),
        weight=st.sampled_from((None, 0.3)),
    )


def _pair(names: list[str]) -> st.SearchStrategy[Row]:
    return st.builds(
        dict,
        project=st.sampled_from(names),
        carrier=st.sampled_from(("K1", "K2")),
        value=st.sampled_from((None, 0.7)),
        area_m2=st.sampled_from((None, 80)),
        allowed=st.sampled_from((None, "yes", "no")),
    )


@st.composite
def _policy(draw: st.DrawFn) -> Row:
    rule = draw(st.sampled_from(sorted(POLICY_LIMITS)))
    scope = draw(st.sampled_from(("", "", "campus=G1", "carrier=K1", "stage=incubation")))
    strength = draw(st.sampled_from(("hard", "hard", "soft", "watch")))
    row = policy(rule, draw(st.sampled_from(POLICY_LIMITS[rule])), strength=strength)
    if scope != "campus=G1" or rule not in ("density_min", "incubatees_min"):
        row["scope"] = scope
    row["from"] = draw(st.sampled_from((None, None, day(1))))
    return row


def _settings() -> st.SearchStrategy[Row]:
    costs = st.sampled_from((0, 0.05, 0.3))
    return cast(
        "st.SearchStrategy[Row]",
        st.fixed_dictionaries(
            {
                "max_wait_quarters": st.integers(0, 1),
                "max_overstay_quarters": st.integers(0, 1),
                "must_place": st.sampled_from(("no", "no", "no", "yes")),
                "unknown_attributes": st.sampled_from(("allow", "allow", "refuse")),
                "waiting_cost": costs,
                "overstay_cost": costs,
                "carrier_move_cost": costs,
                "campus_move_cost": costs,
                "focus_cost": costs,
                "neighbour_bonus": costs,
                "relief_cost": costs,
                "unknown_cost": costs,
                "unwanted_cost": costs,
            }
        ),
    )
