"""Writes the generated pages: ``python -m tests.docs_pages``; a test keeps them current."""

from pathlib import Path
from typing import Final

from optimizer.labels import LANGS, Lang, known, text
from optimizer.settings import (
    CLASS_WEIGHT_PREFIX,
    RANK_PREFIX,
    RECOGNITION_WEIGHT_PREFIX,
    SettingSpec,
    setting_specs,
)
from optimizer.tables.reference import column_reference

DOCS: Final = Path(__file__).parents[1] / "docs"
OPEN_ENDED: Final = {
    CLASS_WEIGHT_PREFIX: (
        "人才类别 X 的权重，未写 = 1。<br>Weight of talent class X; 1 if not given."
    ),
    RECOGNITION_WEIGHT_PREFIX: (
        "认定方式 X 的权重，未写 = 1。<br>Weight of recognition route X; 1 if not given."
    ),
    RANK_PREFIX: (
        "目标 X 的次序，数小者先优化；未写 = 1。<br>"
        "Rank of goal X, the smallest is optimised first; 1 if not given."
    ),
}

HEAD: Final = """\
# 参数 / Settings

由程序生成（`make docs`），请勿手改。参数写在台账的“参数”表，没写的用默认值，并列在报告中。

Generated; do not edit. Settings stand on the 参数 sheet of the workbook, one per row; what is not
there keeps its default, and the report says so.

| 参数 / setting | 名称 / label | 默认 / default | 单位 / unit | 范围 / range | 说明 / help |
|---|---|---|---|---|---|
"""


def settings_page() -> str:
    """Every setting with its default, unit, range and help in both languages."""
    rows = [_row(name, spec) for name, spec in setting_specs().items()]
    rows += [_open_ended(prefix) for prefix in OPEN_ENDED]
    return HEAD + "\n".join(rows) + "\n"


def _row(name: str, spec: SettingSpec) -> str:
    default = "" if spec.default is None else spec.default
    if spec.kind == "yes_no":
        default = "yes" if spec.default else "no"
    cells = (f"`{name}`", _both(f"setting_label.{name}"), str(default), _unit(spec.unit))
    return _line(*cells, _range(spec), _both(f"setting.{name}"))


def _open_ended(prefix: str) -> str:
    name = prefix.removesuffix(":")
    label = _both(f"setting_label.{name}")
    return _line(f"`{prefix}X`", label, "", "", "", OPEN_ENDED[prefix])


def _range(spec: SettingSpec) -> str:
    if spec.choices:
        return " / ".join(spec.choices)
    low, high = ("" if end is None else f"{end:g}" for end in (spec.low, spec.high))
    return f"{low}-{high}" if low and high else f"≥ {low}" if low else ""


def _unit(unit: str) -> str:
    return _both(f"unit.{unit}") if known(f"unit.{unit}") else unit


def _both(key: str) -> str:
    languages: tuple[Lang, ...] = LANGS
    return "<br>".join(dict.fromkeys(text(key, lang) for lang in languages))


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


PAGES: Final = {"columns.md": column_reference, "settings.md": settings_page}

if __name__ == "__main__":
    for page, content in PAGES.items():
        (DOCS / page).write_text(content(), encoding="utf-8")
