"""Kills while a person codes: what was acknowledged is on the disk, and kernels at work at once lose nothing."""

import os
import signal
import struct

import pandas as pd
import pytest
from nursery import chance, counted, forked, kills

import samestory as ss
from samestory.coding.by_hand import read_hand_coding
from samestory.workbench.session import Session

N_CLAIMS = 40


@pytest.fixture
def story(small_story):
    """A small story with many claims."""
    book = small_story / "codebook.yaml"
    claims = "".join(f"  K{n:02}: {{name: k{n}, kind: event, description: Claim {n}}}\n" for n in range(N_CLAIMS))
    book.write_text(book.read_text().replace("claims:\n", f"claims:\n{claims}", 1))
    return ss.load_story(small_story)


def decide(story, coder, n, written, status="asserted"):
    """One decision; its number is written where it was acknowledged."""
    one = {"table": "claims", "claim_id": f"K{n:02}", "status": status, "begin": 0, "end": 7, "note": f"decision {n}"}
    answer = Session(story, coder).answer({"do": "decide", "article": "first-article", "decisions": [one]})
    if answer["ok"]:
        os.write(written, struct.pack("q", n))


def then_killed(*given):
    decide(*given)
    os.kill(os.getpid(), signal.SIGKILL)


def acknowledged(reading):
    os.set_blocking(reading, False)
    try:
        return [one[0] for one in struct.iter_unpack("q", os.read(reading, 8 * 4096))]
    except BlockingIOError:
        return []


def coded(story, coder):
    table = read_hand_coding(story.folder, coder)["claims"]
    return dict(zip(table["claim_id"].str[1:].astype(int), table["status"], strict=True))


def child(function, *given):
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            function(*given)
            code = 0
        finally:
            os._exit(code)
    return pid


def test_a_kernel_killed_after_each_decision_loses_none(story, record_property):
    reading, written = os.pipe()
    with counted("hand coding", record_property) as counts:
        for n in range(min(kills(0.3), N_CLAIMS)):
            pid = child(then_killed, story, "coder-1", n, written)
            assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
            counts["killed"] += 1
            assert acknowledged(reading) == [n]
            counts["recovered"] += sorted(coded(story, "coder-1")) == list(range(n + 1))


def test_a_kill_or_a_full_disk_at_any_moment_of_writing_leaves_whole_files_and_every_acknowledged_decision(
    story, record_property
):
    reading, written = os.pipe()
    luck, kept = chance(), {}
    moments, _ = forked(decide, story, "coder-1", 0, written)
    assert moments > 8 and acknowledged(reading) == [0]
    kept[0] = "asserted"
    with counted("hand coding, writing", record_property) as counts:
        for n in range(kills(0.4)):
            claim, status = luck.randrange(N_CLAIMS), luck.choice(["asserted", "hedged", "denied"])
            before = coded(story, "coder-1")
            is_full = n % 4 == 3
            _, was_killed = forked(
                decide, story, "coder-1", claim, written, status, at=luck.randint(1, moments), is_full=is_full
            )
            after = coded(story, "coder-1")
            if acknowledged(reading):
                before[claim] = status
            assert after in (before, before | {claim: status})
            counts["killed"] += was_killed
            counts["recovered"] += was_killed
    decide(story, "coder-1", 1, written)  # what the killed ones left does not keep anybody from going on
    assert len(ss.load_story(story.folder).codings["claims"]) == len(coded(story, "coder-1")) + 1


def test_kernels_that_code_at_once_overwrite_nothing_of_one_another(story):
    def many(coder, numbers, written):
        for n in numbers:
            decide(story, coder, n, written)

    reading, written = os.pipe()
    work = [("coder-1", range(0, 12)), ("coder-1", range(12, 24)), ("coder-2", range(6))]
    for pid in [child(many, coder, numbers, written) for coder, numbers in work]:
        assert os.waitpid(pid, 0)[1] == 0
    assert len(acknowledged(reading)) == 30
    assert (sorted(coded(story, "coder-1")), sorted(coded(story, "coder-2"))) == (list(range(24)), list(range(6)))
    assert isinstance(ss.load_story(story.folder).codings["claims"], pd.DataFrame)
