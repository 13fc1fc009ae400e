"""Words of articles as sparse counts, language by language: read once by the compiled tokeniser of the engine.

A word is what `samestory.text.words` finds, folded. With lemmas, forms of one word are one. A run of words (n-gram)
crosses no punctuation. In scripts without spaces each character is read as a word, so runs of two characters are
counted in place of words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy import sparse

from ...coding.forms import forms_of
from ...engine.compiled import kernels
from ...engine.coverage import sides
from ...languages import base_code
from ...text import fold, is_unspaced

SPACE = 0x20
FORMS = 3  # forms of a word that are listed


@dataclass(frozen=True)
class Terms:
    """What is counted in the articles of one language: words, or runs of ``length`` words.

    ``document, term, own, token`` have a value for each use: its article, which term, whether it is outside every
    passage given, and its first word in the order of reading.
    """

    length: int
    names: np.ndarray
    document: np.ndarray
    term: np.ndarray
    own: np.ndarray
    token: np.ndarray
    n_documents: int

    def counts(self, *, own: bool = False) -> sparse.csr_matrix:
        """Articles by terms, float64; with ``own`` only uses outside the passages."""
        rows, columns = (self.document[self.own], self.term[self.own]) if own else (self.document, self.term)
        shape = (self.n_documents, len(self.names))
        return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)


class Read:
    """The articles of one language, read.

    Parameters
    ----------
    articles
        Articles of one language that have texts, each id once.
    passages
        A ``passages`` table: words inside are not an article's own. None: all are.
    lemmas
        Whether forms of one word are one.
    """

    def __init__(self, articles: pd.DataFrame, passages: pd.DataFrame | None, *, lemmas: bool):
        tokens, _ = kernels("tokens", "shingles")
        self._engine = tokens
        self._texts = pa.array(articles["text"].tolist(), pa.large_string())
        self._data, self._offsets = tokens.text_buffers(self._texts)
        self._tokens = tokens.tokenise(self._texts)
        self.n = len(articles)
        self.document = np.repeat(np.arange(self.n, dtype=np.int32), np.diff(self._tokens.doc_begin))
        found, different = pd.factorize(self._tokens.hashes)
        code = found.astype(np.int32)
        first = np.zeros(len(different), np.int64)
        first[code[::-1]] = np.arange(len(code))[::-1]
        self.forms: Any = np.array([fold(self._said(int(at))) for at in first], dtype=object)
        self._form = code
        self.is_unspaced = bool(len(articles)) and is_unspaced(articles["text"].iloc[0])
        self._word, self.words = self._as_words(str(articles["language"].iloc[0]) if self.n else "", lemmas)
        self.own = self._outside(articles, passages)

    def terms(self, longest: int) -> Iterator[Terms]:
        """Words, then runs of two, and so on up to ``longest``."""
        kept = np.flatnonzero(self._word >= 0)
        if not self.is_unspaced:
            yield Terms(1, self.words, self.document[kept], self._word[kept], self.own[kept], kept, self.n)
        run, names, own, at = self._word, self.words, self.own, np.arange(len(self._word))
        for length in range(2, max(longest, 1 + self.is_unspaced) + 1):
            follows = at[at + length - 1 < len(self._word)]
            follows = follows[self._joined[follows + length - 2]]
            last = follows + length - 1
            follows = follows[(run[follows] >= 0) & (self._word[last] >= 0)]
            last = follows + length - 1
            code, pairs = pd.factorize(run[follows].astype(np.int64) * len(self.words) + self._word[last])
            own = own[follows] & self.own[last]
            gap = "" if self.is_unspaced else " "
            heads, ends = np.divmod(pairs, max(len(self.words), 1))
            names = np.array(
                [f"{names[a]}{gap}{self.words[b]}" for a, b in zip(heads, ends, strict=True)], dtype=object
            )
            yield Terms(length, names, self.document[follows], code, own, follows, self.n)
            run = np.full(len(self._word), -1, np.int32)
            run[follows] = code
            whole = np.zeros(len(self._word), bool)
            whole[follows] = own
            own, at = whole, follows

    def forms_in(self, terms: Terms, which: np.ndarray) -> dict[int, str]:
        """The most frequent forms of some terms, as the articles have them."""
        if terms.length == 1:
            table = pd.DataFrame({"term": self._of_form, "form0": np.arange(len(self.forms))})
            table["n"] = np.bincount(self._form, minlength=len(self.forms))
            sizes = table[_among(self._of_form, which, len(self.words))]
        else:
            at = np.flatnonzero(_among(terms.term, which, len(terms.names)))
            columns = {f"form{k}": self._form[terms.token[at] + k] for k in range(terms.length)}
            table = pd.DataFrame({"term": terms.term[at], **columns})
            sizes = table.groupby(list(table.columns)).size().rename("n").reset_index()
        gap = "" if self.is_unspaced else " "
        parts = [self.forms[sizes[f"form{k}"]] for k in range(terms.length)]
        sizes = sizes.assign(said=[gap.join(one) for one in zip(*parts, strict=True)])
        sizes = sizes.sort_values(["term", "n", "said"], ascending=[True, False, True]).groupby("term").head(FORMS)
        return sizes.groupby("term")["said"].agg(", ".join).to_dict()

    def first_uses(self, terms: Terms, group: np.ndarray, of_document: np.ndarray, term: np.ndarray) -> np.ndarray:
        """The first use of each pair of group and term, which must occur."""
        wide = len(terms.names)
        uses = np.flatnonzero(_among(terms.term, term, wide))
        keys = pd.Series(of_document[terms.document[uses]].astype(np.int64) * wide + terms.term[uses], index=uses)
        firsts = keys.drop_duplicates()
        places = pd.Series(firsts.index, index=firsts.to_numpy())
        return places.loc[group.astype(np.int64) * wide + term].to_numpy()

    def places(self, terms: Terms, uses: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Character offsets of some uses, half-open."""
        first = terms.token[uses]
        documents = self.document[first]
        ends = (self._tokens.begin[first], self._tokens.end[first + terms.length - 1])
        begin, end = (self._engine.characters(self._texts, documents, one) for one in ends)
        return begin, end

    @cached_property
    def _joined(self) -> np.ndarray:
        """Whether one space, or in scripts without spaces nothing, is between a word and the next of its article."""
        gap = self._tokens.begin[1:].astype(np.int64) - self._tokens.end[:-1]
        same = self.document[1:] == self.document[:-1]
        if self.is_unspaced:
            return same & (gap == 0)
        sign = self._offsets[self.document[:-1]] + self._tokens.end[:-1]
        joined = same & (gap == 1)
        joined[joined] = self._data[sign[joined]] == SPACE
        return joined

    def word_of(self, word: str) -> str:
        """A word as it is counted: folded, and its lemma if lemmas are counted."""
        form = fold(word)
        return self._known.lemma(form) if self._lemmas else form

    def _said(self, at: int) -> str:
        base = self._offsets[self.document[at]]
        return bytes(self._data[base + self._tokens.begin[at] : base + self._tokens.end[at]]).decode()

    def _as_words(self, language: str, lemmas: bool) -> tuple[np.ndarray, np.ndarray]:
        """The word of each token, -1 if it has no letter, and the words."""
        self._known = forms_of(base_code(language))
        self._lemmas = lemmas and self._known.has_lemmas
        is_word = np.array([any(map(str.isalpha, form)) for form in self.forms], dtype=bool)
        said = [self.word_of(form) if kept else None for form, kept in zip(self.forms, is_word, strict=True)]
        of_form, words = pd.factorize(np.array(said, dtype=object))
        self._of_form = of_form.astype(np.int32)
        return self._of_form[self._form], np.asarray(words, dtype=object)

    def _outside(self, articles: pd.DataFrame, passages: pd.DataFrame | None) -> np.ndarray:
        """Which tokens begin outside every passage."""
        if passages is None or passages.empty:
            return np.ones(len(self.document), bool)
        spans = sides(passages)
        number = pd.Series(np.arange(self.n), index=articles["article_id"])
        spans = spans.assign(document=spans["article_id"].map(number)).dropna(subset="document")
        where = np.flatnonzero(np.isin(self.document, spans["document"].unique()))
        place = self._engine.characters(self._texts, self.document[where], self._tokens.begin[where])
        step = int(max(place.max(initial=0), spans["end"].max() if len(spans) else 0)) + 1
        keys = self.document[where] * step + place
        base = spans["document"].to_numpy(np.int64) * step
        change = np.zeros(len(keys) + 1, np.int64)
        np.add.at(change, np.searchsorted(keys, base + spans["begin"].to_numpy(np.int64)), 1)
        np.add.at(change, np.searchsorted(keys, base + spans["end"].to_numpy(np.int64)), -1)
        own = np.ones(len(self.document), bool)
        own[where] = np.cumsum(change[:-1]) <= 0
        return own


def _among(values: np.ndarray, which: np.ndarray, n: int) -> np.ndarray:
    """Which values (-1, or 0 to n - 1) are among some."""
    chosen = np.zeros(n + 1, bool)
    chosen[which] = True
    return chosen[values]
