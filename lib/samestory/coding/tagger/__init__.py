"""A trained tagger of attributions for English: trained once from marked articles, used with numpy alone."""

from ... import paths
from .weights import Tagged, Tagger, load

FILE = "attribution-en.npz"
LANGUAGES = ("en",)

__all__ = ["FILE", "LANGUAGES", "Tagged", "Tagger", "load", "trained"]


def trained() -> Tagger | None:
    """The tagger that ``samestory train attribution`` made, or None where there is none."""
    path = paths.models() / FILE
    return load(path) if path.is_file() else None
