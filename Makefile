# Everything a person types. `make demo` and `make test` set themselves up.
PYTHON ?= python3
PORT ?= 8080
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: setup check fix run demo test messages lock clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

demo: setup
	$(BIN)/tiendo demo --port $(PORT)

run: setup
	$(BIN)/tiendo run

# The tests start many processes: each compiles the program anew where Python is told to keep nothing compiled.
test: setup
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest

check: setup
	scripts/check

fix: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: setup
	$(BIN)/python scripts/messages.py

lock:
	scripts/lock

clean:
	rm -rf $(VENV) data .pytest_cache .mypy_cache .ruff_cache
