# The front door. `make demo` and `make test` need nothing but a Debian 12 with root or sudo.
#
#   make demo           install what is missing, build, render and index the demo gallery, open the window
#   make test           install what is missing, build, run every test
#   make                build only
#   make asan           build with the address and undefined-behaviour sanitizers and run the tests of core
#   make format         format all sources        make check-format   fail when one is not formatted
#   make tidy           clang-tidy on every file  make clean          remove what was built
#
# JOBS=n sets the number of compilers that run at the same time; SETUP=no skips the look for packages.

JOBS ?= $(shell nproc)
SETUP ?= yes
BUILD := build/release
SOURCES = $(shell find app core ui tests -name '*.h' -o -name '*.cpp')

.PHONY: all build configure setup demo test asan format check-format tidy clean

all: build

setup:
ifneq ($(SETUP),no)
	@cmake/setup.sh
endif

configure: setup
	@cmake --preset release

build: configure
	@cmake --build --preset release --parallel $(JOBS)

demo: configure
	@cmake --build --preset release --parallel $(JOBS) --target adapnet adapnet-workbench
	@cmake/demo.sh $(BUILD) build/demo

test: build
	@ctest --preset release

asan: setup
	@cmake --preset asan
	@cmake --build --preset asan --parallel $(JOBS)
	@ctest --preset asan

format:
	@cmake/setup.sh clang-format
	@clang-format -i $(SOURCES)

check-format:
	@cmake/setup.sh clang-format
	@clang-format --dry-run --Werror $(SOURCES)

tidy:
	@cmake/setup.sh clang-tidy
	@cmake --preset tidy
	@cmake --build build/tidy --parallel $(JOBS)

clean:
	@cmake -E rm -rf build
