"""目标对照: every policy row of the plan, and the cheapest way out where no plan keeps them."""

from collections.abc import Iterator
from typing import Final

from optimizer.checks.breach import PolicyReading
from optimizer.domain.wishes import Policy, Scope
from optimizer.explain.plan_facts import Relaxation
from optimizer.explain.wording import FACT_MARK
from optimizer.labels import text
from optimizer.quarters import quarter_label
from optimizer.reporting import style
from optimizer.reporting.cells import CellValue, Formula, address, cell_at
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.development.prices import rule_title
from optimizer.reporting.page import FIRST_TABLE_ROW, Column

COLUMNS: Final = (
    Column("policy", 8, "centre"),
    Column("rule", 24, "wrap"),
    Column("scope", 18, "wrap"),
    Column("strength", 8, "centre"),
    Column("due", 14, "centre"),
    Column("limit", 13, "number"),
    Column("value", 13, "number"),
    Column("margin", 13, "number"),
    Column("unit", 9, "centre"),
    Column("target_tightest", 18, "wrap"),
    Column("status", 20, "wrap"),
    Column("rows", 8, "integer"),
    Column("source", 50, "wrap"),
)
RELAXED: Final = (
    Column("number", 0, "centre"),
    Column("rule", 0, "wrap"),
    Column("scope", 0, "wrap"),
    Column("blank_4", 0, "text", " "),
    Column("year_no", 0, "centre"),
    Column("asked_for", 0, "number"),
    Column("reached", 0, "number"),
    Column("given_up", 0, "number"),
    Column("unit", 0, "centre"),
)
_COLOURS: Final = {
    "met": (style.GREEN, style.GREEN_FILL),
    "excess": (style.RED, style.RED_FILL),
    "watch_excess": (style.AMBER, style.AMBER_FILL),
}


def write_targets(book: PlanBook) -> None:
    """Fill the sheet."""
    page, width = book.pages["targets"], len(COLUMNS)
    page.title("targets", width)
    policies = {each.id: each for each in book.case.outlook.policies}
    readings = book.result.policies
    if book.has_plan:
        rows = [list(_row(book, n, r, policies.get(r.policy)))
                for n, r in enumerate(readings, FIRST_TABLE_ROW + 1)]  # fmt: skip
    else:
        rows = [list(_unread(book, policy)) for policy in policies.values()]
    table = page.table(FIRST_TABLE_ROW, COLUMNS, rows)
    book.tables["targets"] = table
    last = table.last
    if book.has_plan:
        for row, reading in enumerate(readings, table.first):
            _paint(book, row, reading)
    if not rows:
        last += 1
        page.line(last, page.text("plan.no_targets"), width, style.BODY)
    last = _write_relaxations(book, last + 2, width)
    page.finish(table, 2, width, last)


def scope_words(book: PlanBook, scope: Scope) -> str:
    """Where a policy row holds, in words; campuses are those of the plan."""
    names = book.case.outlook.campuses
    parts = {
        "campus": None if scope.campus is None else names[scope.campus],
        "carrier": None if scope.carrier is None else book.case.carriers[scope.carrier].id,
        "stage": None if scope.stage is None else book.stage(scope.stage),
        "industry": scope.industry,
    }
    told = [
        text("report.scope", book.lang, what=text(f"scope.{what}", book.lang), name=name)
        for what, name in parts.items()
        if name is not None
    ]
    return FACT_MARK[book.lang].join(told) or text("scope.city", book.lang)


def _due(book: PlanBook, policy: Policy | None) -> str:
    """Last quarter of a row; blank where it holds to the plan's end."""
    if policy is None or policy.end >= book.years.quarters:
        return ""
    return quarter_label(book.years.start + policy.end)


