"""Shared statements: invented sentences in several languages, with the answer for each."""

import pandas as pd
import pytest

import samestory as ss
from samestory.engine.meaning import sentence_vectors
from samestory.errors import SamestoryError, TableError
from samestory.questions.statements.measures import shared
from samestory.questions.statements.overviews import StatementsOverview

COLUMNS = ["article_id", "outlet", "language", "text", "text_status"]


def articles(*rows):
    """Articles of (id, outlet, language, text), seen whole unless a fifth value says otherwise."""
    return pd.DataFrame([(*row, "full")[:5] for row in rows], columns=COLUMNS)


BRIDGE = articles(
    ("a", "Anker", "en", "The bridge at Lorn collapsed on Friday. The mayor promised a new ferry by June."),
    ("b", "Brise", "fr", "Le pont de Lorn s'est effondré vendredi. Les écoles restent fermées lundi."),
    ("c", "Chronik", "de", "Die Brücke bei Lorn ist am Freitag eingestürzt. Der Bäcker verschenkte warmes Brot."),
    ("d", "Dnevnik", "ru", "Мост в Лорне обрушился в пятницу. Поезда ходят по расписанию."),
)
LOCKS = articles(
    ("a", "Anker", "en", "The inspectors ignored the cracks in the bridge, the sailors' union said."),
    ("b", "Brise", "en", "The inspectors ignored the cracks in the bridge, according to the sailors' union."),
    ("c", "Chronik", "en", "The harbour board denied that the inspectors ignored the cracks in the bridge."),
    ("d", "Dnevnik", "en", "The board has denied that its inspectors ignored the cracks in the bridge."),
)
FLOOD = articles(
    ("a", "Anker", "en", "About 2,300 people were evacuated from the valley."),
    ("b", "Brise", "fr", "Environ 2 150 personnes ont été évacuées de la vallée."),
    ("c", "Chronik", "de", "Rund 2500 Menschen wurden aus dem Tal evakuiert."),
)


def one(found):
    """The only statement."""
    assert len(found.statements) == 1, found.statements["text"].tolist()
    return found.statements.iloc[0]


def states(found, statement_id):
    rows = found.members[found.members["statement_id"] == statement_id]
    return dict(zip(rows["article_id"], rows["status"], strict=True))


# ----- what is one statement


def test_one_sentence_in_four_languages_is_one_statement():
    found = one(shared(BRIDGE))
    assert (found["n_articles"], found["n_outlets"], found["n_languages"]) == (4, 4, 4)


def test_the_representative_sentence_is_in_the_language_asked_for():
    assert one(shared(BRIDGE, language="fr"))["text"] == "Le pont de Lorn s'est effondré vendredi."
    assert one(shared(BRIDGE, language="de-AT"))["text"] == "Die Brücke bei Lorn ist am Freitag eingestürzt."


def test_a_language_that_no_sentence_is_in_gives_the_most_central_one():
    assert one(shared(BRIDGE, language="ja"))["language"] in {"en", "fr", "de", "ru"}


def test_figures_that_differ_stay_one_statement_and_their_spread_is_said():
    found = one(shared(FLOOD))
    assert found["figures"] == "Environ 2 150 (1); About 2,300 (1); Rund 2500 (1)"
    assert found["low"] <= 2150 <= 2500 <= found["high"]
    assert found["spread"] == pytest.approx(found["high"] / found["low"], abs=0.001)


def test_a_figure_of_another_size_is_no_spread():
    said = FLOOD.assign(text=FLOOD["text"].str.replace("valley.", "valley in 90 buses."))
    found = one(shared(said))
    assert found["other_figures"] == "90 (1)"
    assert found["low"] > 1900


def test_two_figures_of_one_sentence_are_of_two_things():
    rows = articles(
        ("a", "Anker", "en", "Three people died and eleven were injured when the bridge fell."),
        ("b", "Brise", "pl", "Trzy osoby zginęły, a dziewięć zostało rannych, gdy zawalił się most."),
        ("c", "Chronik", "en", "Three people died and eleven were injured as the bridge fell."),
    )
    found = one(shared(rows, language="en"))
    assert (found["figures"], found["other_figures"]) == ("eleven (2); 9 (1)", "Three (3)")
    assert found["spread"] == pytest.approx(11 / 9, abs=0.001)
    agreed = one(shared(rows.drop(1), language="en"))
    assert agreed["n_figures"] == 1


def test_a_figure_in_words_is_said_in_the_language_of_the_statement():
    rows = articles(
        ("a", "Anker", "zh", "消防部门说，两百辆汽车掉进河里。"),
        ("b", "Brise", "en", "Three hundred cars fell into the river, the fire brigade said."),
    )
    assert one(shared(rows, language="en"))["figures"] == "200 (1); Three hundred (1)"


