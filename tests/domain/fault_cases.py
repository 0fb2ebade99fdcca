"""For every kind of fault found while a case is put together: tables that show it once."""

from typing import Any

import pandas as pd

from tests.cases import (
    Row,
    carrier,
    day,
    end_of,
    must,
    need,
    policy,
    project,
    tables,
    tenant,
)

K1, P1 = carrier("K1"), project("P1", 100)
ROOM: Row = {"room": "R1", "carrier": "K1", "area_m2": 50, "status": "let"}
T1 = tenant("T1", "K1", 50, 1)

Frames = dict[str, pd.DataFrame]


def built(*args: Any, **sheets: Any) -> Frames:
    """Tables of carriers, projects and other sheets."""
    return tables(*args, **sheets)


def _no_start() -> Frames:
    frames = built([K1], [P1])
    settings = frames["settings"]
    frames["settings"] = settings[settings["setting"] != "horizon_start"].reset_index(drop=True)
    return frames


def _rank() -> Frames:
    frames = built([K1], [P1])
    start = frames["settings"].iloc[:2]
    rank = pd.DataFrame([{"setting": "rank:profit", "value": 2}], dtype=object)
    return {**frames, "settings": pd.concat([start, rank], ignore_index=True)}


def _without(row: Row, *keys: str) -> Row:
    return {key: value for key, value in row.items() if key not in keys}


def _pin(**more: Any) -> Frames:
    return built([K1], [P1], pins=[{"project": "P1", "kind": "must", **more}])


BARE = _without(K1, "lettable_area_m2")
STATED = {**K1, "lettable_area_m2": 150}
LONG = {"project": "P1", "stage": "incubation", "area_m2": 100, "months": 3}

SITE: Row = {"site": "A", "gross_area_m2": 1_000, "stages": "incubation"}
CONVERSION: Row = {"carrier": "K1", "from_stage": "nursery", "to_stage": "incubation"}
ARRIVALS: Row = {"industry": "I", "stage": "incubation", "year": 2026, "projects": 4}
FLOW: Row = {
    "stage": "incubation",
    "months": 24,
    "graduate_share": 0.5,
    "leave_share": 0.5,
    "area_growth": 2,
}


def _plan(**sheets: Any) -> Frames:
    return built([K1], [P1], **sheets)


def _scenario(kind: str, target: str, value: str) -> Frames:
    row = {"scenario": "S", "kind": kind, "target": target, "value": value}
    return _plan(candidates=[SITE], scenarios=[row])


