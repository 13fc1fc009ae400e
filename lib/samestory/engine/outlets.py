"""When two articles are of one outlet: one rule for everything that tells outlets apart.

Names that differ only in case or in white space are one outlet: Le Monde, LE MONDE and "Le  Monde ". An article without
an outlet (empty, or nothing but white space) is of an outlet of its own: nothing says that two such are of one.
"""

from __future__ import annotations

import pandas as pd


def outlet_key(name: object) -> str:
    """What makes a name of an outlet or agency the same as another; empty where there is none."""
    if name is None or (pd.api.types.is_scalar(name) and pd.isna(name)):
        return ""
    return " ".join(str(name).split()).casefold()


def outlet_keys(names: pd.Series) -> pd.Series:
    """The key of each name, None where there is none; with the index given."""
    keys = {name: outlet_key(name) or None for name in names.dropna().unique()}
    return pd.Series([None if pd.isna(name) else keys[name] for name in names], names.index, dtype="object")


def outlet_names(names: pd.Series) -> pd.Series:
    """One spelling for each outlet, the commonest (of equals the first by name); None where there is none."""
    keys = outlet_keys(names)
    given = pd.DataFrame({"key": keys, "name": names.astype("object")})[keys.notna()]
    counts = given.assign(name=given["name"].map(lambda name: " ".join(str(name).split()))).value_counts()
    ordered = counts.reset_index(name="n").sort_values(["n", "name"], ascending=[False, True])
    said = dict(ordered.drop_duplicates("key")[["key", "name"]].itertuples(index=False, name=None))
    return pd.Series([said.get(key) for key in keys], names.index, dtype="object")
