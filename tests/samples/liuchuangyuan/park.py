"""The site: five campuses and 41 carriers, 740 000 m² gross. Places and buildings are invented."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.samples.dice import Dice
from tests.samples.liuchuangyuan.names import INDUSTRY

Row = dict[str, Any]

STAGE: dict[str, str] = {
    "N": "nursery",
    "I": "incubation",
    "A": "acceleration",
    "P": "industrialisation",
}
M2_PER_DESK = 6
GROSS_M2 = 740_000
CAMPUS: dict[str, str] = {letter: f"留创园{letter}区" for letter in "ABCDE"}


@dataclass(frozen=True)
class Building:
    """A carrier as drawn on the site plan."""

    id: str
    stages: str
    gross_m2: int
    profile: str
    industries: str = ""
    desks: int = 0
    status: str = "existing"
    opens: date | None = None
    closes: date | None = None

    @property
    def campus(self) -> str:
        """Campus by its letter."""
        return self.id[0]

    @property
    def is_built(self) -> bool:
        """Whether anybody can sit there when the horizon begins."""
        return self.status == "existing"


BUILDINGS: tuple[Building, ...] = (
    Building("A01", "N", 1_600, "office", desks=96),
    Building("A02", "N", 1_000, "office", desks=60),
    Building("A03", "NI", 5_800, "office", closes=date(2028, 6, 30)),
    Building("A04", "I", 4_800, "office", "DQSE"),
    Building("A05", "I", 4_600, "office", "DQE"),
    Building("A06", "I", 5_200, "office"),
    Building("A07", "I", 4_200, "office", "MPTQE"),
    Building("A08", "I", 5_000, "office", "SDEB"),
    Building("A09", "I", 4_400, "lab", "BP"),
    Building("A10", "IA", 9_600, "flex"),
    Building("A11", "A", 16_000, "flex", "QDES"),
    Building("A12", "A", 15_000, "flex", "MPTQ"),
    Building("B01", "I", 5_000, "office", "QED"),
    Building("B02", "IA", 11_000, "flex"),
    Building("B03", "A", 22_000, "flex", "QMTE"),
    Building("B04", "A", 20_000, "flex", "EQS"),
    Building("B05", "A", 24_000, "flex", "MPTQ"),
    Building("B06", "A", 18_000, "flex", "DSQ"),
    Building("B07", "AP", 30_000, "factory", "QEM"),
    Building("B08", "A", 26_000, "flex", "QESD", status="building", opens=date(2026, 10, 1)),
    Building("C01", "A", 18_000, "flex", "QME"),
    Building("C02", "P", 34_000, "factory", "QMS"),
    Building("C03", "P", 32_000, "factory", "MPT"),
    Building("C04", "P", 38_000, "factory", "QE"),
    Building("C05", "P", 30_000, "factory", "QTPE"),
    Building("C06", "P", 36_000, "factory", "QEM"),
    Building("C07", "P", 28_000, "factory"),
    Building("C08", "P", 40_000, "factory", "QEPM", status="building", opens=date(2027, 1, 15)),
    Building("D01", "I", 4_400, "office", "SD"),
    Building("D02", "IA", 9_000, "clean", "SDBE"),
    Building("D03", "A", 16_000, "clean", "SDE"),
    Building("D04", "AP", 28_000, "factory", "SDEQ"),
    Building("D05", "P", 32_000, "clean", "SED"),
    Building("D06", "P", 30_000, "clean", "SQD"),
    Building("E01", "I", 4_000, "lab", "B"),
    Building("E02", "IA", 8_400, "lab", "BP"),
    Building("E03", "A", 15_000, "clean", "BP"),
    Building("E04", "A", 14_000, "lab", "BPM"),
    Building("E05", "P", 30_000, "clean", "BP"),
    Building("E06", "P", 32_000, "factory", "PBMT"),
    Building("E07", "P", 28_000, "factory", "BPE", status="planned", opens=date(2027, 7, 1)),
)

_REMARK = {
    "A03": "2028年年中停用，改造为公共服务中心",
    "B08": "主体封顶，2026年四季度启用",
    "C08": "在建，2027年一季度内交付",
    "E07": "规划建设，2027年三季度启用",
}
_EFFICIENCY = {"N": 0.60, "NI": 0.70, "I": 0.72, "IA": 0.74, "A": 0.77, "AP": 0.80, "P": 0.82}
_RENT = {"office": (22, 30), "lab": (28, 36), "flex": (18, 25), "factory": (13, 19),
         "clean": (24, 32)}  # fmt: skip

#: What a profile of building offers: numbers as (low, high), texts as choices.
_SUPPLY: dict[str, dict[str, tuple[Any, ...]]] = {
    "office": {
        "clear_height_m": (3.0, 3.6), "floor_load_kn_m2": (2.5, 3.5), "power_kva": (315, 800),
        "fire_class": ("丁", "戊"), "clean_class": ("ISO 9",), "freight_lift_t": (0, 1),
        "drainage": ("no",), "eia": ("no", "yes"), "ground_floor": ("no",),
    },
    "lab": {
        "clear_height_m": (3.9, 4.8), "floor_load_kn_m2": (5, 7.5), "power_kva": (800, 1600),
        "fire_class": ("丙", "丙二"), "clean_class": ("ISO 7", "ISO 8"), "freight_lift_t": (1, 2),
        "drainage": ("yes",), "eia": ("yes",), "ground_floor": ("yes",),
    },
    "flex": {
        "clear_height_m": (4.2, 5.4), "floor_load_kn_m2": (5, 10), "power_kva": (1000, 2500),
        "fire_class": ("丙", "丁", "丙二"), "clean_class": ("ISO 9", "ISO 8"),
        "freight_lift_t": (2, 3), "drainage": ("yes", "no"), "eia": ("yes", "yes", "no"),
        "ground_floor": ("yes",),
    },
    "factory": {
        "clear_height_m": (6.0, 9.6), "floor_load_kn_m2": (10, 25), "power_kva": (2500, 8000),
        "fire_class": ("丙", "丙一", "丙二", "乙"), "clean_class": ("ISO 9",),
        "freight_lift_t": (3, 5), "drainage": ("yes",), "eia": ("yes",),
        "ground_floor": ("yes",),
    },
    "clean": {
        "clear_height_m": (5.4, 7.2), "floor_load_kn_m2": (7.5, 15), "power_kva": (2000, 6300),
        "fire_class": ("丙", "丙一"), "clean_class": ("ISO 6", "ISO 7"), "freight_lift_t": (2, 5),
        "drainage": ("yes",), "eia": ("yes",), "ground_floor": ("yes",),
    },
}  # fmt: skip
_STEP = {"clear_height_m": 0.3, "floor_load_kn_m2": 0.5, "power_kva": 5, "freight_lift_t": 1}
_UNKNOWN_SHARE = 0.06


def campuses() -> list[Row]:
    """One row per campus; only A holds a declared incubation site."""
    districts = ("北片区", "北片区", "东片区", "中片区", "南片区")
    kinds = ("孵化器", "加速器", "产业园", "专业园", "专业园")
    declared = {"A": sum(declared_m2(b) for b in BUILDINGS)}
    return [
        {
            "campus": CAMPUS[letter],
            "district": district,
            "kind": kind,
            "level": "国家级" if letter == "A" else "",
            "declared_area_m2": declared.get(letter),
            "备注": "虚构片区，合成数据",
        }
        for letter, district, kind in zip(CAMPUS, districts, kinds, strict=True)
    ]


def declared_m2(building: Building) -> int:
    """Declared incubation site: nine tenths of the nursery and incubation houses of campus A."""
    if building.campus != "A" or not set(building.stages) <= set("NI"):
        return 0
    return building.gross_m2 * 9 // 10


def carriers(dice: Dice) -> list[Row]:
    """One row per carrier."""
    return [_carrier(dice, building) for building in BUILDINGS]


def _carrier(dice: Dice, building: Building) -> Row:
    efficiency = round(_EFFICIENCY[building.stages] + dice.whole(-2, 2) / 100, 2)
    lettable = building.desks * M2_PER_DESK or int(building.gross_m2 * efficiency / 10) * 10
    declared = declared_m2(building)
    low, high = _RENT[building.profile]
    return {
        "carrier": building.id,
        "name": f"{building.campus}区{int(building.id[1:])}号楼",
        "campus": CAMPUS[building.campus],
        "stages": ";".join(STAGE[code] for code in building.stages),
        "industries": ";".join(INDUSTRY[code] for code in building.industries),
        "gross_area_m2": building.gross_m2,
        "lettable_area_m2": lettable,
        "efficiency": efficiency if not building.desks else None,
        "desks": building.desks or None,
        "declared_area_m2": declared or None,
        "public_area_m2": round(building.gross_m2 * 0.08) if declared else None,
        "status": building.status,
        "opens": building.opens,
        "closes": building.closes,
        "rent_per_m2_month": dice.whole(low, high),
        "enclave": "no",
        **_supplies(dice, building),
        "source": "合成",
        "数据性质": "合成",
        "备注": _REMARK.get(building.id, ""),
    }


def _supplies(dice: Dice, building: Building) -> Row:
    """What is there; a few cells are blank, that is unknown."""
    offered: Row = {}
    for name, choices in _SUPPLY[building.profile].items():
        if name in _STEP:
            step = _STEP[name]
            value: Any = round(round(dice.between(*choices) / step) * step, 1)
        else:
            value = dice.pick(choices)
        offered[name] = None if dice.chance(_UNKNOWN_SHARE) else value
    return offered
