"""Pins, relations, pairs, industries and policy rows from their tables."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any, Final, cast

import numpy as np

from optimizer.domain.assemble_base import (
    Desk,
    Row,
    carrier_numbers,
    is_blank,
    items,
    number_or,
    resolve,
)
from optimizer.domain.case import Case
from optimizer.domain.wishes import Industry, Pairs, Pin, Policy, Relation, Scope
from optimizer.domain.words import NEVER, Stage, Strength
from optimizer.labels import LANGS, text

PLAN_ONLY_RULES: Final[dict[str, frozenset[str]]] = {
    "capital_10k_per_year_max": frozenset({"campus"}),
    "starts_m2_per_year_max": frozenset({"campus"}),
    "vacancy_max": frozenset({"campus"}),
    "new_area_min": frozenset({"campus", "stage", "industry"}),
    "total_area_min": frozenset({"campus"}),
    "industry_area_min": frozenset({"campus", "stage", "industry"}),
    "enclaves_min": frozenset(),
}
"""Policy rows that only `incubator plan` reads -> what of a scope they look at."""


def assemble_wishes(desk: Desk, case: Case) -> Case:
    """The case with its pins, relations, pairs, industries and policy rows."""
    case = replace(case, industries=_industries(desk, case))
    return replace(
        case,
        pins=_pins(desk, case),
        relations=_relations(desk, case),
        pairs=_pairs(desk, case),
        policies=_policies(desk, case),
    )


def plan_policies(desk: Desk, case: Case, campuses: Mapping[str, int]) -> tuple[Policy, ...]:
    """Policy rows that only the development plan reads; `campuses` has the candidates' too."""
    found = []
    for i, row in enumerate(desk.rows("policy")):
        if row["rule"] in PLAN_ONLY_RULES:
            policy = _policy(desk, case, i, row, campuses, desk.settings.target_cost_10k)
            if policy is not None and _scope_is_read(desk, i, policy):
                found.append(policy)
    return tuple(found)


def _scope_is_read(desk: Desk, i: int, policy: Policy) -> bool:
    """Whether a plan's row looks at all its scope names; a fault where it would be passed over."""
    scope, read = policy.scope, PLAN_ONLY_RULES[policy.rule]
    given = [each.name for each in fields(scope) if getattr(scope, each.name) is not None]
    unread = [name for name in given if name not in read]
    if unread:
        reads = [name for name in ("campus", "stage", "industry") if name in read]
        desk.fault("policy", i, "scope", "plan_scope_unread",
                   rule=f"@choice.policy_rule.{policy.rule}", unread=_scope_words(unread),
                   reads=_scope_words(["city", *reads]))  # fmt: skip
    return not unread


def _scope_words(names: list[str]) -> str:
    """Kinds of scope as words of the catalogue."""
    return "@" + ",".join(f"scope.{name}" for name in names)


def _industries(desk: Desk, case: Case) -> tuple[Industry, ...]:
    rows = desk.rows("industries")
    known = {str(row["industry"]): i for i, row in enumerate(rows)}
    for i, row in enumerate(rows):
        for supplied in items(row["supplies"]):
            resolve(desk, "industries", i, "supplies", supplied, known, "industry")
    if known:
        _check_industry_names(desk, case, known)
    return tuple(
        Industry(
            str(row["industry"]),
            str(row["group"]),
            number_or(row["weight"], 1.0),
            items(row["supplies"]),
            str(row["list_version"]),
        )
        for row in rows
    )


def _check_industry_names(desk: Desk, case: Case, known: Mapping[str, int]) -> None:
    """Industries named on projects and carriers should stand on the list."""
    taking_part = case.project_index
    for i, row in enumerate(desk.rows("projects")):
        if row["industry"] and str(row["project"]) in taking_part:
            resolve(desk, "projects", i, "industry", str(row["industry"]), known, "industry")
    for k, carrier in enumerate(case.carriers):
        for industry in carrier.industries:
            resolve(desk, "carriers", k, "industries", industry, known, "industry")


def _listed_projects(desk: Desk) -> dict[str, int]:
    names = desk.table("projects").frame["project"]
    return {str(name): i for i, name in enumerate(names)}


