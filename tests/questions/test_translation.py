"""What changed between two sentences that say the same, in our own sentences; and all cases without a verdict."""

import pandas as pd
import pytest

import samestory as ss


def two_articles(source_language, source, language, text):
    """Two articles, the first an hour earlier."""
    return pd.DataFrame(
        {
            "article_id": ["a", "b"],
            "outlet": ["The North", "The South"],
            "language": [source_language, language],
            "text": [source, text],
            "text_status": "full",
            "published": pd.to_datetime(["2024-05-01T08:00Z", "2024-05-01T09:00Z"]),
            "published_precision": "minute",
        }
    )


def passage(source, text, *, score=0.8, basis="meaning"):
    """The passage of all of both texts."""
    columns = ["earlier_id", "begin", "end", "later_id", "later_begin", "later_end", "basis", "score"]
    return pd.DataFrame([("a", 0, len(source), "b", 0, len(text), basis, score)], columns=columns)


def compared(source_language, source, language, text, **given):
    """The changes of two articles of one sentence each."""
    found = ss.translation.changes(
        two_articles(source_language, source, language, text), passage(source, text), **given
    )
    return found[found["verdict"] != "cannot tell"]


def kinds(*given, **more):
    found = compared(*given, **more)
    return sorted(zip(found["kind"], found["verdict"], strict=True))


LOST = [("attribution", "lost")]
HEDGE = [("hedge", "lost")]
NO = [("negation", "lost")]
VOUCHED = [("vouching", "in place of a source")]
VAGUER = [("number", "vaguer")]
FINER = [("number", "finer")]
NUMBER = [("number", "changed")]
DENIAL = [("denial", "lost")]
MOVED = [("attribution", "moved")]
DROPPED = [("number", "dropped")]
UNIT = [("unit", "changed")]
DATE = [("date", "changed")]


