"""不可替代度: what losing each site would cost, found and proven, and how often plans use it."""

from collections.abc import Iterator
from typing import Final

from optimizer.explain.plan_facts import SiteWorth
from optimizer.reporting import style
from optimizer.reporting.cells import CellValue, Formula, address, cell_at
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.page import FIRST_TABLE_ROW, Column

LARGE_LOSS: Final = 0.01
"""Share of the plan's cost above which a proven loss is large."""
SMALL_LOSS: Final = 1e-6

COLUMNS: Final = (
    Column("site", 24, "wrap"),
    Column("campus", 20, "wrap"),
    Column("district", 14, "wrap"),
    Column("grade", 12, "centre"),
    Column("opened_m2", 12, "integer"),
    Column("cost_of_losing", 15, "number"),
    Column("proven_loss", 15, "number"),
    Column("loss_share", 11, "gap"),
    Column("used_in", 9, "integer"),
    Column("plans_seen", 9, "integer"),
    Column("used_share", 9, "share"),
    Column("start_years", 18, "centre"),
    Column("worth_fact", 50, "wrap"),
)
GRADES: Final = ("irreplaceable", "important", "replaceable", "idle")
_COLOURS: Final = {
    "irreplaceable": (style.RED, style.RED_FILL),
    "important": (style.AMBER, style.AMBER_FILL),
    "replaceable": (style.GREEN, style.GREEN_FILL),
    "idle": (style.MUTED, style.PALE),
}


def grade_of(worth: SiteWorth, cost: float) -> str:
    """How irreplaceable a site is, by what was proved and by how many plans use it."""
    if worth.opened_m2 <= 0:
        return "idle"
    if nowhere(worth):
        return "irreplaceable"
    proven = (worth.proven_loss or 0.0) / max(abs(cost), 1e-9)
    always = worth.used_in == worth.plans
    if proven > LARGE_LOSS and always:
        return "irreplaceable"
    return "important" if proven > SMALL_LOSS or (always and worth.plans > 1) else "replaceable"


def nowhere(worth: SiteWorth) -> bool:
    """Whether no plan exists without the site."""
    return worth.is_needed


def ranked(book: PlanBook) -> list[SiteWorth]:
    """Sites, the least replaceable first."""
    cost = book.result.objective or 0.0

    def key(worth: SiteWorth) -> tuple[int, float, float]:
        found = worth.cost_of_losing if worth.cost_of_losing is not None else float("inf")
        return GRADES.index(grade_of(worth, cost)), -found, -worth.opened_m2

    return sorted(book.result.sites, key=key)


def write_worth(book: PlanBook) -> None:
    """Fill the sheet."""
    page, width = book.pages["worth"], len(COLUMNS)
    page.title("worth", width, large=f"{LARGE_LOSS:.0%}")
    sites, cost = ranked(book), book.result.objective or 0.0
    rows = [list(_row(book, FIRST_TABLE_ROW + 1 + n, each, cost)) for n, each in enumerate(sites)]
    table = page.table(FIRST_TABLE_ROW, COLUMNS, rows)
    book.tables["worth"] = table
    for row, each in enumerate(sites, table.first):
        ink, ground = _COLOURS[grade_of(each, cost)]
        cell = cell_at(page.sheet, row, table.columns["grade"])
        cell.font, cell.fill = style.font(10, ink, bold=True), style.fill(ground)
    row = table.last + 2
    page.section(row, "grades")
    for key in GRADES:
        row += 1
        page.line(
            row, page.text(f"grade_means.{key}", large=f"{LARGE_LOSS:.0%}"), width, style.BODY
        )
    page.finish(table, 1, width, row)


def _row(book: PlanBook, row: int, worth: SiteWorth, cost: float) -> Iterator[CellValue]:
    page = book.pages["worth"]
    mine = [c for c in book.candidates.values() if c.site == worth.site]
    place = {column.key: number for number, column in enumerate(COLUMNS, 1)}
    yield worth.site
    yield book.listed(list(dict.fromkeys(c.campus for c in mine)))
    yield book.listed(list(dict.fromkeys(c.district for c in mine if c.district)))
    yield page.text(f"grade.{grade_of(worth, cost)}")
    yield worth.opened_m2
    opened = worth.opened_m2 > 0
    found, proven = worth.cost_of_losing, worth.proven_loss
    none = page.text("plan.no_plan_then" if nowhere(worth) else "plan.not_found_then")
    yield (none if found is None else found) if opened else None
    yield (page.text("plan.no_plan_then") if nowhere(worth) else proven) if opened else None
    loss = address(row, place["proven_loss"])
    share = proven / abs(cost) if opened and proven is not None and cost else ""
    yield Formula(f'=IF(ISNUMBER({loss}),{loss}/ABS({cost!r}),"")', share)
    yield from (worth.used_in, worth.plans)
    used, plans = address(row, place["used_in"]), address(row, place["plans_seen"])
    share = worth.used_in / worth.plans if worth.plans else ""
    yield Formula(f'=IF({plans}>0,{used}/{plans},"")', share)
    yield book.listed([str(year) for year in worth.years])
    yield fact_of(book, worth)


def fact_of(book: PlanBook, worth: SiteWorth) -> str:
    """What is known of losing a site, in a sentence."""
    page = book.pages["worth"]
    if worth.opened_m2 <= 0:
        return page.text("plan.worth_idle", used=worth.used_in, plans=worth.plans)
    if nowhere(worth):
        return page.text("plan.worth_nowhere")
    proven = worth.proven_loss or 0.0
    key = "plan.worth_proven" if proven > 0 else "plan.worth_unproven"
    second = page.text(key, proven=book.money(proven))
    if worth.cost_of_losing is None:
        return page.text("plan.worth_not_found") + second
    found = worth.cost_of_losing
    key = "plan.worth_found" if found >= 0 else "plan.worth_cheaper"
    return page.text(key, found=book.money(abs(found))) + second
