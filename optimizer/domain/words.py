"""The closed vocabularies of the domain, as the canonical English words of the workbook."""

from typing import Final, Literal, get_args

Stage = Literal["nursery", "incubation", "acceleration", "industrialisation"]
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
STAGE_NUMBER: Final = {stage: number for number, stage in enumerate(STAGES)}
INCUBATEE_STAGES: Final[tuple[Stage, ...]] = ("nursery", "incubation")
"""Stages whose tenants count as incubatees (在孵) in the statutory ratios."""

Strength = Literal["hard", "soft", "watch"]
Mode = Literal["full", "minimum", "present"]
MODES: Final[tuple[Mode, ...]] = get_args(Mode)
"""Area of a placement: the full area asked for, the least area that will do, or as it sits now."""
FULL: Final = 0
MINIMUM: Final = 1
PRESENT: Final = 2

State = Literal["placed", "waiting", "refused", "later"]
STATES: Final[tuple[State, ...]] = get_args(State)

NEVER: Final = 1_000_000
"""A quarter beyond every horizon: what has no closing, no latest start, no end."""

GOALS: Final = (
    "value",
    "waiting",
    "overstay",
    "carrier_moves",
    "campus_moves",
    "focus",
    "neighbours",
    "relief",
    "unknown",
    "unwanted",
    "change",
    "relations",
    "policy",
)
"""Goals of the allocation, in the order of the report: the value, and the named costs."""

PLAN_GOALS: Final = (
    "investment",
    "service",
    "unmet",
    "homecoming",
    "vacancy",
    "balance",
    "targets",
)
"""Goals of the development plan, in the order of the report; all are costs, 10 000 yuan."""
