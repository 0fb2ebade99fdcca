"""Questions on the page of an upload: answered there, read again, kept with the runs."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from optimizer.cli import main
from optimizer.labels import text
from optimizer.pipeline import read_workbooks
from optimizer.tables.headers.questions import Question
from optimizer.web.runs.carrying_out import carry_out
from optimizer.web.runs.run import Run
from optimizer.web.work.queued import Status
from optimizer.web.workbooks.reading import read
from optimizer.web.workbooks.upload import Upload
from tests.tables.books import PROJECTS, write_book
from tests.web.conftest import SETTINGS, Uploaded

LETTABLE = "carriers.lettable_area_m2"
GROSS = "carriers.gross_area_m2"
SHEETS = {
    "载体": [["载体编号", "环节", "面积"], ["K1", "孵化", 500], ["K2", "孵化", 600]],
    "项目": PROJECTS,
    "杂项": [["甲", "乙"], ["x", "y"]],
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook about which one header and one sheet are asked."""
    return write_book(tmp_path / "台账.xlsx", SHEETS)


@pytest.fixture
def asking(uploaded: Uploaded, book: Path) -> Upload:
    """The workbook given in and read."""
    return uploaded(book, anew=True)


def shown(page: Client, upload: Upload) -> str:
    return page.get(reverse("upload", args=[upload.key])).content.decode()


def asked(upload: Upload, name: str) -> Question:
    return next(each for each in upload.questions if name in (each.header, each.sheet))


def send(page: Client, upload: Upload, given: dict[str, str]) -> Any:
    return page.post(reverse("answer", args=[upload.key]), given)


def answer(page: Client, upload: Upload, **given: str) -> None:
    """Answer by header or sheet, and have it read again."""
    named = {asked(upload, name).key: means for name, means in given.items()}
    assert send(page, upload, named).status_code == 302
    read(upload.key, "test")
    upload.refresh_from_db()
    assert upload.status == Status.DONE


def downloaded(page: Client, name: str, key: Any) -> bytes:
    return b"".join(page.get(reverse(name, args=[key])).streaming_content)


def test_what_the_reader_asks_stands_on_the_page_with_its_choices(
    page: Client, asking: Upload
) -> None:
    said = shown(page, asking)

    question = asked(asking, "面积")
    assert text("question.header", header="面积") in said
    assert text("question.holds", holds="500、600") in said
    assert f'<option value="{LETTABLE}">' in said
    assert f'<label for="{question.key}">' in said
    assert text("web.question.some", count=1) in said
    assert text("web.question.remedy") in said
    assert "--write-mapping" not in said
    assert not asking.can_run


def test_answers_read_as_the_command_line_reads_with_mapping(
    page: Client, asking: Upload, book: Path, tmp_path: Path
) -> None:
    answer(page, asking, 面积=LETTABLE, 杂项="-")

    mapping = tmp_path / "m.toml"
    mapping.write_bytes(downloaded(page, "mapping", asking.key))
    tables, case, faults = read_workbooks(book, mapping=mapping)
    told = json.loads(asking.understood("zh").read_text(encoding="utf-8"))
    assert case is not None
    assert asking.can_run
    assert [line["found"] for line in told["faults"]] == [each.found() for each in faults]
    assert {each["label"]: each["rows"] for each in told["tables"]} == {"载体": 2, "项目": 1}
    assert tables["carriers"].frame["lettable_area_m2"].tolist() == [500, 600]
    said = shown(page, asking)
    assert text("web.question.answered", count=2) in said
    assert f'<option value="{LETTABLE}" selected>' in said


