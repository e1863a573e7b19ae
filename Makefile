# make quickstart   the SDK page's quickstart on the emulator, in seconds (LIVE=1: on the real API)
# make deploy-example   the same in one call, until it is healthy (LIVE=1, too)
# make test         every test (COVERAGE=1, as in CI: and every line and branch of the package)
# make matrix       the same with every other Python that is here, in PATH or under pyenv; none of them is needed
# make faults       how many faults the clients, also over aiohttp, and the published package survive (MARKDOWN=1: a table)
# make bench        what the package costs beside raw httpx and the published one (ONLY=get,page: some; MARKDOWN=1)
# make contract     emulator, client and cassettes against openapi.yaml (LIVE=1: the real API, by requests that only read)
# make record       the cassettes anew, from the emulator (LIVE=1: reads from the real API; WRITES=1: and a cycle of writes)
# make diff OLD=…   what openapi.yaml (NEW=…: another file) changes for users since an older one, and whether it breaks
# make compatible   what openapi.yaml and the public names have lost since the last release's tag
# make check        generated code is up to date; lint; types
# make generate     compile openapi.yaml and make the synchronous twins
# make format       lay the code out

PYTHON ?= python3
COVERAGE ?= $(CI)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest
export PYRIGHT_PYTHON_CACHE_DIR := $(CURDIR)/$(VENV)/pyright
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.PHONY: quickstart deploy-example test matrix faults bench contract record diff compatible check generate format clean

$(VENV)/package: constraints.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(PIP) --constraint constraints.txt --editable '.[testing]'
	touch $@

$(VENV)/ready: requirements-dev.txt $(VENV)/package
	$(PIP) --constraint constraints.txt --requirement requirements-dev.txt
	$(BIN)/pyright --version
	touch $@

quickstart: $(VENV)/package
	$(BIN)/python examples/run_quickstart.py $(if $(LIVE),--live)

deploy-example: $(VENV)/package
	$(BIN)/python examples/run_quickstart.py --deploy $(if $(LIVE),--live)

$(VENV)-published/ready: constraints-published.txt
	$(PYTHON) -m venv $(VENV)-published
	$(VENV)-published/bin/python -m pip install --quiet --disable-pip-version-check --requirement constraints-published.txt
	touch $@

test: export SIMPLISMART_PUBLISHED_PYTHON := $(CURDIR)/$(VENV)-published/bin/python
test: $(VENV)/ready $(VENV)-published/ready
	$(PYTEST) -n 2 --dist worksteal $(if $(COVERAGE),--cov --cov-report=term)

matrix:
	@for version in 3.11 3.12 3.13 3.14; do \
		found=$$(ls -d $${PYENV_ROOT:-$$HOME/.pyenv}/versions/$$version.*/bin/python 2>/dev/null | sort -V | tail -1); \
		found=$${found:-$$(command -v python$$version)}; \
		if [ "$$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')" = $$version ]; then continue; fi; \
		if ! "$$found" --version 2>/dev/null; then echo "Python $$version is not here"; continue; fi; \
		$(MAKE) test PYTHON="$$found" VENV=$(VENV)-$$version COVERAGE= || exit 1; \
	done

faults: $(VENV)/ready $(VENV)-published/ready
	$(BIN)/python -m benchmarks.faults --python $(VENV)-published/bin/python $(if $(MARKDOWN),--markdown)

bench: $(VENV)/package
	$(BIN)/python -m benchmarks.speed $(if $(ONLY),--only $(ONLY)) $(if $(MARKDOWN),--markdown)

# Only what stands on the command line counts: a variable left in the environment must not reach the real API.
asked = $(if $(filter command,$(origin $(1))),$($(1)))
RECORD = $(strip $(if $(call asked,LIVE),--live) $(if $(call asked,WRITES),--writes) $(addprefix --gpu=,$(call asked,GPU)) \
	$(addprefix --into=,$(call asked,INTO)) $(addprefix --confirm=,$(call asked,CONFIRM)))

record: $(VENV)/ready
	$(BIN)/python -m contract.cassettes $(RECORD)

contract: $(VENV)/ready
	$(if $(call asked,LIVE),$(BIN)/python -m contract.live,$(PYTEST) -n 2 --dist worksteal tests/contract)

diff: $(VENV)/ready
	$(if $(OLD),,$(error OLD= is missing: the older openapi.yaml))$(BIN)/python -m contract.changes "$(OLD)" $(if $(NEW),"$(NEW)")

compatible: $(VENV)/ready
	$(BIN)/python -m contract.changes.release

generate: $(VENV)/ready
	$(BIN)/python -m codegen

check: $(VENV)/ready
	$(BIN)/python -m codegen --check
	$(BIN)/openapi-spec-validator openapi.yaml
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python

format: $(VENV)/ready
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) $(VENV)-* .bench .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build
