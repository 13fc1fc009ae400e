"""Headers of tables in many languages: each column is understood."""

import pytest

from samestory.intake.shared.column_names import guessed

HEADERS = {
    "ar": "العنوان,التاريخ,الصحيفة,النص",
    "cs": "Titulek,Datum,Noviny,Obsah",
    "da": "Overskrift,Dato,Avis,Brødtekst",
    "de": "Titel,Datum,Zeitung,Artikeltext",
    "el": "Τίτλος,Ημερομηνία,Εφημερίδα,Κείμενο",
    "es": "Título,Fecha,Medio,Texto",
    "fa": "عنوان,تاریخ,روزنامه,متن",
    "fi": "Otsikko,Päivämäärä,Lehti,Teksti",
    "fr": "Titre,Date de publication,Nom du journal,Texte",
    "he": "כותרת,תאריך,עיתון,טקסט",
    "hi": "शीर्षक,तारीख,अखबार,पाठ",
    "hu": "Cím,Dátum,Újság,Szöveg",
    "id": "Judul,Tanggal,Media,Isi",
    "it": "Titolo,Data,Giornale,Testo",
    "ja": "タイトル,日付,新聞,本文",
    "ko": "제목,날짜,언론사,본문",
    "nl": "Kop,Datum,Krant,Tekst",
    "pl": "Tytuł,Data,Gazeta,Treść",
    "pt": "Título,Data,Jornal,Texto",
    "ro": "Titlu,Data,Ziar,Conținut",
    "ru": "Заголовок,Дата,Издание,Текст",
    "sr": "Наслов,Датум,Новине,Текст",
    "sv": "Rubrik,Datum,Tidning,Brödtext",
    "th": "หัวข้อ,วันที่,สื่อ,เนื้อหา",
    "tr": "Başlık,Tarih,Gazete,Metin",
    "uk": "Заголовок,Дата,Видання,Текст",
    "vi": "Tiêu đề,Ngày đăng,Báo,Nội dung",
    "zh": "标题,日期,媒体,正文",
}


@pytest.mark.parametrize("language", HEADERS)
def test_a_header_in_the_language_is_understood(language):
    names = HEADERS[language].split(",")
    assert guessed(names) == dict(zip(("title", "published", "outlet", "text"), names, strict=True))
    assert guessed([name.upper() for name in names]).keys() == {"title", "published", "outlet", "text"}
