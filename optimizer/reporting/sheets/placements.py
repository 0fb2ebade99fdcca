"""安置方案: one row per placement. `read_back` reads this sheet, so its cells are values."""

from collections.abc import Iterator
from typing import Final

from openpyxl.utils import get_column_letter

from optimizer.domain.plan import Placement
from optimizer.reporting import style
from optimizer.reporting.book import Book
from optimizer.reporting.cells import CellValue
from optimizer.reporting.formats import highlight
from optimizer.reporting.page import FIRST_TABLE_ROW, Column
from optimizer.reporting.sheets.detail import PAST_HORIZON

PRINTED: Final = (
    Column("number", 6, "centre"),
    Column("project", 10, "wrap"),
    Column("name", 20, "wrap"),
    Column("company", 20, "wrap"),
    Column("industry", 12, "wrap"),
    Column("talent_class", 7, "centre"),
    Column("stage", 8, "centre"),
    Column("carrier", 10, "wrap"),
    Column("campus", 12, "wrap"),
    Column("first", 9, "centre"),
    Column("last", 9, "centre"),
    Column("quarters", 6, "integer"),
    Column("overstay", 6, "integer"),
    Column("area_m2", 10, "area"),
    Column("state", 11, "centre"),
    Column("locked", 6, "centre"),
    Column("reason", 46, "wrap"),
    Column("verify", 18, "wrap"),
)
FOR_MACHINES: Final = (
    Column("carrier_name", 16, "wrap"),
    Column("mode", 10),
    Column("moved_from", 10, "wrap"),
)


def write_placements(book: Book) -> None:
    """Fill the sheet: what was decided first, locked sitting tenants after it."""
    page = book.pages["placements"]
    columns = (*PRINTED, *FOR_MACHINES)
    page.title("placements", len(PRINTED))
    numbered = list(enumerate(book.plan.placements, 1))
    numbered.sort(key=lambda item: item[1].locked)
    rows = (list(_row(book, number, placement)) for number, placement in numbered)
    table = page.table(FIRST_TABLE_ROW, columns, rows, long=True)
    book.tables["placements"] = table
    _mark(book, len(PRINTED))
    page.finish(table, 3, len(PRINTED))


def _row(book: Book, number: int, placement: Placement) -> Iterator[CellValue]:
    case = book.case
    project = case.projects[case.project_index[placement.project]]
    carrier = case.carriers[case.carrier_index[placement.carrier]]
    facts = book.result.placed_facts.get(placement.key)
    end = min(placement.end, case.quarters + PAST_HORIZON)
    yield from (number, project.id, project.name, project.firm, project.industry)
    yield from (project.talent_class, book.stage(placement.stage), carrier.id, carrier.campus)
    yield from (case.quarter(placement.first), case.quarter(end - 1), end - placement.first)
    yield placement.overstay or None
    yield from (placement.area_m2, book.state(book.plan.states[placement.key]))
    yield book.yes_no(True) if placement.locked else ""
    yield facts.sentence(book.lang) if facts else ""
    yield facts.verify_sentence(book.lang) if facts else ""
    yield from (carrier.name, book.pages["placements"].text(f"mode.{placement.mode}"))
    yield placement.moved_from


def _mark(book: Book, width: int) -> None:
    """Colour waiting stays, overstays and what is to be verified; grey for locked tenants."""
    table, page = book.tables["placements"], book.pages["placements"]
    if table.last < table.first:
        return
    rows = f"{table.first}:{{column}}{table.last}"

    def cells(key: str) -> str:
        letter = get_column_letter(table.columns[key])
        return f"{letter}{rows.format(column=letter)}"

    def first_cell(key: str) -> str:
        return f"${get_column_letter(table.columns[key])}{table.first}"

    formats = page.sheet.conditional_formatting
    waiting = book.state("waiting")
    waits = highlight(f'{first_cell("state")}="{waiting}"', style.AMBER, style.AMBER_FILL)
    formats.add(cells("state"), waits)
    overstays = highlight(f"{first_cell('overstay')}>0", ground=style.AMBER_FILL)
    formats.add(cells("overstay"), overstays)
    locked = highlight(f'{first_cell("locked")}="{book.yes_no(True)}"', style.MUTED)
    formats.add(f"A{table.first}:{get_column_letter(width)}{table.last}", locked)
