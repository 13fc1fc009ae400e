"""What is around a date: "Updated ... Published ..."."""

from __future__ import annotations

import re

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
