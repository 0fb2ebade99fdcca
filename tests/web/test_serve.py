"""``incubator serve`` as it is typed: first start, refusals, and what survives a killed process."""

import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from optimizer.cli import main
from optimizer.labels import text
from tests.samples.write import INPUTS
from tests.web.server import Server, Visitor, free_port, half_an_upload, until

BY_HAND, LONG = INPUTS / "by_hand.xlsx", INPUTS / "liuchuangyuan.xlsx"
TOGETHER = 30


@pytest.fixture(scope="module")
def long(server: Server) -> str:
    """A workbook whose run takes long, read; the address of its page."""
    return Visitor(server).read(LONG)


def files_of(data: Path) -> list[Path]:
    """Every file that belongs to an upload or a run, half made ones too."""
    found = [path for kind in ("uploads", "runs") for path in (data / kind).rglob("*")]
    return [path for path in found if path.is_file()]


def all_gone(processes: list[psutil.Process]) -> bool:
    return not any(each.is_running() and each.status() != "zombie" for each in processes)


def refused(*options: str) -> tuple[int, str]:
    """What `incubator serve` says when it does not start."""
    ended = subprocess.run(
        [sys.executable, "-m", "optimizer", "serve", *options],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert "Traceback" not in ended.stderr
    return ended.returncode, ended.stderr


def test_without_accounts_it_is_refused_to_other_computers(tmp_path: Path) -> None:
    code, said = refused("--open", "--host", "0.0.0.0", "--data", str(tmp_path / "none"))

    assert code == 64
    assert text("cli.serve.open_refused", host="0.0.0.0") in said
    assert not (tmp_path / "none").exists()


def test_without_the_extra_a_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("optimizer.cli.serve.find_spec", lambda name: None)

    assert main(["serve"]) == 64

    assert text("cli.serve.not_installed") in capsys.readouterr().err


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        code, said = refused("--port", str(port), "--data", str(tmp_path))

    assert code == 64
    assert f"{port}" in said
    assert "--port" in said


def test_a_database_that_does_not_answer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")

    code, said = refused("--port", str(free_port()), "--data", str(tmp_path))

    assert code == 64
    assert text("cli.serve.no_database", reason="") in said


def test_a_second_server_on_the_same_data_is_refused(server: Server) -> None:
    code, said = refused("--data", str(server.data))

    assert code == 64
    assert text("cli.serve.in_use", data=server.data) in said


def test_the_key_and_the_data_are_for_their_owner_alone(server: Server) -> None:
    if sys.platform == "win32":
        pytest.skip("this system has other rights")
    assert (server.data / "secret_key").stat().st_mode & 0o077 == 0
    assert server.data.stat().st_mode & 0o077 == 0


def test_thirty_uploads_at_once_are_all_taken_and_read(server: Server) -> None:
    visitor, before = Visitor(server), set(files_of(server.data))

    with ThreadPoolExecutor(TOGETHER) as visitors:
        taken = list(visitors.map(lambda _: visitor.upload(BY_HAND), range(TOGETHER)))

    assert [status for status, _, _ in taken] == [200] * TOGETHER
    pages = {page for _, _, page in taken}
    assert len(pages) == TOGETHER
    stored = [p for p in files_of(server.data) if p.parent.name == "files" and p not in before]
    assert len(stored) == TOGETHER
    assert {path.read_bytes() for path in stored} == {BY_HAND.read_bytes()}
    # They are read one after the other; a few of them are enough to see that it goes on.
    states = until(
        lambda: (
            (s := [visitor.json(f"{page}/state") for page in pages])
            and sum(each["over"] for each in s) >= 3
            and s
        ),
        "reading",
    )
    assert {each["status"] for each in states} <= {"done", "waiting", "working"}
    for page in pages:
        visitor.post(f"{page}/delete", {})
    assert not [path for path in files_of(server.data) if path in stored]


@contextmanager
def locked(server: Server) -> Iterator[None]:
    """Somebody else holds the database."""
    if server.database:
        import psycopg

        with psycopg.connect(server.database) as connection:
            connection.execute("LOCK TABLE web_upload IN ACCESS EXCLUSIVE MODE")
            yield
    else:
        held = sqlite3.connect(server.data / "incubator.sqlite3", isolation_level=None)
        held.execute("BEGIN EXCLUSIVE")
        yield
        held.execute("ROLLBACK")
        held.close()


def test_a_locked_database_is_waited_for_and_nothing_is_lost(server: Server) -> None:
    visitor = Visitor(server)
    answers: list[tuple[int, str, str]] = []
    upload = threading.Thread(target=lambda: answers.append(visitor.upload(BY_HAND)))

    with locked(server):
        upload.start()
        time.sleep(2)
        assert not answers
    upload.join(180)

    (answer,) = answers
    assert answer[0] == 200
    until(lambda: visitor.json(f"{answer[2]}/state")["over"], "reading")
    visitor.post(f"{answer[2]}/delete", {})


@pytest.mark.slow
def test_a_database_that_stays_locked_is_told_and_nothing_is_kept(server: Server) -> None:
    visitor, before = Visitor(server), files_of(server.data)

    with locked(server):
        status, said, _ = visitor.upload(BY_HAND)

    assert status == 503
    assert text("web.error.busy.what") in said
    assert files_of(server.data) == before
    assert visitor.get("/")[0] == 200


def test_a_run_goes_on_when_its_worker_is_killed(server: Server, long: str) -> None:
    visitor = Visitor(server)
    run = visitor.run(long)
    state = f"{run}/state"
    until(lambda: visitor.json(state)["can_stop"], "a first plan")
    (worker,) = [each for each in server.running("serving.worker") if "runs" in each.cmdline()]
    left = worker.children(recursive=True)
    assert left

    worker.kill()

    until(lambda: all_gone(left), "the child of the dead worker")
    until(lambda: visitor.json(state)["status"] == "waiting", "the queue")
    until(lambda: visitor.json(state)["can_stop"], "a first plan again")
    visitor.post(f"{run}/stop", {})
    until(lambda: visitor.json(state)["over"], "the end")
    assert text("web.run.attempts", attempts=2) in visitor.get(run)[1]
    assert visitor.bytes_of(f"{run}/report.xlsx").startswith(b"PK")


def test_a_killed_server_leaves_nothing_behind_and_takes_its_runs_up_again(
    server: Server, long: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INCUBATOR_STALE_SECONDS", "4")
    visitor = Visitor(server)
    run = visitor.run(long)
    until(lambda: visitor.json(f"{run}/state")["can_stop"], "a first plan")
    kept = {path: path.stat().st_size for path in files_of(server.data) if "files" in path.parts}
    before = set((server.data / "uploads").iterdir())
    half = half_an_upload(visitor, 8 * 1024 * 1024)

    left = server.kill()
    half.close()

    until(lambda: all_gone(left), "the workers of the killed server")
    server.start()
    assert set((server.data / "uploads").iterdir()) == before
    assert not list((server.data / "tmp").iterdir())
    assert {path: path.stat().st_size for path in kept} == kept
    until(lambda: visitor.json(f"{run}/state")["status"] == "working", "taking it up again")
    until(lambda: visitor.json(f"{run}/state")["can_stop"], "a first plan again")

    visitor.post(f"{run}/cancel", {})
    until(lambda: visitor.json(f"{run}/state")["status"] == "cancelled", "cancelling")
    # On a busy machine a worker may be taken for dead, and clear up after the run is cancelled.
    folder = _folder(server, run)
    until(lambda: {path.name for path in folder.iterdir()} == {"input"}, "clearing up")


def test_ctrl_c_ends_it_with_everything_it_started_and_gives_the_run_back(
    server: Server, long: str
) -> None:
    visitor = Visitor(server)
    run = visitor.run(long)
    until(lambda: visitor.json(f"{run}/state")["status"] == "working", "the run")
    family = server.family()

    assert server.end() == 0

    assert all_gone(family)
    server.start()
    until(lambda: visitor.json(f"{run}/state")["status"] == "working", "taking it up again")
    assert text("web.run.attempts", attempts=2) not in visitor.get(run)[1]
    visitor.post(f"{run}/cancel", {})
    until(lambda: visitor.json(f"{run}/state")["over"], "cancelling")


def _folder(server: Server, run: str) -> Path:
    return server.data / run.strip("/")


@pytest.fixture(autouse=True)
def _same_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers run the program that is tested, wherever the tests are started."""
    root = str(Path(__file__).parents[2])
    before = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(part for part in (root, before) if part))
