# The Shadow-Secondment Portal. `make help` lists what there is.
SHELL := /bin/bash
PY := .venv/bin/python
STAMPS := .venv/.stamps

.DEFAULT_GOAL := help
.PHONY: help run test test-postgresql check lint types walls templates bench lock clean fuzz shots

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(STAMPS)/venv:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; this is $$(python3 --version)."; exit 1; }
	@python3 -c 'import ensurepip' 2>/dev/null \
	  || { echo "Python cannot make a virtual environment here. Install it with:  apt install python3-venv"; exit 1; }
	python3 -m venv .venv
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: $(STAMPS)/venv requirements/run.txt pyproject.toml
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/dev: $(STAMPS)/run requirements/dev.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# The second age implementation and the published vectors come from npm. Without a node on the machine, one from PyPI serves.
$(STAMPS)/npm: $(STAMPS)/dev requirements/node.txt tests/npm/package-lock.json
	@command -v npm >/dev/null \
	  || $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/node.txt
	cd tests/npm && PATH="$$PATH:$(CURDIR)/.venv/bin" npm ci --no-audit --no-fund --silent
	@touch $@

run: $(STAMPS)/run ## start both doors and the collector with invented officers, on loopback; Ctrl-C stops all
	@$(PY) app.py

test: $(STAMPS)/npm ## the whole suite with coverage (browser tests where a Chromium is found)
	@command -v chromium chromium-browser google-chrome >/dev/null \
	  || echo "!!! NO CHROMIUM FOUND: the browser tests will be skipped. Install it with:  apt install chromium"
	$(PY) -m pytest -n 2 --dist loadfile --cov --cov-report=
	$(PY) -m tests.coverage_bars

# A second time what uses a database, on a server of the run's own. Debian's package brings it: apt install postgresql
test-postgresql: $(STAMPS)/dev ## what uses a database, on a real PostgreSQL server (apt install postgresql)
	PORTAL_TEST_DATABASE=postgresql $(PY) -m pytest -n 2 --dist loadfile --no-cov

check: lint types walls templates ## lint, types, walls, templates

lint: $(STAMPS)/dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types: $(STAMPS)/dev
	.venv/bin/mypy

walls: $(STAMPS)/dev
	.venv/bin/lint-imports
	$(PY) -m pytest -q --no-cov tests/house

templates: $(STAMPS)/dev
	.venv/bin/djlint templates --lint --check

$(STAMPS)/fuzz: $(STAMPS)/dev requirements/fuzz.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/fuzz.txt \
	  || echo "!!! atheris cannot be installed here: fuzzing goes by mutations alone, not by coverage."
	@touch $@

SECONDS ?= 30
fuzz: $(STAMPS)/fuzz ## unforeseen bytes for every reader, SECONDS=30 each; what is found is kept in tests/fuzz/corpus
	$(PY) -m tests.fuzz $(SECONDS)

bench: $(STAMPS)/dev ## every figure beside a floor measured in the same run
	$(PY) -m tests.bench

shots: $(STAMPS)/dev ## new pictures of every page into docs/pictures
	$(PY) -m tests.browser.pictures

lock: $(STAMPS)/dev ## make the hashed requirement files anew
	for name in run dev node fuzz; do \
	  .venv/bin/uv pip compile --quiet --universal --no-strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --no-header --python-version 3.11 requirements/$$name.in -o requirements/$$name.txt || exit 1; done

clean: ## remove the virtual environment and all demonstration state
	rm -rf .venv var
