# `make demo` shows gcrm with sample data; `make test` runs every test. Both install what they need
# or name it. The other targets are parts of them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
TOOLS := . scripts/tools.sh;
PYTHON ?= python3
WEB_SOURCES := $(shell find web -path web/node_modules -prune -o -path web/dist -prune -o \
	-path web/e2e -prune -o -path web/test-results -prune -o -type f -print 2>/dev/null)

.PHONY: help demo test bench bench-routing bench-roads bench-market bench-service bench-territory lint format bless prepare web web-dependencies binary

help:
	@echo "make demo   everything on http://localhost:8080, with sample data"
	@echo "make test   all tests: Rust, web, browser stories"
	@echo "make bench  the benchmarks behind BENCHMARKS.md; bench-roads and bench-market one each, with peers"
	@echo "make bench-territory INSTANCES=folder [ACCOUNTS=milan.osm.pbf]   territories beside their peers"
	@echo "make lint   rustfmt, clippy, eslint, type check"

demo: prepare web binary
	@exec target/release/gcrm demo $(DEMO_ARGS)

test:
	@scripts/prepare.sh browser
	@scripts/test.sh

# The instances are not part of the repository: name their folder with ARGS="--data DIR".
bench-routing: prepare
	$(TOOLS) cargo bench --bench routing -- $(ARGS)

bench: prepare
	$(TOOLS) cargo bench

# Peers and larger inputs are named in the environment; benches/roads/main.rs says how.
bench-roads: prepare
	$(TOOLS) cargo bench --bench roads

# Beside PostGIS and DuckDB where they are present; benches/market/main.rs says how.
bench-market: prepare
	$(TOOLS) cargo bench --bench market -- $(BENCH_ARGS)

# Regions are built from the extracts in GCRM_BENCH_OSM.
bench-service: prepare
	$(TOOLS) cargo bench --bench service

# One row a figure; what has no files, and peers that are not installed, are left out with a message.
bench-territory: prepare
	$(TOOLS) cargo bench --bench territory -- $(if $(INSTANCES),--instances $(INSTANCES)) \
		$(if $(ACCOUNTS),--accounts $(ACCOUNTS))
	@scripts/bench-territory-peers.sh "$(PYTHON)" "$(INSTANCES)"

lint: prepare web-dependencies
	$(TOOLS) cargo fmt --check
	$(TOOLS) cargo clippy --all-targets -- --deny warnings
	$(TOOLS) npm --prefix web run lint
	$(TOOLS) npm --prefix web run check

format:
	$(TOOLS) cargo fmt

bless:
	$(TOOLS) GCRM_BLESS=1 cargo test --lib the_golden_document_is_current
	$(TOOLS) GCRM_BLESS=1 cargo test --test api schema
	$(TOOLS) GCRM_BLESS=1 cargo test --test api rights::the_table

prepare:
	@scripts/prepare.sh

web: web/dist/index.html

binary: prepare web
	@$(TOOLS) cargo build --release

web-dependencies: web/node_modules/.package-lock.json

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	@echo "installing the web app's dependencies"
	@$(TOOLS) cd web && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	@echo "building the web app"
	@$(TOOLS) cd web && npm run --silent build
	@touch $@
