"""A fault: where it is, what was found, what was expected, what to do.

The wording stands in the catalogue under ``fault.<code>.{found,expected,remedy}``
(``found`` is optional: without it, what stands in the cell is shown). A fault
carries only the values that fill the places, so it can be told in either language.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from errno import errorcode
from typing import Final, Literal

from optimizer.labels import Lang, known, text

LONGEST_TOLD: Final = 200
"""Characters of what was found that are told on a line; a cell may hold 32 767."""

Severity = Literal["error", "warning"]
FAULT_KEYS: Final = ("severity", "file", "sheet", "cell", "found", "expected", "remedy")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the input.

    Attributes
    ----------
    code : str
        Kind of fault; its wording is ``fault.<code>`` in the catalogue.
    severity : {"error", "warning"}
        Errors stop the run; warnings go on and are listed in the report.
    file, sheet, cell : str
        Where. `sheet` is the name as the workbook has it, `cell` e.g. ``D14``;
        blank where the fault is of the whole file or sheet.
    found_value : str
        What stands in the cell, as the user wrote it.
    values : tuple of (str, str)
        Fill the places of the wording; ``@key,key`` is told as words of the catalogue.
    """

    code: str
    severity: Severity = "error"
    file: str = ""
    sheet: str = ""
    cell: str = ""
    found_value: str = ""
    values: tuple[tuple[str, str], ...] = ()

    def found(self, lang: Lang = "zh") -> str:
        """What was found."""
        key = f"fault.{self.code}.found"
        return self._fill(key, lang) if known(key) else self.found_value

    def expected(self, lang: Lang = "zh") -> str:
        """What was expected there."""
        return self._fill(f"fault.{self.code}.expected", lang)

    def remedy(self, lang: Lang = "zh") -> str:
        """What the user can do about it."""
        return self._fill(f"fault.{self.code}.remedy", lang)

    def place(self) -> str:
        """File, sheet and cell in one string, as far as they are known."""
        where = "!".join(part for part in (self.sheet, self.cell) if part)
        return f"[{self.file}] {where}".strip() if self.file else where

    def sentence(self, lang: Lang = "zh") -> str:
        """The whole fault on one line."""
        return text(
            "fault_sentence",
            lang,
            place=self.place(),
            found=shortened(self.found(lang)),
            expected=self.expected(lang),
            remedy=self.remedy(lang),
        )

    def as_json(self, lang: Lang = "zh") -> dict[str, str]:
        """The seven keys of the fixed JSON contract."""
        return {
            "severity": self.severity,
            "file": self.file,
            "sheet": self.sheet,
            "cell": self.cell,
            "found": self.found(lang),
            "expected": self.expected(lang),
            "remedy": self.remedy(lang),
        }

    def _fill(self, key: str, lang: Lang) -> str:
        places = {name: _told(value, lang) for name, value in self.values}
        places.setdefault("value", self.found_value)
        return text(key, lang, **places)


def shortened(words: str, longest: int = LONGEST_TOLD) -> str:
    """A text as it is told on one line: no line breaks, not longer than a reader wants.

    >>> shortened("甲\\n乙")
    '甲 乙'
    """
    line = " ".join(words.split("\n")) if "\n" in words else words
    return line if len(line) <= longest else line[: longest - 1] + "…"


def os_reason(error: OSError) -> str:
    """Why the system refused a file, as a value of a fault: in both languages where known."""
    key = f"os_error.{errorcode.get(error.errno or 0, '')}"
    return f"@{key}" if known(key) else error.strerror or type(error).__name__


class WorkbookFaults(Exception):  # noqa: N818 - the fixed public name
    """The input has faults of severity error; all of them, and the warnings, are in `faults`."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.sentence() for fault in self.faults))


def _told(value: str, lang: Lang) -> str:
    """A value as it is told; ``@key,key`` stands for words of the catalogue."""
    if not value.startswith("@") or not all(known(key) for key in value[1:].split(",")):
        return value
    return "、".join(text(key, lang) for key in value[1:].split(","))


def errors_in(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Only the faults that stop a run."""
    return tuple(fault for fault in faults if fault.severity == "error")
