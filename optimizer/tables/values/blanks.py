"""Cells that say nothing in words, and needs that are wishes: 无, 待定, /, 最好有货梯."""

import re
from typing import Any, Final

from optimizer.tables.schema import Column
from optimizer.tables.values.meanings import is_need
from optimizer.tables.values.reading import Note, Problem, Read, blank_of
from optimizer.tables.words import plain, without_bracket

_MARKS: Final = re.compile(r"[-—–―_/\\.·~*…]+|n/a|null|none|nan|nil|#?n/?a")
_WORDS: Final = frozenset(
    {
        *("无", "暂无", "没有", "未知", "不详", "空", "空白", "待定", "未定", "待核实", "待确认"),
        *("待补", "待填", "待补充", "不确定", "面议", "另议", "待议", "未填", "缺", "暂缺", "tbd"),
    }
)
_ANY: Final = frozenset(
    {"不限", "均可", "都可以", "都行", "无要求", "没有要求", "不要求", "无限制", "任意", "随意"}
)
_SOFT: Final = re.compile(
    r"^(?:最好|优先|希望|尽量|尽可能|如有|倾向)|(?:为佳|更好|优先|最好|为宜)$"
)
_HARD: Final = re.compile(r"^(?:必须|务必|要求|必需|需要|需)(?=.)|(?:必须)$")
_NAMING: Final = frozenset(
    {"company", "leader", "talent_class", "district", "level", "kind", "group", "list_version"}
)
"""Texts that name somebody or a class: / in two of them would make one firm of two."""
_UNFOUNDED: Final = frozenset(
    {
        *("未注册", "拟注册", "待注册", "注册中", "尚未注册", "暂未注册", "未成立", "待成立"),
        *("拟成立", "筹建中", "筹备中", "拟新设", "待设立", "拟设立", "新设", "新设公司"),
    }
)
_VALUE_KINDS: Final = frozenset({"number", "integer", "share", "date", "id", "list"})


def says_nothing(column: Column, value: Any) -> Read | None:
    """How a cell reads that holds a word for a blank; None for any other cell."""
    if not isinstance(value, str) or len(value) > 12 or _has_digits(value):
        return None
    if not _is_nothing(column, plain(value)):
        return None
    if column.required:
        return Read(blank_of(column), Problem("placeholder_in_required"))
    note = Note("read_as_blank", plain(value), {"written": value.strip()})
    return Read(blank_of(column), note=note)


def _has_digits(value: str) -> bool:
    """Whether a word of letters holds digits too, as ids do; no word for a blank does."""
    return value.isalnum() and not value.isalpha()


def _is_nothing(column: Column, word: str) -> bool:
    vocabulary = column.choices
    if vocabulary is not None:
        if word in vocabulary.canonical or word in vocabulary.near or column.kind == "list":
            return False
        return bool(_MARKS.fullmatch(word)) or word in _WORDS or word in _ANY
    if column.unit == "t" and word in ("无", "没有"):
        return False  # no lift is a lift of 0 t
    if column.key == "company" and word in _UNFOUNDED:
        return True
    # Any other text says what it likes: a mark in it is harmless.
    if column.kind not in _VALUE_KINDS and column.key not in _NAMING:
        return False
    return bool(_MARKS.fullmatch(word)) or word in _WORDS or word in _ANY


def wish_in(column: Column, value: Any) -> tuple[Any, Read | None]:
    """The cell without a word that makes it a demand; or how it reads if it is only a wish."""
    if not isinstance(value, str) or value.isascii() or not is_need(column):
        return value, None
    word = value.strip()
    if _SOFT.search(word):
        return value, Read(blank_of(column), Problem("soft_wish", "warning"))
    bare = _HARD.sub("", word).strip()
    whole = without_bracket(plain(word))[0]
    known = column.choices is not None and whole in column.choices.canonical
    return (value if known or not bare else bare), None
