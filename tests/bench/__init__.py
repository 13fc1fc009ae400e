"""Benchmarks: ours and its peers on the same work in one run, as ratios; and accuracy on public gold sets.

One file for each question. Each has ``run(data, size)``, which gives rows; ``data`` is the folder of public sets
(``SAMESTORY_GOLD``), ``size`` how many simulated articles the largest run may take. Nothing here is a test: no time is
asserted.
"""

from .harness import PARTS, bench, table

__all__ = ["PARTS", "bench", "table"]
