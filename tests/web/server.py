"""``incubator serve`` in a process of its own, and a visitor without a browser."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from http.cookiejar import CookieJar
from pathlib import Path
from types import TracebackType
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit, urlunsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener
from uuid import uuid4

import psutil
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

PATIENCE: Final = 180.0
_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def browser_path() -> str | None:
    """Where Chromium is."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def until(true: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """Wait until something holds; what it gave."""
    ends = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < ends, f"waited {seconds} s for: {what}"
        time.sleep(0.2)
    return found


def _own_database() -> str:
    """A new database on the PostgreSQL of DATABASE_URL; blank for SQLite."""
    address = os.environ.get("DATABASE_URL", "")
    if not address:
        return ""
    import psycopg

    name = f"served_{uuid4().hex[:12]}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


class Server:
    """A running server; `kill` and `start` it again as often as wanted."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.data, self.options = folder / "data", options
        self.port = free_port()
        self.database = _own_database()
        self.password = ""
        self.process: subprocess.Popen[str] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self._log = folder / "log.txt"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def said(self) -> str:
        """Everything it has said."""
        return self._log.read_text(encoding="utf-8")

    def start(self) -> None:
        """Start it and wait until the page is there."""
        asked = ["--port", str(self.port), "--data", str(self.data), *self.options]
        environment = {**os.environ, "DATABASE_URL": self.database}
        before = len(self.said) if self._log.exists() else 0
        with self._log.open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "optimizer", "serve", *asked],
                stdout=log, stderr=log, text=True, env=environment,
            )  # fmt: skip
        until(lambda: "Ctrl-C" in self.said[before:] or self.process.poll() is not None, "start")
        assert self.process.poll() is None, self.said
        if found := re.search(r"密码 +(\w+)", self.said):
            self.password = found[1]

    def family(self) -> list[psutil.Process]:
        """The server, its workers and what they started."""
        assert self.process is not None
        top = psutil.Process(self.process.pid)
        return [top, *top.children(recursive=True)]

    def running(self, module: str) -> list[psutil.Process]:
        """Its processes that run a module."""
        found = []
        for each in self.family():
            try:
                if module in " ".join(each.cmdline()):
                    found.append(each)
            except psutil.NoSuchProcess:
                continue
        return found

    def kill(self) -> list[psutil.Process]:
        """Kill the server alone, as if the power failed; whoever it had started is told."""
        family = self.family()
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        return family

    def end(self) -> int:
        """Press Ctrl-C."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()  # and the test fails, but nothing is left running
            raise

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.end()


class Visitor:
    """A browser without a screen: cookies and forms."""

    def __init__(self, server: Server, user: str = "admin", password: str = "") -> None:
        self.server = server
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.token = ""
        self.get("/sign-in")
        password = password or server.password
        status, said = self.post("/sign-in", {"username": user, "password": password})
        assert status == 200, said
        assert "退出" in said, said

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """A page, as text."""
        status, content = self._open(Request(self.server.address + path, headers=headers))
        return status, content.decode("utf-8", "replace")

    def bytes_of(self, path: str) -> bytes:
        """What is downloaded."""
        return self._open(Request(self.server.address + path))[1]

    def json(self, path: str) -> dict[str, Any]:
        """What a script is told."""
        found: dict[str, Any] = json.loads(self.get(path, Accept="application/json")[1])
        return found

    def post(self, path: str, fields: Mapping[str, str]) -> tuple[int, str]:
        """Send a form."""
        sent = urlencode({**fields, "csrfmiddlewaretoken": self.token}).encode()
        status, content = self._open(Request(self.server.address + path, sent))
        return status, content.decode("utf-8", "replace")

    def upload(self, *files: Path, path: str = "/uploads") -> tuple[int, str, str]:
        """Give workbooks in; status, page, and the address of the page."""
        given = [SimpleUploadedFile(each.name, each.read_bytes()) for each in files]
        fields = {"csrfmiddlewaretoken": self.token, "workbooks": given}
        body = encode_multipart(BOUNDARY, fields)
        request = Request(self.server.address + path, body, {"Content-Type": MULTIPART_CONTENT})
        status, content = self._open(request)
        return status, content.decode(), urlsplit(self.last).path

    def read(self, *files: Path) -> str:
        """Give workbooks in and wait until they are read; the address of their page."""
        status, said, path = self.upload(*files)
        assert status == 200, said
        until(lambda: self.json(f"{path}/state")["over"], "reading")
        return path

    def run(self, upload: str, **settings: str) -> str:
        """Start a run; the address of its page."""
        asked = {"command": "allocate", "seconds": "60", "seed": "0", **settings}
        status, said = self.post(f"{upload}/runs", asked)
        assert status == 200, said
        return urlsplit(self.last).path

    def _open(self, request: Request) -> tuple[int, bytes]:
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                status, content, self.last = answer.status, answer.read(), answer.url
        except HTTPError as error:
            status, content, self.last = error.code, error.read(), error.url or ""
        if found := _TOKEN.search(content.decode("utf-8", "replace")):
            self.token = found[1]
        return status, content


def half_an_upload(visitor: Visitor, size: int) -> http.client.HTTPConnection:
    """Begin an upload and send half of it."""
    connection = http.client.HTTPConnection("127.0.0.1", visitor.server.port)
    connection.putrequest("POST", "/uploads")
    connection.putheader("Content-Type", MULTIPART_CONTENT)
    connection.putheader("Content-Length", str(size))
    connection.endheaders()
    connection.send(b"x" * (size // 2))
    return connection
