"""``incubator serve --open``: nobody signs in, and nobody from another computer is let in."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from optimizer.web.accounts.loopback import is_loopback
from optimizer.web.pages.errors import forbidden

LOCAL_USER: Final = "local"


def open_mode_middleware(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Everybody at this computer is the one local user."""

    def as_local_user(request: HttpRequest) -> HttpResponse:
        if settings.OPEN:
            if not is_loopback(request.META.get("REMOTE_ADDR", "")):
                return forbidden(request)
            request.user = local_user()
        return answer(request)

    return as_local_user


def local_user() -> User:
    """The user of the mode without accounts; nobody can sign in as it."""
    user, made = User.objects.get_or_create(username=LOCAL_USER)
    if made:
        user.set_unusable_password()
        user.save()
    return user
