"""The tables of a story as a run saw them, kept beside its result: what later results are compared with.

    outputs/.snapshots/<digest>/          made once for a story's files, a coder and the library
    outputs/<run>/story/<table>.parquet   hard links to these files, or copies where the disk knows no links
    outputs/<run>/story/meta.json         title, coder, readable names, and why a table is missing

Whoever changes a linked file changes all of them; so the digests in ``meta.json`` are checked before each use.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import RunError, SamestoryError, reason_of
from . import store
from .digests import Digests, file_digest
from .folders import entries, inner_folder, sync
from .regular import is_folder, is_regular, text_of

if TYPE_CHECKING:
    import pandas as pd

    from ..story import Story
    from .job import Job

FOLDER, META, STORE = "story", "meta.json", ".snapshots"
FORMAT = 1
PATIENCE_SECONDS = 3600.0  # another worker may be making the same snapshot
NEWEST = 3  # snapshots that stay although no result links to them: on a disk without hard links none does
MOST_META_BYTES = 50_000_000
CODED = ("claims", "numbers", "labels", "citations", "chains", "attributions", "parts")
NOT_CODED = "no row is coded by"
_NEW, _DAMAGED = ".new-", ".damaged-"


def tables(folder: Path, names: Iterable[str] | None = None) -> dict[str, pd.DataFrame]:
    """The tables of the story of a result.

    Parameters
    ----------
    folder
        The folder of the result.
    names
        Which tables; default: all.

    Returns
    -------
    dict of DataFrame
        ``articles`` (with texts), ``outlets``, ``no_articles``; ``claims, numbers, labels, citations, chains,
        attributions, parts`` of the coder of the run; ``families``; ``figures`` and ``conflicts`` (from
        ``numbers.values`` and ``numbers.conflicts``); ``sources`` (every name of a source) and ``edges`` (from
        ``sources.graph_edges``). A table without a row is missing, and ``meta(folder)["missing"]`` says why. Empty if
        the notebook has no story.

    Raises
    ------
    RunError
        A file is missing, or is not as it was written.
    """
    import pandas as pd

    known = meta(folder)
    wanted = None if names is None else set(names)
    found = {}
    for file, digest in (known or {"files": {}})["files"].items():
        name = file.removesuffix(".parquet")
        if wanted is None or name in wanted:
            path = folder / FOLDER / file
            if fault := _fault(path, digest):
                raise RunError(f"{FOLDER}/{fault}")
            try:
                found[name] = pd.read_parquet(path, engine="pyarrow")
            except (ValueError, OSError) as error:
                raise RunError(f"{FOLDER}/{file} cannot be read: {reason_of(error)}") from None
    return found


def meta(folder: Path) -> dict[str, Any]:
    """What is known of the story of a result beside its tables; empty if the notebook has no story.

    Returns
    -------
    dict
        ``story, title, question, invented, coder, is_coded_by_machine, focus, publish`` (what may be published, in
        words), ``coding_note``; ``names``: readable names by id of ``articles, claims, actors, quantities, events,
        languages``; ``missing``: by table why it is not there; ``files``: the digest of each file. If the story could
        not be loaded, only ``story``, ``coder``, ``missing`` and ``files``.

    Raises
    ------
    RunError
        ``meta.json`` cannot be used.
    """
    if not (folder / FOLDER).exists():
        return {}
    return _meta(folder / FOLDER)


def add(job: Job, folder: Path, say: Callable[[str], None]) -> None:
    """Put the snapshot of a job's story into the folder of its result; nothing for a notebook without a story.

    Parameters
    ----------
    job, folder
        The run, and the folder of its result.
    say
        Called with a line for the user if a snapshot was damaged.

    Raises
    ------
    RunError
        The story was changed meanwhile.
    OSError
        It could not be written.
    """
    if job.story_folder is None:
        return
    digest = _digest(job)
    with store.held(f"snapshot {digest[:2]}", patience=PATIENCE_SECONDS):
        kept = inner_folder(STORE) / digest
        if not (is_folder(kept) and _is_whole(kept)):
            _make(job, kept, say)
            if _digest(job) != digest:
                store.discard(kept)
                raise RunError("story changed while the run was under way; run it again")
        _link(kept, folder / FOLDER)
    prune()


def prune() -> None:
    """Remove the snapshots that no result links to, but for the newest; and what killed workers left."""
    found = sorted(entries(STORE), key=lambda path: path.lstat().st_mtime_ns if path.exists() else 0)
    spare = [path for path in found if not path.name.startswith(".") and not _is_linked(path)]
    left = [path for path in found if path.name.startswith((_NEW, _DAMAGED))]
    for path in [*spare[:-NEWEST], *left]:
        digest = path.name.removeprefix(_NEW).removeprefix(_DAMAGED)
        try:
            with store.held(f"snapshot {digest[:2]}", patience=0):
                if not _is_linked(path):
                    store.discard(path)
        except store.BusyError:  # somebody makes it or links to it
            continue


def _digest(job: Job) -> str:
    """What the snapshot is made of: the files of the story, the coder, the library."""
    made_of = Digests().of_story(job)
    parts = [str(FORMAT), str(made_of["story"]), str(made_of["library"]), str(job.parameters.get("coder") or "")]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def _make(job: Job, kept: Path, say: Callable[[str], None]) -> None:
    """Write a snapshot beside its place, then rename it; one that is there is damaged and set aside."""
    for path in entries(STORE):
        if path.name.startswith(f"{_NEW}{kept.name}"):
            store.discard(path)
    made = kept.parent / f"{_NEW}{kept.name}-{uuid.uuid4().hex[:8]}"
    made.mkdir()
    known, found = _read(job)
    files = {}
    for name, table in found.items():
        path = made / f"{name}.parquet"
        table.to_parquet(path, engine="pyarrow", compression="zstd", index=False)
        files[path.name] = file_digest(path)
    if kept.exists() or kept.is_symlink():
        aside = kept.parent / f"{_DAMAGED}{kept.name}-{uuid.uuid4().hex[:8]}"
        kept.rename(aside)
        say(f"the kept tables of the story were damaged and are made again; the damaged ones are in {aside}")
    text = json.dumps({"format": FORMAT, **known, "files": files}, indent=1, ensure_ascii=False, allow_nan=False)
    (made / META).write_text(text + "\n", encoding="utf-8")
    for path in made.iterdir():
        path.chmod(0o444)  # a file of several results
        sync(path)
    sync(made)
    made.rename(kept)


def _read(job: Job) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    """What is known of the story, and its tables."""
    from ..story import load_story

    coder = str(job.parameters.get("coder") or "")
    missing: dict[str, str] = {}
    try:
        story = load_story(str(job.story_folder), coder=coder or None)
    except SamestoryError as error:
        name = Path(str(job.story_folder)).name
        return {"story": name, "coder": coder, "missing": {"articles": str(error)[:2000]}}, {}
    found: dict[str, pd.DataFrame] = {}
    for name, make in _makers(story).items():
        try:
            table = make(found)
        except OSError:
            raise
        except Exception as error:  # a story may lack what a table needs; the others are still there
            missing[name] = f"could not be made: {reason_of(error)}"
            continue
        if len(table) or name == "articles":
            found[name] = table
        else:
            missing[name] = f"{NOT_CODED} {story.coder}" if name in CODED else "no row"
    return {**_known(story), "missing": missing}, found


def _known(story: Story) -> dict[str, Any]:
    settings = story.settings
    return {
        "story": story.name,
        "title": settings.title,
        "question": settings.question,
        "invented": story.invented,
        "coder": story.coder,
        "is_coded_by_machine": story.is_coded_by_machine,
        "focus": settings.focus,
        "publish": settings.publish,
        "coding_note": story.coding_note,
        "names": {
            "articles": story.article_names(),
            "claims": story.claim_names(),
            "actors": story.actor_names(),
            "quantities": story.quantity_names(),
            "events": story.event_names(),
            "languages": story.language_names(),
        },
    }


Maker = Callable[[dict[str, "pd.DataFrame"]], "pd.DataFrame"]


def _makers(story: Story) -> dict[str, Maker]:
    """How each table is made; one that is made later may use those made before."""
    import pandas as pd

    from ..questions import numbers, sources
    from ..story.links import story_links

    def figures(found: dict[str, pd.DataFrame]) -> pd.DataFrame:
        topics = {key: one.claim for key, one in story.codebook.quantities.items() if one.claim}
        options = {"vague": story.codebook.vague, "topics": topics, "families": found.get("families")}
        return numbers.values(story.joined("numbers"), story.articles, **options)

    def edges(found: dict[str, pd.DataFrame]) -> pd.DataFrame:
        links = story_links(story)
        chains = sources.link_sources(story.joined("chains"), story.articles, links=links)
        options = {"families": found.get("families"), "parts": story.table("parts"), "links": links}
        return sources.graph_edges(story.articles, story.joined("citations"), chains, **options)

    return {
        "articles": lambda _: story.articles,
        "outlets": lambda _: story.outlets,
        "no_articles": lambda _: story.no_articles,
        **{name: lambda _, name=name: story.table(name) for name in CODED},  # type: ignore[misc]
        "families": lambda _: story.table("families"),
        "figures": figures,
        "conflicts": lambda found: numbers.conflicts(found["figures"]) if "figures" in found else pd.DataFrame(),
        "sources": lambda _: story.source_names(),
        "edges": edges,
    }


def is_coded(known: Mapping[str, Any]) -> bool:
    """Whether anything is coded in the story of a ``meta.json``, by the coder whose rows are kept."""
    return any(f"{name}.parquet" in known.get("files", {}) for name in CODED)


def _meta(folder: Path) -> dict[str, Any]:
    """``meta.json`` of a snapshot, its shape checked."""
    path = f"{folder.name}/{META}"
    try:
        known = json.loads(text_of(folder / META, MOST_META_BYTES))
    except (OSError, ValueError, RecursionError) as error:
        raise RunError(f"{path} cannot be read: {reason_of(error)}") from None
    if not isinstance(known, dict) or known.get("format") != FORMAT:
        raise RunError(f"{path} is not the meta.json of a snapshot of format {FORMAT}")
    files, missing, names = known.get("files"), known.get("missing"), known.setdefault("names", {})
    if not all(isinstance(one, dict) for one in (files, missing, names, *names.values())) or not all(
        isinstance(name, str) and Path(name).name == name and name.endswith(".parquet") for name in known["files"]
    ):
        raise RunError(f"{path} has a wrong shape")
    return known


def _is_whole(kept: Path) -> bool:
    try:
        files = _meta(kept)["files"]
    except RunError:
        return False
    return not any(_fault(kept / name, digest) for name, digest in files.items())


def _fault(path: Path, digest: object) -> str:
    if not is_regular(path):
        return f"{path.name} is missing"
    return "" if file_digest(path) == digest else f"{path.name} is not as it was written"


def _is_linked(kept: Path) -> bool:
    """Whether a result has a hard link to a file of the snapshot."""
    return is_folder(kept) and any(path.lstat().st_nlink > 1 for path in kept.iterdir())


def _link(kept: Path, folder: Path) -> None:
    """Link the files of a snapshot into a folder; copies where no link can be made."""
    folder.mkdir()
    for path in sorted(kept.iterdir()):
        try:
            os.link(path, folder / path.name)
        except OSError:  # another disk, a file system without links, too many of them
            shutil.copyfile(path, folder / path.name)
