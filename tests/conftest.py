"""What several groups of tests need ready."""

import sys
from collections.abc import Iterator

import pytest

LIMITS = ("RLIMIT_AS", "RLIMIT_DATA", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_NPROC")


@pytest.fixture(autouse=True)
def _limits_stay() -> Iterator[None]:
    """No test limits the process it runs in: a browser started later would die without a word."""
    before = _limits()
    yield
    assert _limits() == before, "the test left a limit on the process of the tests"


def _limits() -> dict[str, tuple[int, int]]:
    if sys.platform == "win32":
        return {}
    import resource

    return {name: resource.getrlimit(getattr(resource, name)) for name in LIMITS}


@pytest.fixture(scope="session")
def compiled_kernels() -> None:
    """Machine code of the columns road, compiled before any test counts its time.

    A fresh cache takes about a minute; afterwards the code is loaded in a second.
    """
    from optimizer.solving.columns.ready import make_ready

    make_ready()
