"""Damaged files of the web: torn, flipped, swollen. Each gives records, rejects or one clear error, in bounded time."""

import random
import time

import pytest
from growth import units
from web import SAMPLES, survives

FILES = {
    "mediacloud_search.csv": "Media Cloud",
    "gdelt_artlist.json": "GDELT DOC",
    "gdelt_artlist.csv": "GDELT DOC",
    "20241014083000.gkg.csv": "GDELT GKG",
    "zotero.ris": "RIS",
    "zotero_csl.json": "CSL-JSON",
    "rss2.xml": "feed",
    "atom.xml": "feed",
    "page.html": "web page",
    "page.mht": "web page",
}
HOSTILE = [
    b'<!ENTITY x "y">', b"\x00" * 5, b'"', b"{" * 50, b"<div>" * 300, b"\xff\xfe", b"<![CDATA[", b"-->", b"\n\n",
    b"\t" * 30, b"&#x110000;", b"\\ud800", b"<script>", b"99999999999999999999",
]  # fmt: skip


def damaged(raw, chance):
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(changed) or 1)
        kind = chance.randrange(5)
        if kind == 0:
            changed[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del changed[at : at + chance.randint(1, 200)]
        elif kind == 2:
            changed[at:at] = chance.choice(HOSTILE)
        elif kind == 3:
            changed[at:at] = changed[: chance.randint(1, 400)]
        else:
            del changed[at + len(changed) // 2 :]
    if chance.random() < 0.05:
        return (
            bytes(changed).decode("utf-8", "replace").encode(chance.choice(["utf-16", "cp1251", "utf-32"]), "replace")
        )
    return bytes(changed)


@pytest.mark.parametrize("name", FILES)
def test_damage_is_reported(name):
    chance = random.Random(name)  # noqa: S311
    raw = (SAMPLES / name).read_bytes()
    for _ in range(40):
        begin = time.process_time()
        assert survives(damaged(raw, chance), name, FILES[name])
        taken = time.process_time() - begin
        assert taken < 1 or units(taken) < 200


@pytest.mark.parametrize(
    "raw",
    [
        b"<html><body>" + b"<div>" * 100_000 + b"text",
        b"<html><body>" + b"<!--" * 200_000,
        b'<html><body><a href="' * 50_000,
        b"<html><head><script type='application/ld+json'>" + b"[" * 100_000 + b"</script></head><body><p>x</p>",
        b"<html><body>" + b"<div class='comment related'><a href='/x'>link</a></div>" * 10_000,
        b"<!doctype html>" + b"&#x" * 300_000,
    ],
    ids=["nested", "comments", "quotes", "json", "links", "entities"],
)
def test_pages_made_to_be_slow_are_not(raw):
    begin = time.process_time()
    assert survives(raw, "a.html", "web page")
    taken = time.process_time() - begin
    assert taken < 1 or units(taken) < 200
