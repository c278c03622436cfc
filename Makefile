# make book    the book, in _build/html/index.html
# make desk    review a report and rerun the book in a browser; leaves a file to double-click
# make test    the tests
# make test-next   the same book on Sphinx 9, without the package jupyter-book? (an environment of its own)
# make coverage   the tests of edition/, check/, audit/: do they run what pyproject.toml asks for?
# make gallery   three counties' books side by side, one of them a draft, in _build/gallery/_build/editions/index.html
# make docs    the guide, in _build/docs/_build/html/index.html; runs its examples first
# make lint    one style, and types that fit
# make lock    write requirements*.lock anew from requirements*.txt, on purpose only
# Needs Python 3.11 or newer with its venv module; nothing else.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
# Contents, not dates, decide whether the environment is still right; and it cannot be moved with its folder.
key = $(shell { echo "$(CURDIR)"; cat $(1); } | cksum | cut -d' ' -f1)
READY := $(VENV)/.book-$(call key,requirements.lock pyproject.toml setup.py)
DESK := $(VENV)/.desk-$(call key,requirements.lock requirements-test.lock pyproject.toml setup.py)
TESTS := $(VENV)/.test-$(call key,requirements-test.lock)
ARELLE := $(VENV)/arelle/.ready-$(call key,requirements-arelle.lock)

# Imports are two to three times slower without compiled files, so a shell that forbids them is overruled here.
unexport PYTHONDONTWRITEBYTECODE
unexport PYTHONPATH
unexport VIRTUAL_ENV
export PIP_DISABLE_PIP_VERSION_CHECK := 1

NEXT := _build/next
NEXT_READY := $(NEXT)/.ready-$(call key,requirements.txt requirements.lock requirements-next.txt pyproject.toml)

.PHONY: book desk test coverage test-next gallery docs lint lock clean
.DELETE_ON_ERROR:

book: $(READY)
	$(BIN)/planbook build

desk: $(DESK)
	$(BIN)/planbook desk --launcher
	$(BIN)/planbook desk

test: $(TESTS) $(ARELLE)
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

# Measuring makes these tests half as slow again (CPU), so it is no part of `make test`.
coverage: $(TESTS)
	$(BIN)/python -m coverage run -m pytest -q $$($(BIN)/python benchmarks/mutants.py --list)
	$(BIN)/python -m coverage report

test-next: $(READY) $(NEXT_READY)
	$(BIN)/python tools/compare_books.py $(BIN)/planbook $(NEXT)/venv/bin/planbook

# Guangling; Qingshi, which is invented, in two years; and an invented county's draft that nobody has reviewed.
gallery: $(READY)
	@rm -rf _build/gallery && mkdir -p _build
	$(BIN)/planbook new _build/gallery
	rm -r _build/gallery/data/county-*
	cp -r data/guangling-2026 tests/data/counties/qingshi-2026 tests/data/counties/qingshi-2027 _build/gallery/data/
	$(BIN)/python benchmarks/generate.py 1 --seed 5 _build/gallery/generated
	cd _build/gallery && ../../$(BIN)/planbook draft generated/texts/county0001-2026.txt
	cd _build/gallery && ../../$(BIN)/planbook build --all

docs: $(READY)
	$(BIN)/python tools/guide.py
	$(BIN)/jupyter-book build docs --path-output _build/docs --all --warningiserror

lint: $(TESTS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# A file whose digest is not in the lock is not installed.
INSTALL := $(BIN)/python -m pip install --quiet --compile --prefer-binary --require-hashes

# The stamps are written last. An install that was cut short leaves no stamp, and an environment without one is
# thrown away and made anew: nothing half-installed is ever used.
$(READY):
	@test -n "$(PYTHON)" || { echo "planbook needs Python 3.11 or newer; none found on PATH" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "planbook needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Try: make PYTHON=python3.11 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	    { echo "$(PYTHON) lacks its venv module (on Debian: apt-get install python3-venv)" >&2; exit 1; }
	@rm -f $(VENV)/.book-* $(VENV)/.desk-* $(VENV)/.test-* && rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@$(BIN)/python -m pip check
	@touch $@

# The versions of a lock as pip's constraints: without digests, which pip does not take there for all.
versions = sed -n 's/ *\\$$//; /^[a-z0-9].*==/p'

$(DESK): $(READY)
	$(versions) requirements-test.lock > $(VENV)/constraints.txt
	$(BIN)/python -m pip install --quiet --compile --prefer-binary --no-build-isolation -c $(VENV)/constraints.txt -e '.[desk]'
	@$(BIN)/python -m pip check
	@touch $@

$(TESTS): $(READY)
	$(INSTALL) -r requirements-test.lock
	@$(BIN)/python -m pip check
	@touch $@

# The outside judge of Inline XBRL wants another python-dateutil than the book.
$(ARELLE): $(READY)
	@rm -rf $(VENV)/arelle
	$(PYTHON) -m venv $(VENV)/arelle
	$(VENV)/arelle/bin/python -m pip install --quiet --compile --prefer-binary --require-hashes -r requirements-arelle.lock
	@touch $@

# requirements-next.txt goes before the two files of the book; planbook's own metadata ask for the old versions.
$(NEXT_READY):
	@rm -rf $(NEXT) && mkdir -p $(NEXT)
	sed -n 's/==.*/==/; s/^[a-z]/^&/p' requirements-next.txt > $(NEXT)/names
	$(versions) requirements.lock | grep -v -i -f $(NEXT)/names > $(NEXT)/constraints.txt
	grep -v -i -f $(NEXT)/names -e '^jupyter-book==' requirements.txt > $(NEXT)/requirements.txt
	$(PYTHON) -m venv $(NEXT)/venv
	$(NEXT)/venv/bin/python -m pip install --quiet --compile --prefer-binary \
	    -c $(NEXT)/constraints.txt -r $(NEXT)/requirements.txt -r requirements-next.txt
	$(NEXT)/venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# One lock for Linux, macOS and Windows and each Python that the classifiers name, whichever this machine has.
LOCK := _build/lock/bin/uv pip compile --quiet --universal --upgrade --generate-hashes --no-header --no-annotate \
    --python-version 3.11.0 --no-emit-index-url --no-emit-find-links

lock:
	@rm -rf _build/lock && mkdir -p _build
	$(PYTHON) -m venv _build/lock
	_build/lock/bin/python -m pip install --quiet uv==0.13.9
	$(LOCK) requirements.txt -o _build/lock/book
	$(LOCK) -c _build/lock/book requirements-test.txt -o _build/lock/test
	$(LOCK) requirements-arelle.txt -o _build/lock/arelle
	for name in book:requirements test:requirements-test arelle:requirements-arelle; do \
	    { sed -n '/^#/p' $${name#*:}.lock; cat _build/lock/$${name%:*}; } > _build/lock/new && mv _build/lock/new $${name#*:}.lock; \
	done
	@rm -rf _build/lock

clean:
	rm -rf _build $(VENV)
