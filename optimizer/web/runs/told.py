"""How a run stands, as its page shows it while it works."""

from typing import Any

from django.utils import timezone

from optimizer.labels import Lang, known, text
from optimizer.telling.steps import BESIDE, step_name
from optimizer.web.runs.run import Run
from optimizer.web.work.queued import Status


def state_of(run: Run, lang: Lang) -> dict[str, Any]:
    """Status, step, best plan, bound and gap over time."""
    cells = run.progress.get("cells") or ["–", "–", "–"]
    return {
        "status": run.status,
        "status_told": text(f"web.status.{run.status}", lang),
        "over": run.is_over,
        "doing": _doing(run, lang),
        "seconds": round(seconds_of(run)),
        "value": cells[0],
        "bound": cells[1],
        "gap": cells[2],
        "points": run.progress.get("points", []),
        # Before there is a plan, stopping would keep nothing.
        "can_stop": _has_plan(run) and not (run.stop_asked or run.cancel_asked),
    }


def _has_plan(run: Run) -> bool:
    return run.status == Status.WORKING and any(
        value is not None for _, value, *_ in run.progress.get("points", ())
    )


def seconds_of(run: Run) -> float:
    """How long it has worked, or did work."""
    if run.started is None:
        return 0.0
    return ((run.finished or timezone.now()) - run.started).total_seconds()


def _doing(run: Run, lang: Lang) -> str:
    if run.status == Status.WAITING:
        return text("web.run.waiting_again" if run.attempts else "web.run.waiting", lang)
    if run.status != Status.WORKING:
        return ""
    if run.cancel_asked:
        return text("web.run.cancelling", lang)
    doing = str(run.progress.get("doing", "reading"))
    said = f"web.doing.{doing}"
    done, of = run.progress.get("far", (0, 0))
    words = text(said, lang) if known(said) else step_name(doing, lang, done, of)
    if run.command == "plan" and doing in BESIDE:
        words = text("web.run.beside", lang, doing=words)
    return text("web.run.stopping", lang, doing=words) if run.stop_asked else words
