# Everything a person or a machine does with the project. `make` alone explains the targets.

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
# CI leaves nothing out; a user's machine needs neither a cluster nor Java to try the product.
EXTRAS := $(if $(CI),spark,$(WITH))
LOCKS := requirements/base.lock requirements/dev.lock $(if $(findstring spark,$(EXTRAS)),requirements/spark.lock)

.DEFAULT_GOAL := help
PNPM := npx --yes pnpm@12.21.0
NODE := .venv/.node
CONSOLE := src/shuke/surfaces/console/built/console/index.html

.PHONY: web web-client web-check help setup demo test check lint types rooms format bench coverage-of-contract lock migrations clean

help: ## Explain the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-22s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## Install Shuke and all that it needs into .venv

$(STAMP): pyproject.toml $(LOCKS)
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes $(foreach lock,$(LOCKS),-r $(lock))
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup web ## Fill the demo chain and serve it at http://127.0.0.1:8000
	@$(BIN)/shuke demo

test: setup web ## Run every test that this machine can run, and name what is left out
	@$(BIN)/python tools/test.py

check: lint types rooms ## Lint, types, rooms

lint: setup
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

# Tools that load the settings get a data folder of their own, never the user's.
types migrations web-client: export SHUKE_HOME := $(CURDIR)/.venv/home
web/node_modules/.modules.yaml $(CONSOLE) web-client web-check: export PATH := $(CURDIR)/$(BIN):$(PATH)

types: setup
	@$(BIN)/mypy

rooms: setup ## Hold the floor plan: who may import whom
	@$(BIN)/lint-imports --no-cache

format: setup ## Format the code
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

# The web's tools run on the machine's Node, 20 or later; where there is none, one from PyPI lives in .venv.
$(NODE): requirements/web.lock | $(STAMP)
	@node --eval 'process.exit(Number(process.versions.node.split(".")[0]) < 20)' 2>/dev/null \
	  || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/web.lock
	@touch $@

web/node_modules/.modules.yaml: web/pnpm-lock.yaml $(NODE)
	@cd web && $(PNPM) install --frozen-lockfile --reporter=silent
	@touch $@

web: $(CONSOLE) ## Build the console's pages

$(CONSOLE): web/node_modules/.modules.yaml $(shell find web -name node_modules -prune -o -type f -print)
	@cd web && $(PNPM) build
	@$(BIN)/python -m whitenoise.compress --quiet $(dir $(patsubst %/,%,$(dir $@)))

web-client: setup web/node_modules/.modules.yaml ## Generate the web's typed client from the staff API
	@$(BIN)/python tools/openapi.py staff > web/packages/api/staff.json
	@cd web && $(PNPM) exec openapi-typescript packages/api/staff.json -o packages/api/src/staff.d.ts \
	  --root-types --root-types-no-schema-prefix --alphabetize >/dev/null
	@rm web/packages/api/staff.json

web-check: web-client ## Types, lint and tests of the web; fails when the client has drifted
	@cd web && $(PNPM) check && $(PNPM) test
	@git diff --exit-code --stat web/packages/api/src/staff.d.ts

bench: setup ## Measure, side by side in one run, and print ratios
	@$(BIN)/shuke bench all

coverage-of-contract: setup ## Say which rows of the contract are claimed, shown, and open
	@$(BIN)/python tools/contract.py

migrations: setup ## Fail when a model has changed without its migration
	@$(BIN)/python -m django makemigrations --check --dry-run --settings shuke.config.settings

lock: setup ## Resolve the dependencies anew and pin them with their hashes
	@$(BIN)/python -m pip install --quiet uv==0.13.9
	@cd requirements && for name in base dev spark web; do \
	  ../$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
	    --python-version 3.11 --universal $$name.in --output-file $$name.lock; done

clean: ## Remove the environment and what tools left behind
	@rm -rf .venv .mypy_cache .ruff_cache .hypothesis
