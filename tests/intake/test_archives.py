"""Archives from strangers: read within bounds, never out of them, and whatever is refused is told."""

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile

import pytest

import samestory as ss
from samestory.intake import archives


def zipped(members, **options):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def tarred(members, mode="w"):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:
        for name, content in members:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return stream.getvalue()


def read(tmp_path, name, raw):
    (tmp_path / name).write_bytes(raw)
    return ss.read_articles(tmp_path / name, language="en")


def refused(report):
    return {row.file: row.reason for row in report.rejects.itertuples()}


TEXT = b"One text."
LINES = b'{"title":"A","text":"one"}\n{"title":"B","text":"two"}\n'


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("x.zip", zipped([("a.txt", TEXT), ("in/b.jsonl", LINES)])),
        ("x.tar", tarred([("a.txt", TEXT), ("in/b.jsonl", LINES)])),
        ("x.tar.gz", tarred([("a.txt", TEXT), ("in/b.jsonl", LINES)], "w:gz")),
        ("x.tgz", tarred([("a.txt", TEXT), ("in/b.jsonl", LINES)], "w:gz")),
        ("x.tar.bz2", tarred([("a.txt", TEXT), ("in/b.jsonl", LINES)], "w:bz2")),
        ("x.tar.xz", tarred([("a.txt", TEXT), ("in/b.jsonl", LINES)], "w:xz")),
    ],
)
def test_kinds(tmp_path, name, raw):
    articles, report = read(tmp_path, name, raw)
    assert list(articles["text"]) == ["One text.", "one", "two"]
    assert list(articles["source_file"]) == [
        f"{name}/a.txt",
        f"{name}/in/b.jsonl, line 1",
        f"{name}/in/b.jsonl, line 2",
    ]
    assert list(articles["article_id"]) == ["a", "b-1", "b-2"]
    assert report.is_complete


@pytest.mark.parametrize(("ending", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)])
def test_single_files(tmp_path, ending, pack):
    articles, report = read(tmp_path, f"b.jsonl.{ending}", pack(LINES))
    assert list(articles["article_id"]) == ["b-1", "b-2"] and report.is_complete
    articles, report = read(tmp_path, f"c.txt.{ending}", pack(TEXT))
    assert list(articles["text"]) == ["One text."] and report.is_complete


def test_one_archive_in_another_and_no_deeper(tmp_path):
    inner = zipped([("a.txt", TEXT)])
    articles, _ = read(tmp_path, "x.zip", zipped([("in.zip", inner)]))
    assert list(articles["source_file"]) == ["x.zip/in.zip/a.txt"]
    articles, report = read(tmp_path, "y.zip", zipped([("in.zip", zipped([("in.zip", inner)]))]))
    assert len(articles) == 0
    assert refused(report) == {"y.zip/in.zip/in.zip": "an archive inside 2 others; unpack it first"}


@pytest.mark.parametrize("name", ["../a.txt", "/a.txt", "in/../../a.txt", "..\\a.txt", "C:\\a.txt"])
def test_names_that_lead_out(tmp_path, name):
    for made, raw in (
        ("x.zip", zipped([(name, TEXT), ("b.txt", TEXT)])),
        ("x.tar", tarred([(name, TEXT), ("b.txt", TEXT)])),
    ):
        articles, report = read(tmp_path, made, raw)
        assert list(articles["article_id"]) == ["b"]
        assert refused(report) == {f"{made}/{name}": "its name leads out of the archive; refused"}
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["x.tar", "x.zip"]


def test_links_and_devices(tmp_path):
    link, device = tarfile.TarInfo("link.txt"), tarfile.TarInfo("device.txt")
    link.type, link.linkname, device.type = tarfile.SYMTYPE, "/etc/passwd", tarfile.CHRTYPE
    articles, report = read(tmp_path, "x.tar", tarred([(link, b""), (device, b""), ("a.txt", TEXT)]))
    assert len(articles) == 1
    assert set(refused(report).values()) == {"a link or device; refused"}
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    _, report = read(tmp_path, "x.zip", zipped([(info, "/etc/passwd")]))
    assert refused(report) == {"x.zip/link.txt": "a link; refused"}


def test_encrypted_members(tmp_path):
    raw = bytearray(zipped([("a.txt", TEXT)]))
    raw[6] |= 1  # the flag in the member's own head, and in the list at the end
    raw[raw.find(b"PK\x01\x02") + 8] |= 1
    _, report = read(tmp_path, "x.zip", bytes(raw))
    assert refused(report) == {"x.zip/a.txt": "encrypted; unpack it with its password first"}


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("x.zip", lambda: zipped([("a.txt", bytes(60_000_000))])),
        ("x.tar.gz", lambda: tarred([("a.txt", bytes(60_000_000))], "w:gz")),
        ("x.txt.gz", lambda: gzip.compress(bytes(60_000_000))),
        ("x.jsonl.gz", lambda: gzip.compress(b'{"text":"' + b"a" * 60_000_000)),
        ("x.jsonl.xz", lambda: lzma.compress(b'{"text":"' + b"a" * 60_000_000, preset=0)),
    ],
)
def test_bombs(tmp_path, name, make):
    raw = make()
    assert len(raw) < 250_000
    articles, report = read(tmp_path, name, raw)
    assert len(articles) == 0
    assert "refused as a bomb" in " ".join(report.rejects["reason"])


def test_a_bomb_of_many_small_members(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "HARMLESS", 100_000)
    _, report = read(tmp_path, "x.zip", zipped([(f"{n}.txt", bytes(50_000)) for n in range(300)]))
    assert refused(report)["x.zip"].endswith("refused as a bomb")


def test_too_many_members(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    members = [(f"{n}.txt", TEXT) for n in range(5)]
    articles, report = read(tmp_path, "x.zip", zipped(members))
    assert len(articles) == 0 and "more than 3 members" in refused(report)["x.zip"]
    articles, report = read(tmp_path, "x.tar", tarred(members))
    assert len(articles) == 3 and "more than 3 members" in refused(report)["x.tar"]


def test_hidden_members_are_left_out_and_said(tmp_path):
    _, report = read(tmp_path, "x.zip", zipped([("a.txt", TEXT), (".DS_Store", b"x"), ("__MACOSX/a.txt", b"x")]))
    assert report.n_left_out == 2 and report.is_complete
    assert set(report.remarks.loc[report.remarks["kind"] == "left out", "file"]) == {
        "x.zip/.DS_Store",
        "x.zip/__MACOSX/a.txt",
    }


@pytest.mark.parametrize("name", ["x.zip", "x.tar.gz", "b.jsonl.gz"])
def test_what_is_cut_is_told(tmp_path, name):
    lines = LINES * 20_000
    raw = {"x.zip": zipped([("b.jsonl", lines)]), "x.tar.gz": tarred([("b.jsonl", lines)], "w:gz")}.get(name)
    raw = gzip.compress(lines) if raw is None else raw
    articles, report = read(tmp_path, name, raw[: len(raw) * 2 // 3])
    assert report.n_rejected >= 1 and "damaged" in " ".join(report.rejects["reason"])
    if name == "b.jsonl.gz":
        assert len(articles) > 100  # what stood before the damage is kept


def test_a_large_member_waits_outside_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "IN_MEMORY", 1000)
    lines = b"".join(b'{"text":"number %d and %d"}\n' % (n, n * 7919) for n in range(500))
    articles, report = read(tmp_path, "x.zip", zipped([("b.jsonl", lines), ("c.txt", TEXT)]))
    assert len(articles) == 501 and report.is_complete
