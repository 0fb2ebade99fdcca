"""The fault list as it is printed: file by file, errors first, counts at the end."""

from collections.abc import Iterator, Sequence

from optimizer.faults import Fault, errors_in
from optimizer.labels import Lang, text


def fault_lines(faults: Sequence[Fault], lang: Lang) -> Iterator[str]:
    """One line per fault and a closing count."""
    if not faults:
        yield text("cli.faults.none", lang)
        return
    for fault in ordered(faults):
        yield text(
            "cli.faults.line",
            lang,
            severity=text(f"cli.faults.{fault.severity}", lang),
            sentence=fault.sentence(lang),
        )
    errors = len(errors_in(faults))
    yield text("cli.faults.count", lang, errors=errors, warnings=len(faults) - errors)


def ordered(faults: Sequence[Fault]) -> list[Fault]:
    """Files in the order they are first named; in each, errors before warnings."""
    files = list(dict.fromkeys(fault.file for fault in faults))
    return sorted(faults, key=lambda f: (files.index(f.file), f.severity != "error"))
