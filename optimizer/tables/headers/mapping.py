"""The mapping file read: the manager's answers on what headers mean, and what is wrong with it.

The format stands in ``docs/reading.md``; the answers may be keys or the words of the sheet.
"""

import re
import stat
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from optimizer.faults import Fault, os_reason, shortened
from optimizer.labels import LANGS, text
from optimizer.tables.files.formats import decoded
from optimizer.tables.headers.decisions import EVERY_SHEET, NOT_READ, Answers, Decision
from optimizer.tables.headers.header_match import find
from optimizer.tables.headers.mapping_text import VERSION, mapping_text, target_label, write_mapping
from optimizer.tables.schema import schema, sheet_names
from optimizer.tables.wording import hint_words
from optimizer.tables.words import nearest, plain

MAX_BYTES: Final = 4 * 1024 * 1024
UNUSABLE: Final = (
    *("file_unreadable", "mapping_unusable", "bad_mapping", "mapping_quotes", "mapping_version"),
)
"""Faults of a mapping file that none of its answers survives."""

_FIELDS: Final = ("file", "sheet", "cell", "header", "means", "decided")
_LINE: Final = re.compile(r"at line (\d+)")
_OPENING: Final = re.compile(r"\s*\[{1,2}\s*(\w+)\s*\]{1,2}")
_MEANS: Final = re.compile(r"\s*means\s*=")
_CHINESE: Final = re.compile("[“”‘’＂＝［］]")
_BETWEEN: Final = re.compile(r"\s*[./／．]\s*")


def read_mapping(path: Path) -> tuple[Answers, list[Fault]]:
    """The answers of a mapping file, and what is wrong with it."""
    name = path.name
    try:
        words = _words(path)
    except OSError as error:
        return Answers(), [
            Fault("file_unreadable", file=name, values=(("reason", os_reason(error)),))
        ]
    if isinstance(words, Fault):
        return Answers(), [words]
    try:
        content = tomllib.loads(words)
    except RecursionError:
        return Answers(), [_unusable(name, "nested")]
    except ValueError as error:
        return Answers(), [_not_toml(name, words, str(error))]
    if content.get("version") != VERSION:
        values = (("version", str(content.get("version", ""))), ("known", str(VERSION)))
        return Answers(), [Fault("mapping_version", file=name, values=values)]
    faults: list[Fault] = []
    lines = words.splitlines()
    headers = tuple(_entries(content, "header", name, lines, faults))
    tables = tuple(_entries(content, "table", name, lines, faults))
    return Answers(headers, tables), faults


def _words(path: Path) -> str | Fault:
    """The text of a file that is one, in whatever encoding an editor saved it."""
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        return _unusable(path.name, "special")
    if state.st_size > MAX_BYTES:
        return _unusable(path.name, "large")
    words = decoded(path.read_bytes())
    return _unusable(path.name, "binary") if words is None else words


def _unusable(name: str, reason: str) -> Fault:
    values = (("reason", f"@tables.mapping.unusable.{reason}"),)
    return Fault("mapping_unusable", file=name, values=values)


def _not_toml(name: str, words: str, error: str) -> Fault:
    """A file that is no TOML: the line it breaks off at, and the commonest slip by its name."""
    lines = words.rstrip().splitlines() or [""]
    match = _LINE.search(error)
    number = min(int(match[1]), len(lines)) if match else len(lines)
    line = lines[number - 1]
    code = "mapping_quotes" if _CHINESE.search(line) else "bad_mapping"
    values = (("line", str(number)),)
    return Fault(code, file=name, found_value=shortened(line.strip()), values=values)


def _entries(
    content: dict[str, Any], kind: str, name: str, lines: Sequence[str], faults: list[Fault]
) -> Iterator[Decision]:
    """The entries of a kind that can be used; the others are faults."""
    found = content.get(kind, [])
    entries = found if isinstance(found, list) else [found]
    places = _places(lines, kind, len(entries))
    for (first, of_means), entry in zip(places, entries, strict=True):
        given = entry if isinstance(entry, dict) else {}
        words = {each: given.get(each, "") for each in _FIELDS}
        if not all(isinstance(word, str) for word in words.values()) or not words["sheet"]:
            found_value = shortened(str(entry))
            values = (("line", str(first)),)
            faults.append(Fault("mapping_entry", file=name, found_value=found_value, values=values))
            continue
        means = words.pop("means").strip()
        if not means:
            continue
        how = words.pop("decided")
        targets = _table_target(means) if kind == "table" else _header_targets(means)
        for target in targets:
            yield Decision(**words, means=target, how=how)
        if not targets:
            faults.append(_unknown_target(kind, name, means, of_means))


def _places(lines: Sequence[str], kind: str, count: int) -> list[tuple[int, int]]:
    """The lines where each entry of a kind begins, and where its answer stands."""
    found: list[tuple[int, int]] = []
    inside = False
    for number, line in enumerate(lines, 1):
        opening = _OPENING.match(line)
        if opening:
            inside = opening[1] == kind
            if inside:
                found.append((number, number))
        elif inside and _MEANS.match(line):
            found[-1] = (found[-1][0], number)
    # Written in another way (as one inline list, say), entries have no lines of their own.
    first = next((n for n, line in enumerate(lines, 1) if line.lstrip().startswith(kind)), 1)
    return found if len(found) == count else [(first, first)] * count


def _table_target(means: str) -> list[str]:
    if _is_not_read(means):
        return [NOT_READ]
    key = sheet_names().get(plain(means))
    return [key] if key else []


def _header_targets(means: str) -> list[str]:
    """What an answer may stand for: one column by its key, or all of its name on any sheet."""
    if _is_not_read(means):
        return [NOT_READ]
    sheet, _, column = means.partition(".")
    if sheet in schema() and column in schema()[sheet].by_key:
        return [means]
    parts = _BETWEEN.split(means, maxsplit=1)
    key = sheet_names().get(plain(parts[0])) if len(parts) == 2 else None
    named, sheets = (parts[1], [key]) if key else (means, list(schema()))
    targets: list[str] = []
    for each in sheets:
        match = find(each, "", named)
        if match is not None and match.sure and not match.need:
            targets.append(f"{each}.{match.keys[0]}")
    return targets


def _is_not_read(means: str) -> bool:
    words = {text("tables.mapping.not_read", lang) for lang in LANGS}
    return means == NOT_READ or plain(means) in {plain(each) for each in words}


def _unknown_target(kind: str, name: str, means: str, line: int) -> Fault:
    values = {"line": str(line)}
    if kind == "table":
        near = nearest(means, schema(), cutoff=0.5)
        for lang in LANGS:
            labels = [f"{key} {sheet.label(lang)}" for key, sheet in schema().items()]
            values[f"choices_{lang}"] = text("tables.choice_separator", lang).join(labels)
    else:
        columns = [f"{sheet.key}.{key}" for sheet in schema().values() for key in sheet.keys]
        near = nearest(means, columns, cutoff=0.5)
    values |= hint_words(dict.fromkeys(LANGS, near))
    code = "mapping_table" if kind == "table" else "mapping_target"
    return Fault(code, file=name, found_value=means, values=tuple(values.items()))


__all__ = [
    "EVERY_SHEET",
    "NOT_READ",
    "UNUSABLE",
    "VERSION",
    "Answers",
    "Decision",
    "mapping_text",
    "read_mapping",
    "target_label",
    "write_mapping",
]
