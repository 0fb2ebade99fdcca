"""What the rules look at: the case, its option table, and who is where when."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.options import Options
from optimizer.domain.plan import Plan
from optimizer.rules.block import Floats, Ints
from optimizer.units import MONTHS_PER_QUARTER, YUAN_PER_10K


@dataclass(frozen=True)
class Presence:
    """One entry per option and quarter inside the horizon in which it takes space.

    The present home of a tenant that moves is there too, until the move.
    """

    option: Ints
    carrier: Ints
    quarter: Ints
    use: Floats

    @property
    def triplets(self) -> tuple[Ints, Ints, Ints]:
        """Option, carrier and quarter."""
        return self.option, self.carrier, self.quarter


@dataclass(frozen=True)
class Board:
    """Case and option table, with what several rules need derived once."""

    case: Case
    options: Options
    previous: Plan | None = None

    @cached_property
    def presence(self) -> Presence:
        """Who takes how much of which carrier in which quarter."""
        o, horizon = self.options, self.case.quarters
        index = np.arange(len(o))
        own, own_quarter = _spans(index, o.first, np.minimum(o.end, horizon))
        moved = index[o.before >= 0]
        old, old_quarter = _spans(moved, np.zeros_like(moved), o.first[moved])
        return Presence(
            option=np.concatenate([own, old]),
            carrier=np.concatenate([o.carrier[own], o.before[old]]),
            quarter=np.concatenate([own_quarter, old_quarter]),
            use=np.concatenate([o.use[own], o.before_use[old]]),
        )

    @cached_property
    def as_they_sit(self) -> NDArray[np.bool_]:
        """The options of sitting tenants that stay put to their planned end."""
        o, home = self.options, self.case.stay_arrays.home
        here = (home[o.stay] == o.carrier) & (o.before < 0)
        return np.asarray((home[o.stay] >= 0) & here & (o.overstay == 0))

    @cached_property
    def project(self) -> Ints:
        """Project of each option."""
        return self.case.stay_arrays.project[self.options.stay]

    @cached_property
    def stage(self) -> Ints:
        """Stage number of each option."""
        return self.case.stay_arrays.stage[self.options.stay]

    @cached_property
    def campus(self) -> Ints:
        """Campus of each option's carrier."""
        return self.case.carrier_campus[self.options.carrier]

    @cached_property
    def industry(self) -> Ints:
        """Industry of each option, as a position in `industry_names`."""
        number = {name: i for i, name in enumerate(self.industry_names)}
        of_project = np.array([number[p.industry] for p in self.case.projects], np.int64)
        return of_project[self.project]

    @cached_property
    def industry_names(self) -> tuple[str, ...]:
        """Industries of the projects, sorted; blank is one of them if it occurs."""
        return tuple(sorted({project.industry for project in self.case.projects}))

    @cached_property
    def firm(self) -> Ints:
        """Firm of each option, as a position in `firm_names`."""
        number = {name: i for i, name in enumerate(self.firm_names)}
        of_project = np.array([number[p.firm] for p in self.case.projects], np.int64)
        return of_project[self.project]

    @cached_property
    def firm_names(self) -> tuple[str, ...]:
        """Firms of the projects, sorted."""
        return tuple(sorted({project.firm for project in self.case.projects}))

    @cached_property
    def relief_10k(self) -> Floats:
        """Rent relief an entry of `presence` costs, 10 000 yuan.

        area x rent x 3 months x relief share / 10 000, in quarters up to the end of
        the relief; 0 where the carrier's rent is blank (the summary says so).
        """
        case, seen = self.case, self.presence
        rent = np.nan_to_num(np.array([c.rent_per_m2_month for c in case.carriers]))
        share = np.array([p.relief_share for p in case.projects])
        until = np.array([p.relief_until for p in case.projects], np.int64)
        p = self.project[seen.option]
        area = self.options.area_m2[seen.option]
        per_quarter = area * rent[seen.carrier] * MONTHS_PER_QUARTER / YUAN_PER_10K
        return np.where(seen.quarter <= until[p], per_quarter * share[p], 0.0)


def _spans(index: Ints, first: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Every quarter from `first` to before `end`, with the index it belongs to."""
    count = np.maximum(end - first, 0)
    begin = np.cumsum(count) - count
    quarter = np.arange(count.sum()) - np.repeat(begin, count) + np.repeat(first, count)
    return np.repeat(index, count), quarter
