# Each command makes its own environment in .venv from pinned constraints.txt.
# PYTHON names an interpreter of version 3.11 or newer.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
JOBS ?= 2
# Ended by work, not by time, so that reports/ is the same on every machine (docs/solver_settings.md).
SAMPLE_LIMITS := --work 400 --time-limit 900
# The plan ends within its gap long before; so long that nothing told beside it ends by time either.
PLAN_LIMITS := --time-limit 900

.DEFAULT_GOAL := help
.PHONY: help demo test test-web lint samples docs benchmarks clean

help:  ## show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 18

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; try: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runs: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet -c constraints.txt -e .
	@touch $@

$(VENV)/.tests: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.runs

demo: $(VENV)/.runs  ## the main job on the sample park: writes reports/liuchuangyuan_allocate.xlsx
	$(BIN)/incubator allocate inputs/liuchuangyuan.xlsx -o reports/liuchuangyuan_allocate.xlsx $(SAMPLE_LIMITS)

test: lint  ## lint, types and all tests
	$(BIN)/python -m pytest -n $(JOBS)

test-web: $(VENV)/.tests  ## the tests of the web page alone, on the database of DATABASE_URL
	$(BIN)/python -m pytest tests/web -n $(JOBS)

lint: $(VENV)/.tests  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check optimizer tests
	$(BIN)/mypy

samples: $(VENV)/.tests  ## make inputs/ and reports/ anew
	$(BIN)/python -m tests.samples
	-$(BIN)/incubator check inputs/faulty.xlsx --json reports/faulty_check.json > /dev/null
	-$(BIN)/incubator allocate inputs/overfull.xlsx -o reports/overfull_allocate.xlsx > reports/overfull_clash.txt
	$(BIN)/incubator allocate inputs/by_hand.xlsx -o reports/by_hand_allocate.xlsx $(SAMPLE_LIMITS)
	$(BIN)/incubator allocate inputs/liuchuangyuan.xlsx -o reports/liuchuangyuan_allocate.xlsx $(SAMPLE_LIMITS)
	$(BIN)/incubator plan inputs/zhangjiagang_8521.xlsx -o reports/zhangjiagang_8521_plan.xlsx --case reports/zhangjiagang_8521_city.xlsx $(PLAN_LIMITS)
	$(BIN)/incubator allocate reports/zhangjiagang_8521_city.xlsx -o reports/zhangjiagang_8521_allocate.xlsx $(SAMPLE_LIMITS)

docs: $(VENV)/.tests  ## make the generated pages of docs/ anew
	$(BIN)/python -m tests.docs_pages

benchmarks: $(VENV)/.tests  ## time every phase on seeded cases: writes reports/benchmarks.md
	$(BIN)/python -m tests.benchmarks

clean:  ## remove the environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
