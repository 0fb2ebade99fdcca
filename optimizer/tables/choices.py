"""Words of a vocabulary in a cell: exact, with something added, or one of several."""

import re
from typing import Any, Final

from optimizer.labels import LANGS, text
from optimizer.tables.printed import printed
from optimizer.tables.reading import Note, Problem, Read
from optimizer.tables.schema import Column
from optimizer.tables.vocabulary import Vocabulary
from optimizer.tables.wording import choice_words, hint_words
from optimizer.tables.words import nearest, plain, without_bracket

_SEGMENT: Final = re.compile(r"[,;。:/、|.\n\s]+")
_WORD_LIST: Final = re.compile(r"[;；、,，/+&\s和与及]")
_SPAN: Final = re.compile(r"至|到|~|～|-|—|–")
_ALL: Final = frozenset(
    {"全部", "不限", "各环节", "全环节", "全链条", "所有", "均可", "all", "any"}
)
_FIRE_RESISTANCE: Final = re.compile(r"(?:耐火等级)?(?:一|二|三|四|[1-4])级")


def read_choice(column: Column, value: Any) -> Read:
    """The canonical word of a cell that holds one choice."""
    assert column.choices is not None  # the schema gives every choice its vocabulary
    return word_of(column.choices, printed(value), column.fault)


def word_of(vocabulary: Vocabulary, written: str, fault: str = "") -> Read:
    """The canonical word for what is written; told where it is not one of the known words."""
    word = vocabulary.canonical.get(plain(written))
    if word:
        return Read(word)
    word = _loosely(vocabulary, written)
    if word:
        return Read(word, note=_read_as(vocabulary, written, word))
    return Read("", _not_a_choice(vocabulary, written, fault))


def _loosely(vocabulary: Vocabulary, written: str) -> str:
    """A word near it, with a remark in brackets, or the only known word among several."""
    whole = plain(written)
    base = without_bracket(whole)[0]
    for spelling in (whole, base):
        word = vocabulary.near.get(spelling) or vocabulary.canonical.get(spelling)
        if word:
            return word
    segments = [part for part in _SEGMENT.split(base) if part]
    if len(segments) < 2:
        return ""
    words = {vocabulary.canonical.get(part) or vocabulary.near.get(part, "") for part in segments}
    words.discard("")
    return words.pop() if len(words) == 1 else ""


def _read_as(vocabulary: Vocabulary, written: str, word: str) -> Note:
    values = {"written": written}
    values |= {f"word_{lang}": vocabulary.label(word, lang) for lang in LANGS}
    return Note("word_read_as", plain(written), values)


def _not_a_choice(vocabulary: Vocabulary, value: str, fault: str = "") -> Problem:
    if vocabulary.name == "fire_class" and _FIRE_RESISTANCE.fullmatch(plain(value)):
        return Problem("fire_resistance", values=choice_words(vocabulary))
    code = fault or ("not_yes_no" if vocabulary.name.startswith("yes_no") else "not_a_choice")
    near = vocabulary.canonical.get(plain(nearest(value, vocabulary.canonical, cutoff=0.5)), "")
    hint = hint_words({lang: vocabulary.label(near, lang) for lang in LANGS})
    return Problem(code, values={**choice_words(vocabulary), **hint})


def read_words(column: Column, value: Any) -> Read:
    """The canonical words of a list cell, in the order of the vocabulary."""
    vocabulary = column.choices
    assert vocabulary is not None
    written = printed(value)
    if plain(written) in _ALL:
        every = tuple(vocabulary.words)
        return Read(";".join(every), note=_words_note(vocabulary, written, every))
    whole = vocabulary.canonical.get(plain(written))
    if whole:
        return Read(whole)
    span = _span(vocabulary, written)
    if span:
        return Read(";".join(span), note=_words_note(vocabulary, written, span))
    words: list[str] = []
    note: Note | None = None
    for item in _WORD_LIST.split(written):
        if not item:
            continue
        read = word_of(vocabulary, item)
        if read.problem:
            return read
        words.append(read.value)
        note = note or read.note
    # The order of the vocabulary, so that 孵化、苗圃 and 苗圃、孵化 are one list.
    return Read(";".join(word for word in vocabulary.words if word in words), note=note)


def _span(vocabulary: Vocabulary, written: str) -> tuple[str, ...]:
    """苗圃至加速: every word of the vocabulary between two of them."""
    ends = [vocabulary.canonical.get(plain(part), "") for part in _SPAN.split(written)]
    if len(ends) != 2 or not all(ends):
        return ()
    order = list(vocabulary.words)
    first, last = (order.index(end) for end in ends)
    return tuple(order[first : last + 1])


def _words_note(vocabulary: Vocabulary, written: str, words: tuple[str, ...]) -> Note:
    values = {"written": written}
    for lang in LANGS:
        labels = [vocabulary.label(word, lang) for word in words]
        values[f"words_{lang}"] = text("tables.list_separator", lang).join(labels)
    return Note("words_read_as", plain(written), values)
