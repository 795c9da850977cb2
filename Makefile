# The two main commands are "make render" and "make test". Each installs what it needs when it is first run.

PYTHON := .venv/bin/python
READY := .venv/.ready
READY_FOR_TESTS := .venv/.ready-for-tests
READY_FOR_DOCS := .venv/.ready-for-docs
QUALITY := l
LANGUAGES := en,fr
NOTEBOOK := tour
# One more than cores: tests wait for the processes that they start.
WORKERS = $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1)))
REVEAL := latest

.PHONY: render test short-tests test-all lint docs bench gallery notebook notebooks tree reveal lock setup clean help

help:       ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 10

render: $(READY)  ## render the lecture in preview quality (QUALITY=h for 1080p60, LANGUAGES=en for one language)
	@$(PYTHON) -m scenes render --quality $(QUALITY) --lang $(LANGUAGES)

test: $(READY_FOR_TESTS)  ## run linter, import contracts, type checker, tests and doctests
	$(MAKE) --jobs 2 lint short-tests

short-tests: $(READY_FOR_TESTS)
	$(PYTHON) -m pytest -n $(WORKERS) --dist worksteal -m "not long"

test-all: $(READY_FOR_TESTS) $(READY_FOR_DOCS) lint  ## run the long tests too, as every night
	$(PYTHON) -m pytest -n $(WORKERS) --dist worksteal

lint: $(READY)
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m basedpyright
	.venv/bin/lint-imports --no-cache

docs: $(READY_FOR_DOCS)  ## build the documentation into site/, and check its links and its spelling
	$(PYTHON) -m codespell_lib README.md CONTRIBUTING.md CHANGELOG.md docs
	NO_MKDOCS_2_WARNING=1 $(PYTHON) -W ignore -m mkdocs build --strict

bench: $(READY)  ## run the benchmarks, and write benchmarks/RESULTS.md (half an hour at least; CLIPS="Opening Recap" for some clips)
	$(PYTHON) -m benchmarks $(CLIPS)

gallery: $(READY)  ## make the README's pictures of a lecture rendered with QUALITY=h LANGUAGES=en
	$(PYTHON) tooling/gallery.py
	$(PYTHON) tooling/pages.py

notebook: $(READY)  ## open the tour in JupyterLab (NOTEBOOK=tour.fr for the French one)
	@test -x .venv/bin/jupyter-lab || { echo "please install: .venv/bin/python -m pip install -e '.[notebook]'" >&2; exit 2; }
	@.venv/bin/jupyter-lab notebooks/$(NOTEBOOK).ipynb

notebooks: $(READY)  ## run the notebooks, and save them with their output
	$(PYTHON) tooling/notebooks.py

tree: $(READY)  ## the table of folders in CONTRIBUTING.md
	$(PYTHON) tooling/tree.py

reveal: $(READY)  ## update the vendored reveal.js from npm (REVEAL=6.0.1 for that version)
	$(PYTHON) tooling/reveal.py $(REVEAL)

lock: $(READY)  ## pin the newest versions that pyproject.toml allows, in the locks
	$(PYTHON) -m pip install --quiet uv
	$(PYTHON) -m uv pip compile pyproject.toml --group dev --universal --no-emit-index-url --upgrade \
	    --quiet --output-file requirements.lock
	$(PYTHON) -m uv pip compile --group docs --constraint requirements.lock --universal --no-emit-index-url --upgrade \
	    --quiet --output-file requirements-docs.lock

setup: $(READY)  ## install what render needs, and render nothing

$(READY_FOR_TESTS): $(READY)
	@tooling/setup.sh tests
	@touch $@

$(READY_FOR_DOCS): $(READY) requirements-docs.lock
	@$(PYTHON) -m pip --disable-pip-version-check install --quiet --requirement requirements-docs.lock
	@touch $@

$(READY): pyproject.toml requirements.lock tooling/setup.sh
	@tooling/setup.sh
	@touch $@

clean:      ## delete what was installed and rendered
	rm -rf .venv site media/lecture media/videos media/images media/Tex notebooks/media
