"""Who is quoted, and what becomes of a quotation from outlet to outlet?"""

from ...lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
