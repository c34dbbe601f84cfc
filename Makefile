# Two commands on a fresh machine: `make normalize` and `make test`. Each installs what it needs.
RAW ?= raw
OUT ?= normalized
SHARED ?= ../shared
WORKERS ?= $(shell nproc 2>/dev/null || echo 2)
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python

.PHONY: normalize test check score train leave-out schema golden samples clean

normalize: $(VENV)/.installed
	$(RUN) -m pipeline.cli normalize "$(RAW)" "$(OUT)" --workers $(WORKERS)

test: $(VENV)/.dev
	$(RUN) -m pytest -q -n $(WORKERS)

check: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

# Pipeline and scorer on the shared gold set.
score: $(VENV)/.installed
	rm -rf build/score && mkdir -p build
	$(RUN) -m pipeline.cli normalize "$(SHARED)/corpus" build/score --workers $(WORKERS)
	$(RUN) "$(SHARED)/tools/score.py" build/score "$(SHARED)/gold"

train: $(VENV)/.train
	$(RUN) -m training.section_lines "$(SHARED)/corpus"

# What was trained, on sources it has not seen: accuracy by line, then the whole path without it and with it.
leave-out: $(VENV)/.train
	$(RUN) -m training.section_lines "$(SHARED)/corpus" --leave-out
	rm -rf build/leave-out
	$(RUN) -m training.leave_out "$(SHARED)/corpus" "$(SHARED)/gold" build/leave-out
	$(RUN) "$(SHARED)/tools/score.py" build/leave-out/rules "$(SHARED)/gold"
	$(RUN) "$(SHARED)/tools/score.py" build/leave-out/trained "$(SHARED)/gold"

schema: $(VENV)/.installed
	$(RUN) -m pipeline.cli schema > docs/record.schema.json

# Write what is missing in a case folder; read it against the input before it is committed.
golden: $(VENV)/.dev
	$(RUN) tests/golden.py $(CASE)

samples: $(VENV)/.dev
	$(RUN) tests/make_samples.py $(RAW)

$(VENV)/bin/python:
	if command -v uv >/dev/null 2>&1; then uv venv -q --python $(PYTHON) $(VENV); else $(PYTHON) -m venv $(VENV); fi

INSTALL = if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(RUN)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	$(INSTALL) -e .; else $(RUN) -m pip install -q -e .; fi
	touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(INSTALL) -e '.[dev]'; else $(RUN) -m pip install -q -e '.[dev]'; fi
	touch $@

$(VENV)/.train: $(VENV)/.installed
	$(INSTALL) -e '.[train]'; else $(RUN) -m pip install -q -e '.[train]'; fi
	touch $@

clean:
	rm -rf $(VENV) build normalized/* .pytest_cache .mypy_cache .ruff_cache
