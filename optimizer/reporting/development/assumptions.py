"""假设与来源: where every figure of the input comes from, and what was assumed."""

from collections.abc import Iterator
from typing import Final

from optimizer.domain.onward import Completion, completions
from optimizer.domain.outlook import Candidate
from optimizer.domain.words import STAGE_NUMBER
from optimizer.quarters import quarter_label
from optimizer.reporting import style
from optimizer.reporting.cells import CellValue, Formula, cell_at
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.page import FIRST_TABLE_ROW, Column, Table
from optimizer.reporting.sheets.notes import default_row
from optimizer.reporting.sheets.provenance import setting_line
from optimizer.settings import setting_specs

CANDIDATES: Final = (
    Column("place_id", 26, "wrap"),
    Column("district", 16, "wrap"),
    Column("enclave", 9, "centre"),
    Column("gross_m2", 11, "integer"),
    Column("efficiency", 8, "share"),
    Column("earliest_quarter", 10, "centre"),
    Column("lead_quarters_build", 9, "integer"),
    Column("cost_per_m2", 9, "integer"),
    Column("investment_10k", 12, "integer"),
    Column("stages_allowed", 16, "wrap"),
    Column("must_build", 8, "centre"),
    Column("source", 90, "wrap"),
)
FORECASTS: Final = (
    Column("industry", 0, "wrap"), Column("stage"), Column("year_no", 0, "centre"),
    Column("projects_expected", 0, "number"), Column("range_low", 0, "number"),
    Column("range_high", 0, "number"), Column("area_each", 0, "area"),
    Column("blank_8", 0, "text", " "), Column("arriving_m2", 0, "integer"),
    Column("blank_10", 0, "text", " "), Column("blank_11", 0, "text", " "),
    Column("source", 0, "wrap"),
)  # fmt: skip
FLOWS: Final = (
    Column("industry", 0, "wrap"), Column("stage"), Column("length_quarters", 0, "integer"),
    Column("graduate_share", 0, "share"), Column("leave_share", 0, "share"),
    Column("area_growth", 0, "number"), Column("home_share", 0, "share"),
    Column("home_lag", 0, "integer"), Column("blank_9", 0, "text", " "),
    Column("blank_10", 0, "text", " "), Column("blank_11", 0, "text", " "),
    Column("source", 0, "wrap"),
)  # fmt: skip
ONWARD: Final = (
    Column("industry", 0, "wrap"), Column("stage"), Column("projects_completing", 0, "integer"),
    Column("completing_m2", 0, "area"), Column("graduating_on_m2", 0, "area"),
    Column("again_m2", 0, "area"), Column("first_completes", 0, "centre"),
    *(Column(f"blank_{n}", 0, "text", " ") for n in range(8, 12)),
    Column("onward_means", 0, "wrap"),
)  # fmt: skip
SETTINGS: Final = (
    Column("setting", 0, "wrap"), Column("in_force", 0, "centre"), Column("changed", 0, "centre"),
    Column("default_value", 0, "centre"), Column("unit", 0, "centre"), Column("setting_means"),
    *(Column(f"blank_{n}", 0, "text", " ") for n in range(7, 13)),
)  # fmt: skip
NOTICED: Final = (
    Column("file", 0, "wrap"), Column("sheet", 0, "wrap"), Column("cell", 0, "centre"),
    Column("found", 0, "wrap"), *(Column(f"blank_{n}", 0, "text", " ") for n in range(5, 12)),
    Column("remedy", 0, "wrap"),
)  # fmt: skip
MOST_NOTICED: Final = 200
"""Warnings of the input that are listed; their number is told in any case."""
DEFAULTS: Final = (
    Column("default_value", 0, "centre"), Column("times", 0, "integer"), Column("default"),
    *(Column(f"blank_{n}", 0, "text", " ") for n in range(4, 12)), Column("examples", 0, "wrap"),
)  # fmt: skip
ASSUMED: Final = (
    *("m2_per_desk", "default_efficiency", "reference_area_nursery_m2"),
    *("reference_area_incubation_m2", "reference_area_acceleration_m2"),
    *("reference_area_industrialisation_m2", "default_months_nursery"),
    *("default_months_incubation", "default_months_acceleration"),
    *("default_months_industrialisation", "default_priority", "absorption_quarters"),
    *("discount_rate", "asset_life_years", "default_lead_months", "default_build_cost_per_m2"),
    *("unmet_cost_per_m2_year", "vacancy_cost_per_m2_year", "balance_cost_10k"),
    "target_cost_10k",
)
"""Settings without a published source."""
OF_ALLOCATION: Final = "policy_for_plan_only"
"""A note that only the allocation has reason to make."""


