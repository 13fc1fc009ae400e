"""``load_story``: from a story folder to a frozen ``Story``."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd

from ..errors import StoryError, listed, suggestion
from ..yamlfile import Document, Model, read_yaml, validated
from .articles import Reading, kept_articles
from .codebook import Codebook, unknown_languages
from .codings import read_codings
from .find import SETTINGS, story_folder, texts_are_read
from .folder import inside
from .model import Story
from .outcome import Outcome
from .outlets import read_outlets
from .set_aside import split_articles, without
from .settings import Settings
from .settings_check import filled, salvaged, unexpected_counts, unlike_tables

__all__ = ["load_story", "load_uncoded"]

CODEBOOK, CARD = "codebook.yaml", "card.md"
MAX_CARD_BYTES = 1_000_000


@dataclasses.dataclass(frozen=True)
class _Layers:
    """What was read of the three files that describe a story, and of its articles."""

    settings: Settings | None
    codebook: Codebook | None
    card: str
    rough: Settings
    reading: Reading
    faults: tuple[str, ...]

    @property
    def unsound(self) -> set[str]:
        """Articles with faults of their own."""
        return self.reading.unread | (set(self.reading.records) - set(self.reading.articles["article_id"]))


def load_story(name_or_path: str | Path, *, coder: str | None = None, texts: bool | None = None) -> Story:
    """Load a story.

    Parameters
    ----------
    name_or_path
        A name in ``seeds/`` (see ``stories()``), or the path of a story folder anywhere.
    coder
        Whose coding every measure uses; default: the coder that ``story.yaml`` names. It may be a second human coder,
        ``truth``, or a program (``auto:rules-5``, after ``samestory code``). If no person coded the story, the rows of
        the program are used.
    texts
        Whether pages without a text get the text that was fetched into ``texts/``; default: ``SAMESTORY_TEXTS``, else
        True.

    Returns
    -------
    Story
        Frozen: settings, codebook, and every table checked against its declaration.

    Raises
    ------
    StoryError
        With every fault found, each naming file and line or row: unknown keys, missing files, a path out of the folder,
        duplicate ids, codings of an unknown article or beyond the codebook, counts other than ``expected``; or a coder
        who coded nothing in this story.

    Examples
    --------
    >>> ss.load_story("harbour-fire").settings.coder == story.settings.coder
    True
    >>> ss.load_story("harbor-fire")
    Traceback (most recent call last):
    samestory.errors.StoryError: no story 'harbor-fire'. Did you mean 'harbour-fire'? ...
    """
    folder = story_folder(name_or_path)
    story, faults = read_story(folder, texts=texts_are_read() if texts is None else texts)
    if story is None or faults:
        raise _broken(folder, faults)
    if not coder or coder == story.settings.coder == story.coder:
        return story
    if coder not in story.coders():
        how = "; `samestory code STORY` makes the automatic coding" if coder.startswith("auto") else ""
        raise StoryError(
            f"story {story.name}: no coder {coder!r}.{suggestion(coder, story.coders())}"
            f" Coders: {listed(story.coders())}{how}"
        )
    return dataclasses.replace(story, chosen=coder)


def load_uncoded(name_or_path: str | Path) -> Story:
    """Load a story without its automatic rows, so that rows that no longer fit the texts can be made again.

    Raises
    ------
    StoryError
        As `load_story`.
    """
    folder = story_folder(name_or_path)
    story, faults = read_story(folder, texts=texts_are_read(), machine=False)
    if story is None or faults:
        raise _broken(folder, faults)
    return story


def read_story(folder: Path, *, texts: bool, machine: bool = True) -> tuple[Story | None, list[str]]:
    """A story folder read layer by layer; a fault in one layer does not keep the others from being checked.

    Returns
    -------
    story, faults
        The story if every layer could be read, and one line a fault of any layer: settings, codebook, card,
        coverage.csv, articles, codings, offsets.
    """
    described = _described(folder)
    try:
        layers = _with_articles(folder, described, texts=texts)
        found = _with_codings(folder, layers, machine=machine)
    except StoryError as error:
        return None, [*described.faults, *(error.faults or [str(error)])]
    story, faults = found.value, list(found.faults)
    if story is None:
        return None, faults
    faults += unlike_tables(story, layers.unsound)
    if layers.settings is None:
        return None, faults
    return story, faults or unexpected_counts(story)  # counts mean nothing while articles are missing


@dataclasses.dataclass(frozen=True)
class _Described:
    """Settings, codebook and card of a story; None for a file that cannot be read."""

    settings: Settings | None
    codebook: Codebook | None
    document: Document
    card: str
    faults: tuple[str, ...]


def _described(folder: Path) -> _Described:
    settings, codebook, card = _model(folder, SETTINGS, Settings), _model(folder, CODEBOOK, Codebook), _card(folder)
    faults = (*settings.faults, *codebook.faults, *card.faults)
    return _Described(settings.value[0], *codebook.value, card.value, faults)


def _with_articles(folder: Path, described: _Described, *, texts: bool) -> _Layers:
    """The articles, read by the settings or as much of them as is sound."""
    rough = described.settings or salvaged(folder)
    reading = kept_articles(folder, rough, texts=texts)
    spoken = rough.languages or sorted(set(reading.articles["language"].dropna()))
    codebook = described.codebook
    languages = unknown_languages(codebook, described.document, CODEBOOK, spoken) if codebook is not None else []
    faults = (*described.faults, *languages, *reading.faults)
    return _Layers(described.settings, codebook, described.card, rough, reading, faults)


def _with_codings(folder: Path, layers: _Layers, *, machine: bool) -> Outcome[Story | None]:
    """The story with its codings and outlets; None without a codebook."""
    reading, codebook = layers.reading, layers.codebook
    codings = read_codings(folder, "coding", reading.articles, codebook, layers.unsound, machine=machine)
    truth = read_codings(folder, "truth", reading.articles, codebook, layers.unsound)
    every = pd.DataFrame({"outlet": [record.get("outlet") for record in reading.records.values()]}, dtype="str")
    outlets, of_outlets = read_outlets(folder, every)
    faults = (*layers.faults, *codings.faults, *truth.faults, *of_outlets)
    if codebook is None:
        return Outcome(None, faults)
    articles, aside = split_articles(reading.articles, codings.value | truth.value)
    story = Story(
        folder.name,
        folder,
        filled(layers.rough, articles),
        codebook,
        layers.card,
        articles,
        without(codings.value, aside),
        without(truth.value, aside),
        reading.report,
        _no_articles=aside,
        _outlets=outlets,
        remarks=(*reading.remarks, *codings.remarks, *truth.remarks),
        guessed=reading.guessed,
    )
    return Outcome(story, faults)


def _model(folder: Path, name: str, model: type[Model]) -> Outcome[tuple[Model | None, Document]]:
    try:
        document = read_yaml(inside(folder, folder / name))
    except StoryError as error:
        return Outcome((None, Document(None)), (str(error),))
    done, faults = validated(model, document, name)
    return Outcome((done, document), tuple(faults))


def _card(folder: Path) -> Outcome[str]:
    try:
        path = inside(folder, folder / CARD)
        if (size := path.stat().st_size) > MAX_CARD_BYTES:
            raise StoryError(f"{CARD}: {size:,} bytes; a card may have {MAX_CARD_BYTES:,}")
        return Outcome(path.read_text(encoding="utf-8-sig"))
    except StoryError as error:
        return Outcome("", (f"{error} (the data card, for people: origin, how collected, how coded, gaps)",))
    except UnicodeDecodeError as error:
        return Outcome("", (f"{CARD}: byte {error.start} is not UTF-8; save the file as UTF-8",))


def _broken(folder: Path, faults: list[str]) -> StoryError:
    count = f"{len(faults)} fault" + ("s" if len(faults) != 1 else "")
    return StoryError("\n".join([f"story {folder.name}: {count}", *(f"- {fault}" for fault in faults)]), faults)
