"""What was read as an article and is none: consent and challenge pages, error pages, tables of prices.

Each rule asks for short text and plain signs, so that an article about cookies, robots or prices is none of these: a
false flag would take an article out of all counts. Listings and front pages are told by their links when a page is read
(``readers.page_kind``).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from .. import cache
from .dates.words import folded

MOST_WORDS = 250  # of a consent page; a longer text is looked at no further
MOST_OF_CHALLENGE = 120  # words of a page that checks who asks, or says that there is none
LEAST_NUMBERS, NUMBER_SHARE = 30, 0.5  # numbers in a table of prices, and their share of all its words
SENTENCE = 8  # words of a sentence; a table has none
CONSENT, CHALLENGE, ERROR, PRICES = "consent page", "challenge page", "error page", "table of numbers"

# Titles that are those of a consent page as a whole, folded; then words of which two kinds must be in the text.
_CONSENT_TITLES = """
before you continue|before you proceed|your privacy choices|we value your privacy|we care about your privacy
your privacy|privacy settings|cookie consent|cookie settings|cookie preferences|manage your privacy|consent
bevor sie fortfahren|datenschutzeinstellungen|cookie-einstellungen|ihre privatsphare|wir schatzen ihre privatsphare
avant de continuer|avant d'acceder|nous respectons votre vie privee|votre vie privee|gestion des cookies
antes de continuar|valoramos su privacidad|su privacidad|configuracion de cookies|a sua privacidade
prima di continuare|la tua privacy|voordat je verdergaat|uw privacy|zanim przejdziesz dalej|twoja prywatnosc
прежде чем продолжить|перш ніж продовжити|before you continue to google|before you continue to youtube
"""
_CONSENT_WORDS = {
    "cookies": r"cookies?|куки|cookie-dateien",
    "device": r"(?:store|access) (?:and/or |and )?(?:access )?information on (?:a|your) device"
    r"|auf (?:einem|ihrem) gerat|sur (?:un|votre) (?:appareil|terminal)|en (?:un|su) dispositivo"
    r"|su un dispositivo|num dispositivo"
    r"|op (?:een|uw) apparaat|na urzadzeniu|на устройстве|на пристрої",
    "partners": r"our (?:\d+ )?(?:partners|vendors)|and our \d+|unsere (?:\d+ )?partner|nos (?:\d+ )?partenaires"
    r"|nuestros (?:\d+ )?socios|i nostri (?:\d+ )?partner|nossos (?:\d+ )?parceiros|onze (?:\d+ )?partners"
    r"|nasi partnerzy|партнер",
    "data": r"personal data|personal information|personenbezogene|donnees personnelles|datos personales|dati personali"
    r"|dados pessoais|persoonsgegevens|dane osobowe|персональн",
    "choice": r"accept all|reject all|i agree|alle akzeptieren|alle ablehnen|zustimmen|tout accepter|tout refuser"
    r"|aceptar todo|rechazar todo|accetta tutto|rifiuta tutto|aceitar tudo|alles accepteren|zaakceptuj|принять все",
    "adverts": r"advert|personali[sz]ed ads|werbung|anzeigen|publicit|anuncios|annunci|anuncios|advertenties|reklam"
    r"|реклам",
}
_CHALLENGES = """
just a moment|checking your browser|verify you are human|verifying you are human|are you a robot|are you human
enable javascript and cookies to continue|please enable javascript|please enable cookies|attention required
pardon our interruption|unusual traffic from your|complete the security check|security check to access
ddos protection by|please verify you are|press & hold to confirm|access to this page has been denied|access denied
you have been blocked
i'm not a robot|captcha|un instant|verification de securite|verifiez que vous etes|einen moment|sicherheitsuberprufung
bestatigen sie, dass sie ein mensch|un momento|verificacion de seguridad|verifica di sicurezza
подтвердите, что вы не робот|проверка браузера|підтвердьте, що ви не робот
"""
_ERRORS = """
404|page not found|not found|403 forbidden|forbidden|500 internal server error|502 bad gateway|503 service unavailable
service unavailable|error 404|404 not found|this page is not available|page unavailable|site under maintenance
seite nicht gefunden|seite wurde nicht gefunden|nicht gefunden|page introuvable|page non trouvee|pagina no encontrada
pagina non trovata|pagina nao encontrada|pagina niet gevonden|nie znaleziono strony|страница не найдена
сторінку не знайдено|sayfa bulunamadi
"""
_NUMBER = re.compile(r"[+\-−]?[$€£¥]?\d[\d.,:%/]*[%$€£¥]?")
_STOP = re.compile(r"(?<=[.!?…。！？])\s+")


def reason_of(title: str | None, text: str | None) -> str | None:
    """Why a record is not an article, in a few words; None if nothing says so.

    Parameters
    ----------
    title, text
        As read; either may be empty.
    """
    words = (text or "").split()
    if len(words) > MOST_WORDS and sum(map(str.isdigit, words[:MOST_WORDS])) < LEAST_NUMBERS:
        return None
    if _is_table(text or "", words):
        return PRICES
    if len(words) > MOST_WORDS:
        return None
    head, said = _plain(title), _plain(text)
    if not head and not said:
        return None
    if len(words) <= MOST_OF_CHALLENGE:
        if _is_titled(head, _ERRORS) and len(words) <= MOST_OF_CHALLENGE // 2:
            return ERROR
        if _is_titled(head, _CHALLENGES) or (len(words) <= 60 and _begins(said, _CHALLENGES)):
            return CHALLENGE
    kinds = sum(bool(re.search(pattern, said)) for pattern in _CONSENT_WORDS.values())
    if (_is_titled(head, _CONSENT_TITLES) and kinds >= 1) or _is_consent(said, len(words), kinds):
        return CONSENT
    return None


def reasons(titles: Sequence[str | None], texts: Sequence[str | None]) -> list[str | None]:
    """``reason_of`` for many records."""
    given = list(zip(titles, texts, strict=True))
    return cache.each("no article", given, lambda one: reason_of(*one), by=lambda one: one)


def _is_consent(said: str, n_words: int, kinds: int) -> bool:
    """Whether a short text is about this page's own cookies: it speaks to its reader, of several things at once."""
    is_spoken = re.search(r"\b(?:we|our|wir|nous|nos|nuestros|nosotros|noi|nossos|wij|мы)\b", said) is not None
    return n_words >= 8 and is_spoken and kinds >= (4 if n_words > 80 else 3)


