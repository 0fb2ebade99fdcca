"""Exit codes (fixed), and what a failure says before the program ends with one."""

import os
import sys
import traceback
from collections.abc import Callable
from enum import IntEnum
from typing import Final, TextIO

import typer

from optimizer.faults import os_reason
from optimizer.labels import Lang, text

DEBUG_VARIABLE: Final = "INCUBATOR_DEBUG"
"""Environment variable that asks for the full record of an internal failure."""

Refusal = typer.BadParameter
"""What the user asked for cannot be meant: ends with code 64."""


class ExitCode(IntEnum):
    """How the program ends (design section 7)."""

    DONE = 0
    FAULTS = 1
    INFEASIBLE = 2
    INTERNAL = 3
    NO_PLAN = 4
    USAGE = 64


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
        note(_system_sentence(error, lang))
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


def _system_sentence(error: OSError, lang: Lang) -> str:
    path = error.filename or text("cli.failed.some_file", lang)
    if isinstance(error, PermissionError):
        return text("cli.failed.busy", lang, path=path)
    reason = os_reason(error)
    if reason.startswith("@"):
        reason = text(reason[1:], lang)
    return text("cli.failed.system", lang, path=path, reason=reason)


def _record(error: BaseException) -> None:
    """The traceback, for those who asked for it."""
    if os.environ.get(DEBUG_VARIABLE):
        note("".join(traceback.format_exception(error)))


def _abandon(stream: TextIO) -> None:
    """Let a stream whose reader has gone be flushed at exit without a second failure."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
