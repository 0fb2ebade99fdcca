"""Exit codes (fixed), and what a failure says before the program ends with one."""

import os
import sys
import traceback
from collections.abc import Callable
from typing import Final, TextIO

import typer

from optimizer.labels import Lang, text
from optimizer.orders.order import ExitCode
from optimizer.telling.failures import system_sentence

DEBUG_VARIABLE: Final = "INCUBATOR_DEBUG"
"""Environment variable that asks for the full record of an internal failure."""

__all__ = ["DEBUG_VARIABLE", "ExitCode", "Refusal", "guarded", "note", "show"]

Refusal = typer.BadParameter
"""What the user asked for cannot be meant: ends with code 64."""


def show(line: str) -> None:
    """A line of the result, to standard output."""
    typer.echo(line)


def note(line: str) -> None:
    """A line of progress or refusal, to standard error."""
    typer.echo(line, err=True)


def guarded(work: Callable[[], ExitCode], lang: Lang) -> ExitCode:
    """Run a command; a failure becomes a sentence and an exit code, not a traceback."""
    try:
        code = work()
        sys.stdout.flush()
    except Refusal:
        raise
    except KeyboardInterrupt:
        note(text("cli.failed.interrupted", lang))
        return ExitCode.NO_PLAN
    except BrokenPipeError:
        _abandon(sys.stdout)
        note(text("cli.failed.stdout", lang))
        return ExitCode.INTERNAL
    except OSError as error:
        _record(error)
        note(system_sentence(error, lang))
        return ExitCode.INTERNAL
    except Exception as error:
        _record(error)
        note(
            text(
                "cli.failed.internal",
                lang,
                kind=type(error).__name__,
                message=error,
                variable=DEBUG_VARIABLE,
            )
        )
        return ExitCode.INTERNAL
    return code


def _record(error: BaseException) -> None:
    """The traceback, for those who asked for it."""
    if os.environ.get(DEBUG_VARIABLE):
        note("".join(traceback.format_exception(error)))


def _abandon(stream: TextIO) -> None:
    """Let a stream whose reader has gone be flushed at exit without a second failure."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
