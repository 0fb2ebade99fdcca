"""What a placement adds to the rows of each policy rule, in plain Python.

Per rule: a function that yields (row, part, amount) for a placement, and one that
turns the summed parts into the row's value in the rule's unit.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from optimizer.checks.view import View
from optimizer.domain.case import Case
from optimizer.domain.plan import Placement
from optimizer.domain.wishes import Policy
from optimizer.domain.words import INCUBATEE_STAGES, STAGES
from optimizer.quarters import first_day, months_between
from optimizer.units import MONTHS_PER_QUARTER, rent_10k_per_quarter


class RowKey(NamedTuple):
    """What one row of a policy is about; unused parts are blank or -1."""

    place: str = ""
    subject: str = ""
    project: str = ""
    stage: str = ""
    quarter: int = -1
    year: int = -1

    @property
    def label(self) -> str:
        """Place and subject for a report."""
        return " · ".join(part for part in (self.place, self.subject, self.project) if part)

    def when(self, case: Case) -> str:
        """Quarter or year for a report."""
        if self.year >= 0:
            return str(self.year)
        return case.quarter(self.quarter) if self.quarter >= 0 else ""


Added = Iterator[tuple[RowKey, str, float]]
Sums = Mapping[tuple[RowKey, str], float]


def _in_scope(
    view: View, policy: Policy, placement: Placement, stages: tuple[str, ...] = STAGES
) -> Iterator[tuple[str, int]]:
    """(carrier, quarter) of a placement that a policy row speaks of."""
    case, scope = view.case, policy.scope
    asked = (scope.stage,) if scope.stage is not None else stages
    if placement.stage not in asked:
        return
    if scope.industry is not None and view.project(placement).industry != scope.industry:
        return
    for carrier, quarter in view.presences(placement):
        if not policy.start <= quarter <= policy.end:
            continue
        if scope.carrier is not None and case.carriers[scope.carrier].id != carrier:
            continue
        if scope.campus is not None and case.campuses[scope.campus].id != view.campus(carrier):
            continue
        yield carrier, quarter


def industry_area(view: View, policy: Policy, placement: Placement) -> Added:
    """Area by campus, industry and quarter."""
    industry = view.project(placement).industry
    if policy.rule == "industry_share_min" and not industry:
        return
    for carrier, quarter in _in_scope(view, policy, placement):
        key = RowKey(view.campus(carrier), industry, quarter=quarter)
        yield key, "", placement.area_m2


def firm_area(view: View, policy: Policy, placement: Placement) -> Added:
    """Area by firm and quarter."""
    firm = view.project(placement).firm
    for _, quarter in _in_scope(view, policy, placement):
        yield RowKey("", firm, quarter=quarter), "", placement.area_m2


def firm_campus_area(view: View, policy: Policy, placement: Placement) -> Added:
    """Area by campus, firm and quarter."""
    firm = view.project(placement).firm
    for carrier, quarter in _in_scope(view, policy, placement):
        yield RowKey(view.campus(carrier), firm, quarter=quarter), "", placement.area_m2


def relief(view: View, policy: Policy, placement: Placement) -> Added:
    """Rent relief by calendar year, 10 000 yuan."""
    project = view.project(placement)
    for carrier, quarter in _in_scope(view, policy, placement):
        rent = view.carrier(carrier).rent_per_m2_month
        if rent != rent or quarter > project.relief_until or not project.relief_share:
            continue
        year = first_day(view.case.start + quarter).year
        paid = rent_10k_per_quarter(placement.area_m2, rent) * project.relief_share
        yield RowKey(year=year), "", paid


def moves(view: View, policy: Policy, placement: Placement) -> Added:
    """Sitting tenants that change carrier, by the quarter of their move."""
    if not placement.moved_from or not policy.start <= placement.first <= policy.end:
        return
    home, scope = placement.moved_from, policy.scope
    if scope.carrier is not None and view.case.carriers[scope.carrier].id != home:
        return
    if scope.campus is not None and view.case.campuses[scope.campus].id != view.campus(home):
        return
    yield RowKey(quarter=placement.first), "", 1.0


def incubatees(view: View, policy: Policy, placement: Placement) -> Added:
    """Incubatees on declared carriers: one each, by campus and quarter."""
    for carrier, quarter in _in_scope(view, policy, placement, INCUBATEE_STAGES):
        if view.carrier(carrier).declared_area_m2 > 0:
            yield RowKey(view.campus(carrier), quarter=quarter), "", 1.0


def incubatee_area(view: View, policy: Policy, placement: Placement) -> Added:
    """Area of incubatees on declared carriers, by campus, quarter and (part) carrier."""
    for carrier, quarter in _in_scope(view, policy, placement, INCUBATEE_STAGES):
        if view.carrier(carrier).declared_area_m2 > 0:
            yield RowKey(view.campus(carrier), quarter=quarter), carrier, placement.area_m2


def residence(view: View, policy: Policy, placement: Placement) -> Added:
    """Months of residence, those before the horizon included, by project."""
    if not any(_in_scope(view, policy, placement, INCUBATEE_STAGES)):
        return
    project, stay = view.project(placement), view.stay(placement)
    months = 0.0
    if stay.is_present:
        months = MONTHS_PER_QUARTER * float(placement.end)
        if project.entered is not None:
            months += max(0.0, months_between(project.entered, first_day(view.case.start)))
    else:
        months = MONTHS_PER_QUARTER * float(placement.end - placement.first)
    yield RowKey(project=project.id), "", months


def age_at_entry(view: View, policy: Policy, placement: Placement) -> Added:
    """Age of a firm on the first day of its first stay, months."""
    project, stay = view.project(placement), view.stay(placement)
    is_first = project.stays[0] == view.case.stay_index[placement.key]
    if stay.is_present or not is_first or project.founded is None:
        return
    if not any(_in_scope(view, policy, placement, INCUBATEE_STAGES)):
        return
    entry = first_day(view.case.start + placement.first)
    age = max(0.0, months_between(project.founded, entry))
    yield RowKey(project=project.id, stage=placement.stage), "", age


def _plain(view: View, policy: Policy, sums: Sums) -> dict[RowKey, float]:
    """The sums themselves."""
    values: dict[RowKey, float] = defaultdict(float)
    for (key, _), amount in sums.items():
        values[key] += amount
    return dict(values)


def _share(view: View, policy: Policy, sums: Sums) -> dict[RowKey, float]:
    """Sums as shares of the campus's open lettable area in the quarter."""
    return {
        key: amount / (open_area(view, policy, key) or 1.0)
        for key, amount in _plain(view, policy, sums).items()
    }


