"""Charts of a screen: series taken from the rows of its tables, each with the same as a table."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from optimizer.labels import Lang, text
from optimizer.reporting.screen.tables import column_of, plain_table

Form = Literal["lines", "stacked", "bands", "calendar"]


def chart(
    key: str,
    form: Form,
    title: str,
    axis: str,
    kind: str,
    x: Sequence[str],
    series: Sequence[Mapping[str, Any]],
    lang: Lang,
) -> dict[str, Any]:
    """A chart and, below it, its numbers.

    Parameters
    ----------
    kind : str
        How its values are shown: a kind of `optimizer.reporting.style.FORMATS`.
    series : sequence of mapping
        ``name``, ``values``, and ``line`` where it is a line over columns.
    """
    columns = [
        ("name", text("report.column.figure", lang), "text"),
        *((f"x{n}", label, kind) for n, label in enumerate(x)),
    ]
    rows = [[each["name"], *each["values"]] for each in series]
    return {
        "key": key,
        "form": form,
        "title": title,
        "axis": axis,
        "kind": kind,
        "x": list(x),
        "series": [dict(each) for each in series],
        "table": plain_table(f"chart-{key}", columns, rows),
        "says": text("screen.chart_says", lang, title=title, count=len(series)),
    }


def series_of(
    table: Mapping[str, Any], rows: Sequence[int], name: str, first: str, last: str
) -> list[dict[str, Any]]:
    """Rows of a table as series: what the column `name` calls them, columns `first` to `last`."""
    named, start, end = (column_of(table, key) for key in (name, first, last))
    lines = [table["rows"][number]["cells"] for number in rows]
    return [{"name": line[named], "values": line[start : end + 1]} for line in lines]


def labels_of(table: Mapping[str, Any], first: str, last: str) -> list[str]:
    """Headers of the columns `first` to `last`."""
    start, end = (column_of(table, key) for key in (first, last))
    return [column["label"] for column in table["columns"][start : end + 1]]
