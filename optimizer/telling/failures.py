"""What is said when something fails: a sentence, never a traceback."""

from pathlib import Path

from optimizer.faults import os_reason
from optimizer.labels import Lang, text


def system_sentence(error: OSError, lang: Lang) -> str:
    """Why a file could not be read or written, and what to do."""
    path = error.filename or text("cli.failed.some_file", lang)
    if isinstance(error, PermissionError):
        return text("cli.failed.busy", lang, path=path)
    return text("cli.failed.system", lang, path=path, reason=reason_of(error, lang))


def reason_of(error: OSError, lang: Lang) -> str:
    """What the system says, in the user's language where the catalogue knows it."""
    reason = os_reason(error)
    return text(reason[1:], lang) if reason.startswith("@") else reason


def without_place(error: OSError) -> OSError:
    """The same failure, without the folder it happened in: for whom that folder is not."""
    name = None if error.filename is None else Path(str(error.filename)).name
    return OSError(error.errno, error.strerror, name)
