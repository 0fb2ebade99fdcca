r"""Forecast arrivals pushed through the stage chain: who is where in which quarter.

With entries :math:`e_s(t)` into stage s (m²), length m, shares g (graduate) and l (leave):

.. math:: n_s(t) = e_s(t) + (1 - g - l)\, n_s(t - m), \qquad
          o_s(t) = \sum_{\tau = t-m+1}^{t} n_s(\tau), \qquad
          e_{s+1}(t) = a_s + \gamma_s\, g\, n_s(t - m)

where n are those who begin a span in the stage, o is the area in use, a are arrivals and
gamma is the growth in area. Workbook: forecast, flow.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.domain.calendar_years import Floats, Years
from optimizer.domain.outlook import Flow, Forecast
from optimizer.domain.words import STAGE_NUMBER, STAGES, Stage
from optimizer.quarters import quarters_of_months
from optimizer.settings import Settings
from optimizer.units import QUARTERS_PER_YEAR


@dataclass(frozen=True)
class Cohorts:
    """Area of one industry's cohorts by stage and quarter, m²; shape (stages, quarters).

    Attributes
    ----------
    in_use : area in the stage
    entering : area that enters the stage, graduates of the stage before included
    graduating : the part of `entering` that graduated from the stage before
    """

    in_use: Floats
    entering: Floats
    graduating: Floats


def flow_of(flows: Sequence[Flow], settings: Settings, stage: Stage, industry: str) -> Flow:
    """The flow row of a stage and industry; else that of the stage; else all leave at the end."""
    rows = {(row.stage, row.industry): row for row in flows}
    found = rows.get((stage, industry)) or rows.get((stage, ""))
    if found is not None:
        return found
    return Flow(stage, "", quarters_of_months(settings.default_months(stage)), 0.0, 1.0, 0.0)


def simulate(arrivals: Floats, flows: Sequence[Flow], settings: Settings, industry: str) -> Cohorts:
    """Push arrivals through the chain, quarter by quarter.

    Parameters
    ----------
    arrivals : ndarray of float, shape (stages, quarters)
        Area of new arrivals by entry stage, m².
    """
    stages, quarters = arrivals.shape
    in_use, entering = np.zeros_like(arrivals), arrivals.astype(np.float64)
    graduating = np.zeros_like(arrivals, dtype=np.float64)
    for s, stage in enumerate(STAGES):
        flow = flow_of(flows, settings, stage, industry)
        m, again = flow.length, max(0.0, 1.0 - flow.graduate_share - flow.leave_share)
        begins = entering[s].copy()
        for t in range(m, quarters):
            begins[t] += again * begins[t - m]
        total = np.concatenate([[0.0], np.cumsum(begins)])
        upto = np.arange(1, quarters + 1)
        in_use[s] = total[upto] - total[np.maximum(upto - m, 0)]
        if s + 1 < stages and m < quarters:
            grown = flow.graduate_share * flow.area_growth * begins[: quarters - m]
            graduating[s + 1, m:] = grown
            entering[s + 1, m:] += grown
    return Cohorts(in_use, entering, graduating)


def arrivals_of(
    forecasts: Sequence[Forecast], industry: str, years: Years, factor: Floats | None = None
) -> Floats:
    """Area that arrives, spread evenly over the four quarters of each year.

    Parameters
    ----------
    factor : ndarray of float, optional
        Factor on the projects of each forecast row.

    Returns
    -------
    ndarray of float, shape (stages, quarters)
        Quarters before the plan's start are past and left out.
    """
    area = np.zeros((len(STAGES), years.quarters))
    for n, row in enumerate(forecasts):
        if row.industry != industry:
            continue
        first = row.year * QUARTERS_PER_YEAR - years.start
        quarters = [t for t in range(first, first + QUARTERS_PER_YEAR) if 0 <= t < years.quarters]
        scale = 1.0 if factor is None else float(factor[n])
        area[STAGE_NUMBER[row.stage], quarters] += (
            row.projects * row.area_m2 * scale / QUARTERS_PER_YEAR
        )
    return area


def home_arrivals(absorbed: Floats, flow: Flow, stage: Stage) -> Floats:
    r"""Graduates that one m² of an enclave sends home, by stage and quarter, m².

    The enclave is as full as it is absorbed: a place that is left is let again at once.

    .. math:: n(t) = \Delta b(t) + n(t - m), \qquad
              h_{s+1}(t) = g\, \eta\, \gamma\, n(t - m - \ell)

    with b the absorbed share, eta the share coming home and l the lag.

    Parameters
    ----------
    absorbed : ndarray of float, shape (quarters,)
        Share of the enclave in use.
    """
    quarters = len(absorbed)
    arrivals = np.zeros((len(STAGES), quarters))
    begins = np.diff(absorbed, prepend=0.0)
    for t in range(flow.length, quarters):
        begins[t] += begins[t - flow.length]
    delay, after = flow.length + flow.home_lag, STAGE_NUMBER[stage] + 1
    if after < len(STAGES) and delay < quarters:
        rate = flow.graduate_share * flow.home_share * flow.area_growth
        arrivals[after, delay:] = rate * begins[: quarters - delay]
    return arrivals
