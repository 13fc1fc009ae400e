"""Teaching: lessons with exercises that check themselves, copies for students, and what students hand in.

``check_answer`` compares an answer with digests, so a student's files hold no answer. The masters of the lessons are in
``notebooks/teaching/``.
"""

from ..lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