def write_assumptions(book: PlanBook) -> None:
    """Fill the sheet: totals by what they rest on, then candidates, forecast, flow, settings."""
    page, width = book.pages["assumptions"], len(CANDIDATES)
    page.title("assumptions", width)
    candidates, assumed_at = list(book.candidates.values()), FIRST_TABLE_ROW
    top = assumed_at + 7
    page.section(top, "candidates", count=len(candidates))
    table = page.table(top + 1, CANDIDATES, [list(_candidate(book, c)) for c in candidates])
    book.tables["assumptions"] = table
    _totals(book, assumed_at, table, candidates)
    row = max(table.last, table.first) + 2
    row = _section(book, row, "forecasts", FORECASTS, list(_forecasts(book)))
    row = _section(book, row, "flows", FLOWS, list(_flows(book)))
    row = _section(book, row, "onward", ONWARD, list(_onward(book)))
    row = _section(book, row, "assumed_settings", SETTINGS, list(_settings(book)), (6, 12))
    row = _section(book, row, "defaults", DEFAULTS, list(_defaults(book)), (3, 11))
    row = _section(book, row, "noticed", NOTICED, list(_noticed(book)), (4, 11),
                   len(book.case.warnings))  # fmt: skip
    page.finish(table, 1, width, row - 2)
    page.sheet.freeze_panes = "A3"
    page.sheet.print_title_rows = "1:2"


def _section(
    book: PlanBook,
    row: int,
    key: str,
    columns: tuple[Column, ...],
    rows: list[list[CellValue]],
    joined: tuple[int, int] = (0, 0),
    count: int | None = None,
) -> int:
    """A table under its heading, or a line that there is nothing; returns the next free row.

    Parameters
    ----------
    joined : tuple of int
        First and last column over which a text runs in every row.
    count : int, optional
        How many there are, where not all are listed.
    """
    page = book.pages["assumptions"]
    page.section(row, key, count=len(rows) if count is None else count)
    if not rows:
        page.line(row + 1, page.text("plan.nothing_here"), len(columns))
        return row + 3
    table = page.table(row + 1, columns, rows)
    if joined[0]:
        for line in range(table.header_row, table.last + 1):
            _join(book, line, *joined)
    return table.last + 2


def _join(book: PlanBook, row: int, first: int, last: int) -> None:
    """One text over several columns of a row, which is as high as it needs."""
    page = book.pages["assumptions"]
    page.sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
    cell = cell_at(page.sheet, row, first)
    cell.alignment = style.LEFT_WRAP
    width = sum(page.width_of(column) for column in range(first, last + 1))
    height = style.row_height(style.lines_needed(str(cell.value or ""), width))
    present = page.sheet.row_dimensions[row].height or 0.0
    page.sheet.row_dimensions[row].height = max(present, height)


def _candidate(book: PlanBook, each: Candidate) -> Iterator[CellValue]:
    yield from (each.id, each.district)
    yield book.choice("enclave", each.enclave) if each.is_enclave else ""
    yield from (each.gross_area_m2, each.efficiency)
    yield from (quarter_label(book.years.start + each.earliest), each.lead, each.cost_per_m2)
    yield each.investment_10k
    yield book.stages(each.stages)
    yield from (book.yes_no(each.must_build), each.source)


def _forecasts(book: PlanBook) -> Iterator[list[CellValue]]:
    for each in book.case.outlook.forecasts:
        yield [book.industry(each.industry), book.stage(each.stage), each.year, each.projects,
               each.low, each.high, each.area_m2, None, each.projects * each.area_m2, None, None,
               each.source]  # fmt: skip


