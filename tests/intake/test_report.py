"""The report on its ways out: no formula for a spreadsheet, no script for a page, rejects as found; and the command."""

import csv
import functools
import json
from pathlib import Path

import pandas as pd
import pytest

import samestory as ss
from samestory.cli import main
from samestory.intake.cells import neutral

SAMPLES = Path(__file__).parent.parent / "intake/formats/samples"

COUNTED = (
    '<PPSResponse><ppsArticleResponse xmlns="http://global.factiva.com/pps/2.0"><ppsarticleResultSet count="9">'
    "<ppsarticle><article><accessionNo>G1</accessionNo><headline><paragraph>A</paragraph></headline><leadParagraph>"
    "<paragraph>The harbour burned for a whole day.</paragraph></leadParagraph><sourceName>The Gull</sourceName>"
    "</article></ppsarticle></ppsarticleResultSet></ppsArticleResponse></PPSResponse>"
)
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def exports(tmp_path):
    """Two files: one with hostile outlets and broken lines, one that states more than it holds."""
    folder = tmp_path / "in"
    folder.mkdir()
    rows = [
        json.dumps({"outlet": "=HYPERLINK(1)", "text": "one"}),
        json.dumps({"outlet": EVIL, "text": "two"}),
        "=cmd|' /C calc'!A0",
    ]
    (folder / "a.jsonl").write_bytes("\n".join(rows).encode() + b"\n{\xff\xfe}\n")
    (folder / "b.json").write_text(json.dumps({"totalResults": 3, "articles": [{"title": "=1+1", "content": "x"}]}))
    return folder


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1"])
def test_what_a_spreadsheet_would_compute_is_text(cell):
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["1=1", "a-b", "", None, 7, -7.5])
def test_other_cells_stay(cell):
    assert neutral(cell) == cell


def test_tables_as_csv(exports, tmp_path):
    _, report = ss.read_articles(exports, language="en")
    written = report.to_csv(tmp_path / "out")
    for path in written:
        if path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.reader(file):
                    for cell in row:
                        number = cell.lstrip("-").replace(".", "", 1).isdigit()
                        assert number or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")), (path.name, cell)
    kept = [json.loads(line) for line in (tmp_path / "out" / "rejects.jsonl").read_text().splitlines()]
    assert kept[0]["raw"] == "=cmd|' /C calc'!A0\n"
    assert len(kept) == report.n_rejected == 2


def test_how_many_articles_fill_a_column_is_counted_for_each_format(exports):
    _, report = ss.read_articles(exports, language="en")
    rows = report.fields.set_index(["format", "column"])
    assert rows.loc[("JSON lines", "outlet"), ["n_filled", "n", "filled_share"]].tolist() == [2, 2, 1.0]
    assert rows.loc[("JSON lines", "title"), ["n_filled", "n", "filled_share"]].tolist() == [0, 2, 0.0]
    assert rows.loc[("JSON", "title"), ["n_filled", "n", "filled_share"]].tolist() == [1, 1, 1.0]
    assert rows.loc[("JSON", "outlet"), ["n_filled", "n", "filled_share"]].tolist() == [0, 1, 0.0]


def test_a_page_runs_nothing(exports):
    _, report = ss.read_articles(exports, language="en")
    page = report._repr_html_()
    assert EVIL not in page and "&lt;script&gt;" in page
    assert "=HYPERLINK(1)" in str(report.precision["outlet"].tolist())


def test_the_choice_of_columns_is_shown_whole(tmp_path, monkeypatch, capsys):
    """What is to be confirmed is to be read to its end, and what the user said is not called a guess."""
    header = "Headline,Full text,Date of publication,Name of the newspaper,Url,Desk,Colour of the page"
    row = "Fire,Six boats burned.,2024-05-03,The Quay,http://a.example/1,City,pink"
    table = tmp_path / "table.csv"
    table.write_text(f"{header}\n{row}\n")
    mapping = ["--columns", "published=Date of publication", "--columns", "outlet=Name of the newspaper"]
    code, out, _ = run(monkeypatch, capsys, table, "--language", "en", *mapping)
    says = (
        "as told: published=Date of publication, outlet=Name of the newspaper; guessed: title=Headline, "
        "text=Full text, url=Url; not used: Desk, Colour of the page"
    )
    assert code == 0 and f"table.csv: columns: {says}\n" in out + "\n"
    _, report = ss.read_articles(
        table, language="en", columns={"published": "Date of publication", "outlet": "Name of the newspaper"}
    )
    assert says in report._repr_html_()


def test_a_remark_of_any_length_is_bounded_in_print(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "A fire.", "x" * 50_000: "1"}) + "\n")
    _, report = ss.read_articles(tmp_path, language="en")
    assert len(str(report)) < 4_000 and "…" in str(report) and len(report._repr_html_()) < 20_000


