"""Writing the report of a run: of an allocation here, of a development plan by its own package."""

from collections.abc import Collection
from pathlib import Path

from optimizer.developed import DevelopmentResult
from optimizer.labels import Lang
from optimizer.reporting.book import Book
from optimizer.reporting.development.write import write_development_report
from optimizer.reporting.save import FIXED_TIME
from optimizer.reporting.sheets.detail import write_detail
from optimizer.reporting.sheets.flow import write_flow
from optimizer.reporting.sheets.industry import write_industry
from optimizer.reporting.sheets.notes import write_notes
from optimizer.reporting.sheets.occupancy import write_occupancy
from optimizer.reporting.sheets.placements import write_placements
from optimizer.reporting.sheets.policy import write_policy
from optimizer.reporting.sheets.prices import write_prices
from optimizer.reporting.sheets.rules import write_rules
from optimizer.reporting.sheets.summary import write_summary
from optimizer.reporting.sheets.waiting import write_waiting
from optimizer.result import Result

#: In the order in which one sheet's formulas need another's cells; the summary comes last.
WRITERS = (
    write_detail,
    write_placements,
    write_waiting,
    write_occupancy,
    write_flow,
    write_industry,
    write_policy,
    write_prices,
    write_rules,
    write_notes,
    write_summary,
)


def write_report(result: Result, path: Path, lang: Lang = "zh") -> None:
    """Write the report of a result that has a plan; a development run needs none.

    The same result gives the same bytes: no time of day stands in the workbook.

    Raises
    ------
    ValueError
        If the result has no plan.
    """
    if isinstance(result, DevelopmentResult):
        write_development_report(result, path, lang)
        return
    filled(result, lang).save(path)


def filled(result: Result, lang: Lang, without: Collection[str] = ()) -> Book:
    """The report of an allocation as a book with its sheets written, not yet saved.

    Parameters
    ----------
    without : collection of str
        Sheets that are left out.
    """
    book = Book(result, lang, without)
    for write_sheet in WRITERS:
        write_sheet(book)
    properties = book.workbook.properties
    properties.creator = book.pages["summary"].text("creator")
    properties.title = book.pages["summary"].text("title.summary")
    properties.created = properties.modified = FIXED_TIME
    book.workbook.active = 0
    return book
