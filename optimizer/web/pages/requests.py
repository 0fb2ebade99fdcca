"""Who asks."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def user_of(request: HttpRequest) -> User:
    """The user who asks; every page but the sign-in has one."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
