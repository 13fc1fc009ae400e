"""Ten wrong answers that students give to each exercise of lessons 4 to 6.

Each function takes the right answer and the names that the lesson has at this place, by which most errors are made.
"""

import pandas as pd

import samestory as ss


def changed(right, column, **other):
    """An answer by letter with other values for some letters."""
    table = right.reset_index() if isinstance(right, pd.Series) else right.copy()
    name = table.columns[0]
    table[column] = [other.get(letter, value) for letter, value in zip(table[name], table[column], strict=True)]
    return table


def both_true(right, names):
    return [
        changed(right, "both", g=False),  # other bounds taken for a clash
        changed(right, "both", c=False),  # 50 is not 30
        changed(right, "both", a=False),  # less exact taken for false
        changed(right, "both", f=False),  # "about" overlooked
        changed(right, "both", b=True),  # nine are at least seven
        changed(right, "both", d=True),  # both are some tens
        changed(right, "both", e=True),  # two estimates
        changed(right, "both", a=False, c=False, f=False, g=False),  # only equal numbers agree
        right.reset_index().assign(both=~right.to_numpy()),  # clash in place of both true
        right.reset_index().head(6),  # one forgotten
    ]


def readers(right, names):
    inside, dead = names["inside"], names["dead"]
    return [
        len(inside),  # every pair
        int((inside["kind"] == "conflict").sum()),  # pairs in place of articles
        dead["article_id"].nunique(),  # every article with a figure
        len(dead),  # figures
        int((inside["kind"] == "update").sum()),  # updates
        dead["article_id"].nunique() - right,  # who has one side only
        8,  # the rows shown
        len(names["story"].articles),
        inside.loc[inside["kind"] == "conflict", "article_id"].unique().tolist(),  # which instead of how many
        right / dead["article_id"].nunique(),  # the share
    ]


def old_number(right, names):
    ships = names["values"][names["values"]["quantity"] == "ships_waiting"]
    updates = ss.numbers.updates(ships)
    return [
        "gull-0306-candles",  # of the dead, which is the example
        "mayak",  # cut short
        "Polunochny Mayak",  # the outlet
        updates["new_article_ids"].iloc[0],  # who followed
        updates["new_article_ids"].tolist(),
        updates["source"].iloc[0],  # who raised the figure
        len(updates),
        ships["article_id"].iloc[0],  # an early article, which could not know
        12,  # the old figure
        "cannot tell",
    ]


def without_withdrawn(right, names):
    burnt = names["burnt"]
    rows = {
        "all": burnt,
        "no 114": burnt[burnt["low"] != 114],
        "article out": burnt[burnt["article_id"] != "ledger-0304-toll-corrected"],
        "only": burnt[(burnt["article_id"] == "ledger-0304-toll-corrected") & (burnt["low"] == 114)],
    }
    n = {name: int((ss.numbers.conflicts(table)["kind"] == "conflict").sum()) for name, table in rows.items()}
    kept = burnt.drop(rows["only"].index)
    return [
        n["all"],  # nothing taken out
        n["no 114"],  # both 114 taken out
        len(ss.numbers.conflicts(kept)),  # pairs of every kind
        len(ss.numbers.conflicts(burnt)),
        len(kept),  # figures in place of pairs
        len(burnt),
        n["all"] - right,  # how many went
        1,  # updates in place of conflicts
        114,
        right + len(rows["only"]),  # off by one
    ]


def own_clashes(right, names):
    own = names["own"]
    values = ss.numbers.values(own.joined("numbers"), own.articles)
    pairs, columns = ss.numbers.conflicts(values), list(right)
    inside = ss.numbers.conflicts(values, within="article_id")
    of_story = ss.numbers.conflicts(names["values"])
    return [
        pairs[columns],  # updates and "cannot tell" counted as well
        pairs.loc[pairs["kind"] != "conflict", columns],  # the others
        right[right["quantity"] == right["quantity"].iloc[0]],  # one quantity only
        right.iloc[1:],  # one lost
        inside.loc[inside["kind"] == "conflict", columns],  # inside articles only, once for each
        of_story.loc[of_story["kind"] == "conflict", columns],  # of harbour-fire
        right.assign(low=right["other_low"], other_low=right["low"]),  # exchanged
        right.assign(source=right["other_source"], other_source=right["source"]),
        right[columns[:-1]],  # a column forgotten
        len(right),  # how many instead of which
    ]


