"""How well do two coders agree, human or automatic?"""

from ...lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
