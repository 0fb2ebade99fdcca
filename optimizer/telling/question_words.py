"""A question about a table or a header in words, with its choices as a list offers them."""

from collections.abc import Iterable
from typing import Any, Final

from optimizer.labels import Lang, text
from optimizer.tables.headers.decisions import NOT_READ
from optimizer.tables.headers.questions import OwnColumn, Question
from optimizer.tables.schema import Column, schema

MOST_NOTES: Final = 6
"""Choices that are explained one by one."""


def question_words(question: Question, lang: Lang, several_files: bool = False) -> dict[str, Any]:
    """What is asked, where, what stands there, and the choices in groups."""
    return {
        "key": question.key,
        "asks": _asks(question, lang),
        "where": _where(question, lang, several_files),
        "holds": _holds(question, lang),
        "groups": [
            {"label": text(f"question.{name}", lang), "options": options}
            for name, options in _groups(question, lang)
            if options
        ],
        "notes": _notes(question, lang),
        "answer": question.answer,
        "needed": question.needed,
    }


def _asks(question: Question, lang: Lang) -> str:
    if question.kind == "column":
        return text("question.column", lang, column=_column(question.wanted).header(lang))
    if question.kind == "header":
        return text("question.header", lang, header=question.header)
    key = "question.table_at" if question.cell else "question.table"
    return text(key, lang, sheet=question.sheet, cell=question.cell)


def _where(question: Question, lang: Lang, several_files: bool) -> str:
    """Where it stands; the question about a table names its sheet already."""
    if question.kind == "table" and not several_files:
        return ""
    key = "question.place_at" if question.cell else "question.place"
    place = text(key, lang, sheet=question.sheet, cell=question.cell)
    if not several_files:
        return place
    return text("question.of_file", lang, file=question.file, place=place)


def _holds(question: Question, lang: Lang) -> str:
    if question.kind == "column":
        sheet, column = schema()[question.wanted.partition(".")[0]], _column(question.wanted)
        return text("question.needs", lang, sheet=sheet.label(lang), help=column.help(lang))
    if not question.examples:
        return ""
    key = "question.heads" if question.kind == "table" else "question.holds"
    return text(key, lang, holds=_list(question.examples, lang))


def _groups(question: Question, lang: Lang) -> list[tuple[str, list[dict[str, str]]]]:
    if question.kind == "column":
        own = [{"value": each.key, "label": _own(each, lang)} for each in question.columns]
        return [("your_columns", own)]
    sheets = {each.partition(".")[0] for each in (*question.likely, *question.others)}
    rest = "others" if question.likely else "all"
    told = {
        name: [{"value": each, "label": _label(each, lang, len(sheets) > 1)} for each in choices]
        for name, choices in (("likely", question.likely), (rest, question.others))
    }
    leave = {"value": NOT_READ, "label": text(f"question.leave_{question.kind}", lang)}
    return [*told.items(), ("leave", [leave])]


def _label(means: str, lang: Lang, name_sheet: bool) -> str:
    key, _, column = means.partition(".")
    if not column:
        return schema()[key].label(lang)
    header = _column(means).header(lang)
    if not name_sheet:
        return header
    return text("question.of_sheet", lang, column=header, sheet=schema()[key].label(lang))


def _own(column: OwnColumn, lang: Lang) -> str:
    values = {"header": column.header, "cell": column.cell, "holds": _list(column.examples, lang)}
    return text("question.option_holds" if column.examples else "question.option", lang, **values)


def _notes(question: Question, lang: Lang) -> list[dict[str, str]]:
    """What each likely choice means, so that a manager can tell them apart."""
    if len(question.likely) > MOST_NOTES:
        return []
    return [
        {
            "label": _label(each, lang, name_sheet=False),
            "help": _column(each).help(lang) if "." in each else schema()[each].help(lang),
        }
        for each in question.likely
    ]


def _column(means: str) -> Column:
    sheet, _, column = means.partition(".")
    return schema()[sheet].by_key[column]


def _list(words: Iterable[str], lang: Lang) -> str:
    return text("tables.list_separator", lang).join(words)
