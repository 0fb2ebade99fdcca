"""Files that an order leaves behind."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def prepared(path: Path) -> Path:
    """`path`, its folder made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write strict JSON (no NaN) in UTF-8."""
    written = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    # A file name may hold bytes that are no text; a stand-in is shown for them.
    path.write_text(written + "\n", encoding="utf-8", errors="replace")
