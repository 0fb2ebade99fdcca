"""The register of projects: identity, and what a stage usually takes. All names are invented."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from tests.samples.dice import Dice
from tests.samples.liuchuangyuan.names import INDUSTRY, MIX, invented, project_name

Row = dict[str, Any]

FIRST_YEAR: Final = 2021
AREA_M2: Final = {
    "nursery": (20, 60),
    "incubation": (80, 500),
    "acceleration": (600, 3_000),
    "industrialisation": (2_500, 12_000),
}
_BEND: Final = {"nursery": 1.0, "incubation": 1.2, "acceleration": 1.6, "industrialisation": 1.8}
STEP: Final = {"nursery": 6, "incubation": 10, "acceleration": 50, "industrialisation": 100}
MONTHS: Final = {
    "nursery": (6, 15),
    "incubation": (24, 42),
    "acceleration": (24, 42),
    "industrialisation": (60, 84),
}


def quarter_end(quarter: int) -> date:
    """Last day of a quarter counted from the start of the horizon."""
    year, number = divmod(quarter, 4)
    month = number * 3 + 3
    return date(FIRST_YEAR + year, month, 31 if month in (3, 12) else 30)


def draw_area(dice: Dice, stage: str) -> int:
    """An area usual for a stage, more often small than large."""
    low, high = AREA_M2[stage]
    step = STEP[stage]
    return max(low, int(dice.skewed(low, high, _BEND[stage]) / step) * step)


def draw_months(dice: Dice, stage: str) -> int:
    """A length usual for a stage, in whole quarters."""
    low, high = MONTHS[stage]
    return dice.whole(low // 3, high // 3) * 3


def wide_need(dice: Dice, stage: str) -> Row:
    """Area and months of a stage as wide columns of the projects sheet."""
    area = draw_area(dice, stage)
    need: Row = {f"{stage}_area_m2": area, f"{stage}_months": draw_months(dice, stage)}
    if stage == "nursery":
        need["nursery_desks"] = -(-area // 6)
    return need


class Register:
    """Collects projects and their stage rows; hands out ids and names."""

    def __init__(self, dice: Dice, carriers: list[Row]) -> None:
        self.projects: list[Row] = []
        self.stays: list[Row] = []
        self._stems: Iterator[str] = invented(dice)
        self._carriers = carriers

    def project(self, dice: Dice, industry: str, stage: str) -> Row:
        """A new project's row with everything that does not depend on where it sits."""
        number = len(self.projects) + 1
        stem = next(self._stems)
        letter = next(each for each, name in INDUSTRY.items() if name == industry)
        talent = dice.pick("ABCD", (1, 3, 5, 6))
        return {
            "project": f"ZJ{number:04d}",
            "name": project_name(dice, stem, letter),
            "company": f"{stem}{industry[:4]}（合成）有限公司",
            "leader": f"领军人才{number:04d}",
            "talent_class": talent,
            "recognition": dice.pick(
                ("review", "direct", "transfer", "venture", "referral"), (6, 2, 1, 1, 1)
            ),
            "industry": industry,
            "stage": stage,
            "priority": round(dice.between(55, 98)),
            "protected": "yes" if talent in "AB" and dice.chance(0.10) else "no",
            "headcount": dice.whole(3, 12) * {"nursery": 1, "incubation": 2}.get(stage, 8),
            "数据性质": "合成",
            "备注": "",
        }

    def add(self, project: Row) -> None:
        """Enter a project made by `project`, before the next one is made."""
        self.projects.append(project)

    def host(self, dice: Dice, stage: str, industry: str, area: float) -> Row:
        """A carrier of the city that could house a stage, drawn by its lettable area."""
        choices = [
            carrier
            for carrier in self._carriers
            if carrier["enclave"] == "no"
            and stage in carrier["stages"].split(";")
            and carrier["lettable_area_m2"] >= area
            and (not carrier["industries"] or industry in carrier["industries"].split(";"))
        ]
        return dice.pick(choices, [carrier["lettable_area_m2"] for carrier in choices])


def industry_for(dice: Dice, carrier: Row) -> str:
    """One of the industries a carrier takes, or of all."""
    names = {INDUSTRY[letter]: share for letter, share in MIX.items()}
    taken = [name for name in str(carrier["industries"]).split(";") if name] or list(names)
    return dice.pick(taken, [names[name] for name in taken])
