"""Passwords that the program makes: for the first start and for new users."""

import secrets
from typing import Final

_SIGNS: Final = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those that look alike in print."""
_LENGTH: Final = 16

ADMINISTRATOR: Final = "admin"


def random_password() -> str:
    """A password nobody guesses, that can be read out."""
    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def first_administrator() -> str:
    """Make the administrator if there is nobody yet; return the password, blank otherwise."""
    from django.contrib.auth.models import User

    if User.objects.exists():
        return ""
    password = random_password()
    User.objects.create_superuser(ADMINISTRATOR, password=password)
    return password
