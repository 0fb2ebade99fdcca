"""The column reference in docs/columns.md, generated from the schema."""

from pathlib import Path

from optimizer.labels import LANGS, Lang, text
from optimizer.tables.schema import Column, Sheet, schema
from optimizer.tables.wording import range_text


def column_reference() -> str:
    """The whole reference as Markdown."""
    parts = [text("reference.title"), text("reference.intro")]
    parts += [_sheet(sheet) for sheet in schema().values()]
    return "\n\n".join(parts) + "\n"


def write_reference(path: Path) -> None:
    """Write the reference to a file."""
    path.write_text(column_reference(), encoding="utf-8")


def _sheet(sheet: Sheet) -> str:
    names = " / ".join(sheet.label(lang) for lang in LANGS)
    required = text("reference.required_sheet") if sheet.required else ""
    lines = [f"## {names} `{sheet.key}`{required}", ""]
    lines += [sheet.help(lang) + "  " for lang in LANGS]
    lines += ["", text("reference.head"), "|---|---|---|---|---|"]
    lines += [_row(column) for column in sheet.columns]
    return "\n".join(lines)


def _row(column: Column) -> str:
    key = f"`{column.key}`" + ("*" if column.required else "")
    labels = "<br>".join(column.header(lang) for lang in LANGS)
    helps = "<br>".join(column.help(lang) for lang in LANGS)
    kind = text(f"reference.kind.{column.kind}")
    cells = [key, labels, kind, _values(column), helps]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _values(column: Column, lang: Lang = "zh") -> str:
    if column.choices is not None:
        words = column.choices.words
        return "<br>".join(_word(column.choices.label(word, lang), word) for word in words)
    return range_text(column.low, column.above, column.high, lang).strip()


def _word(label: str, word: str) -> str:
    return label if label == word else f"{label} `{word}`"


if __name__ == "__main__":
    write_reference(Path(__file__).parents[2] / "docs" / "columns.md")
