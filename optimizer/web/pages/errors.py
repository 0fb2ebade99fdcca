"""Pages for what goes wrong: a sentence and what to do, and nothing of the database is asked."""

import logging
import sys
from errno import EDQUOT, ENOSPC
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from optimizer.labels import text
from optimizer.limits import MAX_UPLOAD_BYTES, MAX_UPLOAD_FILES
from optimizer.web.pages.language import lang_of

RETRY_SECONDS: Final = 5
_FULL: Final = (ENOSPC, EDQUOT)
_MB: Final = 1024 * 1024

log = logging.getLogger(__name__)


def told(request: HttpRequest, status: int, key: str, **values: object) -> HttpResponse:
    """The page of an error, or its sentence where a script asked."""
    lang = lang_of(request)
    title, what = (text(f"web.error.{key}.{part}", lang, **values) for part in ("title", "what"))
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"error": f"{title} {what}"}, status=status)
    return render(request, "web/error.html", {"title": title, "what": what}, status=status)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not this user's - the same words for both."""
    return told(request, 404, "not_found")


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: only the administrator may."""
    return told(request, 403, "forbidden")


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was not one of ours, or too old."""
    return told(request, 403, "csrf")


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 where more came than is taken."""
    if isinstance(exception, RequestDataTooBig):
        return told(request, 413, "too_large", limit=MAX_UPLOAD_BYTES // _MB)
    if isinstance(exception, TooManyFilesSent):
        return told(request, 413, "too_many", limit=MAX_UPLOAD_FILES)
    return told(request, 400, "bad_request")


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """503 for a busy database, 507 for a full disk, else 500."""
    error = sys.exception() if sys.version_info >= (3, 12) else sys.exc_info()[1]
    if _is_full(error):
        return told(request, 507, "disk_full")
    if isinstance(error, OperationalError):
        log.warning("the database did not answer in time: %s", error)
        response = told(request, 503, "busy")
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    return told(request, 500, "internal")


def _is_full(error: BaseException | None) -> bool:
    """Whether the disk is full, found by us or by the database."""
    if isinstance(error, OperationalError):
        return any(words in str(error) for words in ("disk is full", "No space left"))
    return isinstance(error, OSError) and error.errno in _FULL


def too_many_attempts(
    request: HttpRequest, credentials: dict[str, Any] | None = None, *args: object
) -> HttpResponse:
    """429: somebody tries passwords."""
    return told(request, 429, "too_many_attempts")
