"""Which claims does each outlet state, attribute, hedge, report as denied, contradict or leave out?"""

from ...lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
