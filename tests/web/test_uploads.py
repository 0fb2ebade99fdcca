"""Uploads: limits, names, what is told of them, what is kept."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from optimizer import pipeline
from optimizer.labels import text
from optimizer.limits import MAX_UPLOAD_BYTES, MAX_UPLOAD_FILES
from optimizer.web.files.names import file_name
from optimizer.web.files.store import made_whole, sweep
from optimizer.web.work.queued import Status
from optimizer.web.workbooks.upload import Upload
from tests.samples.write import INPUTS
from tests.tables.books import CARRIERS, PROJECTS, write_book
from tests.web.conftest import Uploaded

SCRIPT = "<script>alert('x')</script>"


def given(*names: str, content: bytes = b"x") -> dict[str, Any]:
    return {"workbooks": [SimpleUploadedFile(name, content) for name in names]}


def shown(page: Client, upload: Upload) -> str:
    return page.get(reverse("upload", args=[upload.key])).content.decode()


def stored(folder: Path) -> list[Path]:
    """Every file below uploads and runs."""
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_workbook_is_stored_by_id_and_waits_to_be_read(
    page: Client, wang: User, data_folder: Path
) -> None:
    content = (INPUTS / "by_hand.xlsx").read_bytes()

    answer = page.post(reverse("give_in"), given("台账.xlsx", content=content))

    upload = Upload.objects.get(owner=wang)
    assert answer.headers["Location"] == reverse("upload", args=[upload.key])
    assert upload.names == ["台账.xlsx"]
    (file,) = stored(data_folder)
    assert file.read_bytes() == content
    assert file.relative_to(data_folder).parts == ("uploads", str(upload.key), "1", "files", "1")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.xlsx", "passwd.xlsx"),
        ("C:\\work\\台账.xlsx", "台账.xlsx"),
        ("..", "workbook"),
        ("a\x00b\n.xlsx", "ab.xlsx"),
        ("台" * 300 + ".xlsx", "台" * 65 + ".xlsx"),
    ],
)
def test_a_file_name_is_never_a_path(name: str, kept: str) -> None:
    assert file_name(name) == kept


def test_no_more_than_the_limit_is_taken_and_nothing_of_it_is_kept(
    page: Client, data_folder: Path
) -> None:
    answer = page.post(reverse("give_in"), given("big.xlsx", content=bytes(MAX_UPLOAD_BYTES + 1)))

    assert answer.status_code == 413
    assert "50 MB" in answer.content.decode()
    assert not Upload.objects.exists()
    assert not stored(data_folder)


def test_a_request_that_lies_about_its_length_is_refused_as_well(
    page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("optimizer.web.workbooks.upload_limits.MAX_UPLOAD_BYTES", 1000)

    answer = page.post(reverse("give_in"), given("big.xlsx", content=bytes(2000)))

    assert answer.status_code == 413


def test_more_files_than_the_limit_are_refused_with_a_sentence(page: Client) -> None:
    names = [f"{number}.xlsx" for number in range(MAX_UPLOAD_FILES + 1)]

    answer = page.post(reverse("give_in"), given(*names))

    assert answer.status_code == 413
    assert text("web.error.too_many.what", limit=MAX_UPLOAD_FILES) in answer.content.decode()


def test_no_file_and_two_of_one_name_are_refused_with_a_sentence(page: Client) -> None:
    nothing = page.post(reverse("give_in"), {})
    twice = page.post(reverse("give_in"), given("a.xlsx", "A.xlsx"))

    assert text("web.refused.no_file") in nothing.content.decode()
    assert text("web.refused.same_name", name="A.xlsx") in twice.content.decode()
    assert {nothing.status_code, twice.status_code} == {400}


def test_every_fault_of_the_reader_arrives_with_its_cell_and_remedy(
    page: Client, uploaded: Uploaded
) -> None:
    _, _, faults = pipeline.read_workbooks(INPUTS / "faulty.xlsx")

    upload = uploaded(INPUTS / "faulty.xlsx")

    said = json.loads(upload.understood("zh").read_text(encoding="utf-8"))
    told = {
        (f["severity"], f["sheet"], f["found"], f["expected"], f["remedy"]) for f in said["faults"]
    }
    asked = {(each.sheet, text("web.question.remedy")) for each in upload.questions}
    remedies = {f: dict(asked).get(f.sheet, f.remedy()) for f in faults}
    remedies |= {
        f: text("web.question.no_column") for f in faults if f.code == "required_column_missing"
    }
    assert told == {(f.severity, f.sheet, f.found(), f.expected(), remedies[f]) for f in faults}
    cells = {fault.cell for fault in faults if fault.cell}
    places = " ".join(line["place"] for line in said["faults"])
    assert all(cell in places for cell in cells)
    assert not upload.can_run
    assert "--" not in "".join(line["remedy"] for line in said["faults"])
    assert text("web.upload.has_errors", errors=upload.summary["errors"]) in shown(page, upload)


def test_the_workbook_comes_back_with_its_faults_marked(page: Client, uploaded: Uploaded) -> None:
    upload = uploaded(INPUTS / "faulty.xlsx")

    answer = page.get(reverse("marked", args=[upload.key, 1]))

    content = io.BytesIO(b"".join(answer.streaming_content))
    assert text("annotate.sheet") in openpyxl.load_workbook(content).sheetnames
    assert page.get(reverse("marked", args=[upload.key, 2])).status_code == 404


def test_a_workbook_without_faults_can_be_run_and_has_no_marks(
    page: Client, by_hand: Upload
) -> None:
    assert by_hand.can_run
    assert text("web.upload.clean_quite") in shown(page, by_hand)
    assert page.get(reverse("marked", args=[by_hand.key, 1])).status_code == 404


def test_several_workbooks_are_read_as_one(uploaded: Uploaded, tmp_path: Path) -> None:
    carriers = write_book(tmp_path / "载体.xlsx", {"载体": CARRIERS})
    projects = write_book(tmp_path / "项目.xlsx", {"项目": PROJECTS})

    upload = uploaded(carriers, projects)

    assert upload.can_run
    assert upload.names == ["载体.xlsx", "项目.xlsx"]


def test_a_corrected_workbook_takes_the_place_of_the_one_before(
    page: Client, uploaded: Uploaded, data_folder: Path
) -> None:
    upload = uploaded(INPUTS / "faulty.xlsx")
    before = upload.folder

    page.post(
        reverse("corrected", args=[upload.key]),
        given("by_hand.xlsx", content=(INPUTS / "by_hand.xlsx").read_bytes()),
    )

    upload.refresh_from_db()
    assert (upload.revision, upload.status, upload.summary) == (2, Status.WAITING, {})
    assert not before.exists()
    assert [path.name for path in stored(data_folder)] == ["1"]


def test_a_zip_bomb_ends_in_one_sentence(page: Client, uploaded: Uploaded, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(200):
                part.write(bytes(1024 * 1024))

    upload = uploaded(bomb)

    assert upload.status == Status.DONE
    (line,) = json.loads(upload.understood("zh").read_text(encoding="utf-8"))["faults"]
    assert line["severity"] == "error"
    assert line["remedy"] in shown(page, upload)


def test_script_text_in_a_project_name_is_shown_as_text(
    page: Client, uploaded: Uploaded, tmp_path: Path
) -> None:
    projects = [["项目编号", "项目名称", "孵化面积"], ["P01", SCRIPT, 100]]
    name = SCRIPT.replace("/", "")
    book = write_book(tmp_path / f"{name}.xlsx", {"载体": CARRIERS, "项目": projects})

    upload = uploaded(book)

    answer = page.get(reverse("upload", args=[upload.key]))
    assert "&lt;script&gt;alert(" in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]


def test_a_child_that_dies_while_reading_ends_in_a_sentence(
    page: Client, uploaded: Uploaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("optimizer.web.workbooks.reading.CHILD", "optimizer.no_such_module")

    upload = uploaded(INPUTS / "by_hand.xlsx", anew=True)

    assert upload.status == Status.FAILED
    assert text("web.ended.child_died") in shown(page, upload)


def test_reading_takes_no_more_memory_than_the_limit(
    page: Client, uploaded: Uploaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("optimizer.web.workbooks.reading.READ_MEMORY_MB", 120)

    upload = uploaded(INPUTS / "overfull.xlsx", anew=True)

    assert upload.status == Status.FAILED
    assert "内存" in shown(page, upload)


def test_a_sample_is_taken_in_like_an_upload_and_no_other_file_is(page: Client, wang: User) -> None:
    page.post(reverse("sample"), {"sample": "by_hand"})
    upload = Upload.objects.get(owner=wang)

    assert (upload.names, upload.sample) == (["by_hand.xlsx"], "by_hand")
    assert upload.files[0].read_bytes() == (INPUTS / "by_hand.xlsx").read_bytes()
    assert page.post(reverse("sample"), {"sample": "../pyproject"}).status_code == 404


def test_the_blank_workbook_is_downloaded_in_the_language_of_the_page(page: Client) -> None:
    sheets = []
    for lang in ("zh", "en"):
        page.cookies["lang"] = lang
        content = b"".join(page.get(reverse("template")).streaming_content)
        sheets.append(openpyxl.load_workbook(io.BytesIO(content), read_only=True).sheetnames)
    assert "载体" in sheets[0]
    assert sheets[0] != sheets[1]


def test_a_deleted_upload_leaves_no_row_and_no_file(
    page: Client, by_hand: Upload, data_folder: Path
) -> None:
    page.post(reverse("delete_upload", args=[by_hand.key]))

    assert not Upload.objects.exists()
    assert not stored(data_folder)


def test_what_is_half_made_is_never_seen_and_swept_at_the_next_start(data_folder: Path) -> None:
    place = data_folder / "uploads" / "one"

    def killed() -> None:
        with made_whole(place) as folder:
            (folder / "1").write_bytes(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        killed()
    assert not stored(data_folder)

    left = data_folder / "runs" / ".making-killed"
    left.mkdir(parents=True)
    (left / "1").write_bytes(b"half")

    assert sweep(data_folder) == 1
    assert not stored(data_folder)
