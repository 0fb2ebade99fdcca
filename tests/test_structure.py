"""The shape of the code: imports go one way, modules and functions stay short."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = ROOT / "optimizer"
MODULES: Final = sorted(PACKAGE.rglob("*.py"))
MOST_LINES: Final = 330
MOST_FUNCTION_LINES: Final = 60

LEAVES: Final = ("units", "quarters", "faults", "settings", "limits", "labels", "version")
GROUPS: Final = (
    *LEAVES,
    *("tables", "domain", "rules", "models", "solving", "checks", "explain"),
    *("result", "developed", "telling", "reporting", "allocating", "developing", "pipeline"),
    *("orders", "web", "cli"),
)
"""A group imports itself and groups before it; the leaves are one level."""

SEES: Final = {"checks": {*LEAVES, "domain", "checks"}}
"""Groups that see less than all before them: the second reading shares nothing with the first."""

SOLVERS: Final = {"pulp", "highspy", "ortools", "numba"}
MAY_IMPORT: Final = {"solving": SOLVERS, "models": {"pulp"}}
ABOVE_ALL: Final = {"__init__", "__main__"}
"""The package's own face: imports whatever it shows."""


def level(group: str) -> int:
    return 0 if group in LEAVES else GROUPS.index(group)


def group_of(module: Path) -> str:
    return module.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(module: Path) -> Iterator[tuple[str, int]]:
    """Dotted names a module imports, inside functions too, with the line."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.name}:{node.lineno}: relative import"
            yield from _imported_from(node)


def _imported_from(node: ast.ImportFrom) -> Iterator[tuple[str, int]]:
    assert node.module is not None
    for alias in node.names:
        whole = node.module == "optimizer"
        yield f"{node.module}.{alias.name}" if whole else node.module, node.lineno


def test_every_group_has_its_place() -> None:
    found = {group_of(module) for module in MODULES} - ABOVE_ALL
    assert found <= set(GROUPS), f"no place in the order for {found - set(GROUPS)}"


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_a_module_imports_only_from_groups_before_its_own(module: Path) -> None:
    own = group_of(module)
    if own in ABOVE_ALL:
        return
    wrong = []
    for name, line in imports(module):
        parts = name.split(".")
        if parts[0] != "optimizer" or len(parts) == 1:
            continue
        seen = SEES.get(own)
        allowed = parts[1] in seen if seen else level(parts[1]) <= level(own)
        if not allowed:
            wrong.append(f"{module.name}:{line} imports {name}")
    assert not wrong, f"{own} must not: {wrong}"


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_only_solving_starts_a_solver(module: Path) -> None:
    used = {name.split(".")[0] for name, _ in imports(module)} & SOLVERS
    assert used <= MAY_IMPORT.get(group_of(module), set())


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_modules_and_functions_stay_short(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= MOST_LINES
    long = [
        f"{node.name}: {lines}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > MOST_FUNCTION_LINES
    ]
    assert not long
