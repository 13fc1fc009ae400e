"""Exports made to do harm are refused with a plain error: nothing is read from elsewhere or grows without bound."""

import json
import sqlite3
import stat
import time
import zipfile

import exports
import pytest
from test_formats import CODEBOOK, articles_of

from samestory.coding.exchange import import_codings
from samestory.coding.exchange.formats import dna as dna_format
from samestory.errors import SamestoryError

TEXT = "A fire broke out. Four people died."
HEAD = '<?xml version="1.0"?>'
PROJECT = (
    '<Project xmlns="urn:QDA-XML:project:1.0"><CodeBook><Codes><Code guid="c" name="C1"/></Codes></CodeBook><Sources>'
    '<TextSource guid="s" name="x" plainTextPath="{path}"><PlainTextSelection startPosition="2" endPosition="6"'
    ' name="fire"><Coding><CodeRef targetGUID="c"/></Coding></PlainTextSelection></TextSource></Sources></Project>'
)


def refused(path, match, **more):
    began = time.monotonic()
    with pytest.raises(SamestoryError, match=match) as caught:
        import_codings(path, articles_of({"x": TEXT}), CODEBOOK, coders=["a"], **more)
    assert time.monotonic() - began < 5
    assert len(str(caught.value)) < 1_000


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def test_bombs_are_refused_before_they_are_unpacked(tmp_path, monkeypatch):
    refused(zipped(tmp_path / "a.qdpx", [("project.qde", HEAD + " " * 60_000_000)]), "bomb")
    inner = zipped(tmp_path / "in.zip", [("x.txt", b"\0" * 60_000_000)]).read_bytes()
    refused(zipped(tmp_path / "b.qdpx", [("project.qde", inner)]), "XML|bomb")
    monkeypatch.setattr("samestory.intake.archives.MAX_MEMBERS", 100)
    many = [(f"sources/{n}.txt", b"") for n in range(101)]
    refused(zipped(tmp_path / "c.qdpx", [("project.qde", HEAD), *many]), "100")


@pytest.mark.parametrize(
    "name", ["../project.txt", "/etc/cron.d/x.txt", "C:\\x.txt", "sources/../../x.txt", "..\\x.txt"]
)
def test_names_that_lead_out_are_refused(name, tmp_path):
    project = PROJECT.format(path="internal://s.txt")
    refused(zipped(tmp_path / "a.qdpx", [("project.qde", project), (name, TEXT)]), "leads out of the archive")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.qdpx"]


def test_other_files_are_no_exports(tmp_path):
    for name, data in (
        ("a.zip", b"PK\x03\x04 no zip"),
        ("b.csv", b"a,b\n1,2\n"),
        ("c.json", b"{}"),
        ("d.xml", b"<a/>"),
    ):
        (tmp_path / name).write_bytes(data)
        refused(tmp_path / name, "no export of codings that is known")
    refused(zipped(tmp_path / "e.zip", [("x.png", b"x")]), "no export of codings that is known")


def test_a_link_in_the_zip_is_refused(tmp_path):
    link = zipfile.ZipInfo("sources/s.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = zipped(
        tmp_path / "a.qdpx", [("project.qde", PROJECT.format(path="internal://s.txt")), (link, "/etc/passwd")]
    )
    refused(path, "a link")


@pytest.mark.parametrize(
    "at", ["absolute:///etc/passwd", "file:///etc/passwd", "relative:///../x.txt", "internal://../x.txt"]
)
def test_a_path_to_a_file_outside_is_not_followed(at, tmp_path):
    (tmp_path / "x.txt").write_text(TEXT, encoding="utf-8")
    path = zipped(tmp_path / "a.qdpx", [("project.qde", PROJECT.format(path=at)), ("sources/s.txt", TEXT)])
    found = import_codings(path, articles_of({"x": TEXT}), CODEBOOK, coders=["a"])
    assert found.n_taken == 0
    assert "neither the text of the document nor the words" in found.rejected[0].reason


