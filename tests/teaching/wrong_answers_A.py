"""Ten wrong answers that students give to each exercise of lessons 1 to 3.

Each function takes the right answer and the names that the lesson has at this place, by which most errors are made.
"""

import pandas as pd

import samestory as ss


def report(right, names):
    rows = names["claims"].query("article_id == 'relay-0304-quay'")
    by = rows.groupby("status")["claim_id"].agg(list)
    return [
        rows.loc[rows["attributed_to"].isna(), "claim_id"].tolist(),  # an empty cell taken for own voice
        by["attributed"],  # the opposite: with a source
        [*by["attributed"], *right],  # everything that is said
        rows["claim_id"].tolist(),  # every claim of the codebook
        by["asserted"],  # doubt taken for a source
        by["hedged"],  # only what is doubted
        [one for one in right if one != "H02"],  # "confirmed data" taken for a source
        [*right, by["absent"][0]],  # one that is not there
        [*right[1:], by["attributed"][0]],  # as many, one exchanged
        len(right),  # how many instead of which
    ]


def own_way(right, names):
    own = names["own"]
    said, first, second = right
    report, cited = own.article(own.focus)["outlet"], own.table("citations")
    witness = cited.loc[(cited["article_id"] == own.focus) & (cited["kind"] == "person"), "cited"].iloc[0]
    return [
        [second, first, said],  # from the report back
        [said, second, first],  # the steps exchanged
        [said, first],  # the last messenger forgotten
        [said, first, second, report],  # the report itself counted
        [report, first, second],
        [witness, first, second],  # who is quoted about something else
        ["", first, second],  # from the report, which gives no source
        cited.loc[cited["article_id"] == own.focus, "cited"].tolist(),  # everybody whom the report names
        ["Anton Verrel", "Le Fanal de Morvane", "Holos Zarynii"],  # the story of the lesson
        said,  # one name
    ]


def witness(right, names):
    return [
        "Ilse Tarrow",  # the example
        "confirmed data",
        "Holos Zarynii",  # the last messenger
        "Le Fanal de Morvane",  # the first one
        "Maren Oskdal",  # who speaks in the same articles
        "Union of Quay Workers",
        "a crane driver",  # the trade in place of the name
        "Residents",  # of the agency's report
        "Dora Quill",  # of the tabloid
        right.split()[-1],  # the surname alone
    ]


def by_language(right, names):
    articles, sources = names["story"].articles, names["sources"]
    unnamed, n = right["n_unnamed"], right["n_sources"]
    families = names["story"].table("families")
    once = ss.sources.unnamed_sources(articles, sources, by="language", families=families)
    people = sources[sources["kind"].isin(["person", "unnamed"])]
    return [
        right.assign(unnamed_share=100 * right["unnamed_share"]),  # percent
        right.assign(unnamed_share=unnamed / unnamed.sum()),  # of all unnamed sources
        right.assign(unnamed_share=unnamed / (n - unnamed)),  # of those with a name
        right.assign(unnamed_share=1 - right["unnamed_share"]),  # the share with a name
        right.assign(n_sources=n - unnamed, unnamed_share=unnamed / n),  # the rest in place of the whole
        once[list(right)],  # once a copy family
        ss.sources.unnamed_sources(articles, people, by="language")[list(right)],  # organisations left out
        right.head(3),  # one language lost
        right.assign(language=["English", "Russian", "Ukrainian", "French"]),
        ss.sources.unnamed_sources(articles, sources).rename(columns={"outlet": "language"})[list(right)],  # by outlet
    ]


def largest_family(right, names):
    outlets = names["story"].articles
    coded = names["story"].table("families").query("family_id == 'agency'")
    families = names["families"]
    ids = families.loc[families["family_id"] == families["family_id"].value_counts().index[0], "article_id"].tolist()
    return [
        ids,  # ids instead of outlets
        outlets.merge(coded, on="article_id")["outlet"].tolist(),  # the coders' family, with the translation
        [one for one in right if one != "Ostvar"],  # the agency taken for no member
        [one for one in right if one != "Radio Saltmarsh"],  # the heavy rewrite overlooked
        ["Ostvar", "The Kelmouth Ledger"],  # only who gives credit
        ["Ostvar", "World Relay Daily"],  # only the pair that was shown
        outlets.merge(families[families["basis"] == "wording"], on="article_id")["outlet"].tolist(),
        ["The Kelmouth Ledger"],  # the family that was shown
        sorted(set(outlets["outlet"])),  # everybody
        len(right),  # how many instead of which
    ]


