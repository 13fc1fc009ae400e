"""What tables and programs call the columns of ``articles``: names of columns in several languages, best first."""

from __future__ import annotations

import functools
import unicodedata

from ..tables import table_named

# Compared without case, accents, spaces and signs. A dot leads into a part: NewsAPI's ``source`` holds a ``name``.
# Where a table has several of one row, the first named here is taken.
_NAMES: dict[str, str] = {
    "text": (
        "text maintext fulltext body content articletext articlebody storytext bodytext textcontent paragraphs "
        "texte texteintegral contenu corps article volltext inhalt artikeltext artikel текст текстстатьи содержание "
        "содержимое текстстатті зміст texto cuerpo contenido testo corpo contenuto conteudo tekst tresc rawtext"
    ),
    "title": (
        "title headline hed heading articletitle titlepage titre titrearticle titel uberschrift schlagzeile заголовок "
        "название заголовокстатьи назва titulo titular titolo tytul naslov"
    ),
    "published": (
        "published publishedat publicationdate publisheddate datepublished datepublish publishdate publishtime pubdate "
        "pubtime datetimepub datetime date articledate publicationdatetime createdat timestamp datedepublication "
        "dateparution jour datum veroffentlichungsdatum erscheinungsdatum veroffentlicht дата датапубликации "
        "опубликовано опубліковано датапублікації fecha fechadepublicacion fechapublicacion datadipubblicazione data "
        "datadepublicacao datapublikacji"
    ),
    "outlet": (
        "outlet source.name source.title sourcename source publication publicationname publicationtitle newspaper "
        "publisher medianame media journal sitename outletname sourcecommonname hostname source.uri sourcehostname "
        "sourcedomain domain nomdujournal titredejournal editeur zeitung quelle medium herausgeber издание источник "
        "сми газета видання джерело медіа medio periodico fuente testata fonte giornale jornal veiculo zrodlo gazeta"
    ),
    "url": (
        "url link articleurl webaddress weburl canonicalurl address permalink href lien "
        "adresse adresseweb ссылка адрес "
        "посилання enlace direccion indirizzo endereco"
    ),
    "author": (
        "author authors byline creator writer journalist auteur auteurs autor autoren verfasser автор авторы автори "
        "autores autore autori firma"
    ),
    "language": "language lang languagecode langue sprache язык мова idioma lingua lengua jezyk",
    "country": "country countryname sourcecountry pays land страна країна pais paese",
    "stated_words": "statedwords wordcount numberofwords nombredemots nbmots "
    "wortzahl wortanzahl anzahlworter числослов",
    "agency_credit": "agencycredit agency newsagency agence agentur агентство агенція agencia agenzia",
    "teaser": "description excerpt abstract summary teaser lead snippet chapo resume kurzfassung аннотация анонс",
}
MADE = ("story", "n_words", "source_file", "source_format", "version_of")  # intake makes these, whatever a file says


@functools.cache
def known_names() -> dict[str, tuple[str, int]]:
    """A name without case, accents and signs -> the column it means and its rank among the names of that column."""
    known = {
        folded(name): (column, rank)
        for column, names in _NAMES.items()
        for rank, name in enumerate(names.split(), start=1)
    }
    for column in table_named("articles").names:
        if column not in MADE:
            known[folded(column)] = (column, 0)
    return known


@functools.lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A name of a column without case, accents, spaces and signs; the dot into a part stays."""
    plain = unicodedata.normalize("NFKD", name[:200].casefold())
    return "".join(sign for sign in plain if sign.isalnum() or sign == ".")


def guessed(names: list[str]) -> dict[str, str]:
    """The column of ``articles`` -> the name that most likely means it; columns that no name means are left out."""
    best: dict[str, tuple[int, int, str]] = {}
    for place, name in enumerate(names):
        column, rank = known_names().get(folded(name), (None, 0))
        if column is not None and (column not in best or (rank, place) < best[column][:2]):
            best[column] = (rank, place, name)
    return {column: name for column, (_, _, name) in best.items()}


# Languages as interfaces and exports name them, in place of a code.
LANGUAGE_NAMES = {
    name: code
    for code, names in {
        "en": "english anglais englisch inglés inglese английский англійська eng",
        "fr": "french français französisch francés francese французский французька fra fre",
        "de": "german allemand deutsch alemán tedesco немецкий німецька deu ger",
        "ru": "russian russe russisch ruso russo русский російська rus",
        "uk": "ukrainian ukrainien ukrainisch ucraniano ucraino украинский українська ukr",
        "es": "spanish espagnol spanisch español spagnolo castellano испанский іспанська spa",
        "it": "italian italien italienisch italiano итальянский італійська ita",
        "pt": "portuguese portugais portugiesisch portugués português portoghese португальский por",
        "ar": "arabic arabe arabisch árabe arabo арабский арабська ara",
        "pl": "polish polonais polnisch polaco polacco polski польский польська pol",
        "nl": "dutch néerlandais niederländisch nederlands nld dut",
        "zh": "chinese chinois chinesisch zho chi",
        "tr": "turkish turc türkisch türkçe tur",
    }.items()
    for name in names.split()
}
