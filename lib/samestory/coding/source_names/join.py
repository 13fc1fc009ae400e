"""Which names of sources are one source: the rule that every measure uses, in the order in which it is applied.

1. ``correction``: the file ``coding/source_names.csv`` of the story says so. Nothing else is then asked.
2. ``codebook``: the name is one of the ``names`` of a source or actor in codebook.yaml, in any case.
3. ``outlet``: the gazetteer or the articles know both names as one outlet or agency; editions in brackets are one.
4. ``same words``: the same but for capitals, articles, quotation marks, accents and, in Russian and Ukrainian, cases.
5. ``full name``, ``transliteration``, ``case``: two full names of persons of which first name and surname fit, also
   over scripts and cases. ``title``: the same with a title or office before or after it.
6. ``surname``: a surname, with or without title, or with an initial, where exactly one person of that surname is named
   in the article; else where exactly one is named in the story.
7. ``role``: "the minister", where exactly one person of the article has that title there.
8. ``shorter form``: an institution without a specifier ("the fire service") where exactly one with a specifier ("the
   regional fire service") is named in the article; else where exactly one is named in the story. Of one unnamed person
   ("the source") only within the article.

Two persons of one surname, and two institutions with different specifiers, are never joined. Institutions named in
two languages are joined by the codebook or by a correction only.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

import pandas as pd

from ...gazetteer import outlet_identity, outlet_named, without_edition
from ...languages import ENGLISH
from ...languages.letters import is_cyrillic, sound
from ...schema.cells import from_cell
from .labels import take_labels
from .mentions import Group, Mention, grouped, may_unite, mentions_of, move, unite
from .texts import Texts
from .words import cyrillic_languages, is_same_name, is_same_person, latin_languages, named, vocabulary, word_key

RULES = (
    *("as written", "correction", "codebook", "outlet", "same words", "full name", "transliteration", "case"),
    *("title", "surname", "role", "shorter form"),
)
COLUMNS = ["name", "source", "rule", "kind", "n_articles", "article_ids"]
OUTLETS = ("outlet", "agency")
Key = TypeVar("Key", bound=Hashable)


def joined_sources(
    articles: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    *,
    known: Mapping[str, Iterable[str]] | None = None,
    actors: Mapping[str, Iterable[str]] | None = None,
    corrections: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List every name of a source in coded tables with the source that it means.

    Parameters
    ----------
    articles
        The ``articles`` of one story. Their texts, if any, show whose title "the minister" is.
    tables
        Coded tables by name. Only ``claims``, ``numbers``, ``citations`` and ``chains`` are read.
    known
        From a source of the codebook to its names in every language, the usual name first.
    actors
        The same for the actors of the codebook. A person among the names of an institution stays a separate source.
    corrections
        A table ``source_names``: ``name, source`` and, for one article only, ``article_id``.

    Returns
    -------
    DataFrame
        One row per name, source and rule, in order of source and name: ``name`` (as written), ``source``, ``rule``
        (listed at the top of this module; ``as written`` if the name is that of the source), ``kind`` (of a cited
        name), ``n_articles``, ``article_ids`` separated by '; '.

    Examples
    --------
    >>> cited = ss.coding.code_story(story.articles, story.codebook, only=["citations"], engine="rules").tables
    >>> names = ss.coding.joined_sources(story.articles, cited)
    >>> names.loc[names["rule"] == "transliteration", ["name", "source"]].values.tolist()[1]
    ['Марен Оскдал', 'Maren Oskdal']
    """
    mentions = mentions_of(articles, tables)
    _correct(mentions, corrections)
    open_ = [one for one in mentions if not one.fixed]
    texts = Texts(articles)
    _by_codebook(open_, known or {}, actors or {})
    _by_outlet(open_, frozenset(articles["outlet"].dropna()))
    _by_words(open_)
    persons = _by_full_name(open_)
    _by_surname(open_, persons, texts)
    _by_role(open_, persons, texts)
    _by_shorter_form(open_)
    take_labels(mentions, texts)
    return _table(mentions)