def _row(
    book: PlanBook, row: int, reading: PolicyReading, policy: Policy | None
) -> Iterator[CellValue]:
    place = {column.key: number for number, column in enumerate(COLUMNS, 1)}
    read = reading.status != "no_row"
    yield reading.policy
    yield book.choice("policy_rule", reading.rule)
    yield scope_words(book, policy.scope) if policy else ""
    yield book.choice("policy_strength", reading.strength)
    yield _due(book, policy)
    yield reading.limit
    yield reading.value if read else None
    one, two = address(row, place["value"]), address(row, place["limit"])
    least = reading.rule.endswith("_min")
    code = f"={one}-{two}" if least else f"={two}-{one}"
    margin = reading.value - reading.limit if least else reading.limit - reading.value
    same = abs(margin - reading.margin) <= 1e-9 * max(1.0, abs(margin), abs(reading.limit))
    yield (Formula(code, margin) if same else reading.margin) if read else None
    yield "" if reading.unit in ("share", "%") else book.unit(reading.unit)
    yield book.listed([each for each in (reading.place, reading.quarter) if each])
    yield book.pages["targets"].text(f"status.{reading.status}")
    yield from (reading.rows, reading.source)


def _unread(book: PlanBook, policy: Policy) -> Iterator[CellValue]:
    """A row of the workbook where there is no plan to read it on."""
    yield policy.id
    yield book.choice("policy_rule", policy.rule)
    yield scope_words(book, policy.scope)
    yield book.choice("policy_strength", policy.strength)
    yield _due(book, policy)
    yield from (policy.limit, None, None, "", "")
    yield from (book.pages["targets"].text("plan.no_plan_short"), None, policy.source)


def _paint(book: PlanBook, row: int, reading: PolicyReading) -> None:
    """Colour of the status, and shares as percentages."""
    sheet, places = book.pages["targets"].sheet, book.tables["targets"].columns
    if reading.unit in ("share", "%"):
        for key in ("value", "limit", "margin"):
            cell_at(sheet, row, places[key]).number_format = style.FORMATS["share"]
    if reading.status in _COLOURS:
        ink, ground = _COLOURS[reading.status]
        cell = cell_at(sheet, row, places["status"])
        cell.font, cell.fill = style.font(10, ink, bold=True), style.fill(ground)


def _write_relaxations(book: PlanBook, row: int, width: int) -> int:
    """The cheapest way out of demands that have no plan together; returns the last row."""
    page, ways_out = book.pages["targets"], book.result.relaxations
    if not ways_out:
        return row - 2
    page.section(row, "relaxations")
    page.line(row + 1, page.text("plan.relaxation_note"), width, style.BODY)
    rows = [list(_relaxed(book, row + 3 + n, n, each)) for n, each in enumerate(ways_out)]
    table = page.table(row + 2, RELAXED, rows)
    book.tables["relaxations"] = table
    return table.last


def _relaxed(book: PlanBook, row: int, number: int, each: Relaxation) -> Iterator[CellValue]:
    place = {column.key: at for at, column in enumerate(RELAXED, 1)}
    yield number + 1
    yield rule_title(book, each.rule)
    yield relaxed_subject(book, each)
    yield None
    yield each.subject.get("year", "")
    yield from (each.limit, each.reached)
    one, two = address(row, place["asked_for"]), address(row, place["reached"])
    yield Formula(f"=ABS({one}-{two})", abs(each.limit - each.reached))
    yield book.unit(each.unit)


def relaxed_subject(book: PlanBook, each: Relaxation) -> str:
    """What a row that is given up is about."""
    subject = each.subject
    told = [subject.get("policy", ""), book.stage(subject.get("stage", "")),
            subject.get("industry", ""), subject.get("place", "")]  # fmt: skip
    return book.listed([part for part in told if part])


def relaxation_sentence(book: PlanBook, each: Relaxation) -> str:
    """A row that is given up, in a sentence."""
    return book.pages["summary"].text(
        "plan.relaxation_sentence",
        rule=rule_title(book, each.rule),
        subject=relaxed_subject(book, each),
        year=each.subject.get("year", ""),
        limit=f"{each.limit:,.6g}" if each.unit == "share" else f"{each.limit:,.0f}",
        reached=f"{each.reached:,.6g}" if each.unit == "share" else f"{each.reached:,.0f}",
        unit=book.unit(each.unit),
    )
