# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Any Python from 3.11 on; the other versions that the tests use are looked for on the machine.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,\
	$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
VENV := .venv
RUN := $(VENV)/bin/python
CHECKS ?=
# More than the cores of a small machine: checks wait for the network, and for the emulator.
JOBS ?= 3
SOAK ?=
LIVE ?=
FILES ?=
VERSION ?=
UPDATE ?=

.DEFAULT_GOAL := help
.PHONY: help test format docs demo bench soak live contract-report requirements build release release-check clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /make \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

test: $(VENV)/ready ## Run all checks, or those whose names start with the prefixes in CHECKS="units sanity-2.19"
	@$(RUN) tests/tooling/run_checks.py --jobs $(JOBS) $(CHECKS)

format: $(VENV)/ready ## Format the code, and update generated documentation
	@$(RUN) tests/tooling/update_docs.py
	@$(RUN) tests/tooling/link_options.py
	@CI=false $(RUN) -m nox --session formatters --reuse-existing-virtualenvs

docs: $(VENV)/ready ## Build the documentation site, and print where it is
	@$(RUN) -m nox --session docs --reuse-existing-virtualenvs

demo: $(VENV)/ready ## Show the collection at work against the emulator
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(RUN) tests/demo/demo.py

bench: $(VENV)/ready ## Measure the run time of tasks
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(RUN) tests/bench/bench.py

soak: $(VENV)/ready ## Try thousands of random runs, more with SOAK="--runs 100000 --seed 7"
	@$(RUN) -m tests.soak $(SOAK)

live: $(VENV)/ready ## Ask the API of your account what no document says; by default, reads only (see the guide)
	@$(RUN) -m tests.contract live $(LIVE)

contract-report: $(VENV)/ready ## Merge the results of make live in FILES="seen.json ..."
	@$(RUN) -m tests.contract report $(FILES)

requirements: $(VENV)/ready ## Write the requirements with hashes, with newer releases with UPDATE=--upgrade
	@$(RUN) -m nox --session requirements -- $(UPDATE)

build: $(VENV)/ready ## Build the tarball of the collection
	@$(VENV)/bin/ansible-galaxy collection build --force

release: $(VENV)/ready ## Prepare the release whose version galaxy.yml has (see RELEASING.md)
	@$(RUN) tests/tooling/release.py

release-check: $(VENV)/ready ## Check that everything agrees with VERSION
	@$(RUN) tests/tooling/release.py --check "$(VERSION)"

clean: ## Remove the files that the other targets created
	rm -rf $(VENV) .nox .ansible .mypy_cache .pytest_cache .ruff_cache tests/output *.tar.gz
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/ready: requirements-dev.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python" >&2; exit 1; }
	@echo "Making $(VENV) ..."
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt >$(VENV)/pip.log 2>&1 \
		|| { cat $(VENV)/pip.log >&2; exit 1; }
	@touch $@
