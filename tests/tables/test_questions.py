"""Questions about tables and headers: their choices, and the answers taken."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.faults import errors_in
from optimizer.labels import LANGS
from optimizer.pipeline import read_workbooks
from optimizer.tables.headers.mapping import Answers, read_mapping, write_mapping
from optimizer.tables.headers.questions import (
    MOST_QUESTIONS,
    NotAsked,
    Question,
    answered,
    questions_of,
)
from optimizer.tables.table import Tables
from optimizer.telling.question_words import question_words
from tests.tables.books import CARRIERS, PROJECTS, Sheets, write_book

AREA_ASKED = [["载体编号", "环节", "面积"], ["K1", "孵化", 500], ["K2", "孵化", 600]]
TABLE_ASKED = [["项目名称", "建筑面积", "状态"], ["金港一期", 3000, "在建"]]
NOTES = [["甲", "乙"], ["x", "y"], ["z", "w"]]


class Asked:
    """A workbook that is read again and again with the answers given so far."""

    def __init__(self, folder: Path, sheets: Sheets) -> None:
        self.book = write_book(folder / "城市.xlsx", {"项目": PROJECTS, **sheets})
        self.mapping = folder / "m.toml"
        self.answers = Answers()
        self.read()

    def read(self) -> None:
        mapping = self.mapping if self.mapping.exists() else None
        read = read_workbooks(self.book, mapping=mapping)
        self.tables: Tables = read[0]
        self.faults = tuple(each for each in read[2] if each.code != "horizon_start_missing")
        self.questions = questions_of(self.tables, self.faults, self.answers)

    def only(self) -> Question:
        assert len(self.questions) == 1, self.questions
        return self.questions[0]

    def answer(self, **given: str) -> None:
        """Answer by the header, or the sheet, that is asked about."""
        keys = {each.header or each.sheet: each.key for each in self.questions}
        self.give({keys[name]: means for name, means in given.items()})

    def give(self, given: dict[str, str]) -> None:
        taken = answered(self.questions, given, self.answers)
        write_mapping((*taken.tables, *taken.headers), self.mapping)
        self.answers, faults = read_mapping(self.mapping)
        assert faults == []
        self.read()


def test_a_header_is_asked_about_with_what_stands_below_it(tmp_path: Path) -> None:
    asked = Asked(tmp_path, {"载体": AREA_ASKED}).only()

    assert (asked.sheet, asked.cell, asked.header, asked.needed) == ("载体", "C1", "面积", True)
    assert asked.examples == ("500", "600")
    assert asked.likely == ("carriers.gross_area_m2", "carriers.lettable_area_m2")
    assert {"carriers.carrier", "carriers.clear_height_m", "-"} <= set(asked.choices)
    assert asked.choices.count("carriers.gross_area_m2") == 1


def test_an_answer_is_taken_and_may_be_changed(tmp_path: Path) -> None:
    asked = Asked(tmp_path, {"载体": AREA_ASKED})

    asked.answer(面积="carriers.lettable_area_m2")
    assert not errors_in(asked.faults)
    assert asked.tables["carriers"].frame["lettable_area_m2"].tolist() == [500, 600]
    assert (asked.only().answer, asked.only().needed) == ("carriers.lettable_area_m2", False)
    assert asked.only().likely == ("carriers.gross_area_m2", "carriers.lettable_area_m2")

    asked.answer(面积="-")
    assert "面积" in asked.tables["carriers"].own_columns
    asked.answer(面积="carriers.gross_area_m2")
    assert asked.tables["carriers"].frame["gross_area_m2"].tolist() == [500, 600]
    assert len(asked.answers.headers) == 1


def test_a_table_is_asked_about_and_its_headers_are_forgotten_with_it(tmp_path: Path) -> None:
    asked = Asked(tmp_path, {"载体": CARRIERS, "Sheet3": TABLE_ASKED})
    assert asked.only().likely == ("carriers", "projects")
    assert asked.only().examples == ("项目名称", "建筑面积", "状态")

    asked.answer(Sheet3="carriers")
    assert len(asked.tables["carriers"]) == 2
    header = replace(asked.answers.tables[0], header="状态", means="carriers.notes", cell="C1")
    asked.answers = replace(asked.answers, headers=(header,))
    asked.answer(Sheet3="-")
    assert asked.answers.headers == ()
    assert [each.means for each in asked.answers.tables] == ["-"]
    assert len(asked.tables["carriers"]) == 1
    assert asked.only().answer == "-"


def test_a_sheet_that_is_not_known_may_be_left_out_or_read(tmp_path: Path) -> None:
    asked = Asked(tmp_path, {"载体": CARRIERS, "杂项": NOTES})
    assert (asked.only().sheet, asked.only().needed) == ("杂项", False)
    assert asked.only().examples == ("甲", "乙")

    asked.answer(杂项="-")
    assert asked.faults == ()
    # No header is found: an error, and the answer stays where it can be changed.
    asked.answer(杂项="rooms")
    assert [fault.code for fault in asked.faults] == ["header_missing"]
    assert asked.only().answer == "rooms"
    asked.answer(杂项="-")
    assert (asked.faults, len(asked.answers.tables)) == ((), 1)


def test_a_sheet_is_needed_where_a_required_one_is_missing(tmp_path: Path) -> None:
    assert Asked(tmp_path, {"楼": NOTES}).only().needed


def test_the_column_that_is_missing_is_one_of_the_users_own(tmp_path: Path) -> None:
    carriers = [
        ["载体编号", "哪一段", "可用面积（㎡）"],
        ["K01", "孵化", 1000],
        ["K02", "孵化", 900],
    ]
    asked = Asked(tmp_path, {"载体": carriers})
    wanted = asked.only()
    assert (wanted.kind, wanted.wanted) == ("column", "carriers.stages")
    (own,) = wanted.columns
    assert (own.header, own.cell, own.examples) == ("哪一段", "B1", ("孵化",))

    asked.give({wanted.key: own.key})

    assert asked.tables["carriers"].frame["stages"].tolist() == ["incubation"] * 2
    assert asked.faults == ()
    # Now it is the header that was answered, and another column may be chosen for it.
    assert (asked.only().kind, asked.only().header) == ("header", "哪一段")


def test_a_blank_leaves_a_question_open_and_nothing_else_is_taken(tmp_path: Path) -> None:
    asked = Asked(tmp_path, {"载体": AREA_ASKED})
    key = asked.only().key
    assert answered(asked.questions, {key: ""}) == Answers()
    for given in (
        {"q0": "-"}, {key: "rooms.area_m2"}, {key: "<script>"}, {key: "x" * 100_000},
    ):  # fmt: skip
        with pytest.raises(NotAsked):
            answered(asked.questions, given)
    asked.answer(面积="-")
    with pytest.raises(NotAsked):
        answered(asked.questions, {key: ""}, asked.answers)


def test_a_question_is_kept_as_json_and_told_in_both_languages(tmp_path: Path) -> None:
    projects = [["公司代号", "孵化面积（㎡）"], ["甲", 100]]
    sheets = {"载体": AREA_ASKED, "Sheet3": TABLE_ASKED, "杂项": NOTES, "项目": projects}
    asked = Asked(tmp_path, sheets)
    assert {each.kind for each in asked.questions} == {"table", "header", "column"}
    for question in asked.questions:
        assert Question.from_json(json.loads(json.dumps(question.as_json()))) == question
        for lang in LANGS:
            words = question_words(question, lang, several_files=True)
            offered = [o["value"] for group in words["groups"] for o in group["options"]]
            assert sorted(offered) == sorted(question.choices)
            assert question.sheet in words["where"]
            assert "城市.xlsx" in words["where"]


def test_what_a_run_waits_for_stands_first_and_no_page_is_endless(tmp_path: Path) -> None:
    sheets = {f"杂项{n}": NOTES for n in range(MOST_QUESTIONS + 5)}
    asked = Asked(tmp_path, {**sheets, "载体": AREA_ASKED})
    assert len(asked.questions) == MOST_QUESTIONS
    assert asked.questions[0].header == "面积"
