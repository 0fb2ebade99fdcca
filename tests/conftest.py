"""What several groups of tests need ready."""

import pytest


@pytest.fixture(scope="session")
def compiled_kernels() -> None:
    """Machine code of the columns road, compiled before any test counts its time.

    A fresh cache takes about a minute; afterwards the code is loaded in a second.
    """
    from optimizer.solving.columns.ready import make_ready

    make_ready()
