"""The result templates on a page of their own, under a strict policy, as the web page has it."""

import mimetypes
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final

import django
from django.conf import settings
from django.template import engines

STATIC: Final = Path(__file__).parents[3] / "optimizer/web/results/static"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE: Final = """<!doctype html>
<html lang="{{ screen.lang }}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ screen.title }}</title>
<link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/harness.css">
{% include "results/head.html" %}</head>
<body><main>{% include "results/result.html" %}</main></body></html>"""
STYLE: Final = """body { margin: 0; background: #fff; font-family: "Noto Sans CJK SC", sans-serif; }
main { max-width: 80rem; margin: 0 auto; padding: 1rem; }"""
ICON: Final = '<svg xmlns="http://www.w3.org/2000/svg"/>'


def set_up() -> None:
    """Django with the result screens and nothing else, unless it is set up already."""
    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        settings.configure(
            INSTALLED_APPS=["optimizer.web.results"],
            STATIC_URL="/static/",
            TEMPLATES=[
                {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
            ],
        )
    django.setup()


def page(screen: Mapping[str, Any]) -> str:
    """A whole page with a screen."""
    set_up()
    return str(engines["django"].from_string(PAGE).render({"screen": screen}))


@contextmanager
def served(pages: Mapping[str, str]) -> Iterator[str]:
    """Serve pages by name and the static files on a free port; gives the address."""
    set_up()
    texts = {"/harness.css": ("text/css", STYLE), "/icon.svg": ("image/svg+xml", ICON)}
    texts |= {f"/{name}": ("text/html", content) for name, content in pages.items()}
    static = str(settings.STATIC_URL)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path in texts:
                kind, content = texts[self.path]
                self._send(kind, content.encode())
                return
            path = STATIC / self.path.removeprefix(static)
            if self.path.startswith(static) and path.is_file():
                self._send(mimetypes.guess_type(path.name)[0] or "", path.read_bytes())
            else:
                self.send_error(404)

        def _send(self, kind: str, content: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: a test run is no place for an access log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
