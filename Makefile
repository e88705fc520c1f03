# The front door. What stands behind each is a script or a CMake preset; see CONTRIBUTING.md.
.DEFAULT_GOAL := help
.PHONY: help run build install test unit lint reference chaos matrix bench fuzz sanitize clean
PREFIX ?= /usr/local
SECONDS ?= 30

help: ## say what there is
	@awk -F':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: ## build Docktor, start a demo project, put load on it, and watch Docktor scale it (DEMO_ARGS=--keep: leave it running)
	@scripts/build release -DDOCKTOR_TESTS=OFF docktor
	@scripts/with-engine any ./docktor demo $(DEMO_ARGS)

build: ## build Docktor alone: ./docktor
	@scripts/build release -DDOCKTOR_TESTS=OFF docktor

install: build ## install it below PREFIX (/usr/local): program, man pages, completions, plugin of the docker command
	@cmake --install build/release --prefix "$(PREFIX)"

test: ## all tests: unit tests, the check of the house, and those on a Docker engine of their own
	@scripts/check

unit: ## the tests that need no engine
	@scripts/build dev
	@ctest --preset dev -j "$$(nproc)"

lint: ## formatting, clang-tidy, and whether each script can be parsed
	@scripts/setup lint
	@scripts/lint

reference: ## write docs/reference.md anew, from what the program says
	@scripts/build dev docktor
	@build/dev/docktor __reference markdown > docs/reference.md

chaos: ## long tests: others at work meanwhile, a clock that is set back and forth, 500 containers of others
	@scripts/chaos

matrix: ## the tests that need an engine, on every engine and Compose of Debian's releases
	@scripts/matrix

bench: ## benchmarks, as ratios against a baseline of the same run
	@scripts/bench

sanitize: ## the unit tests of every room with checks of addresses and undefined behaviour, then of races; half an hour
	@scripts/sanitize all

fuzz: ## throw made-up bytes at every parser, half a minute each (SECONDS=600: longer, and write docs/fuzzing.md; NAMES="event url": at those only)
	@scripts/fuzz "$(SECONDS)" $(NAMES)

clean: ## delete what was built here
	rm -rf build docktor
