"""Pages of runs: start, watch, stop, cancel, download, delete; a list of one's own."""

import json
from typing import Any
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from optimizer.labels import text
from optimizer.telling.numbers import percent
from optimizer.version import VERSION
from optimizer.web.files.store import made_whole, remove
from optimizer.web.pages.language import lang_of
from optimizer.web.pages.requests import user_of
from optimizer.web.runs.run import Run
from optimizer.web.runs.settings_form import SettingsForm
from optimizer.web.runs.told import seconds_of, state_of
from optimizer.web.work.queued import Status
from optimizer.web.workbooks.receiving import copied_input
from optimizer.web.workbooks.upload import Upload
from optimizer.web.workbooks.views import mapping_file, own_upload, show_upload

ON_A_PAGE = 25


@require_POST
def start(request: HttpRequest, key: UUID) -> HttpResponse:
    """Start a run on an upload that has no errors."""
    upload, lang = own_upload(request, key), lang_of(request)
    form = SettingsForm(lang, bool(upload.summary.get("can_plan")), request.POST)
    if not upload.can_run:
        return show_upload(request, upload, refused=text("web.refused.has_errors", lang))
    if not form.is_valid():
        return show_upload(request, upload, form)
    run = Run(
        id=uuid4(), owner=upload.owner, lang=lang, names=upload.names, upload=upload.key,
        command=form.cleaned_data["command"], settings=form.asked, version=VERSION,
    )  # fmt: skip
    _stored(run, upload)
    return redirect("run", key=run.key)


def _stored(run: Run, upload: Upload) -> None:
    """Its own copy of the input on the disk, then the row and its place in the queue."""
    with made_whole(run.folder) as folder:
        copied_input(upload, folder)
    try:
        with transaction.atomic():
            run.save()
            run.enqueue()
    except BaseException:
        remove(run.folder)
        raise


def own_run(request: HttpRequest, key: UUID) -> Run:
    """The run, if it is this user's; else it is not there."""
    return get_object_or_404(Run, pk=key, owner=user_of(request))


@never_cache
@require_GET
def run_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """A run: its progress while it works, then its result."""
    run, lang = own_run(request, key), lang_of(request)
    screen: dict[str, Any] = {}
    if run.status == Status.DONE and run.screen(lang).exists():
        screen = json.loads(run.screen(lang).read_text(encoding="utf-8"))
    told = {
        "run": run,
        "screen": screen,
        "state": state_of(run, lang),
        "seconds": round(seconds_of(run)),
        "gap_asked": percent(run.settings.get("gap")),
    }
    return render(request, "web/run.html", told)


@never_cache
@require_GET
def run_state(request: HttpRequest, key: UUID) -> HttpResponse:
    """How the run stands, for the page's script."""
    return JsonResponse(state_of(own_run(request, key), lang_of(request)))


@require_POST
def stop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask the run to stop and keep the best plan so far."""
    return _asked(request, key, stop_asked=True)


@require_POST
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    """End the run and keep nothing."""
    run = own_run(request, key)
    # One that nobody has taken yet ends here.
    waiting = Run.objects.filter(pk=run.pk, status=Status.WAITING)
    if waiting.update(status=Status.CANCELLED, cancel_asked=True, finished=timezone.now()):
        run.tidy()
    return _asked(request, key, cancel_asked=True)


def _asked(request: HttpRequest, key: UUID, **asked: bool) -> HttpResponse:
    run = own_run(request, key)
    Run.objects.filter(pk=run.pk, status__in=(Status.WAITING, Status.WORKING)).update(**asked)
    if request.headers.get("Accept", "").startswith("application/json"):
        run.refresh_from_db()
        return JsonResponse(state_of(run, lang_of(request)))
    return redirect("run", key=key)


@require_POST
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    """Delete a run that is over: its row and everything kept with it."""
    run = own_run(request, key)
    if not run.is_over:
        return redirect("run", key=key)
    folder = run.folder
    run.delete()
    remove(folder)
    return redirect("runs")


@never_cache
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """One's own runs, the newest first."""
    own = Run.objects.filter(owner=user_of(request)).order_by("-created")
    page = Paginator(own, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "web/runs.html", {"page": page})


@require_GET
def report(request: HttpRequest, key: UUID) -> FileResponse:
    """The Excel report."""
    run = own_run(request, key)
    return _file(run, "report", run.report_name)


@require_GET
def result_json(request: HttpRequest, key: UUID) -> FileResponse:
    """The figures of the run."""
    run = own_run(request, key)
    return _file(run, "result", run.report_name.removesuffix(".xlsx") + ".json")


@require_GET
def city(request: HttpRequest, key: UUID) -> FileResponse:
    """The workbook of the city with the opened carriers."""
    run = own_run(request, key)
    return _file(run, "city", run.city_name)


@require_GET
def mapping(request: HttpRequest, key: UUID) -> FileResponse:
    """The answers on headers and tables that the run was read with."""
    return mapping_file(own_run(request, key), lang_of(request))


def _file(run: Run, what: str, name: str) -> FileResponse:
    path = {"report": run.report, "result": run.result, "city": run.city}[what]
    if not run.has_report or not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)
