"""The mapping file written: what headers were understood as, and the questions that are open.

The format stands in ``docs/reading.md``. Written by hand-made text, because comments
carry the choices.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from optimizer.labels import Lang, known, text
from optimizer.tables.headers.decisions import NOT_READ, Decision
from optimizer.tables.schema import schema

VERSION: Final = 1


def write_mapping(decisions: Iterable[Decision], path: Path, lang: Lang = "zh") -> None:
    """Write what was understood, open questions first."""
    words = mapping_text(list(decisions), lang)
    path.write_text(words, encoding="utf-8", errors="replace", newline="\n")


def mapping_text(decisions: Sequence[Decision], lang: Lang = "zh") -> str:
    """The mapping file as text."""
    lines = [f"# {line}" for line in text("tables.mapping.intro", lang).splitlines()]
    lines.append(f"version = {VERSION}")
    asked = [each for each in decisions if not each.means]
    for title, entries in (
        ("questions", asked),
        ("understood", [each for each in decisions if each.means]),
    ):
        if entries:
            count = text(f"tables.mapping.{title}", lang, count=len(entries))
            lines += ["", f"# {'-' * 20} {count} {'-' * 20}"]
        for entry in entries:
            lines += ["", *_entry_lines(entry, _sheets_of(entry, decisions), lang)]
    lines += _columns(decisions, lang)
    return "\n".join(lines) + "\n"


def _sheets_of(entry: Decision, decisions: Sequence[Decision]) -> list[str]:
    """The sheet keys that the user's own column could be of; none for any other entry."""
    if not entry.header or entry.means != NOT_READ:
        return []
    found = (
        each.means
        for each in decisions
        if not each.header and (each.file, each.sheet) == (entry.file, entry.sheet)
    )
    return [key for key in dict.fromkeys(found) if key in schema()]


def _columns(decisions: Sequence[Decision], lang: Lang) -> Iterator[str]:
    """The columns of every sheet that has columns of the user's own, once, at the end."""
    found = (key for entry in decisions for key in _sheets_of(entry, decisions))
    for key in dict.fromkeys(found):
        yield ""
        sheet = schema()[key]
        words = text("tables.mapping.columns", lang, key=key, label=sheet.label(lang))
        yield f"# {'-' * 20} {words} {'-' * 20}"
        for column in sheet.columns:
            yield f"#   {f'{key}.{column.key}':<44} {column.header(lang)}"


def _entry_lines(entry: Decision, sheets: Sequence[str], lang: Lang) -> Iterator[str]:
    yield "[[header]]" if entry.header else "[[table]]"
    for key in ("file", "sheet", "cell", "header"):
        if value := getattr(entry, key):
            yield f"{key} = {_quoted(value)}"
    for choice in entry.choices:
        yield f"#   {choice:<34} {_commented(target_label(choice, lang))}"
    if entry.choices and entry.examples:
        holds = text("tables.list_separator", lang).join(entry.examples)
        yield f"#   {_commented(text('tables.mapping.holds', lang, holds=holds))}"
    if sheets:
        yield f"#   {text('tables.mapping.own', lang, sheets='.… '.join(sheets))}"
    note = _commented(target_label(entry.means, lang))
    yield f"means = {_quoted(entry.means)}" + (f"  # {note}" if note else "")
    how = f"tables.decided.{entry.how}"
    yield f"decided = {_quoted(entry.how)}" + (f"  # {text(how, lang)}" if known(how) else "")


def target_label(means: str, lang: Lang = "zh") -> str:
    """What an answer stands for, in words."""
    if means in ("", NOT_READ):
        return text(f"tables.mapping.{'unanswered' if not means else 'not_read'}", lang)
    sheet, _, column = means.partition(".")
    if sheet not in schema():
        return ""
    if not column:
        return schema()[sheet].label(lang)
    found = schema()[sheet].by_key.get(column)
    return f"{schema()[sheet].label(lang)} / {found.header(lang)}" if found else ""


def _commented(words: str) -> str:
    """A text as it may stand behind a # sign."""
    return "".join(each if each.isprintable() else " " for each in words)


def _quoted(value: str) -> str:
    """A TOML basic string."""
    written = value.replace("\\", "\\\\").replace('"', '\\"')
    safe = "".join(
        each if each.isprintable() and not 0xD800 <= ord(each) < 0xE000 else _escaped(each)
        for each in written
    )
    return f'"{safe}"'


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xD800 <= code < 0xE000:  # half a surrogate pair is no character of TOML
        return "\\uFFFD"
    return f"\\U{code:08X}" if code > 0xFFFF else f"\\u{code:04X}"
