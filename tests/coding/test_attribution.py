"""Attributions by the rules: sentences made by hand, the seed article, invented texts with known truth, gold sets."""

import hashlib

import pandas as pd
import pytest
from gold import gold

import samestory as ss
from samestory.coding import code_attributions, uncoded_articles
from samestory.coding.attribution import attributions_in
from samestory.coding.cues import cues_of
from samestory.coding.tokens import tokens
from samestory.errors import SamestoryError
from samestory.schema import check, table_named
from samestory.text import sentences


def read(text, language="en"):
    """(source, cue, contents, kind, polarity) of each attribution, in the text's words."""
    split = tokens(text, language)
    return [
        (
            split.read(*one.source) if one.source else None,
            split.read(*one.cue) if one.cue else None,
            [split.read(*content) for content in one.contents],
            one.kind,
            one.polarity,
        )
        for one in attributions_in(split, cues_of(language))
    ]


def articles(*texts, language="en"):
    return pd.DataFrame(
        {"article_id": [f"a{n}" for n in range(len(texts))], "outlet": "X", "language": language, "text": list(texts)}
    )


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The mayor said that the port was closed.", ("The mayor", "said", ["that the port was closed"])),
        ("en", "“The port is closed,” said the mayor.", ("the mayor", "said", ["“The port is closed,”"])),
        (
            "en",
            "''The port is closed to us,'' Mr. Bell said.",
            ("Mr. Bell", "said", ["''The port is closed to us,''"]),
        ),
        ("en", "The port is closed, officials said.", ("officials", "said", ["The port is closed"])),
        (
            "en",
            "The port, she said, will open on Monday.",
            ("she", "said", ["The port", "will open on Monday"]),
        ),
        (
            "en",
            "Ann Bell, a spokeswoman for the port, told reporters that nothing burned.",
            ("Ann Bell, a spokeswoman for the port,", "told", ["that nothing burned"]),
        ),
        (
            "en",
            "According to the port office, exactly 41 crates burned.",
            ("the port office", "According to", ["exactly 41 crates burned"]),
        ),
        ("en", "As you know, the port is closed.", (None, "As you know", ["the port is closed"])),
        ("en", "The sale was first reported by The Ledger.", ("The Ledger", "was first reported", ["The sale"])),
        (
            "fr",
            "Selon l’Office du port, exactement 41 conteneurs ont brûlé.",
            ("l’Office du port", "Selon", ["exactement 41 conteneurs ont brûlé"]),
        ),
        (
            "fr",
            "La fumée est toxique, prévient l’office de santé.",
            ("l’office de santé", "prévient", ["La fumée est toxique"]),
        ),
        (
            "fr",
            "— J’ai vu la fumée, répond-il.",
            ("il", "répond", ["J’ai vu la fumée"]),
        ),
        ("fr", "La « trêve » que propose le syndicat a échoué.", ("le syndicat", "propose", ["La « trêve »"])),
        ("ru", "Порт закрыт, сообщает агентство.", ("агентство", "сообщает", ["Порт закрыт"])),
        ("ru", "«Порт закрыт до утра», — заявила она у ворот.", ("она", "заявила", ["«Порт закрыт до утра»"])),
        ("ru", "По словам мэра, порт закрыт.", ("мэра", "По словам", ["порт закрыт"])),
        ("uk", "Порт закрито, розповіли мешканці.", ("мешканці", "розповіли", ["Порт закрито"])),
        (
            "uk",
            "Порт, як сподіваються докери, відкриють завтра.",
            ("докери", "як сподіваються", ["Порт", "відкриють завтра"]),
        ),
    ],
)
def test_one_attribution(language, text, expected):
    assert [one[:3] for one in read(text, language)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two in three said they would stay.", ("Two in three", "said", ["they would stay"])),
        ("Some said they would stay.", ("Some", "said", ["they would stay"])),
        ("Jolly said he would stay.", ("Jolly", "said", ["he would stay"])),
        ("Ms. Reilly also said he would stay.", ("Ms. Reilly", "also said", ["he would stay"])),
        (
            "“The gate is shut,” Morton Black, the harbour master, told Tornby News.",
            ("Morton Black, the harbour master,", "told", ["“The gate is shut,”"]),
        ),
        (
            "Dockers in two ports — Tornby and Mele — said the gate was shut.",
            ("Dockers in two ports — Tornby and Mele —", "said", ["the gate was shut"]),
        ),
        ("Recent polls show Holt with a lead.", ("Recent polls", "show", ["Holt with a lead"])),
        ("By noon, the clerk had resigned and said nobody came.", ("the clerk", "said", ["nobody came"])),
        ("The mayor accused her of theft.", ("The mayor", "accused", ["her of theft"])),
        ("The mayor told her that the gate was shut.", ("The mayor", "told", ["that the gate was shut"])),
        (
            "The mayor said that he would close the pier, which opened in May.",
            ("The mayor", "said", ["that he would close the pier"]),
        ),
        ('“The gate is shut," said Ilse Brandt.', ("Ilse Brandt", "said", ['“The gate is shut,"'])),
        (
            "''They told us, 'The gate is shut,''' Mr. Bell said.",
            ("Mr. Bell", "said", ["''They told us, 'The gate is shut,'''"]),
        ),
    ],
)
def test_where_an_english_source_cue_and_content_end(text, expected):
    assert [one[:3] for one in read(text)] == [expected]


