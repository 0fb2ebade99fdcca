"""The mapping file: written, answered, read again."""

from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.pipeline import read_workbooks
from optimizer.tables.headers.mapping import (
    Answers,
    Decision,
    mapping_text,
    read_mapping,
    write_mapping,
)
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
        ("version = 1\n[[header]", "第 2 行看不懂：[[header]；"),
        ("version = 2", "version = 2；应为：version = 1"),
        ("[[header]]", "version = ；应为：version = 1"),
        ('version = 1\n[[header]]\nsheet = 3\nheader = "x"', "第 2 行起的一条"),
        ('version = 1\n[header]\nheader = "x"', "第 2 行起的一条"),
        (
            'version = 1\n[[header]]\nsheet = "a"\nheader = "x"\nmeans = "rooms.aera_m"',
            "最接近的是“rooms.area_m2”",
        ),
        ('version = 1\n[[table]]\nsheet = "a"\nmeans = "romms"', "最接近的是“rooms”"),
        (
            'version = 1\n[[table]]\nsheet = "a"\nmeans = "carriers.name"',
            "第 4 行：means = carriers.name；应为：一张表的键名或名称：campuses 园区、carriers",
        ),
        (
            "version = 1\n[[header]]\nmeans = “carriers.name”",
            (
                "第 3 行用了中文标点：means = “carriers.name”；应为：英文双引号和等号，"
                '如 means = "carriers.name"。处理：'
                '请把这一行的“ ” ＝ 改成英文的 " " =（切换到英文输入法）。'
            ),
        ),
        (
            "version = 1\na = " + "[" * 100_000,
            (
                "不能用作对照文件：括号套得太深；应为：由 check --write-mapping 写出的文本文件。"
                "处理：请核对 --mapping 后面的文件名，或重新写出对照文件。"
            ),
        ),
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


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-8-sig"])
def test_whatever_encoding_an_editor_saved_it_in(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_bytes(mapping_text([replace(AREA, sheet="载体")]).encode(encoding))
    answers, faults = read_mapping(path)
    assert faults == []
    assert answers.headers[0].header == "面积"


def test_what_is_no_regular_file_is_not_read(tmp_path: Path) -> None:
    _, faults = read_mapping(Path("/dev/zero"))
    assert [fault.found() for fault in faults] == ["不能用作对照文件：这不是普通文件"]
    (tmp_path / "m.toml").write_bytes(bytes(range(256)))
    _, faults = read_mapping(tmp_path / "m.toml")
    assert [fault.found() for fault in faults] == ["不能用作对照文件：内容不是文字"]


@pytest.mark.parametrize(
    ("written", "key", "means"),
    [
        ("可用面积", "carriers", "carriers.lettable_area_m2"),
        ("载体 / 可用面积", "carriers", "carriers.lettable_area_m2"),
        ("载体.名称", "carriers", "carriers.name"),
        ("不采用", "carriers", "-"),
        ("层高", "rooms", "rooms.clear_height_m"),
        ("层高", "carriers", "carriers.clear_height_m"),
    ],
)
def test_an_answer_in_words(written: str, key: str, means: str, tmp_path: Path) -> None:
    entry = f'version = 1\n[[header]]\nsheet = "a"\nheader = "x"\nmeans = "{written}"'
    answers, faults = said(tmp_path, entry)
    assert faults == []
    assert answers.header("f", "a", "x", key) == means
    answers, faults = said(tmp_path, 'version = 1\n[[table]]\nsheet = "a"\nmeans = "载体"')
    assert (answers.table("f", "a", "A1"), faults) == ("carriers", [])


def test_next_month_the_answers_still_hold() -> None:
    asked = replace(AREA, sheet="楼宇台账（7月）", header="可租面积（㎡）")
    table = replace(asked, header="", means="carriers", cell="")
    answers = Answers((asked,), (table,))
    for sheet in ("楼宇台账（7月）", "楼宇台账9月", "楼宇台账 2026年12月"):
        assert answers.header("b.xlsx", sheet, "可租面积(平方米)", "carriers") == asked.means
        assert answers.table("b.xlsx", sheet, "B4") == "carriers"
    # Another name: the one answer for this header holds, for a table of the same kind.
    assert answers.header("b.xlsx", "二期", "可租面积", "carriers") == asked.means
    assert answers.header("b.xlsx", "二期", "可租面积", "rooms") == ""
    assert answers.table("b.xlsx", "二期", "A1") == ""
    other = replace(asked, sheet="三期", means="carriers.vacant_area_m2")
    assert Answers((asked, other)).header("b.xlsx", "二期", "可租面积", "carriers") == ""


def test_an_answer_of_another_sheet_is_a_fault_at_the_header(tmp_path: Path) -> None:
    odd = [[*CARRIERS[0], "场地"], [*CARRIERS[1], 1500]]
    source = write_book(tmp_path / "a.xlsx", {"载体": odd, "项目": PROJECTS})
    cell = f"{'ABCDEFGH'[len(CARRIERS[0])]}1"
    wrong = replace(AREA, header="场地", means="projects.priority", cell=cell)
    write_mapping([wrong], tmp_path / "m.toml")
    _, _, faults = read_workbooks(source, mapping=tmp_path / "m.toml")
    told = [fault.sentence() for fault in faults if fault.code == "mapping_other_sheet"]
    wanted = (
        f"[a.xlsx] 载体!{cell}：“场地”在对照文件中的答案是 projects.priority；"
        "应为：“载体”表的列，即以 carriers. 开头；或 -。处理：这张表读作“载体”："
        "请在对照文件中改正这一列的 means；若表的种类不对，改 [[table]] 一条。"
    )
    assert told == [wanted]


def test_an_unknown_sheet_is_a_question_and_own_columns_name_the_choices(tmp_path: Path) -> None:
    odd = [[*CARRIERS[0], "场地"], [*CARRIERS[1], 1500]]
    sheets = {"载体": odd, "项目": PROJECTS, "杂项": [["甲", "乙"], ["x", "y"], ["z", "w"]]}
    tables, _, _ = read_workbooks(write_book(tmp_path / "a.xlsx", sheets))
    page = mapping_text(tables.decisions)
    assert '[[table]]\nfile = "a.xlsx"\nsheet = "杂项"\n#   campuses ' in page
    assert "#   自有列；也可填 carriers.…（可用的列见文件末尾）" in page
    assert page.count("carriers.clear_height_m") == 1


def test_a_broken_mapping_is_told_without_the_questions_it_answers(tmp_path: Path) -> None:
    odd = [["载体编号", "环节", "面积"], ["K1", "孵化", 500], ["K2", "孵化", 600]]
    source = write_book(tmp_path / "a.xlsx", {"载体": odd, "项目": PROJECTS})
    (tmp_path / "m.toml").write_text("version = 1\n[[header]]\nmeans = x\n", encoding="utf-8")
    _, _, faults = read_workbooks(source, mapping=tmp_path / "m.toml")
    codes = [fault.code for fault in faults]
    assert codes[0] == "bad_mapping"
    assert "ambiguous_header" not in codes
    assert "ambiguous_header" in [fault.code for fault in read_workbooks(source)[2]]
