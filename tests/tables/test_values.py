"""Numbers, units, dates, words and names as people write them; no cell makes a parser fail."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.labels import known
from optimizer.tables.names import firm_key, near_key, same_key
from optimizer.tables.records.policy import limit_column
from optimizer.tables.schema import Column, schema
from optimizer.tables.values.dates import day_in, parse_date
from optimizer.tables.values.numbers import amount_in, number_in
from optimizer.tables.values.parse import parse
from optimizer.tables.values.reading import Problem
from optimizer.tables.values.units_of import scale_of
from optimizer.tables.vocabulary import vocabularies

COLUMNS = [column for sheet in schema().values() for column in sheet.columns]


def column_of(sheet: str, key: str) -> Column:
    return schema()[sheet].by_key[key]


@pytest.mark.parametrize(
    ("written", "form", "low", "high", "unit"),
    [
        ("860㎡", "exact", 860, 860, "㎡"),
        ("１，２００ 平方米", "exact", 1200, 1200, "平方米"),
        ("1 200 m2", "exact", 1200, 1200, "㎡"),
        ("1,500-2,000㎡", "range", 1500, 2000, "㎡"),
        ("1500㎡~2000㎡", "range", 1500, 2000, "㎡"),
        ("1至1.5万平方米", "range", 1, 1.5, "万平方米"),
        ("约500平", "about", 500, 500, "平"),
        ("1000多平", "about", 1000, 1000, "平"),
        ("2000㎡以上", "least", 2000, 2000, "㎡"),
        ("不低于4.5米", "least", 4.5, 4.5, "米"),
        ("≤100kVA", "most", 100, 100, "kVA"),
        ("办公200+厂房800", "sum", 1000, 1000, ""),
        ("18元/m/月", "exact", 18, 18, "元/m/月"),
    ],
)
def test_an_amount_is_read(written: str, form: str, low: float, high: float, unit: str) -> None:
    amount = amount_in(written)

    assert amount is not None
    assert (amount.form, amount.low, amount.high, amount.high_unit) == (form, low, high, unit)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "abc",
        "15.24万平方米, 798套",
        "3号楼200平",
        "12,00",
        "1.2.3",
        "其中办公200+厂房800",
        "+",
        "1e999",
    ],
)
def test_what_is_no_amount_is_not_guessed(written: str) -> None:
    assert amount_in(written) is None


@pytest.mark.parametrize(
    ("unit", "written", "factor"),
    [
        ("m2", "万 ㎡", 10_000),
        ("m2", "平", 1),
        ("yuan_m2_month", "元/㎡·天", 365 / 12),
        ("yuan_m2_month", "元/天·㎡", 365 / 12),
        ("yuan_m2_month", "元每平每月", 1),
        ("yuan_m2_month", "元/m2/年", 1 / 12),
        ("yuan_10k", "亿元", 10_000),
        ("kn_m2", "公斤/平方米", 0.00980665),
        ("kn_m2", "t/㎡", 9.80665),
        ("kva", "千瓦", 1 / 0.9),
        ("m", "mm", 0.001),
    ],
)
def test_a_unit_is_known_in_its_spellings(unit: str, written: str, factor: float) -> None:
    scale = scale_of(unit, written)

    assert scale is not None
    assert scale.factor == pytest.approx(factor)


@pytest.mark.parametrize(
    ("unit", "written", "code"),
    [
        ("m2", "亩", "land_unit"),
        ("yuan_m2_month", "元/月", "rent_unit"),
        ("yuan_m2_month", "元/工位/月", "rent_unit"),
        ("t", "台", "lifts_not_tonnes"),
        ("yuan_10k", "万美元", "foreign_currency"),
    ],
)
def test_a_unit_that_cannot_be_converted_is_refused(unit: str, written: str, code: str) -> None:
    scale = scale_of(unit, written)

    assert scale is not None
    assert scale.refused == code


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2026.3.1", "2026-03-01", "2026-03-01"),
        ("2026-03", "2026-03-01", "2026-03-31"),
        ("2026年第三季度", "2026-07-01", "2026-09-30"),
        ("2026Q3", "2026-07-01", "2026-09-30"),
        ("2026年上半年", "2026-01-01", "2026-06-30"),
        ("2026", "2026-01-01", "2026-12-31"),
        (202603, "2026-03-01", "2026-03-31"),
        (20260301.0, "2026-03-01", "2026-03-01"),
        (46082, "2026-03-01", "2026-03-01"),
        (1_767_225_600, "2026-01-01", "2026-01-01"),
        ("2025.01.01 - 2027.12.31", "2025-01-01", "2027-12-31"),
        ("202304-202512", "2023-04-01", "2025-12-31"),
        ("自2025年1月1日起至2027年12月31日止", "2025-01-01", "2027-12-31"),
        ("2026年3-6月", "2026-03-01", "2026-06-30"),
        ("二〇二六年十二月三十一日", "2026-12-31", "2026-12-31"),
        ("13/4/2026", "2026-04-13", "2026-04-13"),
        ("1-Mar-2026", "2026-03-01", "2026-03-01"),
    ],
)
def test_a_date_is_read_by_what_the_column_means(written: object, first: str, last: str) -> None:
    for edge, expected in (("first", first), ("last", last)):
        day = day_in(written, edge)  # type: ignore[arg-type]
        assert day is not None
        assert str(day.day) == expected


@pytest.mark.parametrize(
    "written", ["明年", "2026-02-30", "2026-13", "1899-01-01", "12", "", "3年", -5]
)
def test_what_is_no_date_is_not_guessed(written: object) -> None:
    assert day_in(written, "first") is None


@pytest.mark.parametrize("written", ["3/4/2026", 2026.1])
def test_a_date_with_two_readings_is_asked(written: object) -> None:
    read = parse(column_of("projects", "arrives"), written)

    assert read.value is None
    assert isinstance(read.problem, Problem)
    assert read.problem.code == "date_two_ways"


def test_names_are_the_same_but_for_width_case_blanks_and_dashes() -> None:
    assert same_key("Ｋ－０１") == same_key(" k—01 ")
    assert near_key("A-01") == near_key("A1")
    assert near_key("1-11") != near_key("11-1")
    assert near_key("A+") != near_key("A")
    assert firm_key("苏州某某科技有限公司") == firm_key("苏州某某科技")
    assert firm_key("某公司") != firm_key("某")


@given(
    st.sampled_from(COLUMNS),
    st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.dates(), st.datetimes()),
    st.sampled_from(["", "万㎡", "元/㎡/天", "亩", "x"]),
)
def test_no_cell_makes_a_parser_fail(column: Column, value: object, unit: str) -> None:
    parse(column, value, unit)


NASTY = (
    *(
        "≥75%",
        "10%以内",
        "70%-80%",
        "约5%左右",
        "%",
        "≥",
        "75%%",
        "百分之",
        "百分之零",
        "七成",
        "半",
    ),
    *(
        "半年",
        "两年半",
        "2年13个月",
        "零",
        "十",
        "百",
        "万",
        "一万",
        "二十万㎡",
        "千百十",
        "十万级",
    ),
    *("2间×50㎡", "×2", "2×", "630kVA×2", "2台3吨", "3T×", "0台0吨", "2×3×4", "1e9×1e300"),
    *("200（办公）", "（办公）", "200（）", "200（30）", "200（约30㎡）", "((200))", "200）（"),
    *("办公：200㎡，厂房：800㎡", "办公，厂房", "200㎡办公+", "+800", "1+2+x", "200/300", "85/100"),
    *("10/2026", "13/2026", "26/13", "99年底", "26年", "5月底", "明年", "2027-02-30", "2226-01-31"),
    *(
        "长期",
        "已交付",
        "（续签）",
        "以为主",
        "以X为主",
        "等",
        "/",
        "X/Y",
        "综合",
        "给甲",
        "预留给",
    ),
    *(
        "留创园",
        "园区：",
        "：",
        "=",
        "产业=",
        "张家港市",
        "市",
        "环节=孵化，园区",
        "#N/A",
        "∞",
        "½",
    ),
)


@pytest.mark.parametrize("unit", ["", "%", "万㎡", "年", "x"])
def test_every_column_gives_a_value_or_a_fault_for_nasty_texts(unit: str) -> None:
    for column in (*COLUMNS, *map(limit_column, vocabularies()["policy_rule"].words)):
        for written in NASTY:
            read = parse(column, written, unit)
            for told in filter(None, (read.problem, read.note)):
                assert known(f"fault.{told.code}.expected")


NOISE = (
    "约共0123456789０１.,-~至到以上下左右㎡平万亿元/·天月年亩 kgtKVA%+()（）"
    "长期立即季度Q第一二三十〇"
)


@given(st.sampled_from(COLUMNS), st.text(NOISE, max_size=14))
def test_no_noise_makes_a_parser_fail(column: Column, value: str) -> None:
    parse(column, value)


@given(
    st.floats(0.01, 1e7).map(lambda number: round(number, 2)),
    st.sampled_from(["㎡", " 平方米", "平"]),
)
def test_a_number_is_the_same_with_its_unit_and_separators(number: float, unit: str) -> None:
    column = column_of("carriers", "lettable_area_m2")

    for written in (f"{number:.2f}{unit}", f"{number:,.2f}{unit}", f"{number:,.2f}"):
        read = parse(column, written)
        assert (read.value, read.problem, read.note) == (number, None, None)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_whole_day_is_the_same_in_every_form(day: date) -> None:
    forms = (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
    )

    assert {parse_date(form) for form in forms} == {day}


@given(st.dates(date(1955, 1, 1), date(2118, 1, 1)), st.integers(0, 4000))
def test_a_period_gives_its_start_and_its_end(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    for between in ("~", "至", " - ", "—"):
        written = f"{start:%Y.%m.%d}{between}{end:%Y.%m.%d}"
        ends = [day_in(written, edge) for edge in ("first", "last")]  # type: ignore[arg-type]
        assert [each.day for each in ends if each] == [start, end]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_plain_number_is_itself(number: float) -> None:
    assert number_in(number) == (number, False)
