"""The documents stay true: every command, option, rule and column is in them; examples run."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import typer

from optimizer.cli.app import app
from optimizer.cli.exits import DEBUG_VARIABLE, ExitCode
from optimizer.domain.words import PLAN_GOALS
from optimizer.limits import DEFAULT_GAP, DEFAULT_SECONDS, PLAN_GAP
from optimizer.rules.book import ALLOCATION_RULES
from optimizer.rules.expansion_book import EXPANSION_RULES
from optimizer.settings import setting_specs
from optimizer.solving.ending import Ending
from optimizer.tables.schema import schema
from tests.docs_pages import PAGES as GENERATED

ROOT: Final = Path(__file__).parents[1]
DOCS: Final = ROOT / "docs"
PAGES: Final = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])
READMES: Final = ("README.md", "README.zh.md")
COMMANDS: Final[dict[str, Any]] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
LINK: Final = re.compile(r"\]\(([^)#]+?)(?:#[^)]*)?\)")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def options(command: str) -> set[str]:
    """Every option of a command as it is typed, ``--help`` left out."""
    params = COMMANDS[command].params
    return {o for p in params for o in p.opts if o.startswith("-")} - {"--help"}


def section(page: str, title: str) -> str:
    """Text below a second-level heading, to the next one."""
    return page.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def fenced(page: str, language: str) -> Iterator[str]:
    """Contents of the page's code blocks in a language."""
    yield from re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_on_the_command_line_page_and_no_other(command: str) -> None:
    page = read("docs/command_line.md")
    own = section(page, f"incubator {command}")
    documented = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", own))
    assert options(command) - {"--lang"} == documented
    assert "--lang" in page


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_both_readmes_and_has_help(command: str) -> None:
    assert all(f"incubator {command} " in read(name) for name in READMES)
    assert COMMANDS[command].help
    assert all(p.help for p in COMMANDS[command].params)


def test_the_command_line_page_has_no_command_that_does_not_exist() -> None:
    named = set(re.findall(r"^## incubator (\w+)$", read("docs/command_line.md"), re.MULTILINE))
    assert named == set(COMMANDS)


def test_every_exit_code_ending_and_default_is_documented() -> None:
    for page in ("docs/command_line.md", *READMES):
        codes = {int(code) for code in re.findall(r"^\| (\d+) \|", read(page), re.MULTILINE)}
        assert codes == set(ExitCode), page
    settings = read("docs/solver_settings.md")
    assert all(f"`{ending}`" in settings for ending in Ending)
    assert f"| {DEFAULT_SECONDS:g} |" in settings
    assert f"| {DEFAULT_GAP:.4f} |" in settings
    assert f"gap of {PLAN_GAP:g}," in settings
    assert DEBUG_VARIABLE in read("docs/command_line.md")


def test_every_rule_is_on_the_model_page() -> None:
    page = read("docs/allocation_model.md")
    missing = [rule.name for rule in ALLOCATION_RULES if rule.name not in page]
    assert not missing


def test_every_rule_goal_and_setting_of_the_plan_is_on_its_page() -> None:
    page = read("docs/development_plan.md")
    settings = [name for name, spec in setting_specs().items() if spec.for_plan]
    rules = [rule.name for rule in EXPANSION_RULES]
    assert not [name for name in (*rules, *PLAN_GOALS, *settings) if f"`{name}`" not in page]


def test_every_column_and_setting_is_in_the_reference() -> None:
    columns = {column.key for sheet in schema().values() for column in sheet.columns}
    for page, keys in (("docs/columns.md", columns), ("docs/settings.md", setting_specs())):
        text = read(page)
        assert not [key for key in keys if f"`{key}`" not in text], page


@pytest.mark.parametrize("page", GENERATED)
def test_a_generated_page_is_current(page: str) -> None:
    assert read(f"docs/{page}") == GENERATED[page](), "run: make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = [t for t in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in t]
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing


def test_the_two_readmes_are_twins() -> None:
    english, chinese = (read(name) for name in READMES)
    for language in ("", "python"):
        assert len(list(fenced(english, language))) == len(list(fenced(chinese, language)))
    same = set(READMES)
    assert set(LINK.findall(english)) - same == set(LINK.findall(chinese)) - same
    assert len(re.findall(r"^## ", english, re.M)) == len(re.findall(r"^## ", chinese, re.M))


@pytest.mark.parametrize("readme", READMES)
def test_the_python_example_runs(
    readme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inputs").mkdir()
    by_hand = Path("inputs/by_hand.xlsx")
    (tmp_path / by_hand).write_bytes((ROOT / by_hand).read_bytes())
    monkeypatch.chdir(tmp_path)
    for example in fenced(read(readme), "python"):
        exec(compile(example, readme, "exec"), {})
    assert Path("by_hand_report.xlsx").stat().st_size > 0


def test_the_readme_commands_are_the_ones_that_are_tried() -> None:
    targets = re.findall(r"^(\w+):", read("Makefile"), re.MULTILINE)
    for command in re.findall(r"make (\w+)", read("README.md")):
        assert command in targets
    tried = read(".ci/run")
    assert "make test" in tried
    assert "make demo" in tried


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    lines = [line for line in read("constraints.txt").splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines)
    pinned = {_plain(line.split("==")[0]) for line in lines}
    missing = {_plain(re.split(r"[^\w.-]", each)[0]) for each in wanted} - pinned
    assert not missing


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
