"""What changed in shared statements: matched by their sentences, never by ids, which are places in a list."""

import pandas as pd
import pytest

from samestory.runs import changes
from samestory.runs.changes.lines import text
from samestory.runs.changes.side import Side

TOLL, WARNED = "The death toll rose to {}, the fire service said.", "Engineers had warned of cracks in the dam."


def result(folder, statements, *, drawn=True):
    """A result with tables of statements, each ``(id, [(article, outlet, sentence, figure or none)])``."""
    for part in ("figures", "tables"):
        (folder / part).mkdir(parents=True)
    heads, sentences, figures, cells = [], [], [], []
    for key, members in statements:
        heads.append({"statement_id": key, "text": members[0][2]})
        for article, outlet, said, figure in members:
            row = {"statement_id": key, "article_id": article, "outlet": outlet, "status": "attributed", "reads": said}
            sentences.append(row)
            cells.append({"name": outlet, "statement_id": key, "status": "attributed", "score": len(members) / 7})
            if figure is not None:
                bounds = {"said": str(figure), "low": figure, "high": figure, "is_one": True}
                figures.append({"statement_id": key, "article_id": article, **bounds})
    columns = ["statement_id", "article_id", "said", "low", "high", "is_one"]
    tables = {"": heads, "-sentences": sentences, "-figures": figures}
    for part, rows in tables.items():
        table = pd.DataFrame(rows, columns=columns if part == "-figures" else None)
        table.to_csv(folder / f"tables/statements{part}.csv", index=False)
    pd.DataFrame(cells).to_csv(folder / "tables/matrix.csv", index=False)
    files = {"png": "figures/matrix.png", "svg": "figures/matrix.svg", "table": "tables/matrix.csv"}
    record = {"name": "matrix", "caption": "Who", "fingerprint": str(len(cells)), **files}
    return Side("dam/statements", "2026-12-01T05-30-00Z", folder, {"figures": [record] if drawn else []})


def toll(*given):
    return [(article, outlet, TOLL.format(n), n) for article, outlet, n in given]


BEFORE = [
    ("S01", toll(("a", "Anker", 23), ("b", "Brise", 23))),
    ("S02", [("a", "Anker", WARNED, None), ("c", "Chronik", WARNED, None)]),
]
# An article is added: the second statement is the first one now.
AFTER = [
    ("S01", [*BEFORE[1][1], ("d", "Dnevnik", WARNED, None)]),
    ("S02", [*BEFORE[0][1], *toll(("d", "Dnevnik", 24))]),
    ("S03", [("b", "Brise", "Schools stay closed.", None), ("d", "Dnevnik", "Schools are closed.", None)]),
]


@pytest.fixture
def done(tmp_path):
    return changes.compare(result(tmp_path / "a", BEFORE), result(tmp_path / "b", AFTER))


def test_a_new_figure_is_said_with_its_sentence(done):
    part = done["statements"]
    assert (part["n_before"], part["n_after"], part["n_both"]) == (2, 3, 2)
    [row] = part["figures"]["rows"]
    assert (row["before"], row["after"]) == (["23"], ["23", "24"])
    assert "23, now also 24; 24 in d: “The death toll rose to 24, the fire service said”" in text(done)


def test_a_new_outlet_and_a_new_statement_are_said(done):
    part = done["statements"]
    row, other = part["outlets"]["rows"]
    assert (row["text"], other["n_outlets"]) == (WARNED, 3)
    assert ([one["outlet"] for one in row["added"]], row["n_before"], row["n_outlets"]) == (["Dnevnik"], 2, 3)
    assert [row["text"] for row in part["new"]["rows"]] == ["Schools stay closed."]
    said = text(done)
    assert "“Engineers had warned of cracks in the dam”: 2 -> 3 outlets; new: Dnevnik, attributed: " in said
    assert "1 new shared statement (now 3)" in done["sentence"] and done["changed"]


def test_rows_of_a_figure_are_matched_by_what_the_statement_says(done):
    table = done["figures"]["rows"][0]["table"]
    assert "statement" in table["keys"] and "statement_id" not in table["keys"]
    assert (table["n_changed"], table["n_removed"]) == (0, 0)
    assert table["n_added"] == len(table["added"]) == 4


def test_without_tables_of_statements_rows_with_such_ids_are_counted_only(tmp_path):
    sides = [result(tmp_path / name, given) for name, given in (("a", BEFORE), ("b", AFTER))]
    for one in sides:
        (one.folder / "tables/statements.csv").unlink()
    done = changes.compare(*sides)
    table = done["figures"]["rows"][0]["table"]
    assert "statements" not in done and table["n_changed"] == 0
    assert not {"statement", "statement_id"} & set(table["keys"])


def test_the_same_statements_under_other_ids_are_no_change(tmp_path):
    turned = [("S01", BEFORE[1][1]), ("S02", BEFORE[0][1])]
    sides = [result(tmp_path / name, given, drawn=False) for name, given in (("a", BEFORE), ("b", turned))]
    assert changes.compare(*sides)["changed"] is False


@pytest.mark.parametrize("given", ["", "x\n1\n", "statement_id,text\nS01,\x1b[31m<b>\n", '"'])
def test_a_damaged_table_is_said_and_stops_nothing(tmp_path, given):
    sides = [result(tmp_path / name, found) for name, found in (("a", BEFORE), ("b", AFTER))]
    (sides[1].folder / "tables/statements.csv").write_text(given)
    done = changes.compare(*sides)
    assert "statements" not in done and any(note.startswith("Statements cannot be compared") for note in done["notes"])
    assert "\x1b" not in text(done)
