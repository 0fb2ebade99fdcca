"""Runs: the command line's own report, progress, stop, cancel, delete, and nobody else's."""

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from optimizer.cli import main
from optimizer.labels import LANGS, text
from optimizer.limits import DEFAULT_GAP, PLAN_GAP
from optimizer.version import VERSION
from optimizer.web.runs.carrying_out import MOST_POINTS, Following, carry_out
from optimizer.web.runs.run import Run
from optimizer.web.runs.settings_form import SettingsForm
from optimizer.web.urls import urlpatterns
from optimizer.web.work.child import Wish
from optimizer.web.work.queued import Status
from optimizer.web.work.taking import claim, take_up_again
from optimizer.web.workbooks.upload import Upload
from tests.development.test_plan_cli import city
from tests.samples.write import INPUTS
from tests.web.conftest import OWN_NAME, SETTINGS, Uploaded


def shown(page: Client, run: Run) -> str:
    return page.get(reverse("run", args=[run.key])).content.decode()


def downloaded(page: Client, run: Run, name: str = "report") -> bytes:
    return b"".join(page.get(reverse(name, args=[run.key])).streaming_content)


def test_the_report_equals_the_command_lines_byte_for_byte(
    page: Client, done: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    book = Path(f"{OWN_NAME}.xlsx")
    book.write_bytes((INPUTS / "by_hand.xlsx").read_bytes())
    main(["allocate", str(book), "-o", "cli.xlsx", "--json", "cli.json", "--time-limit", "60"])

    assert done.summary["ending"] == "optimal"
    assert downloaded(page, done) == Path("cli.xlsx").read_bytes()
    ours, theirs = (
        json.loads(downloaded(page, done, "result")),
        json.loads(Path("cli.json").read_text()),
    )
    for differing in ("seconds", "peak_mb"):
        ours.pop(differing), theirs.pop(differing)
    assert ours == theirs


def test_report_and_city_of_a_development_plan_equal_the_command_lines(
    page: Client, uploaded: Uploaded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    book = city("全市.xlsx")
    upload = uploaded(book.absolute())
    asked = {**SETTINGS, "command": "plan", "alternatives": "0", "gap_percent": "0"}
    page.post(reverse("start", args=[upload.key]), asked)
    run = Run.objects.get(upload=upload.pk)

    carry_out(run.key, "test")
    plan = ["plan", str(book), "-o", "cli.xlsx", "--case", "city.xlsx", "--time-limit", "60"]
    main([*plan, "--alternatives", "0", "--gap", "0"])

    run.refresh_from_db()
    assert run.summary["ending"] == "optimal"
    assert downloaded(page, run) == Path("cli.xlsx").read_bytes()
    assert downloaded(page, run, "city") == Path("city.xlsx").read_bytes()


def test_input_settings_version_and_report_are_kept_together(done: Run) -> None:
    assert done.version == VERSION
    assert done.settings == {
        "seconds": 60, "gap": DEFAULT_GAP, "seed": 0, "work": None, "threads": 1
    }  # fmt: skip
    assert done.input_sha256
    assert done.files[0].read_bytes() == (INPUTS / "by_hand.xlsx").read_bytes()
    kept = {path.relative_to(done.folder).as_posix() for path in done.folder.rglob("*.*")}
    assert {"kept/report.xlsx", "kept/result.json"} <= kept
    assert not (done.folder / "work").exists()


def test_a_run_keeps_its_input_when_the_upload_is_deleted(page: Client, done: Run) -> None:
    page.post(reverse("delete_upload", args=[done.upload]))

    assert done.files[0].exists()
    answer = page.get(reverse("report", args=[done.key]))
    assert quote(done.report_name) in answer.headers["Content-Disposition"]


def test_the_page_of_a_run_states_ending_figures_and_settings(page: Client, done: Run) -> None:
    said = shown(page, done)

    assert text("ending.optimal") in said
    assert done.summary["figures"]["objective"] in said
    assert text("web.run.settings_told", seconds=60, gap="0.01 %", seed=0) in said
    assert done.named in page.get(reverse("runs")).content.decode()


def test_demands_that_clash_end_with_sentences_and_without_a_report(
    page: Client, uploaded: Uploaded
) -> None:
    upload = uploaded(INPUTS / "overfull.xlsx")
    page.post(reverse("start", args=[upload.key]), SETTINGS)
    run = Run.objects.get(upload=upload.pk)

    carry_out(run.key, "test")

    run.refresh_from_db()
    said = shown(page, run)
    assert run.summary["ending"] == "infeasible"
    assert text("ending.infeasible") in said
    clash = re.findall(r"<li>(.*?)</li>", said, re.S)
    assert len(clash) >= 2
    assert not run.has_report
    assert page.get(reverse("report", args=[run.key])).status_code == 404


def test_a_workbook_with_errors_is_not_run(page: Client, uploaded: Uploaded) -> None:
    upload = uploaded(INPUTS / "faulty.xlsx")

    answer = page.post(reverse("start", args=[upload.key]), SETTINGS)

    assert text("web.refused.has_errors") in answer.content.decode()
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seconds", "0"),
        ("seconds", "soon"),
        ("gap_percent", "101"),
        ("seed", "-1"),
        ("command", "rm"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_at_its_field(
    page: Client, by_hand: Upload, name: str, value: str
) -> None:
    answer = page.post(reverse("start", args=[by_hand.key]), {**SETTINGS, name: value})

    assert answer.status_code == 400
    assert 'class="wrong"' in answer.content.decode()
    assert not Run.objects.exists()


def test_settings_left_blank_are_those_of_the_command_line() -> None:
    plan = SettingsForm("zh", True, {"command": "plan", "seconds": "100", "seed": "0"})
    assert plan.is_valid(), plan.errors

    assert plan.asked == {
        "seconds": 100, "gap": PLAN_GAP, "seed": 0, "work": None,
        "threads": os.cpu_count(), "alternatives": 5, "futures": 0,
    }  # fmt: skip


def test_nobody_elses_run_upload_or_file_is_there(li: User, done: Run, by_hand: Upload) -> None:
    other = Client()
    other.force_login(li)
    names = [str(p.name) for p in urlpatterns if "<uuid:key>" in str(p.pattern)]
    for name in names:
        of_run = _path(name, done.key).startswith("/runs")
        path = _path(name, done.key if of_run else by_hand.key)

        answers = [other.get(path), other.post(path)]

        # A page for one of both ways alone says so before it looks for anything.
        assert {answer.status_code for answer in answers} in ({404}, {404, 405}), path
        assert all(OWN_NAME not in answer.content.decode() for answer in answers), path
    seen = other.get("/").content + other.get(reverse("runs")).content
    assert OWN_NAME not in seen.decode()
    assert (Run.objects.count(), Upload.objects.count()) == (1, 1)


def _path(name: str, key: Any) -> str:
    return reverse(name, kwargs={"key": key, "number": 1} if name == "marked" else {"key": key})


def test_nobody_elses_and_what_is_not_there_cannot_be_told_apart(li: User, done: Run) -> None:
    other = Client()
    other.force_login(li)
    nothing = "00000000-0000-4000-8000-000000000000"

    theirs, none = (other.get(reverse("run", args=[key])) for key in (done.key, nothing))

    token = re.compile(rb'value="\w{64}"|/runs/[-0-9a-f]{36}')
    assert token.sub(b"", theirs.content) == token.sub(b"", none.content)


def test_a_run_that_still_waits_is_cancelled_at_once(page: Client, waiting: Run) -> None:
    page.post(reverse("cancel", args=[waiting.key]))
    carry_out(waiting.key, "test")

    waiting.refresh_from_db()
    assert waiting.status == Status.CANCELLED
    assert not (waiting.folder / "work").exists()


def test_what_a_lost_worker_left_of_a_cancelled_run_goes_with_it(waiting: Run) -> None:
    (waiting.folder / "work").mkdir()
    Run.objects.filter(pk=waiting.pk).update(cancel_asked=True)

    carry_out(waiting.key, "test")

    waiting.refresh_from_db()
    assert waiting.status == Status.CANCELLED
    assert not (waiting.folder / "work").exists()


PLAN = {"event": "point", "doing": "search", "point": [1.0, 10.0, 20.0, 0.5], "cells": ["10"] * 3}


def test_stop_reaches_the_child_once_there_is_a_plan_to_keep(page: Client, waiting: Run) -> None:
    run = claim(Run, waiting.key, "test")
    assert run is not None
    page.post(reverse("stop", args=[run.key]))
    assert Following(run).wish() is Wish.GO_ON

    following = Following(run)
    following.hear(PLAN)

    assert following.wish() is Wish.STOP


def test_cancel_reaches_the_child_at_once(page: Client, waiting: Run) -> None:
    run = claim(Run, waiting.key, "test")
    assert run is not None
    page.post(reverse("cancel", args=[run.key]))

    assert Following(run).wish() is Wish.KILL


def test_stopping_is_offered_while_there_is_a_plan_to_keep(page: Client, waiting: Run) -> None:
    state = reverse("run_state", args=[waiting.key])
    run = claim(Run, waiting.key, "test")
    assert run is not None
    assert not page.get(state).json()["can_stop"]
    following = Following(run)
    following.hear(PLAN)
    following.wish()

    assert page.get(state).json()["can_stop"]
    take_up_again((Run,), dead=["test"])

    assert not page.get(state).json()["can_stop"]


def test_progress_is_stored_for_the_page_and_does_not_grow_without_end(
    page: Client, waiting: Run
) -> None:
    run = claim(Run, waiting.key, "test")
    assert run is not None
    following = Following(run)
    for second in range(5 * MOST_POINTS):
        point = [float(second), 10.0, 20.0, 0.5]
        following.hear(
            {"event": "point", "doing": "search", "point": point, "cells": ["10", "20", "50 %"]}
        )
    following.wish()

    state = page.get(reverse("run_state", args=[run.key])).json()

    assert state["doing"] == text("doing.search")
    assert (state["value"], state["bound"], state["gap"]) == ("10", "20", "50 %")
    assert len(state["points"]) <= MOST_POINTS
    assert state["points"][-1][0] == 5 * MOST_POINTS - 1


def test_a_plan_says_what_is_computed_beside_it_and_how_far(page: Client, waiting: Run) -> None:
    Run.objects.filter(pk=waiting.pk).update(command="plan")
    run = claim(Run, waiting.key, "test")
    assert run is not None
    following = Following(run)
    following.hear(PLAN)
    following.hear({"event": "step", "doing": "sites", "done": 23, "of": 60})
    following.wish()

    for lang in LANGS:
        page.cookies["lang"] = lang
        state = page.get(reverse("run_state", args=[run.key])).json()
        name = text("doing.sites", lang)
        far = text("progress.counted", lang, step=name, done=23, of=60)
        assert state["doing"] == text("web.run.beside", lang, doing=far)
        assert state["value"] == "10"


def test_a_deleted_run_leaves_no_row_and_no_file(page: Client, done: Run) -> None:
    page.post(reverse("delete", args=[done.key]))

    assert not Run.objects.exists()
    assert not done.folder.exists()


def test_a_run_that_works_is_not_deleted_but_by_post(page: Client, waiting: Run) -> None:
    page.post(reverse("delete", args=[waiting.key]))
    assert page.get(reverse("delete", args=[waiting.key])).status_code == 405

    assert Run.objects.exists()


def test_a_disk_that_fills_while_the_report_is_written_ends_in_a_sentence(
    page: Client, waiting: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    monkeypatch.setattr("optimizer.web.runs.carrying_out.CHILD", "tests.web.full_disk")

    carry_out(waiting.key, "test")

    waiting.refresh_from_db()
    said = shown(page, waiting)
    assert waiting.status == Status.FAILED
    assert text("os_error.ENOSPC") in said
    assert str(waiting.folder) not in said
    assert [path.name for path in waiting.folder.iterdir()] == ["input"]


def test_a_run_takes_no_more_memory_than_the_limit(
    page: Client, waiting: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INCUBATOR_RUN_MEMORY_MB", "120")

    carry_out(waiting.key, "test")

    waiting.refresh_from_db()
    assert waiting.status == Status.FAILED
    assert "内存" in shown(page, waiting)
