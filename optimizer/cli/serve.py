"""``incubator serve``: the web page."""

from importlib.util import find_spec
from pathlib import Path
from typing import Final

from optimizer.cli.exits import ExitCode, Refusal, show
from optimizer.labels import Lang, text

DEFAULT_DATA: Final = Path("incubator_data")
_EXTRA: Final = (
    *("django", "django_tasks", "django_tasks_db", "axes", "csp"),
    *("waitress", "whitenoise", "dj_database_url", "filelock"),
)
"""What the extra ``[web]`` brings."""


def run_serve(host: str, port: int, open_to_all: bool, data: Path, lang: Lang) -> ExitCode:
    """Serve the page until Ctrl-C."""
    if any(find_spec(name) is None for name in _EXTRA):
        raise Refusal(text("cli.serve.not_installed", lang))
    # The page's libraries are there only where the page is wanted.
    from optimizer.web.serving.serve import Refused, ServeOrder, serve

    try:
        serve(ServeOrder(host, port, open_to_all, data, lang), show)
    except Refused as refused:
        raise Refusal(str(refused)) from refused
    except KeyboardInterrupt:
        return ExitCode.DONE
    return ExitCode.DONE