ENTITIES = [
    '<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    '<!DOCTYPE p SYSTEM "http://127.0.0.1:9/x.dtd">',
    '<!DOCTYPE p [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>',
    "<!--" + "-" * 1_500_000 + '--><!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
]


@pytest.mark.parametrize("doctype", ENTITIES, ids=range(4))
@pytest.mark.parametrize("page", ["utf-8", "utf-16"])
def test_entities_and_document_types_are_refused(doctype, page, tmp_path):
    xml = HEAD.replace("?>", f' encoding="{page}"?>') + doctype + PROJECT.format(path="internal://s.txt")
    refused(zipped(tmp_path / "a.qdpx", [("project.qde", xml.encode(page)), ("sources/s.txt", TEXT)]), "document type")
    (tmp_path / "c.xml").write_bytes(
        (HEAD + doctype + "<TEI>CATMA</TEI>").encode() if page == "utf-8" else b"<TEI CATMA"
    )
    if page == "utf-8" and len(doctype) < 1_000:
        refused(tmp_path / "c.xml", "document type")


def test_deep_broken_and_cut_xml_is_refused(tmp_path):
    deep = "<Code>" * 200_000 + "</Code>" * 200_000
    for n, xml in enumerate([f"<Project>{deep}</Project>", PROJECT[:200], "<Other/>", "no xml", ""]):
        refused(zipped(tmp_path / f"{n}.qdpx", [("project.qde", xml)]), "damaged|XML|begins with")
    (tmp_path / "z.qdpx").write_bytes(zipped(tmp_path / "y.qdpx", [("project.qde", PROJECT * 50)]).read_bytes()[:150])
    refused(tmp_path / "z.qdpx", "damaged|no zip")


def test_texts_in_another_encoding_are_refused(tmp_path):
    members = [("project.qde", PROJECT.format(path="internal://s.txt")), ("sources/s.txt", "é".encode("latin-1"))]
    refused(zipped(tmp_path / "a.qdpx", members), "not UTF-8")
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "\xe9", "label": []}\n')
    refused(tmp_path / "a.jsonl", "not JSON in UTF-8")
    (tmp_path / "t.csv").write_bytes(b"document,begin,end,code,reads\nx,0,1,C1,\xe9\n")
    refused(tmp_path / "t.csv", "not UTF-8")


def test_lines_of_json_out_of_bounds_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("samestory.coding.exchange.formats.doccano.MOST_LINE", 1_000)
    for n, line in enumerate(['{"text": "' + "a" * 2_000 + '", "label": []}', '{"text": 1, "label": [] }' + " " * 40]):
        (tmp_path / f"{n}.jsonl").write_text(line + "\n", encoding="utf-8")
        refused(tmp_path / f"{n}.jsonl", "bytes; a line|expected an object")
    (tmp_path / "d.jsonl").write_text('{"text": "a", "label": ' + "[" * 400 + "]" * 400 + "}", encoding="utf-8")
    found = import_codings(tmp_path / "d.jsonl", articles_of({"x": TEXT}), CODEBOOK, coders=["a"])
    assert (found.n_taken, len(found.rejected)) == (0, 1)
    monkeypatch.undo()
    (tmp_path / "e.jsonl").write_text('{"text": "a", "label": ' + "[" * 4_000 + "]" * 4_000 + "}", encoding="utf-8")
    refused(tmp_path / "e.jsonl", "JSON")


