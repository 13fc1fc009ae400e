"""The site: pages over all runs, stories and articles in ``outputs/``, which open from disk and need no network."""

from .build import Built, build

__all__ = ["Built", "build"]
