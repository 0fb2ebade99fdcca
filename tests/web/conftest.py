"""Users, uploads and servers for the tests of the web page."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from optimizer.web.runs.carrying_out import carry_out
from optimizer.web.runs.run import KEPT, Run
from optimizer.web.work.queued import Status
from optimizer.web.workbooks.reading import read
from optimizer.web.workbooks.receiving import receive
from optimizer.web.workbooks.upload import READ, Upload
from tests.samples.write import INPUTS
from tests.web.server import Server, browser_path

PASSWORD = "correct horse battery"
OWN_NAME = "王经理的台账"
SETTINGS = {"command": "allocate", "seconds": "60", "seed": "0"}
_OF_A_RUN = (
    "status",
    "summary",
    "progress",
    "input_sha256",
    "version",
    "attempts",
    "started",
    "finished",
)

Uploaded = Callable[..., Upload]

_READ: dict[tuple[object, ...], tuple[Path, dict[str, Any]]] = {}
_RUN: dict[str, tuple[Path, dict[str, Any]]] = {}
"""What was read once is not read again by every test."""


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, settings: Any) -> Path:
    """Every test has a data folder of its own."""
    folder = tmp_path / "data"
    (folder / "tmp").mkdir(parents=True)
    settings.DATA_FOLDER = folder
    # Slow on purpose outside of tests.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.FILE_UPLOAD_TEMP_DIR = folder / "tmp"
    return folder


@pytest.fixture
def wang(db: None) -> User:
    """A manager."""
    return User.objects.create_user("wang", password=PASSWORD)


@pytest.fixture
def li(db: None) -> User:
    """Another manager."""
    return User.objects.create_user("li", password=PASSWORD)


@pytest.fixture
def page(wang: User) -> Client:
    """The page as wang sees it."""
    client = Client()
    client.force_login(wang)
    return client


@pytest.fixture
def uploaded(wang: User, tmp_path_factory: pytest.TempPathFactory) -> Uploaded:
    """Takes workbooks in for wang and has them read."""

    def take(*files: Path | SimpleUploadedFile, anew: bool = False) -> Upload:
        given = [
            each
            if isinstance(each, SimpleUploadedFile)
            else SimpleUploadedFile(each.name, each.read_bytes())
            for each in files
        ]
        upload = receive(wang, given, "zh")
        contents = (*upload.names, *(file.read_bytes() for file in upload.files))
        if contents in _READ and not anew:
            folder, summary = _READ[contents]
            shutil.copytree(folder, upload.folder / READ)
            Upload.objects.filter(pk=upload.pk).update(status=Status.DONE, summary=summary)
            upload.refresh_from_db()
            return upload
        read(upload.key, "test")
        upload.refresh_from_db()
        if upload.status == Status.DONE:
            kept = tmp_path_factory.mktemp("read") / READ
            shutil.copytree(upload.folder / READ, kept)
            _READ[contents] = (kept, upload.summary)
        return upload

    return take


@pytest.fixture
def by_hand(uploaded: Uploaded) -> Upload:
    """The small sample under a name of wang's own, read."""
    content = (INPUTS / "by_hand.xlsx").read_bytes()
    return uploaded(SimpleUploadedFile(f"{OWN_NAME}.xlsx", content))


@pytest.fixture
def waiting(page: Client, by_hand: Upload) -> Run:
    """A run that nobody has taken yet."""
    page.post(reverse("start", args=[by_hand.key]), SETTINGS)
    return Run.objects.get(upload=by_hand.pk)


@pytest.fixture
def done(waiting: Run, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run that is over."""
    if not _RUN:
        carry_out(waiting.key, "test")
        row = Run.objects.filter(pk=waiting.pk).values(*_OF_A_RUN).get()
        kept = tmp_path_factory.mktemp("run") / KEPT
        shutil.copytree(waiting.folder / KEPT, kept)
        _RUN["done"] = (kept, row)
    else:
        kept, row = _RUN["done"]
        shutil.copytree(kept, waiting.folder / KEPT)
        Run.objects.filter(pk=waiting.pk).update(**row)
    waiting.refresh_from_db()
    return waiting


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """``incubator serve`` as it is typed, for the tests of one module."""
    with Server(tmp_path_factory.mktemp("served")) as served:
        yield served


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium; without one the test is skipped, or fails where it must be there."""
    path = browser_path()
    if path is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("no Chromium found, and REQUIRE_BROWSER=1")
        pytest.skip("no Chromium found: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