def run(monkeypatch, capsys, *arguments):
    monkeypatch.setattr("sys.argv", ["samestory", "intake", *map(str, arguments)])
    with pytest.raises(SystemExit) as caught:
        main()
    told = capsys.readouterr()
    return caught.value.code, told.out, told.err


def test_the_command_prints_the_report(exports, monkeypatch, capsys):
    code, out, err = run(monkeypatch, capsys, exports, "--language", "en")
    assert code == 0 and err == ""
    assert out.startswith("PART OF A SEARCH: b.json: 1 of the 3 its search found (totalResults: 3)\n")
    assert "3 articles from 2 of 2 files, 2 rejects" in out


def test_strict_fails_on_a_reject_or_a_missing_record(exports, monkeypatch, capsys):
    assert run(monkeypatch, capsys, exports, "--strict")[0] == 1
    (exports / "c.xml").write_text(COUNTED)
    code, out, _ = run(monkeypatch, capsys, exports / "c.xml", "--strict")
    assert code == 1 and out.startswith('NOT ALL THERE: c.xml states 9 (count="9"), 1 found: 8 are missing\n')
    assert run(monkeypatch, capsys, exports / "b.json", "--strict")[0] == 0  # a page holds less than its search
    (exports / "a.jsonl").write_text('{"text":"x"}\n')
    assert run(monkeypatch, capsys, exports / "a.jsonl", "--strict")[0] == 0


def test_strict_fails_on_a_file_that_breaks_off(tmp_path, monkeypatch, capsys):
    raw = (SAMPLES / "factiva_plain.html").read_bytes()
    whole, torn = tmp_path / "whole.html", tmp_path / "torn.html"
    whole.write_bytes(raw)
    torn.write_bytes(raw[: raw.rindex(b"<div>5 mots")])
    assert run(monkeypatch, capsys, whole, "--strict")[0] == 0
    code, out, _ = run(monkeypatch, capsys, torn, "--strict")
    why = "the last record lacks the lines that close the others; the file may be cut (article 2)"
    assert code == 1 and out.startswith(f"NOT ALL THERE: torn.html: {why}\n2 articles")
    assert ", 0 rejects\n" in out and "  rejected " not in out
    _, report = ss.read_articles(torn)
    assert report.source_line.endswith(", 0 rejected, 1 file cut")
    assert report.n_rejected == 0 and not report.is_complete


def test_strict_fails_where_nothing_was_read(tmp_path, monkeypatch, capsys):
    code, out, err = run(monkeypatch, capsys, tmp_path, "--strict")
    assert code == 1 and "NOTHING TO READ" in out and "strict: nothing was read" in err


def test_a_figure_says_below_what_was_read(exports, monkeypatch):
    import matplotlib.pyplot as plt

    _, report = ss.read_articles(exports, language="en")
    assert report.source_line == "3 articles from 2 files of 2 formats, 2 rejected"
    ax = ss.corpus.plot_intake(report.flow)
    seen = []
    monkeypatch.setattr(type(ax.figure), "text", lambda self, x, y, said, **how: seen.append(said) or plt.Text())
    monkeypatch.setattr(plt.Text, "remove", lambda self: None)
    ss.show_figure(ax, report.flow, "intake", story=report)
    assert seen == [report.source_line]


def test_the_command_writes(exports, tmp_path, monkeypatch, capsys):
    into, kept, tables = tmp_path / "o.parquet", tmp_path / "r.jsonl", tmp_path / "tables"
    code, out, _ = run(
        monkeypatch, capsys, exports, "--into", into, "--rejects", kept, "--report", tables, "--language", "en"
    )
    assert code == 0 and "3 articles written to" in out
    assert pd.read_parquet(into)["text"].tolist() == ["one", "two", "x"]
    assert len(kept.read_text().splitlines()) == 2
    assert (tables / "files.csv").is_file()


