"""Files made to harm: a sentence and exit code 1, within bounded time and memory."""

import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from optimizer.faults import Fault
from optimizer.tables import read
from optimizer.tables.files import guard
from optimizer.tables.read import read_tables
from tests.tables.hostile import (
    SHEET,
    STRINGS,
    WORKBOOK,
    changed,
    honest,
    lying,
    ods,
    renamed,
    with_rows,
)

MEMORY_MB = 1_000
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def refused(content: bytes, folder: Path, name: str = "a.xlsx") -> Fault:
    """The one fault of a file that is not read."""
    path = folder / name
    path.write_bytes(content)
    tables, faults = read_tables(path)
    assert tables.files == ()
    assert len(faults) == 1, [fault.sentence() for fault in faults]
    assert faults[0].sentence("zh") != faults[0].sentence("en")
    return faults[0]


def before(head: bytes) -> Callable[[bytes], bytes]:
    return lambda part: head + part.split(b"?>", 1)[-1]


@pytest.mark.parametrize("part", [WORKBOOK, SHEET, "xl/styles.xml", "docProps/core.xml"])
@pytest.mark.parametrize("head", [LAUGHS, OUTSIDE])
def test_a_document_type_is_refused_in_every_part(part: str, head: bytes, tmp_path: Path) -> None:
    fault = refused(changed(honest(tmp_path), {part: before(head)}), tmp_path)
    assert fault.sentence() == (
        "[a.xlsx]：文件内部结构异常：含有 DTD 或实体定义；应为：由 Excel 或 WPS 正常保存的工作簿。"
        "处理：为安全起见未读取。请在 Excel 或 WPS 中新建工作簿，把数据粘贴为数值后另存。"
    )


def test_a_part_in_another_encoding_is_refused(tmp_path: Path) -> None:
    def utf16(part: bytes) -> bytes:
        return part.split(b"?>", 1)[-1].decode("utf-8").encode("utf-16")

    fault = refused(changed(honest(tmp_path), {SHEET: utf16}), tmp_path)
    assert fault.found() == "文件内部结构异常：XML 不是 UTF-8 编码"


def test_a_part_larger_than_the_directory_says_is_refused(tmp_path: Path) -> None:
    fault = refused(lying(honest(tmp_path), SHEET, 100), tmp_path)
    assert fault.found() == "文件内部结构异常：实际大小超过所标大小"


def test_a_part_smaller_than_the_directory_says_is_damaged(tmp_path: Path) -> None:
    assert refused(lying(honest(tmp_path), SHEET, 5_000), tmp_path).code == "not_a_workbook"


def test_a_bomb_in_a_part_that_is_not_read_is_refused(tmp_path: Path) -> None:
    fault = refused(changed(honest(tmp_path), {}, media=b"\0" * 50_000_000), tmp_path)
    assert fault.code == "zip_bomb"


@pytest.mark.parametrize("name", ["../../evil.xml", "/evil.xml", "..\\evil.xml", "C:/evil.xml"])
def test_a_name_that_leads_out_of_the_zip_is_refused(name: str, tmp_path: Path) -> None:
    fault = refused(renamed(honest(tmp_path), "", name), tmp_path)
    assert fault.found() == "文件内部结构异常：压缩包内的文件名指向包外"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "honest.xlsx"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [SHEET, SHEET.upper()])
def test_a_part_that_stands_twice_is_refused(name: str, tmp_path: Path) -> None:
    fault = refused(renamed(honest(tmp_path), SHEET, name), tmp_path)
    assert fault.found() == "文件内部结构异常：同一部分出现两次"


def test_sheets_that_share_one_part_are_refused(tmp_path: Path) -> None:
    def again(part: bytes) -> bytes:
        return part.replace(b"rId2", b"rId1")

    fault = refused(changed(honest(tmp_path), {WORKBOOK: again}), tmp_path)
    assert "几张表共用同一份数据" in fault.found()


