"""The mapping file: written, answered, read again."""

from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.pipeline import read_workbooks
from optimizer.tables.mapping import Answers, Decision, mapping_text, read_mapping, write_mapping
from tests.tables.books import CARRIERS, PROJECTS, write_book

ROOT = Path(__file__).parents[2]
AREA = Decision("a.xlsx", "载体", "C1", "面积", "carriers.gross_area_m2", "asked")


def said(folder: Path, text: str) -> tuple[Answers, list[str]]:
    """What a mapping file says, and its faults as sentences."""
    path = folder / "m.toml"
    path.write_text(text, encoding="utf-8")
    answers, faults = read_mapping(path)
    return answers, [fault.sentence() for fault in faults]


def test_a_mapping_is_read_as_it_was_written(tmp_path: Path) -> None:
    odd = replace(AREA, header='面"积\\\n(㎡)\x07😀', choices=("carriers.let_area_m2",))
    table = Decision("a.xlsx", "载体", "A3", "", "carriers", "headers")
    path = tmp_path / "m.toml"
    write_mapping([odd, table], path)
    answers, faults = read_mapping(path)
    assert faults == []
    assert answers.headers == (replace(odd, choices=()),)
    assert answers.tables == (table,)


def test_open_questions_stand_first_with_their_choices() -> None:
    choices = ("carriers.lettable_area_m2", "carriers.vacant_area_m2")
    page = mapping_text([AREA, replace(AREA, header="可租面积", means="", choices=choices)])
    assert page.index("可租面积") < page.index('header = "面积"')
    assert "#   carriers.lettable_area_m2          载体 / 可用面积（㎡）" in page
    assert 'means = ""  # 待填写' in page
    assert "待确认 1 处" in page


def test_the_most_specific_answer_wins() -> None:
    answers = Answers(
        (
            replace(AREA, sheet="*", means="carriers.let_area_m2"),
            replace(AREA, file="b.xlsx", means="carriers.lettable_area_m2"),
            AREA,
        )
    )
    assert answers.header("a.xlsx", "载体", " 面 积 ") == "carriers.gross_area_m2"
    assert answers.header("b.xlsx", "载体", "面积") == "carriers.lettable_area_m2"
    assert answers.header("c.xlsx", "二期", "面积") == "carriers.let_area_m2"
    assert answers.header("c.xlsx", "二期", "层高") == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("version = 1\n[[header]", "不是有效的对照文件"),
        ("version = 2", "version = 2；应为：version = 1"),
        ("[[header]]", "version = ；应为：version = 1"),
        ('version = 1\n[[header]]\nsheet = 3\nheader = "x"', "[[header]] 1"),
        ('version = 1\n[header]\nheader = "x"', "[[header]] 1"),
        (
            'version = 1\n[[header]]\nsheet = "a"\nheader = "x"\nmeans = "rooms.area"',
            "最接近的是“rooms.area_m2”",
        ),
        ('version = 1\n[[table]]\nsheet = "a"\nmeans = "romms"', "最接近的是“rooms”"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_told(text: str, told: str, tmp_path: Path) -> None:
    _, faults = said(tmp_path, text)
    assert len(faults) == 1
    assert told in faults[0]


def test_an_unanswered_question_says_nothing(tmp_path: Path) -> None:
    answers, faults = said(tmp_path, 'version = 1\n[[header]]\nsheet="a"\nheader="x"\nmeans=""')
    assert (answers.headers, faults) == ((), [])


@pytest.mark.parametrize("name", ["by_hand", "liuchuangyuan", "faulty"])
def test_reading_with_the_mapping_it_wrote_gives_the_same_tables(name: str, tmp_path: Path) -> None:
    source = ROOT / "inputs" / f"{name}.xlsx"
    first, _, _ = read_workbooks(source)
    assert first.decisions
    write_mapping(first.decisions, tmp_path / "m.toml")
    second, _, _ = read_workbooks(source, mapping=tmp_path / "m.toml")
    for key, table in first.items():
        assert table.frame.equals(second[key].frame), key


def test_an_answer_settles_a_header(tmp_path: Path) -> None:
    odd = [[*CARRIERS[0], "场地"], [*CARRIERS[1], 1500]]
    source = write_book(tmp_path / "a.xlsx", {"载体": odd, "项目": PROJECTS})
    without, _, _ = read_workbooks(source)
    assert without["carriers"].own_columns == ("场地",)
    path = tmp_path / "m.toml"
    write_mapping([replace(AREA, header="场地")], path)
    tables, _, _ = read_workbooks(source, mapping=path)
    assert tables["carriers"].frame["gross_area_m2"].tolist() == [1500.0]
    write_mapping([replace(AREA, header="可用面积（㎡）", means="-")], path)
    tables, _, _ = read_workbooks(source, mapping=path)
    assert tables["carriers"].frame["lettable_area_m2"].isna().all()
    assert "可用面积（㎡）" in tables["carriers"].own_columns
