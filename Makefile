# Everything a person does with this repository. `make run` and `make test` need Python 3.11+, a C++ compiler and nothing else.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
# llama.cpp is compiled for this very processor; a wheel built for another one dies with an illegal instruction.
# The build cache is therefore kept apart per set of CPU flags.
CPU := $(shell grep -m1 -E '^(flags|Features)' /proc/cpuinfo 2>/dev/null | cksum | cut -d' ' -f1)
export UV_CACHE_DIR ?= $(HOME)/.cache/mimosa/uv-$(CPU)

.PHONY: run test check env bench models lock clean

env: $(VENV)/.ready

$(VENV)/.ready: requirements-dev.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Mimosa needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Point PYTHON at a newer one: make run PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@echo "Installing the locked dependencies (llama.cpp is compiled once for this processor, about four minutes)"
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements-dev.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

run: env
	$(BIN)/mimosa models fetch
	$(BIN)/mimosa run --simulate

models: env
	$(BIN)/mimosa models fetch

check: env
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n 2 -m "not slow"

test: env
	$(BIN)/python tests/everything.py

bench: env
	$(BIN)/python -m bench

# Lock files with hashes and without the address of any registry: the product alone, and with what its tests need.
COMPILE := $(BIN)/uv pip compile -q pyproject.toml --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal
lock: env
	$(COMPILE) --extra dev -o requirements-dev.lock
	$(COMPILE) --constraint requirements-dev.lock --no-annotate -o requirements.lock

clean:
	rm -rf $(VENV)
