"""The answer of inputs/by_hand.xlsx, worked out on paper.

Four quarters, 2026Q1-Q4. K1 孵化楼 has 150 m² for incubation, K2 加速楼 500 m² for acceleration;
both take 智能高端装备 and stand on one campus. No class, recognition, stage or industry weight
differs from 1.

P1 (80 points): 150 m² incubation for 9 months = 3 quarters, then acceleration 600 m², at
least 400 m², 24 months. P2 (60 points): 150 m² incubation for 6 months = 2 quarters. Both
arrive in 2026Q1, and K1 has room for one of them: the other waits.

Value of an option = priority/100 x quarters inside the horizon x area / reference area,
with 150 m² for incubation and 1 000 m² for acceleration.

P1 first:   P1 incubation in K1, Q1-Q3             0.80 x 3 x 150/150    = 2.40
            P1 acceleration in K2, Q4 (and on);
            600 m² do not fit into 500, so 400 m²  0.80 x 1 x 400/1 000  = 0.32
            P1 changes carrier, same campus        1 move                = -0.05
            P2 incubation in K1, Q4 (and 2027Q1)   0.60 x 1 x 150/150    = 0.60
            P2 waits Q1, Q2, Q3                    3 x 0.05              = -0.15
                                                                     sum = 3.12
P2 first:   P2 in K1, Q1-Q2 0.60 x 2 = 1.20; P1 in K1 from Q3, 0.80 x 2 = 1.60, waits 2
            quarters, -0.10; its acceleration begins in 2027Q2, beyond the horizon.
                                                                     sum = 2.70
P1 first, its acceleration refused: 2.40 + 0.60 - 0.15               sum = 2.85
P1 first, P2 refused: 2.40 + 0.32 - 0.05                             sum = 2.67

So the best plan is the first one, it is the only one worth 3.12, and both carriers are full:
K1 in every quarter, K2 because the full area has no room in it.
"""

from pathlib import Path

import pytest

from optimizer.domain.assemble import assemble
from optimizer.domain.fit import Fit
from optimizer.tables.read import read_tables
from tests.samples.write import INPUTS

#: Value of the best plan, from the sums above.
BEST_VALUE = (0.80 * 3 + 0.80 * 400 / 1_000 - 0.05) + (0.60 * 1 - 3 * 0.05)

WORKBOOK: Path = INPUTS / "by_hand.xlsx"


def test_the_numbers_on_paper_are_those_of_the_workbook() -> None:
    case, faults = assemble(*read_tables(WORKBOOK))

    assert faults == ()
    assert case is not None
    assert [case.quarter(q) for q in (0, case.quarters - 1)] == ["2026Q1", "2026Q4"]
    assert [(c.id, c.capacity) for c in case.carriers] == [("K1", 150), ("K2", 500)]
    assert [
        (case.stay_key(s), stay.min_area_m2, stay.area_m2, stay.length)
        for s, stay in enumerate(case.stays)
    ] == [
        (("P1", "incubation"), 150, 150, 3),
        (("P1", "acceleration"), 400, 600, 8),
        (("P2", "incubation"), 150, 150, 2),
    ]
    assert [p.priority for p in case.projects] == [80, 60]
    assert Fit.of(case).allowed.tolist() == [[True, False], [False, True], [True, False]]


def test_the_sum_on_paper() -> None:
    assert pytest.approx(3.12) == BEST_VALUE
