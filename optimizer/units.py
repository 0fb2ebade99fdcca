"""Units and the factors between them.

Areas are m², money is 10 000 yuan (万元) unless a name says otherwise, time is
quarters. A number that could be misread carries its unit in its name.
"""

from typing import Final

MONTHS_PER_QUARTER: Final = 3
QUARTERS_PER_YEAR: Final = 4

M2_PER_10K_M2: Final = 10_000.0
#: 1 亩 = 666.67 m² (1/15 hectare).
M2_PER_MU: Final = 10_000.0 / 15.0

YUAN_PER_10K: Final = 10_000.0

AREA_MARGIN_M2: Final = 1e-3
"""Areas closer than this are the same area: one thousandth of a square metre."""

MONEY_MARGIN_10K: Final = 1e-4
"""Amounts closer than this (one yuan) are the same amount."""

SHARE_MARGIN: Final = 1e-6
"""Shares closer than this are the same share."""

VALUE_MARGIN: Final = 1e-6
"""Relative margin within which two objective values agree."""


def rent_10k_per_quarter(area_m2: float, rent_per_m2_month: float) -> float:
    """Rent of an area for one quarter, in 10 000 yuan.

    Parameters
    ----------
    area_m2 : float
        Area let, m².
    rent_per_m2_month : float
        Rent, yuan per m² and month.

    Examples
    --------
    >>> rent_10k_per_quarter(1_000, 20)
    6.0
    """
    return area_m2 * rent_per_m2_month * MONTHS_PER_QUARTER / YUAN_PER_10K
