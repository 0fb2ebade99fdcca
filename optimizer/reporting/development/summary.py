"""摘要: the verdict in sentences, key figures, goals, charts, then what it all rests on."""

from collections.abc import Iterator
from typing import Final

from optimizer.labels import text
from optimizer.reporting import style
from optimizer.reporting.cards import Card, mark_of_data, merged, or_dash, verdict, write_cards
from optimizer.reporting.cells import CellValue, Formula, address
from optimizer.reporting.charts import place
from optimizer.reporting.development.alarms import alarm_sentence
from optimizer.reporting.development.alternatives import no_regret
from optimizer.reporting.development.book import PlanBook
from optimizer.reporting.development.costs import write_costs
from optimizer.reporting.development.futures import sentences as futures_sentences
from optimizer.reporting.development.occupancy import ROWS, supply_chart, unmet_chart
from optimizer.reporting.development.provenance import write_provenance
from optimizer.reporting.development.targets import relaxation_sentence
from optimizer.reporting.page import Page, print_setup

WIDTH: Final = 12
COLUMN_WIDTH: Final = 12.0
CHART_ROWS: Final = 21
FIRST_OPENINGS: Final = 8
MOST_ALARMS: Final = 4
MOST_SITES: Final = 12
CARDS_TOP: Final = 6


