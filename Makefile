# The newcomer's commands. `make` alone lists them.
# Everything is set up on the way: Debian packages through apt (as root or with sudo), the rest in .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

RUN_PACKAGES  := espeak-ng
TEST_PACKAGES := sip-tester baresip linphone-cli redis-server sox kamailio openssl

.DEFAULT_GOAL := help
.PHONY: help setup setup-test demo run test lint unit fuzz nightly bench model rehearsal clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(VENV)/.installed ## install what the service needs (.venv, espeak-ng)

setup-test: $(VENV)/.installed-test ## install what the tests need as well

$(VENV)/.installed: pyproject.toml tools/setup.sh
	@PYTHON="$(PYTHON)" sh tools/setup.sh $(VENV) run $(RUN_PACKAGES)
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed pyproject.toml
	@PYTHON="$(PYTHON)" sh tools/setup.sh $(VENV) test $(TEST_PACKAGES)
	@touch $@

demo: setup ## three simulated citizens call the service on loopback
	@$(BIN)/ivr demo

run: setup ## start the service for real use (Ctrl-C stops it cleanly)
	@$(BIN)/ivr run

lint: setup-test ## ruff, mypy --strict and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: setup-test ## the quick tests only
	$(BIN)/pytest -q tests/unit tests/flows

test: lint ## lint, types, import contracts and all tests
	$(BIN)/pytest -q

fuzz: setup-test ## ten minutes of hostile input to every parser
	$(BIN)/python -m tests.fuzz.run --seconds 600

nightly: setup-test fuzz ## the slow proofs: long properties, big worlds, fuzzing
	IVR_LONG=1 $(BIN)/pytest -q --hypothesis-profile=nightly --timeout=3600 tests/unit
	IVR_LONG=1 $(BIN)/pytest -q -s tests/acceptance/test_service_schedule.py \
	  tests/acceptance/test_service_interrupting.py
	$(BIN)/ivr bench sip --calls 50000
	$(MAKE) rehearsal

bench: setup ## measure speech, answers, understanding and media on this machine
	$(BIN)/ivr bench understanding
	$(BIN)/ivr bench kb
	$(BIN)/ivr bench speech
	$(BIN)/ivr bench media

model: $(VENV)/.installed-train ## make the shipped speech model anew (hours; goes on where it stopped)
	$(BIN)/python -m tools.asr_train all

rehearsal: $(VENV)/.installed-train ## walk through all that makes a model, with tiny numbers
	rm -rf .cache/asr_train_rehearsal
	$(BIN)/python -m tools.asr_train all --rehearse
	$(BIN)/ivr models verify .cache/asr_train_rehearsal/hotline-cn-rehearsal

$(VENV)/.installed-train: $(VENV)/.installed pyproject.toml
	@PYTHON="$(PYTHON)" sh tools/setup.sh $(VENV) train $(RUN_PACKAGES)
	@touch $@

clean: ## remove what was installed and built
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
