# Two commands: "make render" and "make test". Each sets up what it needs, the first time it is run.

PYTHON := .venv/bin/python
READY := .venv/.ready
CHAPTERS := $(wildcard scenes/*.py)
QUALITY := l

.PHONY: render test lint bench lock setup clean help

help:       ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10

render: $(READY)  ## every clip, at preview quality (QUALITY=h for 1080p60)
	@set -e; for chapter in $(filter-out scenes/__init__.py,$(CHAPTERS)); do \
	    $(PYTHON) -m manim -q$(QUALITY) --write_all "$$chapter"; \
	done

test: $(READY) lint  ## lint, types, tests, doctests
	$(PYTHON) -m pytest -n auto

lint: $(READY)
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m basedpyright

bench: $(READY)  ## time the core against its yardsticks
	$(PYTHON) benchmarks/core.py
	$(PYTHON) benchmarks/readout.py

lock: $(READY)  ## pin the newest versions that pyproject.toml allows
	$(PYTHON) -m pip install --quiet uv
	$(PYTHON) -m uv pip compile pyproject.toml --group dev --universal --no-emit-index-url --upgrade \
	    --quiet --output-file requirements.lock

setup: $(READY)  ## what render and test need, and nothing else

$(READY): pyproject.toml requirements.lock tooling/setup.sh
	@tooling/setup.sh
	@touch $@

clean:      ## forget what was set up and rendered
	rm -rf .venv media/videos media/images media/Tex
