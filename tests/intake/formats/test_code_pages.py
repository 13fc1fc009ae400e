"""Which code page a text is in, told by its words."""

import pytest

from samestory.intake.shared import code_pages
from samestory.intake.source import decoded_by_guess, guess_of

SENTENCES = {
    "en": ("cp1252", "The café on José Street was naïve about its résumé, said Zoë Brontë."),
    "fr": (
        "cp1252",
        "Le maire a été très clair : la grève est terminée, même si le problème reste entier..",
    ),
    "fr15": ("iso8859_15", "Le maire a été très clair : la grève est terminée, même si le problème reste entier."),
    "es": (
        "cp1252",
        "El alcalde dijo que la situación está bajo control, según el señor Muñoz, y mañana habrá reunión.",
    ),
    "it": ("cp1252", "Il sindaco ha detto che la città è già sicura, perché la pioggia è finita più tardi."),
    "pt": ("cp1252", "A situação não está sob controlo, disse o presidente da câmara, e amanhã haverá reunião."),
    "de": (
        "cp1252",
        "Der Bürgermeister sagte, die Straße sei für Fußgänger geöffnet; früher hätte man länger gewartet.",
    ),
    "nl": ("cp1252", "De burgemeester zei dat één café coöperatief was en de reünie zonder ruzie verliep."),
    "sv": ("cp1252", "Borgmästaren sade att läget är under kontroll på hela ön, och att färjan går åter."),
    "da": ("cp1252", "Borgmesteren sagde, at færgen sejler igen på søndag, og at øen er åben."),
    "fi": ("cp1252", "Pormestari sanoi, että tilanne on hallinnassa ja lautta lähtee jälleen tänään."),
    "pl": (
        "cp1250",
        "Burmistrz powiedział, że sytuacja jest pod kontrolą, a jutro odbędzie się spotkanie.",
    ),
    "pl2": ("iso8859_2", "Burmistrz powiedział, że sytuacja jest pod kontrolą, a jutro odbędzie się spotkanie."),
    "cs": ("cp1250", "Starosta řekl, že situace je pod kontrolou a že zítra proběhne schůzka s občany města."),
    "hu": ("cp1250", "A polgármester azt mondta, hogy a helyzet ellenőrzés alatt áll, és holnap gyűlés lesz."),
    "ro": ("cp1250", "Primarul a spus că situaţia este sub control şi că mâine va fi o şedinţă în oraş."),
    "hr": ("cp1250", "Gradonačelnik je rekao da je situacija pod nadzorom i da će sutra biti održan sastanak."),
    "tr": ("cp1254", "Belediye başkanı durumun kontrol altında olduğunu, yarın toplantı yapılacağını söyledi."),
    "lt": ("cp1257", "Meras sakė, kad padėtis kontroliuojama, o rytoj įvyks susitikimas su gyventojais."),
    "ru": ("cp1251", "Мэр сказал, что положение под контролем, а завтра состоится встреча с жителями города."),
    "ruk": ("koi8_r", "Мэр сказал, что положение под контролем, а завтра состоится встреча с жителями города."),
    "uk": ("cp1251", "Мер сказав, що становище під контролем, а завтра відбудеться зустріч із мешканцями міста."),
    "bg": ("cp1251", "Кметът каза, че положението е под контрол, а утре ще има среща с жителите на града."),
    "el": ("cp1253", "Ο δήμαρχος είπε ότι η κατάσταση είναι υπό έλεγχο και αύριο θα γίνει συνάντηση."),
}


@pytest.mark.parametrize("times", [1, 5, 40])
@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_is_read_as_it_was_written(name, times):
    page, sentence = SENTENCES[name]
    text = f"{sentence}\n\n" * times
    read, says = decoded_by_guess(text.encode(page))
    assert read == text, says


def test_a_table_of_short_cells_is_read_as_it_was_written():
    rows = "\n".join(f"Grève {n};La grève est finie, même à Où.;2024-01-0{n};Le Port" for n in range(1, 6))
    text = f"Titre;Texte;Date;Journal\n{rows}\n"
    assert decoded_by_guess(text.encode("cp1252"))[0] == text


def test_what_two_pages_read_alike_well_is_said_to_be_unsure():
    guess = guess_of("Zoë".encode("cp1252"))
    assert guess.rival is None or code_pages.NOT_SURE in guess.says
    raw = b"x \xe8"  # one letter, and nothing that tells which
    assert guess_of(raw).rival is not None and code_pages.NOT_SURE in guess_of(raw).says


def test_damaged_utf8_stays_utf8():
    raw = "Le maire a été très clair : la grève est terminée.".encode() * 30
    assert guess_of(raw[:200] + b"\xe9" + raw[200:]).page == "utf-8"
