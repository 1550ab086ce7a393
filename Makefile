# `make site` and `make test` each work as the first command in a fresh clone, with Python 3.11 and nothing else.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.afterview-ready
# Tests and benchmarks start Python hundreds of times: where it may keep no compiled code, each start takes a second.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: site check test update-golden simulate bench screenshots clean

# This repository is itself a portfolio: build it, and say where to look.
site: $(READY)
	$(BIN)/afterview build

# What to run while you work: everything that is quick, without a browser, a network or other programs.
check: $(READY)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	HYPOTHESIS_PROFILE=check $(BIN)/pytest -q -m "not needs and not slow"

test: site
	tests/setup.sh
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -rs --cov --cov-report=term

# Write anew what golden tests compare with; read the difference before you commit it.
update-golden: $(READY)
	$(BIN)/pytest -n 0 --update-golden -k golden

# Run the simulation behind the words of a trend again, and its table in docs/simulation.md.
simulate: $(READY)
	$(BIN)/python -m benchmarks.simulate

# Measure how fast it is beside other site generators, into docs/performance.md: half an hour, on a quiet machine.
bench: $(READY)
	$(BIN)/python -m benchmarks.speed

# Take pictures of every kind of page into screenshots/, and the README's own into docs/images/.
screenshots: $(READY)
	tests/setup.sh
	$(BIN)/python -m benchmarks.screenshots

clean:
	rm -rf .venv .bench .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage .coverage.* build dist
	rm -rf tests/node_modules

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Afterview needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@
