"""``load_story``: from a story folder to a frozen ``Story``."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
from pathlib import Path

import pandas as pd

from ..errors import StoryError, listed, suggestion
from ..order import date_intervals
from ..schema import table_named
from ..yamlfile import Document, Model, read_yaml, validated
from .articles import COVERAGE, FOLDER, read_articles
from .codebook import Codebook, unknown_languages
from .codings import read_codings
from .find import SETTINGS, TEXTS, story_folder, texts_are_read
from .folder import inside
from .model import Story
from .notes import AUTOMATIC
from .outlets import OUTLETS, read_outlets
from .set_aside import split_articles, without
from .settings import OF_FILES, Period, Settings

__all__ = ["load_story", "load_uncoded", "not_read", "outside_period", "summary"]

CODEBOOK, CARD = "codebook.yaml", "card.md"
MAX_CARD_BYTES = 1_000_000
READ = (SETTINGS, CODEBOOK, CARD, COVERAGE, OUTLETS, FOLDER, "coding", "truth", TEXTS)


def load_story(name_or_path: str | Path, *, coder: str | None = None, texts: bool | None = None) -> Story:
    """Load a story.

    Parameters
    ----------
    name_or_path
        A name in ``seeds/`` (see ``stories()``), or the path of a story folder anywhere.
    coder
        Whose coding is in use, in place of the coder ``story.yaml`` names: a second hand, ``truth``, or a machine
        (``auto:rules-3``, after ``samestory code``). Every measure then rests on that coder's rows. In a story that no
        person coded, the machine's rows are in use without being asked for.
    texts
        Whether pages without a text get the one fetched into ``texts/``; as ``SAMESTORY_TEXTS`` says (yes, unless it
        is ``no``) where not given.

    Returns
    -------
    Story
        Frozen: settings, codebook, and every table checked against its declaration.

    Raises
    ------
    StoryError
        With every fault found, each naming file and line or row: unknown keys, missing files, a path out of the folder,
        duplicate ids, codings that point at no article or beyond the codebook, counts other than ``expected``. A coder
        who coded nothing in this story.
    """
    folder = story_folder(name_or_path)
    story, faults = read_story(folder, texts=texts_are_read() if texts is None else texts)
    if story is None or faults:
        raise _broken(folder, faults)
    if not coder or coder == story.settings.coder:
        return story
    if coder not in story.coders():
        how = "; `samestory code STORY` makes the automatic coding" if coder.startswith("auto") else ""
        raise StoryError(
            f"story {story.name}: no coder {coder!r}.{suggestion(coder, story.coders())}"
            f" Coders: {listed(story.coders())}{how}"
        )
    return dataclasses.replace(story, chosen=coder)


def load_uncoded(name_or_path: str | Path) -> Story:
    """Load a story without its automatic rows, so that rows which no longer fit the texts can be made anew.

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
    """A story folder read layer by layer; a fault in one keeps no other from being looked at.

    Returns
    -------
    story, faults
        The story where every layer could be read, and one line a fault of any layer: settings, codebook, card,
        coverage.csv, articles, codings, offsets.
    """
    faults: list[str] = []
    settings, _ = _model(folder, SETTINGS, Settings, faults)
    codebook, document = _model(folder, CODEBOOK, Codebook, faults)
    card = _card(folder, faults)
    rough = settings or _salvaged(folder)
    try:
        reading = read_articles(folder, rough, texts=texts)
        if codebook is not None:
            spoken = rough.languages or sorted(set(reading.articles["language"].dropna()))
            faults += unknown_languages(codebook, document, CODEBOOK, spoken)
        faults += reading.faults
        unsound = reading.unread | (set(reading.records) - set(reading.articles["article_id"]))
        codings, found = read_codings(
            folder, "coding", reading.articles, codebook, unsound, reading.remarks, machine=machine
        )
        faults += found
        truth, found = read_codings(folder, "truth", reading.articles, codebook, unsound, reading.remarks)
        faults += found
        every = pd.DataFrame({"outlet": [record.get("outlet") for record in reading.records.values()]}, dtype="str")
        outlets, found = read_outlets(folder, every)
        faults += found
    except StoryError as error:
        return None, [*faults, *(error.faults or [str(error)])]
    if codebook is None:
        return None, faults
    articles, aside = split_articles(reading.articles, codings | truth)
    codings, truth = without(codings, aside), without(truth, aside)
    story = Story(
        folder.name,
        folder,
        _filled(rough, articles),
        codebook,
        card,
        articles,
        codings,
        truth,
        reading.report,
        _no_articles=aside,
        _outlets=outlets,
        remarks=tuple(reading.remarks),
        guessed=reading.guessed,
    )
    faults += _unlike(story, unsound)
    if settings is None:
        return None, faults
    return story, faults + ([] if faults else _unexpected(story))  # counts say nothing while articles are missing


class _AnyEvent(dict):
    """The events of a story.yaml whose events cannot be read: no article's event is a fault then."""

    def __contains__(self, key: object) -> bool:
        return True


