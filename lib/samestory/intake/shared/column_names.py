"""What tables and programs call the columns of ``articles``: names of columns in several languages, best first."""

from __future__ import annotations

import functools
import unicodedata

from ...schema import table_named

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
    "article_id": "id articleid",
    "teaser": "description excerpt abstract summary teaser lead snippet chapo resume kurzfassung аннотация анонс",
}
# The same in Portuguese, Spanish, Italian, Polish, Dutch, Turkish, Swedish, Danish, Norwegian, Finnish, Czech, Slovak,
# Hungarian, Romanian, Bulgarian, Greek, Croatian, Serbian, Arabic, Persian, Hebrew, Hindi, Chinese, Japanese, Korean,
# Thai, Vietnamese and Indonesian; ranked after the names above.
_ELSEWHERE: dict[str, str] = {
    "text": (
        "textocompleto textodoartigo corpodotexto materia textodelarticulo contenidodelarticulo "
        "testocompleto testoarticolo trescartykulu pelnytekst zawartosc artykul volledigetekst "
        "artikeltekst inhoud bericht metin haber icerik makale brodtext innehall artikeltext brodtekst "
        "indhold innhold teksti sisalto artikkeli leipateksti textclanku obsah clanek clanok szoveg "
        "cikkszoveg tartalom cikk textintegral continut articol съдържание статия κειμενο περιεχομενο "
        "αρθρο tekst sadrzaj clanak текст садржај чланак النص نص محتوى المحتوى نصالمقال المقال متن "
        "متنخبر محتوا טקסט תוכן כתבה पाठ सामग्री लेख 正文 内容 內容 文本 全文 文章 文章内容 新闻内容 本文 "
        "記事 記事本文 テキスト 본문 내용 기사 기사본문 텍스트 เนื้อหา ข้อความ บทความ noidung vanban "
        "baiviet isi isiberita teks isiartikel"
    ),
    "title": (
        "titulodoartigo manchete titulodelarticulo encabezado titoloarticolo naglowek tytulartykulu "
        "titel kop baslik haberbasligi rubrik overskrift tittel otsikko titulek nadpis nazev titulok "
        "nazov cim cikkcim titlu titlularticolului заглавие τιτλοσ naslov наслов العنوان عنوان "
        "عنوانالمقال تیتر כותרת शीर्षक 标题 標題 题目 题名 新闻标题 タイトル 見出し 題名 表題 제목 "
        "기사제목 표제 หัวข้อ หัวเรื่อง ชื่อเรื่อง พาดหัว tieude judul judulberita"
    ),
    "published": (
        "datadapublicacao datadepublicacao dia fechadelarticulo fechayhora datapubblicazione "
        "datadelarticolo giorno datapublikacji datawydania datum publicatiedatum gepubliceerd tarih "
        "yayintarihi yayimtarihi publiceringsdatum publicerad dato udgivelsesdato udgivet "
        "publiseringsdato publisert paivamaara pvm julkaisupaiva julkaistu datumvydani datumpublikace "
        "zverejneno datumvydania kelt megjelenes megjelenesdatuma data datapublicarii дата "
        "датанапубликуване ημερομηνια ημερομηνιαδημοσιευσησ datumobjave датум датумобјаве التاريخ تاريخ "
        "تاريخالنشر تاریخ تاریخانتشار תאריך תאריךפרסום तारीख दिनांक तिथि प्रकाशनतिथि 日期 发布日期 "
        "發布日期 发布时间 發佈時間 发表时间 时间 時間 出版日期 日付 公開日 掲載日 発行日 日時 配信日 "
        "날짜 일자 게시일 발행일 등록일 작성일 วันที่ วันที่เผยแพร่ ngay ngaydang ngayxuatban tanggal "
        "tanggalterbit"
    ),
    "outlet": (
        "fontedanoticia orgaodeimprensa publicacao medioddecomunicacion mediodecomunicacion publicacion "
        "diario quotidiano mezzo tytulprasowy nazwagazety krant bron medium publicatie dagblad uitgever "
        "gazete kaynak yayin yayinci medya tidning kalla avis kilde medie lehti lahde media julkaisu "
        "noviny zdroj denik dennik ujsag lap forras ziar sursa вестник източник медия εφημεριδα πηγη "
        "μεσο novine izvor medij новине извор медиј الصحيفة صحيفة المصدر مصدر الجريدة الوسيلة روزنامه "
        "منبع رسانه עיתון מקור אמצעיתקשורת अखबार समाचारपत्र स्रोत प्रकाशन 媒体 媒體 报纸 報紙 来源 來源 "
        "报刊 出处 媒体名称 出版物 新聞 媒体名 新聞社 出典 掲載紙 発行元 언론사 신문 매체 매체명 신문사 "
        "출처 หนังสือพิมพ์ แหล่งที่มา สื่อ สำนักข่าว bao nguon toasoan sumber koran suratkabar"
    ),
    "url": (
        "adresurl lacze odnosnik webadres koppeling baglanti adres lank webbadress webadresse lenke "
        "linkki osoite odkaz adresa hivatkozas връзка συνδεσμοσ διευθυνση poveznica الرابط رابط پیوند "
        "لینک نشانی קישור כתובת लिंक कड़ी 链接 鏈接 連結 网址 網址 リンク アトレス 링크 주소 ลิงก์ ที่อยู่ "
        "lienket duongdan tautan alamat"
    ),
    "author": (
        "jornalista reporter periodista redactor giornalista autorzy dziennikarz auteur journalist "
        "schrijver yazar muhabir forfattare forfatter kirjoittaja toimittaja tekija autori redaktor "
        "szerzo ujsagiro jurnalist автори συγγραφεασ συντακτησ δημοσιογραφοσ аутор الكاتب المولف كاتب "
        "نویسنده خبرنگار כתב מחבר लेखक 作者 记者 記者 著者 執筆者 筆者 저자 기자 작성자 글쓴이 ผู้เขียน "
        "ผู้สื่อข่าว tacgia penulis wartawan"
    ),
    "language": (
        "taal dil sprak sprog kieli jazyk nyelv limba γλωσσα jezik језик اللغة لغة زبان שפה भाषा 语言 "
        "語言 语种 言語 언어 ภาษา ngonngu bahasa"
    ),
    "country": (
        "kraj panstwo landnaam ulke maa zeme stat krajina orszag tara държава χωρα drzava zemlja البلد "
        "الدولة کشور מדינה ארץ देश 国家 國家 国 국가 나라 ประเทศ quocgia nuoc negara"
    ),
    "teaser": (
        "entradilla sumario resumo lide sommario occhiello lead zajawka streszczenie samenvatting ozet "
        "spot ingress sammanfattning resume manchet ingressi tiivistelma perex shrnuti osszefoglalo "
        "الملخص ملخص 摘要 导语 要約 リート 요약 ringkasan"
    ),
}
MADE = ("story", "n_words", "source_file", "source_format", "version_of")  # intake makes these, whatever a file says


_BASE = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe"})  # letters that hold no accent


@functools.cache
def known_names() -> dict[str, tuple[str, int]]:
    """A name without case, accents and signs -> the column it means and its rank among the names of that column."""
    known = {
        folded(name): (column, rank)
        for column, names in _NAMES.items()
        for rank, name in enumerate((*names.split(), *_ELSEWHERE.get(column, "").split()), start=1)
    }
    for column in table_named("articles").names:
        if column not in MADE:
            known[folded(column)] = (column, 0)
    return known


@functools.lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A name of a column without case, accents, spaces and signs; the dot into a part stays."""
    plain = unicodedata.normalize("NFKD", name[:200].casefold()).translate(_BASE)
    return "".join(sign for sign in plain if sign.isalnum() or sign == ".")


def guessed(names: list[str]) -> dict[str, str]:
    """The column of ``articles`` -> the name that most likely means it; columns that no name means are left out."""
    best: dict[str, tuple[int, int, str]] = {}
    for place, name in enumerate(names):
        column, rank = known_names().get(folded(name), (None, 0))
        if column is not None and (column not in best or (rank, place) < best[column][:2]):
            best[column] = (rank, place, name)
    return {column: name for column, (_, _, name) in best.items()}
