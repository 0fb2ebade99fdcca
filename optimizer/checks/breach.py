"""What a second reading finds: breaches of rules, and readings of policy rows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a plan breaks a rule.

    Attributes
    ----------
    rule : str
        Name of the rule, e.g. ``carrier_area``.
    found, allowed : float
        What the plan has and what the rule allows, in `unit`.
    project, stage, carrier, quarter : str
        Whom, where and when, as far as the rule is about them.
    """

    rule: str
    found: float
    allowed: float
    unit: str = ""
    project: str = ""
    stage: str = ""
    carrier: str = ""
    quarter: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PolicyReading:
    """One policy row read on a finished plan, at its tightest place and quarter.

    Attributes
    ----------
    place : str
        Campus, carrier, firm or project of the tightest row ("" for the city).
    value, limit : float
        In `unit`. `held_at` is the limit in force where locked tenants already break
        a hard row ("既有超限": no worse than they make it), else equal to `limit`.
    margin : float
        Distance to the limit in force; negative is excess.
    status : {"met", "excess", "existing", "watch_excess", "no_row"}
        met; excess (soft, paid for); existing (held at what locked tenants make it);
        watch_excess (reported only); no_row (nothing in the case it could apply to).
    """

    policy: str
    rule: str
    place: str
    quarter: str
    value: float
    limit: float
    held_at: float
    margin: float
    unit: str
    strength: str
    status: str
    rows: int
    source: str


@dataclass(frozen=True, slots=True)
class RuleReading:
    """How many rows of a rule were read on the plan, and how many are broken."""

    rule: str
    rows: int
    breaches: int
