"""The whole server: data folder, database, first start, workers, pages, clean end."""

import os
import signal
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Final

import django
from filelock import FileLock, Timeout

from optimizer.labels import Lang, text
from optimizer.limits import MAX_UPLOAD_BYTES
from optimizer.web.environment import DATA, LANG, OPEN, environment

THREADS: Final = 8
_MOST_BUFFERED: Final = 4 * MAX_UPLOAD_BYTES
"""Requests up to here are refused by a page of ours; larger ones by the server itself."""


class Refused(Exception):  # noqa: N818 - said to the user as a sentence
    """The server cannot start so; the message is the sentence."""


@dataclass(frozen=True)
class ServeOrder:
    """What was asked for on the command line."""

    host: str
    port: int
    open: bool
    data: Path
    lang: Lang


def serve(order: ServeOrder, say: Callable[[str], None]) -> None:
    """Serve until Ctrl-C.

    Raises
    ------
    Refused
        If the address cannot be used so, another server has the data folder, or the
        database does not answer.
    """
    _refuse_open_to_all(order)
    _prepare(order)
    lock = FileLock(order.data / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise Refused(text("cli.serve.in_use", order.lang, data=order.data)) from error
    try:
        _serve(order, say)
    finally:
        lock.release()


def _serve(order: ServeOrder, say: Callable[[str], None]) -> None:
    django.setup()
    # The port comes first: a password that was made must also be shown.
    server = _bound(order)
    password = _first_start(order.lang)
    from optimizer.web.serving.staff import Staff

    # Whoever ends the server with a signal ends it as Ctrl-C does, also where it was started
    # in the background, in which Ctrl-C is not heard by itself.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, _as_ctrl_c)
    staff = Staff()
    try:
        for line in _opening(order, password):
            say(line)
        server.run()
    finally:
        say(text("cli.serve.ending", order.lang))
        staff.end()
        server.close()


def _refuse_open_to_all(order: ServeOrder) -> None:
    from optimizer.web.accounts.loopback import is_loopback

    if order.open and not is_loopback(order.host):
        raise Refused(text("cli.serve.open_refused", order.lang, host=order.host))


def _prepare(order: ServeOrder) -> None:
    """The data folder, the key, and what this process and its workers are told."""
    data = order.data.absolute()
    os.environ |= {
        DATA: str(data),
        OPEN: "1" if order.open else "0",
        LANG: order.lang,
        "DJANGO_SETTINGS_MODULE": "optimizer.web.settings",
    }
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    (data / "tmp").mkdir(exist_ok=True)
    # What comes in is put down on the disk of the data folder, and swept at the next start.
    tempfile.tempdir = str(data / "tmp")
    _keep_secret(data)


def _keep_secret(data: Path) -> None:
    """Make the key that signs sessions, once; for the owner of the data alone."""
    here = environment()
    if here.secret_file.exists():
        return
    making = data / "tmp" / "secret_key"
    with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(here.secret)
    making.rename(here.secret_file)


def _first_start(lang: Lang) -> str:
    """Bring the database up to date; return the administrator's password if it is new."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import OperationalError

    from optimizer.web.accounts.passwords import first_administrator
    from optimizer.web.files.store import sweep

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        reason = str(error).strip()
        raise Refused(text("cli.serve.no_database", lang, reason=reason)) from error
    call_command("prune_db_task_results", verbosity=0)
    sweep(settings.DATA_FOLDER)
    return "" if settings.OPEN else first_administrator()


def _bound(order: ServeOrder) -> Any:
    """The server, its port taken; before any worker is started."""
    from django.conf import settings
    from waitress.server import create_server

    from optimizer.web.wsgi import application

    proxy: dict[str, Any] = {}
    if settings.BEHIND_HTTPS:
        proxy = {
            "trusted_proxy": "127.0.0.1",
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        }
    try:
        return create_server(
            application,
            host=order.host,
            port=order.port,
            threads=THREADS,
            max_request_body_size=_MOST_BUFFERED,
            ident="incubator",
            clear_untrusted_proxy_headers=True,
            **proxy,
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        where = {"host": order.host, "port": order.port, "reason": reason}
        raise Refused(text("cli.serve.no_port", order.lang, **where)) from error


def _opening(order: ServeOrder, password: str) -> list[str]:
    """What is said when the page can be opened."""
    lang = order.lang
    host = f"[{order.host}]" if ":" in order.host else order.host
    lines = [
        text("cli.serve.address", lang, host=host, port=order.port),
        text("cli.serve.data", lang, data=order.data.absolute()),
    ]
    if password:
        from optimizer.web.accounts.passwords import ADMINISTRATOR

        lines.append(text("cli.serve.first", lang, user=ADMINISTRATOR, password=password))
    if order.open:
        lines.append(text("cli.serve.open", lang))
    return [*lines, text("cli.serve.stop", lang)]


def _as_ctrl_c(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
