"""Conditional formats: highlights and heat maps."""

from collections.abc import Sequence

from openpyxl.formatting.rule import ColorScale, FormatObject, Rule
from openpyxl.styles import Font
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle

from optimizer.reporting import style


def highlight(formula: str, ink: str = "", ground: str = "") -> Rule:
    """Colour cells for which `formula`, written for the first of them, is true."""
    looks = DifferentialStyle(
        font=Font(color=ink) if ink else None, fill=style.fill(ground) if ground else None
    )
    return Rule(type="expression", dxf=looks, formula=[formula])


def heat(stops: Sequence[tuple[float | None, str]]) -> Rule:
    """Shade cells by their number: (value, colour), None standing for the largest there is."""
    points = [
        FormatObject(type="max") if value is None else FormatObject(type="num", val=value)
        for value, _ in stops
    ]
    colours = [Color(rgb=f"FF{colour}") for _, colour in stops]
    return Rule(type="colorScale", colorScale=ColorScale(cfvo=points, color=colours))
