"""The screen of a development plan says what its report and its JSON say."""

import json
from pathlib import Path
from typing import Any

import pytest

from optimizer.developed import DevelopmentResult
from optimizer.labels import LANGS, Lang, text
from optimizer.reporting.development.summary import summary_sentences, ways_out
from optimizer.reporting.development.write import filled
from optimizer.reporting.plan_json import development_json
from optimizer.reporting.screen import screen_of
from optimizer.reporting.screen.tables import column_of
from tests.reporting.development.example import plan_result, result_without_plan
from tests.reporting.screen.sheets import (
    blank_labels,
    cards_that_differ,
    differences,
    report_of,
    shape,
)


def section_of(screen: dict[str, Any], key: str) -> dict[str, Any]:
    return next(section for section in screen["sections"] if section["key"] == key)


@pytest.mark.parametrize("lang", LANGS)
def test_every_figure_is_the_reports(tmp_path: Path, lang: Lang) -> None:
    screen, report = screen_of(plan_result(), lang), report_of(plan_result(), lang, tmp_path)

    assert differences(screen, report) == []
    assert cards_that_differ(screen, report) == []
    assert screen["ending"]["sentence"] == report["摘要"]["A4"].value
    assert screen["horizon"] == report["摘要"]["A3"].value


def test_figures_are_those_of_the_json() -> None:
    told, figures = development_json(plan_result()), screen_of(plan_result(), "zh")["figures"]

    assert figures == {key: told[key] for key in figures}
    assert figures["command"] == "plan"


@pytest.mark.parametrize("lang", LANGS)
def test_sentences_are_those_of_the_summary_but_for_switches(lang: Lang) -> None:
    plain = plan_result().replace(futures=None, alternatives=())
    for result in (plan_result(), plain):
        told = screen_of(result, lang)["sentences"]
        report = list(summary_sentences(filled(result, lang)))

        assert len(told) == len(report)
        assert all(one == two or "--" in two for one, two in zip(told, report, strict=True))
        assert "--" not in json.dumps(screen_of(result, lang)["sentences"])


@pytest.mark.parametrize("lang", LANGS)
def test_no_screen_names_a_switch_of_the_command_line(lang: Lang) -> None:
    plain = plan_result().replace(futures=None, alternatives=(), scenarios=(), alarms=())

    for result in (plan_result(), plain, result_without_plan()):
        assert " --" not in json.dumps(screen_of(result, lang), ensure_ascii=False)


def test_the_calendar_has_the_quarters_of_the_details() -> None:
    plan = plan_result().plan
    assert plan is not None
    chart = section_of(screen_of(plan_result(), "zh"), "calendar")["charts"][0]
    table, opened = chart["table"], plan.opened

    for at, row in enumerate(table["rows"]):
        name = row["cells"][column_of(table, "place_id")]
        building, absorbing, full = (each["spans"][at] for each in chart["series"])
        assert chart["rows"][at] == name
        assert building == [opened[name].starts, opened[name].opens - opened[name].starts]
        assert sum(building) == absorbing[0]
        assert sum(absorbing) == full[0]
        assert sum(full) == len(chart["x"])
        for key, start in (("start_quarter", building), ("open_quarter", absorbing)):
            assert row["cells"][column_of(table, key)] == chart["x"][start[0]]


def test_charts_draw_what_the_tables_say() -> None:
    charts = [c for s in screen_of(plan_result(), "zh")["sections"] for c in s["charts"]]

    assert {c["key"] for c in charts} == {
        *("calendar", "supply", "unmet", "rate", "spending"),
        *("futures_unmet", "futures_occupancy"),
    }
    for chart in charts:
        if chart["form"] != "calendar":
            told = [row["cells"] for row in chart["table"]["rows"]]
            assert told == [[each["name"], *each["values"]] for each in chart["series"]]


def test_supply_and_demand_are_the_citys() -> None:
    section = section_of(screen_of(plan_result(), "zh"), "balance")
    city = {row["cells"][0]: row["cells"][1:] for row in section["tables"][0]["rows"]}
    supply = next(chart for chart in section["charts"] if chart["key"] == "supply")

    for each in supply["series"]:
        assert each["values"] == city[each["name"]][: len(supply["x"])]
    assert [each.get("line", False) for each in supply["series"]] == [False, False, True]


@pytest.mark.parametrize("result", [plan_result, result_without_plan])
def test_both_languages_have_the_same_parts_and_no_blank_label(
    result: Any,
) -> None:
    made: DevelopmentResult = result()
    zh, en = (screen_of(made, lang) for lang in LANGS)

    assert shape(zh) == shape(en)
    assert blank_labels(zh) == blank_labels(en) == []
    assert json.loads(json.dumps(zh, allow_nan=False)) == zh


@pytest.mark.parametrize("lang", LANGS)
def test_without_any_plan_the_way_out_is_told(tmp_path: Path, lang: Lang) -> None:
    result = result_without_plan()
    screen = screen_of(result, lang)
    clash = section_of(screen, "clash")

    assert not screen["has_plan"]
    assert screen["ending"]["sentence"] == text("report.plan_ending.infeasible", lang)
    assert [clash["lead"], *clash["lines"]] == ways_out(filled(result, lang))
    assert clash["lines"]
    assert differences(screen, report_of(result, lang, tmp_path)) == []