def test_a_run_with_answers_gives_the_report_of_the_command_line(
    page: Client, asking: Upload, book: Path, tmp_path: Path
) -> None:
    answer(page, asking, 面积=LETTABLE)
    page.post(reverse("start", args=[asking.key]), SETTINGS)
    run = Run.objects.get(upload=asking.pk)
    # What is answered later does not change a run that was asked for before.
    answer(page, asking, 面积=GROSS)
    carry_out(run.key, "test")

    run.refresh_from_db()
    assert run.has_report
    kept = downloaded(page, "run_mapping", run.key)
    mapping, report = tmp_path / "m.toml", tmp_path / "report.xlsx"
    mapping.write_bytes(kept)
    main(
        ["allocate", str(book), "--mapping", str(mapping), "-o", str(report), "--time-limit", "60"]
    )
    assert run.report.read_bytes() == report.read_bytes()
    assert kept != downloaded(page, "mapping", asking.key)
    assert text("web.run.answers") in page.get(reverse("run", args=[run.key])).content.decode()


def test_answers_hold_for_a_corrected_workbook_and_the_files_before_go(
    page: Client, asking: Upload, book: Path, data_folder: Path
) -> None:
    answer(page, asking, 面积=LETTABLE)
    write_book(book, {**SHEETS, "载体": [*SHEETS["载体"], ["K3", "孵化", 700]]})
    with book.open("rb") as stream:
        page.post(reverse("corrected", args=[asking.key]), {"workbooks": [stream]})
    read(asking.key, "test")

    asking.refresh_from_db()
    assert asking.can_run
    assert asked(asking, "面积").answer == LETTABLE
    folders = [path.name for path in (data_folder / "uploads" / str(asking.key)).iterdir()]
    assert folders == [str(asking.revision)] == ["3"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"q0123456789abcdef": LETTABLE}, "not_asked"),
        ({"<script>alert(1)</script>": "-"}, "not_asked"),
        ({"KEY": "<script>alert(1)</script>"}, "not_asked"),
        ({"KEY": "rooms.area_m2"}, "not_asked"),
        ({"KEY": "x" * 100_000}, "not_asked"),
        ({"KEY": "\x00\ud800".encode("utf-8", "replace").decode()}, "not_asked"),
        ({"KEY": ""}, "no_answer"),
        ({}, "no_answer"),
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(
    page: Client, asking: Upload, given: dict[str, str], told: str
) -> None:
    key = asked(asking, "面积").key
    before = (asking.folder, asking.revision)

    refused = send(page, asking, {key if name == "KEY" else name: v for name, v in given.items()})

    said = refused.content.decode()
    assert refused.status_code == 400
    assert text(f"web.refused.{told}") in said
    assert "<script>alert" not in said
    asking.refresh_from_db()
    assert (asking.folder, asking.revision) == before
    assert not asking.has_answers


def test_a_form_of_any_size_ends_in_a_sentence(page: Client, asking: Upload) -> None:
    key = asked(asking, "面积").key
    large = send(page, asking, {key: "x" * 400_000})
    many = send(page, asking, {f"q{n}": "-" for n in range(2000)})
    assert (large.status_code, many.status_code) == (413, 400)
    for refused in (large, many):
        assert re.search("什么也没有改动|没有保存", refused.content.decode())


def test_while_it_is_read_nothing_is_answered(page: Client, asking: Upload) -> None:
    key = asked(asking, "面积").key
    assert send(page, asking, {key: LETTABLE}).status_code == 302
    again = send(page, asking, {key: GROSS})
    assert again.status_code == 400
    assert text("web.refused.still_reading") in again.content.decode()


def test_another_users_questions_are_not_there(asking: Upload, li: User) -> None:
    other = Client()
    other.force_login(li)
    key = asked(asking, "面积").key
    assert send(other, asking, {key: LETTABLE}).status_code == 404
    assert other.get(reverse("mapping", args=[asking.key])).status_code == 404
    asking.refresh_from_db()
    assert not asking.has_answers


def test_without_answers_there_is_no_mapping_file(page: Client, by_hand: Upload) -> None:
    assert page.get(reverse("mapping", args=[by_hand.key])).status_code == 404
    assert "questions-title" not in shown(page, by_hand)


def test_the_page_asks_in_the_language_of_its_reader(page: Client, asking: Upload) -> None:
    page.cookies["lang"] = "en"
    said = shown(page, asking)
    assert text("question.header", "en", header="面积") in said
    assert text("web.question.lead", "en").split("“")[0] in said