CASES: dict[str, Frames] = {
    "horizon_start_missing": _no_start(),
    "unknown_reference": built([K1, carrier("K2")], [{**P1, "wanted_carrier": "K3"}]),
    "opening_missing": built([{**K1, "status": "planned"}], [P1]),
    "carrier_area_missing": built([BARE, carrier("K2")], [P1]),
    "efficiency_assumed": built([{**BARE, "gross_area_m2": 1000}], [P1]),
    "area_differs_rooms": built(
        [STATED], [P1], rooms=[{**ROOM, "area_m2": 100, "status": "vacant"}]
    ),
    "area_differs_gross": built([{**STATED, "gross_area_m2": 250, "efficiency": 0.8}], [P1]),
    "area_differs_let_vacant": built([{**STATED, "let_area_m2": 20, "vacant_area_m2": 100}], [P1]),
    "lettable_above_gross": built([{**STATED, "gross_area_m2": 100}], [P1]),
    "entered_before_founded": built([K1], [{**T1, "entered": day(-4), "founded": day(-2)}]),
    "latest_before_earliest": built(
        [K1],
        [_without(P1, "incubation_area_m2", "incubation_months")],
        stays=[{**LONG, "earliest": day(1), "latest": day(0)}],
    ),
    "need_given_twice": built([K1], [P1], stays=[{**LONG, "area_m2": 90}]),
    "need_without_area": built([K1], [{**P1, "acceleration_months": 12}]),
    "project_without_need": built([K1], [_without(P1, "incubation_area_m2", "incubation_months")]),
    "min_area_above_area": built([K1], [{**P1, "incubation_min_area_m2": 120}]),
    "stage_already_past": built([K1], [{**P1, "stage": "incubation", **need("nursery", 20, 4)}]),
    "home_missing": built([K1], [_without(T1, "present_carrier")]),
    "present_area_missing": built([K1], [_without(T1, "present_area_m2")]),
    "present_stage_missing": built(
        [{**K1, "stages": "incubation;acceleration"}], [_without(T1, "stage")]
    ),
    "room_in_other_carrier": built(
        [K1, BARE | {"carrier": "K2"}],
        [T1],
        rooms=[{**ROOM, "carrier": "K2", "tenant": "T1", "lease_end": end_of(1)}],
    ),
    "room_area_differs": built(
        [BARE], [T1], rooms=[{**ROOM, "area_m2": 60, "tenant": "T1", "lease_end": end_of(1)}]
    ),
    "room_lease_differs": built(
        [BARE], [T1], rooms=[{**ROOM, "tenant": "T1", "lease_end": end_of(0)}]
    ),
    "room_lease_end_missing": built(
        [BARE], [{**P1, "incubation_area_m2": 40}], rooms=[{**ROOM, "tenant": "外单位"}]
    ),
    "lease_end_missing": built([K1], [_without(T1, "lease_end")]),
    "lease_over_free": built(
        [K1],
        [
            {**T1, "lease_end": end_of(-2), **need("acceleration", 100, 4)},
        ],
    ),
    "lease_over_stays": built([K1], [{**T1, "lease_end": end_of(-2), "movable": "no"}]),
    "lease_past_closing": built([{**K1, "closes": end_of(0)}], [T1]),
    "sits_where_not_open": built([{**K1, "opens": day(1)}], [T1]),
    "sits_in_other_stage": built([K1], [{**T1, "stage": "nursery"}]),
    "room_above_carrier": built(
        [{**BARE, "gross_area_m2": 40}],
        [{**P1, "incubation_area_m2": 30}],
        rooms=[{**ROOM, "status": "vacant"}],
    ),
    "sitting_above_capacity": built([K1], [{**T1, "present_area_m2": 160}]),
    "pin_needs_one_place": _pin(),
    "pin_binds_nothing": _pin(carrier="K1", stage="acceleration"),
    "pin_against_fit": built(
        [K1, carrier("K2", stages="acceleration")],
        [P1],
        pins=[must("P1", "K2", stage="incubation")],
    ),
    "relation_with_itself": built([K1], [P1], relations=[{"a": "P1", "b": "P1", "kind": "apart"}]),
    "pair_given_twice": built([K1], [P1], pairs=[{"project": "P1", "carrier": "K1"}] * 2),
    "policy_ends_before_start": built(
        [K1], [P1], policy=[policy("firm_area_max", 100, **{"from": day(4), "to": day(1)})]
    ),
    "nobody_takes_part": built([K1], [{**P1, "status": "reserve"}]),
    "stay_fits_nowhere": built([K1], [{**P1, "incubation_area_m2": 200}]),
    "unknown_goal_rank": _rank(),
    "candidate_given_twice": _plan(candidates=[SITE, SITE]),
    "stage_shares_impossible": _plan(
        candidates=[
            {
                **SITE,
                "stages": "nursery;incubation",
                "min_share_nursery": 0.6,
                "min_share_incubation": 0.5,
            }
        ]
    ),
    "forecast_range": _plan(forecast=[{**ARRIVALS, "low": 5, "high": 9}]),
    "forecast_in_the_past": _plan(forecast=[{**ARRIVALS, "year": 2025}]),
    "flow_shares_above_one": _plan(flow=[{**FLOW, "graduate_share": 0.7, "leave_share": 0.4}]),
    "flow_given_twice": _plan(flow=[FLOW, FLOW]),
    "conversion_of_other_stage": _plan(
        conversions=[{"carrier": "K1", "from_stage": "nursery", "to_stage": "incubation"}]
    ),
    "conversion_given_twice": built(
        [carrier("K1", stages="nursery")], [P1], conversions=[CONVERSION, CONVERSION]
    ),
    "plan_scope_unread": _plan(
        candidates=[SITE], policy=[policy("total_area_min", 100, scope="campus=A;stage=incubation")]
    ),
    "scenario_target_missing": _scenario("close", "", "2027"),
    "scenario_value_slip": _scenario("slip", "", "+30%"),
    "scenario_value_demand": _scenario("demand", "", "many"),
    "scenario_value_budget": _scenario("budget", "", "less"),
    "scenario_value_close": _scenario("close", "K1", "soon"),
    "scenario_value_setting": _scenario("setting", "discount_rate", "much"),
    "scenario_setting_unread": _scenario("setting", "horizon_quarters", "8"),
    "scenario_target_unread": _scenario("budget", "A", "-20%"),
    "scenario_given_twice": _plan(
        candidates=[SITE],
        scenarios=[{"scenario": "S", "kind": "slip", "target": "A", "value": "12"}] * 2,
    ),
    "conversion_to_same_stage": _plan(
        conversions=[{"carrier": "K1", "from_stage": "incubation", "to_stage": "incubation"}]
    ),
    "forecast_given_twice": _plan(forecast=[ARRIVALS, ARRIVALS]),
    "candidate_named_as_carrier": _plan(candidates=[{**SITE, "site": "K1"}]),
    "phases_out_of_order": _plan(candidates=[{**SITE, "phase": "二期"}, {**SITE, "phase": "一期"}]),
    "share_of_other_stage": _plan(candidates=[{**SITE, "min_share_nursery": 0.2}]),
    "must_build_cannot_start": _plan(
        candidates=[{**SITE, "must_build": "yes", "earliest_start": day(9)}]
    ),
    "candidate_opens_late": _plan(candidates=[{**SITE, "lead_months": 12}]),
}
