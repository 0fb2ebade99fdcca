"""Rows that are no data: totals, footnotes, headings between rows, numbers of columns."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any, Final, Literal

from optimizer.tables.printed import is_blank
from optimizer.tables.vocabulary import synonym_data
from optimizer.tables.words import plain

Label = Literal["", "total", "sum", "figure", "part"]
"""What a row's label says: ``sum`` is a total only if hardly a word stands beside it."""

_TOTAL: Final = re.compile(
    r"(?:合计|小计|总计|共计|累计|总和|总合计|sub-?total|total|grand-?total|本页合计|本页小计)"
    r"(?:数|面积|户数|家数)?(?:\(.*\))?[:：]?"
)
_TOTAL_OF: Final = re.compile(r"[^,。;]{1,14}(?:合计|小计|总计)(?:\(.*\))?[:：]?")
_LEAST: Final = re.compile(r"小计|sub-?total|本页")
_GRAND: Final = re.compile(r"总计|总合计|总和|grand-?total")
_FOOTNOTE: Final = re.compile(
    r"(?:备注|注|附注|说明|注意|填表说明|填报说明|备注说明)\s*\d*\s*[:：].*"
    r"|(?:注|说明)\d*[、.].*"
    r"|(?:填表人?|制表人?|填报人?|填报单位|填报日期|填报时间|制表日期|制表时间|制表单位|审核人?|复核人?|经办人?"
    r"|单位负责人|负责人签字|分管领导|联系人|联系电话|打印日期|打印时间|数据来源|资料来源|统计时点|截至日期"
    r"|报送人|报送单位|盖章|签字|公章)(?:\(.*\))?\s*[:：].*"
    r"|第\d+页.*|共\d+页.*|\(?(?:盖章|公章|签字)\)?|以下空白"
)
_LONE: Final = (
    (1, re.compile(r"[※★*＊]\s*\S.{5,}")),
    (2, re.compile(r"(?:本表|上述).{4,}")),
    (3, re.compile(r"备注|注|附注|说明|注意")),
)
"""Notes only if hardly anything stands beside them: ★ before a room's name just marks it."""
_NUMBERED: Final = re.compile(r"^[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)、.．:]\s*")
_IN_ROW: Final = re.compile(
    r"^(?:[(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[、.](?=\D))"
)
_LOOKED_AT, _LONGEST = 3, 24
"""How many of a row's first texts may say that it is a total, and how long they are."""
LABEL_WITHIN: Final = 6
_FEW: Final = 8
"""A signature line holds names, not a record."""


def is_total(cells: Sequence[Any]) -> bool:
    """Whether a row sums others: one of its first texts says so."""
    return any(
        isinstance(cell, str) and label_kind(cell) == "total" for cell in cells[:LABEL_WITHIN]
    )


def has_mark(written: str) -> bool:
    """Whether a text has any sign that the labels of such rows are written with."""
    return not _marks().isdisjoint(written)


def label_kind(written: str) -> Label:
    """What a text says of its row, if the text is the row's label.

    >>> [label_kind(each) for each in ("A座合计", "∑", "空置率", "其中：A座", "设计中心")]
    ['total', 'sum', 'figure', 'part', '']
    """
    if not has_mark(written) or len(written) > 2 * _LONGEST:
        return ""
    said = plain(written)
    if _TOTAL.fullmatch(said) or _TOTAL_OF.fullmatch(said):
        return "total"
    bare = said.rstrip(":：")
    words = _labels()
    if bare in words["sums"] or (
        bare.endswith("计") and len(bare) <= _LONGEST and bare[-2:-1] in words["sums_of"]
    ):
        return "sum"
    if (
        bare in words["carried"]
        or bare in words["figures"]
        or bare.startswith(words["figures_begin"])
        or bare.endswith(words["figures_end"])
    ):
        return "figure"
    return "part" if said.startswith(words["part"]) else ""


def without_part(written: str) -> str:
    """A label without its 其中.

    >>> without_part("　其中：A座")
    'A座'
    """
    words = "|".join(map(re.escape, _labels()["part"]))
    return re.sub(rf"^\s*(?:{words})\s*[:：、,，]*\s*", "", written)


def total_level(cells: Sequence[Any]) -> int:
    """How much a total sums: 小计 0, A座合计 1, 合计 2, 总计 3."""
    said = next((plain(words) for words in _first_texts(cells) if label_kind(words)), "")
    if _LEAST.search(said):
        return 0
    if _GRAND.match(said):
        return 3
    return 1 if _TOTAL_OF.fullmatch(said) and not _TOTAL.fullmatch(said) else 2


def is_footnote(first: str, used: int) -> bool:
    """Whether a row whose first text is `first` is a note, a signature or a page number."""
    if used > _FEW:
        return False
    written = first.strip()
    return bool(_FOOTNOTE.fullmatch(plain(written))) or any(
        used <= most and form.fullmatch(written) for most, form in _LONE
    )


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


def is_numbered(words: str) -> bool:
    """Whether a text begins as a title does: 一、 （一） 1."""
    return bool(_IN_ROW.match(plain(words)))


def heading_text(words: str) -> str:
    """A heading between rows without its number: （一）A座 is A座.

    >>> heading_text("（一）A座"), heading_text("二、 在谈项目：")
    ('A座', '在谈项目')
    """
    said = " ".join(words.split()).replace("（", "(").replace("）", ")")
    return _NUMBERED.sub("", said).strip(" :：【】[]")


@cache
def _labels() -> dict[str, tuple[str, ...]]:
    return {name: tuple(map(plain, words)) for name, words in synonym_data()["rows"].items()}


@cache
def _marks() -> frozenset[str]:
    """Every label holds one of these: most cells are passed over by this alone."""
    data = synonym_data()["rows"]
    ends = {
        each[-1] for name in ("carried", "sums", "figures", "figures_end") for each in data[name]
    }
    starts = {each[0] for name in ("figures_begin", "part") for each in data[name]}
    return frozenset(ends | starts | set("计和lL"))


def _first_texts(cells: Sequence[Any]) -> list[str]:
    texts: list[str] = []
    for cell in cells:
        if isinstance(cell, str) and cell and not cell.isspace():
            texts.append(cell)
            if len(texts) == _LOOKED_AT:
                break
    return [each for each in texts if len(each) <= _LONGEST]
