"""Formulas that several sheets share."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from optimizer.reporting.book import Book
from optimizer.reporting.cells import Formula
from optimizer.reporting.page import Column, Table


def quarter_columns(book: Book, width: float, kind: str) -> tuple[Column, ...]:
    """One column per quarter of the horizon, headed by its label."""
    return tuple(Column(f"quarter_{label}", width, kind, label) for label in book.quarters)


def in_quarter(detail: Table, key: str, head: str, conditions: Mapping[str, str]) -> str:
    """Sum of a column of 占用明细 over what is there in the quarter printed in cell `head`.

    `conditions` are further columns and the cell, or number, they must equal.
    """
    return f"SUMIFS({detail.column(key)},{_present(detail, head, conditions)})"


def count_in_quarter(detail: Table, head: str, conditions: Mapping[str, str]) -> str:
    """Number of rows of 占用明细 that are there in the quarter printed in cell `head`."""
    return f"COUNTIFS({_present(detail, head, conditions)})"


def count_at(detail: Table, when: str, head: str, conditions: Mapping[str, str]) -> str:
    """Number of rows whose first (or last) quarter is the one printed in cell `head`."""
    code = f'SUBSTITUTE({head},"Q","")'
    return f"COUNTIFS({_equal(detail, conditions)},{detail.column(when)},{code})"


def mean_of(span: str, numbers: NDArray[np.float64]) -> Formula:
    """Mean of the cells that hold a number; blank if none does."""
    value = float(numbers.mean()) if len(numbers) else ""
    return Formula(f'=IF(COUNT({span})=0,"",AVERAGE({span}))', value)


def _present(detail: Table, head: str, conditions: Mapping[str, str]) -> str:
    code = f'SUBSTITUTE({head},"Q","")'
    within = f'{detail.column("first_code")},"<="&{code},{detail.column("last_code")},">="&{code}'
    return f"{_equal(detail, conditions)},{within}"


def _equal(detail: Table, conditions: Mapping[str, str]) -> str:
    return ",".join(f"{detail.column(key)},{cell}" for key, cell in conditions.items())
