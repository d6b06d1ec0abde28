# newsduck: `make run` shows it working, `make test` checks it. Needs Python 3.11+ and make; uses uv where it is there.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help run test check lock audit clean

help:  ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-6s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# newsduck answers 3 where some sources could not be reached: the run is done, so make is content as well.
run: $(VENV)/.run  ## install what is needed, run the pipeline once, print what it stored and where
	@$(BIN)/newsduck run --limit 150 || [ $$? -eq 3 ]
	@$(BIN)/newsduck report

test: $(VENV)/.test check  ## install the test tools as well, then the whole check

check:
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m tests.check

LOCK = uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-annotate --custom-compile-command "make lock" --extra build
MORE = --extra search --extra lake --extra dask
ALL = deploy/requirements-test.txt

lock:  ## resolve the dependencies anew into the hash-pinned files (needs uv); all three pin the same versions
	@$(LOCK) $(MORE) --extra test --output-file $(ALL)
	@$(LOCK) $(MORE) --constraint $(ALL) --output-file deploy/requirements-more.txt
	@$(LOCK) --constraint $(ALL) --output-file deploy/requirements.txt

audit:  ## compare the locks with lists of known vulnerabilities (needs the internet and uv)
	@for lock in deploy/requirements*.txt; do echo "$$lock"; uvx pip-audit --require-hashes --disable-pip -r $$lock || exit 1; done

clean:  ## remove the environment and what tools left, but no data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage

# The lock names every package, so nothing is resolved at installation (--no-deps) and both installers agree.
ifdef UV
INSTALL = $(UV) pip install --quiet --python $(BIN)/python --no-deps
else
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
endif

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "newsduck needs Python 3.11 or newer; name one: make run PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "python3 cannot make a virtual environment; on Debian and Ubuntu: apt install python3-venv" >&2; exit 2; }

$(VENV)/.run: $(BIN)/python deploy/requirements.txt pyproject.toml
	@echo "installing the locked dependencies into $(VENV) (about a minute) ..." >&2
	@$(INSTALL) --require-hashes -r deploy/requirements.txt
	@$(INSTALL) --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run deploy/requirements-test.txt
	@echo "installing the test tools ..." >&2
	@$(INSTALL) --require-hashes -r deploy/requirements-test.txt
	@touch $@