def with_sources(table: pd.DataFrame, names: pd.DataFrame, column: str) -> pd.DataFrame:
    """Replace the names of sources in a coded table by the sources that ``joined_sources`` gives them.

    Parameters
    ----------
    table
        Any table with ``article_id``.
    names
        From ``joined_sources``.
    column
        The column of the table with names of sources. A name that ``names`` does not list stays as it is.

    Returns
    -------
    DataFrame
        A copy of the table with that column replaced.

    Examples
    --------
    >>> cited = story.table("citations")
    >>> names = ss.coding.joined_sources(story.articles, {"citations": cited})
    >>> len(ss.coding.with_sources(cited, names, "cited")) == len(cited)
    True
    """
    source = {
        (article_id, name): source
        for name, source, ids in zip(names["name"], names["source"], names["article_ids"], strict=True)
        for article_id in from_cell(ids)
    }
    pairs = zip(table["article_id"], table[column], strict=True)
    said = [name if pd.isna(name) else source.get((article_id, name), name) for article_id, name in pairs]
    return table.assign(**{column: pd.Series(said, table.index, dtype=table[column].dtype)})


def _fold(name: object) -> str:
    return " ".join(str(name).split()).casefold()


def _correct(mentions: list[Mention], corrections: pd.DataFrame | None) -> None:
    """Names for which a person decided; a decision on one article goes before one on all."""
    if corrections is None or not len(corrections):
        return
    ids = corrections["article_id"] if "article_id" in corrections else [None] * len(corrections)
    given = {
        (_fold(name), None if pd.isna(article_id) else article_id): str(source)
        for name, source, article_id in zip(corrections["name"], corrections["source"], ids, strict=True)
    }
    for one in mentions:
        key = _fold(one.name)
        if said := given.get((key, one.article_id)) or given.get((key, None)):
            one.fixed, one.rule = said, "correction"


def _put_together(keyed: Iterable[tuple[Key, Mention]], rule: str) -> dict[Key, Group]:
    """Mentions of one key as one group; the rule is kept where no other has spoken."""
    groups: dict[Key, Group] = {}
    for key, one in keyed:
        first = groups.get(key)
        if first is None:
            groups[key] = one.group
        elif may_unite(first, one.group):
            groups[key] = unite(first, one.group)
        one.rule = one.rule or rule
    return groups


def _by_codebook(
    mentions: list[Mention], known: Mapping[str, Iterable[str]], actors: Mapping[str, Iterable[str]]
) -> None:
    """Names of sources; and of actors, but a person is not joined with an institution of which it is the voice."""
    entry: dict[tuple[str, ...], tuple[str, str, bool]] = {}
    for of, is_actor in ((known, False), (actors, True)):
        for key, names in of.items():
            those = list(names)
            for name in those:
                for words in _spellings(name):
                    entry.setdefault(words, (key, those[0], is_actor))
    kind = {one.words: _is_body(one) for one in mentions}
    found = []
    for one in mentions:
        spelled = (one.words, *_spellings(one.name))
        of_entry = next((entry[words] for words in spelled if words in entry), None)
        if of_entry is None:
            continue
        key, label, is_actor = of_entry
        bodies = {_is_body(one), *(kind.get(words) for words in _spellings(label)), _body_of(label)} - {None}
        is_named_person = not one.kind and one.named.kind == "person" and _body_of(label)
        if not is_actor or (len(bodies) < 2 and not is_named_person):
            found.append(((key, label), one))
    for (key, label), group in _put_together(found, "codebook").items():
        group.key, group.label = key, label


def _spellings(name: str) -> list[tuple[str, ...]]:
    """What the words of a name are compared by, in each language it may be in."""
    said = [named(name, language) for language in (cyrillic_languages() if is_cyrillic(name) else latin_languages())]
    return list(dict.fromkeys(tuple(word_key(word, one.language) for word in one.words) for one in said))


def _is_body(one: Mention) -> bool | None:
    """Whether a mention is an institution and no person; None where neither its kind nor its words say so."""
    if one.kind:
        return one.kind != "person"
    return False if one.named.kind == "person" and one.named.title else _body_of(one.name)


def _body_of(name: str) -> bool | None:
    return True if named(name, None if is_cyrillic(name) else ENGLISH).kind == "institution" else None