def write_summary(book: PlanBook) -> None:
    """Fill the sheet; every other one stands by now."""
    page = book.pages["summary"]
    for column in range(1, WIDTH + 1):
        page.sheet.column_dimensions[address(1, column)[:-1]].width = COLUMN_WIDTH
    _head(book, page)
    if not book.has_plan:
        row = _without_plan(book, page, CARDS_TOP)
    else:
        row = _sentences(book, page, CARDS_TOP + 9)
        page.break_before(row)
        place(supply_chart(book), page.sheet, row, (1, WIDTH // 2), CHART_ROWS - 1)
        if book.unmet_rows:
            place(unmet_chart(book), page.sheet, row, (WIDTH // 2 + 1, WIDTH), CHART_ROWS - 1)
        row += CHART_ROWS
        costs, row = write_costs(book, row)
        write_cards(page, CARDS_TOP, _proof(book, costs))
        write_cards(page, CARDS_TOP + 4, _figures(book))
        page.break_before(row)
        row = _first_openings(book, page, row)
    last = write_provenance(book, row + 1)
    page.sheet.freeze_panes = "A3"
    page.sheet.print_area = f"A1:{address(last, WIDTH)}"
    print_setup(page.sheet, page.text("synthetic") if page.synthetic else "", book.lang)


def _head(book: PlanBook, page: Page) -> None:
    """Title, the mark of the data, the horizon, and how the run ended."""
    page.cell(1, 1, page.text("title.plan_summary")).font = style.TITLE
    page.sheet.row_dimensions[1].height = 30
    mark_of_data(page, WIDTH)
    merged(page, 3, 1, WIDTH, horizon_sentence(book))
    page.sheet.cell(3, 1).font = style.NOTE
    result = book.result
    plain = result.is_reproducible and book.has_plan
    verdict(page, 4, verdict_sentence(book), WIDTH, plain)


def horizon_sentence(book: PlanBook) -> str:
    """From when to when is planned, and which files were read."""
    return book.pages["summary"].text(
        "horizon",
        first=book.quarter(0),
        last=book.quarter(book.years.quarters - 1),
        quarters=book.years.quarters,
        files="、".join(book.case.files) or "-",
    )


def verdict_sentence(book: PlanBook) -> str:
    """How the run ended; "optimal" only where that is proved."""
    gap, page = book.result.gap, book.pages["summary"]
    if book.result.levels:
        short = page.text(f"plan_ending_short.{book.result.ending}")
        return page.text("plan.ranked_ending", ending=short)
    return page.text(f"plan_ending.{book.result.ending}", gap="-" if gap is None else f"{gap:.2%}")


def _without_plan(book: PlanBook, page: Page, row: int) -> int:
    """What can be said where there is no plan: the cheapest way out, if one was found."""
    page.section(row, "relaxations")
    for sentence in ways_out(book):
        row += 1
        page.line(row, sentence, WIDTH, style.BODY)
    return row + 1


def ways_out(book: PlanBook) -> list[str]:
    """The cheapest way out where no plan keeps all demands, or that none was found."""
    told = [relaxation_sentence(book, each) for each in book.result.relaxations]
    first = "plan.relaxation_note" if told else "plan.no_relaxation"
    return [book.pages["summary"].text(first), *told]


def _proof(book: PlanBook, costs: str) -> list[Card]:
    """Cost, bound, gap, rows and breaches, targets."""
    result, rules = book.result, book.tables["rules"]
    cost: CellValue = or_dash(result.objective)
    if costs and result.objective is not None:
        cost = Formula(f"=SUM({costs})", result.objective)
    at, low = address(CARDS_TOP + 1, 1), address(CARDS_TOP + 1, 3)
    gap: CellValue = or_dash(result.gap)
    if result.gap is not None and result.bound is not None:
        gap = Formula(f"=MAX(0,({at}-{low})/ABS({at}))", result.gap)
    rows = Formula(f"=SUM({rules.column('rows')})", sum(each.rows for each in result.rules))
    broken = sum(each.breaches for each in result.rules)
    breaches = Formula(f"=SUM({rules.column('breaches')})", broken)
    met = sum(reading.status == "met" for reading in result.policies)
    status, word = book.tables["targets"].column("status"), page_word(book, "status.met")
    targets = Formula(
        f'=COUNTIF({status},"{word}")&" / "&{len(result.policies)}',
        f"{met} / {len(result.policies)}",
    )
    good = met == len(result.policies)
    return [
        Card("plan_cost", cost, "integer"),
        Card("plan_bound", or_dash(result.bound), "integer"),
        Card("plan_gap", gap, "gap"),
        Card("plan_rows", rows, "integer"),
        Card("plan_breaches", breaches, "integer", style.RED if broken else style.GREEN),
        Card("plan_targets", targets, "general", style.GREEN if good else style.AMBER),
    ]


def page_word(book: PlanBook, key: str) -> str:
    """A text of the report."""
    return book.pages["summary"].text(key)


def _figures(book: PlanBook) -> list[Card]:
    """New area, enclaves, investment, unmet area and its share, occupancy at the end."""
    opened, city = book.tables["openings"], book.tables["city_years"]
    figures, balance = book.result.figures, book.tables["balance"]
    inside = opened.column("in_city")
    area = f"=SUMIFS({opened.column('gross_m2')},{inside},1)"
    sites = f"=SUMIFS({opened.column('site_counted')},{inside},0)"
    money = f"=SUM({opened.column('investment_10k')})"
    whole = balance.columns["area_years"]
    row_unmet = book.rows_of_whole["unmet"]
    unmet = f"='{balance.sheet}'!{address(row_unmet, whole)}"
    share = f"='{balance.sheet}'!{address(book.rows_of_whole['unmet_share'], whole)}"
    last = address(city.first + ROWS.index("occupancy"), 4 + len(book.years))
    values = book.values.by_cell

    def stored(code: str) -> float | str:
        return values[balance.sheet, code.rpartition("!")[2]]

    rate = f"='{city.sheet}'!{last}"
    return [
        Card("plan_area", Formula(area, figures.get("new_area_m2", 0.0)), "integer"),
        Card("plan_enclaves", Formula(sites, figures.get("enclaves", 0)), "integer"),
        Card("plan_investment", Formula(money, figures.get("investment_10k", 0.0)), "integer"),
        Card("plan_unmet", Formula(unmet, stored(unmet)), "integer", style.AMBER),
        Card("plan_unmet_share", Formula(share, stored(share)), "share", style.AMBER),
        Card("plan_occupancy", Formula(rate, stored(rate)), "share"),
    ]


def _sentences(book: PlanBook, page: Page, row: int) -> int:
    """What the plan is, in sentences; returns the next free row."""
    page.section(row, "verdict")
    for sentence in summary_sentences(book):
        row += 1
        page.line(row, sentence, WIDTH, style.BODY)
    return row + 2


def summary_sentences(book: PlanBook) -> Iterator[str]:
    """Cost and proof, what is built, what is left, targets, alarms, sites that always stay."""
    page, result, figures = book.pages["summary"], book.result, book.result.figures
    cost = result.objective or 0.0
    if result.bound is not None:
        yield page.text(
            "plan.cost_and_bound", cost=book.money(cost), bound=book.money(result.bound)
        )
    elif result.levels:
        yield page.text("plan.cost_by_ranks", cost=book.money(cost), told=_ranks(book, page))
    else:
        yield page.text("plan.cost_without_bound", cost=book.money(cost))
    yield page.text(
        "plan.builds",
        openings=len(book.openings),
        candidates=len(book.candidates),
        area=book.area(figures.get("new_area_m2", 0.0)),
        enclaves=f"{figures.get('enclaves', 0):.0f}",
        money=book.money(figures.get("investment_10k", 0.0)),
    )
    yield page.text(
        "plan.leaves_unmet",
        unmet=f"{figures.get('unmet_m2_years', 0.0):,.0f}",
        share=f"{figures.get('unmet_share', 0.0):.1%}",
        occupancy=f"{figures.get('occupancy_last_year', 0.0):.1%}",
        year=book.years.labels[-1],
    )
    yield _targets(book, page)
    yield _alarms(book, page)
    yield _no_regret(book, page)
    if result.futures is not None:
        yield futures_sentences(book, result.futures)[0]
    else:
        yield page.text("plan.no_futures_ranked" if result.levels else "plan.no_futures_short")


def _ranks(book: PlanBook, page: Page) -> str:
    """The ranks in their order, each with its goals, cost and least cost."""
    told: list[str] = []
    for level in book.result.levels:
        names = "、".join(text(f"goal.{goal}", book.lang) for goal in level.goals)
        bound = "-" if level.bound is None else book.money(level.bound)
        told.append(page.text("plan.rank_told", rank=level.rank, goals=names,
                              cost=book.money(level.value), bound=bound))  # fmt: skip
    return "\n".join(told)


def _targets(book: PlanBook, page: Page) -> str:
    readings = book.result.policies
    missed = [r for r in readings if r.status not in ("met", "no_row")]
    if not readings:
        return page.text("plan.targets_none")
    if not missed:
        return page.text("plan.targets_all", count=len(readings))
    told = [
        page.text("plan.target_missed", rule=book.choice("policy_rule", r.rule),
                  status=page.text(f"status.{r.status}"), policy=r.policy)
        for r in missed
    ]  # fmt: skip
    met = sum(r.status == "met" for r in readings)
    return page.text("plan.targets_some", count=len(readings), met=met, told=book.listed(told))


def _alarms(book: PlanBook, page: Page) -> str:
    alarms = book.result.alarms
    if not alarms:
        return page.text("plan.no_alarms")
    told = "\n".join(f"· {alarm_sentence(book, each)}" for each in alarms[:MOST_ALARMS])
    return page.text("plan.alarms_some", count=len(alarms)) + "\n" + told


def _no_regret(book: PlanBook, page: Page) -> str:
    plans = 1 + len(book.result.alternatives)
    if plans == 1:
        return page.text("plan.no_alternatives")
    kept = no_regret(book)
    told = book.listed([each.id for each in kept[:MOST_SITES]]) or "-"
    if len(kept) > MOST_SITES:
        told = page.text("plan.and_more", named=told, count=len(kept))
    return page.text("plan.no_regret", plans=plans, count=len(kept), told=told)


def _first_openings(book: PlanBook, page: Page, row: int) -> int:
    """The first openings, one line each; returns the next free row."""
    page.section(row, "first_openings")
    for opening, candidate in book.openings[:FIRST_OPENINGS]:
        row += 1
        page.line(
            row,
            page.text(
                "plan.opening_line",
                year=opening.year,
                place=candidate.id,
                start=book.quarter(opening.starts),
                opens=book.quarter(opening.opens),
                area=book.area(candidate.gross_area_m2),
                money=book.money(candidate.investment_10k),
            ),
            WIDTH,
            style.BODY,
        )
    if not book.openings:
        row += 1
        page.line(row, page.text("plan.nothing_opened"), WIDTH, style.BODY)
    return row + 1
