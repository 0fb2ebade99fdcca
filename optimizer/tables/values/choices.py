"""Words of a vocabulary in a cell: exact, with something added, or one of several."""

import re
from typing import Any, Final

from optimizer.labels import LANGS, text
from optimizer.tables.printed import printed
from optimizer.tables.schema import Column
from optimizer.tables.values.reading import Note, Problem, Read
from optimizer.tables.vocabulary import Vocabulary
from optimizer.tables.wording import choice_words, hint_words
from optimizer.tables.words import nearest, plain, without_bracket

_SEGMENT: Final = re.compile(r"[,;。:/、|.\n\s]+")
_WORD_LIST: Final = re.compile(r"[;；、,，/+&\s和与及]")
_SPAN: Final = re.compile(r"至|到|~|～|-|—|–")
_ALIKE: Final = 0.6
"""Of two words of two characters that share one, the other may turn the sense round."""
_DENIES: Final = re.compile(r"[不未非无停终止禁否退拟待]|not|no_|un")
_FOR_SOMEBODY: Final = re.compile(r"(.+?)给.+")
_MAINLY: Final = re.compile(r"以?(.+?)为主")
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
    spellings = [whole, base]
    for remark in (_FOR_SOMEBODY, _MAINLY):
        match = remark.fullmatch(base)
        spellings += [match[1]] if match else []
    for spelling in spellings:
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
    near = vocabulary.canonical.get(_alike(vocabulary, plain(value)), "")
    hint = hint_words({lang: vocabulary.label(near, lang) for lang in LANGS})
    return Problem(code, values={**choice_words(vocabulary), **hint})


def _alike(vocabulary: Vocabulary, word: str) -> str:
    """The known word most like it; none where one denies the other, or where it names two."""
    if sum(part in vocabulary.canonical for part in _SEGMENT.split(word)) > 1:
        return ""
    near = plain(nearest(word, vocabulary.canonical, cutoff=_ALIKE))
    return near if bool(_DENIES.search(near)) == bool(_DENIES.search(word)) else ""


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
    span = _span(vocabulary, written) or _run_together(vocabulary, written.strip())
    if span:
        return Read(";".join(span), note=_words_note(vocabulary, written, span))
    reads = [word_of(vocabulary, item) for item in _WORD_LIST.split(written) if item]
    wrong = next((read for read in reads if read.problem), None)
    if wrong is not None:
        return wrong
    found = {read.value for read in reads}
    # The order of the vocabulary, so that 孵化、苗圃 and 苗圃、孵化 are one list.
    words = tuple(word for word in vocabulary.words if word in found)
    told = any(read.note for read in reads)
    note = _words_note(vocabulary, written, words) if told and len(reads) > 1 else None
    return Read(";".join(words), note=note or next((read.note for read in reads), None))


def _span(vocabulary: Vocabulary, written: str) -> tuple[str, ...]:
    """苗圃至加速: every word of the vocabulary between two of them; of three or more, those."""
    ends = [vocabulary.canonical.get(plain(part), "") for part in _SPAN.split(written)]
    if len(ends) < 2 or not all(ends):
        return ()
    order = list(vocabulary.words)
    if len(ends) > 2:
        return tuple(word for word in order if word in ends)
    first, last = (order.index(end) for end in ends)
    return tuple(order[first : last + 1])


def _run_together(vocabulary: Vocabulary, written: str) -> tuple[str, ...]:
    """孵化加速: known words with nothing between them."""
    known = sorted((word for word in vocabulary.canonical if len(word) > 1), key=len, reverse=True)
    found: set[str] = set()
    rest = written
    while rest:
        word = next((each for each in known if rest.startswith(each)), "")
        if not word:
            return ()
        found.add(vocabulary.canonical[word])
        rest = rest.removeprefix(word)
    return tuple(word for word in vocabulary.words if word in found) if len(found) > 1 else ()


def _words_note(vocabulary: Vocabulary, written: str, words: tuple[str, ...]) -> Note:
    values = {"written": written}
    for lang in LANGS:
        labels = [vocabulary.label(word, lang) for word in words]
        values[f"words_{lang}"] = text("tables.list_separator", lang).join(labels)
    return Note("words_read_as", plain(written), values)