@pytest.mark.parametrize(
    ("source_language", "source", "language", "text", "expected"),
    [
        # a hope became a fact
        ("fr", "Le pont rouvrira en mai, espèrent les rebelles.", "en", "The bridge will reopen in May.", LOST),
        ("ru", "Мост откроют в мае, как надеются повстанцы.", "en", "The bridge will open in May.", LOST),
        ("en", "The bridge will reopen in May, the rebels hope.", "fr", "Le pont rouvrira en mai.", LOST),
        ("en", "The bridge will reopen in May, the rebels hope.", "de", "Die Brücke öffnet im Mai.", LOST),
        ("de", "Die Brücke öffnet im Mai, hoffen die Rebellen.", "en", "The bridge opens in May.", LOST),
        ("uk", "Міст відкриють у травні, як сподіваються повстанці.", "en", "The bridge will open in May.", LOST),
        ("es", "El puente abrirá en mayo, según los rebeldes.", "en", "The bridge will open in May.", LOST),
        ("it", "Il ponte aprirà a maggio, secondo i ribelli.", "en", "The bridge will open in May.", LOST),
        ("pt", "A ponte abrirá em maio, segundo os rebeldes.", "en", "The bridge will open in May.", LOST),
        ("pl", "Most zostanie otwarty w maju, twierdzi policja.", "en", "The bridge will open in May.", LOST),
        # a source became "confirmed data"
        ("fr", "Selon le capitaine Paul Morel, les drones viennent du nord.", "en",
         "According to confirmed data, the drones come from the north.", VOUCHED),
        ("ru", "По словам капитана Павла Мореля, дроны летят с севера.", "en",
         "According to confirmed data, the drones come from the north.", VOUCHED),
        ("en", "According to Captain Paul Morel, the drones come from the north.", "ru",
         "Согласно подтверждённым данным, дроны летят с севера.", VOUCHED),
        ("en", "The drones come from the north, Captain Paul Morel said.", "de",
         "Bekanntlich kommen die Drohnen aus dem Norden.", VOUCHED),
        ("en", "The drones come from the north, Captain Paul Morel said.", "uk",
         "Як відомо, дрони летять з півночі.", VOUCHED),
        # another source
        ("fr", "Le camp est vide, a déclaré Paul Morel.", "en", "The camp is empty, Anna Kell said.", MOVED),
        ("en", "The camp is empty, Paul Morel said.", "ru", "Лагерь пуст, заявила Анна Келл.", MOVED),
        # 84 became dozens
        ("fr", "84 combattants sont morts près du fort.", "en", "Dozens of fighters died near the fort.", VAGUER),
        ("en", "Eighty-four fighters died near the fort.", "ru", "Десятки бойцов погибли у форта.", VAGUER),
        ("ru", "84 бойца погибли у форта.", "en", "Dozens of fighters died near the fort.", VAGUER),
        ("en", "About forty containers burned.", "fr", "Des dizaines de conteneurs ont brûlé.", VAGUER),
        ("de", "84 Kämpfer starben am Fort.", "en", "Dozens of fighters died at the fort.", VAGUER),
        ("uk", "84 бійці загинули біля форту.", "en", "Dozens of fighters died near the fort.", VAGUER),
        ("en", "Dozens of fighters died near the fort.", "fr", "84 combattants sont morts près du fort.", FINER),
        # other numbers
        ("en", "The fire killed 84 people.", "fr", "L’incendie a fait 48 morts.", NUMBER),
        ("pl", "Zginęło 84 żołnierzy.", "en", "The fire killed 48 soldiers.", NUMBER),
        ("es", "Murieron 2.300 soldados.", "en", "2,500 soldiers died.", NUMBER),
        ("it", "Sono morti trentadue soldati.", "en", "Twenty-three soldiers died.", NUMBER),
        ("en", "The fire killed 84 people in the port.", "fr", "L’incendie a tué des gens dans le port.", DROPPED),
        ("en", "The repair costs 30 million euros.", "de", "Die Reparatur kostet 30 Millionen Dollar.", UNIT),
        ("en", "The convoy drove 40 miles.", "fr", "Le convoi a roulé 40 km.", UNIT),
        ("en", "The fire began on 3 March 2024.", "ru", "Пожар начался 8 марта 2024 года.", DATE),
        ("fr", "Le port a brûlé en 2021.", "en", "The port burned in 2023.", DATE),
        # a doubt that is gone
        ("fr", "Des batteries auraient été stockées ici.", "en", "Batteries were stored here.", HEDGE),
        ("en", "Batteries were allegedly stored here.", "fr", "Des batteries étaient stockées ici.", HEDGE),
        ("uk", "Серед них, імовірно, були батареї.", "en", "Batteries were among them.", HEDGE),
        ("de", "In der Halle lagerten mutmaßlich Batterien.", "en", "Batteries were stored in the hall.", HEDGE),
        ("es", "El incendio fue presuntamente provocado.", "en", "The fire was set.", HEDGE),
        ("en", "Batteries were stored in the shed.", "fr", "Des batteries auraient été stockées dans le hangar.",
         [("hedge", "gained")]),
        # a negation that is gone
        ("en", "The gates were not open.", "fr", "Les portes étaient ouvertes.", NO),
        ("ru", "Ворота не были открыты.", "en", "The gates were open.", NO),
        ("de", "Die Tore waren nicht offen.", "en", "The gates were open.", NO),
        ("en", "The gates were open.", "de", "Die Tore waren nicht offen.", [("negation", "gained")]),
        # a denial that is gone
        ("en", "The company denied having sold the drones.", "fr", "La société a vendu les drones.", DENIAL),
    ],
)  # fmt: skip
def test_a_planted_change_is_found(source_language, source, language, text, expected):
    assert kinds(source_language, source, language, text) == expected


