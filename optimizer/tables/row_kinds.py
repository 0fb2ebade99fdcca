"""Rows that are no data: totals, footnotes, headings between rows, numbers of columns."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from optimizer.tables.printed import is_blank
from optimizer.tables.words import plain

_TOTAL: Final = re.compile(
    r"(?:合计|小计|总计|共计|累计|总和|总合计|subtotal|total|grandtotal|本页合计|本页小计)"
    r"(?:数|面积|户数|家数)?(?:\(.*\))?[:：]?"
)
_TOTAL_OF: Final = re.compile(r"[^,。;]{1,14}(?:合计|小计|总计)(?:\(.*\))?[:：]?")
_SUBTOTAL: Final = re.compile(r"小计|subtotal|本页")
_FOOTNOTE: Final = re.compile(
    r"(?:备注|注|附注|说明|注意|填表说明|填报说明|备注说明)\s*\d*\s*[:：].*"
    r"|(?:注|说明)\d*[、.].*"
    r"|(?:填表人?|制表人?|填报人?|填报单位|填报日期|填报时间|制表日期|制表时间|制表单位|审核人?|复核人?|经办人?"
    r"|单位负责人|负责人签字|分管领导|联系人|联系电话|打印日期|打印时间|数据来源|资料来源|统计时点|截至日期"
    r"|报送人|报送单位|盖章|签字|公章)(?:\(.*\))?\s*[:：].*"
    r"|第\d+页.*|共\d+页.*|[※★*＊].{6,}|\(?(?:盖章|公章|签字)\)?|以下空白|本表.{4,}|上述.{4,}"
)
_NUMBERED: Final = re.compile(r"^[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)、.．:]\s*")
_LOOKED_AT, _LONGEST = 3, 24
"""How many of a row's first texts may say that it is a total, and how long they are."""
_LABEL_WITHIN: Final = 6
_FEW: Final = 8
"""A signature line holds names, not a record."""


def is_total(cells: Sequence[Any]) -> bool:
    """Whether a row sums others: one of its first texts says so."""
    for cell in cells[:_LABEL_WITHIN]:
        # Runs for every row of a ledger: a chain of `in` is the fastest there is.
        if type(cell) is str and (
            "计" in cell or "otal" in cell or "总和" in cell or "OTAL" in cell
        ):
            said = plain(cell)
            if _TOTAL.fullmatch(said) or _TOTAL_OF.fullmatch(said):
                return True
    return False


def is_subtotal(cells: Sequence[Any]) -> bool:
    """Whether a total is of a part: 小计, A座合计."""
    said = next((plain(words) for words in _first_texts(cells) if "计" in words), "")
    return bool(_SUBTOTAL.search(said)) or (
        bool(_TOTAL_OF.fullmatch(said)) and not _TOTAL.fullmatch(said)
    )


def is_footnote(first: str, used: int) -> bool:
    """Whether a row whose first text is `first` is a note, a signature or a page number."""
    return used <= _FEW and bool(_FOOTNOTE.fullmatch(plain(first)))


def is_more_note(first: Any, used: int) -> bool:
    """Whether a row below a footnote goes on with it."""
    return used == 1 and isinstance(first, str)


def are_column_numbers(cells: Sequence[Any]) -> bool:
    """Whether a row only numbers the columns: 1 2 3, 甲 乙 1 2, (1) (2)."""
    said = [
        plain(cell).strip("()[]<>栏").removesuffix(".0") for cell in cells if not is_blank(cell)
    ]
    numbers = [int(each) for each in said if each.isascii() and each.isdigit()]
    letters = [each for each in said if each in tuple("甲乙丙丁戊abcdefgh")]
    steps = {after - before for before, after in pairwise(numbers)}
    enough = len(numbers) >= 2 and len(said) >= 3 and numbers[0] in (0, 1)
    return enough and steps == {1} and len(numbers) + len(letters) == len(said)


def heading_text(words: str) -> str:
    """A heading between rows without its number: （一）A座 is A座.

    >>> heading_text("（一）A座"), heading_text("二、 在谈项目：")
    ('A座', '在谈项目')
    """
    said = " ".join(words.split()).replace("（", "(").replace("）", ")")
    return _NUMBERED.sub("", said).strip(" :：【】[]")


def _first_texts(cells: Sequence[Any]) -> list[str]:
    texts: list[str] = []
    for cell in cells:
        if isinstance(cell, str) and cell and not cell.isspace():
            texts.append(cell)
            if len(texts) == _LOOKED_AT:
                break
    return [each for each in texts if len(each) <= _LONGEST]
