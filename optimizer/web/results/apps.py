"""The result screens as a Django app."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """Templates, their tags and static files; no models, no views."""

    name = "optimizer.web.results"
    label = "results"