def shares(right, story, other):
    """Errors about shares by articles and by families; ``other`` are families that the exercise does not mean."""
    claims = story.table("claims")
    by_article = ss.claims.rates(claims)
    by_family = ss.claims.rates(claims, families=story.table("families"))
    own_voice = ss.claims.rates(claims, states=["asserted"])
    return [
        right.assign(families=right["articles"]),  # the families forgotten
        right.assign(articles=right["families"], families=right["articles"]),  # exchanged
        right.assign(articles=100 * right["articles"], families=100 * right["families"]),  # percent
        right.assign(families=ss.claims.rates(claims, families=other)["hit_share"]),  # the program's families
        right.assign(articles=by_article["n_hits"], families=by_family["n_hits"]),  # counts
        right.assign(articles=by_article["n_hits"] / len(story.articles)),  # what could not be judged counts as absent
        right.assign(families=by_family["n_hits"] / by_article["n_among"]),  # families out of articles
        right.assign(articles=own_voice["hit_share"]),  # own voice only
        right.iloc[1:],  # a claim left out
        right.assign(articles=by_article["low"]),  # the bound of the interval
    ]


def two_shares(right, names):
    return shares(right, names["story"], names["families"])


def own_shares(right, names):
    own = names["own"]
    return shares(right, own, ss.reuse.families(own.articles, ss.reuse.shared_passages(own.articles)))


def what_was_shown(right, names):
    some, few = names["some"], names["few"]
    return [
        right + 1,  # the article that was not compared taken for a family
        len(few),  # articles
        len(few) - 1,  # articles that were compared
        some["family_id"].nunique() - 2,
        int((some["basis"] == "alone").sum()),  # only those alone
        few["outlet"].nunique(),  # outlets
        names["families"]["family_id"].nunique(),  # of the whole story
        1,  # how many were not compared
        right / len(few),  # a share
        some.loc[some["basis"] != "alone", "family_id"].nunique(),  # only families with copies
    ]


def passages(right, names):
    def with_(place, status):
        return right.assign(status=[status if at == place else old for at, old in enumerate(right["status"])])

    return [
        with_(0, "denied"),  # the denial is in other articles
        with_(0, "asserted"),
        with_(1, "attributed"),  # doubt taken for a source
        with_(2, "attributed"),  # the denial overlooked
        with_(3, "hedged"),  # what others wrote about the batteries
        with_(4, "hedged"),  # doubt beside a source
        with_(5, "attributed"),  # "confirmed data" taken for a source
        with_(7, "absent"),  # unseen taken for absent
        right.assign(status=list(right["status"].iloc[::-1])),  # from below
        right["status"].tolist()[:-1],  # a list, and one too few
    ]


def out_of_how_many(right, names):
    hits, judged = right
    return [
        [hits, 31],  # unseen taken for absent
        [hits, judged - 1],  # every text that was not whole left out
        [hits - 1, judged],  # the hit in the cut text lost
        [hits - 1, judged - 1],
        [judged, hits],  # the other order
        hits / judged,  # a share without its two numbers
        [hits / judged, judged],
        [1, judged],  # only those that assert it
        [judged - hits, judged],  # those that do not carry it
        [hits + 1, 31],  # unseen taken for a hit
    ]


def what_to_publish(right, names):
    first, second = names["first"], names["second"]
    whole = ss.agreement.scores(first, second, n_resamples=20)
    lazy = ss.agreement.scores(first, first.assign(status="absent"), n_resamples=20)
    settled = names["real"].table("claims")
    third = ss.agreement.scores(first, settled[settled["article_id"].isin(first["article_id"])], n_resamples=20)
    return [
        right.assign(alpha=whole["same_share"]),  # the percentage taken for alpha
        lazy[list(right)],  # the lazy coder
        third[list(right)],  # the wrong coder
        right[right["comparison"] == "all"],  # only the first row
        right[right["comparison"] == "strict"],
        right.assign(n_same=right["n_units"] - right["n_same"]),  # those that differ
        right.assign(alpha=100 * right["alpha"]),
        right.assign(alpha=right["alpha"].round(1)),
        right.assign(n_units=250),  # one denominator for all
        right.assign(alpha=whole["alpha_low"]),
    ]


def own_alpha(right, names):
    scores = ss.agreement.scores(names["coder_1"], names["coder_2"], n_resamples=20).set_index("comparison")
    other = ss.agreement.simulate_second_coder(names["coder_1"], names["own"].articles, share=0.15, seed=1)
    return [
        scores.loc["all", "alpha"],  # every unit
        scores.loc["strict", "same_share"],  # the percentage
        scores.loc["all", "same_share"],
        scores.loc["found_or_not", "alpha"],
        scores.loc["both_found", "alpha"],
        100 * right,
        round(right, 1),
        1 - right,
        ss.agreement.scores(names["coder_1"], other, n_resamples=20).set_index("comparison").loc["strict", "alpha"],
        pd.Series([right]).round(2).iloc[0] + 0.01,
    ]


WRONG = {
    "lesson1.1": report, "lesson1.2": witness, "lesson1.3": by_language, "lesson1.4": own_way,
    "lesson2.1": largest_family, "lesson2.2": two_shares, "lesson2.3": what_was_shown, "lesson2.4": own_shares,
    "lesson3.1": passages, "lesson3.2": out_of_how_many, "lesson3.3": what_to_publish, "lesson3.4": own_alpha,
}  # fmt: skip
