"""``stories`` and ``load_story``: from a story folder to a frozen ``Story``."""

from __future__ import annotations

import contextlib
import dataclasses
from pathlib import Path

import pandas as pd

from .. import paths
from ..errors import StoryError, listed, suggestion
from ..order import date_intervals
from ..tables import table_named
from ..yamlfile import Document, Model, read_yaml, validated
from .articles import COVERAGE, FOLDER, read_articles
from .codebook import Codebook, unknown_languages
from .codings import read_codings
from .folder import inside, is_folder
from .model import Story
from .notes import AUTOMATIC
from .outlets import OUTLETS, read_outlets
from .set_aside import split_articles, without
from .settings import OF_FILES, Settings
from .texts import TEXTS, texts_are_read

SETTINGS, CODEBOOK, CARD = "story.yaml", "codebook.yaml", "card.md"
MAX_CARD_BYTES = 1_000_000
READ = (SETTINGS, CODEBOOK, CARD, COVERAGE, OUTLETS, FOLDER, "coding", "truth", TEXTS)


def stories() -> list[str]:
    """The names of the stories in ``seeds/``, in order."""
    if not paths.seeds().is_dir():
        return []
    return sorted(path.parent.name for path in paths.seeds().glob(f"*/{SETTINGS}"))


def story_folder(name_or_path: str | Path, *, base: Path | None = None) -> Path:
    """The folder of a story given by its name in ``seeds/`` or by a path.

    Parameters
    ----------
    name_or_path
        The name or the path.
    base
        Where a relative path counts from; the current folder unless given.

    Raises
    ------
    StoryError
        Neither is there; the message lists the stories and suggests the nearest.
    """
    given = str(name_or_path)
    if given in stories():
        return paths.seeds() / given
    folder = Path(given)
    with contextlib.suppress(RuntimeError):  # "~name" of nobody stays as it is
        folder = (base or Path()) / folder.expanduser()
    if given and is_folder(folder):
        if not (folder / SETTINGS).is_file():
            raise StoryError(
                f"{given}: holds no {SETTINGS}, so it is no story folder; `samestory new NAME` makes one that loads"
            )
        return folder.resolve()
    raise StoryError(
        f"no story {given[:200]!r}.{suggestion(given, stories())} Stories: {listed(stories())};"
        " or give the path of a story folder"
    )


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
    faults: list[str] = []
    settings, _ = _model(folder, SETTINGS, Settings, faults)
    codebook, document = _model(folder, CODEBOOK, Codebook, faults)
    card = _card(folder, faults)
    if settings is None or codebook is None:
        raise _broken(folder, faults)
    faults += unknown_languages(codebook, document, CODEBOOK, settings.languages)
    try:
        articles, found, report = read_articles(folder, settings, texts=texts_are_read() if texts is None else texts)
        faults += found
        if found:  # codings are checked against articles; against broken ones every row would seem a fault
            raise _broken(folder, faults)
        codings, found = read_codings(folder, "coding", articles, codebook)
        faults += found
        truth, found = read_codings(folder, "truth", articles, codebook)
        faults += found
    except StoryError as error:
        raise error if error.faults else _broken(folder, [*faults, str(error)]) from None
    outlets, found = read_outlets(folder, articles)
    faults += found
    articles, aside = split_articles(articles, codings | truth)
    codings, truth = without(codings, aside), without(truth, aside)
    story = Story(folder.name, folder, settings, codebook, card, articles, codings, truth, report, None, aside, outlets)
    if not faults:
        faults += _unexpected(story)
    if faults:
        raise _broken(folder, faults)
    if not coder or coder == settings.coder:
        return story
    if coder not in story.coders():
        how = "; `samestory code STORY` makes the automatic coding" if coder.startswith("auto") else ""
        raise StoryError(
            f"story {story.name}: no coder {coder!r}.{suggestion(coder, story.coders())}"
            f" Coders: {listed(story.coders())}{how}"
        )
    return dataclasses.replace(story, chosen=coder)


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
    """What story.yaml says of the tables, held against the tables."""
    faults = []
    articles = story.articles
    counts = {"outlets": articles["outlet"].nunique(), "languages": articles["language"].nunique()}
    for name, expected in story.settings.expected.items():
        if name in OF_FILES:  # held against the files as they were read
            continue
        counted = counts[name] if name in counts else len(story.given(name) if name != "articles" else articles)
        if counted != expected:
            faults.append(f"{SETTINGS}: expected {expected:,} {name}, found {counted:,}")
    if story.settings.focus is not None and story.settings.focus not in set(articles["article_id"]):
        near = suggestion(story.settings.focus, articles["article_id"])
        faults.append(f"{SETTINGS}: focus {story.settings.focus!r} is no article of this story.{near}")
    people = [name for name in story.coders() if not name.startswith(AUTOMATIC)]
    if people and story.settings.coder not in story.coders():
        faults.append(
            f"{SETTINGS}: coder {story.settings.coder!r} coded nothing here; coders: {listed(story.coders())}"
        )
    spoken = set(articles["language"].dropna())
    if extra := sorted(spoken - set(story.settings.languages)):
        faults.append(f"{SETTINGS}: languages leaves out {listed(extra)}, which articles are in")
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
