"""The length of a password, told in our words: Django's own Chinese lacks this sentence."""

from typing import Any

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from optimizer.labels import Lang, text


class LongEnough(MinimumLengthValidator):
    """Refuses short passwords."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a short password."""
        if len(password) < self.min_length:
            raise ValidationError(self._words("too_short"), code="password_too_short")

    def get_help_text(self) -> str:
        """How long it has to be."""
        return self._words("length")

    def _words(self, key: str) -> str:
        lang: Lang = "en" if (get_language() or "").startswith("en") else "zh"
        return text(f"web.password.{key}", lang, length=self.min_length)
