"""The command ``incubator``: arguments, exit codes, what is shown; no planning of its own.

Results go to standard output, progress and refusals to standard error.
"""

from optimizer.cli.app import main

__all__ = ["main"]
