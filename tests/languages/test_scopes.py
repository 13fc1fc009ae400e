"""Scopes of figures: which can be compared, which are of other places, parts or times."""

import pytest

from samestory.languages import scope_relation

CASES = [
    ("in the fire", "en", "in the whole city", "en", "other_scope"),
    ("in Orvel", "en", "in the region", "en", "other_scope"),
    ("à Orvel", "fr", "dans la région", "fr", "other_scope"),
    ("в городе", "ru", "в области", "ru", "other_scope"),
    ("in Orvel", "de", "im Bezirk", "de", "other_scope"),
    ("of the 40 workers", "en", "of the 38 residents", "en", "other_scope"),
    ("in Orvel", "en", "in Orvel", "en", "same"),
    ("in Orvel", "en", "в Орвеле", "ru", "same"),
    ("à Orvel", "fr", "in Orvel", "en", "same"),
    ("у Келмуті", "uk", "у Келмуту", "uk", "same"),
    ("in the fire", "en", None, "en", "same"),
    ("dans l'incendie", "fr", None, "fr", "same"),
    ("so far", "en", None, "en", "same"),
    ("au total", "fr", None, "fr", "same"),
    (None, "en", None, "fr", "same"),
    ("since Monday", "en", "since Thursday", "en", "other_time"),
    ("depuis lundi", "fr", "depuis jeudi", "fr", "other_time"),
    ("since Monday", "en", None, "en", "cannot_tell"),
    ("in Orvel", "en", None, "en", "cannot_tell"),
    ("à Orvel", "fr", None, "fr", "cannot_tell"),
    ("in the fire", "en", "in the disaster", "en", "cannot_tell"),
    ("in Moscow", "en", "à Moscou", "fr", "cannot_tell"),
    ("in Orvel", "en", "в Москве", "ru", "cannot_tell"),
]


@pytest.mark.parametrize(("one", "language", "other", "other_language", "relation"), CASES)
def test_two_scopes_and_how_they_go_together(one, language, other, other_language, relation):
    assert scope_relation(one, language, other, other_language) == relation
    assert scope_relation(other, other_language, one, language) == relation


@pytest.mark.parametrize("odd", ["", " ", "…", "since", "in", "x" * 5000, "in " * 2000, "12", "\u202e"])
def test_odd_scopes_give_an_answer(odd):
    relations = ("same", "other_scope", "other_time", "cannot_tell")
    assert scope_relation(odd, "en", "in Orvel", None) in relations
    assert scope_relation(odd, "xx", odd, "ru") == "same"
