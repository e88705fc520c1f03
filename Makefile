# The front door. What stands behind each is a script or a CMake preset; see CONTRIBUTING.md.
.DEFAULT_GOAL := help
.PHONY: help run build test unit lint bench fuzz clean

help: ## say what there is
	@awk -F':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: ## build Docktor, start a demo project, put load on it, and watch Docktor scale it (DEMO_ARGS=--keep: leave it running)
	@scripts/build release -DDOCKTOR_TESTS=OFF docktor
	@scripts/with-engine any ./docktor demo $(DEMO_ARGS)

build: ## build Docktor alone: ./docktor
	@scripts/build release -DDOCKTOR_TESTS=OFF docktor

test: ## all tests: unit tests, the check of the house, and those on a Docker engine of their own
	@scripts/check

unit: ## the tests that need no engine
	@scripts/build dev
	@ctest --preset dev -j "$$(nproc)"

lint: ## formatting, clang-tidy, and whether each script can be parsed
	@scripts/setup lint
	@scripts/lint

bench: ## benchmarks, as ratios against a baseline of the same run
	@scripts/bench

fuzz: ## throw made-up bytes at every parser, half a minute each
	@scripts/fuzz

clean: ## delete what was built here
	rm -rf build docktor
