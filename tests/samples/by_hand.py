"""Three stays, two carriers, four quarters: small enough to solve on paper (test_by_hand.py)."""

from datetime import date

import pandas as pd

from tests.samples.frames import frames_of

NOTE = "本文件为合成示例数据（SYNTHETIC）：三个入驻阶段、两个载体、四个季度，可用纸笔求解。"


def frames() -> dict[str, pd.DataFrame]:
    """All sheets, by their canonical keys."""
    carriers = [
        {
            "carrier": "K1",
            "name": "孵化楼",
            "campus": "示范园",
            "stages": "incubation",
            "industries": "智能高端装备",
            "gross_area_m2": 200,
            "lettable_area_m2": 150,
            "status": "existing",
            "source": "合成",
        },
        {
            "carrier": "K2",
            "name": "加速楼",
            "campus": "示范园",
            "stages": "acceleration",
            "industries": "智能高端装备",
            "gross_area_m2": 650,
            "lettable_area_m2": 500,
            "status": "existing",
            "source": "合成",
        },
    ]
    projects = [
        {
            "project": "P1",
            "name": "澜舟激光加工",
            "industry": "智能高端装备",
            "stage": "incubation",
            "status": "approved",
            "priority": 80,
            "arrives": date(2026, 1, 15),
            "incubation_area_m2": 150,
            "incubation_months": 9,
            "acceleration_area_m2": 600,
            "acceleration_min_area_m2": 400,
            "acceleration_months": 24,
        },
        {
            "project": "P2",
            "name": "屿石智能检测",
            "industry": "智能高端装备",
            "stage": "incubation",
            "status": "approved",
            "priority": 60,
            "arrives": date(2026, 2, 1),
            "incubation_area_m2": 150,
            "incubation_months": 6,
        },
    ]
    settings = [
        {"setting": "horizon_quarters", "value": 4},
        {"setting": "horizon_start", "value": date(2026, 1, 1)},
    ]
    return frames_of(carriers=carriers, projects=projects, settings=settings)
