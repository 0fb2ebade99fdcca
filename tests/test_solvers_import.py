"""highspy and OR-Tools live in one process, whichever comes first, and both solve there.

highspy 1.15 does not (both load a ``libhighs.so.1``); the pin in pyproject.toml is tested here.
"""

import subprocess
import sys

import pytest

HIGHS = """
import highspy, pulp
problem = pulp.LpProblem("one", pulp.LpMaximize)
x = problem.add_variable("x", upBound=3, cat="Integer")
problem += 2 * x
problem.solve(pulp.HiGHS(msg=False))
assert pulp.value(problem.objective) == 6
"""
CP_SAT = """
from ortools.sat.python import cp_model
model = cp_model.CpModel()
y = model.new_int_var(0, 3, "y")
model.maximize(2 * y)
solver = cp_model.CpSolver()
assert solver.solve(model) == cp_model.OPTIMAL
assert solver.objective_value == 6
"""


@pytest.mark.parametrize("order", [(HIGHS, CP_SAT), (CP_SAT, HIGHS)], ids=["highs", "cp-sat"])
def test_both_solvers_work_in_one_process(order: tuple[str, str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "".join(order)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
