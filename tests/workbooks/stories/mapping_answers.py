"""The same open question, answered in a mapping file of last month."""

from pathlib import Path

from optimizer.tables.headers.mapping import Answers, read_mapping
from tests.workbooks.stories.ambiguous_headers_asked import write as write
from tests.workbooks.story import PROJECTS_READ, Expected

STORY = """
The manager answered what 面积 means when the ledger of last month was read; the file has
another name, the sheet the same.
"""


def mapping(folder: Path) -> Answers:
    path = folder / "对照.toml"
    path.write_text(
        'version = 1\n[[header]]\nfile = "上月.xlsx"\nsheet = "载体清单"\nheader = "面积"\n'
        'means = "carriers.gross_area_m2"  # 建筑面积\n',
        encoding="utf-8",
    )
    answers, faults = read_mapping(path)
    assert faults == []
    return answers


EXPECTED = Expected(
    tables={
        "carriers": {
            "carrier": ["A座", "B座"],
            "name": ["A座", "B座"],
            "stages": ["incubation", "acceleration"],
            "gross_area_m2": [1200.0, 3000.0],
        },
        "projects": PROJECTS_READ,
    },
)