def on_which_step(right, names):
    return [
        changed(right, "step", b=2),  # where the number gets vague
        changed(right, "step", b=0),  # the source overlooked
        changed(right, "step", a=0),  # confirmed data taken for a source
        changed(right, "step", c=0),  # a hope taken for a fact from the start
        changed(right, "step", c=1),
        changed(right, "step", d=0),
        changed(right, "step", d=2),  # looked for in the last article only
        changed(right, "step", e=2),
        changed(right, "step", a=2, b=2, c=2, d=2),  # everything is the last one's doing
        right.reset_index().assign(step=3 - right.to_numpy()),  # steps counted from the end
    ]


def moved(right, names):
    both, columns = names["both"], list(right)
    second = names["compared"].query("source_article_id == 'holos-0304-dokery' and article_id == 'relay-0304-quay'")
    words = ["hardened", "dropped", "added"]
    return [
        right[right["step"] == "hardened"],  # only what hardened
        both[columns],  # all fifteen
        both.loc[both["step"] == "kept", columns],
        both.loc[both["step"].isin([*words, "changed"]), columns],  # changed as well
        both.loc[both["step"].isin([*words, "neither"]), columns],
        second.loc[second["step"].isin(words), columns],  # the second step only
        right.assign(step=right["step"].replace({"added": "dropped", "dropped": "added"})),  # the wrong direction
        right[right["step"] != "added"],  # what is new overlooked
        right["claim_id"].tolist(),  # without the step
        right.assign(claim_id=right["claim_id"].map(names["story"].claim_names())),  # titles for ids
    ]


def recall(right, names):
    return [
        100 * right,  # percent
        right * 8,  # the count
        1 - right,  # what it did not find
        8 / 8,  # rows of the table in place of changes
        4 / 8,  # the hope overlooked
        6 / 8,  # the denial taken for found
        3 / 8,  # low confidence left out
        round(right, 1),
        right * 8 / 15,  # of the claims
        right * 8 / 12,  # of the sentences
    ]


def own_hardened(right, names):
    own, columns = names["own"], list(right)
    steps = ss.claims.hardening_edges(own.table("claims"), ss.claims.chain_edges(own.table("chains")))
    of_story = names["compared"]
    return [
        steps.loc[steps["step"] == "added", columns],
        steps.loc[steps["step"].isin(["hardened", "added"]), columns],
        steps.loc[steps["step"] == "kept", columns],
        steps.loc[steps["status"] == "asserted", columns],  # what is asserted at the end
        of_story.loc[of_story["step"] == "hardened", columns],  # of harbour-fire
        right.assign(source_article_id=right["article_id"], article_id=right["source_article_id"]),  # the wrong way
        right.drop_duplicates("claim_id"),  # each claim once
        right.iloc[1:],  # one lost
        right[["claim_id"]],
        len(right),
    ]


def one_of_how_many(right, names):
    rows = names["claims"].query("claim_id == 'H14'")
    n = rows["status"].value_counts()
    carried = len(names["batteries"])
    return [
        100 * right,  # percent
        n["asserted"] / len(rows),  # of all
        n["asserted"] / (len(rows) - n["not_visible"]),  # of all that can be judged
        int(n["asserted"]),  # the count
        carried,  # the denominator
        1 - right,
        n["asserted"] / (carried - n["asserted"]),  # one to six
        (n["asserted"] + n["attributed"]) / carried,  # attributed taken for own voice
        n["hedged"] / carried,
        1 / 6,  # one carrier lost
    ]


