# The commands for working on Explainer; `make help` lists them.
# Everything lands in .venv/ and .venv-oldest/ (packages), .tools/ (uv, if there is none on PATH) and site/ (the result).

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh
BIN := .venv/bin

# Material prints a page about MkDocs 2 at every build; pyproject.toml keeps us below 2.
export NO_MKDOCS_2_WARNING := 1

.PHONY: help site serve messages test audit coverage test-oldest lint format docs screenshots commands hooks release-check bench fuzz clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

site: .venv/.runtime ## Fetch the feeds, build site/, say what was found and where to look
	@$(BIN)/explainer update

serve: .venv/.runtime ## Build the site and show it on this machine, rebuilding when a file changes
	@$(BIN)/explainer serve

# ARGS counts on the command line only: one left in the environment must not make CI test less.
test: .venv/.dev ## Check style, types and tests; or make test ARGS="-k silent"
	@scripts/install-chromium
ifeq ($(origin ARGS),command line)
	$(BIN)/pytest $(ARGS)
else
	@$(MAKE) --no-print-directory lint
	$(BIN)/pytest -n 2 --proofs quick
endif

audit: .venv/.dev ## Run the slow proofs: kills, growth, the corpus, recipes played, how to add each thing
	@scripts/install-chromium
	$(BIN)/pytest -n 2 --proofs slow

coverage: .venv/.dev ## Run every test, the slow ones too, and list the lines that none of them runs
	@scripts/install-chromium
	$(BIN)/pytest -n 2 --cov --cov-report=term

test-oldest: .venv-oldest/.dev ## Run the tests with the oldest Python we promise, Debian 12's own; those with a browser left out
	.venv-oldest/bin/pytest -n 2 --proofs quick -m "not browser"

lint: .venv/.dev ## Check style and types only
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

messages: .venv/.dev ## Collect the site's own words and bring every catalogue up to date; or start one with make messages LANGUAGES=nl
	@$(BIN)/python -m scripts.messages $(LANGUAGES)

format: .venv/.dev ## Put the code into its one format and mend what can be mended
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

docs: .venv/.dev ## Build the documentation as a site of its own, into .docs-site/
	@$(BIN)/mkdocs build --quiet --strict --config-file scripts/docs.yml
	@echo "Look at .docs-site/index.html"

screenshots: .venv/.dev ## Make the pictures of the documentation anew
	@scripts/install-chromium
	@$(BIN)/python -m scripts.screenshots

commands: .venv/.dev ## Write docs/commands.md: the help of every command
	@$(BIN)/python -m scripts.commands

hooks: .venv/.dev ## Judge every commit as CI will: style, types, and what staff write; .pre-commit-config.yaml says how
	@UV_TOOL_DIR=$(CURDIR)/.tools/apart UV_TOOL_BIN_DIR=$(CURDIR)/.tools/bin \
	    scripts/uv tool install --quiet "pre-commit>=4.7,<5"
	@.tools/bin/pre-commit install

release-check: ## Build the wheel and the sdist into dist/, and try each in an empty environment
	@scripts/release-check

bench: .venv/.dev ## Measure what builds and refreshes cost, 6 to 15 minutes; writes bench.json
	@$(BIN)/python -m bench

fuzz: .venv/.dev ## Throw changed documents at every format, 10 minutes or make fuzz MINUTES=2
	@$(BIN)/python -m fuzz --minutes $(or $(MINUTES),10)

clean: ## Remove everything these commands made; what the feeds told us (ops_feeds/) stays
	rm -rf .venv .venv-oldest .tools .explainer .docs-site site dist htmlcov .coverage .coverage.* \
	       .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find bench explainer fuzz tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Two stamps for one environment. Making a site needs the runtime packages only, and must not throw out the
# development ones (--inexact); the development set contains the runtime set, so it stamps both.
.venv/.runtime: pyproject.toml uv.lock
	@echo "Setting up .venv (once)"
	@scripts/uv sync --quiet --frozen --no-dev --inexact
	@touch $@

.venv/.dev: pyproject.toml uv.lock
	@echo "Setting up .venv for development (once)"
	@scripts/uv sync --quiet --frozen
	@touch .venv/.runtime $@

.venv-oldest/.dev: pyproject.toml uv.lock
	@echo "Setting up .venv-oldest for development (once)"
	@python=$$(scripts/oldest-python) && \
	    UV_PROJECT_ENVIRONMENT=.venv-oldest scripts/uv sync --quiet --frozen --python "$$python"
	@touch $@
