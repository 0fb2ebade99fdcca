"""Screens to render: small, large, hostile, without a plan, in either language."""

from functools import cache
from pathlib import Path
from typing import Any, Final

from optimizer import Limits, allocate, read_case
from optimizer.faults import Fault
from optimizer.labels import Lang
from optimizer.reporting.screen import screen_of, screen_of_faults
from optimizer.solving.ending import Ending
from tests.cases import carrier, case_of, project
from tests.reporting.development.example import plan_result, result_without_plan
from tests.reporting.example import example_result

INPUTS: Final = Path(__file__).parents[3] / "inputs"
HOSTILE: Final = (
    "</script><script>window.hit = 1</script><img src=x onerror='window.hit = 2'>{{ 7 }}"
)
"""Script text in every name a manager can give."""

NAMES: Final = ("allocation", "plan", "clash", "no_way", "late", "faults", "hostile")


@cache
def screen(name: str, lang: Lang) -> dict[str, Any]:
    """One of the screens of `NAMES`."""
    if name == "faults":
        return screen_of_faults([Fault("not_a_workbook", file="甲.xlsx")], lang)
    results = {
        "allocation": example_result,
        "plan": plan_result,
        "no_way": result_without_plan,
        "clash": lambda: _run("overfull"),
        "hostile": _hostile,
        "late": lambda: _run("by_hand").replace(plan=None, ending=Ending.NO_PLAN_IN_TIME),
    }
    return screen_of(results[name](), lang)


@cache
def _run(name: str) -> Any:
    return allocate(read_case(INPUTS / f"{name}.xlsx"), Limits(work=400))


@cache
def _hostile() -> Any:
    """Names of a project, a company, an industry, a campus and a carrier that are script text."""
    names = {"name": HOSTILE, "industry": HOSTILE, "company": HOSTILE}
    case = case_of(
        [carrier("K1", 150, campus=f"园{HOSTILE}", name=HOSTILE)],
        [project("P1", 100, 4, **names), project(f"P2{HOSTILE}", 100, 8, **names)],
        8,
    )
    return allocate(case, Limits(work=400))
