# Two commands: "make render" and "make test". Each sets up what it needs, the first time it is run.

PYTHON := .venv/bin/python
READY := .venv/.ready
READY_FOR_TESTS := .venv/.ready-for-tests
QUALITY := l
LANGUAGES := en,fr
NOTEBOOK := tour

.PHONY: render test test-all lint bench gallery notebook notebooks lock setup clean help

help:       ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 10

render: $(READY)  ## the lecture, at preview quality (QUALITY=h for 1080p60, LANGUAGES=en for one language)
	@$(PYTHON) -m scenes render --quality $(QUALITY) --lang $(LANGUAGES)

test: $(READY_FOR_TESTS) lint  ## lint, types, imports, tests, doctests
	$(PYTHON) -m pytest -n auto --dist worksteal -m "not long"

test-all: $(READY_FOR_TESTS) lint  ## the same with the long tests, as every night
	$(PYTHON) -m pytest -n auto --dist worksteal

lint: $(READY)
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m basedpyright
	.venv/bin/lint-imports --no-cache

bench: $(READY)  ## measure all against their yardsticks, into benchmarks/RESULTS.md (half an hour; CLIPS="Opening Recap" for some)
	$(PYTHON) -m benchmarks $(CLIPS)

gallery: $(READY)  ## the README's pictures, of a lecture rendered with QUALITY=h LANGUAGES=en
	$(PYTHON) tooling/gallery.py

notebook: $(READY)  ## open the tour of the numbers in JupyterLab (NOTEBOOK=tour.fr for the French one)
	@test -x .venv/bin/jupyter-lab || { echo "please install: .venv/bin/python -m pip install -e '.[notebook]'" >&2; exit 2; }
	@.venv/bin/jupyter-lab notebooks/$(NOTEBOOK).ipynb

notebooks: $(READY)  ## run the notebooks and keep what they show
	$(PYTHON) tooling/notebooks.py

lock: $(READY)  ## pin the newest versions that pyproject.toml allows
	$(PYTHON) -m pip install --quiet uv
	$(PYTHON) -m uv pip compile pyproject.toml --group dev --universal --no-emit-index-url --upgrade \
	    --quiet --output-file requirements.lock

setup: $(READY)  ## what render and test need, and nothing else

$(READY_FOR_TESTS): $(READY)
	@tooling/setup.sh tests
	@touch $@

$(READY): pyproject.toml requirements.lock tooling/setup.sh
	@tooling/setup.sh
	@touch $@

clean:      ## forget what was set up and rendered
	rm -rf .venv media/lecture media/videos media/images media/Tex notebooks/media
