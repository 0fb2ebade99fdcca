"""Damage as it happens to ledgers, and as nobody would think of: for cells, rows and files."""

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from optimizer.faults import Fault
from optimizer.labels import LANGS
from optimizer.tables.files.formats import SheetCells, kind_of, open_sheets
from optimizer.tables.printed import CellError

ROOT: Final = Path(__file__).parents[2]
SAMPLES: Final = ("by_hand", "faulty", "liuchuangyuan", "overfull", "template")
MOST_ROWS: Final = 60
"""Sheets are cut to this, so that thousands of workbooks take a minute."""

VALUES: Final[tuple[Any, ...]] = (
    *(
        "",
        " ",
        "\n",
        "　",
        "0",
        "-1",
        "1e308",
        "1e999",
        "nan",
        "inf",
        "١٢",
        "½",
        "Ⅳ",
        "12O",
        "1,2,3",
    ),
    *(
        "约120",
        "120-150",
        "120-",
        "-",
        "--",
        "/",
        "无",
        "不限",
        "待定",
        "<3",
        "≥5万㎡",
        "3亩",
        "120㎡㎡",
    ),
    *(
        "1201-1205",
        "9999999-1",
        "B1",
        "-1F",
        "三十二层",
        "1-999999999",
        "2026-13-45",
        "2026.2",
        "26/7/1",
    ),
    *(
        "长期",
        "2026年",
        "0000-00-00",
        "99999999",
        "20260701",
        "45000.5",
        "12个月",
        "一年半",
        "√",
        "×",
        "是否",
    ),
    *(
        "合计",
        "小计：",
        "注：",
        "单位：万㎡",
        "示例",
        "#REF!",
        "#N/A",
        "=1+1",
        "+A1",
        "@x",
        "'",
        '"',
        "\\",
    ),
    *(
        "a" * 33_000,
        "中" * 5_000,
        "(" * 500,
        "（" * 300 + "）" * 300,
        "、" * 400,
        ";" * 400,
        "%" * 50,
    ),
    *(
        "\x00",
        "\x1b[31m",
        "\u202e反",
        "\ud800",
        "😀",
        "e\u0301" * 50,
        "{0}",
        "{file}",
        "@a,b",
        "%s",
    ),
    *(
        "carrier",
        "面积",
        "苗圃;孵化",
        "K01",
        "P01",
        "是",
        "yes",
        "city",
        "campus=",
        "=;=;=",
        "horizon_start",
    ),
    *(0, 1, -1, 0.0, -0.0, 1e-300, 1e300, 10**30, float("nan"), float("inf"), True, False, None),
    *(
        date(1, 1, 1),
        date(9999, 12, 31),
        datetime(2026, 7, 1, 23, 59),
        time(1, 2),
        timedelta(days=9),
    ),
    *(CellError("#REF!"), CellError("=A1+B1", "formula_not_calculated")),
)

Damage = Callable[[random.Random, list[SheetCells]], None]


@cache
def sample(name: str) -> tuple[SheetCells, ...]:
    """The sheets of a committed sample, cut short."""
    content = (ROOT / "inputs" / f"{name}.xlsx").read_bytes()
    return tuple(open_sheets(content, f"{name}.xlsx", kind_of(content), []))


def damaged(dice: random.Random) -> list[SheetCells]:
    """A sample with some damage."""
    sheets = [
        SheetCells(
            each.name,
            [list(row) for row in each.rows[:MOST_ROWS]],
            list(each.merges),
            each.hidden,
            each.hidden_rows,
        )
        for each in sample(dice.choice(SAMPLES))
    ]
    for _ in range(dice.choice((1, 2, 5, 20, 80))):
        dice.choice(KINDS)(dice, sheets)
    return sheets


def _sheet(dice: random.Random, sheets: Sequence[SheetCells]) -> SheetCells:
    used = [each for each in sheets if each.rows and each.rows[0]]
    return dice.choice(used or list(sheets))


def cell(dice: random.Random, sheets: list[SheetCells]) -> None:
    """Another value in one cell."""
    rows = _sheet(dice, sheets).rows
    if rows and rows[0]:
        rows[dice.randrange(len(rows))][dice.randrange(len(rows[0]))] = dice.choice(VALUES)