def _by_outlet(mentions: list[Mention], outlets: frozenset[str]) -> None:
    """Names the gazetteer or the articles know; the spelling of the set is the label, else the gazetteer's name."""
    of_set: dict[str, str] = {}
    for name in sorted(outlets, key=lambda name: ("(" in name, name)):
        of_set.setdefault(outlet_identity(without_edition(name)), without_edition(name))
    found = []
    for one in mentions:
        if one.group.key or one.kind not in ("", *OUTLETS):
            continue
        plain = without_edition(one.name)
        identity = outlet_identity(plain)
        if identity in of_set or outlet_named(plain) is not None or one.kind in OUTLETS:
            found.append((identity, one))
    for identity, group in _put_together(found, "outlet").items():
        if len({one.name for one in group.members}) == 1 and identity not in of_set:
            continue
        gazetteer = next((known for one in group.members if (known := outlet_named(without_edition(one.name)))), None)
        group.label = of_set.get(str(identity)) or (gazetteer.name if gazetteer else "")


def _by_words(mentions: list[Mention]) -> None:
    _put_together(((one.words, one) for one in mentions if one.rule != "outlet"), "same words")


def _is_person(one: Mention) -> bool:
    """Whether a mention may be a person's: named so, and not cited as something else."""
    return one.named.kind == "person" and one.kind in ("", "person") and one.rule != "outlet"


def _by_full_name(mentions: list[Mention]) -> list[Group]:
    """Full names that are one person's; gives the groups of persons."""
    full = [one for one in mentions if _is_person(one) and one.named.is_full]
    near: dict[str, list[Mention]] = {}
    for one in full:
        rivals = near.setdefault(sound(one.named.person[-1])[:3], [])
        same = next((other for other in rivals if is_same_person(one.named.person, other.named.person)), None)
        rivals.append(one)
        if same is None or not may_unite(same.group, one.group):
            continue
        if same.group is not one.group:
            unite(same.group, one.group)
        one.rule = "" if one.rule == "same words" else one.rule  # how it differs from the label is said at the end
    return grouped(full)


def _full_of(group: Group) -> list[Mention]:
    return [one for one in group.members if one.named.kind == "person" and one.named.is_full]


def _by_surname(mentions: list[Mention], persons: list[Group], texts: Texts) -> None:
    """Surnames, with a title, an initial or alone, of which one person is named in the article, or in the story."""
    near = _near(persons)
    apart: dict[tuple[str, tuple[str, ...]], Group] = {}
    for one in mentions:
        said = one.named
        if not _is_person(one) or said.is_full or one.is_known or _is_short(said.person[-1]):
            continue
        those = list(near.get(sound(said.person[-1])[:3], {}).values())
        fitting = [group for group in those if _has_surname(group, said.person)]
        meant = _meant(one, fitting, texts)
        if meant is not None and may_unite(meant, one.group):
            move(one, meant, "surname")
        elif fitting:  # somebody of a surname that others have as well: one person in each article, at best
            move(one, apart.setdefault((one.article_id, one.words), Group()), "same words")


def _near(persons: list[Group]) -> dict[str, dict[int, Group]]:
    """The groups of persons by the first sounds of their surnames, which all forms of a surname share."""
    near: dict[str, dict[int, Group]] = {}
    for group in persons:
        for full in _full_of(group):
            near.setdefault(sound(full.named.person[-1])[:3], {})[id(group)] = group
    return near


def _meant(one: Mention, fitting: list[Group], texts: Texts) -> Group | None:
    """The only person of a surname in the article; else in the story, if the text names nobody else of the surname."""
    first_names = texts.first_names(one.article_id, one.named.person[-1])
    here = [group for group in fitting if any(other.article_id == one.article_id for other in _full_of(group))]
    if first_names:
        here = [group for group in fitting if any(_fits_first(group, name) for name in first_names)]
        if any(not any(_fits_first(group, name) for group in here) for name in first_names):
            return None
    those = here or fitting
    return those[0] if len(those) == 1 else None


def _is_short(word: str) -> bool:
    """Whether a word is an abbreviation in capitals, which is nobody's surname."""
    return word.isupper() and len(word) > 1


def _has_surname(group: Group, person: tuple[str, ...]) -> bool:
    return any(
        is_same_name(full.named.person[-1], person[-1])
        and (len(person) == 1 or is_same_name(full.named.person[0], person[0]))
        for full in _full_of(group)
    )


def _fits_first(group: Group, name: str) -> bool:
    return any(is_same_name(full.named.person[0], name) for full in _full_of(group))


