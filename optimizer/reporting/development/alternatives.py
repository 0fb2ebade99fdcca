"""备选方案: the plan beside near-optimal ones, site by site, and where they part."""

from typing import Final

from openpyxl.utils import get_column_letter

from optimizer.domain.development_plan import DevelopmentPlan
from optimizer.domain.outlook import Candidate
from optimizer.reporting import style
from optimizer.reporting.cells import CellValue, Formula, address, cell_at
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.page import FIRST_TABLE_ROW, Column, Table

LEADING: Final = (
    Column("site", 22, "wrap"),
    Column("phase", 9, "centre"),
    Column("campus", 18, "wrap"),
    Column("gross_m2", 12, "integer"),
    Column("in_city", 9, "integer"),
)
SAME_FILL: Final = "DCFCE7"
OTHER_FILL: Final = "FEF3C7"
TOP: Final = ("cost", "extra_share", "openings", "gross_city_m2", "enclaves_opened")
_KINDS: Final = {"cost": "number", "extra_share": "gap", "openings": "integer",
                 "gross_city_m2": "integer", "enclaves_opened": "integer"}  # fmt: skip


def plans_of(book: PlanBook) -> list[DevelopmentPlan]:
    """The plan, then the alternatives."""
    return [book.plan, *(each.plan for each in book.result.alternatives)]


def write_alternatives(book: PlanBook) -> None:
    """Fill the sheet: the plans, what they share, and every candidate in each."""
    page, plans = book.pages["alternatives"], plans_of(book)
    columns = (*LEADING, *plan_columns(book, 12, "centre"), Column("parting", 22, "wrap"))
    width = len(columns)
    settings = book.case.settings
    page.title("alternatives", width, slack=f"{settings.alternative_slack:.1%}",
               difference=f"{settings.alternative_difference:.0%}")  # fmt: skip
    top, row = FIRST_TABLE_ROW, FIRST_TABLE_ROW + len(TOP) + 2
    shared_at = row
    if len(plans) > 1:
        row += len(plans) + 2
    else:
        row += 1
    rows = [_site_row(book, each, plans) for each in _ordered(book, plans)]
    page.section(row, "sites_by_plan")
    table = page.table(row + 1, columns, rows)
    _colour(book, table, plans)
    book.tables["alternatives"] = table
    _write_top(book, top, table, plans)
    if len(plans) > 1:
        _write_shared(book, shared_at, plans)
    else:
        page.line(shared_at, page.text("plan.no_alternatives"), width, style.BODY)
    page.finish(table, 2, width, table.last)
    page.sheet.freeze_panes = "A3"
    page.sheet.print_title_rows = "1:2"


def plan_columns(book: PlanBook, width: float, kind: str) -> tuple[Column, ...]:
    """One column per plan."""
    page = book.pages["alternatives"]
    names = [page.text("plan.best_plan")]
    names += [page.text("plan.alternative", number=n) for n in range(1, len(plans_of(book)))]
    return tuple(Column(f"plan_{n}", width, kind, name) for n, name in enumerate(names))


def _ordered(book: PlanBook, plans: list[DevelopmentPlan]) -> list[Candidate]:
    """Candidates opened in some plan: those in all first, then where the plans part."""
    used = {name: sum(name in plan.opened for plan in plans) for name in book.candidates}
    mine = [each for each in book.candidates.values() if used[each.id]]
    return sorted(mine, key=lambda each: -used[each.id])


def _site_row(
    book: PlanBook, candidate: Candidate, plans: list[DevelopmentPlan]
) -> list[CellValue]:
    years = [
        plan.opened[candidate.id].year if candidate.id in plan.opened else None for plan in plans
    ]
    word = book.pages["alternatives"].text(f"plan.{parting(years)}")
    return [candidate.site, candidate.phase, candidate.campus, candidate.gross_area_m2,
            0 if candidate.is_enclave else 1, *years, word]  # fmt: skip


def parting(years: list[int | None]) -> str:
    """Whether plans agree on a candidate: on the year, on opening it, or not."""
    if None in years:
        return "part_whether"
    return "part_none" if len(set(years)) == 1 else "part_when"


