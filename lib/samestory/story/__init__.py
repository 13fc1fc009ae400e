"""Story folders: ``stories``, ``load_story``, the frozen ``Story``, and a skeleton for a new one."""

from typing import TYPE_CHECKING

from ..lazy import attach

if TYPE_CHECKING:  # so that mypy knows these types; everything else loads at first use
    from .bring import Brought as Brought
    from .model import Story as Story

__getattr__, __dir__, __all__ = attach(__name__)