def _pins(desk: Desk, case: Case) -> tuple[Pin, ...]:
    listed = _listed_projects(desk)
    rooms = {room.id: i for i, room in enumerate(case.rooms)}
    carriers = carrier_numbers((c.id, c.name) for c in case.carriers)
    pins = []
    for i, row in enumerate(desk.rows("pins")):
        name = str(row["project"])
        if resolve(desk, "pins", i, "project", name, listed, "project") < 0:
            continue
        inside, label = _pinned_carriers(desk, case, i, row, carriers, rooms)
        if inside is None or name not in case.project_index:
            continue
        p = case.project_index[name]
        stays = _pinned_stays(case, p, str(row["stage"]), inside, row["kind"])
        if not stays:
            desk.fault("pins", i, "stage", "pin_binds_nothing", "warning", project=name)
            continue
        start = None if row["from"] is None else desk.since_start(row["from"], 0)
        pins.append(Pin(p, stays, inside, row["kind"], start, label))
    return tuple(pins)


def _pinned_carriers(
    desk: Desk,
    case: Case,
    i: int,
    row: Row,
    carriers: Mapping[str, int],
    rooms: Mapping[str, int],
) -> tuple[frozenset[int] | None, str]:
    """Carriers a pin names, by carrier, room or campus; exactly one of them is given."""
    given = [key for key in ("carrier", "room", "campus") if row[key]]
    if len(given) != 1:
        said = "case.several_places" if given else "case.no_place"
        words: dict[str, Any] = {
            f"said_{lang}": text(said, lang, count=len(given)) for lang in LANGS
        }
        desk.fault("pins", i, "carrier", "pin_needs_one_place", project=row["project"], **words)
        return None, ""
    key, word = given[0], str(row[given[0]])
    known = {"carrier": carriers, "room": rooms, "campus": case.campus_index}[key]
    found = resolve(desk, "pins", i, key, word, known, key)
    if found < 0:
        return None, word
    if key == "carrier":
        return frozenset({found}), word
    if key == "room":
        return frozenset({case.rooms[found].carrier}), word
    return frozenset(np.flatnonzero(case.carrier_campus == found).tolist()), word


def _pinned_stays(
    case: Case, p: int, stage: str, inside: frozenset[int], kind: str
) -> tuple[int, ...]:
    """Stays a pin binds: those of its stage, or every one the place could serve.

    A present stay that cannot move is a fact and is not bound.
    """
    served = {name for k in inside for name in case.carriers[k].stages}
    bound = []
    for s in case.projects[p].stays:
        stay = case.stays[s]
        if stay.is_present and not (stay.movable or stage == stay.stage):
            continue
        if stay.stage == stage or (not stage and (kind == "must_not" or stay.stage in served)):
            bound.append(s)
    return tuple(bound)


def _relations(desk: Desk, case: Case) -> tuple[Relation, ...]:
    listed = _listed_projects(desk)
    relations = []
    for i, row in enumerate(desk.rows("relations")):
        a, b = str(row["a"]), str(row["b"])
        found = [
            resolve(desk, "relations", i, key, name, listed, "project")
            for key, name in (("a", a), ("b", b))
        ]
        if min(found) < 0:
            continue
        if a == b:
            desk.fault("relations", i, "b", "relation_with_itself", project=a)
            continue
        if a not in case.project_index or b not in case.project_index:
            continue
        weight = number_or(row["weight"], desk.settings.relation_weight)
        strength: Strength = row["strength"] or "hard"
        relations.append(
            Relation(case.project_index[a], case.project_index[b], row["kind"], strength, weight)
        )
    return tuple(relations)


