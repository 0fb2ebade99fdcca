"""What goes wrong is told in a sentence, and nothing is lost or half kept."""

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from optimizer.labels import LANGS, text
from optimizer.web.workbooks.upload import Upload
from tests.web.conftest import PASSWORD


def broken(page: Client) -> Client:
    """A visitor who gets the page of an error, as outside of tests."""
    page.raise_request_exception = False
    return page


def give_in(page: Client) -> Any:
    return page.post(reverse("give_in"), {"workbooks": SimpleUploadedFile("a.xlsx", b"x")})


def fails(monkeypatch: pytest.MonkeyPatch, what: str, error: Exception) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(what, fail)


@pytest.mark.parametrize(
    ("what", "full"),
    [
        ("files.store.os.fsync", OSError(errno.ENOSPC, "No space left on device")),
        ("workbooks.upload.Upload.save", OperationalError("database or disk is full")),
    ],
    ids=["files", "database"],
)
def test_a_full_disk_is_told_and_nothing_of_the_upload_is_kept(
    page: Client, data_folder: Path, monkeypatch: pytest.MonkeyPatch, what: str, full: Exception
) -> None:
    fails(monkeypatch, f"optimizer.web.{what}", full)

    answer = give_in(broken(page))

    assert answer.status_code == 507
    assert text("web.error.disk_full.what") in answer.content.decode()
    assert not Upload.objects.exists()
    assert not [path for path in data_folder.rglob("*") if path.is_file()]


def test_a_busy_database_is_told_and_nothing_of_the_upload_is_kept(
    page: Client, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails(monkeypatch, "optimizer.web.workbooks.upload.Upload.save", OperationalError("locked"))

    answer = give_in(broken(page))

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert text("web.error.busy.what") in answer.content.decode()
    assert not [path for path in data_folder.rglob("*") if path.is_file()]


def test_the_page_of_an_error_needs_no_database(
    page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails(monkeypatch, "django.db.models.query.QuerySet.get", OperationalError("locked"))
    fails(monkeypatch, "django.db.models.query.QuerySet._fetch_all", OperationalError("locked"))

    answer = broken(page).get(reverse("runs"))

    assert answer.status_code == 503
    assert text("web.error.busy.what") in answer.content.decode()


def test_a_failure_of_the_program_is_told_without_its_details(
    page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails(monkeypatch, "optimizer.web.workbooks.views.receive", ValueError("/secret/place"))

    answer = give_in(broken(page))

    assert answer.status_code == 500
    assert text("web.error.internal.what") in answer.content.decode()
    assert "/secret/place" not in answer.content.decode()


def test_a_form_of_another_site_is_refused_with_a_sentence(wang: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(wang)

    answer = give_in(strict)

    assert answer.status_code == 403
    assert text("web.error.csrf.what") in answer.content.decode()
    assert not Upload.objects.exists()


def test_signing_in_needs_a_form_of_ours_too(wang: User) -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(reverse("login"), {"username": "wang", "password": PASSWORD})

    assert answer.status_code == 403


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_that_is_not_there_says_so_in_the_language_of_the_page(
    page: Client, lang: Any
) -> None:
    page.cookies["lang"] = lang

    answer = page.get("/nothing")

    assert answer.status_code == 404
    assert text("web.error.not_found.what", lang) in answer.content.decode()


def test_a_script_is_told_the_sentence_alone(page: Client) -> None:
    answer = page.get("/nothing", headers={"Accept": "application/json"})

    assert text("web.error.not_found.what") in answer.json()["error"]


def test_every_page_has_its_security_headers(page: Client) -> None:
    answer = page.get("/")

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]


def test_cookies_are_not_for_scripts_or_other_sites(wang: User) -> None:
    client = Client()
    client.post(reverse("login"), {"username": "wang", "password": PASSWORD})
    client.post(reverse("language"), {"lang": "en"})

    session, lang = client.cookies["sessionid"], client.cookies["lang"]

    assert (session["httponly"], session["samesite"]) == (True, "Lax")
    assert lang["httponly"]
    assert client.cookies["csrftoken"]["samesite"] == "Strict"


def test_the_language_leads_back_to_the_page_and_to_no_other_site(page: Client) -> None:
    chosen = {"lang": "en"}
    back = page.post(reverse("language"), {**chosen, "next": "/runs"})
    away = page.post(reverse("language"), {**chosen, "next": "https://elsewhere.example/"})

    assert (back.headers["Location"], away.headers["Location"]) == ("/runs", "/")


def test_a_refused_form_keeps_a_way_back_for_the_language(page: Client) -> None:
    refused = page.post(reverse("give_in"), {}).content.decode()

    assert 'name="next" value="/"' in refused
    assert 'name="next" value="/runs?page=2"' in page.get("/runs?page=2").content.decode()


def test_behind_a_proxy_with_https_cookies_are_for_https_alone(data_folder: Path) -> None:
    code = (
        "from optimizer.web import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.ALLOWED_HOSTS[0],"
        " s.CSRF_TRUSTED_ORIGINS, s.SECURE_PROXY_SSL_HEADER)"
    )
    told = {"INCUBATOR_ORIGIN": "https://park.example/", "INCUBATOR_DATA": str(data_folder)}

    said = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **told}, capture_output=True, check=True
    ).stdout.decode()

    assert said.split(maxsplit=3)[:3] == ["True", "True", "park.example"]
    assert "['https://park.example'] ('HTTP_X_FORWARDED_PROTO', 'https')" in said
