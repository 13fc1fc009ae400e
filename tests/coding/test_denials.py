"""What says that a claim is not so: negations, words such as hoax, sentences that follow, and what does none of it."""

from types import SimpleNamespace

import pandas as pd
import pytest
from test_attribution import read

from samestory.coding import code_story

PATTERNS = {
    "en": ["gate* w/6 (locked | shut)", "locked w/4 gate*", "shut w/3 gate*", "gates"],
    "fr": ["portes w/6 fermées"],
    "ru": ["ворота w/6 закрыты"],
    "uk": ["ворота w/6 зачинені"],
}


def claim(patterns, **more):
    empty = {"mentions": {}, "utterances": {}, "contradictions": {}, "denials": {}, "denied_by": None}
    given = {"description": "The gates were locked.", "kind": "event", "patterns": patterns}
    return SimpleNamespace(**(empty | given | more))


def coded(text, language="en", **claims):
    claims = claims or {"gates": claim(PATTERNS)}
    order = ("contradicted", "denied", "attributed", "hedged", "asserted")
    book = SimpleNamespace(claims=claims, quantities={}, actors={}, vague={}, precedence=order)
    row = {"article_id": "a", "outlet": "Ledger", "language": language, "title": None, "text": text}
    articles = pd.DataFrame([row | {"text_status": "full", "published": pd.NaT}])
    found = code_story(articles, book, only=["claims"], engine="rules").tables["claims"]
    sources = [None if pd.isna(one) else one for one in found["attributed_to"]]
    return dict(zip(found["claim_id"], zip(found["status"], sources, strict=True), strict=True))


@pytest.mark.parametrize(
    ("language", "text", "status"),
    [
        ("en", "The gates were not locked.", "denied"),
        ("en", "The gates weren't locked.", "denied"),
        ("en", "The gates won’t be locked.", "denied"),
        ("en", "The town did not have its gates locked.", "asserted"),  # too far before: of another word
        ("en", "The gates were not only locked but nailed.", "asserted"),
        ("en", "The gates had nothing but locked doors.", "asserted"),  # nothing denies what follows at once
        ("en", "It cannot be ruled out that the gates were locked, the mayor said.", "attributed"),
        ("en", "That the gates were locked is a hoax.", "denied"),
        ("en", "That the gates were locked is not a hoax.", "asserted"),
        ("en", "The story of the locked gates has been debunked.", "denied"),
        ("en", "The locked gates: real or just a hoax.", "asserted"),
        ("fr", "Les portes n'étaient pas fermées.", "denied"),
        ("fr", "Les portes étaient fermées : un canular.", "denied"),
        ("ru", "Ворота не были закрыты.", "denied"),
        ("ru", "Сообщения о том, что ворота были закрыты, фейк.", "denied"),
        ("uk", "Ворота не були зачинені.", "denied"),
        ("uk", "Те, що ворота були зачинені, вигадка.", "denied"),
    ],
)
def test_a_negation_or_a_refutation_beside_the_words_denies(language, text, status):
    assert coded(text, language)["gates"][0] == status


@pytest.mark.parametrize(
    ("language", "text", "by"),
    [
        ("en", "The gates were locked, the union said. The operator denies this.", "operator"),
        ("en", "The gates were locked, the union said. The operator rejected the accusations.", "operator"),
        ("en", "The gates were locked, the union said. The claim is false.", None),
        (
            "en",
            "The union said the gates were locked. The operator denied it: “Nobody told us of any gate.”",
            "operator",
        ),
        ("fr", "Les portes étaient fermées, affirme le syndicat. La régie dément cela.", "régie"),
        ("ru", "Ворота были закрыты, заявил профсоюз. Мэр отверг обвинения.", "Мэр"),
    ],
)
def test_a_sentence_that_follows_denies_what_was_said(language, text, by):
    assert coded(text, language)["gates"] == ("denied", by)


def test_what_the_outlet_says_itself_is_no_accusation_that_could_be_rejected():
    text = "The gates were locked at noon. The operator rejected the accusations."
    assert coded(text)["gates"][0] == "asserted"


def test_a_denial_speaks_of_the_claim_nearest_before_it():
    both = {"gates": claim(PATTERNS), "theft": claim({"en": ["stole"]}, description="The guards stole.")}
    text = "The gates were locked, the union said. The guards stole, it said. The operator denies this."
    assert {name: status for name, (status, _) in coded(text, **both).items()} == {
        "gates": "attributed",
        "theft": "denied",
    }


