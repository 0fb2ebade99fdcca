"""Workbooks written by us: template, canonical tables, CSV."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from optimizer.labels import LANGS
from optimizer.tables.export import write_csvs
from optimizer.tables.frames import tables_from_frames
from optimizer.tables.read import read_tables
from optimizer.tables.schema import Column, schema
from optimizer.tables.template import example_row, write_template
from optimizer.tables.values.scopes import parse_scope
from optimizer.tables.vocabulary import vocabularies
from optimizer.tables.write import write_workbook

CARRIERS = pd.DataFrame({"carrier": ["K1"], "stages": ["incubation"], "opens": [date(2026, 7, 1)]})
PROJECTS = pd.DataFrame({"project": ["P1"], "virtual": ["no"], "备注": ["=1+1"]})


@pytest.mark.parametrize("lang", LANGS)
def test_the_template_reads_back_without_faults_or_rows(lang, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template(path, lang)
    tables, faults = read_tables(path)
    assert faults == ()
    assert {key: len(table) for key, table in tables.items()} == dict.fromkeys(schema(), 0)
    assert all(table.own_columns == () for table in tables.values())
    skipped = {each.canonical: each.reasons for each in tables.coverage if each.canonical}
    assert set(skipped) == set(schema())
    assert skipped["carriers"] == ("example_row",)


@pytest.mark.parametrize("lang", LANGS)
def test_the_examples_would_be_read_without_faults(lang) -> None:
    frames = {}
    for key, sheet in schema().items():
        if key != "settings":
            row = {
                name: str(value).removeprefix("示例-").removeprefix("Example: ")
                for name, value in example_row(sheet, lang).items()
            }
            frames[key] = pd.DataFrame([row])
    _, faults = tables_from_frames(frames)
    assert [fault.sentence() for fault in faults] == []


def test_the_template_has_help_drop_downs_and_colours(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template(path)
    workbook = load_workbook(path)
    sheet = workbook["载体"]
    headers = {cell.value: cell for cell in sheet[1]}
    assert workbook.sheetnames[0] == "说明"
    assert headers["载体编号"].fill.fgColor.rgb == "00C55A11"
    assert headers["可用面积（㎡）"].comment.text.startswith("全部可出租面积")
    assert sheet.freeze_panes == "B2"
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert '"现有,在建,规划"' in lists


@pytest.mark.parametrize("lang", LANGS)
def test_writing_twice_gives_the_same_bytes(lang, tmp_path: Path) -> None:
    for write in (
        lambda path: write_template(path, lang),
        lambda path: write_workbook({"carriers": CARRIERS}, path, lang, note="示例数据"),
    ):
        write(tmp_path / "a.xlsx")
        write(tmp_path / "b.xlsx")
        assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_manager_recognises_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook({"carriers": CARRIERS, "projects": PROJECTS}, path, note="合成数据")
    workbook = load_workbook(path)
    assert workbook.sheetnames == ["说明", "载体", "项目"]
    assert [cell.value for cell in workbook["载体"][1]] == ["载体编号", "环节", "启用日期"]
    assert workbook["载体"]["B2"].value == "孵化"
    assert workbook["载体"]["C2"].value.date() == date(2026, 7, 1)
    assert workbook["项目"]["B2"].value == "否"
    assert (workbook["项目"]["C2"].value, workbook["项目"]["C2"].data_type) == ("=1+1", "s")


def test_csvs_hold_canonical_words_and_no_live_formula(tmp_path: Path) -> None:
    tables, faults = tables_from_frames(
        {
            "carriers": pd.DataFrame(
                {"载体编号": ["K1"], "环节": ["孵化"], "启用日期": [date(2026, 7, 1)]}
            ),
            "projects": PROJECTS.assign(priority=80, floor="-1"),
        }
    )
    assert faults == ()
    write_csvs(tables, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "carriers.csv",
        "projects.csv",
    ]
    raw = (tmp_path / "out" / "carriers.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    frame = pd.read_csv(tmp_path / "out" / "carriers.csv", dtype=str, keep_default_na=False)
    assert list(frame.columns) == list(schema()["carriers"].keys)
    assert frame.loc[0, ["carrier", "stages", "opens", "status"]].tolist() == [
        "K1",
        "incubation",
        "2026-07-01",
        "",
    ]
    projects = pd.read_csv(tmp_path / "out" / "projects.csv", dtype=str, keep_default_na=False)
    assert projects.loc[0, ["备注", "floor", "priority"]].tolist() == ["'=1+1", "-1", "80"]


WORD = st.text("甲乙丙AZ09-=+ '_", min_size=1, max_size=6).map(str.strip).filter(bool)


# Names that differ only in blanks or marks are the same name, and told: none of them here.
NAMING = ("company", "leader", "talent_class", "district", "level", "kind", "group", "list_version")
NAME = st.text("甲乙丙AZ09", min_size=1, max_size=6)


def values_of(column: Column):
    named = column.kind == "text" and column.key in NAMING
    if column.kind == "id" or column.key == "name" or named:
        return NAME
    if column.numeric:
        low = 1 if column.above is not None else max(column.low or 0, 0)
        high = min(column.high or 1, 10_000)
        if column.kind == "integer":
            return st.integers(int(low), int(max(high, low))).map(float)
        if column.kind == "share":
            return st.integers(1, 100).map(lambda n: n / 100)
        return st.integers(int(low) * 100 + 1, int(high) * 100).map(lambda n: n / 100)
    if column.kind == "date":
        return st.dates(date(2000, 1, 1), date(2099, 12, 31))
    if column.kind == "list":
        words = st.sampled_from(list(column.choices.words)) if column.choices else NAME
        items = st.lists(words, unique=True, min_size=1, max_size=3)
        order = list(column.choices.words) if column.choices else []
        return items.map(lambda found: ";".join(sorted(found, key=order.index) if order else found))
    if column.choices:
        return st.sampled_from(list(column.choices.words))
    if column.kind == "scope":
        return st.sampled_from(["city", "campus=留创园", "stage=nursery;industry=医药"])
    return WORD


@st.composite
def frames(draw, key: str) -> pd.DataFrame:
    sheet = schema()[key]
    rows = []
    for number in range(draw(st.integers(1, 3))):
        row = {}
        for column in sheet.columns:
            blank = not column.required and draw(st.booleans())
            row[column.key] = None if blank else draw(values_of(column))
        rows.append(row | dict.fromkeys(sheet.id[-1:], f"N{number}"))
    return pd.DataFrame(rows, columns=list(sheet.keys), dtype=object)


@pytest.mark.parametrize("lang", LANGS)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_what_is_written_is_read_back_equal(lang, tmp_path_factory, data) -> None:
    keys = ["carriers", "projects", data.draw(st.sampled_from(["rooms", "candidates", "pins"]))]
    given_frames = {key: data.draw(frames(key)) for key in keys}
    before, faults = tables_from_frames(given_frames)
    # Made-up names may happen to be near a carrier's or an industry's, which is told.
    assume({fault.code for fault in faults}.isdisjoint({"name_read_as", "industry_of_nobody"}))
    assert faults == ()
    path = tmp_path_factory.mktemp("round") / "a.xlsx"

    write_workbook({key: before[key].frame for key in keys}, path, lang)
    after, faults = read_tables(path)

    assert faults == ()
    for key in keys:
        pd.testing.assert_frame_equal(after[key].frame, before[key].frame)


@given(
    st.sampled_from(["园区", "campus"]),
    WORD,
    st.sampled_from(sorted(vocabularies()["stage"].words)),
)
def test_a_canonical_scope_is_its_own_canonical_form(key: str, name: str, stage: str) -> None:
    scope, wrong = parse_scope(f"{key}={name}；环节={stage}")
    if wrong is None:
        assert parse_scope(scope) == (scope, None)
