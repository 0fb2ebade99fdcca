"""Small random development cases, drawn by hypothesis."""

from typing import Any

from hypothesis import strategies as st

from optimizer.domain.case import Case
from tests.cases import Row, carrier, day, policy
from tests.development.cases import arrivals, candidate, flow, needs, plan_case

STAGE = st.sampled_from(["incubation", "acceleration", "incubation;acceleration"])
INDUSTRY = st.sampled_from(["I", "J"])


@st.composite
def candidates(draw: st.DrawFn) -> list[Row]:
    """Two or three candidates: a site of two phases, and sometimes an enclave."""
    sites: list[Row] = []
    for name, phase in (("A", "1"), ("A", "2"), ("B", "")):
        area = draw(st.sampled_from([40, 90]))
        sites.append(
            candidate(
                name,
                area,
                draw(STAGE),
                phase=phase,
                efficiency=draw(st.sampled_from([0.5, 1])),
                lead_months=draw(st.sampled_from([0, 6, 15])),
                cost_per_m2=draw(st.sampled_from([1_000, 5_000, 12_000])),
                earliest_start=draw(st.sampled_from([None, day(2)])),
                land_cost_10k=draw(st.sampled_from([0, 7])),
                must_build=draw(st.sampled_from(["", "", "", "yes"])),
            )
        )
    if draw(st.booleans()):
        sites[-1] |= {"stages": "nursery", "enclave": "domestic", "industries": "I"}
    return sites


@st.composite
def plan_cases(draw: st.DrawFn) -> Case:
    """A case of two or three years with a soft row or two; it always has a plan."""
    settings: Row = {
        "absorption_quarters": draw(st.sampled_from([1, 3])),
        "discount_rate": draw(st.sampled_from([0, 0.1])),
        "vacancy_cost_per_m2_year": draw(st.sampled_from([0, 2_000])),
        "balance_cost_10k": draw(st.sampled_from([0, 30])),
        "investment_method": draw(st.sampled_from(["full", "annuity", "full_less_residual"])),
        "one_site_per_project": draw(st.sampled_from(["no", "yes"])),
    }
    rows = draw(
        st.lists(
            st.sampled_from(
                [
                    policy("capital_10k_per_year_max", 40, strength="soft", weight=0.7),
                    policy("starts_m2_per_year_max", 80, strength="soft", weight=0.2),
                    policy("vacancy_max", 0.3, strength="soft", weight=0.1),
                    policy("new_area_min", 120, strength="soft", weight=0.3),
                    policy("enclaves_min", 1, strength="soft", weight=9),
                ]
            ),
            max_size=2,
            unique_by=lambda row: row["rule"],
        )
    )
    projects = [
        needs(f"P{n}", draw(st.sampled_from([20, 40])), 2, industry=draw(INDUSTRY))
        for n in range(draw(st.integers(1, 2)))
    ]
    more: dict[str, Any] = {}
    if draw(st.booleans()):
        more["conversions"] = [
            {"carrier": "K1", "from_stage": "nursery", "to_stage": "incubation",
             "months": draw(st.sampled_from([0, 6])), "cost_per_m2": 1_500, "max_share": 0.8}
        ]  # fmt: skip
    return plan_case(
        draw(candidates()),
        projects,
        draw(st.sampled_from([2, 3])),
        settings,
        [carrier("K1", 60, "nursery"), carrier("K2", 20)],
        forecast=[arrivals(2026, 80, industry=draw(INDUSTRY))],
        flow=[
            flow("nursery", 2, 0.5, 0.5, home_share=0.8, home_lag_months=3),
            flow("incubation", 3, 0.5, 0.3, area_growth=2),
            flow("acceleration", 4),
        ],
        policy=rows,
        **more,
    )
