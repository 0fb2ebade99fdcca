"""The worked diff of docs/add_a_rule.md is applied to copies of the modules, and bites."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest

from optimizer.checks import space
from optimizer.checks.view import View
from optimizer.domain.case import Case
from optimizer.domain.plan import Plan
from optimizer.limits import Limits
from optimizer.models.allocation import allocation_model, plan_of
from optimizer.rules import shared
from optimizer.rules.board import Board
from optimizer.rules.book import ALLOCATION_RULES, Rule
from optimizer.solving.compact import solve_compact

PAGE: Final = (Path(__file__).parents[1] / "docs" / "add_a_rule.md").read_text(encoding="utf-8")
DIFF: Final = re.compile(r"^```diff\n\+\+\+ (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
DIFFS: Final = dict(DIFF.findall(PAGE))
NAME: Final = "opening_quarter"


def added(path: str) -> str:
    """Lines the diff adds to a file."""
    lines = DIFFS[path].splitlines()
    return "\n".join(line[1:] for line in lines if line.startswith("+"))


def function(path: str, module: Any) -> Callable[..., Any]:
    """The function the diff adds, defined among the names its module has."""
    source = re.split(r'\n {4}"opening_quarter"', added(path))[0]
    names = dict(vars(module))
    exec(compile(source, path, "exec"), names)
    made: Callable[..., Any] = names[NAME]
    return made


def board_of(case: Case) -> Board:
    return allocation_model(case).board


def solved(case: Case, rules: Iterable[Rule]) -> Plan:
    model = allocation_model(case, rules=tuple(rules))
    solution = solve_compact(model, Limits(seconds=20))
    assert solution.chosen is not None
    return plan_of(case, model.options, solution.chosen)


def documented_tests() -> dict[str, Any]:
    (source,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {
        **globals(),
        "opening_quarter_rows": function("optimizer/rules/shared.py", shared),
        "opening_quarter_check": function("optimizer/checks/space.py", space),
        "pd": pd,
        "date": date,
        "ALLOCATION_RULES": ALLOCATION_RULES,
        "View": View,
    }
    exec(compile(source, "docs/add_a_rule.md", "exec"), names)
    return {name: test for name, test in names.items() if name.startswith("test_")}


def test_a_rule_takes_at_most_four_files() -> None:
    assert len(DIFFS) <= 4
    assert all((Path(__file__).parents[1] / path).exists() for path in DIFFS)


@pytest.mark.parametrize("path", DIFFS)
def test_the_lines_around_an_addition_stand_in_the_file(path: str) -> None:
    context = [line[1:] for line in DIFFS[path].splitlines() if line.startswith(" ")]
    present = (Path(__file__).parents[1] / path).read_text(encoding="utf-8").splitlines()
    assert [line for line in context if line not in present] == []


@pytest.mark.parametrize("name", ["test_rows_of_opening_quarter", "test_opening_quarter_bites"])
def test_the_documented_test_passes(name: str) -> None:
    documented_tests()[name]()