def test_what_a_source_says_that_it_hopes_is_one_attribution():
    whole = ("The union", "said", ["that it hopes for a new crane"], "say", 1)
    assert read("The union said that it hopes for a new crane.") == [whole]
    [one] = attributions_in(tokens("The union said that it hopes for a new crane.", "en"), cues_of("en"))
    assert one.is_doubted
    two = read("The union said that the mayor had denied the plan.")
    assert [one[0] for one in two] == ["The union", "the mayor"]


def test_what_follows_a_denial_is_not_denied():
    found = read("The union denied setting the fire, saying it began in the office.")
    assert found == [
        ("The union", "denied", ["setting the fire"], "deny", -1),
        ("The union", "saying", ["it began in the office"], "say", 1),
    ]


def test_a_bare_denial_denies_what_was_said_before():
    found = read("La direction accuse les grévistes d’avoir mis le feu ; le syndicat dément.", "fr")
    assert found[0][2] == found[1][2] == ["les grévistes d’avoir mis le feu"]
    assert [one[4] for one in found] == [1, -1]


def test_this_was_said_by_reaches_back_over_its_paragraph():
    found = read("Before it all.\nThe port burned. Nobody was hurt. This was said by The Ledger.")
    assert found == [("The Ledger", "This was said by", ["The port burned.", "Nobody was hurt."], "say", 1)]
    found = read("Порт закрыт. Об этом сообщает газета.", "ru")
    assert found == [("газета", "сообщает", ["Порт закрыт."], "report", 1)]


def test_whom_the_source_has_it_from():
    found = read("The port is closed, the agency reported, citing police.")
    assert [(one[0], one[3], one[2]) for one in found] == [
        ("the agency", "report", ["The port is closed"]),
        ("police", "via", ["The port is closed"]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The “new era” began in the port.",
        "The claims of the court were long.",
        "He wants peace and a “deal”.",
        "",
        " \n ",
    ],
)
def test_scare_quotes_and_nouns_are_no_speech(text):
    assert not [one for one in read(text) if one[1] in (None, "claims")]


def test_a_line_of_dialogue_has_no_source():
    found = read("— Vous étiez sur place ?\n— Oui, toute la nuit, comme nous tous.", "fr")
    assert [(one[0], one[1], one[3]) for one in found] == [(None, None, "ask"), (None, None, "say")]


def test_a_quotation_that_goes_on_keeps_its_speaker():
    found = read("“The port is closed to all ships,” said the mayor. “It will open when it is safe.”")
    assert [one[0] for one in found] == ["the mayor", "the mayor"]


def test_the_seed_article():
    story = ss.load_story("mali-drones")
    table = check(code_attributions(story.articles), "attributions", articles=story.articles)
    text = story.articles.set_index("article_id")["text"]["bunatimes"]

    def words(row, name):
        begin, end = row[f"{name}_begin"], row[f"{name}_end"]
        return None if pd.isna(begin) else text[int(begin) : int(end)]

    found = [(words(row, "source"), row["cue_kind"], row["polarity"], row["reads"]) for _, row in table.iterrows()]
    assert [one[:3] for one in found] == [
        ("CSP rebels", "say", 1),
        ("the French newspaper Le Monde", "say", 1),
        ("the French newspaper Le Monde", "say", 1),
        ("CSP officials", "say", 1),
        (None, "vouch", 1),
        ("a CSP commander", "say", 1),
        ("Rebel leaders", "deny", -1),
        ("Rebel leaders", "say", 1),
        ("experts", "say", 1),
        (None, "vouch", 1),
        ("the Wagner group", "confirm", 1),
        ("the Wagner group", "confirm", 1),
    ]
    denied = next(one[3] for one in found if one[2] == -1)
    assert "Ukrainian origin" in denied and "Libya" not in denied
    assert not any(reads.strip("“”") == "restrained but decisive support" for *_, reads in found)
    assert len(uncoded_articles(story.articles)) == len(story.articles) - 1


def held_out(article_id):
    """A third of the articles. Their attributions were only counted while the rules were written; the sources found in
    them were seen once and a few words and a rule followed, so for sources they are no clean test."""
    return int(hashlib.sha256(article_id.encode()).hexdigest(), 16) % 3 == 0


# language, held out: least precision and recall of attributed sentences, least recall of sources by overlap.
FLOORS = {
    ("en", False): (0.90, 0.90, 0.85),
    ("en", True): (0.75, 0.75, 0.65),
    ("fr", False): (0.82, 0.90, 0.85),
    ("ru", False): (0.95, 0.95, 0.85),
    ("ru", True): (0.85, 0.70, 0.55),
    ("uk", False): (0.90, 0.90, 0.90),
}


