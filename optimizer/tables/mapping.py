"""The mapping file: what headers were understood as, and the manager's answers.

The format stands in ``docs/reading.md``. Written by hand-made text, because comments
carry the choices; read by ``tomllib``.
"""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from optimizer.faults import Fault
from optimizer.labels import LANGS, Lang, known, text
from optimizer.tables.schema import schema
from optimizer.tables.wording import hint_words
from optimizer.tables.words import nearest, plain

VERSION: Final = 1
NOT_READ: Final = "-"
"""An answer that says: leave this table, or keep this column as the user's own."""
EVERY_SHEET: Final = "*"


@dataclass(frozen=True, slots=True)
class Decision:
    """What one header, or one table, was understood as.

    Attributes
    ----------
    file, sheet, cell : str
        Where it stands.
    header : str
        Text of the header; blank if the decision is of a whole table.
    means : str
        ``<sheet key>.<column key>`` of a header, a sheet key of a table, ``-`` for what is
        not used, blank for a question that is open.
    how : str
        How it was decided; worded in the catalogue under ``tables.decided``.
    choices : tuple of str
        What `means` may be, where there was more than one candidate.
    """

    file: str
    sheet: str
    cell: str
    header: str
    means: str
    how: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answers:
    """What a mapping file says; `Answers()` says nothing."""

    headers: tuple[Decision, ...] = ()
    tables: tuple[Decision, ...] = ()
    _found: dict[tuple[str, str, str], str] = field(default_factory=dict, repr=False, compare=False)

    def header(self, file: str, sheet: str, header: str) -> str:
        """The answer for a header: as `Decision.means`, blank where there is none."""
        if not self.headers:
            return ""
        asked = (file, sheet, header)
        if asked not in self._found:
            wanted = plain(header)
            same = [each for each in self.headers if plain(each.header) == wanted]
            best = max(same, key=lambda each: _closeness(each, file, sheet), default=None)
            fits = best is not None and _closeness(best, file, sheet) > 0
            self._found[asked] = best.means if best is not None and fits else ""
        return self._found[asked]

    def table(self, file: str, sheet: str, cell: str) -> str:
        """The answer for a table whose header begins at a cell."""
        near = [each for each in self.tables if _closeness(each, file, sheet) > 0]
        exact = [each for each in near if each.cell == cell]
        of_sheet = [each for each in near if not each.cell or len(near) == 1]
        found = max(exact or of_sheet, key=lambda each: _closeness(each, file, sheet), default=None)
        return found.means if found is not None else ""


def _closeness(entry: Decision, file: str, sheet: str) -> int:
    """How well an entry fits a place; 0 if it is for another sheet."""
    if plain(entry.sheet) == plain(sheet):
        return 3 if entry.file == file else 2
    return 1 if entry.sheet == EVERY_SHEET else 0


def read_mapping(path: Path) -> tuple[Answers, list[Fault]]:
    """The answers of a mapping file, and what is wrong with it."""
    name = path.name
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        reason = (("reason", error.strerror or type(error).__name__),)
        return Answers(), [Fault("file_unreadable", file=name, values=reason)]
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Answers(), [Fault("bad_mapping", file=name, values=(("reason", str(error)),))]
    if content.get("version") != VERSION:
        values = (("version", str(content.get("version", ""))), ("known", str(VERSION)))
        return Answers(), [Fault("mapping_version", file=name, values=values)]
    faults: list[Fault] = []
    headers = tuple(_entries(content, "header", name, faults))
    tables = tuple(_entries(content, "table", name, faults))
    return Answers(headers, tables), faults


def _entries(
    content: dict[str, Any], kind: str, name: str, faults: list[Fault]
) -> Iterator[Decision]:
    """The entries of a kind that can be used; the others are faults."""
    found = content.get(kind, [])
    for number, entry in enumerate(found if isinstance(found, list) else [found], 1):
        fields = ("file", "sheet", "cell", "header", "means", "decided")
        given = entry if isinstance(entry, dict) else {}
        words = {each: given.get(each, "") for each in fields}
        place = f"[[{kind}]] {number}"
        if not all(isinstance(word, str) for word in words.values()) or not words["sheet"]:
            faults.append(
                Fault("mapping_entry", file=name, cell=place, found_value=str(entry)[:80])
            )
            continue
        if not words["means"]:
            continue
        if words["means"] not in (known_means := _known(kind)) and words["means"] != NOT_READ:
            near = nearest(words["means"], known_means, cutoff=0.5)
            hint = hint_words(dict.fromkeys(LANGS, near))
            faults.append(
                Fault(
                    "mapping_target",
                    file=name,
                    cell=place,
                    found_value=words["means"],
                    values=tuple(hint.items()),
                )
            )
            continue
        how = words.pop("decided")
        yield Decision(**words, how=how)


def _known(kind: str) -> list[str]:
    if kind == "table":
        return list(schema())
    return [f"{sheet.key}.{column}" for sheet in schema().values() for column in sheet.keys]


def write_mapping(decisions: Iterable[Decision], path: Path, lang: Lang = "zh") -> None:
    """Write what was understood, open questions first."""
    path.write_text(mapping_text(list(decisions), lang), encoding="utf-8", newline="\n")


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
            lines += ["", *_entry_lines(entry, lang)]
    return "\n".join(lines) + "\n"


def _entry_lines(entry: Decision, lang: Lang) -> Iterator[str]:
    yield "[[header]]" if entry.header else "[[table]]"
    for key in ("file", "sheet", "cell", "header"):
        if value := getattr(entry, key):
            yield f"{key} = {_quoted(value)}"
    for choice in entry.choices:
        yield f"#   {choice:<34} {_commented(target_label(choice, lang))}"
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