def test_a_claim_and_its_denial_are_two_statements_and_the_denial_is_a_state_of_the_claim():
    found = shared(LOCKS)
    claim, denial = found.statements["statement_id"]
    assert states(found, claim) == {"a": "attributed", "b": "attributed", "c": "denied", "d": "denied"}
    assert states(found, denial) == {"c": "attributed", "d": "attributed"}
    assert found.statements["denies"].tolist()[1] == claim
    assert found.statements.loc[0, "n_denied"] == 2
    assert "harbour board" in found.statements.loc[0, "denied_by"]


def test_a_reply_denies_what_the_article_said_before_it():
    text = "The inspectors ignored the cracks in the bridge, the sailors' union said. The board denies this."
    found = shared(articles(("x", "Extra", "en", text), ("b", "Brise", "en", LOCKS.loc[1, "text"])))
    assert found.members.query("article_id == 'x'")["status"].tolist() == ["attributed", "denied"]
    assert one(found)["denied_by"] == "board"


def test_a_negation_is_not_the_claim():
    found = shared(
        articles(
            ("a", "Anker", "en", "Two explosions were heard before the collapse."),
            ("b", "Brise", "fr", "Deux explosions ont été entendues avant l'effondrement."),
            ("c", "Chronik", "en", "No explosions were heard before the collapse, the police said."),
        )
    )
    assert one(found)["n_articles"] == 3
    assert states(found, "S01") == {"a": "asserted", "b": "asserted", "c": "denied"}


def test_a_part_of_a_sentence_carries_a_statement_of_its_own():
    found = shared(
        articles(
            ("a", "Anker", "en", "Six people are still missing. The baker sold warm bread."),
            ("b", "Brise", "fr", "Six personnes sont toujours portées disparues. La gare est fermée."),
            (
                "c",
                "Chronik",
                "en",
                "The storm tore roofs from the old harbour halls, and six people are still missing.",
            ),
        )
    )
    part = found.members[found.members["article_id"] == "c"].iloc[0]
    assert part["reads"] == "and six people are still missing."
    assert one(found)["n_outlets"] == 3


# ----- who carries it


def test_copies_count_once_in_families_and_not_in_outlets():
    families = pd.DataFrame({"article_id": ["a", "b", "c", "d"], "family_id": ["a", "a", "c", "d"]})
    found = one(shared(BRIDGE, families=families))
    assert (found["n_outlets"], found["n_families"]) == (4, 3)


def test_of_statements_with_as_many_outlets_the_one_in_more_languages_comes_first():
    one_language = articles(
        ("v", "Anker", "en", "The bakers' guild elected a new chairwoman."),
        ("w", "Brise", "en", "The bakers' guild has elected a new chairwoman."),
        ("x", "Chronik", "en", "The bakers' guild elected a new chairwoman."),
        ("y", "Chronik", "en", "The bakers' guild has elected a new chairwoman."),
    )
    found = shared(pd.concat([one_language, FLOOD], ignore_index=True)).statements
    assert found["n_outlets"].tolist() == [3, 3]
    assert found["n_languages"].tolist() == [3, 1]
    assert found["n_articles"].tolist() == [3, 4]


def test_articles_without_an_outlet_are_no_outlets_of_their_own_and_are_counted_apart():
    nameless = BRIDGE.assign(outlet=["Anker", None, None, "Dnevnik"])
    found = shared(nameless)
    assert (one(found)["n_outlets"], one(found)["n_unknown_outlet"], one(found)["n_articles"]) == (2, 2, 4)
    assert found.members["outlet"].isna().sum() == 2
    assert ss.statements.threshold_steps(found, nameless, alike=[0.34])["n_several"].tolist() == [0]


def test_what_articles_without_an_outlet_share_is_not_said_to_be_of_one_outlet():
    nameless = BRIDGE.assign(outlet=None)
    found = shared(nameless)
    assert (one(found)["n_outlets"], one(found)["n_unknown_outlet"]) == (0, 4)
    only = ss.statements.reported_by_one(found, nameless)
    assert not only["text"].str.contains("Lorn").any()


def test_two_spellings_of_an_outlet_are_one():
    found = shared(BRIDGE.assign(outlet=["Anker", "ANKER ", "Chronik", "Dnevnik"]))
    assert one(found)["n_outlets"] == 3


