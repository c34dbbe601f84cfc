# Two commands on a fresh machine: `make normalize` and `make test`. Each installs what it needs.
RAW ?= raw
OUT ?= normalized
SHARED ?= ../shared
TAXONOMIES ?= build/taxonomy.npz
WORKERS ?= $(shell nproc 2>/dev/null || echo 2)
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python

.PHONY: normalize taxonomy test check score regress baseline eval-tags eval-mentions eval-links eval-judged-links eval-activities bench-nlp train train-tagger train-activities leave-out schema golden samples test-faults fuzz soak bench clean

# The taxonomy index is built once; where it cannot be, the run goes on and says that links are off.
normalize: $(VENV)/.installed
	$(RUN) -m pipeline.taxonomy.build $(TAXONOMIES) --optional
	$(RUN) -m pipeline.cli normalize "$(RAW)" "$(OUT)" --workers $(WORKERS) --taxonomies $(TAXONOMIES)

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

# Every document of the shared corpus against the baseline: a change that is not meant stops a release. One that is
# meant: read it, then make baseline.
regress baseline: $(VENV)/.installed
	$(RUN) -m pipeline.taxonomy.build $(TAXONOMIES)
	rm -rf build/regress && mkdir -p build
	$(RUN) -m pipeline.cli normalize "$(SHARED)/corpus" build/regress --workers $(WORKERS) --taxonomies $(TAXONOMIES)
	$(RUN) tests/regress.py build/regress $(if $(filter baseline,$@),--accept)

# The tagging pass on the hand-labelled statements, employers that were tuned on first, those never opened last, these
# also with the general model's tags in the place of ours.
eval-tags: $(VENV)/.bench
	for part in dev opened test; do $(RUN) -m training.eval_tags "$(SHARED)/corpus" --half $$part || exit 1; done
	$(RUN) -m training.eval_tags "$(SHARED)/corpus" --half test --general

# Strict span F1 for skills and for knowledge of any file in SkillSpan's CoNLL form.
CONLL ?= $(SHARED)/labelled/skillspan/skillspan_house_dev.conll $(SHARED)/labelled/skillspan/skillspan_tech_dev.conll
eval-mentions: $(VENV)/.installed
	$(RUN) -m training.eval_mentions $(CONLL)

# RP@1 and RP@5 of any file in the form of the ESCO skill extraction benchmark.
CSV ?= $(SHARED)/labelled/skill_extraction_benchmark_esco/tech_validation_annotations.csv $(SHARED)/labelled/skill_extraction_benchmark_esco/house_validation_annotations.csv
eval-links: $(VENV)/.installed
	$(RUN) -m pipeline.taxonomy.build $(TAXONOMIES)
	$(RUN) -m training.eval_links $(CSV) --taxonomy $(TAXONOMIES)

# Precision of the links that were judged by reading: make eval-judged-links RECORDS=folder of records with links, else
# the shared corpus is read first.
RECORDS ?=
eval-judged-links: $(VENV)/.installed
ifeq ($(RECORDS),)
	$(RUN) -m pipeline.taxonomy.build $(TAXONOMIES)
	rm -rf build/judged && mkdir -p build
	$(RUN) -m pipeline.cli normalize "$(SHARED)/corpus" build/judged --workers $(WORKERS) --taxonomies $(TAXONOMIES)
endif
	$(RUN) -m training.judged_links "$(or $(RECORDS),build/judged/current)"

# The work-activity classifier on O*NET occupations that it did not learn from.
eval-activities: $(VENV)/.train
	$(RUN) -m training.activities "$(SHARED)/labelled/onet" "$(SHARED)/corpus" --judge

# The index anew, out of the packages or of your own tables: make taxonomy ESCO=folder ONET=folder
taxonomy: $(VENV)/.installed
	$(RUN) -m pipeline.taxonomy.build $(TAXONOMIES) --force $(if $(ESCO),--esco "$(ESCO)") $(if $(ONET),--onet "$(ONET)")

