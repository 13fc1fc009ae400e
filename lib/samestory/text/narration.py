"""Where a narrator breaks into speech: "«Yes, — said Ann. — Come in»", "« Oui, dit Anne. Entrez. »"."""

from __future__ import annotations

import re
from itertools import islice

from ..languages import Language

_DASHES = "—–―"
_SPACES = " \t\u00a0\u202f"
_TURN = re.compile(r"[,.!?…»”\"][ \t\u00a0\u202f]+(?:[—–―][ \t\u00a0\u202f]+)?")  # where the voice may change
# Where no comma stands before the dash, or the dash touches a word: "Nie – powiedział Jan. – Tak", "No —dijo Ana—. Sí".
_BARE_TURN = re.compile(
    _TURN.pattern + r"|(?<=\w)[ \t\u00a0\u202f]+[—–―][ \t\u00a0\u202f]*(?=\w)|(?<=\w)[—–―][.,;:]?[ \t\u00a0\u202f]+"
)
_PIECE = re.compile(r"[^\W_]+|\S")
_WORD = re.compile(r"[^\W\d_]+")
_STOP = re.compile(r"[.,;:!?…»]")
_VIEW = 90  # characters in which a narrator's verb and subject stand
_FEW = 12  # pieces of a clause looked at first
_VERB_WITHIN = 3  # words in which the verb after a dash stands
_MOST_NARRATION = 300  # characters of a narrator between two pieces of one speech
_CLITICS = frozenset(("s", "m", "t", "l", "n", "lui", "leur", "me", "nous", "se", "en", "y"))


def spoken_pieces(text: str, begin: int, end: int, language: Language) -> list[tuple[int, int]]:
    """What is said in a quotation or line of dialogue, without what the narrator puts in between.

    Parameters
    ----------
    text, begin, end
        The words inside the marks.
    language
        Its reporting words tell a narrator; only languages with dash dialogue write so.

    Returns
    -------
    list of (begin, end)
        The whole where no narrator breaks in. After a dash the narrator goes on to the next dash, after a comma (where
        the language has ``narrators``) to the next stop or comma.
    """
    if not language.dash_dialogue or not language.speaking:
        return [(begin, end)]
    found = []
    start, is_told = begin, False
    for turn in (_BARE_TURN if language.bare_dashes else _TURN).finditer(text, begin, end):
        if turn.start() < start:
            continue
        is_dash = any(sign in _DASHES for sign in turn.group())
        if is_told:  # the narrator speaks, up to the next dash
            if is_dash:
                start, is_told = turn.end(), False
        elif is_dash and _narrates(text, turn.end(), end, language):
            found.append((start, turn.start() + (text[turn.start()] not in _SPACES)))
            start, is_told = turn.end(), True
        elif not is_dash and language.narrators and (last := _told(text, turn.end(), end, language)):
            found.append((start, turn.start() + (text[turn.start()] != ",")))
            start = last
    if not is_told and any(character.isalnum() for character in text[start : min(end, start + _VIEW)]):
        found.append((start, end))
    found = [(a + len(said) - len(said.lstrip()), b) for a, b in found if (said := text[a:b]).strip()]
    return found or [(begin, end)]


def _narrates(text: str, at: int, end: int, language: Language) -> bool:
    """Whether a narrator's verb follows a dash."""
    if not text[at : at + 1].islower():
        return False
    words = _WORD.findall(text[at : min(end, at + _VIEW)].casefold())
    return any(word in language.speaking for word in words[:_VERB_WITHIN])


def _told(text: str, at: int, end: int, language: Language) -> int:
    """Where the speech goes on after ``, a dit Anne Dupont.``; 0 where these are no words of a narrator."""
    view = text[at : min(end, at + _VIEW)]
    few = [piece.group().casefold() for piece in islice(_PIECE.finditer(view), _FEW)] + [""] * 4
    i, speaks, found, _ = _head(few, language)
    if i < _FEW and not speaks and not found:  # most clauses are settled by their first words
        return 0
    said = [(m.group(), at + m.end()) for m in _PIECE.finditer(view)]
    low = [word.casefold() for word, _ in said] + [""] * 4
    i, speaks, found, has_pronoun = _head(low, language)
    is_after_question = (
        text[max(0, at - 2) : at].strip() in ("?", "!") and low[i] in language.articles_bare
    )  # "? dit la dame."
    if not found and not (speaks and (has_pronoun or is_after_question or _is_somebody(said, low, i, language))):
        return 0
    limit = min(end, at + _MOST_NARRATION)
    while (stop := _STOP.search(text, said[min(i, len(said)) - 1][1], limit)) is not None:
        before = _WORD.findall(text[max(at, stop.start() - _VIEW) : stop.start()])
        if stop.group() != "." or not before or before[-1].casefold() not in language.never_ending:
            if stop.group() == "?" and not speaks:  # "que fait-il ?"
                return 0
            if (
                stop.group() == ","
                and (word := _WORD.search(text, stop.end(), limit))
                and _is_speaker(word[0], language)
            ):
                i = next((k + 1 for k, (_, last) in enumerate(said) if last == stop.end()), 0)  # ", maire de la ville"
                if i:
                    continue
            return stop.end()
        i = next((k + 1 for k, (_, last) in enumerate(said) if last == stop.end()), 0)
        if not i:
            return 0
    return end if limit == end else 0


def _head(low: list[str], language: Language) -> tuple[int, bool, bool, bool]:
    """After "lui a-t-il dit": the place, whether the last word is of speech, and pronouns after it and before it."""
    i = 0
    while low[i] in _CLITICS:
        i += 1 + (low[i + 1] in ("'", "’"))
    has_pronoun = False
    while low[i] in language.helping:
        i, found = _pronoun(low, i + 1, language)
        has_pronoun = has_pronoun or found
    speaks = low[i] in language.speaking
    i, found = _pronoun(low, i + 1, language)
    return i, speaks, found, has_pronoun


def _is_speaker(word: str, language: Language) -> bool:
    """Whether a word, also in the singular of one that is listed, is for who speaks."""
    return not language.speakers.isdisjoint((word, f"{word}s"))


def _pronoun(low: list[str], i: int, language: Language) -> tuple[int, bool]:
    """The place after ``-il`` or ``-t-elle`` at ``i``, and whether it is there."""
    k = i
    if low[k] == "-" and low[k + 1] == "t" and low[k + 2] == "-":
        k += 2
    if low[k] == "-" and f"-{low[k + 1]}" in language.narrators:
        return k + 2, True
    return i, False


def _is_somebody(said: list[tuple[str, int]], low: list[str], i: int, language: Language) -> bool:
    """Whether a name, or an article and a word for a source, stand at ``i``."""
    if i >= len(said):
        return False
    if said[i][0][:1].isupper():
        return low[i] not in language.starting
    if low[i] not in language.articles_bare:
        return False
    i += 1 + (low[i + 1] in ("'", "’"))
    return i < len(said) and (said[i][0][:1].isupper() or _is_speaker(low[i], language))
