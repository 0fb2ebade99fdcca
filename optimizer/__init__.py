"""Incubator space and carrier allocation optimizer.

>>> from optimizer import Limits, allocate, read_case, write_report  # doctest: +SKIP
>>> result = allocate(read_case("inputs/by_hand.xlsx"), Limits(seconds=10))  # doctest: +SKIP
>>> write_report(result, "reports/by_hand_allocate.xlsx")  # doctest: +SKIP
"""

from optimizer.domain.case import Case
from optimizer.faults import WorkbookFaults
from optimizer.limits import Limits
from optimizer.pipeline import allocate, develop, read_case, write_report
from optimizer.result import Result

__all__ = [
    "Case",
    "Limits",
    "Result",
    "WorkbookFaults",
    "allocate",
    "develop",
    "read_case",
    "write_report",
]
