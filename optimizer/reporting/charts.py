"""Native Excel charts, with titles and axes that show."""

from dataclasses import dataclass
from typing import Any, Literal

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
)
from openpyxl.worksheet.worksheet import Worksheet

from optimizer.reporting import style
from optimizer.tables.book import FONT

Chart = BarChart | LineChart
LINE_COLOURS = (style.RED, style.INK)
"""Of lines over columns."""


@dataclass(frozen=True, slots=True)
class Block:
    """Cells of a chart: one series per row, names in `name_column`, categories in `header_row`."""

    sheet: Worksheet
    header_row: int
    rows: tuple[int, ...]
    name_column: int
    first_column: int
    last_column: int


def line_chart(block: Block, title: str, y_title: str, number_format: str) -> LineChart:
    """One line per row."""
    chart = LineChart()
    _fill(chart, block)
    for number, series in enumerate(chart.series):
        colour = style.SERIES_COLOURS[number % len(style.SERIES_COLOURS)]
        series.graphicalProperties.line.solidFill = colour
        series.graphicalProperties.line.width = 34_000 if number == 0 else 19_000
        series.smooth = False
        series.marker.symbol = "none"
    _dress(chart, title, y_title, number_format)
    return chart


def bar_chart(
    block: Block,
    title: str,
    y_title: str,
    number_format: str,
    kind: Literal["stacked", "clustered"] = "stacked",
) -> BarChart:
    """One series per row, upright bars."""
    chart = BarChart()
    chart.type = "col"
    chart.grouping = kind
    chart.overlap = 100 if kind == "stacked" else -10
    chart.gapWidth = 55
    _fill(chart, block)
    for number, series in enumerate(chart.series):
        colour = style.SERIES_COLOURS[number % len(style.SERIES_COLOURS)]
        series.graphicalProperties.solidFill = colour
        series.graphicalProperties.line.noFill = True
    _dress(chart, title, y_title, number_format)
    return chart


def with_lines(chart: BarChart, block: Block) -> BarChart:
    """The same columns with lines over them, on the same axes."""
    lines = LineChart()
    _fill(lines, block)
    for number, series in enumerate(lines.series):
        colour = LINE_COLOURS[number % len(LINE_COLOURS)]
        series.graphicalProperties.line.solidFill = colour
        series.graphicalProperties.line.width = 34_000
        series.smooth = False
        series.marker.symbol = "none"
    chart += lines
    return chart


def place(chart: Chart, sheet: Worksheet, row: int, columns: tuple[int, int], rows: int) -> None:
    """Put a chart over cells, so that it is as wide as they are in every program.

    Parameters
    ----------
    row : int
        First row it covers, counted from 1.
    columns : tuple of int
        First and last column it covers, counted from 1.
    rows : int
        How many rows it covers.
    """
    first = AnchorMarker(col=columns[0] - 1, row=row - 1)
    last = AnchorMarker(col=columns[1], row=row - 1 + rows)
    anchored: Any = chart  # the stubs know of addresses only
    anchored.anchor = TwoCellAnchor(editAs="oneCell", _from=first, to=last)
    sheet.add_chart(chart)


def _fill(chart: Chart, block: Block) -> None:
    for row in block.rows:
        values = Reference(
            block.sheet, min_col=block.first_column, max_col=block.last_column, min_row=row
        )
        chart.add_data(values, from_rows=True, titles_from_data=False)
        name = Reference(block.sheet, min_col=block.name_column, min_row=row)
        chart.series[-1].tx = _series_name(name)
    chart.set_categories(
        Reference(
            block.sheet,
            min_col=block.first_column,
            max_col=block.last_column,
            min_row=block.header_row,
        )
    )


def _series_name(reference: Reference) -> SeriesLabel:
    return SeriesLabel(strRef=StrRef(str(reference)))


def _dress(chart: Chart, title: str, y_title: str, number_format: str) -> None:
    chart.title = _title(title, _characters(1200, bold=True))
    chart.y_axis.title = _title(y_title, _characters(900))
    chart.y_axis.number_format = number_format
    chart.y_axis.majorGridlines = ChartLines(spPr=_outline())
    chart.y_axis.scaling.min = 0
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.txPr = _text(900)
        axis.graphicalProperties = _outline()
    chart.x_axis.tickLblPos = "low"
    chart.legend = Legend()
    chart.legend.position = "b"
    chart.legend.txPr = _text(900)
    chart.graphical_properties = _outline()
    chart.roundedCorners = False


def _title(title: str, characters: CharacterProperties) -> Title:
    run = RegularTextRun(rPr=characters, t=title)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=characters), r=[run])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def _outline() -> GraphicalProperties:
    return GraphicalProperties(ln=LineProperties(solidFill=style.LINE))


def _characters(size: int, bold: bool = False) -> CharacterProperties:
    font = Font(typeface=FONT)
    return CharacterProperties(
        sz=size, b=bold, solidFill=style.NAVY if bold else style.INK, latin=font, ea=font
    )


def _text(size: int) -> RichText:
    properties = ParagraphProperties(defRPr=_characters(size))
    return RichText(p=[Paragraph(pPr=properties, endParaRPr=_characters(size))])
