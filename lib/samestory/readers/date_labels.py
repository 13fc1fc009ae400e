"""What stands around a date and in place of its signs: "Updated ... Published ...", 2024年10月14日, ۱۴۰۳."""

from __future__ import annotations

import re
import unicodedata

# Words before a date of publication, and before one of a later change, as pages of news print them.
_PUBLISHED = (
    "published posted publication publié publiée parution veröffentlicht erschienen publicado publicada pubblicato "
    "pubblicata gepubliceerd opublikowano publikacja опубликовано опубліковано publicerad udgivet julkaistu "
    "yayınlanma yayınlandı 发布 發布 发表 發表 公開 配信 게시 입력 نشر"
)
_UPDATED = (
    "updated update modified edited revised actualisé mis·à·jour màj modifié aktualisiert geändert zuletzt·geändert "
    "stand actualizado actualizada actualización aggiornato aggiornamento modificato atualizado atualizada "
    "bijgewerkt gewijzigd zaktualizowano aktualizacja обновлено изменено оновлено змінено uppdaterad opdateret "
    "päivitetty güncelleme güncellendi 更新 수정 تحديث"
)


def _pattern(words: str) -> re.Pattern[str]:
    said = [re.escape(word).replace("·", r"\s") for word in words.split()]
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(sorted(said, key=len, reverse=True))})", re.IGNORECASE)


_OF_PUBLICATION, _OF_CHANGE = _pattern(_PUBLISHED), _pattern(_UPDATED)
_DIGIT = re.compile(r"\d")
_OTHER_DIGITS = re.compile(r"[^\W\D]")
_IDEOGRAPHS = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일号號])?")
_HALVES = re.compile(r"(?:上午|下午|午前|午後|오전|오후)\s?")


def published_part(shown: str) -> str:
    """The part of a line that gives the date of publication, if it gives another date too.

    "Updated March 9, 2024; published March 5, 2024" gives " March 5, 2024". A line with one date alone comes back
    whole, whatever it is called.
    """
    change = _OF_CHANGE.search(shown)
    if change is None:
        return shown
    published = _OF_PUBLICATION.search(shown)
    if published is not None:
        part = shown[published.end() :]
        if (later := _OF_CHANGE.search(part)) is not None:
            part = part[: later.start()]
        if _DIGIT.search(part):
            return part
    before = shown[: change.start()]
    return before if len(_DIGIT.findall(before)) >= 3 else shown


def is_of_change(shown: str) -> bool:
    """Whether the only date of a line is said to be that of a change."""
    return _OF_CHANGE.search(published_part(shown)) is not None


def in_plain_digits(shown: str) -> str:
    """A date with the digits of ASCII, and one in ideographs with hyphens: "2024年10月14日" as "2024-10-14".

    Halves of a day in ideographs are left as they are, so that their hour is not taken for another.
    """
    if shown.isascii():
        return shown
    said = _OTHER_DIGITS.sub(lambda match: str(unicodedata.decimal(match[0], match[0])), shown)
    if _HALVES.search(said):
        return _IDEOGRAPHS.sub(_hyphens, said[: _HALVES.search(said).start()])  # type: ignore[union-attr]
    return _IDEOGRAPHS.sub(_hyphens, said)


def _hyphens(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    return f"{year}-{int(month):02}-{int(day):02} " if day else f"{year}-{int(month):02} "
