"""What a language file says about how firmly things are put: boosters, and the stance of reporting verbs."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints, field_validator

Stance = Literal["neutral", "claiming", "alleging", "conceding", "confirming", "denying", "judging", "believing"]
STANCES: tuple[str, ...] = get_args(Stance)
Word = Annotated[str, StringConstraints(min_length=2, max_length=60)]

# The stance of a kind of reporting word, where the word itself is in no list.
OF_KIND = {
    **{"say": "neutral", "via": "neutral", "report": "neutral", "claim": "claiming"},
    **{
        "believe": "believing",
        "confirm": "confirming",
        "vouch": "confirming",
        "deny": "denying",
        "criticise": "judging",
    },
}
# With a negation they are of the kind "doubt" and say something else: "did not confirm".
NEVER_DOUBTED = ("neutral", "conceding", "confirming")


class Tone(BaseModel):
    """Words of certainty, and reporting verbs by stance, all in small letters.

    Stances, after Thompson and Ye (1991, doi 10.1093/applin/12.4.365): ``neutral`` (said), ``claiming`` (claimed,
    insisted: the source holds it), ``alleging`` (alleged, accused: a charge not proved), ``conceding`` (admitted),
    ``confirming`` (confirmed, revealed: the writer takes it as true), ``denying`` (denied), ``judging`` (complained,
    boasted: how the source spoke), ``believing`` (thinks, hopes: no speech is reported). ``*`` at the end of a word
    stands for any ending.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    boosters: tuple[Word, ...] = ()
    """Words and phrases by which a writer shows certainty: ``clearly``, ``without doubt`` (Hyland 2005, doi
    10.1177/1461445605050365)."""
    no_boosters: tuple[Word, ...] = ()
    """Phrases with such a word that show none: ``not certain``."""
    stances: dict[Stance, tuple[Word, ...]] = {}

    @field_validator("boosters", "no_boosters", "stances")
    @classmethod
    def _small(cls, given: object) -> object:
        words = [word for one in given.values() for word in one] if isinstance(given, dict) else list(given)  # type: ignore[call-overload]
        if wrong := [word for word in words if word != word.lower()]:
            raise ValueError(f"{wrong[0]!r} has a capital letter; write words in small letters")
        return given

    @cached_property
    def _exact(self) -> dict[str, str]:
        return {word: stance for stance, words in self.stances.items() for word in words if word[-1] != "*"}

    @cached_property
    def _begun(self) -> list[tuple[str, str]]:
        begun = [(word[:-1], stance) for stance, words in self.stances.items() for word in words if word[-1] == "*"]
        return sorted(begun, key=lambda one: -len(one[0]))

    def stance(self, cue: str, kind: str) -> str:
        """The stance of a reporting expression as it stands in a text; ``other`` where it has none.

        Parameters
        ----------
        cue
            The words: ``has admitted``.
        kind
            Its ``cue_kind``, which decides if no list has a word of it.
        """
        if kind == "deny":
            return "denying"
        found = self._listed(cue) or OF_KIND.get(kind, "other")
        return "other" if kind == "doubt" and found in NEVER_DOUBTED else found

    def _listed(self, cue: str) -> str | None:
        said = " ".join(cue.lower().replace("’", "'").split())
        for word in (said, *said.split()):
            if (found := self._exact.get(word)) is not None:
                return found
            for begin, stance in self._begun:
                if word.startswith(begin):
                    return stance
        return None
