"""``python -m samestory`` is the command ``samestory``."""

from .cli import main

main()