def test_harbour_fire_by_language():
    story = ss.load_story("harbour-fire")
    truth = story.table("attributions", coder="truth")
    auto = code_attributions(story.articles, engine="rules")
    check(auto, "attributions", articles=story.articles)
    about = story.articles.set_index("article_id")
    counts = {}
    for article_id, rows in truth.groupby("article_id"):
        text, language = about.loc[article_id, ["text", "language"]]
        ours = auto[auto["article_id"] == article_id]
        count = counts.setdefault((language, held_out(article_id)), [0] * 5)
        for begin, end in sentences(text, language):
            said = bool(((ours["begin"] < end) & (ours["end"] > begin)).any())
            is_said = bool(((rows["begin"] < end) & (rows["end"] > begin)).any())
            count[0] += said and is_said
            count[1] += said
            count[2] += is_said
        for begin, end in rows[["source_begin", "source_end"]].dropna().drop_duplicates().itertuples(index=False):
            count[3] += bool(((ours["source_begin"] < end) & (ours["source_end"] > begin)).any())
            count[4] += 1
    assert set(counts) == set(FLOORS)
    for key, (precision, recall, sources) in FLOORS.items():
        hits, said, is_said, named, n = counts[key]
        assert (hits / said >= precision, hits / is_said >= recall, named / n >= sources) == (True,) * 3, (key, counts)


def test_polnear_keeps_its_floors():
    folder = gold("polnear")
    from bench.attribution import counts, engines, f1

    from samestory.coding.tagger.corpus import read_corpus

    read = engines()["rules"]
    assert read is not None
    tables = [counts(one, read) for one in read_corpus(folder, "dev")[:40]]
    floors = {"source": 60, "cue": 58, "content": 48, "sentence": 84}
    assert {what: f1(tables, what)[0] >= floor for what, floor in floors.items()} == dict.fromkeys(floors, True)


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        (
            "en",
            "The gate was locked, said the mayor, who denies that it was open.",
            [("the mayor", "said", "The gate was locked"), ("who", "denies", "that it was open")],
        ),
        (
            "fr",
            "Le maire a répondu en affirmant que la porte était fermée.",
            [("Le maire", "en affirmant", "que la porte était fermée")],
        ),
    ],
)
def test_a_source_ends_before_who_denies_and_a_participle_belongs_to_the_subject(language, text, said):
    found = code_attributions(articles(text, language=language), engine="rules")
    spans = ("source_begin", "source_end"), ("cue_begin", "cue_end"), ("begin", "end")
    parts = [tuple(text[int(row[a]) : int(row[b])] for a, b in spans) for row in found.to_dict("records")]
    assert set(said) <= set(parts)


@pytest.mark.parametrize(
    ("language", "text", "speakers"),
    [
        ("en", "The mayor said the gate was locked. Added that it was dark.", ["The mayor"]),
        ("es", "El alcalde dijo que ardió. Añadió que la puerta estaba cerrada.", ["El alcalde", "El alcalde"]),
    ],
)
def test_who_spoke_last_speaks_on_only_where_a_language_drops_subjects(language, text, speakers):
    found = code_attributions(articles(text, language=language), engine="rules")
    sources = zip(found["source_begin"], found["source_end"], strict=True)
    assert [text[int(begin) : int(end)] for begin, end in sources] == speakers


def test_the_table_when_there_is_nothing_to_code():
    empty = table_named("attributions").empty()
    pd.testing.assert_frame_equal(code_attributions(articles()), empty)
    pd.testing.assert_frame_equal(code_attributions(articles("Ship.", None)), empty)
    assert uncoded_articles(articles("Ship.", None))["reason"].tolist() == ["no text"]
    nowhere = uncoded_articles(articles("Ship.", language=float("nan")))
    assert nowhere[["language", "reason"]].to_numpy().tolist() == [[None, "no language"]]
    assert uncoded_articles(articles("Laiva.", language="fi"))["reason"].tolist() == [
        "no reporting words for the language"
    ]
    some = uncoded_articles(articles("He said no."), languages=["fr"])
    assert some["reason"].tolist() == ["language not asked for"]
    assert uncoded_articles(articles("He said no.")).empty


def test_the_order_of_the_articles_does_not_matter():
    some = articles("The mayor said it burned.", "The union denied it all.")
    pd.testing.assert_frame_equal(code_attributions(some), code_attributions(some.iloc[::-1]))


def test_what_cannot_be_asked_for():
    with pytest.raises(SamestoryError, match="no engine 'rule'. Did you mean 'rules'"):
        code_attributions(articles("x"), engine="rule")
    with pytest.raises(SamestoryError, match="needs a tagger"):
        code_attributions(articles("x"), engine="trained")
    with pytest.raises(SamestoryError, match="no language 'xx'"):
        code_attributions(articles("x"), languages=["xx"])
    with pytest.raises(SamestoryError, match=f"no language '{'x' * 40}'"):
        code_attributions(articles("x"), languages=["x" * 41])
