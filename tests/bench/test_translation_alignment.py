"""The measure of alignment on a case counted by hand."""

from bench.translation_alignment import Sides, counts, units

# Source: segments of 10, 10 and 20 characters; the other has the first and the third, and a foreign one before it.
SIDES = Sides("xx-yy", "human", "a", "b", [(0, 10), (11, 21), (22, 42)], [(0, 8), (9, 19), (20, 40)], [0, -1, 2])
SENTENCES = ([(0, 10), (11, 21), (22, 30), (31, 42)], [(0, 8), (9, 19), (20, 29), (30, 40)])


def test_sentences_of_one_segment_are_one_unit():
    first, second = units(SENTENCES, SIDES)
    assert first[2] == first[3] == second[2] == second[3]
    assert len({*first, *second}) == 4


def test_right_rows_and_found_units_are_counted():
    rows = [([0], [0]), ([2], [2]), ([3], [3])]
    assert counts(SIDES, SENTENCES, rows).tolist() == [3, 3, 2, 2, 3]


def test_a_row_with_a_foreign_sentence_is_wrong():
    rows = [([0], [0]), ([1], [1]), ([2, 3], [2, 3])]
    assert counts(SIDES, SENTENCES, rows).tolist() == [3, 2, 2, 2, 3]


def test_less_than_half_of_a_unit_does_not_find_it():
    rows = [([2], [3])]
    assert counts(SIDES, SENTENCES, rows).tolist() == [1, 1, 2, 0, 3]


def test_a_row_over_two_units_finds_neither():
    rows = [([0, 1, 2, 3], [0, 1, 2, 3])]
    assert counts(SIDES, SENTENCES, rows).tolist() == [1, 0, 2, 0, 3]


def test_a_sentence_over_two_segments_makes_them_one_unit():
    sentences = ([(0, 21), (22, 42)], SENTENCES[1])
    first, second = units(sentences, SIDES)
    assert first[0] == second[0]
    assert counts(SIDES, sentences, [([0], [0])]).tolist() == [1, 1, 2, 1, 3]
