"""The language of a page: Chinese, until its reader chooses."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from optimizer.labels import LANGS, Lang
from optimizer.version import VERSION

COOKIE: Final = "lang"
_YEAR: Final = 365 * 24 * 3600
_DJANGO: Final[dict[Lang, str]] = {"zh": "zh-hans", "en": "en"}
"""What Django calls them, whose own sentences on passwords and fields are shown too."""
HTML: Final[dict[Lang, str]] = {"zh": "zh-CN", "en": "en"}


def lang_of(request: HttpRequest) -> Lang:
    """The language chosen, else the server's."""
    chosen = request.COOKIES.get(COOKIE, settings.DEFAULT_LANG)
    default: Lang = settings.DEFAULT_LANG
    return chosen if chosen in LANGS else default


def language_middleware(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Django speaks the language of the page."""

    def in_language(request: HttpRequest) -> HttpResponse:
        lang = lang_of(request)
        with translation.override(_DJANGO[lang]):
            response = answer(request)
        response.headers["Content-Language"] = HTML[lang]
        return response

    return in_language


def words_of_every_page(request: HttpRequest) -> dict[str, Any]:
    """What every template may use."""
    lang = lang_of(request)
    return {
        "lang": lang,
        "html_lang": HTML[lang],
        "here": _way_back(request),
        "other_lang": next(each for each in LANGS if each != lang),
        "open_mode": settings.OPEN,
        "version": VERSION,
    }


def _way_back(request: HttpRequest) -> str:
    """The address of a page for whoever chooses its language; a form's own has no page."""
    if request.method == "GET":
        return request.get_full_path()
    match = request.resolver_match
    name, values = (match.url_name, match.kwargs) if match else ("", {})
    if name in ("answer", "corrected", "start"):
        return reverse("upload", kwargs=values)
    if name in ("login", "password", "users"):
        return request.path
    return reverse("users" if name == "change_user" else "home")


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language and go back to the page."""
    back = request.POST.get("next", "")
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(back, hosts, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    chosen = request.POST.get("lang")
    if chosen in LANGS:
        response.set_cookie(
            COOKIE, chosen, max_age=_YEAR, samesite="Lax", httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return response
