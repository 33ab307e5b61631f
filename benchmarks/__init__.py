"""What is measured: each module is one measurement, run with `python -m benchmarks.<name>`."""
