"""Invented names. Every company is marked (合成), every person is a number."""

from collections.abc import Iterator

from tests.samples.dice import Dice

INDUSTRY: dict[str, str] = {
    "M": "冶金新材料",
    "P": "先进高分子材料",
    "Q": "智能高端装备",
    "T": "高端纺织",
    "S": "特色半导体",
    "B": "生物医药及高端医疗器械",
    "E": "新能源",
    "D": "数字经济",
}
"""The city's eight industry chains, by one letter each."""

MIX: dict[str, float] = {
    "M": 0.10,
    "P": 0.10,
    "Q": 0.22,
    "T": 0.06,
    "S": 0.14,
    "B": 0.14,
    "E": 0.13,
    "D": 0.11,
}
"""How often each chain is drawn where a carrier takes any."""

_FIRST = "凌沐砺衡澜曜栩昕岚屿珩湛霁朔翎擎"
_SECOND = "川舟原石峰云泽野渡松辰峪"
_TRADE: dict[str, tuple[str, ...]] = {
    "M": ("特种合金", "精密带材", "粉末冶金", "金属基复材"),
    "P": ("功能薄膜", "特种工程塑料", "电子胶黏", "弹性体"),
    "Q": ("协作机器人", "精密减速器", "激光加工", "智能检测"),
    "T": ("功能纤维", "碳纤维预浸料", "产业用织物", "绿色染整"),
    "S": ("功率器件", "射频芯片", "光电芯片", "封装测试"),
    "B": ("体外诊断", "介入器械", "手术机器人", "核酸药物"),
    "E": ("燃料电池", "储能系统", "氢能装备", "光伏材料"),
    "D": ("工业软件", "机器视觉", "工业互联网", "数字孪生"),
}


def invented(dice: Dice) -> Iterator[str]:
    """Two-character names in a shuffled order, without end; later rounds are numbered."""
    stems = [a + b for a in _FIRST for b in _SECOND]
    stems = sorted(stems, key=lambda _: dice.between(0, 1))
    turn = 0
    while True:
        turn += 1
        suffix = {1: "", 2: "新", 3: "智"}.get(turn, str(turn))
        yield from (stem + suffix for stem in stems)


def project_name(dice: Dice, stem: str, industry: str) -> str:
    """Name of a project, e.g. 凌川功率器件."""
    return stem + dice.pick(_TRADE[industry])