def test_negations_make_a_claim_that_is_negative_itself():
    negative = {"gates": claim(PATTERNS, description="The gates were not locked.")}
    assert coded("The gates were not locked.", **negative)["gates"] == ("asserted", None)


def test_a_codebook_that_says_what_denies_decides_by_itself():
    own = {"gates": claim(PATTERNS, denials={"en": ["open gate policy"]})}
    text = "The gates were locked, the union said. The operator denies this."
    assert coded(text, **own)["gates"] == ("attributed", "union")
    assert coded("The gates were not locked.", **own)["gates"][0] == "denied"  # nobody makes the claim


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "The clerk was accused by the union of locking the gates.",
            [("the union", "was accused", ["of locking the gates"], "claim", 1)],
        ),
        (
            "fr",
            "La régie est accusée par le syndicat d'avoir fermé les portes.",
            [("le syndicat", "est accusée", ["d'avoir fermé les portes"], "claim", 1)],
        ),
        (
            "en",
            "Nine people died, the office said, the Ledger reported.",
            [
                ("the office", "said", ["Nine people died"], "say", 1),
                ("the Ledger", "reported", ["Nine people died, the office said"], "report", 1),
            ],
        ),
        (
            "en",
            "At least 30 people died, the office added, twice as many as before.",
            [("the office", "added", ["At least 30 people died", "twice as many as before"], "say", 1)],
        ),
        ("en", "“Who shut it, and why?” Ilse said.", [("Ilse", "said", ["“Who shut it, and why?”"], "say", 1)]),
        ("en", "It emerged that the gate was shut.", [(None, "It emerged that", ["the gate was shut"], "report", 1)]),
        (
            "en",
            "Asked whether he would stay, Lys said no.",
            [(None, "Asked", ["whether he would stay"], "ask", 1), ("Lys", "said", ["no"], "say", 1)],
        ),
        (
            "fr",
            "Le pont a cédé, ont indiqué lundi les pompiers.",
            [("les pompiers", "ont indiqué", ["Le pont a cédé"], "say", 1)],
        ),
        (
            "en",
            "Reid voted in Nevada and says he is neutral.",
            [("Reid", "says", ["he is neutral"], "say", 1)],
        ),
        (
            "en",
            "The pier is short of money, said former governor Ed Rendell, who runs it.",
            [("former governor Ed Rendell, who runs it", "said", ["The pier is short of money"], "say", 1)],
        ),
        (
            "fr",
            "« Nous savons », a répondu le porte-parole, qui dément toute faute.",
            [
                ("le porte-parole", "a répondu", ["« Nous savons »"], "say", 1),
                ("qui", "dément", ["toute faute"], "deny", -1),
            ],
        ),
        ("en", "Lys slammed the plan, a costly one.", [("Lys", "slammed", ["the plan"], "criticise", 1)]),
        ("en", "Lys refused to open the gate.", [("Lys", "refused", ["to open the gate"], "deny", -1)]),
        ("en", "Ring the office and ask for the tip line.", []),  # nobody speaks
        (
            "en",
            "Lys claims to have seen the gate.",
            [("Lys", "claims", ["to have seen the gate"], "claim", 1)],
        ),
    ],
)
def test_sentences_with_a_source_that_was_missed(language, text, expected):
    assert read(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "quoted"),
    [
        (
            "en",
            "Lys said the gate was shut. The operator denied it: “Nobody of ours has locked any gate.”",
            "“Nobody of ours has locked any gate.”",
        ),
        (
            "fr",
            "Le maire affirme que le pont est neuf. La régie dément : « Personne ne nous a prévenus de cela. »",
            "« Personne ne nous a prévenus de cela. »",
        ),
    ],
)
def test_what_is_quoted_after_a_denial_is_not_denied(language, text, quoted):
    found = read(text, language)
    assert [one[4] for one in found if quoted in one[2]] == [1]
    assert [one[4] for one in found] == [1, -1, 1]


def test_words_that_are_the_claim_itself_need_somebody_who_says_them():
    lie = claim({"en": ["locked gates"]}, utterances={"en": ["that is a lie"]})
    assert coded("That is a lie, the mayor said.", lie=lie)["lie"][0] == "asserted"
    assert coded("It was night. “That is a lie.” Nobody came.", lie=lie)["lie"][0] == "mentioned"
    assert coded("Everybody can see that that is a lie.", lie=lie)["lie"][0] == "absent"
