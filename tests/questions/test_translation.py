"""What changed between two sentences that say the same, in our own sentences."""

import pandas as pd
import pytest

import samestory as ss

ANY = "one sentence of another subject closes this text."


def compared(source_language, source, language, text, **given):
    """The changes of two articles of one sentence each, the first an hour earlier."""
    articles = pd.DataFrame(
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
    passages = pd.DataFrame(
        {
            "earlier_id": ["a"],
            "begin": [0],
            "end": [len(source)],
            "later_id": ["b"],
            "later_begin": [0],
            "later_end": [len(text)],
            "basis": ["meaning"],
            "score": [0.8],
        }
    )
    found = ss.translation.changes(articles, passages, **given)
    return found[found["verdict"] != "cannot tell"]


def kinds(*given, **more):
    found = compared(*given, **more)
    return sorted(zip(found["kind"], found["verdict"], strict=True))


LOST = [("attribution", "lost")]
HEDGE = [("hedge", "lost")]
NO = [("negation", "lost")]
VOUCHED = [("vouching", "in place of a source")]
VAGUER = [("number", "vaguer")]
NUMBER = [("number", "changed")]


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
        ("fr", "Le camp est vide, a déclaré Paul Morel.", "en", "The camp is empty, Anna Kell said.", [("attribution", "moved")]),
        ("en", "The camp is empty, Paul Morel said.", "ru", "Лагерь пуст, заявила Анна Келл.", [("attribution", "moved")]),
        # 84 became dozens
        ("fr", "84 combattants sont morts près du fort.", "en", "Dozens of fighters died near the fort.", VAGUER),
        ("en", "Eighty-four fighters died near the fort.", "ru", "Десятки бойцов погибли у форта.", VAGUER),
        ("ru", "84 бойца погибли у форта.", "en", "Dozens of fighters died near the fort.", VAGUER),
        ("en", "About forty containers burned.", "fr", "Des dizaines de conteneurs ont brûlé.", VAGUER),
        ("de", "84 Kämpfer starben am Fort.", "en", "Dozens of fighters died at the fort.", VAGUER),
        ("uk", "84 бійці загинули біля форту.", "en", "Dozens of fighters died near the fort.", VAGUER),
        ("en", "Dozens of fighters died near the fort.", "fr", "84 combattants sont morts près du fort.", [("number", "finer")]),
        # other numbers
        ("en", "The fire killed 84 people.", "fr", "L’incendie a fait 48 morts.", NUMBER),
        ("pl", "Zginęło 84 żołnierzy.", "en", "The fire killed 48 soldiers.", NUMBER),
        ("es", "Murieron 2.300 soldados.", "en", "2,500 soldiers died.", NUMBER),
        ("it", "Sono morti trentadue soldati.", "en", "Twenty-three soldiers died.", NUMBER),
        ("en", "The fire killed 84 people in the port.", "fr", "L’incendie a tué des gens dans le port.", [("number", "dropped")]),
        ("en", "The repair costs 30 million euros.", "de", "Die Reparatur kostet 30 Millionen Dollar.", [("unit", "changed")]),
        ("en", "The convoy drove 40 miles.", "fr", "Le convoi a roulé 40 km.", [("unit", "changed")]),
        ("en", "The fire began on 3 March 2024.", "ru", "Пожар начался 8 марта 2024 года.", [("date", "changed")]),
        ("fr", "Le port a brûlé en 2021.", "en", "The port burned in 2023.", [("date", "changed")]),
        # a doubt that is gone
        ("fr", "Des batteries auraient été stockées dans le hangar.", "en", "Batteries were stored in the shed.", HEDGE),
        ("en", "Batteries were allegedly stored in the shed.", "fr", "Des batteries étaient stockées dans le hangar.", HEDGE),
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
        ("en", "The company denied having sold the drones.", "fr", "La société a vendu les drones.", [("denial", "lost")]),
    ],
)  # fmt: skip
def test_a_planted_change_is_found(source_language, source, language, text, expected):
    assert kinds(source_language, source, language, text) == expected


@pytest.mark.parametrize(
    ("source_language", "source", "language", "text"),
    [
        ("fr", "Le pont rouvrira en mai, espèrent les rebelles.", "en", "The rebels hope that the bridge will reopen in May."),
        ("ru", "По словам капитана Павла Мореля, дроны летят с севера.", "en", "Captain Paul Morel says the drones come from the north."),
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
