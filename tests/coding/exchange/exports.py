"""Exports as other tools write them, made of codings: (document, begin, end, code path, coder)."""

import json
import sqlite3
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

Coding = tuple[str, int, int, tuple[str, ...], str]


def utf16(text: str, offset: int) -> int:
    return len(text[:offset].encode("utf-16-le")) // 2


def qdpx(path: Path, texts: dict[str, str], codings: list[Coding], *, last: int = 0, names: bool = True) -> Path:
    """A REFI-QDA project; ``last=1``: the end position is the last character, as the standard has it."""
    paths = sorted({code[: n + 1] for *_, code, _ in codings for n in range(len(code))})
    users = sorted({coder for *_, coder in codings})

    def codes(above: tuple[str, ...]) -> str:
        below = [one for one in paths if one[:-1] == above]
        return "".join(
            f'<Code guid="c{paths.index(one)}" name={quoteattr(one[-1])} isCodable="true">{codes(one)}</Code>'
            for one in below
        )

    sources = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, (name, text) in enumerate(texts.items()):
            archive.writestr(f"sources/S{n}.txt", "\ufeff" + text)
            selections = "".join(
                f'<PlainTextSelection guid="p" startPosition="{begin}" endPosition="{end - last}"'
                f' name={quoteattr(text[begin:end][:60] * names)} creatingUser="u{users.index(coder)}">'
                f'<Coding guid="k"><CodeRef targetGUID="C{paths.index(code)}"/></Coding></PlainTextSelection>'
                for document, begin, end, code, coder in codings
                if document == name
            )
            plain = f'plainTextPath="internal://s{n}.txt"'
            sources.append(f'<TextSource guid="s{n}" name={quoteattr(name)} {plain}>{selections}</TextSource>')
        people = "".join(f'<User guid="U{n}" name={quoteattr(one)}/>' for n, one in enumerate(users))
        archive.writestr(
            "project.qde",
            '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="p">'
            f"<Users>{people}</Users><CodeBook><Codes>{codes(())}</Codes></CodeBook>"
            f"<Sources>{''.join(sources)}</Sources></Project>",
        )
    return path


def doccano(path: Path, texts: dict[str, str], codings: list[Coding], form: str = "label") -> Path:
    lines = []
    for name, text in texts.items():
        own = [(begin, end, "/".join(code)) for document, begin, end, code, _ in codings if document == name]
        if form == "entities":
            labels = [
                {"id": n, "label": code, "start_offset": begin, "end_offset": end}
                for n, (begin, end, code) in enumerate(own)
            ]
        else:
            labels = [list(one) for one in own]
        lines.append(json.dumps({"id": len(lines), "filename": name, "text": text, form: labels}, ensure_ascii=False))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def catma(path: Path, texts: dict[str, str], codings: list[Coding]) -> Path:
    """The archive of a project: for each document a folder with its text, and the collections below it."""
    with zipfile.ZipFile(path, "w") as archive:
        for n, (name, text) in enumerate(texts.items()):
            own = [one for one in codings if one[0] == name]
            paths = sorted({code[: k + 1] for *_, code, _ in own for k in range(len(code))})
            tags = "".join(
                f'<fsDecl xml:id="T{paths.index(one)}" n="1" type="T{paths.index(one)}"'
                + (f' baseTypes="T{paths.index(one[:-1])}"' if one[:-1] else "")
                + f"><fsDescr>{escape(one[-1])}</fsDescr></fsDecl>"
                for one in paths
            )
            segments = "".join(
                f'<seg ana="#A{k}"><ptr target="D{n}#char={utf16(text, begin)},{utf16(text, end)}"/></seg>'
                for k, (_, begin, end, _, _) in enumerate(own)
            )
            made = "".join(
                f'<fs xml:id="A{k}" type="T{paths.index(code)}"><f name="catma_markupauthor"><string>{escape(coder)}'
                "</string></f></fs>"
                for k, (*_, code, coder) in enumerate(own)
            )
            archive.writestr(f"corpus/{name}/{name}.txt", text)
            archive.writestr(
                f"corpus/{name}/annotationcollections/c.xml",
                '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><encodingDesc><fsdDecl xml:id="S" n="CATMA 1">'
                f'{tags}</fsdDecl></encodingDesc></teiHeader><text><body><ab type="catma">{segments}</ab></body>{made}'
                "</text></TEI>",
            )
    return path