# The longer forms of the tests of faults: hostile inputs at their full budget, then every system call of a small run
# killed or failed by strace (Debian: apt-get install strace). Takes long.
test-faults: $(VENV)/.dev
	HOSTILE_CPU=20 PATTERN_SECONDS=0.1 $(RUN) -m pytest -q -n 1 tests/test_hostile.py tests/test_patterns.py tests/test_store.py tests/test_crew.py tests/test_lockdown.py
	for kind in kill enospc eio; do $(RUN) "$(SHARED)/tools/crash_every.py" $$kind build/crash -- $(RUN) tests/small_run.py build/crash || exit 1; done

# Changed real documents to the locked workers: make fuzz COUNT=20000 SEED=1
COUNT ?= 20000
SEED ?= 1
fuzz: $(VENV)/.dev
	$(RUN) tests/fuzz.py --count $(COUNT) --seed $(SEED) --workers $(WORKERS) raw tests/cases $(wildcard $(SHARED)/corpus)

# Growing corpora, formats, floors and other tools: takes long; a quick look: make bench SIZES=100
SIZES ?= 100,1000,10000
bench: $(VENV)/.bench
	$(RUN) -m pipeline.taxonomy.build $(TAXONOMIES)
	$(RUN) -m benchmarks.bench --sizes $(SIZES) --shared "$(SHARED)"

# 20,000 documents: memory flat, the same output on 1 and 2 workers, nothing left behind.
soak: $(VENV)/.bench
	$(RUN) -m pipeline.taxonomy.build $(TAXONOMIES)
	$(RUN) -m benchmarks.soak --shared "$(SHARED)"

bench-nlp: $(VENV)/.bench
	$(RUN) -m pipeline.taxonomy.build $(TAXONOMIES)
	$(RUN) -m benchmarks.bench_nlp "$(SHARED)/corpus" --taxonomies $(TAXONOMIES)

# The compact tagger from public labelled data and the hand labels: about an hour on two cores.
train-tagger: $(VENV)/.tagger
	rm -rf build/train && mkdir -p build/train
	$(RUN) -m pipeline.cli normalize "$(SHARED)/corpus" build/train/records --workers $(WORKERS)
	$(RUN) -m training.word_vectors "$(SHARED)" build/train/records/current build/train/vectors.npz
	$(RUN) -m training.silver_tags "$(SHARED)" build/train/records/current build/train/silver.jsonl
	for step in fit words read kinds phrases; do $(RUN) -m training.teacher $$step "$(SHARED)" build/train/records/current build/train || exit 1; done
	$(RUN) -m training.tagger "$(SHARED)" build/train/records/current build/train

train-activities: $(VENV)/.train
	$(RUN) -m training.activities "$(SHARED)/labelled/onet" "$(SHARED)/corpus"

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
	if command -v uv >/dev/null 2>&1; then uv venv -q --seed --python $(PYTHON) $(VENV); else $(PYTHON) -m venv $(VENV); fi

# As pip does, uv compiles what it installs: where Python may write no bytecode, every run would compile the libraries anew,
# which takes longer than all else before its first document.
INSTALL = if command -v uv >/dev/null 2>&1; then uv pip install -q --compile-bytecode --python $(RUN)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	$(INSTALL) -e .; else $(RUN) -m pip install -q -e .; fi
	touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(INSTALL) -e '.[dev]'; else $(RUN) -m pip install -q -e '.[dev]'; fi
	touch $@

$(VENV)/.train: $(VENV)/.installed
	$(INSTALL) -e '.[train]'; else $(RUN) -m pip install -q -e '.[train]'; fi
	touch $@

$(VENV)/.tagger: $(VENV)/.installed
	$(INSTALL) -e '.[tagger]'; else $(RUN) -m pip install -q -e '.[tagger]'; fi
	touch $@

$(VENV)/.bench: $(VENV)/.installed
	$(INSTALL) -e '.[bench]'; else $(RUN) -m pip install -q -e '.[bench]'; fi
	touch $@

clean:
	rm -rf $(VENV) build normalized/* .pytest_cache .mypy_cache .ruff_cache
