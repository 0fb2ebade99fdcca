"""The blank workbook: every sheet, with help, drop-downs, formats and one example row each."""

from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import Cell

from optimizer.labels import Lang, text
from optimizer.settings import SettingSpec, setting_specs
from optimizer.tables.book import (
    COLOURS,
    fitted_width,
    number_format,
    save,
    styled,
)
from optimizer.tables.dropdowns import Dropdowns
from optimizer.tables.records.setting_rows import setting_column, setting_label
from optimizer.tables.schema import Column, Sheet, schema
from optimizer.tables.shown import shown, shown_setting
from optimizer.tables.table import column_letter
from optimizer.tables.values.parse import parse
from optimizer.tables.vocabulary import example_prefixes
from optimizer.tables.words import plain
from optimizer.tables.write import header_cells

_HEADER_HEIGHT: Final = 32
_QUICK: Final = ("quick_1", "quick_2", "quick_3", "quick_4")
_DOCUMENTATION: Final = ("default", "unit", "help", "name")
_SETTING_STYLES: Final = ("text", "input", "help", "help", "help", "help")
_SETTING_WIDTHS: Final = (24, 16, 12, 14, 84, 38)
_RULES: Final = ("rule_area", "rule_list", "rule_names")


def write_template(path: Path, lang: Lang = "zh") -> None:
    """Write the blank workbook; the same version gives the same bytes.

    Parameters
    ----------
    path : Path
        The workbook to write.
    lang : {"zh", "en"}
        Language of headers, help and words; either is read.
    """
    workbook = Workbook(write_only=True)
    dropdowns = Dropdowns(lang)
    _guide(workbook, lang)
    for sheet in schema().values():
        if sheet.key == "settings":
            _settings(workbook, sheet, lang, dropdowns)
        else:
            _sheet(workbook, sheet, lang, dropdowns)
    dropdowns.write_lists(workbook)
    save(workbook, path)


def example_row(sheet: Sheet, lang: Lang = "zh") -> dict[str, Any]:
    """The example row of a sheet by column key, as it is shown."""
    row: dict[str, Any] = {}
    for entry in text(f"example.{sheet.key}", lang).split("|"):
        key, _, value = entry.partition("=")
        column = sheet.by_key[key]
        row[key] = value if _is_example(value) else shown(column, parse(column, value).value, lang)
    return row


def _is_example(value: str) -> bool:
    return plain(value).startswith(example_prefixes())


def _sheet(workbook: Workbook, schema_of: Sheet, lang: Lang, dropdowns: Dropdowns) -> None:
    sheet = workbook.create_sheet(schema_of.label(lang))
    columns = list(schema_of.columns)
    example = example_row(schema_of, lang)
    for at, column in enumerate(columns):
        dimension = sheet.column_dimensions[column_letter(at)]
        dimension.width = fitted_width([column.header(lang), example.get(column.key, "")])
        dimension.number_format = number_format(column)
        dropdowns.add(sheet, column, at, first=2)
    _frame_sheet(sheet, len(columns))
    sheet.append(header_cells(sheet, columns, lang))
    sheet.append([_example_cell(sheet, column, example.get(column.key)) for column in columns])


def _example_cell(sheet: Any, column: Column, value: Any) -> Cell:
    cell = styled(sheet, value, "example")
    cell.number_format = number_format(column)
    return cell


def _frame_sheet(sheet: Any, columns: int) -> None:
    sheet.freeze_panes = "B2"
    sheet.row_dimensions[1].height = _HEADER_HEIGHT
    sheet.auto_filter.ref = f"A1:{column_letter(columns - 1)}2"
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = "1:1"


def _settings(workbook: Workbook, schema_of: Sheet, lang: Lang, dropdowns: Dropdowns) -> None:
    sheet = workbook.create_sheet(schema_of.label(lang))
    rows = [_setting_row(spec, lang) for spec in setting_specs().values()]
    documentation = [text(f"documentation.{name}", lang) for name in _DOCUMENTATION]
    headers = [*(column.header(lang) for column in schema_of.columns), *documentation]
    for at, width in enumerate(_SETTING_WIDTHS):
        sheet.column_dimensions[column_letter(at)].width = width
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for i, name in enumerate(setting_specs(), start=2):
        dropdowns.add(sheet, setting_column(name), 1, first=i, last=i)
    _frame_sheet(sheet, len(headers))
    known = header_cells(sheet, list(schema_of.columns), lang)
    sheet.append(known + [styled(sheet, header, "technical") for header in documentation])
    for name, row in zip(setting_specs(), rows, strict=True):
        cells = [
            styled(sheet, value, style) for value, style in zip(row, _SETTING_STYLES, strict=True)
        ]
        cells[1].number_format = number_format(setting_column(name))
        sheet.append(cells)


def _setting_row(spec: SettingSpec, lang: Lang) -> list[Any]:
    default = spec.default
    if isinstance(default, bool):
        default = "yes" if default else "no"
    shown_default = None if default is None else shown_setting(spec.name, str(default), lang)
    unit = text(f"unit.{spec.unit}", lang) if spec.unit else None
    help_text = text(f"setting.{spec.name}", lang)
    return [setting_label(spec.name, lang), None, shown_default, unit, help_text, spec.name]


def _guide(workbook: Workbook, lang: Lang) -> None:
    sheet = workbook.create_sheet(text("tables.guide_sheet", lang))
    for letter, width in zip("ABC", (18, 12, 84), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.append([styled(sheet, text("template.title", lang), "title")])
    sheet.append([styled(sheet, text("template.version", lang), "plain")])
    _section(sheet, "quick_heading", _QUICK, lang)
    _section(sheet, "rules_heading", _RULES, lang)
    _legend(sheet, lang)
    sheet.append([])
    sheet.append([styled(sheet, text("template.sheets_heading", lang), "heading")])
    names = ("sheets_name", "sheets_need", "sheets_help")
    sheet.append([styled(sheet, text(f"template.{name}", lang), "optional") for name in names])
    for each in schema().values():
        link = styled(sheet, each.label(lang), "link")
        link.hyperlink = f"#'{each.label(lang)}'!A1"
        needed = text("template.needed" if each.required else "template.optional", lang)
        need = styled(sheet, needed, "centred")
        sheet.append([link, need, styled(sheet, each.help(lang), "text")])


def _section(sheet: Any, heading: str, lines: tuple[str, ...], lang: Lang) -> None:
    sheet.append([])
    sheet.append([styled(sheet, text(f"template.{heading}", lang), "heading")])
    for line in lines:
        sheet.append([styled(sheet, text(f"template.{line}", lang), "plain")])


def _legend(sheet: Any, lang: Lang) -> None:
    sheet.append([])
    sheet.append([styled(sheet, text("template.legend_heading", lang), "heading")])
    for name in COLOURS:
        meaning = styled(sheet, text(f"template.legend_{name}", lang), "plain")
        sheet.append([styled(sheet, text(f"template.sample_{name}", lang), name), meaning])
    example = styled(sheet, text("template.sample_example", lang), "example")
    sheet.append([example, styled(sheet, text("template.legend_example", lang), "plain")])
