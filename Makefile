# Annotator, one command each: `make help` lists them.
# Works with GNU make 3.81 (macOS) and newer.  PYTHON=python3.12 chooses the Python that the virtual environment is
# made with; JOBS=4 the number of test processes.

VENV := .venv
BIN := $(VENV)/bin
JOBS ?= auto

ifndef PYTHON
PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$python && break; done)
endif

OFFSCREEN := QT_QPA_PLATFORM=offscreen
ALONE := $(OFFSCREEN) $(BIN)/python -m pytest
PYTEST := $(ALONE) -n $(JOBS) --dist worksteal
DEPENDENCIES := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test pictures bench campaign measure coverage wheel clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.window $(VENV)/.runtime ## open the window; ARGS="PROJECT" or ARGS="import PROJECT PATH" passes arguments on
	@$(BIN)/python -m annotator $(ARGS)

test: $(VENV)/.offscreen $(VENV)/.dev ## formatting, lint, types, floors and all tests, without a screen
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(PYTEST) || { echo "Once more, what failed alone: what passes now depends on its neighbours or on time, and is to be mended."; \
		$(ALONE) --last-failed --last-failed-no-failures none; }

pictures: $(VENV)/.offscreen $(VENV)/.dev ## pictures of the window, drawn without a screen
	$(OFFSCREEN) PYTHONPATH=. $(BIN)/python tests/pictures/make_pictures.py $(ARGS)

bench: $(VENV)/.offscreen $(VENV)/.dev ## the benchmarks, one table each
	@set -e; for script in tests/benchmarks/bench_*.py; do \
		echo "== $$script"; $(OFFSCREEN) PYTHONPATH=. $(BIN)/python $$script $(ARGS); done

campaign: $(VENV)/.offscreen $(VENV)/.dev ## the tests with the full counts (long)
	$(PYTEST) --hypothesis-profile=campaign --timeout=7200

measure: $(VENV)/.offscreen $(VENV)/.dev ## every command over your own texts, and hands at *.gold.jsonl: make measure TEXTS=DIR
	@test -n "$(TEXTS)" || { echo "make measure needs a folder of texts: make measure TEXTS=DIR" >&2; exit 2; }
	PYTHONPATH=. $(BIN)/python tests/measure/measure_texts.py "$(TEXTS)"
	@set -e; for gold in "$(TEXTS)"/*.gold.jsonl; do test -e "$$gold" || continue; for ghosts in off walk at-once; do \
		echo "== $$gold, ghosts: $$ghosts"; $(OFFSCREEN) PYTHONPATH=. $(BIN)/python tests/measure/annotate_gold.py \
		"$$gold" --verbose --ghosts $$ghosts; done; done

coverage: $(VENV)/.offscreen $(VENV)/.dev ## which lines and branches the tests reach
	$(BIN)/coverage erase
	$(OFFSCREEN) $(BIN)/coverage run -m pytest -n $(JOBS) --dist worksteal
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

wheel: $(VENV)/.dev ## a wheel in dist/
	$(BIN)/python -m hatchling build -t wheel

clean: ## remove caches and builds (never projects/, never .venv)
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage .coverage.*
	find annotator tests .ci -name __pycache__ -type d -prune -exec rm -rf {} +

# --- what they stand on ---------------------------------------------------------------------------------------------

define CHECK_PYTHON
test -n "$(PYTHON)" || { echo "Annotator needs Python 3.11 or newer, and none is on the PATH:" \
	"install one, or name it, as in: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; exit 1; }; \
"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Annotator needs Python 3.11 or newer, and" \
	"$(PYTHON) is older or does not start: name another, as in: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
endef

$(VENV)/.offscreen: .ci/system.py
	@$(CHECK_PYTHON)
	@"$(PYTHON)" .ci/system.py venv offscreen
	@mkdir -p $(VENV) && touch $@

$(VENV)/.window: .ci/system.py
	@$(CHECK_PYTHON)
	@"$(PYTHON)" .ci/system.py venv window
	@mkdir -p $(VENV) && touch $@

$(VENV)/.made:
	@$(CHECK_PYTHON)
	@"$(PYTHON)" .ci/system.py venv
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || "$(PYTHON)" -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	@touch $@

$(VENV)/.runtime: pyproject.toml $(VENV)/.made
	@echo "Installing what pyproject.toml names into $(VENV) (some minutes the first time) ..."
	@$(BIN)/python -c '$(DEPENDENCIES)' > $(VENV)/requirements.txt
	@$(BIN)/python -m pip install --quiet --requirement $(VENV)/requirements.txt
	@touch $@

$(VENV)/.dev: pyproject.toml $(VENV)/.runtime
	@echo "Installing the tools for tests ..."
	@$(BIN)/python -m pip install --quiet --group dev
	@touch $@
