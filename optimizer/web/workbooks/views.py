"""Pages of uploads: give in, see what was understood, correct, take the marked workbook."""

import json
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from optimizer.labels import Lang, text
from optimizer.limits import MAX_UPLOAD_BYTES, MAX_UPLOAD_FILES
from optimizer.tables.template import write_template
from optimizer.web.pages.language import lang_of
from optimizer.web.pages.requests import user_of
from optimizer.web.runs.run import Run
from optimizer.web.runs.settings_form import SettingsForm
from optimizer.web.work.queued import Status
from optimizer.web.workbooks.receiving import (
    Refused,
    forget,
    receive,
    receive_answers,
    receive_corrected,
    receive_sample,
    state_of,
)
from optimizer.web.workbooks.samples import SAMPLES, sample_file
from optimizer.web.workbooks.upload import Upload

RECENT = 8
_MB = 1024 * 1024
_TOKEN = "csrfmiddlewaretoken"


@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Where one begins: give workbooks in, or take a sample or the template."""
    return _home(request)


def _home(request: HttpRequest, refused: str = "", status: int = 200) -> HttpResponse:
    user = user_of(request)
    own = {
        "uploads": Upload.objects.filter(owner=user).order_by("-created")[:RECENT],
        "runs": Run.objects.filter(owner=user).order_by("-created")[:RECENT],
    }
    told = {"samples": SAMPLES, "refused": refused, **limits_told(), **own}
    return render(request, "web/home.html", told, status=status)


def limits_told() -> dict[str, int]:
    """The limits that the page tells, and its script holds before anything is sent."""
    return {
        "limit_mb": MAX_UPLOAD_BYTES // _MB,
        "limit_bytes": MAX_UPLOAD_BYTES,
        "limit_files": MAX_UPLOAD_FILES,
    }


@require_POST
def give_in(request: HttpRequest) -> HttpResponse:
    """Take workbooks in."""
    lang = lang_of(request)
    try:
        upload = receive(user_of(request), request.FILES.getlist("workbooks"), lang)
    except Refused as refused:
        return _home(request, text(f"web.refused.{refused.key}", lang, **refused.values), 400)
    return redirect("upload", key=upload.key)


@require_POST
def take_sample(request: HttpRequest) -> HttpResponse:
    """Take a sample in."""
    try:
        sample = sample_file(request.POST.get("sample", ""))
    except KeyError as error:
        raise Http404 from error
    upload = receive_sample(user_of(request), sample, lang_of(request))
    return redirect("upload", key=upload.key)


@require_GET
def blank_template(request: HttpRequest) -> FileResponse:
    """The blank workbook."""
    lang = lang_of(request)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        write_template(path, lang)
        content = path.read_bytes()
    name = text("web.template_name", lang)
    return FileResponse(BytesIO(content), as_attachment=True, filename=name)


def own_upload(request: HttpRequest, key: UUID) -> Upload:
    """The upload, if it is this user's; else it is not there."""
    return get_object_or_404(Upload, pk=key, owner=user_of(request))


@never_cache
@require_GET
def upload_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was understood of an upload, what is wrong, and how to go on."""
    return show_upload(request, own_upload(request, key))


def show_upload(
    request: HttpRequest,
    upload: Upload,
    form: SettingsForm | None = None,
    refused: str = "",
) -> HttpResponse:
    """The page of an upload, with what was refused."""
    lang = lang_of(request)
    read: dict[str, Any] = {}
    if upload.status == Status.DONE:
        read = json.loads(upload.understood(lang).read_text(encoding="utf-8"))
    marked = []
    if upload.summary.get("marked"):
        marked = [(number, name) for number, name in enumerate(upload.names, 1)]
    told = {
        "upload": upload,
        "read": read,
        "asked": _asked(read.get("questions", ())),
        "marked": marked,
        "form": form or SettingsForm(lang, bool(upload.summary.get("can_plan"))),
        "refused": refused,
        "runs": Run.objects.filter(owner=upload.owner, upload=upload.pk).order_by("-created"),
        **limits_told(),
    }
    status = 400 if refused or (form is not None and form.errors) else 200
    return render(request, "web/upload.html", told, status=status)


def _asked(questions: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Questions by what is wanted: an answer first, one if it matters, perhaps another one."""
    asked: dict[str, list[dict[str, Any]]] = {"needed": [], "optional": [], "answered": []}
    for each in questions:
        group = "needed" if each["needed"] else "answered" if each["answer"] else "optional"
        asked[group].append(each)
    return asked


@never_cache
@require_GET
def upload_state(request: HttpRequest, key: UUID) -> HttpResponse:
    """Whether it has been read."""
    return JsonResponse(state_of(own_upload(request, key)))


@require_POST
def give_in_corrected(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take corrected workbooks in, on the same page."""
    upload, lang = own_upload(request, key), lang_of(request)
    try:
        receive_corrected(upload, request.FILES.getlist("workbooks"), lang)
    except Refused as refused:
        upload.refresh_from_db()
        said = text(f"web.refused.{refused.key}", lang, **refused.values)
        return show_upload(request, upload, refused=said)
    return redirect("upload", key=key)


@require_POST
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take answers on headers and tables, and read the same workbooks with them."""
    upload, lang = own_upload(request, key), lang_of(request)
    given = {name: str(each) for name, each in request.POST.items() if name != _TOKEN}
    try:
        receive_answers(upload, given, lang)
    except Refused as refused:
        upload.refresh_from_db()
        said = text(f"web.refused.{refused.key}", lang, **refused.values)
        return show_upload(request, upload, refused=said)
    return redirect("upload", key=key)


@require_GET
def mapping(request: HttpRequest, key: UUID) -> FileResponse:
    """The answers as the mapping file of the command line."""
    return mapping_file(own_upload(request, key), lang_of(request))


def mapping_file(of: Upload | Run, lang: Lang) -> FileResponse:
    """The mapping file of an upload or a run, named after its workbook."""
    if not of.has_answers:
        raise Http404
    name = f"{Path(of.names[0]).stem}_{text('web.question.file_suffix', lang)}.toml"
    return FileResponse(of.mapping.open("rb"), as_attachment=True, filename=name)


@require_GET
def marked_workbook(request: HttpRequest, key: UUID, number: int) -> FileResponse:
    """A workbook back, with its faults marked."""
    upload = own_upload(request, key)
    path = upload.marked(number)
    if upload.status != Status.DONE or not path.exists():
        raise Http404
    stem = Path(upload.names[number - 1]).stem
    suffix = text("web.upload.marked_suffix", lang_of(request))
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{stem}_{suffix}.xlsx")


@require_POST
def delete_upload(request: HttpRequest, key: UUID) -> HttpResponse:
    """Delete an upload; its runs keep their own copy."""
    forget(own_upload(request, key))
    return redirect("home")
