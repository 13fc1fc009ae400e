# make figures | make test | make lab: each sets up .venv from requirements.lock first, when that changed.
PYTHON ?= python3
VENV   ?= .venv
PY     := $(VENV)/bin/python
STAMP  := $(VENV)/installed
UV     := $(PY) -m uv --quiet
JOBS   ?= 2
LAB    ?=
LESSON ?=
SIZE   ?= 100000
BENCH  ?=
QUALITY ?=
ROUNDS ?= 3
KILLS  ?= 70
FAULTS := tests/runs/test_run_kill.py tests/runs/test_run_hostile.py tests/runs/test_run_machine.py \
  tests/runs/test_run_store.py tests/runs/test_site_kill.py tests/fetch/test_watch_kill.py \
  tests/report/test_write_report.py tests/test_cache.py tests/story/test_kept_between_runs.py \
  tests/intake/test_fuzz.py tests/test_mutation.py tests/test_own_story.py tests/workbench/test_hand_kill.py tests/workbench/test_bench_browser.py

export PYTHONUTF8 = 1
unexport PYTHONDONTWRITEBYTECODE  # hundreds of processes of the tests would each compile the library

.PHONY: help setup figures test test-fast faults lab lint check notebooks docs bench quality lock clean
.DEFAULT_GOAL := help

help:            ## what can be made
	@sed -n 's/^\([a-z-]*\): .*## /make \1	/p' $(MAKEFILE_LIST) | expand -t 18

setup: $(STAMP)  ## the virtual environment, from requirements.lock

figures: $(STAMP) ## run every shipped story into outputs/ (unchanged runs are skipped)
	@$(PY) -m samestory run --jobs $(JOBS)

test: $(STAMP)   ## lint, types, tests, and the committed notebooks against their outputs
	@$(PY) -m ruff check lib tests docs
	@$(PY) -m ruff format --check lib tests docs
	@$(PY) -m mypy > $(VENV)/types.log 2>&1 & types=$$!; \
	  $(PY) -c 'import samestory as ss; ss.reuse.overview(ss.load_story("harbour-fire"))';  `# compiles the kernels, for all` \
	  $(PY) -m samestory check --notebooks --jobs 1 > $(VENV)/notebooks.log 2>&1 & notebooks=$$!; \
	  trap 'kill $$types $$notebooks' INT TERM; $(PY) -m pytest -n $$(( $(JOBS) + 1 )); tests=$$?; \
	  wait $$types; typed=$$?; wait $$notebooks; checked=$$?; cat $(VENV)/types.log $(VENV)/notebooks.log; \
	  exit $$(( typed || tests || checked ))  # all at once, and one process more than cores: some tests wait, for browsers say

test-fast: $(STAMP) ## for work from hour to hour: lint, types, and the tests that start no kernel (under 3 minutes)
	@$(PY) -m ruff check lib tests docs
	@$(PY) -m mypy
	@$(PY) -m pytest -n $(JOBS) -m "not slow"

faults: $(STAMP) ## how time grows; many examples of each property; long rounds of kills, hostile notebooks, fuzzing and mutations; ROUNDS=10 KILLS=200 for more
	@SAMESTORY_ROUND=1 $(PY) -m pytest -n $(JOBS) -k "grows or hypothesis"
	@for round in $$(seq $(ROUNDS)); do \
	   SAMESTORY_KILLS=$(KILLS) SAMESTORY_ROUND=$$round $(PY) -m pytest -n $(JOBS) --dist worksteal $(FAULTS) || exit 1; done

lab: $(STAMP)    ## JupyterLab on your working copies of the notebooks, in work/; LESSON=1 opens a lesson, without its solutions
	@$(PY) -m samestory copies
	@lesson=$$(cd work && ls teaching/lesson_$(LESSON)_*.ipynb 2>/dev/null | head -n 1); \
	  if [ -n "$(LESSON)" ] && [ -z "$$lesson" ]; then echo "there is no lesson $(LESSON); lessons: $$(ls work/teaching)"; exit 1; fi; \
	  $(PY) -m jupyter lab --ServerApp.root_dir="$(CURDIR)" --LabApp.default_url=/lab/tree/work/$${lesson:-00_start_here.ipynb} $(LAB)

lint: $(STAMP)   ## mend what ruff can mend
	@$(PY) -m ruff check --fix lib tests docs
	@$(PY) -m ruff format lib tests docs

check: $(STAMP)  ## re-execute the runs in outputs/ and compare every output
	@$(PY) -m samestory check --jobs $(JOBS)

notebooks: $(STAMP) ## execute the notebooks in place, with their default parameters, and renew the figures of the README
	@$(PY) -m samestory refresh --jobs $(JOBS)
	@$(PY) -m samestory run start-here claims numbers --jobs $(JOBS)
	@cp outputs/start-here/figures/hardening.png outputs/claims/figures/independence.png outputs/numbers/figures/intervals.png docs/figures/

docs: $(STAMP)   ## the pages of docs/ that are made from the code
	@$(PY) docs/make.py

bench: $(STAMP)  ## speed against libraries and accuracy on public sets: prints a table, keeps JSON in outputs/bench/
	@grep -o '^[a-z_]*==[0-9.]*' tests/bench/peers.txt | while read peer; do \
	   $(UV) pip install --python $(PY) "$$peer" || $(PY) -m pip install --quiet --disable-pip-version-check "$$peer" \
	   || echo "$$peer cannot be had here; its rows will say so"; done
	@PYTHONPATH=tests $(PY) -m bench speed --size $(SIZE) $(BENCH)

quality: $(STAMP) ## accuracy against floors: the shipped truth always, public gold sets where SAMESTORY_GOLD is
	@PYTHONPATH=tests $(PY) -m bench quality $(QUALITY)

lock: $(STAMP)   ## write requirements.lock anew from requirements.txt
	@$(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" --override requirements.overrides.txt requirements.txt -o requirements.lock

clean:           ## remove the virtual environment and everything generated, older results too
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
	@find outputs -mindepth 1 ! -path outputs/README.md -delete

# uv comes first, by its own hashes, and installs the rest; where it cannot (a mirror only pip knows), pip does.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "samestory needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12 ...")'
	@echo "setting up $(VENV)"
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@awk '/^uv==/ {on = 1; print; next} on && /^ *--hash/ {print; next} {on = 0}' requirements.lock > $(VENV)/uv.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $(VENV)/uv.txt
	@$(UV) pip sync --python $(PY) --require-hashes --compile-bytecode requirements.lock \
	  || { echo "uv could not reach the package index as it is set up here; pip installs instead, more slowly"; \
	       $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock; }
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
