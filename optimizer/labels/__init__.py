"""The one catalogue of user-visible text, Chinese first, English on request.

Each ``*.toml`` file of this folder holds entries ``key = {zh = "...", en = "..."}``
in nested tables; the key of an entry is its dotted path below the file, e.g.
``fault.not_a_number.expected``. Code never holds a sentence for the user.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

Lang = Literal["zh", "en"]
LANGS: Final[tuple[Lang, ...]] = get_args(Lang)


def text(key: str, lang: Lang = "zh", /, **values: object) -> str:
    """The text of `key` in `lang`, with ``{name}`` places filled from `values`.

    Raises
    ------
    KeyError
        If the catalogue has no such key: a mistake in the code, not of the user.
    """
    template = catalogue()[key][lang]
    return template.format(**values) if values else template


def known(key: str) -> bool:
    """Whether the catalogue has `key`."""
    return key in catalogue()


@cache
def catalogue() -> Mapping[str, Mapping[Lang, str]]:
    """All entries by dotted key."""
    entries: dict[str, Mapping[Lang, str]] = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for key, entry in _flat(tomllib.loads(path.read_text(encoding="utf-8")), ""):
            if key in entries:
                raise ValueError(f"{path.name}: {key} stands twice in the catalogue")
            entries[key] = entry
    return entries


def _flat(tree: Mapping[str, Any], prefix: str) -> list[tuple[str, Mapping[Lang, str]]]:
    found: list[tuple[str, Mapping[Lang, str]]] = []
    for name, node in tree.items():
        key = f"{prefix}{name}"
        if set(node) == set(LANGS) and all(isinstance(node[lang], str) for lang in LANGS):
            found.append((key, node))
        else:
            found.extend(_flat(node, f"{key}."))
    return found
