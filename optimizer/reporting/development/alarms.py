"""预警: graduates that find no space in the next stage (毕业无处去), the soonest first."""

from typing import Final

from optimizer.explain.plan_facts import Alarm
from optimizer.reporting import style
from optimizer.reporting.cells import CellValue
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.page import FIRST_TABLE_ROW, Column

COLUMNS: Final = (
    Column("stage", 10),
    Column("industry", 26, "wrap"),
    Column("alarm_quarter", 11, "centre"),
    Column("lead_quarters", 11, "integer"),
    Column("graduates_m2", 14, "integer"),
    Column("short_m2", 14, "integer"),
    Column("alarm_means", 70, "wrap"),
)


def write_alarms(book: PlanBook) -> None:
    """Fill the sheet; if there are none, it says so."""
    page, alarms = book.pages["alarms"], book.result.alarms
    page.title("alarms", len(COLUMNS))
    table = page.table(FIRST_TABLE_ROW, COLUMNS, [_row(book, each) for each in alarms])
    book.tables["alarms"] = table
    last = table.last
    if not alarms:
        last += 1
        page.line(last, page.text("plan.no_alarms"), len(COLUMNS), style.BODY)
    page.finish(table, 2, len(COLUMNS), last)


def _row(book: PlanBook, alarm: Alarm) -> list[CellValue]:
    return [
        book.stage(alarm.stage), book.industry(alarm.industry), alarm.quarter,
        alarm.lead_quarters, alarm.graduates_m2, alarm.short_m2, alarm_sentence(book, alarm),
    ]  # fmt: skip


def alarm_sentence(book: PlanBook, alarm: Alarm) -> str:
    """What an alarm means."""
    return book.pages["summary"].text(
        "plan.alarm_sentence",
        quarter=alarm.quarter,
        lead=alarm.lead_quarters,
        industry=book.industry(alarm.industry),
        stage=book.stage(alarm.stage),
        graduates=f"{alarm.graduates_m2:,.0f}",
        short=f"{alarm.short_m2:,.0f}",
    )
