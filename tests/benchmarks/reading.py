"""How long reading takes: our reader beside what only hands over the values.

One workbook as Excel saves it (shared strings, dates as numbers), 120 000 rooms of 10 columns,
with the two sheets a run needs. Each road is a process of its own, and is timed from the file
to its values; our own one finds the tables, understands the headers and validates every cell.
"""

import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final
from xml.sax.saxutils import escape

from optimizer.tables.table import column_letter

ROWS: Final = 120_000
FACTOR: Final = 3.0
"""Our reader may take this many times as long as python-calamine alone."""
MEMORY_MB: Final = 1_000

HEADERS: Final = (
    *("房源编号", "载体", "楼层", "序号", "面积（㎡）"),
    *("工位数", "状态", "现租户", "到期日", "租金（元/㎡·月）"),
)
ROADS: Final = {
    "python-calamine": "from python_calamine import CalamineWorkbook\n"
    "book = CalamineWorkbook.from_path(path)\n"
    "values = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]",
    "incubator": "from pathlib import Path\nfrom optimizer.tables.read import read_tables\n"
    "tables, faults = read_tables(Path(path))\nassert len(tables['rooms']) == rows\n"
    "assert not [fault for fault in faults if fault.severity == 'error']",
    "openpyxl, read-only": "from openpyxl import load_workbook\n"
    "book = load_workbook(path, read_only=True, data_only=True)\n"
    "values = [list(sheet.iter_rows(values_only=True)) for sheet in book]",
    "pandas, calamine": "import pandas\n"
    "values = pandas.read_excel(path, sheet_name=None, engine='calamine')",
    "pandas, openpyxl": "import pandas\n"
    "values = pandas.read_excel(path, sheet_name=None, engine='openpyxl')",
}
"""What each road does between the two looks at the clock; its imports come before the first."""

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FIRST_DAY: Final = 46_000
_DATE: Final = "date"


@dataclass(frozen=True, slots=True)
class Timed:
    """One road: seconds and peak memory, medians of its runs."""

    road: str
    seconds: float
    peak_mb: float


def measure_reading(folder: Path, runs: int, rows: int = ROWS) -> list[Timed]:
    """Time every road on the same workbook."""
    path = folder / "reading.xlsx"
    # Written by another process: what this one needs would count as the peak of its children.
    code = "import sys; from pathlib import Path; from tests.benchmarks.reading import write_large;"
    code += "write_large(Path(sys.argv[1]), int(sys.argv[2]))"
    subprocess.run([sys.executable, "-c", code, str(path), str(rows)], check=True)
    # In turn, so that a machine that grows slower does so for all of them.
    done = [{road: _run(road, path, rows) for road in ROADS} for _ in range(runs)]
    return [_timed(road, [each[road] for each in done]) for road in ROADS]


def reading_section(results: Sequence[Timed], runs: int, rows: int = ROWS) -> str:
    """The section of ``reports/benchmarks.md``."""
    base = next(each for each in results if each.road == "python-calamine")
    own = next(each for each in results if each.road == "incubator")
    lines = ["| road | seconds | times calamine | peak MB |", "| --- | ---: | ---: | ---: |"]
    for each in results:
        times = f"{each.seconds / base.seconds:.2f}"
        lines.append(f"| {each.road} | {each.seconds:.2f} | {times} | {each.peak_mb:.0f} |")
    met = own.seconds <= FACTOR * base.seconds and own.peak_mb < MEMORY_MB
    size = f"{rows:,}".replace(",", " ")
    said = (
        f"One workbook as Excel saves it, {size} rows of {len(HEADERS)} columns; every road in a "
        f"process of its own, in turn, medians of {runs} runs. `incubator` finds the tables, "
        "understands the headers and validates every cell; the others only hand over values. "
        f"Target: at most {FACTOR:g} times python-calamine, below {MEMORY_MB} MB: "
        f"{'met' if met else 'NOT met'}."
    )
    return "\n\n".join(["## Reading", said, "\n".join(lines)])


def _timed(road: str, done: Sequence[dict[str, float]]) -> Timed:
    return Timed(
        road,
        median(each["seconds"] for each in done),
        median(each["peak_mb"] for each in done),
    )


