"""Run as a module: one worker that takes work from one queue until it is told to end."""

import os
import signal
import sys
import threading
from types import FrameType

import django


def main(queue: str, name: str) -> None:
    """Work for a queue under a name of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "optimizer.web.settings")
    django.setup()
    from django_tasks_db.management.commands.db_worker import Worker

    worker = Worker(
        queue_names=[queue],
        interval=0.5,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )

    def end(signum: int, frame: FrameType | None) -> None:
        worker.running = False
        raise SystemExit(0)

    # Ctrl-C reaches the whole foreground; the server tells its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, end)
    threading.Thread(target=_end_with_server, daemon=True).start()
    worker.run()


def _end_with_server() -> None:
    """The pipe from the server closes when the server is gone, however it went."""
    while os.read(0, 4096):
        pass
    os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