def test_a_language_without_reporting_words_is_mentioned():
    found = shared(
        articles(
            ("a", "Anker", "en", "The president resigned on Monday."),
            ("b", "Brug", "ko", "대통령이 월요일에 사임했다."),
        )
    )
    assert states(found, "S01") == {"a": "asserted", "b": "mentioned"}


# a denial in four languages, of which the last two have no words by which it is known as one
DENIAL = articles(
    ("a", "Anker", "en", "The mayor denied that the town had been warned of the danger."),
    ("b", "Brise", "it", "Il sindaco ha negato che il comune fosse stato avvertito del pericolo."),
    ("c", "Cadde", "tr", "Belediye başkanı, belediyenin tehlike konusunda uyarıldığını yalanladı."),
    ("d", "Dar", "ar", "ونفى رئيس البلدية أن تكون البلدية قد حُذرت من الخطر."),
)


@pytest.mark.parametrize("rows", [DENIAL, DENIAL.iloc[[0, 2]], DENIAL.iloc[[0, 1, 2]]])
def test_a_denial_in_a_language_without_words_of_denial_is_no_claim_that_is_denied(rows):
    found = shared(rows)
    assert one(found)["n_denied"] == 0
    assert states(found, "S01") == {
        key: "attributed" if language in ("en", "it") else "mentioned"
        for key, language in zip(rows["article_id"], rows["language"], strict=True)
    }


def test_a_claim_and_its_denial_that_cannot_be_told_apart_are_not_absent():
    rows = pd.concat([LOCKS, DENIAL.tail(1)], ignore_index=True)
    rows.loc[4, "article_id"] = "e"
    rows.loc[4, "text"] = "ونفت هيئة الميناء أن يكون المفتشون قد تجاهلوا الشقوق في الجسر."
    rows.loc[5] = ["f", "Fener", "tr", "Ekmekler köyde ücretsiz dağıtıldı.", "full"]
    found = shared(rows)
    table = ss.statements.claims_of(found, rows)
    assert len(found.statements) == 2
    arabic = table[table["article_id"] == "e"]
    assert "absent" not in set(arabic["status"])
    assert "mentioned" in set(arabic["status"])
    assert set(table.loc[table["article_id"] == "f", "status"]) == {"absent"}


def test_absent_only_in_texts_seen_whole():
    more = articles(
        ("e", "Ergo", "en", "The orchestra of Lorn plays on Sunday."),
        ("f", "Fluss", "en", "The theatre shows a new comedy on Monday evening.", "cut"),
        ("g", "Gazeti", "sw", "Daraja la Lorn lilianguka siku ya Ijumaa."),
        ("h", "Heute", "en", None, "none"),
    )
    every = pd.concat([BRIDGE, more], ignore_index=True)
    found = shared(every)
    cells = ss.statements.matrix(found, every).set_index(["statement_id", "name"])
    status, why = cells["status"]["S01"], cells["why"]["S01"]
    assert status[["Anker", "Ergo", "Fluss", "Gazeti", "Heute"]].tolist() == [
        "asserted", "absent", "not_visible", "not_visible", "not_visible",
    ]  # fmt: skip
    assert why[["Anker", "Ergo", "Fluss", "Gazeti", "Heute"]].tolist() == [
        "", "", "not seen whole (cut)", "the encoder does not read this language", "no text",
    ]  # fmt: skip
    assert found.unread["article_id"].tolist() == ["g", "h"]


def test_an_outlet_whose_other_article_was_cut_is_not_absent():
    more = articles(
        ("e", "Ergo", "en", "The orchestra of Lorn plays on Sunday."),
        ("f", "Ergo", "en", "The theatre shows a new comedy on Monday evening.", "teaser"),
    )
    every = pd.concat([BRIDGE, more], ignore_index=True)
    cells = ss.statements.matrix(shared(every), every)
    assert cells.loc[cells["name"] == "Ergo", "status"].tolist() == ["not_visible"]


def test_the_matrix_in_the_form_of_claims_fits_the_measures_of_claims():
    rows = ss.statements.claims_of(shared(LOCKS), LOCKS)
    assert len(rows) == 8
    assert set(rows["coder"]) == {"auto:statements-1"}
    cells = ss.claims.matrix(rows, LOCKS.assign(published=pd.NaT), by="outlet")
    assert cells.loc[cells["claim_id"] == "S01", "status"].tolist() == ["attributed", "attributed", "denied", "denied"]


def test_named_sources_say_who_is_named_where():
    table = ss.statements.named_sources(shared(LOCKS))
    assert table.loc[table["statement_id"] == "S01", "article_ids"].tolist() == ["a; b"]


# ----- what only one outlet reports