def _flows(book: PlanBook) -> Iterator[list[CellValue]]:
    every = book.pages["assumptions"].text("plan.any")
    for each in book.case.outlook.flows:
        yield [each.industry or every, book.stage(each.stage), each.length, each.graduate_share,
               each.leave_share, each.area_growth, each.home_share, each.home_lag, None, None,
               None, each.source]  # fmt: skip


def _onward(book: PlanBook) -> Iterator[list[CellValue]]:
    """What becomes of listed projects after their last listed stay, by industry and stage."""
    page, groups = book.pages["assumptions"], dict[tuple[int, int], list[Completion]]()
    for each in completions(book.case, book.years):
        industry = book.industry_number[book.case.projects[each.project].industry]
        groups.setdefault((industry, STAGE_NUMBER[each.stage]), []).append(each)
    for _, mine in sorted(groups.items()):
        industry_name = book.case.projects[mine[0].project].industry
        means = "onward_some" if any(each.goes_on for each in mine) else "onward_none"
        yield [
            book.industry(industry_name), book.stage(mine[0].stage), len(mine),
            sum(each.area_m2 for each in mine), sum(each.graduating_m2 for each in mine),
            sum(each.again_m2 for each in mine),
            quarter_label(book.years.start + min(each.quarter for each in mine)),
            *([None] * 4), page.text(f"plan.{means}"),
        ]  # fmt: skip


def _settings(book: PlanBook) -> Iterator[list[CellValue]]:
    for name in setting_specs():
        if name in ASSUMED:
            label, value, default, unit, changed = setting_line(book, name)
            mark = book.pages["assumptions"].text("changed") if changed else ""
            means = book.word(f"setting.{name}", "")
            yield [label, value, mark, default, unit, means, *([None] * 6)]


def _defaults(book: PlanBook) -> Iterator[list[CellValue]]:
    for each in book.case.defaults:
        if each.code == OF_ALLOCATION:
            continue
        count, value, _, _, sentence, examples = default_row(book, each)
        yield [value, count, sentence, *([None] * 8), examples]


def _noticed(book: PlanBook) -> Iterator[list[CellValue]]:
    """What was odd in the input and did not stop the run."""
    lang = book.lang
    for fault in book.case.warnings[:MOST_NOTICED]:
        told = f"{fault.expected(lang)}\n{fault.remedy(lang)}"
        yield [fault.file, fault.sheet, fault.cell, fault.found(lang), *([None] * 7), told]


def _totals(book: PlanBook, row: int, table: Table, candidates: list[Candidate]) -> None:
    """Gross area of the city's candidates by what the source column says."""
    page, word = book.pages["assumptions"], book.pages["assumptions"].text("plan.assumed_mark")
    page.section(row, "rests_on")
    gross, source = table.local("gross_m2"), table.local("source")
    assumed = [c for c in candidates if c.source.strip().startswith(word)]
    blank = [c for c in candidates if not c.source.strip()]
    rest = [c for c in candidates if c not in assumed and c not in blank]
    partly = [c for c in rest if word in c.source]
    told = [c for c in rest if word not in c.source]
    begins = f'LEFT({source},{len(word)})="{word}"'
    holds = f'ISNUMBER(SEARCH("{word}",{source}))'
    lines = (
        ("rests_sourced", f'SUMPRODUCT(({source}<>"")*(1-({holds}))*{gross})', told),
        ("rests_partly", f"SUMPRODUCT(({holds})*(1-({begins}))*{gross})", partly),
        ("rests_assumed", f"SUMPRODUCT(({begins})*{gross})", assumed),
        ("rests_blank", f'SUMPRODUCT(({source}="")*{gross})', blank),
    )
    for number, (key, code, mine) in enumerate(lines, row + 1):
        page.sheet.cell(number, 1).alignment = style.LEFT
        page.cell(number, 1, page.text(f"plan.{key}", count=len(mine)))
        page.sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=3)
        area = Formula(f"={code}", float(sum(c.gross_area_m2 for c in mine)))
        cell = page.cell(number, 4, area)
        cell.number_format, cell.font = style.FORMATS["integer"], style.BOLD
        page.cell(number, 5, book.unit("m2"))
