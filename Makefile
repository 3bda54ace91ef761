# make run    start the program (installs it first, into .venv)
# make test   what is checked on every change: format, lint, types, tests
# make test-long  the tests that train hundreds of models to see that what is said of luck holds
# make format write the code the way `make test` wants it
# make docs   write docs/algorithms.md and docs/metrics.md from the registries
# make lock   compile requirements.txt and requirements-dev.txt anew
# make clean  remove what was installed and cached; your data stays

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Tests of the server and in the browser mostly wait, so there is one more than cores.
WORKERS = $(shell $(PYTHON) -c "import os; print((os.cpu_count() or 1) + 1)")

.PHONY: run test test-long format docs lock clean browser

run: $(VENV)/.installed
	@$(BIN)/python -m app

test: $(VENV)/.installed-dev browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not long"

test-long: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n auto --dist worksteal -m long

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.installed
	$(BIN)/python -m tools.algorithms_page
	$(BIN)/python -m tools.metrics_page

# Both files are complete: every package, with its version. The browser tests
# need selenium 4.2, which needs an older urllib3 than the program gets.
lock: $(VENV)/.installed-dev
	$(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
		--no-header --no-annotate --upgrade -o requirements.txt
	grep -v '^urllib3==' requirements.txt > $(VENV)/constraints.txt
	$(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
		--no-header --no-annotate --upgrade --group dev --constraint $(VENV)/constraints.txt \
		-o requirements-dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

browser:
	@tools/browser.sh

$(BIN)/python:
	@tools/venv.sh "$(PYTHON)" $(VENV)

# What is for tests has one package in an older version, so each of the two sets
# takes the place of the other; the program runs with either.
$(VENV)/.installed: requirements.txt | $(BIN)/python
	@tools/install.sh $(VENV) requirements.txt
	@rm -f $(VENV)/.installed-dev
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt | $(BIN)/python
	@tools/install.sh $(VENV) requirements-dev.txt
	@touch $(VENV)/.installed $@