def test_labels_of_strange_forms_are_counted_and_none_is_taken(tmp_path):
    labels = [[0, 5], [0.0, 5, "C1"], [True, 5, "C1"], ["0", "5", "C1"], [-1, 5, "C1"], [0, 10**9, "C1"], [5, 5, "C1"]]
    labels += [None, 7, {"label": "C1"}, {"label": ["C1"], "start_offset": 0, "end_offset": 5}]
    row = {"id": "x", "text": TEXT, "label": labels, "relations": [{"type": "r", "from_id": [], "to_id": {}}, 3]}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    found = import_codings(tmp_path / "a.jsonl", articles_of({"x": TEXT}), CODEBOOK, coders=["a"])
    assert (found.n_read, found.n_taken, len(found.rejected)) == (len(labels), 0, len(labels))
    for n, label in enumerate(["C1", 7, {"a": 1}, True]):
        row = {"text": TEXT, "label": label, "Comments": 7, "relations": "r", "meta": []}
        (tmp_path / f"{n}.jsonl").write_text(json.dumps(row), encoding="utf-8")
        found = import_codings(tmp_path / f"{n}.jsonl", articles_of({"x": TEXT}), CODEBOOK, coders=["a"])
        assert (found.n_taken, len(found.rejected)) == (0, 1)


def hostile_base(path, script):
    exports.dna(path, {"x": TEXT}, [("x", 2, 6, ("C1", "agree"), "a")])
    base = sqlite3.connect(path)
    base.executescript(script)
    base.close()
    return path


@pytest.mark.parametrize(
    "script",
    [
        "ALTER TABLE STATEMENTS RENAME TO S; CREATE VIEW STATEMENTS AS SELECT * FROM S;",
        "DROP TABLE DATASHORTTEXT; CREATE VIEW DATASHORTTEXT AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+1"
        " FROM r) SELECT n AS ID, n AS StatementId, n AS VariableId, n AS Entity FROM r;",
        "DROP TABLE DOCUMENTS; CREATE VIRTUAL TABLE DOCUMENTS USING fts5(ID, Title, Text);",
        "DROP TABLE STATEMENTS;",
        "ALTER TABLE DOCUMENTS ADD COLUMN evil AS (upper(Title));",
        "UPDATE DOCUMENTS SET Text = CAST(x'41ff' AS TEXT);",
        "PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql='CREATE TABLE CODERS(ID, Name, x AS (zeroblob(1e9)))'"
        " WHERE name='CODERS';",
    ],
    ids=["view", "endless view", "virtual", "missing", "function", "encoding", "schema"],
)
def test_databases_with_hostile_schemas_are_refused_or_read_as_plain_tables(script, tmp_path):
    try:
        path = hostile_base(tmp_path / "p.dna", script)
    except sqlite3.Error:  # this build does not make such a base
        pytest.skip("not made here")
    before = path.read_bytes()
    began = time.monotonic()
    try:
        found = import_codings(path, articles_of({"x": TEXT}), CODEBOOK)
        assert found.n_taken == 1
    except SamestoryError as error:
        assert "p.dna" in str(error)
    assert time.monotonic() - began < 5
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["p.dna"]


def test_a_base_that_answers_too_slowly_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(dna_format, "SECONDS", -1.0)
    rows = ", ".join(f"({n}, 'a', 'b', 1)" for n in range(10, 30_000))
    path = hostile_base(tmp_path / "p.dna", f"INSERT INTO DOCUMENTS VALUES {rows};")  # noqa: S608
    refused(path, "cannot be read as a database of DNA")
    (tmp_path / "q.dna").write_bytes(path.read_bytes()[:5_000] + b"\xff" * 3_000)
    refused(tmp_path / "q.dna", "cannot be read as a database of DNA|UTF-8")


def test_foreign_text_reaches_the_terminal_without_control_characters(tmp_path, capsys):
    import shutil
    from pathlib import Path

    from typer.testing import CliRunner

    from samestory.cli import app

    story = Path(shutil.copytree("seeds/harbour-fire", tmp_path / "story"))
    row = {"id": "x\x1b]0;evil\x07", "text": TEXT, "label": [[0, 5, "\x1b[2J=cmd|' /C calc'!A0\u202e"]]}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    out = CliRunner().invoke(
        app, ["import-codings", str(story), str(tmp_path / "a.jsonl"), "--coder", "a", "--dry-run"]
    )
    assert out.exit_code == 0, out.output
    assert not {"\x1b", "\x07", "\u202e"} & set(out.output)