@functools.cache
def _phrases(lines: str) -> tuple[str, ...]:
    return tuple(one.strip() for line in lines.strip().splitlines() for one in line.split("|") if one.strip())


def _is_titled(head: str, lines: str) -> bool:
    """Whether a title is one of the phrases, with the name of a site beside it or not."""
    parts = [head, *(part.strip() for part in re.split(r"\s[|–—-]\s|\s\|", head))]
    return any(part.rstrip(" .…!?:") in _phrases(lines) for part in parts if part)


def _begins(said: str, lines: str) -> bool:
    return any(phrase in said[:200] for phrase in _phrases(lines) if " " in phrase)


def _is_table(text: str, words: Sequence[str]) -> bool:
    n_numbers = sum(bool(_NUMBER.fullmatch(word)) for word in words)
    if n_numbers < LEAST_NUMBERS or n_numbers < NUMBER_SHARE * len(words):
        return False
    sentences = [one for line in text.splitlines() for one in _STOP.split(line)]
    return not any(_is_sentence(one) for one in sentences)


def _is_sentence(said: str) -> bool:
    words = said.split()
    n_letters = sum(word[0].isalpha() for word in words)
    return n_letters >= SENTENCE and n_letters > len(words) / 2 and said.rstrip()[-1:] in ".!?…»”\"'"


def _plain(said: str | None) -> str:
    return folded(" ".join((said or "").split())[:4_000]).replace("’", "'")
