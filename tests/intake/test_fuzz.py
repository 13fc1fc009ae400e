"""Damaged files: whatever is done to a sample, every reader ends in time, and every record is found or accounted for.

``SAMESTORY_FUZZ=1000`` asks for a thousand mutations of each sample; by default there are a few of each. Samples are
small files of every format we write ourselves here, those that lie beside the tests of the readers, and, where the
folder of gold sets is there, its export samples.
"""

import gzip
import io
import json
import os
import random
import tarfile
import time
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from growth import units

import samestory as ss
from samestory.intake import Intake, frame_of, report_of
from samestory.intake.formats import Options, Reject, Source, reader_of, readers
from samestory.paths import home

N = int(os.environ.get("SAMESTORY_FUZZ", "12"))
MOST = 200  # units of work (see growth.py) for one mutation of one file
GOLD = Path(os.environ.get("SAMESTORY_GOLD") or home().parent / "shared" / "data") / "export_samples"
BESIDE = Path(__file__).parents[1] / "intake" / "formats"
ROWS = [
    {"title": "Fire at the quay", "text": "The fire began at noon.\n\nNobody was hurt.", "published": "2023-03-02"},
    {"title": "Пожежа", "text": "Пожежа почалася опівдні. Ніхто не постраждав.", "published": "2023-03-02T10:30+02:00"},
    {"title": "L'incendie", "text": "L’incendie a éclaté à midi…", "published": "13/03/2023"},
] * 3


def own_samples():
    """One small file of each general format."""
    yield "own.jsonl", "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode()
    yield "list.json", json.dumps(ROWS).encode()
    yield "answer.json", json.dumps({"status": "ok", "totalResults": len(ROWS), "articles": ROWS}, indent=1).encode()
    yield "table.csv", pd.DataFrame(ROWS).to_csv(index=False).encode()
    yield "table.tsv", pd.DataFrame(ROWS).to_csv(index=False, sep="\t").encode("utf-16")
    yield "plain.txt", b"---\noutlet: Gull\npublished: 2024-10\n---\n\nOne text.\n"
    book = openpyxl.Workbook()
    for row in [list(ROWS[0]), *(list(row.values()) for row in ROWS)]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    yield "table.xlsx", stream.getvalue()
    stream = io.BytesIO()
    pd.DataFrame(ROWS).to_parquet(stream)
    yield "table.parquet", stream.getvalue()


def samples():
    found = dict(own_samples())
    for folder in (BESIDE, GOLD):
        if folder.is_dir():
            for path in sorted(folder.rglob("*")):
                wanted = path.is_file() and path.suffix not in (".py", ".pyc") and path.name != "README.md"
                if wanted and path.stat().st_size < 3_000_000:
                    found[f"{path.parent.name}/{path.name}"] = path.read_bytes()
    return found


SAMPLES = samples()


def mutated(raw, rng):
    """One damaged form of a file, and what was done to it."""
    how = rng.choice(["cut", "begin", "flip", "flips", "bytes", "hole", "repeat", "double", "encode", "insert", "swap"])
    n = len(raw)
    at = rng.randrange(n) if n else 0
    if how == "cut":
        return how, raw[:at]
    if how == "begin":
        return how, raw[at:]
    if how in ("flip", "flips"):
        made = bytearray(raw)
        for _ in range(1 if how == "flip" else rng.randrange(2, 200)):
            made[rng.randrange(n)] ^= 1 << rng.randrange(8)
        return how, bytes(made)
    if how == "bytes":
        return how, raw[:at] + rng.randbytes(rng.randrange(1, 300)) + raw[at:]
    if how == "hole":
        return how, raw[:at] + raw[at + rng.randrange(1, 2000) :]
    if how == "repeat":
        return how, raw[:at] + raw[at : at + rng.randrange(1, 400)] * rng.randrange(2, 50) + raw[at:]
    if how == "double":
        return how, raw + raw
    if how == "encode":
        text = raw.decode("utf-8", "replace")
        return how, text.encode(rng.choice(["utf-16", "cp1252", "cp1251", "utf-32", "shift_jis", "utf-7"]), "replace")
    if how == "insert":
        piece = rng.choice(
            [b"\x00" * 50, b"<" * 300, b'"', b"{" * 200, b"\xff\xfe", b"&lol;" * 50, b"\r", b"<!--", b"]]>"]
        )
        return how, raw[:at] + piece + raw[at:]
    cut = rng.randrange(n) if n else 0
    return how, raw[cut:] + raw[:cut]


