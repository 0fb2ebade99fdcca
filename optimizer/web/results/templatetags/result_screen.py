"""Template tags of the result screens: how cells, charts and counts are shown."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import template

from optimizer.reporting.screen.shown import NUMERIC, shown

register = template.Library()

PAGE_ROWS: Final = 30
"""Rows of a table that are seen before somebody asks for all."""
FEW_ROWS: Final = 8
"""The same where the screen is so narrow that each row is a block."""
FEW_COLUMNS: Final = 4
"""A table with no more columns stays a table, however narrow the screen."""
FULL: Final = 1.0001
"""An occupancy above this is more than there is; never in a checked plan."""
SHADES: Final = 10


SENTENCES: Final = 30
"""Width of a column, in characters, from which it holds sentences."""
WIDTHS: Final = (9, 14, 20, 28, 40, 60)
"""Widths, in characters, from which texts get the next wider class of columns."""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as the template writes it: its text and its classes."""

    text: str
    classes: str


register.filter("shown", shown)


@register.filter
def fill(sentence: str, values: Mapping[str, Any]) -> str:
    """A sentence of the page with its ``{name}`` places filled."""
    return sentence.format(**values)


@register.filter
def drawn(chart: Mapping[str, Any]) -> dict[str, Any]:
    """A chart as the script needs it, without the table of its numbers."""
    return {key: value for key, value in chart.items() if key != "table"}


@register.filter
def is_long(table: Mapping[str, Any]) -> bool:
    """Whether a table may have more rows than are seen at first."""
    return len(table["rows"]) > (FEW_ROWS if is_read_as_text(table) else PAGE_ROWS)


@register.filter
def is_cut(table: Mapping[str, Any]) -> bool:
    """Whether the screen has not all rows of the report's table."""
    return bool(table["count"] > len(table["rows"]))


@register.filter
def counts(table: Mapping[str, Any]) -> dict[str, str]:
    """How many rows of a table the screen has, and how many there are."""
    return {"shown": f"{len(table['rows']):,}", "count": f"{table['count']:,}"}


@register.filter
def is_read_as_text(table: Mapping[str, Any]) -> bool:
    """Whether a table holds sentences: on a narrow screen its rows become blocks."""
    wide = any(column.get("width", 0) >= SENTENCES for column in table["columns"])
    return wide and len(table["columns"]) > FEW_COLUMNS and table["heat"] is None


@register.filter
def has_header(table: Mapping[str, Any]) -> bool:
    """Whether any column has a header."""
    return any(column["label"].strip() for column in table["columns"])


@register.filter
def column_classes(column: Mapping[str, Any]) -> str:
    """Classes of a header."""
    return _side(column["kind"]) or _width_class(column)


@register.simple_tag
def first_rows() -> str:
    """Rows of a table that are seen before somebody asks for all: on a wide, on a narrow screen."""
    return f"{PAGE_ROWS} {FEW_ROWS}"


@register.simple_tag
def cells_of(table: Mapping[str, Any], row: Mapping[str, Any]) -> list[ShownCell]:
    """The cells of a row with their classes."""
    return list(_cells(table, row))


def _cells(table: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[ShownCell]:
    columns = table["columns"]
    kinds = row.get("kinds") or [column["kind"] for column in columns]
    tones = row.get("tones") or [""] * len(columns)
    heat = math.inf if table["heat"] is None else table["heat"]
    for at, value in enumerate(row["cells"]):
        number = isinstance(value, int | float) and not isinstance(value, bool)
        classes = [_side(kinds[at])] if _side(kinds[at]) else []
        if tones[at]:
            classes.append(f"result-{tones[at]}")
        if at >= heat and number:
            classes.append(_shade(value))
        yield ShownCell(shown(value, kinds[at]), " ".join(classes))


def _side(kind: str) -> str:
    """Class of the side on which a cell's text stands; blank for the left."""
    if kind in NUMERIC:
        return "result-number"
    return "result-centre" if kind in ("centre", "general") else ""


def _width_class(column: Mapping[str, Any]) -> str:
    """Class of a column of texts that keeps it from becoming too narrow to read."""
    step = sum(column.get("width", 0) >= width for width in WIDTHS)
    return f"result-width-{step}" if step and column["kind"] in ("text", "wrap") else ""


def _shade(share: float) -> str:
    """Class of a share in a heat map."""
    if share > FULL:
        return "result-over"
    return f"result-heat-{round(max(0.0, share) * SHADES)}"