def _colour(book: PlanBook, table: Table, plans: list[DevelopmentPlan]) -> None:
    """Years as in the plan are green, others amber."""
    page, first = book.pages["alternatives"], len(LEADING) + 1
    for row in range(table.first, table.last + 1):
        best = page.sheet.cell(row, first).value
        for column in range(first, first + len(plans)):
            cell = cell_at(page.sheet, row, column)
            if cell.value is not None:
                cell.fill = style.fill(SAME_FILL if cell.value == best else OTHER_FILL)


def _write_top(book: PlanBook, row: int, table: Table, plans: list[DevelopmentPlan]) -> None:
    page, first = book.pages["alternatives"], len(LEADING) + 1
    blank = (Column(f"blank_{n}", 0, "text", " ") for n in range(2, len(LEADING) + 1))
    columns = (Column("figure"), *blank, *plan_columns(book, 0, "number"))
    rows = []
    for name in TOP:
        cells = [_figure(book, name, n, row, table, plan) for n, plan in enumerate(plans)]
        label = page.text(f"plan_figure.{name}")
        rows.append([label, *([None] * (len(LEADING) - 1)), *cells])
    page.table(row, columns, rows)
    page.join_header(row, 1, len(LEADING), page.text("column.figure"))
    for number, name in enumerate(TOP, row + 1):
        for column in range(first, first + len(plans)):
            page.sheet.cell(number, column).number_format = style.FORMATS[_KINDS[name]]


def _figure(
    book: PlanBook, name: str, number: int, row: int, table: Table, plan: DevelopmentPlan
) -> CellValue:
    column = len(LEADING) + 1 + number
    letter, opened = get_column_letter(column), list(plan.opened)
    years = f"${letter}${table.first}:${letter}${max(table.last, table.first)}"
    inside, gross = table.local("in_city"), table.local("gross_m2")
    city = [book.candidates[n] for n in opened if not book.candidates[n].is_enclave]
    if name == "cost":
        alternatives = book.result.alternatives
        return alternatives[number - 1].cost if number else book.result.objective
    if name == "extra_share":
        own, best = address(row + 1, column), address(row + 1, len(LEADING) + 1, "c")
        extra = book.result.alternatives[number - 1].extra_share if number else 0.0
        return Formula(f"=({own}-{best})/ABS({best})", extra)
    if name == "openings":
        return Formula(f"=COUNT({years})", len(opened))
    if name == "gross_city_m2":
        code = f'=SUMIFS({gross},{inside},1,{years},">0")'
        return Formula(code, float(sum(each.gross_area_m2 for each in city)))
    return len({book.candidates[n].site for n in opened if book.candidates[n].is_enclave})


def _write_shared(book: PlanBook, row: int, plans: list[DevelopmentPlan]) -> None:
    """Pairwise: the larger of the two shares of opened area that both plans open."""
    page = book.pages["alternatives"]
    blank = (Column(f"blank_{n}", 0, "text", " ") for n in range(2, len(LEADING) + 1))
    columns = (Column("shared_area"), *blank, *plan_columns(book, 0, "share"))
    names = [column.header for column in plan_columns(book, 0, "share")]
    matrix: list[list[float | None]] = [[None] * len(plans) for _ in plans]
    for n, alternative in enumerate(book.result.alternatives, 1):
        for m, share in enumerate(alternative.shared):
            matrix[n][m] = matrix[m][n] = share
    rows = [
        [name, *([None] * (len(LEADING) - 1)), *line]
        for name, line in zip(names, matrix, strict=True)
    ]
    page.table(row, columns, rows)
    page.join_header(row, 1, len(LEADING), page.text("column.shared_area"))


def no_regret(book: PlanBook) -> list[Candidate]:
    """Candidates opened in the plan and in every alternative, as the workbook lists them."""
    plans = plans_of(book)
    return [c for c in book.candidates.values() if all(c.id in plan.opened for plan in plans)]
