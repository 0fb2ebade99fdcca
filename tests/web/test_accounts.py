"""Who signs in, and what nobody sees without it."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, reverse

from optimizer.labels import text
from optimizer.web.accounts.loopback import is_loopback
from optimizer.web.accounts.passwords import ADMINISTRATOR, first_administrator
from optimizer.web.urls import urlpatterns
from tests.web.conftest import PASSWORD

KEY = "00000000-0000-4000-8000-000000000000"
WITHOUT_SIGN_IN = {"login", "logout", "language"}


def address(pattern: URLPattern) -> str:
    wanted = re.findall(r"<\w+:(\w+)>", str(pattern.pattern))
    values = {"key": KEY, "number": 1}
    return reverse(str(pattern.name), kwargs={name: values[name] for name in wanted})


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda p: p.name)
def test_no_page_but_the_sign_in_opens_without_signing_in(pattern: URLPattern) -> None:
    if pattern.name in WITHOUT_SIGN_IN:
        return
    path = address(pattern)
    for answer in (Client().get(path), Client().post(path)):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("login"))


def test_one_signs_in_with_a_password_and_out_again(wang: User) -> None:
    client = Client()
    answer = client.post(reverse("login"), {"username": "wang", "password": PASSWORD}, follow=True)
    assert text("web.home.title") in answer.content.decode()

    client.post(reverse("logout"))

    assert client.get("/").status_code == 302


def test_signing_in_is_closed_after_five_wrong_passwords_with_a_sentence(wang: User) -> None:
    client = Client()
    for _ in range(5):
        answer = client.post(reverse("login"), {"username": "wang", "password": "wrong"})
    assert answer.status_code == 429
    assert text("web.error.too_many_attempts.what") in answer.content.decode()

    answer = client.post(reverse("login"), {"username": "wang", "password": PASSWORD})

    assert answer.status_code == 429


def test_who_changes_the_password_signs_in_with_the_new_one(page: Client, wang: User) -> None:
    new = "another long password"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}

    page.post(reverse("password"), fields)

    wang.refresh_from_db()
    assert wang.check_password(new)
    assert page.get("/").status_code == 200


def test_a_refused_password_is_explained_in_the_language_of_the_page(page: Client) -> None:
    fields = {"old_password": PASSWORD, "new_password1": "123", "new_password2": "123"}

    zh = page.post(reverse("password"), fields).content.decode()
    page.cookies["lang"] = "en"
    en = page.post(reverse("password"), fields).content.decode()

    assert "密码" in zh
    assert "too short" not in zh
    assert "too short" in en


@pytest.mark.django_db
def test_the_first_start_makes_one_administrator_and_the_second_none() -> None:
    password = first_administrator()

    assert User.objects.get(username=ADMINISTRATOR).check_password(password)
    assert first_administrator() == ""


@pytest.mark.django_db
def test_the_administrator_adds_users_whose_password_is_shown_once() -> None:
    administrator = Client()
    administrator.force_login(User.objects.create_superuser("admin"))

    shown = administrator.post(reverse("users"), {"username": "zhao"}).content.decode()

    password = re.search(r"密码是 (\w+)", shown)
    assert password is not None
    assert User.objects.get(username="zhao").check_password(password[1])
    assert password[1] not in administrator.get(reverse("users")).content.decode()


def test_the_administrator_keeps_users_out_and_gives_new_passwords(
    page: Client, wang: User
) -> None:
    administrator = Client()
    administrator.force_login(User.objects.create_superuser("admin"))
    change = reverse("change_user", args=[wang.pk])

    administrator.post(change, {"change": "password"})
    assert page.get("/").status_code == 302  # the old session ends with the old password
    administrator.post(change, {"change": "active"})

    wang.refresh_from_db()
    assert not wang.check_password(PASSWORD)
    assert not wang.is_active


def test_only_the_administrator_sees_the_users(page: Client, wang: User) -> None:
    for answer in (
        page.get(reverse("users")),
        page.post(reverse("users"), {"username": "mine"}),
        page.post(reverse("change_user", args=[wang.pk]), {"change": "active"}),
    ):
        assert answer.status_code == 403
        assert text("web.error.forbidden.what") in answer.content.decode()
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "here"),
    [
        *[("127.0.0.1", True), ("::1", True), ("localhost", True), ("127.8.8.8", True)],
        *[("0.0.0.0", False), ("10.0.0.5", False), ("::", False), ("park.gov.cn", False)],
    ],
)
def test_only_this_computer_is_a_loopback_address(address: str, here: bool) -> None:
    assert is_loopback(address) is here


@pytest.mark.django_db
def test_without_accounts_only_this_computer_is_let_in(settings: Any) -> None:
    settings.OPEN = True

    assert Client(REMOTE_ADDR="127.0.0.1").get("/").status_code == 200
    assert Client(REMOTE_ADDR="10.0.0.5").get("/").status_code == 403
