"""Pins, relations and single (project, carrier) pairs of the undecided projects."""

from typing import Any

from tests.samples.dice import Dice
from tests.samples.liuchuangyuan.park import CAMPUS
from tests.samples.liuchuangyuan.people import Register

Row = dict[str, Any]


def wishes(dice: Dice, register: Register) -> dict[str, list[Row]]:
    """Rows of the sheets pins, relations and pairs."""
    undecided = [p for p in register.projects if p["status"] in ("approved", "negotiating")]
    grown = [p for p in undecided if p["stage"] != "nursery"]
    return {
        "pins": [*_pins(dice, register, grown), _team_pin(dice, undecided)],
        "relations": _relations(dice, grown),
        "pairs": _pairs(dice, register, grown),
    }


def _pins(dice: Dice, register: Register, undecided: list[Row]) -> list[Row]:
    """Six projects promised a campus or a carrier, six kept out of one."""
    plain = [p for p in undecided if not _has_needs(p, register)]
    chosen = dice.some(plain, 12)
    pins: list[Row] = []
    for number, project in enumerate(chosen):
        stage = project["stage"]
        host = register.host(dice, stage, project["industry"])
        pin: Row = {"project": project["project"], "stage": stage}
        if number % 2:
            pin |= {"carrier": host["carrier"], "kind": "must_not", "备注": "专家评审意见"}
        elif number % 4 == 0 or host["status"] != "existing" or host["closes"]:
            pin |= {"campus": host["campus"], "kind": "must", "备注": "招商协议约定园区"}
        else:
            pin |= {"carrier": host["carrier"], "kind": "must", "备注": "招商协议约定载体"}
        pins.append(pin)
    return pins


def _team_pin(dice: Dice, undecided: list[Row]) -> Row:
    """A nursery team, kept out of a whole campus in every stage."""
    return {
        "project": dice.pick([p["project"] for p in undecided if p["stage"] == "nursery"]),
        "campus": CAMPUS["C"],
        "kind": "must_not",
        "备注": "团队在北片区办公",
    }


def _has_needs(project: Row, register: Register) -> bool:
    own = any(str(key).startswith("need_") for key in project)
    return own or any(row["project"] == project["project"] for row in register.stays)


def _relations(dice: Dice, undecided: list[Row]) -> list[Row]:
    """Pairs of one stage and industry: together, apart, or side by side if possible."""
    kinds = ("same_campus", "apart", "adjacent", "adjacent", "same_campus", "apart", "adjacent")
    relations: list[Row] = []
    used: set[str] = set()
    for kind in kinds:
        first = dice.pick([p for p in undecided if p["project"] not in used])
        mates = [
            p
            for p in undecided
            if p is not first
            and p["project"] not in used
            and (p["stage"], p["industry"]) == (first["stage"], first["industry"])
        ]
        if not mates:
            continue
        second = dice.pick(mates)
        used |= {first["project"], second["project"]}
        soft = kind == "adjacent"
        relations.append(
            {
                "a": first["project"],
                "b": second["project"],
                "kind": kind,
                "strength": "soft" if soft else "hard",
                "weight": 0.2 if soft else None,
                "备注": {"apart": "同业竞争", "adjacent": "上下游协作"}.get(kind, "共用检测平台"),
            }
        )
    return relations


def _pairs(dice: Dice, register: Register, undecided: list[Row]) -> list[Row]:
    """Reviewers' word on single pairs: not here, allowed here, so much area, so much worth."""
    rows: list[Row] = []
    seen: set[tuple[str, str]] = set()
    for number, project in enumerate(dice.some(undecided, 14)):
        host = register.host(dice, project["stage"], project["industry"])
        key = project["project"], host["carrier"]
        if key in seen:
            continue
        seen.add(key)
        row: Row = {"project": key[0], "stage": project["stage"], "carrier": key[1]}
        if number % 3 == 0:
            row |= {"allowed": "no", "备注": "现场踏勘：动线冲突"}
        elif number % 3 == 1:
            row |= {"allowed": "yes", "备注": "现场踏勘：可满足"}
        else:
            row |= {"value": round(dice.between(2, 8), 1), "备注": "评审组单独打分"}
        rows.append(row)
    return rows