def test_merged_cells_over_the_whole_sheet_are_refused(tmp_path: Path) -> None:
    def merge(part: bytes) -> bytes:
        merged = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        return part.replace(b"</sheetData>", b"</sheetData>" + merged)

    fault = refused(changed(honest(tmp_path), {SHEET: merge}), tmp_path)
    assert fault.found() == "文件内部结构异常：合并单元格的范围过大"


def test_a_long_text_that_very_many_cells_share_is_refused(tmp_path: Path) -> None:
    long = b"<sst><si><t>" + random.Random(1).randbytes(20_000).hex().encode() + b"</t></si></sst>"
    cells = b"".join(b'<c r="A%d" t="s"><v>0</v></c>' % row for row in range(100, 20_100))
    content = changed(with_rows(honest(tmp_path), cells), {STRINGS: lambda _: long})
    assert refused(content, tmp_path).found() == "文件内部结构异常：很多单元格重复同一段长文字"


def test_one_endless_text_is_refused(tmp_path: Path) -> None:
    endless = random.Random(1).randbytes(1_000_000).hex().encode()
    content = changed(honest(tmp_path), {STRINGS: lambda _: b"<sst><si><t>" + endless})
    assert refused(content, tmp_path).found() == "文件内部结构异常：有过长的单元格文字"


def test_shared_texts_of_a_normal_length_are_read(tmp_path: Path) -> None:
    texts = b"".join(b"<si><t>%d</t></si>" % i for i in range(1_000))
    content = changed(honest(tmp_path), {STRINGS: lambda _: b"<sst>" + texts + b"</sst>"})
    assert guard.inspect(content, "a.xlsx").faults == []


def test_macros_and_links_are_left_out_and_said_so(tmp_path: Path) -> None:
    content = changed(honest(tmp_path), {}, **{"vbaProject.bin": b"x", "externalLinks/1.xml": b""})
    path = tmp_path / "a.xlsm"
    path.write_bytes(content)
    tables, faults = read_tables(path)
    assert len(tables["carriers"]) == 1
    assert [(fault.severity, fault.code) for fault in faults] == [
        ("warning", "macros_ignored"),
        ("warning", "links_ignored"),
    ]
    assert faults[1].found("en") == "links to other files or programs"
    inner = zipfile.ZipFile(BytesIO(guard.inspect(content, "a.xlsm").content)).namelist()
    assert not [name for name in inner if "vba" in name or "external" in name]


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_workbook_is_told(share: float, tmp_path: Path) -> None:
    whole = honest(tmp_path)
    fault = refused(whole[: int(len(whole) * share)], tmp_path)
    assert fault.found() == "不是可识别的 Excel 工作簿，或文件已损坏"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"," * 20_000_000),
        ("a.csv", b"a,b\n" + b"\n" * 20_000_000),
        ("a.xls", b"<table><tr>" + b"<td rowspan=1000 colspan=1000>x" * 20),
        ("a.xls", b"<table>" + b"<tr><td colspan=900>x" * 9_000),
        ("a.xls", b"<table>" + b"<tr>" * 3_000_000),
    ],
)
def test_a_text_with_too_many_cells_is_told(name: str, content: bytes, tmp_path: Path) -> None:
    fault = refused(content, tmp_path, name)
    assert fault.code == "too_many_cells"
    assert "个有内容的单元格" in fault.sentence()


def test_a_csv_with_one_endless_cell_is_told(tmp_path: Path) -> None:
    fault = refused("载体,环节\n".encode() + b"x" * 1_500_000 + b",1\n", tmp_path, "a.csv")
    assert fault.sentence() == (
        "[a.csv]：无法解析的文本：有一格文字超过 1000000 个字符；"
        "应为：引号成对、每行列数一致的 CSV。"
        "处理：多半是引号不成对。请用 Excel 或 WPS 打开核对后另存为 .xlsx。"
    )