def test_what_only_one_outlet_reports_is_its_own_list():
    only = ss.statements.reported_by_one(shared(BRIDGE), BRIDGE)
    assert only["text"].tolist() == [  # the Russian one has four words: too few
        "Der Bäcker verschenkte warmes Brot.",
        "Les écoles restent fermées lundi.",
        "The mayor promised a new ferry by June.",
    ]
    assert set(only["n_not_seen"]) == {0}


def test_what_two_articles_of_one_outlet_share_is_still_of_one_outlet():
    every = BRIDGE.assign(outlet=["Anker", "Anker", "Anker", "Anker"])
    only = ss.statements.reported_by_one(shared(every), every)
    assert only.loc[0, ["n_articles", "statement_id"]].tolist() == [4, "S01"]


def test_articles_not_seen_whole_are_counted_beside_what_one_outlet_reports():
    every = BRIDGE.assign(text_status=["full", "full", "cut", "full"])
    only = ss.statements.reported_by_one(shared(every), every)
    assert only.set_index("outlet").loc[["Anker", "Chronik"], "n_not_seen"].tolist() == [1, 0]


# ----- purity, evidence, input


def test_purity_is_the_share_of_coded_sentences_of_one_claim():
    rows = [("a", "K1", 0, 40), ("b", "K1", 0, 40), ("c", "K2", 0, 40)]
    claims = pd.DataFrame(rows, columns=["article_id", "claim_id", "begin", "end"]).assign(coder="hand")
    table = ss.statements.purity(shared(BRIDGE), claims)
    assert table.loc[0, ["claim_id", "n_of_claim", "n_coded"]].tolist() == ["K1", 2, 3]
    assert table.loc[0, "purity"] == pytest.approx(2 / 3)


def test_purity_against_claims_without_places_is_an_error():
    claims = pd.DataFrame({"article_id": ["a"], "claim_id": ["K1"], "begin": [None], "end": [None], "coder": ["hand"]})
    with pytest.raises(TableError, match="no places"):
        ss.statements.purity(shared(BRIDGE), claims)


@pytest.mark.parametrize(
    "given",
    [BRIDGE.head(0), BRIDGE.head(1), BRIDGE.assign(text=None, text_status="none"), BRIDGE.assign(text=" ")],
    ids=["no article", "one article", "no text", "white space"],
)
def test_where_nothing_can_be_shared_the_tables_are_empty(given):
    found = shared(given)
    assert found.statements.empty and found.members.empty
    assert ss.statements.matrix(found, given).empty
    ss.statements.plot_matrix(ss.statements.matrix(found, given), found.statements)
    ss.statements.plot_carriers(found.statements)


def test_the_order_of_articles_does_not_matter():
    pd.testing.assert_frame_equal(shared(BRIDGE).members, shared(BRIDGE.iloc[::-1]).members)


@pytest.mark.parametrize("alike", [0, 1, -0.1, "half", None, float("nan")])
def test_a_likeness_out_of_range_is_an_error(alike):
    with pytest.raises(SamestoryError, match="above 0 and below 1"):
        shared(BRIDGE, alike=alike)


def test_vectors_of_another_encoder_are_an_error():
    class Other:
        name = "other"

        def encode(self, sentences):
            return [[1.0, 2.0]] * len(sentences)

    with pytest.raises(SamestoryError, match="pass the one that made them"):
        shared(BRIDGE, vectors=sentence_vectors(BRIDGE), encoder=Other())


def test_offsets_are_those_of_the_texts():
    found = shared(BRIDGE)
    texts = BRIDGE.set_index("article_id")["text"]
    for row in found.members.itertuples():
        assert texts[row.article_id][row.begin : row.end] == row.reads


def test_the_foot_of_a_figure_says_that_a_machine_found_the_statements():
    found = ss.statements.overview(ss.load_story("harbour-fire-unseen"))
    assert found.source_line == (
        "INVENTED story harbour-fire-unseen: 8 articles of 8 outlets, statements found by machine"
        " (auto:statements-1), by no person"
    )


def test_where_a_machine_cannot_see_how_a_statement_is_put_no_denial_is_not_a_finding():
    class Seen(StatementsOverview):
        def __init__(self, *states):
            self.__dict__ |= {"statements": pd.DataFrame({"n_denied": [0]}), "cells": pd.DataFrame({"status": states})}

    assert Seen("mentioned", "mentioned", "absent")._denied().startswith("Whether one is denied cannot be told")
    assert Seen("mentioned", "asserted", "absent")._denied().endswith("was found. In 1 of 2 cells it cannot be told.")
    assert Seen("asserted", "not_visible")._denied() == "No denial of a shared statement was found."