def test_what_is_there_is_not_written_over_unless_told(exports, tmp_path, monkeypatch, capsys):
    into, kept, tables = tmp_path / "o.parquet", tmp_path / "r.jsonl", tmp_path / "tables"
    call = functools.partial(run, monkeypatch, capsys, exports, "--language", "en")
    for option, path in (("--into", into), ("--rejects", kept)):
        path.write_text("mine")
        code, out, err = call(option, path)
        assert code == 1 and out == ""
        assert f"{option} {path}: exists already (4 bytes); give another name, or --force to overwrite it" in err
        assert path.read_text() == "mine"
    assert call("--report", tables)[0] == 0
    (tables / "remarks.csv").write_text("mine")
    code, _, err = call("--report", tables)
    assert code == 1 and "holds a report already (files.csv, fields.csv, rejects.csv and 8 more)" in err
    assert (tables / "remarks.csv").read_text() == "mine"
    # As a clock would: the same line again and again.
    for _ in range(2):
        assert call("--into", into, "--rejects", kept, "--report", tables, "--force")[0] == 0
    assert len(pd.read_parquet(into)) == 3 and len(kept.read_text().splitlines()) == 2
    assert (tables / "remarks.csv").read_text().startswith("file,kind,says,n")


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_outputs_that_cannot_be_are_refused_before_anything_is_read(exports, tmp_path, monkeypatch, capsys, force):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("mine")
    monkeypatch.setattr("samestory.intake.collect.Intake.batches", lambda *_: pytest.fail("was read"))
    for arguments, says in (
        (("--into", tmp_path / "folder"), "is a folder; name a file in it"),
        (("--rejects", tmp_path / "folder"), "is a folder; name a file in it"),
        (("--report", tmp_path / "file"), "is not a folder; name one"),
        (("--into", tmp_path / "x.jsonl", "--rejects", tmp_path / "folder/../x.jsonl"), "name two files"),
        (("--report", tmp_path / "t", "--rejects", tmp_path / "t/rejects.jsonl"), "the report has a file of this name"),
    ):
        code, _, err = run(monkeypatch, capsys, exports, *arguments, *force)
        assert code == 1 and says in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder", "in"]


def test_columns_and_days_on_the_command_line(tmp_path, monkeypatch, capsys):
    (tmp_path / "a.csv").write_text("was,wann\nEin Text,03/04/2024\n")
    into = tmp_path / "out" / "o.jsonl"
    arguments = [
        tmp_path / "a.csv",
        "--columns",
        "text=was",
        "--columns",
        "published=wann",
        "--day-first",
        "--into",
        into,
    ]
    assert run(monkeypatch, capsys, *arguments)[0] == 0
    assert json.loads(into.read_text())["published"] == "2024-04-03"
    code, _, err = run(monkeypatch, capsys, tmp_path / "a.csv", "--columns", "text")
    assert code == 1 and "write a column of articles, =, and its name in the file" in err
    code, _, err = run(monkeypatch, capsys, tmp_path / "nothing")
    assert code == 1 and "no such file or folder" in err


def test_the_figure_draws_what_the_flow_says(exports):
    (exports / "c.xml").write_text(COUNTED.replace('"9"', '"3"'))
    _, report = ss.read_articles(exports, language="en")
    ax = ss.corpus.plot_intake(report.flow)
    widths = [round(bar.get_width(), 3) for bar in ax.patches]
    assert widths[:3] == [0.5, 0.25, 0.25]
    assert [tick.get_text() for tick in ax.get_yticklabels()][:2] == ["records\nn = 8", "dates known to the\nn = 4"]
    said = " ".join(text.get_text() for text in ax.texts)
    assert "kept 4" in said and "rejected 2" in said and "missing 2" in said and "not known 4" in said
    assert "nothing was read" in " ".join(text.get_text() for text in ss.corpus.plot_intake(report.flow.iloc[:0]).texts)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"kept": 20, "rejected": 14, "missing": 106}, "rejected 14"),
        ({"kept": 106, "rejected": 14, "missing": 20}, "rejected 14"),
        ({"kept": 70, "rejected": 3, "missing": 67}, "rejected 3"),
        ({"kept": 9, "rejected": 9, "missing": 122}, "kept 9, rejected 9"),
        ({"kept": 300, "rejected": 2, "missing": 1}, "rejected 2, missing 1"),
    ],
)
def test_a_narrow_part_is_named_beneath_itself(counts, said):
    flow = pd.DataFrame([("records", part, n, n / sum(counts.values())) for part, n in counts.items()])
    ax = ss.corpus.plot_intake(flow.set_axis(["step", "part", "n", "share"], axis=1))
    bars = dict(zip(counts, ax.patches, strict=True))
    named = [bars[one.rpartition(" ")[0]] for one in said.split(", ")]
    begin, end = named[0].get_x(), named[-1].get_x() + named[-1].get_width()
    label = next(text for text in ax.texts if text.get_text() == said)
    ax.figure.draw_without_rendering()
    box = label.get_window_extent().transformed(ax.transData.inverted())
    assert box.x0 > -0.01 and box.x1 < 1.01
    assert box.x0 <= (begin + end) / 2 <= box.x1  # beneath its own parts, whatever their width
    (mark,) = ax.lines
    assert mark.get_xdata().tolist() == pytest.approx([begin, end])
    if end < 0.99 and begin > 0.01:
        assert (box.x0 + box.x1) / 2 == pytest.approx((begin + end) / 2, abs=0.01)
