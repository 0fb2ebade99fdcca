"""Figures and tables of the page, and its sections."""

from collections.abc import Mapping, Sequence
from typing import Final

NOTHING: Final = "-"
MAIN: Final = ""
"""Key of what stands before the first section that is written by itself."""


def figure(value: float | None, digits: int = 2) -> str:
    """A number with its thousands apart."""
    return NOTHING if value is None else f"{value:,.{digits}f}".replace(",", " ")


def percent(share: float | None, digits: int = 2) -> str:
    """A share in per cent."""
    return NOTHING if share is None else f"{100 * share:.{digits}f} %"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, numbers to the right."""
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def split_page(page: str, headings: Sequence[str]) -> dict[str, str]:
    """The page by the headings written by themselves, in order; `MAIN` is what is before."""
    parts: dict[str, list[str]] = {MAIN: []}
    now = MAIN
    for line in page.splitlines():
        if line in headings:
            now = line
            parts[now] = []
        parts[now].append(line)
    return {heading: "\n".join(lines).strip() for heading, lines in parts.items()}


def joined_page(parts: Mapping[str, str]) -> str:
    """The page of its parts; an empty part leaves no trace."""
    return "\n\n".join(part.strip() for part in parts.values() if part.strip()) + "\n"
