# The same tasks where there is no make: python -m tasks certify, python -m tasks test.
PYTHON ?= python3

.PHONY: certify test benchmarks clean

certify:
	@$(PYTHON) -m tasks certify $(ARGS)

test:
	@$(PYTHON) -m tasks test $(ARGS)

benchmarks:
	@$(PYTHON) -m tasks benchmarks $(ARGS)

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
