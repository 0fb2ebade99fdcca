"""Words of the catalogue in templates: ``{% t "upload.title" %}``."""

from collections.abc import Mapping, Sequence

from django import template
from django.template import Context

from optimizer.labels import text
from optimizer.telling.numbers import percent
from optimizer.web.runs.run import Run
from optimizer.web.work.queued import Queued, Status
from optimizer.web.workbooks.upload import Upload

register = template.Library()


@register.simple_tag(takes_context=True)
def t(context: Context, key: str, **values: object) -> str:
    """A text of the page; it is escaped like every other value."""
    return text(f"web.{key}", context["lang"], **values)


@register.simple_tag(takes_context=True)
def told(context: Context, said: Mapping[str, Sequence[str]]) -> list[str]:
    """Sentences that were kept in every language."""
    return list(said.get(context["lang"], ()))


@register.simple_tag(takes_context=True)
def status_told(context: Context, work: Queued) -> str:
    """How work stands."""
    return text(f"web.status.{work.status}", context["lang"])


@register.simple_tag(takes_context=True)
def upload_mark(context: Context, upload: Upload) -> dict[str, str]:
    """How an upload stands: once it is read, whether it can be run."""
    look = str(upload.status)
    key = look
    if upload.status == Status.DONE:
        key, look = ("ready", "done") if upload.can_run else ("faulty", "failed")
    return {"look": look, "words": text(f"web.status.{key}", context["lang"])}


@register.simple_tag(takes_context=True)
def sample_told(context: Context, name: str) -> str:
    """What a sample is."""
    return text(f"web.sample.{name}", context["lang"])


@register.simple_tag(takes_context=True)
def settings_told(context: Context, run: Run) -> str:
    """The settings of a run on one line."""
    lang, asked = context["lang"], run.settings
    said = text(
        "web.run.settings_told",
        lang,
        seconds=f"{asked['seconds']:g}",
        gap=percent(asked["gap"]),
        seed=asked["seed"],
    )
    if asked["work"]:
        said += text("web.run.work_told", lang, work=asked["work"])
    if run.command == "plan":
        counts = {name: asked[name] for name in ("alternatives", "futures")}
        said += text("web.run.plan_told", lang, **counts)
    return said
