"""The version of the program, from the installed package's own metadata."""

from importlib.metadata import PackageNotFoundError, version
from typing import Final


def _version() -> str:
    try:
        return version("incubator-optimizer")
    except PackageNotFoundError:  # run from a source tree that is not installed
        return "0.0.0"


VERSION: Final = _version()
