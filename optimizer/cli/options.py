"""Arguments and options of the commands; their help is shown in both languages."""

from pathlib import Path
from typing import Annotated, TypedDict

import typer

from optimizer.labels import LANGS, Lang, text
from optimizer.limits import Method
from optimizer.version import VERSION


def bilingual(key: str, kind: str = "help") -> str:
    """Help text in Chinese and English, whatever the language asked for."""
    return " / ".join(text(f"cli.{kind}.{key}", lang) for lang in LANGS)


class Helps(TypedDict):
    """The two texts typer shows of a command."""

    help: str
    short_help: str


def helps(command: str) -> Helps:
    """Help of a command, and its line in the list of commands."""
    return {"help": bilingual(command), "short_help": bilingual(command, "short")}


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(VERSION)
        raise typer.Exit


LangOption = Annotated[Lang | None, typer.Option("--lang", help=bilingual("lang"))]
VersionOption = Annotated[
    bool,
    typer.Option("--version", callback=_show_version, is_eager=True, help=bilingual("version")),
]
Workbooks = Annotated[
    list[Path],
    typer.Argument(metavar="WORKBOOK", help=bilingual("workbooks"), show_default=False),
]
ReportArgument = Annotated[
    Path, typer.Argument(metavar="REPORT.xlsx", help=bilingual("report"), show_default=False)
]
TemplateOutput = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help=bilingual("template_output"))
]
ReportOutput = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="REPORT.xlsx", help=bilingual("allocate_output")),
]
JsonOption = Annotated[Path | None, typer.Option("--json", metavar="FILE", help=bilingual("json"))]
TablesOption = Annotated[
    Path | None, typer.Option("--tables", metavar="DIR", help=bilingual("tables"))
]
AnnotateOption = Annotated[
    Path | None, typer.Option("--annotate", metavar="FILE", help=bilingual("annotate"))
]
MappingOption = Annotated[
    Path | None, typer.Option("--mapping", metavar="FILE", help=bilingual("mapping"))
]
WriteMappingOption = Annotated[
    Path | None, typer.Option("--write-mapping", metavar="FILE", help=bilingual("write_mapping"))
]
PreviousOption = Annotated[
    Path | None, typer.Option("--previous", metavar="REPORT.xlsx", help=bilingual("previous"))
]
TimeLimit = Annotated[
    float, typer.Option("--time-limit", metavar="S", min=0.1, help=bilingual("time_limit"))
]
Work = Annotated[int | None, typer.Option("--work", metavar="N", min=1, help=bilingual("work"))]
Gap = Annotated[float, typer.Option("--gap", metavar="G", min=0.0, max=1.0, help=bilingual("gap"))]
MethodOption = Annotated[Method, typer.Option("--method", help=bilingual("method"))]
Seed = Annotated[
    int, typer.Option("--seed", metavar="N", min=0, max=2**31 - 1, help=bilingual("seed"))
]
Threads = Annotated[
    int, typer.Option("--threads", metavar="N", min=1, max=1024, help=bilingual("threads"))
]
LpOption = Annotated[Path | None, typer.Option("--lp", metavar="FILE", help=bilingual("lp"))]
PlanOutput = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="REPORT.xlsx", help=bilingual("plan_output")),
]
CaseOption = Annotated[Path | None, typer.Option("--case", metavar="FILE", help=bilingual("case"))]
Futures = Annotated[
    int, typer.Option("--futures", metavar="N", min=0, max=10_000, help=bilingual("futures"))
]
Alternatives = Annotated[
    int, typer.Option("--alternatives", metavar="N", min=0, max=50, help=bilingual("alternatives"))
]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", metavar="ADDRESS", help=bilingual("scheduler"))
]
PlanWork = Annotated[
    int | None, typer.Option("--work", metavar="N", min=1, help=bilingual("plan_work"))
]
PlanThreads = Annotated[
    int | None,
    typer.Option("--threads", metavar="N", min=1, max=1024, help=bilingual("plan_threads")),
]
Host = Annotated[str, typer.Option("--host", metavar="H", help=bilingual("host"))]
Port = Annotated[int, typer.Option("--port", metavar="P", min=1, max=65535, help=bilingual("port"))]
OpenToAll = Annotated[bool, typer.Option("--open", help=bilingual("open"))]
DataFolder = Annotated[Path, typer.Option("--data", metavar="DIR", help=bilingual("data"))]
