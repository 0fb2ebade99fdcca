"""``incubator template``: the blank workbook."""

from pathlib import Path

from optimizer.cli.exits import ExitCode, Refusal, show
from optimizer.cli.files import TEMPLATE_NAME, free_name, require_outputs, require_xlsx
from optimizer.labels import Lang, text
from optimizer.orders.files import prepared
from optimizer.tables.template import write_template


def run_template(output: Path | None, lang: Lang) -> ExitCode:
    """Write the blank workbook; a workbook that exists may hold work and is kept."""
    path = output or free_name(TEMPLATE_NAME)
    require_xlsx(path, lang)
    if path.exists():
        raise Refusal(text("cli.usage.exists", lang, path=path))
    require_outputs([path], [], lang)
    write_template(prepared(path), lang)
    show(text("cli.result.template", lang, path=path))
    return ExitCode.DONE
