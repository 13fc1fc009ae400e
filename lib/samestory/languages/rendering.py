"""What a language file says about other ways to put a sentence: words by which nothing is lost in translation."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Word = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Words = tuple[Word, ...]


class Rendering(BaseModel):
    """Words that keep a meaning in another form, all in small letters.

    ``*`` at the end or the begin stands for any letters; ``!`` takes words out of a list: ``un*`` without ``!union*``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    said: Words = ()
    """Words of saying and thinking beside the cues: a source may still be named where one of them is: ``words``."""
    doubtful: Words = ()
    """Words of doubt, wish and condition beside the hedges: doubt may be kept where one of them is: ``if``."""
    negations: Words = ()
    """Negations that count; default: those of ``reporting``. French ``ne`` alone is none."""
    negative: Words = ()
    """Words that say no without a negation: ``without``, ``lacks``, ``fail*``."""
    parts: Words = ()
    """Words for parts and multiples, for which a number may have been: ``half``, ``double``."""
    hours: Words = ()
    """Words beside an hour of the twelve-hour clock: ``p.m.``"""
    units: dict[Word, Words] = {}
    """Units and currencies by their English name, with their forms and signs: ``dollar: [dollars, $]``."""
