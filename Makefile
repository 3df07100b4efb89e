# `make run` is all a newcomer needs. PORT, PORTAL_DATA and PYTHON may be set.
.DEFAULT_GOAL := help
.PHONY: help run setup assets test check format bench pins

python := sh scripts/python

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name text; do \
		printf '%-14s %s\n' "$$name" "$$text"; done

run: ## set up what is missing, then run the portal with its demonstration data on PORT (8000)
	@exec $(python) scripts/run.py

setup: ## the set-up alone: environment, pinned packages, front-end assets
	@exec $(python) scripts/install.py run

assets: ## build the front-end assets again if their sources changed
	@exec $(python) scripts/install.py run

test: ## everything needed for all of the tests, and all of the tests
	@$(python) scripts/install.py test
	@env -u PYTHONDONTWRITEBYTECODE .venv/bin/python -m pytest -n 2 --dist=loadfile --no-loadscope-reorder $(ARGS)

check: ## format, lint, types, floors, missing migrations, deployment settings, container files
	@$(python) scripts/install.py dev
	@.venv/bin/python scripts/check.py

format: ## put the code and the templates into the agreed form
	@$(python) scripts/install.py dev
	@.venv/bin/python scripts/check.py --fix

bench: ## measure start, pages, packs, charts, import and dashboard here; ARGS="charts import" for some
	@$(python) scripts/install.py run
	@exec .venv/bin/python -m bench $(ARGS)

pins: ## resolve every pinned package again, Python's and npm's
	@$(python) scripts/install.py run
	@.venv/bin/python scripts/pins.py
