"""Where independent solves run: processes at home, or a Dask cluster - one interface.

Either way the work is ``executor.submit(function, ...)`` and the answers are taken in the order
of asking, so that the same questions give the same report wherever they were answered.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any, Final, TypeVar

from optimizer.solving.progress import Watch

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")

LOOK_UP_SECONDS: Final = 0.5
"""How often one who waits looks whether somebody asked to stop."""


class ClusterMissing(RuntimeError):  # noqa: N818 - said to the user as a sentence
    """A scheduler was named, but Dask is not installed or nobody answers there."""


class StoppedByHand(Exception):  # noqa: N818 - somebody asked to stop, nothing failed
    """The answers are not waited for any more."""


class _WhenAsked(Future[Any]):
    """A future that does its work when its result is asked for."""

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__()
        self._work = work

    def result(self, timeout: float | None = None) -> Any:
        if not self.done():
            try:
                self.set_result(self._work())
            except Exception as error:
                self.set_exception(error)
        return super().result(timeout)


class HereAndNow(Executor):
    """Does the work in this process, when its answer is asked for: for one thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Remember the work."""
        return _WhenAsked(partial(fn, *args, **kwargs))


@contextmanager
def executor_for(workers: int, scheduler: str | None = None) -> Iterator[Executor]:
    """An executor: this process for one worker, several processes, or a Dask cluster.

    Parameters
    ----------
    workers : int
        Processes at home.
    scheduler : str, optional
        Address of a Dask scheduler, e.g. ``tcp://10.0.0.1:8786`` (extra ``[cluster]``).

    Raises
    ------
    ClusterMissing
        If a scheduler is named and cannot be used.
    """
    if scheduler is not None:
        with _cluster(scheduler) as cluster:
            yield cluster
        return
    workers = min(workers, os.cpu_count() or 1)
    if workers <= 1:
        yield HereAndNow()
        return
    # A forked child would inherit solver threads that do not run in it.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, spawn, _end_on_ctrl_c) as pool:
        yield pool


def _end_on_ctrl_c() -> None:
    """A worker that gets Ctrl-C with the whole program ends without a word."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def _cluster(scheduler: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterMissing("pip install 'incubator-optimizer[cluster]'") from error
    try:
        client: Any = Client(scheduler, timeout=10)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterMissing(str(error)) from error
    with client:
        yield client.get_executor(pure=False)


def asked_for(
    executor: Executor, function: Callable[[Asked], Answered], questions: Sequence[Asked]
) -> list[Future[Answered]]:
    """Ask all questions; the answers come when they come."""
    return [executor.submit(function, question) for question in questions]


def told(
    futures: Sequence[Future[Answered]], watch: Watch, doing: str, before: int = 0, of: int = 0
) -> list[Answered]:
    """The answers in the order of asking; the watch hears that they are being waited for.

    Parameters
    ----------
    before, of : int
        Answers that came before these, and how many there will be in all; the watch is told how
        many there are by now unless `of` is 0.

    Raises
    ------
    StoppedByHand
        If somebody asks the watch to stop before the last answer is there.
    """

    def tell() -> None:
        done = before + sum(future.done() for future in futures) if of else 0
        watch.saw(doing, done=done, of=of)

    return [_awaited(future, watch, tell) for future in futures]


def _awaited(future: Future[Answered], watch: Watch, tell: Callable[[], None]) -> Answered:
    tell()
    while not watch.interrupted:
        try:
            return future.result(LOOK_UP_SECONDS)
        except BrokenExecutor as error:
            if watch.interrupted:
                raise StoppedByHand from error
            raise
        except TimeoutError:
            if future.done():
                raise
        tell()
    raise StoppedByHand
