"""Pins that promise more of one carrier than it has: a clash, and nothing else wrong."""

from datetime import date
from typing import Any

import pandas as pd

from tests.samples.frames import frames_of

Row = dict[str, Any]

NOTE = "本文件为合成示例数据（SYNTHETIC）：三个“必须”锁定合计 490 ㎡，超过孵化一号楼的 400 ㎡。"

#: Carrier, name, stages, gross and lettable m².
_CARRIERS = (
    ("K1", "孵化一号楼", "incubation", 560, 400),
    ("K2", "孵化二号楼", "incubation", 840, 600),
    ("K3", "加速楼", "acceleration", 2_600, 2_000),
)
#: Project, name, industry, score, first stage, m², months, arrival.
_PROJECTS = (
    ("P1", "凌川功率器件", "特色半导体", 92, "incubation", 180, 24, date(2026, 1, 10)),
    ("P2", "沐原体外诊断", "生物医药及高端医疗器械", 88, "incubation", 160, 24, date(2026, 1, 20)),
    ("P3", "砺峰协作机器人", "智能高端装备", 85, "incubation", 150, 24, date(2026, 2, 10)),
    ("P4", "衡泽工业软件", "数字经济", 80, "incubation", 120, 18, date(2026, 1, 15)),
    ("P5", "曜野储能系统", "新能源", 78, "incubation", 200, 24, date(2026, 4, 1)),
    ("P6", "栩渡封装测试", "特色半导体", 75, "incubation", 140, 18, date(2026, 7, 1)),
    ("P7", "昕松精密减速器", "智能高端装备", 83, "acceleration", 900, 24, date(2026, 1, 5)),
    ("P8", "岚辰燃料电池", "新能源", 81, "acceleration", 1_000, 36, date(2026, 3, 1)),
)


def frames() -> dict[str, pd.DataFrame]:
    """All sheets, by their canonical keys."""
    return frames_of(
        carriers=[_carrier(*each) for each in _CARRIERS],
        projects=[_project(*each) for each in _PROJECTS],
        pins=[
            {"project": project, "carrier": "K1", "kind": "must", "备注": "招商协议约定"}
            for project in ("P1", "P2", "P3")
        ],
        settings=[
            {"setting": "horizon_quarters", "value": 8},
            {"setting": "horizon_start", "value": date(2026, 1, 1)},
        ],
    )


def _carrier(carrier: str, name: str, stages: str, gross: int, lettable: int) -> Row:
    return {
        "carrier": carrier,
        "name": name,
        "campus": "示范园",
        "stages": stages,
        "gross_area_m2": gross,
        "lettable_area_m2": lettable,
        "status": "existing",
        "rent_per_m2_month": 25,
        "source": "合成",
    }


def _project(
    project: str,
    name: str,
    industry: str,
    priority: int,
    stage: str,
    area: int,
    months: int,
    arrives: date,
) -> Row:
    return {
        "project": project,
        "name": name,
        "industry": industry,
        "stage": stage,
        "status": "approved",
        "priority": priority,
        "arrives": arrives,
        f"{stage}_area_m2": area,
        f"{stage}_months": months,
    }
