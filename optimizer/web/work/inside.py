"""What runs in a child process: its limits, what it reports, and the request to stop.

The child and its worker share two pipes: JSON lines come out, ``stop`` goes in. When the
pipe in is closed the worker is gone, and the child ends with everything it started.
Nothing here knows of Django: the child reads files and writes files.
"""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from optimizer.labels import LANGS, text
from optimizer.telling.failures import system_sentence, without_place

LOOK_UP_SECONDS: Final = 0.2
_MB: Final = 1024 * 1024


class Channel:
    """The pipes to the worker."""

    def __init__(self) -> None:
        # Libraries that print must not write between the lines: they get the log instead.
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    def tell(self, event: str, **values: Any) -> None:
        """Report something to the worker."""
        with self._lock:
            self._out.write(json.dumps({"event": event, **values}, ensure_ascii=False) + "\n")
            self._out.flush()

    @property
    def asked_to_stop(self) -> bool:
        """Whether somebody wants the best plan so far."""
        return self._stop.is_set()

    def _listen(self) -> None:
        # Read past Python's own buffer: its lock would hang the end of the process.
        while heard := os.read(0, 4096):
            if b"stop" in heard and not self._stop.is_set():
                self._stop.set()
                threading.Thread(target=_press_ctrl_c, daemon=True).start()
        _end_all()


def _press_ctrl_c() -> None:
    """Ask every search once to stop, as Ctrl-C does on the command line.

    A search puts its own handler in place while it works. Between searches nobody listens,
    so the request is kept for the next one; a second one would abort the same search.
    """
    asked: Any = _ignore
    while True:
        handler = signal.getsignal(signal.SIGINT)
        if handler is not _ignore and handler is not asked:
            asked = handler
            if sys.platform == "win32":
                import _thread

                _thread.interrupt_main()
            else:
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        time.sleep(LOOK_UP_SECONDS)


def _end_all() -> None:
    """The worker is gone: end this process and those it started."""
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def limit_memory(megabytes: int) -> None:
    """Let this process hold no more than so much; not every system can."""
    if not sys.platform.startswith("linux") or megabytes <= 0:
        return
    import resource

    with suppress(ValueError):  # a lower limit stands already
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * _MB, megabytes * _MB))


def work_in_child(work: Callable[[Path, Channel], None]) -> int:
    """Do the work in the folder named by the first argument; whatever fails is told."""
    folder, megabytes = Path(sys.argv[1]), int(sys.argv[2])
    # Between searches a request to stop must not end the process.
    signal.signal(signal.SIGINT, _ignore)
    channel = Channel()
    limit_memory(megabytes)
    try:
        work(folder, channel)
    except MemoryError:
        _tell_failure(channel, "web.ended.memory", limit=megabytes)
    except OSError as error:
        told = {lang: [system_sentence(without_place(error), lang)] for lang in LANGS}
        channel.tell("failed", said=told)
        raise
    except Exception as error:
        _tell_failure(channel, "web.ended.internal", kind=type(error).__name__, message=error)
        raise
    return 0


def _ignore(signum: int, frame: object) -> None:
    """Heard outside a search: the next search is told."""


def _tell_failure(channel: Channel, key: str, **values: object) -> None:
    channel.tell("failed", said={lang: [text(key, lang, **values)] for lang in LANGS})
