"""The screen of a run, whatever it was and however it ended."""

from collections.abc import Sequence
from typing import Any

from optimizer.developed import DevelopmentResult
from optimizer.faults import Fault
from optimizer.labels import Lang, text
from optimizer.reporting.run_json import result_json
from optimizer.reporting.screen import parts
from optimizer.reporting.screen.allocation import allocation_screen
from optimizer.reporting.screen.development import development_screen
from optimizer.reporting.screen.faults import faults_table
from optimizer.result import Result
from optimizer.solving.ending import Ending


def screen_of(result: Result, lang: Lang) -> dict[str, Any]:
    """What a page shows of a run, as values that JSON can hold (docs/result_screens.md).

    Figures, tables and sentences are those of the Excel report; without a plan the screen says
    why, as far as it is known.
    """
    if isinstance(result, DevelopmentResult):
        return development_screen(result, lang)
    return allocation_screen(result, lang)


def screen_of_faults(
    faults: Sequence[Fault], lang: Lang, command: str = "allocate"
) -> dict[str, Any]:
    """What a page shows where the input has errors, so that nothing was solved.

    Parameters
    ----------
    command : {'allocate', 'plan'}
        What was asked for.
    """
    kind = "plan" if command == "plan" else "allocation"
    title = text("screen.title.faults", lang)
    told = result_json(None, faults, lang, command)
    return {
        "kind": kind,
        "lang": lang,
        "has_plan": False,
        "synthetic": False,
        "data": "",
        "title": text(f"report.title.{'plan_summary' if kind == 'plan' else 'summary'}", lang),
        "horizon": "",
        "ending": {
            "name": str(Ending.FAULTS),
            "sentence": text("ending.faults", lang),
            "advice": text("screen.no_plan.faults", lang),
            "tone": "bad",
        },
        "figures": parts.figures(told),
        "cards": [],
        "sentences": [],
        "sections": [parts.section("faults", title, tables=[faults_table(faults, lang)])],
        "words": parts.words(lang),
    }
