"""The commands: what each is asked, in which order it works, how it ends."""

import os
import re
import sys
from itertools import pairwise
from typing import Any, Final, cast

import typer

from optimizer.cli import options as ask
from optimizer.cli.allocate import run_allocate
from optimizer.cli.check import CheckOrder, run_check
from optimizer.cli.exits import ExitCode, Refusal, guarded, note
from optimizer.cli.files import default_output
from optimizer.cli.plan import run_plan
from optimizer.cli.serve import DEFAULT_DATA, run_serve
from optimizer.cli.template import run_template
from optimizer.cli.verify import run_verify
from optimizer.developing import ALTERNATIVES, Questions
from optimizer.labels import LANGS, Lang, known, text
from optimizer.limits import DEFAULT_GAP, DEFAULT_SECONDS, PLAN_GAP, Limits
from optimizer.orders.order import Order

app = typer.Typer(
    name="incubator",
    help=ask.bilingual("app"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

_CHOICE: Final = re.compile(r"'([^']*)' is not one of '(.*)'")
_COMMAND: Final = re.compile(r"^No such command '([^']*)'")

UsageError: Final = cast("type[Refusal]", Refusal.__mro__[1])
"""What typer raises for every wrong usage; `typer.BadParameter` is its one public child."""


def main(argv: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    args = sys.argv[1:] if argv is None else argv
    lang = _asked_language(args)
    _print_any_text()
    try:
        code = app(args=args, prog_name="incubator", standalone_mode=False)
    except UsageError as error:
        return _wrong_usage(error, args, lang)
    except typer.Abort:
        note(text("cli.failed.interrupted", lang))
        return ExitCode.NO_PLAN
    return int(code or ExitCode.DONE)


@app.callback()
def shared(
    context: typer.Context, lang: ask.LangOption = None, version: ask.VersionOption = False
) -> None:
    """Options before the command; the help of the app stands above."""
    context.obj = lang


@app.command("template", **ask.helps("template"))
def template(
    context: typer.Context, output: ask.TemplateOutput = None, lang: ask.LangOption = None
) -> None:
    """Write a blank workbook."""
    chosen = _language(context, lang)
    _end(guarded(lambda: run_template(output, chosen), chosen))


@app.command("check", **ask.helps("check"))
def check(
    context: typer.Context,
    workbooks: ask.Workbooks,
    annotate: ask.AnnotateOption = None,
    tables: ask.TablesOption = None,
    json_path: ask.JsonOption = None,
    mapping: ask.MappingOption = None,
    write_mapping: ask.WriteMappingOption = None,
    lang: ask.LangOption = None,
) -> None:
    """List all faults at once."""
    chosen = _language(context, lang)
    books = tuple(workbooks)
    order = CheckOrder(books, annotate, tables, json_path, mapping, write_mapping, chosen)
    _end(guarded(lambda: run_check(order), chosen))


@app.command("allocate", **ask.helps("allocate"))
def allocate(
    context: typer.Context,
    workbooks: ask.Workbooks,
    output: ask.ReportOutput = None,
    json_path: ask.JsonOption = None,
    previous: ask.PreviousOption = None,
    mapping: ask.MappingOption = None,
    time_limit: ask.TimeLimit = DEFAULT_SECONDS,
    work: ask.Work = None,
    gap: ask.Gap = DEFAULT_GAP,
    method: ask.MethodOption = "auto",
    seed: ask.Seed = 0,
    threads: ask.Threads = 1,
    lp: ask.LpOption = None,
    lang: ask.LangOption = None,
) -> None:
    """Plan, check and write the report."""
    chosen = _language(context, lang)
    limits = Limits(time_limit, work, gap, method, seed, threads)
    report = output or default_output(workbooks[0], "allocate")
    order = Order(
        "allocate", tuple(workbooks), report, limits, chosen,
        json_path=json_path, previous=previous, mapping=mapping, lp=lp,
    )  # fmt: skip
    _end(guarded(lambda: run_allocate(order), chosen))


@app.command("plan", **ask.helps("plan"))
def plan(
    context: typer.Context,
    workbooks: ask.Workbooks,
    output: ask.PlanOutput = None,
    json_path: ask.JsonOption = None,
    case_path: ask.CaseOption = None,
    mapping: ask.MappingOption = None,
    futures: ask.Futures = 0,
    alternatives: ask.Alternatives = ALTERNATIVES,
    scheduler: ask.Scheduler = None,
    time_limit: ask.TimeLimit = DEFAULT_SECONDS,
    work: ask.PlanWork = None,
    gap: ask.Gap = PLAN_GAP,
    seed: ask.Seed = 0,
    threads: ask.PlanThreads = None,
    lp: ask.LpOption = None,
    lang: ask.LangOption = None,
) -> None:
    """Decide what to build when, and write the report."""
    chosen = _language(context, lang)
    limits = Limits(time_limit, work, gap, "auto", seed, threads or os.cpu_count() or 1)
    asked = Questions(alternatives, futures, scheduler)
    report = output or default_output(workbooks[0], "plan")
    order = Order(
        "plan", tuple(workbooks), report, limits, chosen,
        json_path=json_path, case_path=case_path, mapping=mapping, lp=lp, questions=asked,
    )  # fmt: skip
    _end(guarded(lambda: run_plan(order), chosen))


@app.command("verify", **ask.helps("verify"))
def verify(
    context: typer.Context,
    workbooks: ask.Workbooks,
    report: ask.ReportArgument,
    mapping: ask.MappingOption = None,
    lang: ask.LangOption = None,
) -> None:
    """The second reading, on a report as delivered."""
    chosen = _language(context, lang)
    _end(guarded(lambda: run_verify(tuple(workbooks), report, mapping, chosen), chosen))


@app.command("serve", **ask.helps("serve"))
def serve(
    context: typer.Context,
    host: ask.Host = "127.0.0.1",
    port: ask.Port = 8000,
    open_to_all: ask.OpenToAll = False,
    data: ask.DataFolder = DEFAULT_DATA,
    lang: ask.LangOption = None,
) -> None:
    """Serve the web page."""
    chosen = _language(context, lang)
    _end(guarded(lambda: run_serve(host, port, open_to_all, data, chosen), chosen))


def _end(code: ExitCode) -> None:
    raise typer.Exit(int(code))


def _language(context: typer.Context, lang: Lang | None) -> Lang:
    """The language given to the command, else before it, else Chinese."""
    before: Lang | None = context.obj
    return lang or before or LANGS[0]


def _asked_language(args: list[str]) -> Lang:
    """The language of refusals, which come before the arguments are understood."""
    for lang in LANGS[1:]:
        if f"--lang={lang}" in args or ("--lang", lang) in pairwise(args):
            return lang
    return LANGS[0]


def _wrong_usage(error: Refusal, args: list[str], lang: Lang) -> int:
    """Say what is wrong with the arguments and where the help is."""
    commands = {command.name for command in app.registered_commands}
    named = next((arg for arg in args if arg in commands), "")
    if not args:
        note(error.format_message())
        return ExitCode.USAGE
    note(text("cli.usage.error", lang, message=_said(error, lang)))
    note(text("cli.usage.hint", lang, command=f"{named} " if named else ""))
    return ExitCode.USAGE


def _said(error: Refusal, lang: Lang) -> str:
    """What is wrong with the arguments: our own sentence, or typer's in the language asked for."""
    param: Any = getattr(error, "param", None)
    kind = type(error).__name__
    if kind == Refusal.__name__ and param is None:
        return error.message
    if lang == "en":
        return error.format_message()
    options = [each for each in getattr(param, "opts", ()) if each.startswith("-")]
    shown = options[0] if options else getattr(param, "metavar", "")
    given = {"name": str(getattr(error, "option_name", "") or shown)}
    choice = _CHOICE.search(error.message)
    command = _COMMAND.search(error.message)
    if choice:
        kind = "bad_choice"
        given |= {"value": choice[1], "choices": choice[2].replace("', '", "、")}
    elif command:
        kind, given["name"] = "no_such_command", command[1]
    key = f"cli.usage.{kind}"
    return text(key, lang, **given) if known(key) else error.format_message()


def _print_any_text() -> None:
    """A console that cannot show a character shows a stand-in; it does not fail."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