def packed(name, raw, rng):
    """The file in an archive, sometimes in two, sometimes in a damaged one."""
    how = rng.choice(["zip", "tar.gz", "gz", "zip in zip", "broken zip"])
    if how == "gz":
        return f"{name}.gz", gzip.compress(raw, 1)
    stream = io.BytesIO()
    if how == "tar.gz":
        with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=1) as archive:
            member = tarfile.TarInfo(name)
            member.size = len(raw)
            archive.addfile(member, io.BytesIO(raw))
        return "x.tar.gz", stream.getvalue()
    for _ in range(2 if how == "zip in zip" else 1):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(name, raw)
        name, raw = "x.zip", stream.getvalue()
    if how == "broken zip":
        made = bytearray(raw)
        for _ in range(3):
            made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)
        raw = bytes(made)
    return name, raw


def read(name, raw):
    """One file through intake; the reader itself as well, as intake would hide its fault."""
    begun = time.process_time()
    source = Source.of_bytes(raw, name)
    reader = reader_of(source) if raw else None
    if reader is not None:
        n = 0
        try:
            for one in reader.read(source, Options(language="en")):
                n += 1
                if isinstance(one, Reject):
                    assert one.reason and one.place, one
        except ss.errors.SamestoryError as error:
            assert str(error)
    intake = Intake(Options(language="en"))
    articles = frame_of(list(intake.one(Source.of_bytes(raw, name))))
    report = report_of(intake.told)
    spent = time.process_time() - begun
    assert spent < 1 or units(spent) < MOST, f"{spent:.1f} s"  # under a second nothing needs to be compared
    # Whatever comes out is an articles table; whatever does not is told.
    assert report.n_articles == len(articles) == report.files["n_found"].sum()
    assert report.n_rejected == report.files["n_rejected"].sum()
    assert len(articles) + report.n_rejected + report.n_left_out > 0
    return articles, report


@pytest.mark.parametrize("name", SAMPLES)
def test_mutations(name, monkeypatch):
    raw, base = SAMPLES[name], name.rpartition("/")[2]
    tables = []
    n_large = max(3, N // 4) if len(raw) > 300_000 and N < 100 else N
    for seed in range(n_large):
        rng = random.Random(f"{name} {seed}")  # noqa: S311
        how, made = mutated(raw, rng)
        if seed % 5 == 4:
            given, made = packed(base, made, rng)
        else:
            given = base
        try:
            articles, report = read(given, made)
        except Exception as error:
            raise AssertionError(f"{name}, seed {seed} ({how}): {type(error).__name__}: {error}") from error
        faults = [reason for reason in report.rejects["reason"] if "fault of samestory" in reason]
        assert not faults, f"{name}, seed {seed} ({how}): {faults[0]}"
        if len(articles):
            tables.append(articles)
    # All that came out of all mutations together is sound.
    if tables:
        whole = pd.concat(tables, ignore_index=True)
        whole["article_id"] = [f"a{n}" for n in range(len(whole))]
        ss.schema.check(whole, "articles")


def test_the_samples_themselves_are_read():
    """The samples are no noise: as they are, each gives records, so that a mutation starts from something."""
    for name, raw in SAMPLES.items():
        articles, report = read(name.rpartition("/")[2], raw)
        if name in dict(own_samples()):
            assert len(articles) in (len(ROWS), 1), report


def test_every_reader_is_fuzzed_where_the_gold_is_there():
    if not GOLD.is_dir():
        pytest.skip("the folder of gold sets is not here (SAMESTORY_GOLD)")
    met = {found.name for name, raw in SAMPLES.items() if (found := reader_of(Source.of_bytes(raw, name)))}
    assert len(met) >= len(readers()) // 2, sorted(set(readers()) - met)
