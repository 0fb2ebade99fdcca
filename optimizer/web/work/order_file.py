"""What a child process is asked, as a file in its folder."""

import json
from pathlib import Path
from typing import Any, Final

ORDER: Final = "order.json"


def write_order(folder: Path, **asked: Any) -> None:
    """Leave the order in the folder."""
    (folder / ORDER).write_text(json.dumps(asked, ensure_ascii=False, indent=2), encoding="utf-8")


def read_order(folder: Path) -> dict[str, Any]:
    """The order that lies in the folder."""
    order: dict[str, Any] = json.loads((folder / ORDER).read_text(encoding="utf-8"))
    return order