def test_a_quote_left_open_swallows_no_record(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        '载体编号,环节,可用面积,备注\nK1,孵化,900,"未核实\nK2,孵化,500,\nK3,孵化,1,', "utf-8"
    )
    tables, faults = read_tables(path)
    assert tables["carriers"].frame["carrier"].tolist() == ["K1", "K2", "K3"]
    told = next(fault for fault in faults if fault.code == "csv_quote_open")
    assert told.sentence() == (
        "[a.csv]：第 2 行的引号没有配对；应为：引号成对的 CSV。"
        "处理：引号已当作普通文字，逐行读取。请核对该行，或用 Excel、WPS 另存为 .xlsx。"
    )


def test_a_quoted_cell_may_hold_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('项目编号,孵化面积,备注\nP1,100,"两行\n备注,带逗号"\nP2,60,\n', "utf-8")
    tables, _ = read_tables(path)
    assert tables["projects"].frame["project"].tolist() == ["P1", "P2"]


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in the file system")
def test_a_pipe_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    _, faults = read_tables(tmp_path / "pipe.xlsx")
    (fault,) = faults
    assert fault.sentence() == (
        "[pipe.xlsx]：不是普通文件（文件夹、管道或设备）；应为：一个已有的 Excel 工作簿。"
        "处理：请先把内容存成文件再检查。"
    )


def test_sheets_that_are_sparse_together_are_refused(tmp_path: Path) -> None:
    far = b'<c r="E700000"><v>1</v></c></sheetData>'
    changes = {
        f"xl/worksheets/sheet{n}.xml": lambda part: part.replace(b"</sheetData>", far)
        for n in (1, 2)
    }
    content = changed(honest(tmp_path), changes)
    assert refused(content, tmp_path).code == "sheet_too_wide"


@pytest.mark.parametrize("name", ["comments/x.XML", "x.bin"])
def test_a_document_type_is_refused_whatever_the_part_is_called(name: str, tmp_path: Path) -> None:
    fault = refused(changed(honest(tmp_path), {}, **{name: LAUGHS}), tmp_path)
    assert fault.found() == "文件内部结构异常：含有 DTD 或实体定义"


def test_too_many_records_of_one_kind_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "MAX_RECORDS", 3)
    for name in ("a", "b"):
        rows = "".join(f"{name}{i},孵化,900\n" for i in range(2))
        (tmp_path / f"{name}.csv").write_text("载体编号,环节,可用面积\n" + rows, "utf-8")
    _, faults = read_tables(tmp_path / "a.csv", tmp_path / "b.csv")
    (fault,) = (each for each in faults if each.code == "too_many_records")
    assert fault.sentence() == (
        "[b.csv] b：4 行；应为：同一种表合计不超过 3 行。"
        "处理：请删去历史记录，或分园区各做一个算例。"
    )


