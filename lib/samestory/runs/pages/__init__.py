"""The pages of runs: a notebook as a report for readers, and what a failed run leaves; no network, no script."""
