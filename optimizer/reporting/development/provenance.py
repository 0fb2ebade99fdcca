"""Lower part of the summary: what the report rests on, and the settings of the plan."""

from collections.abc import Iterator
from typing import Final

from optimizer.domain.words import PLAN_GOALS
from optimizer.reporting import style
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.sheets.goals import SPANS, header, spread
from optimizer.reporting.sheets.provenance import SETTING_KEYS, setting_line, stamp_line
from optimizer.settings import setting_specs
from optimizer.version import VERSION

FIRST_OF_PLAN: Final = "discount_rate"
WEIGHTS: Final = (
    *("default_priority", "stage_weight_nursery", "stage_weight_incubation"),
    *("stage_weight_acceleration", "stage_weight_industrialisation"),
    *("must_place", "include_reserve", "lease_end_means", "unknown_attributes"),
    *("horizon_start", "horizon_quarters"),
)
_KINDS: Final = ("text", "centre", "centre", "centre", "centre")


def plan_settings() -> list[str]:
    """Settings that only the plan uses, then those it shares with the allocation."""
    names = list(setting_specs())
    return [*names[names.index(FIRST_OF_PLAN) :], *WEIGHTS]


def write_provenance(book: PlanBook, row: int) -> int:
    """Write stamp and settings from `row` on; returns the last row."""
    page, width = book.pages["summary"], SPANS[-1][1]
    page.section(row, "stamp")
    for key, value in stamp_rows(book):
        row += 1
        stamp_line(book, row, page.text(f"stamp.{key}"), value)
    settings = book.case.settings
    page.section(row + 2, "money_method")
    told = page.text(
        f"plan.charge_{settings.investment_method}",
        life=f"{settings.asset_life_years:g}", rate=f"{settings.discount_rate:.2%}",
    )  # fmt: skip
    page.line(row + 3, told, width, style.BODY)
    page.line(row + 4, page.text("plan.end_of_horizon", last=book.years.labels[-1]), width,
              style.BODY)  # fmt: skip
    row += 6
    page.section(row, "settings")
    page.line(row + 1, page.text("settings_note"), width)
    header(book, row + 2, SETTING_KEYS)
    lines = settings_rows(book)
    for number, (name, value, default, unit, changed) in enumerate(lines, row + 3):
        mark = page.text("changed") if changed else ""
        ground = style.AMBER_FILL if changed else ""
        spread(book, number, (name, value, default, unit, mark), _KINDS, changed, ground)
    return row + 2 + len(lines)


def settings_rows(book: PlanBook) -> list[tuple[str, str, str, str, bool]]:
    """The settings of the plan and the ranks of its goals, those that are not the default first."""
    page = book.pages["summary"]
    lines = [setting_line(book, name) for name in plan_settings()]
    lines += [
        (page.text("setting_of.ranks", name=book.word(f"goal.{goal}", goal)), f"{rank:g}",
         page.text("setting_default.ranks"), "", True)
        for goal, rank in book.case.settings.ranks.items()
        if goal in PLAN_GOALS
    ]  # fmt: skip
    return sorted(lines, key=lambda line: not line[-1])


def stamp_rows(book: PlanBook) -> Iterator[tuple[str, str]]:
    """Rows of the stamp; how many processes solved side by side changes nothing and is left out."""
    page, case, limits = book.pages["summary"], book.case, book.result.limits
    yield "data", page.text("data_synthetic" if case.synthetic else "data_real")
    yield "files", "、".join(case.files) or "-"
    yield "sha256", case.input_sha256 or "-"
    yield "horizon", book.quarter(0)
    yield "last_quarter", book.quarter(book.years.quarters - 1)
    yield "version", VERSION
    yield "method", page.text(f"method_{book.result.method}")
    yield (
        "limits",
        page.text(
            "plan.limits",
            seconds=f"{limits.seconds:g}",
            work="-" if limits.work is None else f"{limits.work:,}",
            gap=f"{100 * limits.gap:g}%",
            seed=limits.seed,
        ),
    )
    again = "plan.reproducible" if book.result.is_reproducible else "plan.not_reproducible"
    yield "reproducible", page.text(again)
