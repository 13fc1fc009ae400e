"""One rule for outlets, and options that are no numbers."""

import numpy as np
import pandas as pd
import pytest

import samestory as ss
from samestory.engine import (
    Corpus,
    is_number,
    is_whole,
    outlet_key,
    outlet_keys,
    outlet_names,
    require_hours,
    require_whole,
)

NAMES = ["LE MONDE", "Le Monde", " le \t Monde ", "Le Monde", None, "", " \n", np.nan, pd.NA, "L'Humanité", "STRASSE"]


def test_case_and_white_space_make_no_other_outlet_and_nothing_is_none():
    keys = [outlet_key(name) for name in NAMES]
    assert keys == ["le monde"] * 4 + [""] * 5 + ["l'humanité", "strasse"]
    assert outlet_key("Straße") == "strasse" and outlet_key(7) == "7"
    given = pd.Series(NAMES, index=range(5, 16), dtype="object")
    assert outlet_keys(given).tolist() == [key or None for key in keys]
    assert outlet_names(given).tolist() == ["Le Monde"] * 4 + [None] * 5 + ["L'Humanité", "STRASSE"]
    assert outlet_names(given.head(0)).empty and outlet_keys(given.head(0).astype("str")).empty


def test_of_spellings_as_common_the_first_by_name_whatever_the_order_of_rows():
    given = pd.Series(["b Post", "B POST", "C"])
    assert outlet_names(given).tolist() == outlet_names(given[::-1]).tolist()[::-1] == ["B POST", "B POST", "C"]


def test_a_corpus_has_one_code_for_the_spellings_of_an_outlet():
    table = pd.DataFrame({"article_id": [f"a{i:02}" for i in range(len(NAMES))], "outlet": NAMES})
    table = table.assign(published=pd.NaT, published_precision="unknown", text="x")
    corpus = Corpus.of(table)
    assert corpus.outlets == (" le \t Monde ", "L'Humanité", "STRASSE")
    assert corpus.outlet.tolist() == [0] * 4 + [-1] * 5 + [1, 2]


@pytest.mark.parametrize("value", [None, "1", float("nan"), True, np.True_, pd.NA, pd.NaT, [1], 1j, 10**400])
def test_what_is_no_number(value):
    assert not is_number(value) and not is_whole(value, 0)


def test_what_is_a_number_and_what_a_whole_one():
    assert all(map(is_number, [0, 1.5, np.float32(2), np.int8(3), float("inf"), 10**300]))
    assert [is_whole(value, 1) for value in (1, np.int64(7), 0, -1, 1.0, 10**20)] == [True, True] + [False] * 4
    assert require_whole("n", np.int64(3), 1) == 3 and type(require_whole("n", np.int64(3), 1)) is int
    with pytest.raises(ss.errors.TableError, match="n=10.5: give a whole number from 1$"):
        require_whole("n", 10.5, 1, ss.errors.TableError)
    with pytest.raises(ss.errors.SamestoryError, match="to 2,147,483,647"):
        require_whole("n", 10**20, 1)
    require_hours(None), require_hours(0), require_hours(1.5)
    with pytest.raises(ss.errors.SamestoryError, match="window_hours='72'"):
        require_hours("72")