def open_area(view: View, policy: Policy, key: RowKey) -> float:
    """Lettable m² of a campus that is open in a quarter (of one carrier, if the scope says so)."""
    areas = view.open_areas.get((key.place, policy.scope.carrier))
    return areas[key.quarter] if areas else 0.0


def declared_area(view: View, campus: str) -> float:
    """Declared incubation site of a campus, m²."""
    return sum(c.declared_area_m2 for c in view.case.carriers if c.campus == campus)


def _density(view: View, policy: Policy, sums: Sums) -> dict[RowKey, float]:
    """Incubatees per 1 000 m² of declared site."""
    return {
        key: 1_000 * count / declared_area(view, key.place)
        for key, count in _plain(view, policy, sums).items()
    }


def _incubatee_share(view: View, policy: Policy, sums: Sums) -> dict[RowKey, float]:
    """(Sum over carriers of min(incubatee m², declared m²) + public m²) / declared m²."""
    used: dict[RowKey, float] = defaultdict(float)
    for (key, carrier), area in sums.items():
        used[key] += min(area, view.carrier(carrier).declared_area_m2)
    for key in asked_rows(view, policy):
        used[key] += sum(
            c.public_area_m2
            for c in view.case.carriers
            if c.campus == key.place and c.declared_area_m2 > 0
        )
    return {key: area / declared_area(view, key.place) for key, area in used.items()}


def asked_rows(view: View, policy: Policy) -> list[RowKey]:
    """Rows a minimum asks for even where nobody is: campuses (and industries) by quarter."""
    case, scope = view.case, policy.scope
    if policy.rule not in MINIMUMS:
        return []
    campuses = [campus.id for g, campus in enumerate(case.campuses) if scope.campus in (None, g)]
    quarters = [t for t in range(case.quarters) if policy.start <= t <= policy.end]
    if policy.rule == "industry_share_min":
        known = sorted({project.industry for project in case.projects} - {""})
        names = [name for name in known if scope.industry in (None, name)]
        keys = [RowKey(g, name, quarter=t) for g in campuses for name in names for t in quarters]
        return [key for key in keys if open_area(view, policy, key) > 0]
    return [RowKey(g, quarter=t) for g in campuses if declared_area(view, g) for t in quarters]


Amounts = Callable[[View, Policy, Placement], Added]
Finish = Callable[[View, Policy, Sums], dict[RowKey, float]]

AMOUNTS: Final[Mapping[str, tuple[Amounts, Finish]]] = {
    "industry_share_max": (industry_area, _share),
    "industry_share_min": (industry_area, _share),
    "relief_10k_per_year_max": (relief, _plain),
    "moves_per_quarter_max": (moves, _plain),
    "incubatee_share_min": (incubatee_area, _incubatee_share),
    "density_min": (incubatees, _density),
    "incubatees_min": (incubatees, _plain),
    "residence_months_max": (residence, _plain),
    "age_at_entry_months_max": (age_at_entry, _plain),
    "firm_area_max": (firm_area, _plain),
    "firm_share_max": (firm_campus_area, _share),
}
MINIMUMS: Final = frozenset(
    {"industry_share_min", "incubatee_share_min", "density_min", "incubatees_min"}
)
