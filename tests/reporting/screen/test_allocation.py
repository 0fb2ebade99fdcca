"""The screen of an allocation says what its report and its JSON say, and nothing else."""

import json
from functools import cache
from pathlib import Path

import pytest

from optimizer import Limits, allocate, read_case
from optimizer.explain.wording import sentences
from optimizer.faults import Fault
from optimizer.labels import LANGS, Lang, text
from optimizer.reporting.run_json import result_json
from optimizer.reporting.screen import screen_of, screen_of_faults
from optimizer.reporting.screen.tables import MOST_ROWS, Shape, column_of, written_table
from optimizer.reporting.write import filled
from optimizer.result import Result
from optimizer.solving.ending import Ending
from optimizer.telling.sentences import clash_intro, clash_sentence
from tests.reporting.example import example_case, example_result
from tests.reporting.screen.sheets import (
    blank_labels,
    cards_that_differ,
    differences,
    report_of,
    shape,
)

INPUTS = Path(__file__).parents[3] / "inputs"


@cache
def run_of(name: str) -> Result:
    return allocate(read_case(INPUTS / f"{name}.xlsx"), Limits(work=400))


@cache
def larger() -> Result:
    """Everything the report can say: waiting, refused, later, policies, prices, industries."""
    return example_result(example_case())


@pytest.mark.parametrize("lang", LANGS)
def test_every_figure_of_by_hand_is_the_reports(tmp_path: Path, lang: Lang) -> None:
    result = run_of("by_hand")
    screen, report = screen_of(result, lang), report_of(result, lang, tmp_path)

    assert differences(screen, report) == []
    assert cards_that_differ(screen, report) == []
    assert screen["ending"]["sentence"] == report["摘要"]["A4"].value
    assert screen["horizon"] == report["摘要"]["A3"].value


@pytest.mark.parametrize("lang", LANGS)
def test_every_figure_of_a_larger_case_is_the_reports(tmp_path: Path, lang: Lang) -> None:
    screen, report = screen_of(larger(), lang), report_of(larger(), lang, tmp_path)

    assert differences(screen, report) == []
    assert cards_that_differ(screen, report) == []


def test_figures_are_those_of_the_json() -> None:
    result = run_of("by_hand")
    told, figures = result_json(result), screen_of(result, "zh")["figures"]

    assert figures == {key: told[key] for key in figures}
    assert {"objective", "bound", "gap", "counts", "area_m2", "checks", "seed"} <= set(figures)
    assert figures["checks"]["breaches"] == 0


def test_the_four_states_add_up_on_the_cards() -> None:
    cards = {
        card["key"]: card["value"]
        for group in screen_of(larger(), "zh")["cards"]
        for card in group["cards"]
    }

    assert cards["stays"] == sum(cards[key] for key in ("placed", "waiting", "refused", "later"))


@pytest.mark.parametrize("lang", LANGS)
def test_the_waiting_list_has_the_reports_sentences(lang: Lang) -> None:
    section = _section(screen_of(larger(), lang), "waiting")
    table = section["tables"][0]
    told = [row["cells"][column_of(table, "facts")] for row in table["rows"]]

    facts = larger().waiting_facts.values()
    assert sorted(told) == sorted(sentences(each.facts, lang) for each in facts)


def test_charts_draw_what_the_tables_say() -> None:
    for section in screen_of(larger(), "zh")["sections"]:
        for chart in section["charts"]:
            told = [row["cells"] for row in chart["table"]["rows"]]
            assert told == [[each["name"], *each["values"]] for each in chart["series"]]
            assert all(len(each["values"]) == len(chart["x"]) for each in chart["series"])


def test_both_languages_have_the_same_parts_and_no_blank_label() -> None:
    zh, en = (screen_of(larger(), lang) for lang in LANGS)

    assert shape(zh) == shape(en)
    assert blank_labels(zh) == blank_labels(en) == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_screen_is_strict_json(lang: Lang) -> None:
    screen = screen_of(larger(), lang)

    assert json.loads(json.dumps(screen, allow_nan=False)) == screen


@pytest.mark.parametrize("lang", LANGS)
def test_without_any_plan_the_clash_is_told(lang: Lang) -> None:
    result = run_of("overfull")
    screen = screen_of(result, lang)
    section = _section(screen, "clash")

    assert not screen["has_plan"]
    assert screen["ending"]["sentence"] == text("ending.infeasible", lang)
    assert section["lead"] == clash_intro(result.clash, lang)
    assert section["lines"] == [clash_sentence(member, lang) for member in result.clash]
    assert screen["cards"] == []


@pytest.mark.parametrize(
    "ending", [Ending.NO_PLAN_IN_TIME, Ending.INTERRUPTED, Ending.TIME_LIMIT, Ending.FAULTS]
)
@pytest.mark.parametrize("lang", LANGS)
def test_a_run_that_found_no_plan_says_so(ending: Ending, lang: Lang) -> None:
    result = run_of("by_hand").replace(plan=None, ending=ending, objective=None, gap=None)
    told = screen_of(result, lang)["ending"]

    assert told["tone"] == "bad"
    assert told["advice"]
    if ending.has_plan:  # its own sentence speaks of the plan that was kept
        assert told["sentence"] == text("screen.no_plan.none", lang)
    else:
        assert told["sentence"] == text(f"ending.{ending}", lang)


@pytest.mark.parametrize("command", ["allocate", "plan"])
def test_faults_are_listed_with_their_remedies(command: str) -> None:
    faults = (Fault("not_a_workbook", file="甲.xlsx"), Fault("not_a_workbook", "warning"))
    screen = screen_of_faults(faults, "zh", command)
    table = _section(screen, "faults")["tables"][0]

    assert screen["ending"]["name"] == "faults"
    assert screen["figures"]["command"] == command
    assert [row["cells"][column_of(table, "remedy")] for row in table["rows"]] == [
        fault.remedy("zh") for fault in faults
    ]
    assert [row["tones"][0] for row in table["rows"]] == ["bad", "warn"]


def test_a_long_table_is_cut_and_says_how_long_it_is() -> None:
    book = filled(larger(), "zh")
    rows = len(larger().plan.placements) if larger().plan else 0
    whole = written_table(book, "placements", book.tables["placements"])
    cut = written_table(book, "placements", book.tables["placements"], "", Shape(most=3))

    assert rows < MOST_ROWS
    assert (len(whole["rows"]), whole["count"]) == (rows, rows)
    assert (len(cut["rows"]), cut["count"]) == (3, rows)


def _section(screen: dict, key: str) -> dict:
    return next(section for section in screen["sections"] if section["key"] == key)
