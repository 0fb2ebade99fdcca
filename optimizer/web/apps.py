"""The web page as a Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """One application: uploads and runs belong to its users."""

    name = "optimizer.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
