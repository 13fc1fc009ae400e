"""A language model as a coder: the codebook becomes the prompt, and every row of the answer must quote its passage."""

from .coder import ModelCoding, Reading, answers, code_by_model, coder_of, part_of, readings
from .prompt import TABLES, estimated_answer, estimated_tokens
from .server import KEY, Server, ServerError, checked_endpoint

__all__ = [
    "KEY",
    "TABLES",
    "ModelCoding",
    "Reading",
    "Server",
    "ServerError",
    "answers",
    "checked_endpoint",
    "code_by_model",
    "coder_of",
    "estimated_answer",
    "estimated_tokens",
    "part_of",
    "readings",
]