def head_cell(dice: random.Random, sheets: list[SheetCells]) -> None:
    """Another value near the top, where the headers are."""
    rows = _sheet(dice, sheets).rows
    if rows and rows[0]:
        rows[dice.randrange(min(4, len(rows)))][dice.randrange(len(rows[0]))] = dice.choice(VALUES)


def swapped(dice: random.Random, sheets: list[SheetCells]) -> None:
    """Two cells in each other's place."""
    rows = _sheet(dice, sheets).rows
    if rows and rows[0]:
        (r, c), (s, d) = (
            (dice.randrange(len(rows)), dice.randrange(len(rows[0]))) for _ in range(2)
        )
        rows[r][c], rows[s][d] = rows[s][d], rows[r][c]


def column(dice: random.Random, sheets: list[SheetCells]) -> None:
    """One value down a whole column."""
    rows = _sheet(dice, sheets).rows
    if rows and rows[0]:
        at, value = dice.randrange(len(rows[0])), dice.choice(VALUES)
        for row in rows[dice.randrange(3) :]:
            row[at] = value


def moved_row(dice: random.Random, sheets: list[SheetCells]) -> None:
    """A row elsewhere, again, or blank."""
    rows = _sheet(dice, sheets).rows
    if rows:
        row = list(rows[dice.randrange(len(rows))])
        rows.insert(dice.randrange(len(rows) + 1), dice.choice((row, [""] * len(row))))


def lost_rows(dice: random.Random, sheets: list[SheetCells]) -> None:
    """Some rows gone."""
    rows = _sheet(dice, sheets).rows
    start = dice.randrange(len(rows) + 1)
    del rows[start : start + dice.randrange(1, 6)]


def beside(dice: random.Random, sheets: list[SheetCells]) -> None:
    """Another sheet's table beside or below."""
    one, other = _sheet(dice, sheets), _sheet(dice, sheets)
    if dice.random() < 0.5:
        width = max(len(one.rows[0]) if one.rows else 0, len(other.rows[0]) if other.rows else 0)
        rows = [*map(list, one.rows), [], *map(list, other.rows)]
    else:
        height = max(len(one.rows), len(other.rows))
        rows = [[*_row(one, i), "", *_row(other, i)] for i in range(min(height, MOST_ROWS))]
        width = max(map(len, rows), default=0)
    one.rows[:] = [row + [""] * (width - len(row)) for row in rows]


def _row(cells: SheetCells, i: int) -> list[Any]:
    width = len(cells.rows[0]) if cells.rows else 0
    return list(cells.rows[i]) if i < len(cells.rows) else [""] * width


def merged(dice: random.Random, sheets: list[SheetCells]) -> None:
    """Merged cells, also over one another and beyond the sheet."""
    cells = _sheet(dice, sheets)
    height, width = len(cells.rows) + 3, (len(cells.rows[0]) if cells.rows else 0) + 3
    top, left = dice.randrange(height), dice.randrange(width)
    end = (top + dice.randrange(6), left + dice.randrange(6))
    cells.merges.append(((top, left), end))


def sheet_name(dice: random.Random, sheets: list[SheetCells]) -> None:
    """Another name of a sheet, perhaps one that stands already."""
    other = dice.choice([each.name for each in sheets] + ["Sheet1", "3F", "", "汇总", "A座(2)"])
    _sheet(dice, sheets).name = other


def hidden(dice: random.Random, sheets: list[SheetCells]) -> None:
    """A hidden sheet with hidden rows."""
    cells = _sheet(dice, sheets)
    cells.hidden = True
    cells.hidden_rows = frozenset(dice.sample(range(100), 20))


def emptied(dice: random.Random, sheets: list[SheetCells]) -> None:
    """A sheet without cells."""
    if dice.random() < 0.1:
        _sheet(dice, sheets).rows[:] = []


KINDS: Final[tuple[Damage, ...]] = (
    *(cell,) * 6,
    *(head_cell,) * 3,
    *(swapped, column, moved_row, lost_rows, beside, merged, sheet_name, hidden, emptied),
)


def tell(faults: Sequence[Fault]) -> None:
    """Every fault can be told in both languages, in the sentence and in the fixed keys."""
    for fault in faults:
        for lang in LANGS:
            assert fault.sentence(lang)
            assert all(isinstance(word, str) for word in fault.as_json(lang).values())