@pytest.mark.parametrize(
    ("source_language", "source", "language", "text"),
    [
        ("fr", "Le pont rouvrira en mai, espèrent les rebelles.", "en", "The rebels hope it will reopen in May."),
        ("ru", "По словам Павла Мореля, дроны летят оттуда.", "en", "Paul Morel says the drones come from there."),
        ("en", "Batteries were allegedly stored there.", "fr", "Des batteries y auraient été stockées."),
        ("fr", "Le quai aurait brûlé.", "en", "The quay reportedly burned."),
        ("en", "The gates were not open.", "fr", "Les portes étaient fermées, personne ne passait."),
        ("en", "They were unhappy.", "ru", "Они не были рады."),
        ("en", "Half of the 40 sheds burned.", "fr", "50 % des 40 hangars ont brûlé."),
        ("en", "Eighty-four fighters died on 3 March 2024.", "ru", "84 бойца погибли 3 марта 2024 года."),
        ("en", "It began at 5 p.m.", "de", "Es begann um 17 Uhr."),
        ("en", "Two and a half million people live there.", "fr", "2 500 000 personnes y vivent."),
        ("de", "Die sechsmonatige Frist endet im Mai.", "en", "The six-month period ends in May."),
        ("en", "They won in the 1990s.", "ru", "Они победили в 90-х."),
        ("en", "As is known, the port is closed.", "ru", "Как известно, порт закрыт."),
        ("en", "The camp is empty, Paul Weigel said.", "ru", "Лагерь пуст, сказал Пауль Вайгель."),
        ("fr", "Elle ne vend que du pain.", "en", "She sells bread."),
    ],
)  # fmt: skip
def test_a_faithful_translation_has_no_change(source_language, source, language, text):
    assert kinds(source_language, source, language, text) == []


HOPE, FACT = "The bridge will reopen in May, the rebels hope.", "Le pont rouvrira en mai."


def test_the_words_of_both_sides_have_their_offsets():
    row = compared("en", HOPE, "fr", FACT).iloc[0]
    assert row["source_words"] == HOPE[row["source_words_begin"] : row["source_words_end"]] == "the rebels hope"
    assert pd.isna(row["words"]) and pd.isna(row["words_begin"])
    assert (row["source_reads"], row["reads"], row["direction"]) == (HOPE, FACT, "time")


def test_without_credit_and_times_there_is_no_direction():
    articles = two_articles("en", HOPE, "fr", FACT).assign(published=pd.NaT, published_precision="unknown")
    found = ss.translation.changes(articles, passage(HOPE, FACT)).query("kind == 'attribution'")
    assert found[["direction", "verdict"]].values.tolist() == [["unknown", "differs"]]


def test_a_credit_goes_before_the_times():
    chains = pd.DataFrame({"article_id": ["a"], "source_article_id": ["b"]})  # the later one is named as the source
    found = ss.translation.changes(two_articles("en", HOPE, "fr", FACT), passage(HOPE, FACT), chains=chains)
    row = found[found["kind"] == "attribution"].iloc[0]
    assert (row["source_id"], row["article_id"], row["direction"], row["verdict"]) == ("b", "a", "credit", "gained")


def test_two_articles_that_name_each_other_give_no_credit():
    chains = pd.DataFrame({"article_id": ["a", "b"], "source_article_id": ["b", "a"]})
    found = ss.translation.changes(two_articles("en", HOPE, "fr", FACT), passage(HOPE, FACT), chains=chains)
    assert set(found["direction"]) == {"time"}


def test_a_weak_alignment_allows_no_verdict_on_what_is_missing():
    found = ss.translation.changes(two_articles("en", HOPE, "fr", FACT), passage(HOPE, FACT, score=0.31))
    row = found[found["kind"] == "attribution"].iloc[0]
    assert row["verdict"] == "cannot tell" and "not close in meaning (0.31)" in row["rule"]


def test_a_language_without_reporting_words_allows_no_verdict():
    text = "De brug gaat in mei open."
    found = ss.translation.changes(two_articles("en", HOPE, "nl", text), passage(HOPE, text))
    told = found.set_index("kind")
    assert set(told.loc[["attribution", "vouching", "hedge", "denial"], "verdict"]) == {"cannot tell"}
    assert told.loc["attribution", "rule"] == "no reporting words for 'nl'; 1 pair of sentences"
    assert "number" not in told.index


def test_a_language_without_a_file_allows_no_verdict_but_on_sentences():
    found = ss.translation.changes(two_articles("en", HOPE, "eo", "La ponto"), passage(HOPE, "La ponto"))
    assert set(found["verdict"]) == {"cannot tell"}
    assert {"attribution", "negation", "number", "unit"} <= set(found["kind"])


def test_numbers_are_compared_in_languages_without_reporting_words():
    source, text = "Bei dem Brand starben 84 Menschen.", "Yangında onlarca kişi öldü."
    assert ("number", "vaguer") in kinds("de", source, "tr", text)
    assert kinds("de", source, "nl", "Bij de brand kwamen 48 mensen om.") == [("number", "changed")]


