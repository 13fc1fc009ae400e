"""The name a source is shown by: what a file says, else a spelling that stands in the tables."""

from __future__ import annotations

from collections import Counter

from ...languages.letters import is_cyrillic
from .cases import nominative
from .mentions import Group, Mention, grouped
from .texts import Texts
from .words import vocabulary


def take_labels(mentions: list[Mention], texts: Texts) -> None:
    """Give every group the name it is shown by, and every mention the rule by which it has it."""
    targets = {one.fixed for one in mentions if one.fixed}
    free = [one for one in mentions if not one.fixed]
    groups = grouped(free)
    of_target: dict[str, list[Group]] = {}
    for group in groups:
        for target in targets & {one.name for one in group.members}:
            of_target.setdefault(target, []).append(group)
    for target, those in of_target.items():
        if len(those) == 1 and not those[0].label:
            those[0].label = target
    taken: dict[str, Group] = {group.label: group for group in groups if group.label}
    for group in groups:
        if not group.label:
            group.label = _label(group, texts)
            other = taken.setdefault(group.label, group)
            if other is not group and group.members[0].named.kind == "person" and not group.members[0].named.is_full:
                ids = sorted({one.article_id for one in group.members})
                group.label = f"{group.label} (in {', '.join(ids)})"
        for one in group.members:
            one.rule = one.rule if one.rule not in ("", "same words") else _rule(one, group)


def _label(group: Group, texts: Texts) -> str:
    names = {one.name for one in group.members}
    full = [one for one in group.members if one.named.kind == "person" and one.named.is_full]
    if full and group.members[0].rule != "outlet":
        return _person(full) if len(names) > 1 else _in_nominative(next(iter(names)), full)
    if len(names) == 1:
        return next(iter(names))
    most = max(len(one.named.words) for one in group.members)
    spelled = Counter[str]()
    for one in group.members:
        if len(one.named.words) == most:
            spelled[_without_article(one)] += one.n
    return min(spelled, key=lambda name: (-spelled[name], name))


def _person(full: list[Mention]) -> str:
    """The commonest full name: one in Latin letters where there is one, and rather one without a title."""
    spelled = Counter[str]()
    for one in full:
        spelled[_in_nominative(" ".join(one.named.person), full)] += one.n
    return min(spelled, key=lambda name: (is_cyrillic(name), -spelled[name], name))


def _in_nominative(name: str, full: list[Mention]) -> str:
    """A Cyrillic name in the nominative, where the forms of its mentions or the lemma of the first name tell it."""
    if not is_cyrillic(name) or full[0].kind not in ("", "person"):
        return name
    language = next((one.named.language for one in full if " ".join(one.named.person) == name), full[0].named.language)
    return nominative(name, language, {one.named.person[0] for one in full})


def _without_article(one: Mention) -> str:
    words = one.name.split()
    known = vocabulary(one.named.language)
    while len(words) > 1 and words[0].casefold() in known.determiners:
        words = words[1:]
    return " ".join(words)


def _rule(one: Mention, group: Group) -> str:
    """How a name differs from the one its group is shown by."""
    said = one.named
    if said.kind != "person" or not said.is_full:
        return "same words"
    if said.title:
        return "title"
    if is_cyrillic(one.name) != is_cyrillic(group.label):
        return "transliteration"
    return "case" if is_cyrillic(one.name) else "full name"
