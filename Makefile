# StuntDouble. `make` lists the targets.
SWIFT ?= swift
PREFIX ?= /usr/local
PYTHON ?= python3
SOURCES = Package.swift Sources Tests Contracts
DOCC ?= $(shell command -v docc || xcrun --find docc 2>/dev/null)
STATIC = $(if $(filter Linux,$(shell uname)),--static-swift-stdlib)
BINARY = .build/release/stuntdouble

.PHONY: help build run test check coverage recordings scan lint format clients mutants stranger bench fuzz install docs formats clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## build the release executable
	$(SWIFT) build -c release $(STATIC) --product stuntdouble

run: build ## build and serve; ARGS="--provider NAME --listen 127.0.0.1:0" are passed on
	$(BINARY) serve $(ARGS)

test: ## run all tests; FLAGS="--filter NAME" are passed on
	$(SWIFT) test --parallel $(FLAGS)

check: build ## check contracts, behaviors, scenarios and recordings; scan recordings for secrets
	$(BINARY) check
	$(if $(wildcard Recordings/*/*.har),$(BINARY) check Recordings && $(BINARY) scan Recordings)

coverage: build ## play what the documents promise; fail on a hole
	$(BINARY) check --coverage --holes

recordings: build ## compose Recordings/ again from the providers' sessions
	$(BINARY) compose --to Recordings

scan: build ## look for secrets in the recordings, and in PATHS="…"
	$(BINARY) scan Recordings $(PATHS)

lint: ## fail on any difference from the format of .swift-format
	$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)

format: ## format all Swift files in place
	$(SWIFT) format --in-place --parallel --recursive $(SOURCES)

clients: ## run real clients against a server: client x provider x scenario
	$(PYTHON) Tests/Clients/clients.py $(ONLY)

mutants: build ## verify the verifier by clients that break one rule each; ONLY="openai fal/submit-once"
	$(PYTHON) Tests/Mutants/mutants.py $(ONLY)

stranger: ## build and run a package that uses the library as a stranger would
	$(PYTHON) Tests/Stranger/stranger.py

bench: ## measure beside nginx on two cores; ONLY="polls start", BENCH_SECONDS=4, BENCH_ROUNDS=5
	$(PYTHON) Tests/Bench/bench.py $(ONLY)

fuzz: ## fuzz a parser, or all in turn: T=JSONParser SECONDS=60; T=all
	Tests/Fuzz/fuzz.sh $(or $(T),JSONParser) $(or $(SECONDS),60)

install: build ## install the executable under PREFIX=/usr/local
	install -d $(DESTDIR)$(PREFIX)/bin && install -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/stuntdouble

docs: ## write the documentation to .build/docs; fail on a warning
	$(SWIFT) build $(FLAGS) --target StuntTesting
	Tests/Docs/docs.sh "$(DOCC)" .build/docs "$$($(SWIFT) build $(FLAGS) --show-bin-path)/Modules"

formats: ## write the pages of the documents' formats from Contracts/meta
	STUNT_FORMATS=write $(SWIFT) test --filter FormatPageTests

clean: ## remove everything that was built, downloaded or measured
	rm -rf .build .venv .bench