def test_a_language_whose_lists_are_short_gives_low_confidence_only():
    source = "Bei dem Brand starben 84 Menschen."
    assert compared("de", source, "nl", "Bij de brand kwamen 48 mensen om.")["confidence"].tolist() == ["low"]
    assert compared("de", source, "en", "The fire killed 48 people.")["confidence"].tolist() == ["high"]


def test_a_judging_name_is_told_with_a_codebook_only():
    story = ss.load_story("harbour-fire")
    source, text = "Les dockers bloquent le port.", "The wreckers block the port."
    assert kinds("fr", source, "en", text) == []
    assert kinds("fr", source, "en", text, codebook=story.codebook) == [("name", "evaluating")]
    untold = ss.translation.changes(two_articles("fr", source, "en", text), passage(source, text))
    assert untold.loc[untold["kind"] == "name", "rule"].tolist() == ["no codebook; 1 pair of sentences"]


def test_sentences_are_left_out_and_added():
    source = "The port is closed today. The smoke over the town is said to be poisonous."
    text = "Le port est fermé ce jour. Les grévistes restent devant la porte principale."
    articles = two_articles("en", source, "fr", text)
    first = passage("The port is closed today.", "Le port est fermé ce jour.")
    found = ss.translation.changes(articles, first).query("kind == 'sentence'")
    assert sorted(found["verdict"]) == ["added", "left out"]
    assert found["source_reads"].dropna().tolist() == ["The smoke over the town is said to be poisonous."]
    cut = ss.translation.changes(articles.assign(text_status=["full", "cut"]), first).query("kind == 'sentence'")
    assert cut["verdict"].tolist() == ["added"]  # what a cut article leaves out cannot be known


def test_a_passage_by_words_is_compared_sentence_by_sentence():
    source = "The fire began in Shed 14. It killed 84 people on Friday. The port is closed."
    text = "The fire began in Shed 14. It killed 48 people on Friday. The port is closed."
    pairs = ss.translation.sentence_pairs(two_articles("en", source, "en", text), passage(source, text, basis="words"))
    assert len(pairs) == 3 and set(pairs["basis"]) == {"words"}
    found = ss.translation.changes(two_articles("en", source, "en", text), passage(source, text, basis="words"))
    told = found[found["verdict"] != "cannot tell"]
    assert told[["kind", "verdict", "source_words", "words", "confidence"]].values.tolist() == [
        ["number", "changed", "84", "48", "high"]
    ]


def test_rates_have_their_denominators_and_intervals():
    articles, one = two_articles("en", HOPE, "fr", FACT), passage(HOPE, FACT)
    found, pairs = ss.translation.changes(articles, one), ss.translation.sentence_pairs(articles, one)
    rates = ss.translation.change_rates(found, pairs, articles).set_index("kind")
    row = rates.loc["attribution"]
    assert row[["languages", "n_changed", "n_pairs", "share", "interval"]].tolist() == ["en > fr", 1, 1, 1.0, "wilson"]
    assert 0 < row["low"] < row["high"] <= 1
    assert rates.loc["name", "n_pairs"] == 0 and pd.isna(rates.loc["name", "share"])  # no codebook: cannot tell
    by_outlet = ss.translation.change_rates(found, pairs, articles, by="outlet")
    assert set(by_outlet["outlet"]) == {"The South"}


def test_a_passage_of_an_unknown_article_is_named():
    with pytest.raises(ss.errors.SamestoryError, match="no articles of these names: b"):
        ss.translation.sentence_pairs(two_articles("en", HOPE, "fr", FACT).head(1), passage(HOPE, FACT))


def test_hops_of_an_unknown_article_suggest_the_nearest():
    with pytest.raises(ss.errors.TableError, match="no article 'relay'"):
        ss.translation.hops(ss.load_story("harbour-fire").articles, "relay")


def test_texts_of_odd_sizes_are_compared():
    long = "It rains. " * 5_000
    for source, text in (("", "No."), ("No.", ""), ("Yes", "Ja"), (long, long)):
        found = ss.translation.changes(two_articles("en", source, "de", text), passage(source, text))
        assert set(found["verdict"]) <= {"cannot tell", "gained", "lost", "added", "left out"}
