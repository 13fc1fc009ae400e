"""What a language file says about kinds of sources: the words by which somebody is an official or an expert."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Word = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Words = tuple[Word, ...]


class SourceKinds(BaseModel):
    """Words and phrases in small letters that say what a source is; ``*`` at either end stands for any letters.

    Documents are recognised by ``reporting.sources``, names of outlets by the gazetteer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    official: Words = ()
    """The state and its services: government, parliament, courts, police, military, fire service, public hospital."""
    political: Words = ()
    """Parties, candidates, campaigns."""
    business: Words = ()
    """Companies and those who own, run or represent them."""
    civil: Words = ()
    """Unions, associations, charities, churches, activists."""
    expert: Words = ()
    """Who is asked for knowledge: professors, scientists, analysts, institutes, pollsters."""
    witness: Words = ()
    """Witnesses, residents, victims, workers and other private persons."""
    outlet: Words = ()
    """Journalists and media without a name: ``reporters``, ``columnist``."""
    unnamed: Words = ()
    """Words that give neither name nor role: ``source``, ``insiders``."""
