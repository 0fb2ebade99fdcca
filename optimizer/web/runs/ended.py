"""How a run ended, in sentences of every language: kept with the run, shown on its page."""

from typing import Any

from optimizer.developed import DevelopmentResult
from optimizer.labels import LANGS, Lang, text
from optimizer.orders.order import ExitCode, Outcome
from optimizer.result import Result
from optimizer.telling.fault_lines import fault_lines
from optimizer.telling.numbers import number, percent
from optimizer.telling.sentences import (
    breach_sentence,
    clash_intro,
    clash_sentence,
    relaxed_sentence,
)


def ended(outcome: Outcome) -> dict[str, Any]:
    """The ending, the figures, and what is told of them in each language."""
    result = outcome.result
    return {
        "code": int(outcome.code),
        "report": outcome.code is ExitCode.DONE,
        "ending": "" if result is None else str(result.ending),
        "said": {lang: _said(outcome, lang) for lang in LANGS},
        "figures": {} if result is None else _figures(result),
        "reproducible": result is not None and result.is_reproducible,
    }


def _said(outcome: Outcome, lang: Lang) -> list[str]:
    """The first line says how it ended, the others why."""
    result = outcome.result
    if outcome.broken is not None:
        lines = [breach_sentence(breach, lang) for breach in outcome.broken.breaches]
        return [text("cli.failed.breach", lang, detail=outcome.broken), *lines]
    if result is None:
        return [text("web.ended.faults", lang), *fault_lines(outcome.faults, lang)]
    said = [result.ending_sentence(lang, percent(result.gap))]
    if result.clash:
        said.append(clash_intro(result.clash, lang))
        said += [clash_sentence(member, lang) for member in result.clash]
    if isinstance(result, DevelopmentResult):
        said += [relaxed_sentence(each, lang) for each in result.relaxations]
    return said


def _figures(result: Result) -> dict[str, str]:
    if result.plan is None:
        return {}
    digits = 0 if isinstance(result, DevelopmentResult) else None
    return {
        "objective": number(result.objective, digits),
        "bound": number(result.bound, digits),
        "gap": percent(result.gap),
    }