def webanno(path: Path, texts: dict[str, str], codings: list[Coding]) -> Path:
    """A project of INCEpTION: one character a token, so that every passage is one of tokens; a paragraph a sentence."""
    reserved = {sign: f"\\{sign}" for sign in "\\[]|_;*"} | {"\t": "\\t", "\n": "\\n", "\r": "\\r"}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("exportedproject.json", "{}")  # as beside the files of a whole project
        archive.writestr("TypeSystem.xml", "<typeSystemDescription/>")
        for name, text in texts.items():
            for coder in sorted({coder for document, *_, coder in codings if document == name}):
                own = [one for one in codings if one[0] == name and one[4] == coder]
                plain = "".join(reserved.get(sign, sign) for sign in text)
                lines = [
                    "#FORMAT=WebAnno TSV 3.3",
                    "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue",
                ]
                lines += ["#T_SP=webanno.custom.Claim|claim|state", "", "", f"#Text={plain}"]
                for at, sign in enumerate(text):
                    if sign.isspace():
                        continue
                    on = [(k, one[3]) for k, one in enumerate(own, 1) if one[1] <= at < one[2]]
                    cells = [
                        "|".join(f"{''.join(reserved.get(c, c) for c in code[n])}[{k}]" for k, code in on) or "_"
                        for n in (0, 1)
                    ]
                    span = f"{utf16(text, at)}-{utf16(text, at + 1)}"
                    lines.append("\t".join([f"1-{at + 1}", span, reserved.get(sign, sign), "NN", *cells, ""]))
                archive.writestr(f"annotation/{name}.txt/{coder}.tsv", "\n".join(lines) + "\n")
    return path


def dna(path: Path, texts: dict[str, str], codings: list[Coding], version: int = 3) -> Path:
    """A database of DNA: the concept is the first name of a code, agreement its second."""
    base = sqlite3.connect(path)
    value = "Entity" if version == 3 else "Value"
    base.executescript(f"""
        CREATE TABLE CODERS(ID INTEGER PRIMARY KEY, Name TEXT);
        CREATE TABLE DOCUMENTS(ID INTEGER PRIMARY KEY, Title TEXT, Text TEXT, Coder INTEGER);
        CREATE TABLE VARIABLES(ID INTEGER PRIMARY KEY, Variable TEXT, DataType TEXT);
        CREATE TABLE ENTITIES(ID INTEGER PRIMARY KEY, VariableId INTEGER, Value TEXT);
        CREATE TABLE STATEMENTS(ID INTEGER PRIMARY KEY, DocumentId INTEGER, Start INTEGER, Stop INTEGER, Coder INTEGER);
        CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, {value} BLOB);
        CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value INTEGER);
        INSERT INTO VARIABLES VALUES (1, 'concept', 'short text'), (2, 'agreement', 'boolean'),
            (3, 'organization', 'short text');
    """)  # noqa: S608
    names, coders, concepts = list(texts), sorted({one[4] for one in codings}), sorted({one[3][0] for one in codings})
    base.executemany("INSERT INTO CODERS VALUES (?, ?)", list(enumerate(coders, 1)))
    base.executemany("INSERT INTO DOCUMENTS VALUES (?, ?, ?, 1)", [(n, k, texts[k]) for n, k in enumerate(names, 1)])
    entities = [(n, 1, said) for n, said in enumerate(concepts, 1)] + [(1_000, 3, "Harbour Office")]
    base.executemany("INSERT INTO ENTITIES VALUES (?, ?, ?)", entities)
    for n, (name, begin, end, code, coder) in enumerate(codings, 1):
        span = utf16(texts[name], begin), utf16(texts[name], end)
        base.execute(
            "INSERT INTO STATEMENTS VALUES (?, ?, ?, ?, ?)", (n, names.index(name) + 1, *span, coders.index(coder) + 1)
        )
        for variable, entity in ((1, concepts.index(code[0]) + 1), (3, 1_000)):
            held = entity if version == 3 else {one[0]: one[2] for one in entities}[entity]
            base.execute("INSERT INTO DATASHORTTEXT VALUES (NULL, ?, ?, ?)", (n, variable, held))
        base.execute("INSERT INTO DATABOOLEAN VALUES (NULL, ?, 2, ?)", (n, int(code[1] in ("agree", "attributed"))))
    base.commit()
    base.close()
    return path


def table(path: Path, texts: dict[str, str], codings: list[Coding]) -> Path:
    """What GitMA writes of a project of CATMA, in the columns that matter."""
    import csv

    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["document", "annotation collection", "annotator", "tag_path", "annotation", "start_point", "end_point"]
        )
        for name, begin, end, code, coder in codings:
            words = " ".join(texts[name][begin:end].split())
            writer.writerow([name, "c", coder, "/".join(code), words, begin, end])
    return path
