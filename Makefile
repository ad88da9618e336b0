# make demo | test | check | bench, and little else to learn. Everything is installed into .venv.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.PHONY: demo demo-reset test test-postgres check bench format messages requirements wheel browser build

PORT ?= 8000
PYTHON ?= python3
TESTS ?=
INSTALL = .venv/bin/uv pip install --quiet --require-hashes
PYTEST = .venv/bin/pytest
# What starts demos and browsers has the machine to itself; the rest is spread over two processes, file by file.
ALONE = browser or package
SPREAD = -n 2 --dist loadfile -m "not ($(ALONE))"

# The whole product on this machine: prints the address and one sign-in line for each role.
demo: build
	@.venv/bin/samsyn demo --port $(PORT)

# The same from the beginning: what was done in the demo is thrown away.
demo-reset: build
	@.venv/bin/samsyn demo --port $(PORT) --reset

# All tests: unit, web, faults and a real browser. `make test TESTS=samsyn/surveys` runs some.
test: build browser .venv/installed-dev
ifeq ($(TESTS),)
	$(PYTEST) $(SPREAD)
	$(PYTEST) -m "$(ALONE)"
else
	$(PYTEST) $(TESTS)
endif

# Unit, web and fault tests on PostgreSQL: the server that DATABASE_URL names, else a temporary one.
test-postgres: build .venv/installed-dev
	.venv/bin/python -m tools.postgres $(PYTEST) $(SPREAD) $(TESTS)

# Format, lint, types, templates, missing migrations, missing translations. Changes nothing.
check: build .venv/installed-dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy samsyn tools tests bench conftest.py
	.venv/bin/djlint samsyn --lint --quiet
	SAMSYN_TESTING=1 .venv/bin/samsyn makemigrations --check --dry-run
	.venv/bin/python -m tools.messages check

# The figures, printed; nothing fails for being slow.
bench: build
	.venv/bin/python -m bench

# Mends what the formatter can mend.
format: .venv/installed-dev
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

# Extracts the texts anew; then translate what is empty in samsyn/*/locale/sv.
messages: .venv/installed-dev
	.venv/bin/python -m tools.messages update

wheel: build
	.venv/bin/python -m build --wheel --no-isolation

# Pins every library anew from requirements/*.in, without addresses.
requirements: .venv/installed-uv
	for name in uv run build dev; do \
	  .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	    requirements/$$name.in -o requirements/$$name.txt; \
	done

build: .venv/installed-run
	@.venv/bin/python -m tools.frontend
	@.venv/bin/python -m tools.messages compile

.venv/installed-uv: requirements/uv.txt
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.venv/installed-run: .venv/installed-uv requirements/run.txt requirements/build.txt pyproject.toml tools/hatch_dependencies.py
	$(INSTALL) -r requirements/run.txt -r requirements/build.txt
	.venv/bin/uv pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-dev: .venv/installed-run requirements/dev.txt
	$(INSTALL) -r requirements/dev.txt
	@touch $@

# Debian's own browser; elsewhere the browser tests say that they are skipped.
browser:
	@if [ -z "$$(command -v chromium)" ] && [ "$$(id -u)" = 0 ] && [ -n "$$(command -v apt-get)" ]; then \
	  apt-get install --yes --quiet --no-install-recommends chromium || { apt-get update --quiet && apt-get install --yes --quiet --no-install-recommends chromium; }; \
	fi