def _pairs(desk: Desk, case: Case) -> Pairs:
    """匹配 rows; one without a stage speaks for every stay of its project."""
    frame = desk.table("pairs").frame
    if not len(frame):
        return Pairs()
    listed = _listed_projects(desk)
    sites = {str(site): -1 for site in desk.table("candidates").frame["site"]}
    carriers = carrier_numbers((c.id, c.name) for c in case.carriers)
    found: dict[tuple[int, int], tuple[float, float, int]] = {}
    for i, row in enumerate(desk.rows("pairs")):
        name, place = str(row["project"]), str(row["carrier"])
        if place in sites and place not in carriers:
            continue
        p = resolve(desk, "pairs", i, "project", name, listed, "project")
        k = resolve(desk, "pairs", i, "carrier", place, carriers, "carrier")
        if min(p, k) < 0 or name not in case.project_index:
            continue
        allowed = {"yes": 1, "no": 0}.get(str(row["allowed"]), -1)
        for s in case.projects[case.project_index[name]].stays:
            stay = case.stays[s]
            if row["stage"] in ("", stay.stage) and not stay.is_present:
                if (s, k) in found:
                    desk.fault("pairs", i, "carrier", "pair_given_twice", project=name, place=place)
                found[s, k] = (float(row["value"]), float(row["area_m2"]), allowed)
    keys = sorted(found)
    return Pairs(
        np.array([s for s, _ in keys], np.int64),
        np.array([k for _, k in keys], np.int64),
        np.array([found[key][0] for key in keys], np.float64),
        np.array([found[key][1] for key in keys], np.float64),
        np.array([found[key][2] for key in keys], np.int8),
    )


def _policies(desk: Desk, case: Case) -> tuple[Policy, ...]:
    policies = []
    for i, row in enumerate(desk.rows("policy")):
        if row["rule"] in PLAN_ONLY_RULES:
            desk.used_default("policy_for_plan_only", str(row["rule"]))
            continue
        policy = _policy(desk, case, i, row, case.campus_index, desk.settings.policy_weight)
        policies += [] if policy is None else [policy]
    return tuple(policies)


def _policy(
    desk: Desk, case: Case, i: int, row: Row, campuses: Mapping[str, int], whole: float
) -> Policy | None:
    """One policy row; None where it says nothing or names what is not there.

    `whole` is what missing a soft limit by all of it costs, where no weight is given.
    """
    limit = number_or(row["limit"], 0.0)
    scope = _scope(desk, case, i, str(row["scope"]), campuses)
    if scope is None or not row["rule"] or is_blank(row["limit"]):
        return None
    start, end = _valid_quarters(desk, i, row["from"], row["to"])
    return Policy(
        id=f"C{i + 1:02d}",
        rule=str(row["rule"]),
        scope=scope,
        scope_text=str(row["scope"]),
        limit=limit,
        strength=row["strength"] or "hard",
        weight=number_or(row["weight"], whole / limit if limit > 0 else whole),
        start=start,
        end=end,
        unit=str(row["unit"]),
        source=str(row["source"]),
    )


def _valid_quarters(desk: Desk, i: int, start: date | None, end: date | None) -> tuple[int, int]:
    if start and end and end < start:
        desk.fault("policy", i, "to", "policy_ends_before_start")
    return desk.since_start(start, -NEVER), desk.since_start(end, NEVER)


def _scope(
    desk: Desk, case: Case, i: int, written: str, campuses: Mapping[str, int]
) -> Scope | None:
    """Scope of a policy row; None, with a fault, where it names what is not there."""
    known: dict[str, Mapping[str, int]] = {
        "campus": campuses,
        "carrier": carrier_numbers((c.id, c.name) for c in case.carriers),
        "industry": {each.id: n for n, each in enumerate(case.industries)}
        or dict.fromkeys(_named_industries(desk, case), 0),
    }
    parts: dict[str, Any] = {}
    for item in items(written):
        key, _, word = item.partition("=")
        if key == "stage":
            parts["stage"] = cast(Stage, word)
        elif key in known:
            found = resolve(desk, "policy", i, "scope", word, known[key], key)
            if found < 0:
                return None
            parts[key] = word if key == "industry" else found
    return Scope(**parts)


def _named_industries(desk: Desk, case: Case) -> list[str]:
    """Industries of projects, of the forecast and of candidates: known where no list is given."""
    forecast, candidates = desk.table("forecast").frame, desk.table("candidates").frame
    listed = [name for row in candidates["industries"] for name in items(row)]
    return [*(p.industry for p in case.projects), *map(str, forecast["industry"]), *listed]
