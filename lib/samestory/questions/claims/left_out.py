"""Omissions: claims that an article leaves out although they were in circulation in this set when it appeared.

An article can only leave out what was already known. So a claim counts as left out if the text was seen whole, the
claim is not in it, and another article of the set carried it at a time known to be earlier. If dates are missing or
tied, this cannot be told, and these cases are counted apart.

A short article has no room for everything. If an article has fewer words than nine of ten articles that carry the
claim, the claim is not counted as left out: there was ``no_room``. A length is evidence only if ten or more carry the
claim; else the room cannot be told, and the table says so.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ...copies import n_not_examined
from ...errors import TableError, suggestion
from ...order import date_intervals
from ...schema import CARRIED, MENTIONED
from ...statistics import MIN_N, family_of, family_votes, wilson

__all__ = ["omission_rates", "omissions"]

VERDICTS = ("carried", "mentioned", "omitted", "no_room", "not_yet", "never", "cannot_tell")
ROOM = 0.1  # an article shorter than this quantile of the carriers' words has no room for the claim
LEAST_CARRIERS = 10  # carriers, copies counted once, from which a usual length is known
CASES = [
    "article_id",
    "claim_id",
    "status",
    "verdict",
    "circulation",
    "n_earlier",
    "n_later",
    "n_open",
    "room",
    "n_words",
    "room_words",
    "n_room_carriers",
    "room_among",
    "answers",
    "answers_status",
    "first_ids",
]
RATES = [
    "claim_id",
    "counted",
    "n_omitted",
    "omitted_share",
    "low",
    "high",
    "is_rate",
    "n_in_circulation",
    "n_not_examined",
    "n_mentioned",
    "n_no_room",
    "n_room_unknown",
    "n_not_yet",
    "n_cannot_tell",
    "article_ids",
]


def omissions(
    claims: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    answers: Mapping[str, str] | None = None,
    families: pd.DataFrame | None = None,
    room: float = ROOM,
    least_carriers: int = LEAST_CARRIERS,
) -> pd.DataFrame:
    """Every claim of every article seen whole: carried, left out, or not there to be carried.

    Parameters
    ----------
    claims, articles
        Tables of one story, ``claims`` of one coder.
    answers
        From a claim to the claim it answers, for instance from a denial to the accusation. Then only these claims are
        examined, and only in articles that carry what they answer: an article without the accusation does not need the
        denial.
    families
        The lengths of carriers of one copy family are one, the shortest; None: every carrier is one.
    room
        An article has no room if it has fewer words than this quantile (0..1) of the carriers seen whole; 0: than
        the shortest of them. Words are those of ``n_words``. If ``articles`` has a column ``section``, an article is
        compared with carriers in its own section, if these are enough; ``room_among`` says with which.
    least_carriers
        With fewer carriers, whether an article has room cannot be told.

    Returns
    -------
    DataFrame
        One row an article seen whole and claim, in order of claim and article. ``circulation``: ``before`` if an
        article of the set is known to have carried the claim earlier, ``not_before`` if all that carry it are known to
        be later, ``never`` if no other carries it, else ``cannot_tell``. ``verdict``: ``carried``, ``mentioned``; if
        absent ``omitted`` or, if it has no room, ``no_room`` (circulation before), ``not_yet``, ``never`` or
        ``cannot_tell``. ``room``: ``enough``, ``no_room`` or ``cannot_tell``: whether ``n_words`` reaches
        ``room_words``, the quantile of the ``n_room_carriers`` (``room_among`` all, or of a section).

        ``n_earlier, n_later, n_open`` count the other articles that carry it: known earlier, known later, neither.
        Articles that only mention it are among the last. ``answers`` and ``answers_status``: the claim answered and its
        status here.
        ``first_ids``: if circulation is ``before``, the earliest articles of this set that carry it; several if their
        order is not known.

    Raises
    ------
    TableError
        ``answers`` names a claim that is not in ``claims``, or an option is out of range.

    Examples
    --------
    >>> cases = ss.claims.omissions(story.table("claims"), story.articles, answers={"H09": "H08"})
    >>> cases.loc[cases["verdict"] == "omitted", "article_id"].tolist()
    ['crane-0305-keys', 'holos-0304-dokery', 'relay-0304-quay']
    """
    pairs = dict(answers) if answers is not None else {}
    for claim_id in (*pairs, *pairs.values()):
        if claim_id not in set(claims["claim_id"]):
            raise TableError(f"no claim {claim_id!r} in claims.{suggestion(claim_id, claims['claim_id'].unique())}")
    if not 0 <= room <= 1 or least_carriers < 1:
        raise TableError(
            f"room is {room!r}, least_carriers {least_carriers!r}; give a share from 0 to 1, and 1 or more"
        )
    whole = articles.loc[articles["text_status"] == "full", "article_id"]
    dated = date_intervals(articles).drop_duplicates("article_id")
    rows = claims[["article_id", "claim_id", "status"]].merge(dated, on="article_id")
    rows["is_carried"] = rows["status"].isin(CARRIED)
    asked = sorted(pairs if answers is not None else rows["claim_id"].unique())
    lengths = _lengths(articles, families)
    found = [_circulated(rows[rows["claim_id"] == claim_id], set(whole)) for claim_id in asked]
    found = [_with_room(cases, lengths, room, least_carriers) for cases in found]
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=CASES)
    table["answers"] = table["claim_id"].map(pairs)
    standing = claims[claims["claim_id"].isin(pairs.values())]
    standing = standing.set_index(["article_id", "claim_id"])["status"].to_dict()
    keys = zip(table["article_id"], table["answers"], strict=True)
    table["answers_status"] = pd.Series([standing.get(key) for key in keys], index=table.index, dtype="object")
    if answers is not None:
        table = table[table["answers_status"].isin(CARRIED)]
    words = ["article_id", "claim_id", "status", "verdict", "circulation", "answers", "answers_status", "first_ids"]
    counts = ["n_earlier", "n_later", "n_open", "n_room_carriers"]
    kinds = dict.fromkeys([*words, "room", "room_among"], "str") | dict.fromkeys(counts, "int64")
    kinds |= {"n_words": "Int64", "room_words": "float64"}
    return table[CASES].astype(kinds).sort_values(["claim_id", "article_id"], ignore_index=True)


def _lengths(articles: pd.DataFrame, families: pd.DataFrame | None) -> pd.DataFrame:
    """By article: its words, its section and its copy family; words and section are empty if they are not known."""
    table = pd.DataFrame(
        {"article_id": articles["article_id"], "family_id": family_of(articles["article_id"], families)}
    )
    table["n_words"] = pd.to_numeric(articles["n_words"]) if "n_words" in articles else np.nan
    table["section"] = articles["section"].astype("object") if "section" in articles else None
    table["n_words"] = table["n_words"].astype("float64")
    return table.drop_duplicates("article_id").set_index("article_id")


def _with_room(cases: pd.DataFrame, lengths: pd.DataFrame, room: float, least: int) -> pd.DataFrame:
    """The cases of one claim, and whether each article is as long as articles that carry it usually are."""
    about = lengths.reindex(cases["article_id"]).reset_index(drop=True)
    cases = cases.assign(n_words=about["n_words"], room_among="all")
    carriers = about[(cases["verdict"] == "carried") & about["n_words"].notna()]
    # The quantile of all carriers, and that of each section with enough; copies count once.
    words = carriers.groupby("family_id")["n_words"].min()
    cases["n_room_carriers"] = len(words)
    cases["room_words"] = words.quantile(room) if len(words) >= least else np.nan
    for section, rows in carriers[carriers["section"].notna()].groupby("section"):
        words = rows.groupby("family_id")["n_words"].min()
        if len(words) >= least:
            mine = about["section"] == section
            cases.loc[mine, "room_among"] = str(section)
            cases.loc[mine, "n_room_carriers"] = len(words)
            cases.loc[mine, "room_words"] = words.quantile(room)
    short = cases["n_words"] < cases["room_words"]
    unknown = cases["n_words"].isna() | cases["room_words"].isna()
    cases["room"] = np.select([unknown, short], ["cannot_tell", "no_room"], "enough")
    cases["verdict"] = cases["verdict"].mask((cases["verdict"] == "omitted") & short, "no_room")
    return cases


def _circulated(rows: pd.DataFrame, whole: set[str]) -> pd.DataFrame:
    """One claim: for each article seen whole, how many others carry it earlier, later, or at no known distance.

    Sorted ends and begins are searched, so that ten thousand articles need no table of their pairs.
    """
    carriers = rows[rows["is_carried"] & rows["begin"].notna()]
    ends, begins = np.sort(_instants(carriers["end"])), np.sort(_instants(carriers["begin"]))
    here = rows[rows["article_id"].isin(whole) & (rows["status"] != "not_visible")].sort_values("article_id")
    is_dated = here["begin"].notna().to_numpy()
    n_earlier = np.searchsorted(ends, _instants(here["begin"]), side="right") * is_dated
    n_later = (len(begins) - np.searchsorted(begins, _instants(here["end"]), side="left")) * is_dated
    is_there = rows["is_carried"] | (rows["status"] == MENTIONED)
    is_mentioned = (here["status"] == MENTIONED).to_numpy()
    n_others = int(is_there.sum()) - (here["is_carried"].to_numpy() | is_mentioned).astype("int64")
    n_open = n_others - n_earlier - n_later
    conditions = [n_others == 0, n_earlier > 0, n_open == 0]
    circulation = np.select(conditions, ["never", "before", "not_before"], default="cannot_tell")
    unsaid = pd.Series(circulation).replace({"before": "omitted", "not_before": "not_yet"}).to_numpy()
    earliest = carriers[carriers["begin"] < carriers["end"].min()]
    firsts = "; ".join(sorted(earliest["article_id"]))
    return pd.DataFrame(
        {
            "article_id": here["article_id"].to_numpy(),
            "claim_id": here["claim_id"].to_numpy(),
            "status": here["status"].to_numpy(),
            "verdict": np.where(here["is_carried"], "carried", np.where(is_mentioned, "mentioned", unsaid)),
            "circulation": circulation,
            "n_earlier": n_earlier,
            "n_later": n_later,
            "n_open": n_open,
            "first_ids": np.where(circulation == "before", firsts, ""),
        }
    )


def _instants(times: pd.Series) -> np.ndarray:
    """Times as plain numbers, which search fast; what a missing one becomes is not used."""
    return pd.to_datetime(times, utc=True).dt.tz_localize(None).to_numpy().astype("datetime64[us]").astype("int64")


def omission_rates(cases: pd.DataFrame, *, families: pd.DataFrame | None = None) -> pd.DataFrame:
    """How many of those who could know a claim leave it out.

    Parameters
    ----------
    cases
        From `omissions`.
    families
        None counts articles; a ``families`` table gives each copy family one vote, divided if its articles differ.

    Returns
    -------
    DataFrame
        One row a claim: ``n_omitted`` of ``n_in_circulation`` (articles seen whole, or families, that appeared when the
        claim was known to be in circulation), ``omitted_share`` (0..1) with Wilson's 95 % interval, ``is_rate``;
        ``n_not_examined`` of these families could not be compared for copies (empty for articles). Apart from them
        ``n_no_room``: absent from an article too short for the claim, in no rate; ``n_not_yet`` and ``n_cannot_tell``:
        absent, and no verdict is possible. ``n_room_unknown`` of those judged leave it out, and whether they have room
        for it cannot be told. ``n_mentioned``: it is there and counts
        neither way (a family is counted there if one of its articles is and none is judged). ``article_ids`` of those
        that leave it out.

    Examples
    --------
    >>> cases = ss.claims.omissions(story.table("claims"), story.articles, answers={"H09": "H08"})
    >>> ss.claims.omission_rates(cases)[["claim_id", "n_omitted", "n_in_circulation", "omitted_share"]]
      claim_id  n_omitted  n_in_circulation  omitted_share
    0      H09        3.0                10            0.3
    """
    rows = cases.assign(family_id=family_of(cases["article_id"], families))
    found = []
    for claim_id, group in rows.groupby("claim_id", sort=True):
        judged = group[(group["circulation"] == "before") & ~group["verdict"].isin(["mentioned", "no_room"])]
        votes = family_votes(judged, families, "verdict")
        n = votes["family_id"].nunique()
        hits = float(votes.loc[votes["verdict"] == "omitted", "weight"].sum())
        low, high = wilson(hits, n)
        apart = group[~group["family_id"].isin(judged["family_id"])]
        unknown = judged[(judged["verdict"] == "omitted") & (judged["room"] == "cannot_tell")]
        found.append(
            {
                "claim_id": claim_id,
                "counted": "articles" if families is None else "families",
                "n_omitted": hits,
                "omitted_share": hits / n if n else float("nan"),
                "low": low,
                "high": high,
                "is_rate": n >= MIN_N,
                "n_in_circulation": n,
                "n_not_examined": n_not_examined(judged["article_id"], families),
                "n_mentioned": apart.loc[apart["verdict"] == "mentioned", "family_id"].nunique(),
                "n_no_room": apart.loc[apart["verdict"] == "no_room", "family_id"].nunique(),
                "n_room_unknown": unknown["family_id"].nunique(),
                "n_not_yet": apart.loc[apart["verdict"] == "not_yet", "family_id"].nunique(),
                "n_cannot_tell": apart.loc[apart["verdict"] == "cannot_tell", "family_id"].nunique(),
                "article_ids": "; ".join(sorted(judged.loc[judged["verdict"] == "omitted", "article_id"])),
            }
        )
    kinds = dict.fromkeys(["claim_id", "counted", "article_ids"], "str") | {"is_rate": "bool"}
    kinds |= dict.fromkeys(["n_omitted", "omitted_share", "low", "high"], "float64")
    counts = ["n_in_circulation", "n_mentioned", "n_no_room", "n_room_unknown", "n_not_yet", "n_cannot_tell"]
    kinds |= dict.fromkeys(counts, "int64")
    kinds |= {"n_not_examined": "Int64"}
    return pd.DataFrame(found, columns=RATES).astype(kinds)