def three_claims(right, names):
    columns, ids = list(right), "claim_id in ['H07', 'H13', 'H15']"
    article, family = names["by_article"].query(ids), names["by_family"].query(ids)
    low, high = zip(*map(ss.statistics.wilson, article["n_hits"], article["n_among"]), strict=True)
    return [
        article[columns],  # copies count as votes
        article[columns].assign(low=low, high=high),
        right.assign(n_among=article["n_among"]),  # families out of articles
        right.assign(n_among=family["n_units"]),  # the unseen counted as absent
        right.assign(low=100 * right["low"], high=100 * right["high"]),  # percent
        right.assign(low=right["high"], high=right["low"]),  # exchanged
        right.assign(n_hits=right["n_hits"].round()),  # half votes rounded away
        right.assign(low=right["n_hits"] / right["n_among"]),  # the share in place of a bound
        right.iloc[:2],  # a claim forgotten
        names["by_family"].query("claim_id in ['H02', 'H05', 'H12']")[columns],  # the claims of the figure
    ]


def left_out(right, names):
    rows = names["claims"].query("claim_id == 'H07'")
    absent = rows.loc[rows["status"] == "absent", "article_id"].tolist()
    unseen = rows.loc[rows["status"] == "not_visible", "article_id"].tolist()
    articles = names["story"].articles
    wrong_way = ss.claims.omissions(names["claims"], articles, answers={"H06": "H07"})
    alone = ss.claims.omissions(names["claims"], articles)
    company = ss.claims.omissions(names["claims"], articles, answers={"H09": "H08"})
    return [
        absent,  # not there taken for left out
        [*absent, *unseen],  # and what was not seen
        [*right, *unseen],
        company.query("verdict == 'omitted'")["article_id"].tolist(),  # the company's denial
        wrong_way.query("verdict == 'omitted'")["article_id"].tolist(),  # the pair exchanged
        alone.query("claim_id == 'H07' and verdict == 'omitted'")["article_id"].tolist(),  # without the accusation
        rows.loc[rows["status"] == "asserted", "article_id"].tolist(),  # who has it
        articles.loc[articles["article_id"].isin(right), "outlet"].unique().tolist(),  # outlets
        right[1:],
        len(right),  # how many instead of which
    ]


def eight_sentences(right, names):
    return [
        changed(right, "verdict", c="supported"),  # not seen taken for not there
        changed(right, "verdict", d="supported"),  # the earliest with a minute taken for the first
        changed(right, "verdict", d="wrong"),  # the review taken for the first
        changed(right, "verdict", e="supported"),  # not there taken for left out
        changed(right, "verdict", f="cannot tell"),  # nothing is ever known
        changed(right, "verdict", g="supported"),  # the denials believed
        changed(right, "verdict", g="wrong"),  # the accusation believed
        changed(right, "verdict", h="supported"),  # copies counted as independent
        changed(right, "verdict", a="wrong", b="supported"),  # carrying taken for saying so
        changed(right, "verdict", c="wrong", d="wrong", g="wrong"),  # what cannot be told is wrong
    ]


def own_table(right, names):
    own = names["own"]
    by_article = ss.claims.rates(own.table("claims"))
    by_family = ss.claims.rates(own.table("claims"), families=own.table("families"))
    own_voice = ss.claims.rates(own.table("claims"), states=["asserted"], families=own.table("families"))
    return [
        right.assign(n_articles=right["n_families"], n_families=right["n_articles"]),  # exchanged
        right.assign(n_families=right["n_articles"]),  # copies count as votes
        right.assign(n_families_among=by_article["n_among"]),  # the other denominator
        right.assign(n_families_among=by_family["n_units"]),  # the unseen counted as absent
        right.assign(n_families=by_family["hit_share"]),  # a share in place of a count
        right.assign(n_families=right["n_families"].round()),  # divided votes rounded away
        right.assign(n_families=own_voice["n_hits"]),  # own voice only
        right.iloc[1:],  # a claim lost
        right.drop(columns="n_families_among"),  # no denominator
        by_family[["claim_id", "n_hits", "n_among"]],  # names as the function has them
    ]


WRONG = {
    "lesson4.1": both_true,
    "lesson4.2": readers,
    "lesson4.3": old_number,
    "lesson4.4": without_withdrawn,
    "lesson4.5": own_clashes,
    "lesson5.1": on_which_step,
    "lesson5.2": moved,
    "lesson5.3": recall,
    "lesson5.4": own_hardened,
    "lesson6.1": one_of_how_many,
    "lesson6.2": three_claims,
    "lesson6.3": left_out,
    "lesson6.4": eight_sentences,
    "lesson6.5": own_table,
}