def test_cells_spread_far_apart_in_an_ods_are_told(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    far = '<table:table-cell table:number-columns-repeated="400"></table:table-cell>'
    blank = "<table:table-cell></table:table-cell></table:table-row>"
    gap = f'<table:table-row table:number-rows-repeated="10000">{blank}'
    row = f"<table:table-row>{cell}{far}{cell}</table:table-row>"
    fault = refused(ods(f"{row}{gap}{row}"), tmp_path, "a.ods")
    assert fault.sentence() == (
        "[a.ods]：有内容的单元格散布得太远；应为：数据连成一片，行数 × 列数不超过 3000000。"
        "处理：请删除数据区以外的单元格内容后另存。"
    )


def test_random_bytes_are_told(tmp_path: Path) -> None:
    assert refused(random.Random(1).randbytes(9_999), tmp_path).code == "not_a_workbook"


def test_an_encrypted_part_is_told(tmp_path: Path) -> None:
    whole = bytearray(honest(tmp_path))
    whole[whole.index(b"PK\1\2") + 8] |= 1
    assert refused(bytes(whole), tmp_path).code == "password_protected"


def test_a_binary_workbook_is_told(tmp_path: Path) -> None:
    content = changed(honest(tmp_path), {}, **{"workbook.bin": b"x"})
    content = content.replace(b"xl/workbook.xml", b"xl/workbook.xxx")
    assert refused(content, tmp_path, "a.xlsb").found() == "二进制工作簿（.xlsb）"


@pytest.mark.parametrize(
    "tag",
    [
        b'<c r="A9" t="e"',
        b'<c r="A9" t="e">',
        b'<c r="A9"><f>',
        b'<c r="A9"><f>1</f>',
        b'<c t="e" t="e" ',
        b"<c " + b" " * 50,
        b"<row ",
        b"<mergeCell ",
    ],
)
def test_no_text_makes_the_scan_slow(tag: bytes, tmp_path: Path) -> None:
    # 8 MB of one tag took hours with patterns that looked beyond it; the limit of time is the test.
    noise = tag * (8_000_000 // len(tag))
    content = changed(honest(tmp_path), {SHEET: lambda _: noise}, ballast=_ballast())
    command = (
        "import sys; from pathlib import Path; from optimizer.tables.files.guard import inspect; "
    )
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    command += "inspect(Path(sys.argv[1]).read_bytes(), 'a')"
    done = subprocess.run([sys.executable, "-c", command, str(path)], timeout=240, check=False)

    assert done.returncode == 0


HUGE = {
    "rows": lambda: with_rows_of(1_000_000, b'<c r="%s%d"><v>1</v></c>', (b"A", b"B")),
    "columns": lambda: b"".join(
        b'<c r="%s%d"><v>1</v></c>' % (column, row) for row in range(9, 120) for column in LETTERS
    ),
    "far": lambda: b'<c r="XFD1048576"><v>1</v></c>',
    "formulas": lambda: with_rows_of(800_000, b'<c r="%s%d"><f>1+1</f></c>', (b"A", b"B")),
}
LETTERS = [
    (bytes([a, b, c])).replace(b"@", b"")
    for a in range(64, 88)
    for b in range(64 if a == 64 else 65, 91)
    for c in range(65, 91)
][:16_384]


def with_rows_of(rows: int, cell: bytes, columns: tuple[bytes, ...]) -> bytes:
    return b"".join(cell % (column, row) for row in range(9, rows) for column in columns)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is told by /proc")
@pytest.mark.parametrize("kind", HUGE)
def test_a_huge_sheet_is_refused_within_bounded_memory(kind: str, tmp_path: Path) -> None:
    ballast = _ballast()
    content = changed(with_rows(honest(tmp_path), HUGE[kind]()), {}, ballast=ballast)
    path = tmp_path / "huge.xlsx"
    path.write_bytes(content)
    code, out, peak = _checked(path)
    assert code == 1, out
    assert "个有内容的单元格" in out or "有内容的单元格远在" in out
    assert len(out.splitlines()) == 2, "one sentence and the count"
    assert peak < MEMORY_MB


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is told by /proc")
def test_repeated_cells_of_an_ods_are_refused_within_bounded_memory(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="1024" office:value-type="string">'
    row = '<table:table-row table:number-rows-repeated="1048576">'
    path = tmp_path / "huge.ods"
    path.write_bytes(ods(f"{row}{cell}<text:p>x</text:p></table:table-cell></table:table-row>"))
    code, out, peak = _checked(path)
    assert (code, len(out.splitlines())) == (1, 2)
    assert peak < MEMORY_MB


def _checked(path: Path) -> tuple[int, str, float]:
    """Exit code, standard output and peak memory of the whole program."""
    command = (
        "import re, sys; from optimizer.cli.app import main;"
        "code = main(['check', sys.argv[1]]);"
        # The peak that resource tells begins at that of the process that started it.
        "status = open('/proc/self/status').read();"
        "peak = int(re.search(r'VmHWM:\\s+(\\d+)', status)[1]) / 1024;"
        "sys.stderr.write(f'\\npeak {peak}'); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", command, str(path)],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout, float(done.stderr.rpartition("peak ")[2])


def _ballast() -> bytes:
    """Bytes that do not shrink, so that the ratio is not what is looked at."""
    return random.Random(2).randbytes(600_000)
