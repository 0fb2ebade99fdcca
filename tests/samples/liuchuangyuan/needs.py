"""Technical needs, drawn so that at least the carrier they were drawn for can meet them."""

from typing import Any

from tests.samples.dice import Dice

Row = dict[str, Any]

#: How often a need of an attribute is stated, by stage.
_OFTEN: dict[str, dict[str, float]] = {
    "nursery": {},
    "incubation": {"power_kva": 0.2, "floor_load_kn_m2": 0.15},
    "acceleration": {
        "clear_height_m": 0.35, "floor_load_kn_m2": 0.3, "power_kva": 0.35,
        "fire_class": 0.2, "freight_lift_t": 0.2,
    },
    "industrialisation": {
        "clear_height_m": 0.5, "floor_load_kn_m2": 0.45, "power_kva": 0.5,
        "fire_class": 0.35, "freight_lift_t": 0.25, "ground_floor": 0.2,
    },
}  # fmt: skip
#: Industries that handle substances ask for drainage and an EIA, clean ones for clean rooms.
_WET = {"冶金新材料", "先进高分子材料", "高端纺织", "生物医药及高端医疗器械"}
_CLEAN = {"特色半导体", "生物医药及高端医疗器械"}
_STEP = {"clear_height_m": 0.3, "floor_load_kn_m2": 0.5, "power_kva": 5, "freight_lift_t": 1}
_POWER_SHARE = {"incubation": (0.02, 0.08), "acceleration": (0.1, 0.3)}
_MILDER = {"丙": "丁", "丙一": "丙", "丙二": "丁", "乙": "丙", "丁": "戊", "戊": "戊"}


def needs_of(dice: Dice, stage: str, industry: str, host: Row, zeal: float = 1.0) -> Row:
    """Needs (keys with the prefix ``need_``) of a stay that `host` can meet.

    `zeal` scales how often a need is stated.
    """
    often = dict(_OFTEN[stage])
    if stage != "nursery":
        if industry in _WET:
            often |= {"drainage": 0.35, "eia": 0.45}
        if industry in _CLEAN:
            often["clean_class"] = 0.3
    needs: Row = {}
    for name, probability in often.items():
        if host.get(name) is None or not dice.chance(probability * zeal):
            continue
        need = _need(dice, stage, name, host[name])
        if need is not None:
            needs[f"need_{name}"] = need
    return needs


def _need(dice: Dice, stage: str, name: str, offered: Any) -> Any:
    """A need at or below what is offered; None where that would be no need at all."""
    if name in ("drainage", "eia", "ground_floor"):
        return "yes" if offered == "yes" else None
    if name == "fire_class":
        return offered if dice.chance(0.6) else _MILDER[offered]
    if name == "clean_class":
        return offered if offered != "ISO 9" else None
    low, high = _POWER_SHARE.get(stage, (0.25, 0.6)) if name == "power_kva" else (0.7, 1.0)
    step = _STEP[name]
    value = round(int(offered * dice.between(low, high) / step + 1e-9) * step, 1)
    return value if value > 0 else None
