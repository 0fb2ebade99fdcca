"""What-if cases from the 情景 sheet: what changes, where, by how much."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from optimizer.domain.assemble_base import Desk, is_blank, resolve
from optimizer.domain.case import Case
from optimizer.domain.outlook import Candidate, Change, Scenario
from optimizer.domain.words import STAGES
from optimizer.settings import setting_specs
from optimizer.tables.records.setting_rows import setting_name, setting_value

PLANNED_ANEW: Final = (
    *("discount_rate", "absorption_quarters", "investment_method", "asset_life_years"),
    *("unmet_cost_per_m2_year", "homecoming_weight", "vacancy_cost_per_m2_year"),
    *("balance_cost_10k", "one_site_per_project", "must_place", "unknown_attributes"),
    *(f"stage_weight_{stage}" for stage in STAGES),
)
"""Settings that a scenario may change: the others were used when the case was put together."""

_SIGNS = str.maketrans({"\N{MINUS SIGN}": "-", "\N{FULLWIDTH PLUS SIGN}": "+"})
_CLOSED = ("yes", "是", "关闭", "取消")
_NUMBER = re.compile(r"^\s*([+\-]?)\s*(\d+(?:\.\d+)?)\s*(%|％)?\s*$")


def factor_of(text: str) -> float | None:
    """A factor as people write it: ``1.3``, ``130%``, ``+30%``, ``-20%``; None if it is none.

    A sign means a change, no sign the factor itself.

    >>> [round(factor_of(word) or 0, 3) for word in ("1.3", "130%", "+30%", "-20%", "+0.1")]
    [1.3, 1.3, 1.3, 0.8, 1.1]
    """
    match = _NUMBER.match(text.translate(_SIGNS))
    if match is None:
        return None
    sign, digits, percent = match.groups()
    value = float(digits) / (100 if percent else 1)
    if not sign:
        return value
    return max(0.0, 1 + value if sign == "+" else 1 - value)


def months_of(text: str) -> float | None:
    """Months of a slip: a number, a month count may follow in words."""
    match = re.match(r"^\s*\+?(\d+(?:\.\d+)?)\s*(个?月|months?)?\s*$", text)
    return float(match[1]) if match else None


def scenarios_of(desk: Desk, case: Case, candidates: tuple[Candidate, ...]) -> tuple[Scenario, ...]:
    """Scenarios in the order of the sheet; rows of one name belong together."""
    known = {
        "slip": _numbers(c.site for c in candidates) | _numbers(c.id for c in candidates),
        "close": _numbers(c.site for c in candidates)
        | _numbers(c.id for c in candidates)
        | _numbers(c.id for c in case.carriers)
        | _numbers(c.name for c in case.carriers),
        "demand": _numbers(i.id for i in case.industries)
        | _numbers(p.industry for p in case.projects if p.industry)
        | _numbers(str(name) for name in desk.table("forecast").frame["industry"] if name),
        "setting": _numbers(setting_specs()),
    }
    found: dict[str, list[Change]] = {}
    for i, row in enumerate(desk.rows("scenarios")):
        name, kind = str(row["scenario"]), str(row["kind"])
        target, value = str(row["target"]).strip(), str(row["value"]).strip()
        if not name or not kind or is_blank(value):
            continue
        if kind == "setting":
            target = setting_name(target) or target
        if not _target_is_known(desk, i, kind, target, known):
            continue
        if kind == "setting":
            value = _setting_value(desk, i, target, value)
        elif not _value_is_readable(kind, value):
            desk.fault("scenarios", i, "value", f"scenario_value_{kind}")
            continue
        changes = found.setdefault(name, [])
        if any((each.kind, each.target) == (kind, target) for each in changes):
            desk.fault("scenarios", i, "target" if target else "kind", "scenario_given_twice",
                       scenario=name)  # fmt: skip
        changes.append(Change(kind, target, value))
    return tuple(Scenario(name, tuple(changes)) for name, changes in found.items())


def _setting_value(desk: Desk, i: int, target: str, value: str) -> str:
    """The value of a setting as the settings sheet would read it."""
    if target not in PLANNED_ANEW:
        reads = "@" + ",".join(f"setting_label.{each}" for each in PLANNED_ANEW)
        desk.fault("scenarios", i, "target", "scenario_setting_unread", reads=reads)
        return value
    canonical, _ = setting_value(target, value)
    if not canonical:
        desk.fault(
            "scenarios", i, "value", "scenario_value_setting", name=f"@setting_label.{target}"
        )
    return canonical


def _numbers(names: Iterable[str]) -> dict[str, int]:
    return {name: n for n, name in enumerate(names)}


def _target_is_known(
    desk: Desk, i: int, kind: str, target: str, known: Mapping[str, Mapping[str, int]]
) -> bool:
    """Whether a change names something there is; blank means everything, where that is meant."""
    if kind == "budget" and target:
        desk.fault("scenarios", i, "target", "scenario_target_unread")
        return False
    if kind not in known or (not target and kind in ("slip", "demand")):
        return True
    if not target:
        desk.fault("scenarios", i, "target", "scenario_target_missing")
        return False
    what = "setting" if kind == "setting" else "industry" if kind == "demand" else "site"
    word = target.removeprefix("industry=") if kind == "demand" else target
    return resolve(desk, "scenarios", i, "target", word, known[kind], what) >= 0


def _value_is_readable(kind: str, value: str) -> bool:
    if kind == "slip":
        return months_of(value) is not None
    if kind in ("demand", "budget"):
        return factor_of(value) is not None
    if kind == "close":
        return _is_date(value)
    return True


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return bool(re.match(r"^(19|20|21)\d{2}$", value)) or value in _CLOSED
    return True
