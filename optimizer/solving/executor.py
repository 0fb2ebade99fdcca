"""Where independent solves run: processes at home, or a Dask cluster - one interface.

Either way the work is ``executor.submit(function, ...)`` and the answers are taken in the order
of asking, so that the same questions give the same report wherever they were answered.
"""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from optimizer.solving.progress import Watch

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")


class ClusterMissing(RuntimeError):  # noqa: N818 - said to the user as a sentence
    """A scheduler was named, but Dask is not installed or nobody answers there."""


class HereAndNow(Executor):
    """Runs what it is given at once, in this process: for one thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run it; the future is done when this returns."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


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
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        yield pool


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


def told(futures: Sequence[Future[Answered]], watch: Watch, doing: str) -> list[Answered]:
    """The answers in the order of asking; the watch hears that they are being waited for."""
    answers = []
    for future in futures:
        watch.saw(doing)
        answers.append(future.result())
    return answers
