"""Any text: no crash, offsets that quote it, and time that grows with its length."""

import pytest
from growth import assert_even_growth
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.coding.credits import credits
from samestory.coding.cues import cues_of
from samestory.coding.mentions import sources_of
from samestory.coding.relations import ruled

LANGUAGES = ("en", "fr", "ru", "uk")
_WORDS = (
    "said|says he|According to|the union|Mr. Bell|, |. |: |; |“|”|«|»|''|(|)| — |\n|\n— |\0|that|denied|citing|1|a|İ|ß"
    "|This was said by|Reuters|selon|l’|répond-il|qu’|по словам|сообщает|Об этом|про це|заявив|, що "
    "|\u202eאמר\u202c|قال"
    "|’s|claim that|his|was reported by|it is reported that|Source: |\ud800"
)
_PIECES = st.sampled_from([*_WORDS.split("|"), '"'])
TEXTS = (
    st.lists(_PIECES, max_size=60).map(" ".join) | st.lists(_PIECES, max_size=60).map("".join) | st.text(max_size=300)
)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_offsets_quote_the_text(text, language):
    found = ruled(text, language, cues_of(language))
    spans = [span for one in found for span in (*one.contents, one.source, one.cue) if span is not None]
    assert all(0 <= begin < end <= len(text) for begin, end in spans)
    assert all(one.contents and len(one.contents) == len(one.hedged) == len(one.direct) for one in found)
    named = sources_of(text, language, [one.source for one in found if one.source])
    for source in named.values():
        assert source is None or (source.name and 0 <= source.begin < source.end <= len(text))
    assert all(0 <= begin < end <= len(text) for _, _, (begin, end) in credits(text, language))


LARGE = {
    "one paragraph of 1 MB": "The mayor of the port said that it was closed, ",
    "thirty thousand quotations": "“a b c d” he said ",
    "never closed": "“ said ",
    "cues alone": "said ",
    "NULs": "\0said\0",
    "brackets": "( he said ",
    "commas": "A, ",
    "straight marks": '" said " ',
    "reaching back": "This was said by X. ",
    "names": "Ann Bee said it. Bee said it. She said it. ",
}


@pytest.mark.parametrize("name", LARGE)
def test_time_grows_with_the_length(name):
    piece = LARGE[name]
    whole = 1_000_000 if "1 MB" in name else len(piece) * 30_000 if "thousand" in name else 120_000
    short, long = ((piece * (length // len(piece) + 1))[:length] for length in (whole // 8, whole))

    def read(text):
        found = ruled(text, "en", cues_of("en"))
        if whole < 1_000_000:
            sources_of(text, "en", [one.source for one in found if one.source])

    assert_even_growth(read, short, long)
