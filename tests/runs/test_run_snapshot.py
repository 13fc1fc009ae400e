"""The snapshot of a story beside each result: made once, linked, healed, bounded."""

import errno
import os
import shutil
from multiprocessing import get_context
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

import samestory as ss
from samestory.errors import RunError
from samestory.runs import snapshot, store
from samestory.runs.folders import entries, inner_folder
from samestory.runs.job import Job

HARBOUR = ss.paths.seeds() / "harbour-fire"


def job_of(folder: Path | None, coder: str = "") -> Job:
    return Job("small", "01_small", {"story": folder and folder.name, "coder": coder}, folder and str(folder))


def added(job: Job, name: str, said: list[str] | None = None) -> Path:
    folder = store.result_folder(name)
    folder.mkdir()
    snapshot.add(job, folder, [].append if said is None else said.append)
    return folder


def kept() -> list[Path]:
    return [path for path in entries(snapshot.STORE) if not path.name.startswith(".")]


def test_the_tables_are_those_of_the_loaded_story(project):
    folder = added(job_of(HARBOUR), "a")
    tables, story = snapshot.tables(folder), ss.load_story(HARBOUR)
    assert_frame_equal(tables["articles"], story.articles)
    assert_frame_equal(tables["claims"], story.table("claims"))
    assert_frame_equal(tables["families"], story.table("families"))
    assert set(tables["conflicts"]["kind"]) == {"conflict", "update", "cannot_tell"}
    assert {"outlets", "numbers", "labels", "citations", "figures", "sources", "edges"} <= set(tables)
    meta = snapshot.meta(folder)
    assert meta["coder"] == "truth" and meta["invented"] and meta["names"]["claims"] == story.claim_names()


def test_runs_of_one_story_share_one_snapshot_by_hard_links(project):
    first, second = added(job_of(HARBOUR), "a"), added(job_of(HARBOUR), "b")
    assert len(kept()) == 1
    assert (first / "story/articles.parquet").samefile(second / "story/articles.parquet")


def test_a_notebook_without_a_story_has_no_snapshot(project):
    folder = added(job_of(None), "a")
    assert list(folder.iterdir()) == [] and snapshot.meta(folder) == {} and snapshot.tables(folder) == {}


def test_a_story_that_cannot_be_loaded_says_why_in_meta(project):
    (project / "seeds/bad").mkdir()
    (project / "seeds/bad/story.yaml").write_text("titel: x\n", encoding="utf-8")
    folder = added(job_of(project / "seeds/bad"), "a")
    assert "titel" in snapshot.meta(folder)["missing"]["articles"]
    assert snapshot.tables(folder) == {}


def test_a_table_that_is_not_coded_is_missing_and_meta_says_why(project, small_story):
    folder = added(job_of(small_story), "a")
    assert "labels" not in snapshot.tables(folder)
    assert snapshot.meta(folder)["missing"]["labels"] == "no row is coded by hand"


def test_a_changed_story_or_another_coder_makes_another_snapshot(project, small_story):
    added(job_of(small_story), "a")
    with (small_story / "card.md").open("a", encoding="utf-8") as stream:
        stream.write("More.\n")
    added(job_of(small_story), "b")
    added(job_of(small_story, "hand"), "c")
    assert len(kept()) == 3


def test_copies_are_made_where_the_disk_knows_no_hard_links(project, small_story, monkeypatch):
    def refused(*_: object) -> None:
        raise OSError(errno.EXDEV, "no links here")

    monkeypatch.setattr(os, "link", refused)
    folder = added(job_of(small_story), "a")
    assert len(snapshot.tables(folder)["articles"]) == 1
    assert (folder / "story/articles.parquet").stat().st_nlink == 1


def test_a_damaged_snapshot_is_set_aside_said_and_made_again(project, small_story):
    folder = added(job_of(small_story), "a")
    (folder / "story/articles.parquet").chmod(0o644)
    (folder / "story/articles.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(RunError, match=r"story/articles\.parquet is not as it was written"):
        snapshot.tables(folder)
    said: list[str] = []
    assert len(snapshot.tables(added(job_of(small_story), "b", said))["articles"]) == 1
    assert len(said) == 1 and "damaged" in said[0]
    assert len(list((project / "outputs/.snapshots").glob(".damaged-*"))) == 1
    shutil.rmtree(folder)
    snapshot.prune()
    assert list((project / "outputs/.snapshots").glob(".damaged-*")) == []


@pytest.mark.parametrize("text", ["", "[]", '{"format": 1}', '{"format": 1, "files": {"../x.parquet": ""}}', "\0" * 99])
def test_a_damaged_meta_is_refused_and_made_again(project, small_story, text):
    folder = added(job_of(small_story), "a")
    (folder / "story/meta.json").chmod(0o644)
    (folder / "story/meta.json").write_text(text, encoding="utf-8")
    with pytest.raises(RunError, match=r"story/meta\.json"):
        snapshot.tables(folder)
    assert len(snapshot.tables(added(job_of(small_story), "b"))["articles"]) == 1


def test_snapshots_without_a_result_go_but_for_the_newest(project, small_story):
    for n in range(6):
        (small_story / "card.md").write_text(f"# Small\n{n}\n", encoding="utf-8")
        folder = added(job_of(small_story), f"r{n}")
        if n:
            shutil.rmtree(folder)
    snapshot.prune()
    assert len(kept()) == 1 + snapshot.NEWEST
    assert len(snapshot.tables(store.result_folder("r0"))["articles"]) == 1


def test_what_a_killed_worker_left_is_removed_with_the_next_result(project, small_story):
    left = inner_folder(snapshot.STORE) / ".new-00ff-12345678"
    left.mkdir()
    (left / "articles.parquet").write_bytes(b"half")
    added(job_of(small_story), "a")
    assert not left.exists()


def test_a_story_changed_while_it_was_read_is_refused_and_not_kept(project, small_story, monkeypatch):
    read = snapshot._read

    def changing(job: Job) -> object:
        done = read(job)
        (small_story / "card.md").write_text("# Another\n", encoding="utf-8")
        return done

    monkeypatch.setattr(snapshot, "_read", changing)
    with pytest.raises(RunError, match="story changed while the run was under way"):
        added(job_of(small_story), "a")
    assert kept() == []


def _add(job: Job, name: str) -> None:
    added(job, name)


def test_four_workers_at_once_make_it_once(project):
    context = get_context("fork")
    workers = [context.Process(target=_add, args=(job_of(HARBOUR), f"w{n}")) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 4
    [one] = kept()
    assert (one / "meta.json").stat().st_nlink == 5