def _by_role(mentions: list[Mention], persons: list[Group], texts: Texts) -> None:
    """Roles that exactly one person of the article has there, by a coded name or beside the name in the text."""
    roles = [one for one in mentions if one.named.kind == "role" and not one.is_known and not one.named.is_indefinite]
    near = _near(persons)
    coded: dict[str, dict[int, Group]] = {}
    for group in persons:
        for one in group.members:
            if one.named.kind == "person":
                coded.setdefault(one.article_id, {})[id(group)] = group
    for one in roles:
        there = dict(coded.get(one.article_id, {}))
        for start in {sound(word)[:3] for word in texts.capitals(one.article_id)}:
            there |= near.get(start, {})
        those = [group for group in there.values() if _has_role(group, one, texts)]
        if len(those) == 1 and may_unite(those[0], one.group):
            move(one, those[0], "role")


def _has_role(group: Group, role: Mention, texts: Texts) -> bool:
    here = [one for one in group.members if one.article_id == role.article_id and one.named.kind == "person"]
    wanted = role.named.words
    said = [word for one in here for word in one.named.title]
    if said and _holds(said, wanted, role):
        return True
    names = {one.named.person[-1] for one in here} or {one.named.person[-1] for one in _full_of(group)}
    return any(_holds(list(beside), wanted, role) for name in names for beside in texts.beside(role.article_id, name))


def _holds(said: list[str], wanted: tuple[str, ...], role: Mention) -> bool:
    """Whether words beside a name hold the words of a role; a compound may end in the word."""
    keys = {word_key(word, role.named.language) for word in said}
    head = word_key(role.named.head, role.named.language)
    rest = [word_key(word, role.named.language) for word in wanted]
    return all(
        any(key == word or (word == head and key.endswith(word) and len(word) > 5) for key in keys) for word in rest
    )


def _by_shorter_form(mentions: list[Mention]) -> None:
    """Institutions without a specifier, and "the source" within an article."""
    held: dict[tuple[str, str, str], list[Mention]] = {}
    for one in mentions:
        said = one.named
        if said.kind in ("institution", "unnamed", "document") and one.rule != "outlet" and said.head:
            held.setdefault((said.language, said.kind, word_key(said.head, said.language)), []).append(one)
    for (language, kind, head), those in sorted(held.items()):
        if kind != "institution" and head.endswith(vocabulary(language).plural_endings or "\0"):
            continue
        for one, fuller in _fuller(those):
            if fuller is None or fuller.group is one.group or not may_unite(fuller.group, one.group):
                continue
            if one.group.key:  # the codebook's own name stays what it is; the longer form joins it
                fuller.rule = "shorter form"
                unite(one.group, fuller.group)
            else:
                move(one, fuller.group, "shorter form")


def _fuller(those: list[Mention]) -> list[tuple[Mention, Mention | None]]:
    """Each name with its only longer form: in its article, else, of an institution, in the story."""
    story: dict[frozenset[str], Mention] = {}
    places: dict[str, dict[frozenset[str], Mention]] = {}
    for one in those:
        words = frozenset(one.words)
        story.setdefault(words, one)
        places.setdefault(one.article_id, {}).setdefault(words, one)
    in_story = {words: _greatest(words, story) for words in story}
    found: list[tuple[Mention, Mention | None]] = []
    for one in those:
        words = frozenset(one.words)
        here = [] if one.group.key else _greatest(words, places[one.article_id])
        far = in_story[words] if one.named.kind == "institution" else []
        fuller = here or far
        is_clear = len(fuller) == 1 and not one.named.is_indefinite
        found.append((one, fuller[0] if is_clear else None))
    return found


def _greatest(words: frozenset[str], names: Mapping[frozenset[str], Mention]) -> list[Mention]:
    """The longer forms of a name that are in no longer one themselves."""
    longer = [more for more in names if words < more]
    return [names[more] for more in longer if not any(more < other for other in longer)]


def _table(mentions: list[Mention]) -> pd.DataFrame:
    """The mentions as a table, one row a name, source and rule."""
    rows: dict[tuple[str, str, str], list[Mention]] = {}
    for one in mentions:
        source = one.fixed or one.group.label
        rule = "as written" if one.name == source and one.rule not in ("correction",) else one.rule
        rows.setdefault((source, one.name, rule or "same words"), []).append(one)
    table = [
        (name, source, rule, those[0].kind, len({one.article_id for one in those}), _ids(those))
        for (source, name, rule), those in sorted(rows.items())
    ]
    return pd.DataFrame(table, columns=COLUMNS).astype({**dict.fromkeys(COLUMNS, "str"), "n_articles": "int64"})


def _ids(those: list[Mention]) -> str:
    return "; ".join(sorted({one.article_id for one in those}))
