"""What several groups of tests need ready."""

import pytest


@pytest.fixture(scope="session")
def compiled_kernels() -> None:
    """Machine code of the columns road, compiled before any test counts its time.

    A fresh cache takes about a minute; afterwards the code is loaded in a second.
    """
    from optimizer.limits import Limits
    from optimizer.solving.columns.road import solve_columns
    from tests.solving.corpus import crowd
    from tests.solving.crowded import crowded

    for case in (crowd(), crowded()):
        solve_columns(case, Limits(seconds=900, work=1, gap=0.0))
