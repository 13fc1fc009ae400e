"""Claims by meaning: sentences like the examples of a claim, in any language the encoder reads."""

from .candidates import claim_candidates
from .examples import claim_examples
from .states import MEANING, Passages, claim_passages

__all__ = ["MEANING", "Passages", "claim_candidates", "claim_examples", "claim_passages"]