def _run(road: str, path: Path, rows: int) -> dict[str, float]:
    lines = ROADS[road].split("\n")
    imports = [line for line in lines if line.startswith(("from ", "import "))]
    work = [line for line in lines if line not in imports]
    script = [
        *("import json, sys, time", *imports, "path, rows = sys.argv[1], int(sys.argv[2])"),
        *("began = time.perf_counter()", *work, "seconds = time.perf_counter() - began"),
        "from optimizer.reporting.run_json import peak_memory_mb",
        "print(json.dumps({'seconds': seconds, 'peak_mb': peak_memory_mb() or 0}))",
    ]
    command = [sys.executable, "-c", "\n".join(script), str(path), str(rows)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    result: dict[str, float] = json.loads(ended.stdout)
    return result


def write_large(path: Path, rows: int) -> None:
    """Write the workbook, part by part."""
    sheets = {
        "房源": [HEADERS, *_rooms(rows)],
        "载体": [("载体编号", "环节", "可用面积"), *_carriers(rows)],
        "项目": [("项目编号", "孵化面积", "拟入驻日期"), ("P1", 100, (_DATE, 0))],
    }
    strings: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, cells in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", _sheet(cells, strings))
        texts = "".join(f"<si><t>{escape(each)}</t></si>" for each in strings)
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{texts}</sst>')
        for name, content in _frame(list(sheets)).items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + content)


def _rooms(rows: int) -> Iterator[tuple[Any, ...]]:
    dice = random.Random(8521)
    for i in range(rows):
        let = dice.random() < 0.6
        yield (
            *(f"R{i:06d}", f"K{i // 500:03d}", i % 30 + 1, i % 20 + 1),
            *(round(dice.uniform(20, 500), 1), dice.randrange(2, 60)),
            *("已租" if let else "空置", f"某某科技{i // 3}有限公司" if let else None),
            *((_DATE, dice.randrange(2_000)) if let else None, round(dice.uniform(20, 60), 1)),
        )


def _carriers(rows: int) -> Iterator[tuple[Any, ...]]:
    yield from ((f"K{k:03d}", "孵化", 250_000) for k in range(rows // 500 + 1))


def _sheet(rows: Sequence[tuple[Any, ...]], strings: dict[str, int]) -> str:
    lines = []
    for r, row in enumerate(rows, 1):
        cells = "".join(_cell(f"{column_letter(c)}{r}", v, strings) for c, v in enumerate(row))
        lines.append(f'<row r="{r}">{cells}</row>')
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cell(place: str, value: Any, strings: dict[str, int]) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{place}" t="s"><v>{strings.setdefault(value, len(strings))}</v></c>'
    if isinstance(value, tuple):
        return f'<c r="{place}" s="1"><v>{_FIRST_DAY + value[1]}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def _frame(names: Sequence[str]) -> dict[str, str]:
    """The small parts around the sheets."""
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbers = range(1, len(names) + 1)
    parts = {f"/xl/worksheets/sheet{n}.xml": "worksheet" for n in numbers}
    parts |= {"/xl/sharedStrings.xml": "sharedStrings", "/xl/styles.xml": "styles"}
    relation = f'<Relationship Id="r{{}}" Type="{_RELS}/{{}}" Target="{{}}"/>'
    relations = "".join(
        relation.format(n, kind, name) for n, (name, kind) in enumerate(parts.items(), 1)
    )
    override = f'<Override PartName="{{}}" ContentType="{types}.{{}}+xml"/>'
    overrides = "".join(override.format(*each) for each in parts.items())
    sheet = '<sheet name="{}" sheetId="{}" r:id="r{}"/>'
    sheets = "".join(sheet.format(name, n, n) for n, name in enumerate(names, 1))
    plain = '<xf numFmtId="{}" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/>'
        f"{override.format('/xl/workbook.xml', 'sheet.main')}{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f"{relation.format(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f"{relations}</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELS}">'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts><font/></fonts>'
        "<fills><fill><patternFill/></fill></fills><borders><border/></borders>"
        f"<cellStyleXfs>{plain.format(0)}</cellStyleXfs>"
        f"<cellXfs>{plain.format(0)}{plain.format(14)}</cellXfs>"
        '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    }
