"""Work by hand in JupyterLab: code articles, agree on a coding, explore a story, choose parameters.

Each piece is a widget where a person sits before the notebook, and a static table everywhere else: in runs, in
committed notebooks and under nbval, so that their outputs are the same on every machine.
"""

from ..lazy import attach

__getattr__, __dir__, __all__ = attach(__name__)