def _salvaged(folder: Path) -> Settings:
    """As much of a faulty story.yaml as is sound, so that the articles can be looked at all the same."""
    unknown = dict.fromkeys(("title", "question", "origin", "publish"), "(not readable)")
    try:
        data = read_yaml(inside(folder, folder / SETTINGS)).data
    except StoryError:
        data = {}
    given = (
        {key: value for key, value in data.items() if key in Settings.model_fields} if isinstance(data, dict) else {}
    )
    found = Settings.model_validate(unknown)
    for key, value in given.items():
        with contextlib.suppress(ValueError):
            one = Settings.model_validate(unknown | {key: value})
            found = found.model_copy(update={key: getattr(one, key)})
    return found if found.events else found.model_copy(update={"events": _AnyEvent()})


def _filled(settings: Settings, articles: pd.DataFrame) -> Settings:
    """Settings with the period and the languages of the articles where story.yaml gives none."""
    update: dict[str, object] = {}
    if not settings.languages:
        update["languages"] = sorted(set(articles["language"].dropna()))
    if "period" not in settings.model_fields_set:
        when = articles["published"].dropna()
        today = datetime.datetime.now(datetime.UTC).date()
        begin, end = (when.min().date(), when.max().date()) if len(when) else (today, today)
        update["period"] = Period(begin=begin, end=end)
    return settings.model_copy(update=update) if update else settings


def not_read(story: Story) -> list[str]:
    """The files and folders at the top of a story folder that loading does not look at."""
    return sorted(p.name for p in story.folder.iterdir() if p.name not in READ and not p.name.startswith("."))


def outside_period(story: Story) -> list[str]:
    """The articles dated outside the period of ``story.yaml``, by ``article_id``.

    Not a fault: a story has echoes. A day of tolerance is for time zones; a month counts as inside if it reaches in.
    """
    when = date_intervals(story.articles)
    begin = pd.Timestamp(story.settings.period.begin, tz="UTC") - pd.Timedelta(days=1)
    end = pd.Timestamp(story.settings.period.end, tz="UTC") + pd.Timedelta(days=2)
    return when.loc[(when["end"] <= begin) | (when["begin"] >= end), "article_id"].tolist()


def _model(folder: Path, name: str, model: type[Model], faults: list[str]) -> tuple[Model | None, Document]:
    try:
        document = read_yaml(inside(folder, folder / name))
    except StoryError as error:
        faults.append(str(error))
        return None, Document(None)
    done, found = validated(model, document, name)
    faults += found
    return done, document


def _card(folder: Path, faults: list[str]) -> str:
    try:
        path = inside(folder, folder / CARD)
        if (size := path.stat().st_size) > MAX_CARD_BYTES:
            raise StoryError(f"{CARD}: {size:,} bytes; a card may have {MAX_CARD_BYTES:,}")
        return path.read_text(encoding="utf-8-sig")
    except StoryError as error:
        faults.append(f"{error} (the data card, for people: origin, how collected, how coded, gaps)")
    except UnicodeDecodeError as error:
        faults.append(f"{CARD}: byte {error.start} is not UTF-8; save the file as UTF-8")
    return ""


def _unexpected(story: Story) -> list[str]:
    """The counts story.yaml expects, held against the tables."""
    faults = []
    articles = story.articles
    counts = {"outlets": articles["outlet"].nunique(), "languages": articles["language"].nunique()}
    for name, expected in story.settings.expected.items():
        if name in OF_FILES:  # held against the files as they were read
            continue
        counted = counts[name] if name in counts else len(story.given(name) if name != "articles" else articles)
        if counted != expected:
            faults.append(
                f"{SETTINGS}: expected {expected:,} {name}, found {counted:,}; where that is right, write"
                f" {name}: {counted}"
            )
    return faults


def _unlike(story: Story, unsound: set[str]) -> list[str]:
    """What story.yaml names, held against the tables: focus, coder, languages."""
    faults = []
    settings, articles = story.settings, story.articles
    ids = set(articles["article_id"]) | unsound
    if settings.focus is not None and settings.focus not in ids:
        near = suggestion(settings.focus, ids)
        faults.append(f"{SETTINGS}: focus {settings.focus!r} is no article of this story.{near}")
    people = [name for name in story.coders() if not name.startswith(AUTOMATIC)]
    if people and settings.coder not in story.coders():
        faults.append(f"{SETTINGS}: coder {settings.coder!r} coded nothing here; coders: {listed(story.coders())}")
    spoken = set(articles["language"].dropna())
    if extra := sorted(spoken - set(settings.languages)):
        faults.append(
            f"{SETTINGS}: languages leaves out {listed(extra)}, which articles are in; add them, or take the line out"
        )
    return faults


def _broken(folder: Path, faults: list[str]) -> StoryError:
    count = f"{len(faults)} fault" + ("s" if len(faults) != 1 else "")
    return StoryError("\n".join([f"story {folder.name}: {count}", *(f"- {fault}" for fault in faults)]), faults)


def summary(story: Story) -> pd.DataFrame:
    """What a story holds: one row a table and coder, ``table, coder, rows, articles``."""
    rows = [("articles", "", len(story.articles), len(story.articles))]
    for name in story.tables():
        frame = story.table(name, coder="*")
        key = next(c for c in ("article_id", "earlier_id") if c in table_named(name).names)
        groups = frame.groupby(frame["coder"] if "coder" in frame else pd.Series("truth", frame.index))
        rows += [(name, str(coder), len(part), part[key].nunique()) for coder, part in groups]
    return pd.DataFrame(rows, columns=["table", "coder", "rows", "articles"])
