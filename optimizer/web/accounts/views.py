"""The administrator's page: who may sign in."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from optimizer.labels import text
from optimizer.web.accounts.passwords import random_password
from optimizer.web.pages.language import lang_of


class SignIn(LoginView):
    """The page where one signs in."""

    template_name = "web/sign_in.html"
    redirect_authenticated_user = True

    def get_form_kwargs(self) -> dict[str, Any]:
        """Labels without a colon behind them."""
        return {**super().get_form_kwargs(), "label_suffix": ""}

    def get_form(self, form_class: Any = None) -> Any:
        """Labels and refusals in our words."""
        form = super().get_form(form_class)
        lang = lang_of(self.request)
        form.fields["username"].label = text("web.sign_in.user", lang)
        form.fields["password"].label = text("web.sign_in.password", lang)
        form.error_messages["invalid_login"] = text("web.sign_in.refused", lang)
        return form


class ChangePassword(PasswordChangeView):
    """The page where one changes the password."""

    template_name = "web/password.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Labels without a colon behind them."""
        return {**super().get_form_kwargs(), "label_suffix": ""}

    success_url = reverse_lazy("password_changed")


def password_changed(request: HttpRequest) -> HttpResponse:
    """That the password was changed."""
    return render(request, "web/password_changed.html")


class NewUser(forms.ModelForm):  # type: ignore[type-arg]
    """A new user: only the name is asked."""

    class Meta:
        model = User
        fields = ("username",)
        help_texts: ClassVar = {"username": ""}


def _only_administrator(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not user.is_superuser:
        raise PermissionDenied
    return user


@never_cache
@require_http_methods(["GET", "POST"])
def users(request: HttpRequest) -> HttpResponse:
    """All users; a new one gets a password that is shown once."""
    _only_administrator(request)
    form = NewUser(request.POST or None, label_suffix="")
    shown: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        user, password = form.save(commit=False), random_password()
        user.set_password(password)
        user.save()
        shown = {"name": user.username, "password": password}
        form = NewUser(label_suffix="")
    return _users_page(request, form, shown)


@never_cache
@require_POST
def change_user(request: HttpRequest, number: int) -> HttpResponse:
    """Let a user in or keep one out, or give a new password."""
    administrator = _only_administrator(request)
    user = get_object_or_404(User, pk=number)
    shown: dict[str, str] = {}
    if user == administrator:
        raise PermissionDenied
    if request.POST.get("change") == "password":
        password = random_password()
        user.set_password(password)
        shown = {"name": user.username, "password": password}
    elif request.POST.get("change") == "active":
        user.is_active = not user.is_active
    user.save()
    return _users_page(request, NewUser(label_suffix=""), shown)


def _users_page(request: HttpRequest, form: NewUser, shown: dict[str, str]) -> HttpResponse:
    form.fields["username"].label = text("web.sign_in.user", lang_of(request))
    everybody = User.objects.order_by("username")
    told = {"form": form, "shown": shown, "everybody": everybody}
    return render(request, "web/users.html", told)
