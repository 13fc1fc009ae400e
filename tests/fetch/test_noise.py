"""Answers nobody would think of: whatever a host sends, one line is said of it and the command goes on."""

import random

from server import answer, bomb, packed, page, redirect

from samestory.fetch import REASONS

PAGE = page()
SOUND = (
    answer(PAGE),
    packed(PAGE),
    packed(PAGE, "deflate"),
    redirect("/b?c=d#e", 301, Set_Cookie="a=b; Path=/; Domain=news.example"),
    answer(b"", 503, Retry_After="3"),
    answer(bomb(1), Content_Encoding="gzip"),
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<html\r\n1\r\n>\r\n0\r\n\r\n",
)


def mutated(raw, dice):
    """A sound answer with a few bytes changed, taken out, or doubled; or cut."""
    raw = bytearray(raw)
    for _ in range(dice.randint(1, 4)):
        head = raw.find(b"\r\n\r\n") + 4
        at = dice.randrange(max(1, min(len(raw), head + 20)))  # mostly the head: there the danger lies
        match dice.randrange(4):
            case 0:
                raw[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                del raw[at : at + dice.randint(1, 12)]
            case 2:
                raw[at:at] = raw[at : at + dice.randint(1, 40)] * dice.randint(1, 3)
            case 3:
                raw = raw[: max(1, dice.randrange(len(raw) + 1))]
    return bytes(raw)


def test_three_hundred_mutations(lab):
    dice = random.Random(2026)  # noqa: S311 - no secret
    lab.server.routes["/b?c=d"] = answer(PAGE)
    rows = {}
    for number in range(300):
        lab.server.routes[f"h{number}.example/a"] = mutated(dice.choice(SOUND), dice)
        rows[f"a{number}"] = lab.server.url("/a", f"h{number}.example")
    lab.ledger(**rows)
    summary = lab.fetch(jobs=8, timeout=2, max_bytes=500_000)
    assert len(summary.lines) == 300
    outcomes = {line.outcome for line in summary.lines.values()}
    assert {"fetched", "failed"} <= outcomes <= {"fetched", "failed", "later"}
    for line in summary.lines.values():
        assert line.outcome == "fetched" or line.reason.partition(":")[0] in REASONS, line
    assert len(lab.log()) == 300
