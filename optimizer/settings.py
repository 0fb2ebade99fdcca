"""Settings of a case: every one with its default, unit and range.

The names are those of the workbook's settings sheet. The help text of each
stands in the catalogue under ``setting.<name>``. Defaults marked *assumed* have
no published source; the report lists every default that was used.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from typing import Any, Final, Literal

SettingKind = Literal["date", "integer", "number", "yes_no", "choice"]

CLASS_WEIGHT_PREFIX: Final = "class_weight:"
RECOGNITION_WEIGHT_PREFIX: Final = "recognition_weight:"
RANK_PREFIX: Final = "rank:"


@dataclass(frozen=True, slots=True)
class SettingSpec:
    """What the workbook's settings sheet may hold under one name."""

    name: str
    kind: SettingKind
    default: Any
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    for_plan: bool = False
    """Whether only `incubator plan` reads it."""


def _setting(
    default: Any,
    kind: SettingKind,
    unit: str = "",
    low: float | None = None,
    high: float | None = None,
    choices: tuple[str, ...] = (),
) -> Any:
    meta = {"kind": kind, "unit": unit, "low": low, "high": high, "choices": choices}
    return field(default=default, metadata=meta)


def _number(default: float, unit: str = "", low: float = 0.0, high: float | None = None) -> Any:
    return _setting(default, "number", unit, low, high)


def _count(default: int | None, unit: str, low: float = 0, high: float | None = None) -> Any:
    return _setting(default, "integer", unit, low, high)


def _yes_no(default: bool) -> Any:
    return _setting(default, "yes_no")


def _choice(default: str, *choices: str) -> Any:
    return _setting(default, "choice", choices=choices)


def _for_plan(setting: Any) -> Any:
    """The same setting, marked as one that only `incubator plan` reads."""
    return field(default=setting.default, metadata={**setting.metadata, "for_plan": True})


@dataclass(frozen=True)
class Settings:
    """All settings; one field per name of the settings sheet.

    `class_weights`, `recognition_weights` and `ranks` hold the open-ended rows
    ``class_weight:X``, ``recognition_weight:X`` and ``rank:GOAL``.
    """

    # Time
    horizon_start: date | None = _setting(None, "date")
    horizon_quarters: int = _count(12, "quarter", 1, 200)
    max_wait_quarters: int = _count(4, "quarter", 0, 40)
    max_overstay_quarters: int = _count(4, "quarter", 0, 40)

    # What takes part
    must_place: bool = _yes_no(False)
    include_reserve: bool = _yes_no(False)
    lease_end_means: str = _choice("renews", "renews", "leaves")
    unknown_attributes: str = _choice("allow", "allow", "refuse")
    max_moves_from_previous: int | None = _count(None, "placement", 0)

    # Areas (assumed)
    m2_per_desk: float = _number(6.0, "m2", 0.1)
    default_efficiency: float = _number(0.7, "share", 0.01, 1.0)
    reference_area_nursery_m2: float = _number(20.0, "m2", 0.1)
    reference_area_incubation_m2: float = _number(150.0, "m2", 0.1)
    reference_area_acceleration_m2: float = _number(1_000.0, "m2", 0.1)
    reference_area_industrialisation_m2: float = _number(4_000.0, "m2", 0.1)
    default_months_nursery: float = _number(12.0, "month", 1)
    default_months_incubation: float = _number(24.0, "month", 1)
    default_months_acceleration: float = _number(24.0, "month", 1)
    default_months_industrialisation: float = _number(60.0, "month", 1)

    # Weights of value
    default_priority: float = _number(60.0, "score", 0, 100)
    protected_weight: float = _number(2.0, "factor")
    stage_weight_nursery: float = _number(1.0, "factor")
    stage_weight_incubation: float = _number(1.0, "factor")
    stage_weight_acceleration: float = _number(1.0, "factor")
    stage_weight_industrialisation: float = _number(1.0, "factor")

    # Costs, in value points per unit of the goal
    waiting_cost: float = _number(0.05, "point_per_quarter")
    overstay_cost: float = _number(0.10, "point_per_quarter")
    carrier_move_cost: float = _number(0.05, "point_per_move")
    campus_move_cost: float = _number(0.10, "point_per_move")
    focus_cost: float = _number(0.05, "point_per_stay")
    neighbour_bonus: float = _number(0.10, "point_per_stay")
    relief_cost: float = _number(0.002, "point_per_10k_yuan")
    unknown_cost: float = _number(0.05, "point_per_attribute")
    unwanted_cost: float = _number(0.10, "point_per_stay")
    change_cost: float = _number(0.20, "point_per_placement")
    relation_weight: float = _number(0.20, "point_per_quarter")
    policy_weight: float = _number(10.0, "point_per_unit")

    # Used by `incubator plan`
    discount_rate: float = _number(0.05, "share", 0.0, 1.0)
    absorption_quarters: int = _count(4, "quarter", 1, 40)
    investment_method: str = _for_plan(_choice("annuity", "annuity", "full", "full_less_residual"))
    asset_life_years: float = _for_plan(_number(40.0, "year", 1, 200))
    default_lead_months: float = _for_plan(_number(24.0, "month", 0, 1200))
    default_build_cost_per_m2: float = _for_plan(_number(4_000.0, "yuan_m2", 0))
    unmet_cost_per_m2_year: float = _for_plan(_number(600.0, "yuan_m2_year"))
    homecoming_weight: float = _for_plan(_number(0.5, "factor"))
    vacancy_cost_per_m2_year: float = _for_plan(_number(60.0, "yuan_m2_year"))
    balance_cost_10k: float = _for_plan(_number(2_000.0, "yuan_10k_per_share_year"))
    target_cost_10k: float = _for_plan(_number(1_000_000.0, "yuan_10k"))
    one_site_per_project: bool = _for_plan(_yes_no(False))
    alternative_slack: float = _for_plan(_number(0.02, "share", 0.0, 1.0))
    alternative_difference: float = _for_plan(_number(0.2, "share", 0.0, 1.0))

    class_weights: Mapping[str, float] = field(default_factory=dict)
    recognition_weights: Mapping[str, float] = field(default_factory=dict)
    ranks: Mapping[str, int] = field(default_factory=dict)

    def reference_area_m2(self, stage: str) -> float:
        """Reference area of a stage, m²: no stage drowns another."""
        return float(getattr(self, f"reference_area_{stage}_m2"))

    def stage_weight(self, stage: str) -> float:
        """Weight of a stage in the value of a placement."""
        return float(getattr(self, f"stage_weight_{stage}"))

    def default_months(self, stage: str) -> float:
        """Length of a stay in `stage` whose months are blank (assumed)."""
        return float(getattr(self, f"default_months_{stage}"))


@cache
def setting_specs() -> Mapping[str, SettingSpec]:
    """Every fixed setting by name, in the order of the sheet."""
    return {
        each.name: SettingSpec(each.name, default=each.default, **each.metadata)
        for each in fields(Settings)
        if each.metadata
    }
