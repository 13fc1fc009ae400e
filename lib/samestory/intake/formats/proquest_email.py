"""ProQuest's full-text e-mails (``.eml``), also where one was forwarded inside another."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.message import Message

from ...errors import SamestoryError
from .press import flat
from .proquest_html import read_records
from .proquest_text import read_text
from .record import Found, Options, Reader, Reject, Remark
from .source import Source, decoded_by_guess, is_text_encoding

_HEADER = re.compile(rb"\A(?:[!-9;-~]{1,60}:[^\n]{0,2000}\r?\n)")
_PART = re.compile(r">\s{0,9}E-?mail (\d{1,4}) of (\d{1,4})\s{0,9}<", re.IGNORECASE)
MOST_PARTS = 200


def recognises(source: Source) -> bool:
    """Whether it is a mail that names ProQuest in its first 64 KiB."""
    head = source.head.lstrip(b"\xef\xbb\xbf \r\n")
    return (
        (_HEADER.match(head) is not None or head.startswith(b"From "))
        and b"proquest" in source.head.lower()
        and re.search(rb"^(?:subject|from|mime-version|content-type):", head[:20_000], re.IGNORECASE | re.MULTILINE)
        is not None
    )


def read(source: Source, options: Options) -> Iterator[Found]:
    """Each article of the mail.

    Raises
    ------
    SamestoryError
        No mail, or no article of ProQuest in it.
    """
    message = email.message_from_bytes(source.read())
    encodings: dict[str, None] = {}
    parts = [part for _, part in zip(range(MOST_PARTS), message.walk(), strict=False) if not part.is_multipart()]
    pages = [
        text
        for part in parts
        if part.get_content_type() == "text/html" and _ours(text := _text(part, options, encodings))
    ]
    plain = [
        text
        for part in parts
        if part.get_content_type() == "text/plain" and _ours(text := _text(part, options, encodings))
    ]
    if not pages and not plain:
        raise SamestoryError(f"{source.name}: no text of ProQuest in this mail; its parts: {_kinds(parts)}")
    if any(defect for part in message.walk() for defect in part.defects if "Boundary" in type(defect).__name__):
        yield Reject.of_end("the mail does not end as mails do; the file may be cut")
    for says in encodings:
        yield Remark("encoding", says)
    for page in pages:
        if (one_of := _PART.search(page[:200_000])) is not None:
            yield Remark("layout", f"{flat(one_of[0].strip('<> '))}: the other mails of this export hold the rest")
        yield from read_records(page, options, source.name)
    if not pages:
        for text in plain:
            yield from read_text(text, options, source.name)


def _ours(text: str) -> bool:
    return "ProQuest" in text and ("DocID_" in text or "Full text" in text or "Document URL" in text)


def _text(part: Message, options: Options, encodings: dict[str, None]) -> str:
    """The text of a part; ``encodings`` gets what is told of one that had to be recognised."""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    for name in (options.encoding, part.get_content_charset()):
        if name and is_text_encoding(name):
            try:
                return raw.decode(name)
            except UnicodeDecodeError:
                continue
    text, says = decoded_by_guess(raw)
    encodings[says] = None
    return text


def _kinds(parts: list[Message]) -> str:
    return ", ".join(sorted({part.get_content_type() for part in parts})) or "none"


READER = Reader("ProQuest e-mail", (".eml",), recognises, read)
