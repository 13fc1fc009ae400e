"""The engine: articles as buffers, and kernels that hold many of them against each other, exactly."""

from .addresses import address_key
from .archive import Archive, open_corpus
from .blocks import Block, blocks
from .corpus import UNDATED, Corpus, Index
from .found import Similar
from .options import is_number, is_whole, require_hours, require_whole
from .outlets import outlet_key, outlet_keys, outlet_names
from .shares import PARTLY, WHOLLY, Shares
from .similarity import similar

__all__ = [
    "PARTLY",
    "UNDATED",
    "WHOLLY",
    "Archive",
    "Block",
    "Corpus",
    "Index",
    "Shares",
    "Similar",
    "address_key",
    "blocks",
    "is_number",
    "is_whole",
    "open_corpus",
    "outlet_key",
    "outlet_keys",
    "outlet_names",
    "require_hours",
    "require_whole",
    "similar",
]
