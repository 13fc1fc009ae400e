"""``show_figure``: what is shown, printed and written, inside a run and outside."""

from __future__ import annotations

import io
import json
import re
import types
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from samestory.errors import RunError, SamestoryError
from samestory.plotting import fingerprint, style
from samestory.plotting import show_figure as show
from samestory.plotting.show_figures import _png, _svg, write_table
from samestory.plotting.theme import new_axes

TABLE = pd.DataFrame({"outlet": ["Нов", "الج"], "n_claims": [1, 2], "claim_share": [1 / 3, 2 / 3]})
STORY = types.SimpleNamespace(source_line="INVENTED: harbour-fire. No outlet in it is real.")


def bars(heights: tuple[float, ...] = (1, 2)) -> Any:
    with style():
        ax = new_axes()
        ax.bar(["Нов", "الج"], heights)
        ax.set_yticks([0, 2])
        ax.set_title("Claims")
    return ax


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAMESTORY_RUN_FOLDER", str(tmp_path))
    return tmp_path


@pytest.fixture(autouse=True)
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAMESTORY_RUN_FOLDER", raising=False)


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What a notebook would have displayed."""
    import IPython
    import IPython.display
    import matplotlib.pyplot as plt

    plt.switch_backend("Agg")  # before the kernel is pretended: pyplot would hook into it
    shown: list[Any] = []
    monkeypatch.setattr(IPython, "get_ipython", lambda: types.SimpleNamespace(kernel=object()))
    monkeypatch.setattr(IPython.display, "display", shown.append)
    return shown


def test_prints_summary_fingerprint_and_caption(capsys: pytest.CaptureFixture[str]) -> None:
    ax = bars()
    digest = fingerprint(ax.figure).digest
    show(ax, TABLE, "claims-by-outlet", caption="Two outlets,\n two bars.")
    assert capsys.readouterr().out == (
        "Two outlets, two bars.\n"
        f"figure claims-by-outlet: 1 axes · 2 bars · 0 points · 0 lines · 5 texts · fingerprint {digest}\n"
    )
    assert re.fullmatch("[0-9a-f]{12}", digest)


def test_a_notebook_shows_the_picture_then_the_caption_then_the_fingerprint_small(kernel: list[Any]) -> None:
    ax = bars()
    said = (
        f"figure claims: 1 axes · 2 bars · 0 points · 0 lines · 5 texts · fingerprint {fingerprint(ax.figure).digest}"
    )
    show(ax, TABLE, "claims", caption="Two <bars>.")
    _, below = kernel
    assert repr(below) == f"Two <bars>.\n{said}"
    caption, small = below.html.split("</p>")[:2]
    assert caption.endswith(">Two &lt;bars&gt;.")
    assert small == f'<p class="ss-drawn" style="color:#6E6E6E;font-size:75%">{said}'


def test_shows_the_same_inside_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kernel: list[Any]) -> None:
    show(bars(), TABLE, "claims", caption="C.", story=STORY)
    monkeypatch.setenv("SAMESTORY_RUN_FOLDER", str(tmp_path))
    show(bars(), TABLE, "claims", caption="C.", story=STORY)
    assert kernel[1] == kernel[3]
    assert kernel[2].data == (tmp_path / "figures/claims.png").read_bytes()  # drawn once, for the file and the notebook
    with Image.open(io.BytesIO(kernel[0].data)) as outside:
        assert abs(kernel[2].width - outside.width) <= 1 and kernel[0].width is None  # shown at the same size


def test_writes_the_files_of_a_run(run: Path) -> None:
    ax = bars()
    show(ax, TABLE, "claims", caption="Ein Bild.", story=STORY)
    record = json.loads((run / "figures/claims.json").read_text(encoding="utf-8"))
    assert {key: record[key] for key in ("name", "caption", "png", "svg", "table")} == {
        "name": "claims",
        "caption": "Ein Bild.",
        "png": "figures/claims.png",
        "svg": "figures/claims.svg",
        "table": "tables/claims.csv",
    }
    assert any(STORY.source_line in line for line in record["artists"])
    assert record["fingerprint"] != fingerprint(ax.figure).digest  # the source line is part of what was shown
    with Image.open(run / record["png"]) as picture:
        assert picture.width > 1500 and round(picture.info["dpi"][0]) == 200
        assert "Software" not in picture.info
    assert (run / record["table"]).read_bytes().decode() == (
        "outlet,n_claims,claim_share\nНов,1,0.333333\nالج,2,0.666667\n"
    )


def test_pictures_repeat_byte_by_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        monkeypatch.setenv("SAMESTORY_RUN_FOLDER", str(tmp_path / folder))
        show(bars(), TABLE, "claims", caption="<b>&", story=STORY)
        written.append({path.name: path.read_bytes() for path in (tmp_path / folder).rglob("*.*")})
    assert written[0] == written[1]
    assert set(written[0]) == {"claims.png", "claims.svg", "claims.csv", "claims.json"}
    svg = written[0]["claims.svg"].decode()
    assert "<dc:date>" not in svg and "&lt;b&gt;&amp;" in svg


def test_svg_ids_come_from_the_name() -> None:
    ax = bars()
    assert _svg(ax.figure, "a", "t") == _svg(ax.figure, "a", "t")
    assert _png(ax.figure, 110) == _png(ax.figure, 110)


def test_shows_once_and_leaves_nothing_behind(kernel: list[Any]) -> None:
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots()
    ax.plot([1, 2])
    show(ax, TABLE, "a", caption="What it shows", story=STORY)
    assert plt.get_fignums() == []
    assert len(kernel) == 2 and kernel[0].data.startswith(b"\x89PNG")
    assert kernel[0].alt.startswith("What it shows 2 rows.") and kernel[0].metadata == {"figure": "a"}
    assert figure.texts == []
    with Image.open(io.BytesIO(kernel[0].data)) as picture:
        assert round(picture.info["dpi"][0]) == 110


def test_without_a_kernel_nothing_is_displayed(capsys: pytest.CaptureFixture[str]) -> None:
    show(bars(), TABLE, "a")
    assert capsys.readouterr().out.count("\n") == 1


def test_a_changed_bar_changes_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    show(bars(), TABLE, "a")
    first = capsys.readouterr().out
    show(bars((1, 1.99)), TABLE, "a")
    assert capsys.readouterr().out != first


def test_an_empty_table_gives_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    show(bars(), TABLE.iloc[:0], "a")
    assert capsys.readouterr().out == "The figure a is left out: the table behind it has no rows.\n"


def test_the_same_name_twice_in_a_run_is_an_error(run: Path) -> None:
    show(bars(), TABLE, "claims")
    before = (run / "figures/claims.png").read_bytes()
    with pytest.raises(RunError, match=r"'claims' was already shown in this run.*another name"):
        show(bars((5, 5)), TABLE, "claims")
    assert (run / "figures/claims.png").read_bytes() == before


def test_the_same_name_twice_outside_a_run_is_allowed() -> None:
    ax = bars()
    show(ax, TABLE, "claims")
    show(ax, TABLE, "claims")


@pytest.mark.parametrize("name", ["", "Claims", "a b", "../a", "a/b", "-a", "é", "a.png", "a" * 101, None, "a\n"])
def test_bad_names_are_errors(name: Any) -> None:
    with pytest.raises(SamestoryError, match="cannot be the name of a figure: use small letters"):
        show(bars(), TABLE, name)


@pytest.mark.parametrize("table", [None, TABLE["outlet"], [1]])
def test_a_figure_without_a_table_is_an_error(table: Any) -> None:
    with pytest.raises(SamestoryError, match="needs the DataFrame behind the figure"):
        show(bars(), table, "a")


def test_something_without_a_figure_is_an_error() -> None:
    with pytest.raises(SamestoryError, match="given ndarray"):
        show(new_axes(ncols=2), TABLE, "a")


def test_a_missing_run_folder_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SAMESTORY_RUN_FOLDER", str(tmp_path / "none"))
    with pytest.raises(RunError, match="not a folder"):
        show(bars(), TABLE, "a")


def test_takes_figures_subfigures_and_grids(capsys: pytest.CaptureFixture[str]) -> None:
    sns = pytest.importorskip("seaborn")
    show(bars().figure, TABLE, "a")
    whole = bars().figure
    part = type(whole)().subfigures(1, 2)[0].subplots()
    show(part, TABLE, "b")
    show(sns.displot(TABLE, x="n_claims"), TABLE, "c")
    assert capsys.readouterr().out.count("fingerprint") == 3


def test_a_long_source_line_is_whole(run: Path) -> None:
    words = [f"word{number}" for number in range(40)]
    ax = bars()
    ax.figure.set_size_inches(12, 3)
    show(ax, TABLE, "long", story=types.SimpleNamespace(source_line=" ".join(words)))
    drawn = " ".join(json.loads((run / "figures/long.json").read_text(encoding="utf-8"))["artists"])
    assert all(word in drawn for word in words) and "…" not in drawn


def test_the_source_line_is_below_everything(kernel: list[Any]) -> None:
    ax = bars()
    with style():
        ax.figure.legend(["claims"], loc="outside lower center")
    show(ax, TABLE, "a", story=STORY)
    with Image.open(io.BytesIO(kernel[0].data)) as picture:
        pixels = np.asarray(picture.convert("RGB")).astype(int)
    inked = np.flatnonzero((pixels < 200).any(axis=(1, 2)))
    bands = np.split(inked, np.flatnonzero(np.diff(inked) > 1) + 1)
    coloured = [bool((np.ptp(pixels[band], axis=2) > 60).any()) for band in bands]
    # From below: the source line in grey, then a gap, then the legend with its blue handle.
    assert coloured[-2:] == [True, False]
    assert len(bands[-1]) < 15


def test_legend_and_layout_are_restored() -> None:
    ax = bars()
    legend = ax.figure.legend(["claims"], loc="outside lower center")
    engine = ax.figure.get_layout_engine()
    show(ax, TABLE, "a", story=STORY)
    assert legend.get_bbox_to_anchor() is ax.figure.bbox
    assert ax.figure.get_layout_engine() is engine


def test_scripts_are_drawn_with_an_installed_font(kernel: list[Any]) -> None:
    # Warnings are errors here: a missing glyph would fail this test.
    with style():
        ax = new_axes()
        ax.barh(["الجزيرة العربية", "Новая газета", "Καθημερινή", "הארץ", "Հետք", "$5 and $_{9"], range(6))
        ax.set_title("العربية RFI")
    show(ax, TABLE, "scripts")
    assert len(kernel) == 2


def test_missing_characters_give_one_warning(monkeypatch: pytest.MonkeyPatch, run: Path) -> None:
    ax = bars()
    ax.set_title("\U0001bc00 \U0001bc01")  # shorthand signs, in no font of this suite
    with pytest.warns(UserWarning, match="figure a: no installed font has \U0001bc00 \U0001bc01") as warned:
        show(ax, TABLE, "a")
    assert len(warned) == 1


def test_formulas_in_tables_get_an_apostrophe(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {
            "=cmd": ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "a=b", ""],
            "n": range(-4, 5),
            "mixed": [1.23456789, "=x", None, float("nan"), -2.5, 3, True, "−1", "'q"],
        }
    )
    write_table(table, tmp_path / "t.csv")
    back = pd.read_csv(tmp_path / "t.csv", keep_default_na=False, lineterminator="\n")
    assert list(back.columns) == ["'=cmd", "n", "mixed"]
    assert list(back["'=cmd"])[:5] == ["'=1+1", "'+1", "'-1", "'@x", "'\tx"]
    assert list(back["'=cmd"])[7:] == ["a=b", ""]
    assert list(back["n"]) == list(range(-4, 5))
    assert list(back["mixed"]) == ["1.23457", "'=x", "", "", "-2.5", "3", "True", "−1", "'q"]


def test_named_index_is_kept_and_row_numbers_are_not(tmp_path: Path) -> None:
    pivot = TABLE.set_index("outlet")[["n_claims"]]
    write_table(pivot, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "outlet,n_claims\nНов,1\nالج,2\n"
    write_table(TABLE[["n_claims"]].iloc[[1]], tmp_path / "b.csv")
    assert (tmp_path / "b.csv").read_text() == "n_claims\n2\n"
    wide = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("n", "fr"), ("n", "ru")]))
    write_table(wide, tmp_path / "c.csv")
    assert (tmp_path / "c.csv").read_text() == "n / fr,n / ru\n1,2\n"


def test_the_table_given_is_not_changed(tmp_path: Path) -> None:
    table = pd.DataFrame({"a": ["=x"]})
    write_table(table, tmp_path / "t.csv")
    assert table.loc[0, "a"] == "=x"
