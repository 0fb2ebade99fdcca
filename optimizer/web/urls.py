"""The addresses of the pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from optimizer.web.accounts import views as accounts
from optimizer.web.pages.language import choose_language
from optimizer.web.runs import views as runs
from optimizer.web.workbooks import views as workbooks

urlpatterns = [
    path("", workbooks.home, name="home"),
    path("language", choose_language, name="language"),
    path("sign-in", accounts.SignIn.as_view(), name="login"),
    path("sign-out", LogoutView.as_view(), name="logout"),
    path("password", accounts.ChangePassword.as_view(), name="password"),
    path("password/changed", accounts.password_changed, name="password_changed"),
    path("users", accounts.users, name="users"),
    path("users/<int:number>", accounts.change_user, name="change_user"),
    path("template.xlsx", workbooks.blank_template, name="template"),
    path("samples", workbooks.take_sample, name="sample"),
    path("uploads", workbooks.give_in, name="give_in"),
    path("uploads/<uuid:key>", workbooks.upload_page, name="upload"),
    path("uploads/<uuid:key>/state", workbooks.upload_state, name="upload_state"),
    path("uploads/<uuid:key>/files", workbooks.give_in_corrected, name="corrected"),
    path("uploads/<uuid:key>/answers", workbooks.answer, name="answer"),
    path("uploads/<uuid:key>/mapping.toml", workbooks.mapping, name="mapping"),
    path("uploads/<uuid:key>/marked/<int:number>", workbooks.marked_workbook, name="marked"),
    path("uploads/<uuid:key>/delete", workbooks.delete_upload, name="delete_upload"),
    path("uploads/<uuid:key>/runs", runs.start, name="start"),
    path("runs", runs.runs, name="runs"),
    path("runs/<uuid:key>", runs.run_page, name="run"),
    path("runs/<uuid:key>/state", runs.run_state, name="run_state"),
    path("runs/<uuid:key>/stop", runs.stop, name="stop"),
    path("runs/<uuid:key>/cancel", runs.cancel, name="cancel"),
    path("runs/<uuid:key>/delete", runs.delete, name="delete"),
    path("runs/<uuid:key>/report.xlsx", runs.report, name="report"),
    path("runs/<uuid:key>/result.json", runs.result_json, name="result"),
    path("runs/<uuid:key>/mapping.toml", runs.mapping, name="run_mapping"),
    path("runs/<uuid:key>/city.xlsx", runs.city, name="city"),
]

handler400 = "optimizer.web.pages.errors.bad_request"
handler403 = "optimizer.web.pages.errors.forbidden"
handler404 = "optimizer.web.pages.errors.not_found"
handler500 = "optimizer.web.pages.errors.server_error"
