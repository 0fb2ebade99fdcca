"""Files that cannot be read, or must not be."""

import random
import zipfile
from pathlib import Path

import pytest

from optimizer.faults import Fault
from optimizer.tables import read
from optimizer.tables.files import formats, guard, guard_zip
from optimizer.tables.read import read_tables
from tests.tables.books import CARRIERS, PROJECTS, write_book


def only(path: Path) -> Fault:
    tables, faults = read_tables(path)
    assert tables.files == ()
    assert len(faults) == 1
    return faults[0]


def test_a_missing_file_is_told() -> None:
    fault = only(Path("没有.xlsx"))
    assert fault.sentence() == (
        "[没有.xlsx]：文件不存在；应为：一个已有的 Excel 工作簿。处理：请检查文件名和所在文件夹。"
    )


def test_a_folder_cannot_be_read(tmp_path: Path) -> None:
    fault = only(tmp_path)
    assert fault.found("en") == "no ordinary file (a folder, a pipe or a device)"


@pytest.mark.parametrize("content", [b"", b"one word", b"PK\x03\x04 not a zip"])
def test_what_is_no_workbook_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    fault = only(path)
    assert fault.code == "not_a_workbook"
    assert fault.remedy() == "请用 Excel 或 WPS 打开后另存为 .xlsx。"


def test_a_zip_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert only(path).code == "not_a_workbook"


def test_a_csv_named_xlsx_is_told_and_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("载体名称,环节,可用面积\nA座,孵化,900\n", encoding="utf-8")

    tables, faults = read_tables(path)

    assert tables["carriers"].frame["lettable_area_m2"].tolist() == [900.0]
    assert faults[0].severity == "error"
    assert faults[0].sentence() == (
        "[a.xlsx]：文件名为 .xlsx，内容其实是逗号分隔的文本（CSV）；应为：扩展名与内容一致的文件。"
        "处理：已按实际内容读取。请用 Excel 或 WPS 打开后另存为 .xlsx，或把扩展名改为 .csv。"
    )


def test_a_damaged_old_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"0" * 600)
    assert only(path).code == "not_a_workbook"


def test_a_panic_of_the_reader_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    panic = type("PanicException", (BaseException,), {"__module__": "pyo3_runtime"})

    def panicking(*_: object) -> None:
        raise panic("index out of bounds")

    monkeypatch.setattr(formats, "open_sheets", panicking)
    path = write_book(tmp_path / "a.xlsx", {"载体": CARRIERS})
    assert only(path).code == "not_a_workbook"


@pytest.mark.parametrize(
    "cell",
    [
        b"<c r='XFD1048576'><v>1</v></c>",
        b'<c r = "xfd1048576"><v>1</v></c>',
        b'<c s=">" r="XFD1048576"><v>1</v></c>',
        b'<c r="XFD1048576" s="/>"><v>1</v></c>',
        b'</row><row r="1048576">' + b"<c><v>1</v></c>" * 9,
    ],
)
def test_a_far_cell_cannot_be_hidden(cell: bytes, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"载体": CARRIERS})
    far = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(far, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename.startswith("xl/worksheets/"):
                content = content.replace(b"</row></sheetData>", cell + b"</row></sheetData>")
            target.writestr(part.filename, content)
    assert only(far).code in ("sheet_too_wide", "not_a_workbook")


def test_random_damage_gives_faults_and_never_an_exception(tmp_path: Path) -> None:
    whole = write_book(tmp_path / "a.xlsx", {"载体": CARRIERS, "项目": PROJECTS}).read_bytes()
    dice = random.Random(8521)
    path = tmp_path / "b.xlsx"
    for _ in range(100):
        damaged = bytearray(whole)
        for _ in range(dice.randint(1, 20)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path.write_bytes(damaged)
        _, faults = read_tables(path)
        assert all(fault.sentence("zh") and fault.sentence("en") for fault in faults)


def test_an_encrypted_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"))
    assert only(path).found() == "工作簿有打开密码"


def test_a_file_above_the_limit_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "MAX_UPLOAD_BYTES", 1024 * 1024)
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK" + b"0" * 2 * 1024 * 1024)
    fault = only(path)
    assert (fault.code, fault.found(), fault.expected()) == (
        "file_too_large",
        "2.0 MB",
        "不超过 1 MB",
    )


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 20_000_000)
    fault = only(path)
    assert fault.code == "zip_bomb"
    assert fault.expected() == "解压后不超过 1024 MB，且不超过文件大小的 200 倍"


def test_entities_are_refused(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"载体": CARRIERS})
    evil = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(evil, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/workbook.xml":
                content = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + content
            target.writestr(part.filename, content)
    assert only(evil).code == "unsafe_workbook"


def test_too_many_cells_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_CELLS", 5)
    path = write_book(tmp_path / "a.xlsx", {"载体": CARRIERS, "项目": PROJECTS})
    fault = only(path)
    assert (fault.found(), fault.expected()) == ("至少 6 个有内容的单元格", "不超过 5 个")


def test_a_cell_far_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_RECTANGLE", 100)
    far = [*CARRIERS, *([[None]] * 60), [None, None, "x"]]
    fault = only(write_book(tmp_path / "a.xlsx", {"载体": far}))
    assert (fault.code, fault.sheet, fault.found()) == (
        "sheet_too_wide",
        "载体",
        "有内容的单元格远在 C63",
    )


def test_cells_are_counted_across_pieces_of_a_long_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["载体编号", "环节", "可用面积"], *([f"K{i}", "孵化", "=1+1"] for i in range(50))]
    path = write_book(tmp_path / "a.xlsx", {"载体": rows})
    monkeypatch.setattr(guard_zip, "CHUNK", 64)

    found = guard.inspect(path.read_bytes(), "a.xlsx")

    assert len(found.failing["载体"]) == 50
    assert (50, 2) in found.failing["载体"]


def test_a_bad_file_does_not_hide_a_good_one(tmp_path: Path) -> None:
    good = write_book(tmp_path / "good.xlsx", {"载体": CARRIERS, "项目": PROJECTS})
    tables, faults = read_tables(tmp_path / "none.xlsx", good)
    assert [fault.code for fault in faults] == ["file_missing"]
    assert len(tables["carriers"]) == 1
    assert [file.name for file in tables.files] == ["good.xlsx"]
