"""Canonical tables to a workbook that a manager would recognise."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell

from optimizer.labels import Lang, text
from optimizer.tables.book import (
    column_style,
    comment,
    fitted_width,
    number_format,
    put,
    save,
    styled,
)
from optimizer.tables.dropdowns import Dropdowns
from optimizer.tables.schema import Column, Sheet, schema
from optimizer.tables.shown import shown, shown_setting
from optimizer.tables.table import AnySeries, column_letter
from optimizer.tables.values.columns import blank_rows
from optimizer.tables.values.meanings import sheet_of

_WIDTH_SAMPLE: Final = 200
"""Rows looked at for the width of a column."""


def write_workbook(
    frames: Mapping[str, pd.DataFrame], path: Path, lang: Lang = "zh", note: str = ""
) -> None:
    """Write canonical tables as a workbook; the same content gives the same bytes.

    Parameters
    ----------
    frames : mapping of str to pandas.DataFrame
        By sheet key; columns are canonical keys, any other is the user's own.
        Columns that are blank throughout are left out unless they are required.
    path : Path
        The workbook to write.
    lang : {"zh", "en"}
        Language of headers and words; either is read back.
    note : str, optional
        Text of a first sheet 说明, one line per row.
    """
    workbook = Workbook(write_only=True)
    dropdowns = Dropdowns(lang)
    if note:
        sheet = workbook.create_sheet(text("tables.guide_sheet", lang))
        sheet.column_dimensions["A"].width = 100
        for line in note.splitlines():
            sheet.append([styled(sheet, line, "text")])
    for key, sheet_schema in schema().items():
        if key in frames:
            _write_sheet(workbook, sheet_schema, frames[key], lang, dropdowns)
    dropdowns.write_lists(workbook)
    save(workbook, path)


def _write_sheet(
    workbook: Workbook, schema_of: Sheet, frame: pd.DataFrame, lang: Lang, dropdowns: Dropdowns
) -> None:
    sheet = workbook.create_sheet(schema_of.label(lang))
    known = [column for column in schema_of.columns if _is_written(column, frame)]
    own = [str(name) for name in frame.columns if name not in schema_of.by_key]
    headers = [*(column.header(lang) for column in known), *own]
    data = [_shown_column(column, frame, lang) for column in known]
    data += [frame[name].tolist() for name in own]
    cells = [WriteOnlyCell(sheet) for _ in headers]
    for at, column in enumerate(known):
        cells[at].number_format = number_format(column)
        dropdowns.add(sheet, column, at, first=2)
    for at, (header, values) in enumerate(zip(headers, data, strict=True)):
        width = fitted_width([header, *(v for v in values[:_WIDTH_SAMPLE] if v is not None)])
        sheet.column_dimensions[column_letter(at)].width = width
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{column_letter(len(headers) - 1)}{len(frame) + 1}"
    sheet.append(
        header_cells(sheet, known, lang) + [styled(sheet, name, "technical") for name in own]
    )
    formats = [cell.number_format for cell in cells]
    for row in zip(*data, strict=True):
        for cell, shown_as in zip(cells, formats, strict=True):
            cell.number_format = shown_as  # a date leaves its own format on the cell
        sheet.append([put(cell, value) for cell, value in zip(cells, row, strict=True)])


def header_cells(sheet: Any, columns: list[Column], lang: Lang) -> list[Cell]:
    """Header cells with unit, colour and help."""
    cells = []
    for column in columns:
        cell = styled(sheet, column.header(lang), column_style(column))
        required = text("tables.required_note", lang) if column.required else ""
        cell.comment = comment(f"{required}{column.help(lang)}")
        cells.append(cell)
    return cells


def _is_written(column: Column, frame: pd.DataFrame) -> bool:
    if column.required or _is_asked_for(column, frame):
        return True
    return _is_filled(column.key, frame)


def _is_filled(key: str, frame: pd.DataFrame) -> bool:
    return key in frame and not blank_rows(frame[key]).all()


def _is_asked_for(column: Column, frame: pd.DataFrame) -> bool:
    """Whether a list without the column would be asked about it, or read in another way."""
    sheet, sits = sheet_of(column), ("present_carrier", "entered")
    if sheet == "projects" and column.key == "present_area_m2":
        return any(_is_filled(key, frame) for key in sits)
    return sheet == "rooms" and column.key == "status"


def _shown_column(column: Column, frame: pd.DataFrame, lang: Lang) -> list[Any]:
    if column.key not in frame:
        return [None] * len(frame)
    values = frame[column.key]
    if column.kind == "setting_value":
        return [
            shown_setting(str(name), str(value), lang)
            for name, value in zip(frame["setting"], values, strict=True)
        ]
    return _mapped(column, values, lang)


def _mapped(column: Column, values: AnySeries, lang: Lang) -> list[Any]:
    """Each distinct value is shown once."""
    cells = values.tolist()
    if column.numeric:
        return [shown(column, value, lang) for value in cells]
    known = {value: shown(column, value, lang) for value in set(cells)}
    return [known[value] for value in cells]
