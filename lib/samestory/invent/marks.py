"""Sentence templates: alternatives in braces, values after a dollar sign, spans in square brackets.

``{closed/shut}`` is one of these words, ``$town`` a value, ``[N toll.low|seven people]`` a span with its tag and
argument. Spans may be inside one another. The first letter of a sentence is made a capital.

=====  ==============================================================================================
``A``  what is attributed; the argument is the kind of its cue, with ``!`` if it is direct speech
``S``  the words for a source; the argument is its key
``K``  the cue
``N``  a figure: quantity and value
``L``  a label: actor and sort
=====  ==============================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_EITHER = re.compile(r"\{([^{}]*)\}")
_VALUE = re.compile(r"\$([a-z_0-9]+)")
_OPENS = re.compile(r"\[([A-Z]) ?([^|\[\]]*)\|")


@dataclass(frozen=True)
class Span:
    """A stretch of a sentence: tag, argument, half-open offsets."""

    tag: str
    argument: str
    begin: int
    end: int


def chosen(template: str, choose: Callable[[int, int], int]) -> str:
    """The template with one of each alternatives.

    Parameters
    ----------
    template
        Text with ``{a/b}``.
    choose
        Takes the place of the alternatives among all (from 0) and how many they are; returns which.
    """
    at = -1

    def one(match: re.Match[str]) -> str:
        nonlocal at
        at += 1
        among = match[1].split("/")
        return among[choose(at, len(among)) % len(among)]

    return _EITHER.sub(one, template)


def filled(template: str, values: Mapping[str, str]) -> tuple[str, tuple[Span, ...]]:
    """The text of a template without alternatives, and its spans.

    Examples
    --------
    >>> from samestory.invent.marks import filled
    >>> text, spans = filled("[N toll.low|$low people] are hurt.", {"low": "seven"})
    >>> text, text[spans[0].begin : spans[0].end], spans[0].argument
    ('Seven people are hurt.', 'Seven people', 'toll.low')
    """
    source = _VALUE.sub(lambda match: values[match[1]], template)
    text: list[str] = []
    done: list[Span] = []
    opened: list[tuple[str, str, int]] = []
    at = length = 0
    while at < len(source):
        if head := _OPENS.match(source, at):
            opened.append((head[1], head[2], length))
            at = head.end()
            continue
        if source[at] == "]":
            tag, argument, begin = opened.pop()
            done.append(Span(tag, argument, begin, length))
        else:
            text.append(source[at])
            length += 1
        at += 1
    if opened:
        raise ValueError(f"a span is not closed: {template!r}")
    first = next((i for i, sign in enumerate(text) if sign.isalnum()), None)
    if first is not None:
        text[first] = text[first].upper()
    return "".join(text), tuple(sorted(done, key=lambda span: (span.begin, -span.end, span.tag)))
