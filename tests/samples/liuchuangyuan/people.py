"""The register of projects: identity, score, talent class, relief, and what stages usually take."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.samples.dice import Dice
from tests.samples.liuchuangyuan.names import INDUSTRY, MIX, invented, project_name
from tests.samples.liuchuangyuan.park import BUILDINGS

Row = dict[str, Any]

AREA_M2 = {
    "nursery": (20, 60),
    "incubation": (50, 500),
    "acceleration": (500, 3_000),
    "industrialisation": (2_000, 15_000),
}
#: Areas bend towards the small end by this exponent.
_BEND = {"nursery": 1.0, "incubation": 1.2, "acceleration": 2.0, "industrialisation": 2.4}
_STEP = {"nursery": 6, "incubation": 10, "acceleration": 50, "industrialisation": 100}
MONTHS = {
    "nursery": (6, 12),
    "incubation": (18, 36),
    "acceleration": (18, 36),
    "industrialisation": (60, 96),
}
_RELIEF = {"A": 1.0, "B": 0.8, "C": 0.5, "D": 0.3}
HORIZON_YEAR = 2026


def quarter_end(quarter: int) -> date:
    """Last day of a quarter counted from the start of the horizon."""
    year, number = divmod(quarter, 4)
    month = number * 3 + 3
    return date(HORIZON_YEAR + year, month, 31 if month in (3, 12) else 30)


def months_before(day: date, months: int) -> date:
    """First day of the month `months` before a day."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def wide_need(dice: Dice, stage: str, area: int, months: int) -> Row:
    """A stage need as wide columns of the projects sheet."""
    need: Row = {f"{stage}_area_m2": area, f"{stage}_months": months}
    if stage == "nursery":
        need["nursery_desks"] = -(-area // 6)
    elif dice.chance(0.25):
        need[f"{stage}_min_area_m2"] = least_area(area)
    return need


def least_area(area: int) -> int:
    """The least area that will do: three quarters, in tens."""
    return max(10, int(area * 0.075) * 10)


class Register:
    """Collects projects and their stage rows; hands out ids and names."""

    def __init__(self, dice: Dice, carriers: list[Row]) -> None:
        self.projects: list[Row] = []
        self.stays: list[Row] = []
        self._stems: Iterator[str] = invented(dice)
        self._carriers = carriers

    def project(self, dice: Dice, industries: str, stage: str) -> Row:
        """A new project's row with everything that does not depend on where it sits."""
        letters = industries or "".join(MIX)
        letter = dice.pick(letters, [MIX[each] for each in letters])
        number = len(self.projects) + 1
        stem = next(self._stems)
        talent = dice.pick("ABCD", (1, 3, 5, 6)) if dice.chance(0.85) else ""
        relief = _RELIEF[talent] if talent and dice.chance(0.55) else 0.0
        if stage == "industrialisation":
            relief = 0.0
        return {
            "project": f"XM{number:04d}",
            "name": project_name(dice, stem, letter),
            "company": f"{stem}{INDUSTRY[letter][:4]}（合成）有限公司",
            "leader": f"领军人才{number:04d}",
            "talent_class": talent,
            "recognition": dice.pick(
                ("review", "direct", "transfer", "venture", "referral"), (6, 2, 1, 1, 1)
            ),
            "industry": INDUSTRY[letter],
            "stage": stage,
            "priority": round(dice.between(55, 98)),
            "protected": "yes" if talent in ("A", "B") and dice.chance(0.10) else "no",
            "virtual": "no",
            "headcount": dice.whole(3, 12) * {"nursery": 1, "incubation": 2}.get(stage, 8),
            "investment_10k": dice.whole(1, 40) * {"nursery": 5, "incubation": 20}.get(stage, 150),
            "relief_share": relief or None,
            "relief_until": quarter_end(dice.whole(2, 11)) if relief else None,
            "数据性质": "合成",
            "联系人": f"联系人{number:04d}",
            "备注": "",
        }

    def add(self, project: Row) -> None:
        """Enter a project made by `project`, before the next one is made."""
        self.projects.append(project)

    def hosts(self, stage: str, industry: str = "") -> list[Row]:
        """Carriers that serve a stage and take an industry (any, if none is named)."""
        return [
            carrier
            for carrier in self._carriers
            if stage in carrier["stages"].split(";")
            and (not industry or not carrier["industries"]
                 or industry in carrier["industries"].split(";"))
        ]  # fmt: skip

    def host(self, dice: Dice, stage: str, industry: str = "") -> Row:
        """A carrier that could house a stage, drawn by its lettable area."""
        choices = self.hosts(stage, industry)
        return dice.pick(choices, [carrier["lettable_area_m2"] for carrier in choices])

    def letters(self, carrier: Row) -> str:
        """Industries a carrier takes, as letters; empty for any."""
        return next(each.industries for each in BUILDINGS if each.id == carrier["carrier"])

    def draw_area(self, dice: Dice, stage: str) -> int:
        """An area usual for a stage, more often small than large."""
        low, high = AREA_M2[stage]
        step = _STEP[stage]
        return max(low, int(dice.skewed(low, high, _BEND[stage]) / step) * step)
