"""情景对比: what-if cases planned anew, each beside the plan."""

from collections.abc import Iterator
from typing import Final

from optimizer.domain.outlook import Change
from optimizer.explain.plan_facts import ScenarioOutcome
from optimizer.reporting import style
from optimizer.reporting.cells import CellValue, Formula, address
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.page import FIRST_TABLE_ROW, Column

COLUMNS: Final = (
    Column("scenario", 20, "wrap"),
    Column("scenario_changes", 34, "wrap"),
    Column("ending", 16, "wrap"),
    Column("cost_10k", 13, "number"),
    Column("against_plan", 13, "number"),
    Column("against_share", 10, "gap"),
    Column("proven_gap", 9, "gap"),
    Column("new_area_m2", 12, "integer"),
    Column("enclaves_opened", 8, "integer"),
    Column("investment_10k", 13, "integer"),
    Column("unmet_m2_years", 13, "integer"),
    Column("unmet_share", 10, "share"),
    Column("occupancy_last", 10, "share"),
    Column("changed_counts", 20, "wrap"),
    Column("changed_list", 80, "wrap"),
)
FIGURES: Final = (
    *("new_area_m2", "enclaves", "investment_10k", "unmet_m2_years", "unmet_share"),
    "occupancy_last_year",
)


def write_scenarios(book: PlanBook) -> None:
    """Fill the sheet; the plan is its first row."""
    page, width = book.pages["scenarios"], len(COLUMNS)
    page.title("scenarios", width)
    rows = [_base(book)]
    for number, outcome in enumerate(book.result.scenarios, 1):
        rows.append(list(_row(book, FIRST_TABLE_ROW + 1 + number, outcome)))
    table = page.table(FIRST_TABLE_ROW, COLUMNS, rows)
    book.tables["scenarios"] = table
    page.total_row(table.first, width)
    last = table.last
    if not book.result.scenarios:
        last += 1
        page.line(last, page.text("plan.no_scenarios"), width, style.BODY)
    page.finish(table, 1, width, last)


def _base(book: PlanBook) -> list[CellValue]:
    figures, page = book.result.figures, book.pages["scenarios"]
    known = [figures.get(name) for name in FIGURES]
    return [
        page.text("plan.this_plan"), page.text("plan.no_change"),
        ending_word(book, book.result.ending),
        book.result.objective, None, None, book.result.gap, *known, None, None,
    ]  # fmt: skip


def ending_word(book: PlanBook, ending: str) -> str:
    """How a run ended, in a word or two."""
    return book.pages["summary"].text(f"plan_ending_short.{ending}")


def _row(book: PlanBook, row: int, outcome: ScenarioOutcome) -> Iterator[CellValue]:
    place = {column.key: number for number, column in enumerate(COLUMNS, 1)}
    figures, base = outcome.figures, book.result.objective or 0.0
    scenario = next((s for s in book.case.outlook.scenarios if s.id == outcome.id), None)
    yield outcome.id
    yield "；".join(change_words(book, each) for each in scenario.changes) if scenario else ""
    yield ending_word(book, outcome.ending)
    if not figures:
        yield from [None] * (width_of_figures() + 2)
        return
    cost = figures["cost"]
    yield cost
    own = address(row, place["cost_10k"])
    first = address(FIRST_TABLE_ROW + 1, place["cost_10k"], "r")
    yield Formula(f"={own}-{first}", cost - base)
    yield Formula(f"=({own}-{first})/ABS({first})", (cost - base) / abs(base) if base else 0.0)
    yield figures.get("gap")
    yield from (figures.get(name) for name in FIGURES)
    counts, told = book.changes(outcome.changed)
    yield counts if outcome.changed else book.pages["scenarios"].text("plan.same_openings")
    yield told


def width_of_figures() -> int:
    """Columns that stay blank without a plan, apart from those of the changes."""
    return len(COLUMNS) - 5


def change_words(book: PlanBook, change: Change) -> str:
    """One change of a scenario in words."""
    page, target, value = book.pages["scenarios"], change.target, change.value
    if change.kind == "setting":
        target = book.word(f"setting_label.{target}", target)
    target = target.removeprefix("industry=")
    whole = target or page.text(f"plan.change_all_{change.kind}")
    return page.text(f"plan.change_{change.kind}", target=whole, value=value)
