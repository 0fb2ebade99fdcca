"""Writing the report of a development plan."""

from collections.abc import Callable
from pathlib import Path

from optimizer.developed import DevelopmentResult
from optimizer.labels import Lang
from optimizer.reporting.development.alarms import write_alarms
from optimizer.reporting.development.alternatives import write_alternatives
from optimizer.reporting.development.assumptions import write_assumptions
from optimizer.reporting.development.balance import write_balance
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.development.building_details import (
    write_layout,
    write_openings,
    write_space,
)
from optimizer.reporting.development.demand_details import write_blocks, write_services
from optimizer.reporting.development.futures import write_futures
from optimizer.reporting.development.money import write_money
from optimizer.reporting.development.money_details import write_payments
from optimizer.reporting.development.prices import write_prices
from optimizer.reporting.development.scenarios import write_scenarios
from optimizer.reporting.development.schedule import write_schedule
from optimizer.reporting.development.summary import write_summary
from optimizer.reporting.development.targets import write_targets
from optimizer.reporting.development.worth import write_worth
from optimizer.reporting.save import FIXED_TIME
from optimizer.reporting.sheets.rules import write_rules

#: In the order in which one sheet's formulas need another's cells; the summary comes last.
WRITERS: tuple[tuple[str, Callable[[PlanBook], None]], ...] = (
    ("openings", write_openings),
    ("payments", write_payments),
    ("layout", write_layout),
    ("services", write_services),
    ("blocks", write_blocks),
    ("space", write_space),
    ("schedule", write_schedule),
    ("balance", write_balance),
    ("money", write_money),
    ("prices", write_prices),
    ("alternatives", write_alternatives),
    ("worth", write_worth),
    ("scenarios", write_scenarios),
    ("futures", write_futures),
    ("alarms", write_alarms),
    ("targets", write_targets),
    ("assumptions", write_assumptions),
    ("rules", write_rules),
    ("summary", write_summary),
)


def write_development_report(result: DevelopmentResult, path: Path, lang: Lang = "zh") -> None:
    """Write the report of a development run; without a plan, why, and the cheapest way out.

    The same result gives the same bytes: no time of day stands in the workbook.

    Raises
    ------
    ValueError
        If the result does not hold the demand that was planned for.
    """
    filled(result, lang).save(path)


def filled(result: DevelopmentResult, lang: Lang) -> PlanBook:
    """The report as a book with every sheet written, not yet saved."""
    book = PlanBook(result, lang)
    for key, write_sheet in WRITERS:
        if key in book.pages:
            write_sheet(book)
    properties = book.workbook.properties
    properties.creator = book.pages["summary"].text("creator")
    properties.title = book.pages["summary"].text("title.plan_summary")
    properties.created = properties.modified = FIXED_TIME
    book.workbook.active = 0
    return book
