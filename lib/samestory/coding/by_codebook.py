"""Claims, numbers and labels of a whole set of articles, by a codebook."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ..errors import SamestoryError, listed, suggestion
from ..schema import TABLES, require_columns
from ..schema.model import DTYPES
from .claims import Hits, claim_rows
from .coded import CODER, NO_RULES
from .labels import label_rows
from .meaning import Passages
from .meaning.examples import CONTRADICTS, DENIES, MAKES
from .numbers import number_rows
from .plan import Codebook, Plan
from .reading import Reading, reading
from .storable import storable
from .voice import Voices, names_by_article, said_by_article

NOT_KNOWN = "(not known)"
NO_NUMBERS = "articles: no table of numbers for the language, so no number is coded"
BY_CODEBOOK = ("claims", "numbers", "labels")


@dataclass
class CodedTables:
    """The tables that were coded, by name, and counts of what was left out by table, language and reason."""

    tables: dict[str, pd.DataFrame]
    left_out: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def summary(self, articles: pd.DataFrame) -> pd.DataFrame:
        """Count rows and their articles by table and language: ``table, language, rows, n_articles``."""
        spoken = articles.drop_duplicates("article_id").set_index("article_id")["language"]
        rows = []
        for name, table in self.tables.items():
            for language, part in table.groupby(table["article_id"].map(spoken).fillna(NOT_KNOWN)):
                rows.append((name, str(language), len(part), part["article_id"].nunique()))
        return pd.DataFrame(rows, columns=["table", "language", "rows", "n_articles"])

    def left_out_lines(self) -> list[str]:
        """Say what was left out, one line per reason: ``claims, numbers: articles without text: 3 (fr 2, sw 1)``.

        Languages whose attributions cannot be coded come first, one line each: ``attribution not available for zh: 3
        articles``.
        """
        lines = []
        counts: dict[tuple[str, str], dict[str, int]] = {}
        for (table, language, why), n in sorted(self.left_out.items()):
            if why == f"articles: {NO_RULES}":
                lines.append(
                    f"attribution not available for {language}: {n:,} article{'s' * (n != 1)}; claims found there are"
                    " `mentioned`"
                )
                continue
            counts.setdefault((table, why), {})[language] = n
        alike: dict[tuple[str, tuple[tuple[str, int], ...]], list[str]] = {}
        for (table, why), by in counts.items():
            alike.setdefault((why, tuple(by.items())), []).append(table)
        return lines + [
            f"{', '.join(names)}: {why}: {sum(n for _, n in by):,} ({listed((f'{code} {n:,}' for code, n in by), 40)})"
            for (why, by), names in alike.items()
        ]


def code_claims(
    articles: pd.DataFrame,
    codebook: Codebook,
    attributions: pd.DataFrame,
    *,
    citations: pd.DataFrame | None = None,
    passages: Passages | None = None,
    coder: str = CODER,
) -> pd.DataFrame:
    """Code what each article does with each claim of the codebook, by the patterns of the claim or by its meaning.

    Parameters
    ----------
    articles, attributions
        Tables of one story. ``attributions`` has one coder; without rows, every claim counts as the article's own
        voice.
    codebook
        ``story.codebook``. A claim without patterns in a language gives no rows for articles in it.
    citations
        With this table, ``attributed_to`` has the names of sources used there; else the words of the article.
    passages
        What ``claim_passages`` found by meaning. With it no pattern of a claim is used: its passages are judged by the
        same rules of attribution, and articles that the encoder cannot read have no row.
    coder
        The value of the column ``coder``.

    Returns
    -------
    DataFrame
        ``claims``: one row per claim and article with text. ``note`` gives the rule and the pattern that decided.
        ``absent`` is used only if the whole text could be read.

    Examples
    --------
    >>> one = story.articles.query("article_id == 'crane-0302-nine'")
    >>> said = ss.coding.code_attributions(one, engine="rules")
    >>> claims = ss.coding.code_claims(one, story.codebook, said)
    >>> claims.set_index("claim_id")["status"][["H04", "H05"]].tolist()
    ['attributed', 'absent']
    """
    made = coded(articles, codebook, attributions, citations=citations, passages=passages, coder=coder, only=["claims"])
    return made.tables["claims"]


def code_numbers(
    articles: pd.DataFrame,
    codebook: Codebook,
    attributions: pd.DataFrame,
    *,
    citations: pd.DataFrame | None = None,
    coder: str = CODER,
) -> pd.DataFrame:
    """Code the figures that each article gives for the quantities of the codebook.

    Parameters
    ----------
    articles, attributions, codebook, citations, coder
        As for ``code_claims``.

    Returns
    -------
    DataFrame
        ``numbers``: one row per figure, in the unit of its quantity (60 if the unit is "million crowns"). ``low`` and
        ``high`` are its bounds; an empty one is open. A vague word has the low bound that ``vague`` of the codebook
        gives it, and no high bound.

    Examples
    --------
    >>> one = story.articles.query("article_id == 'crane-0302-nine'")
    >>> said = ss.coding.code_attributions(one, engine="rules")
    >>> numbers = ss.coding.code_numbers(one, story.codebook, said)
    >>> numbers[["value_text", "low", "high"]].values.tolist()[2]
    ['About fifty', 45.0, 55.0]
    """
    return coded(articles, codebook, attributions, citations=citations, coder=coder, only=["numbers"]).tables["numbers"]


def code_labels(
    articles: pd.DataFrame, codebook: Codebook, attributions: pd.DataFrame, *, coder: str = CODER
) -> pd.DataFrame:
    """Code the words that each article uses for the actors of the codebook, in any form of the words.

    Parameters
    ----------
    articles, codebook, coder
        As for ``code_claims``.
    attributions
        Show which words in quotation marks are speech.

    Returns
    -------
    DataFrame
        ``labels``: one row per article, actor, label and voice. ``n`` counts uses; the offsets are those of the first.

    Examples
    --------
    >>> one = story.articles.query("article_id == 'crane-0302-nine'")
    >>> said = ss.coding.code_attributions(one, engine="rules")
    >>> ss.coding.code_labels(one, story.codebook, said).loc[1, ["actor", "label", "evaluation"]].tolist()
    ['company', 'profiteers', 'delegitimising']
    """
    return coded(articles, codebook, attributions, coder=coder, only=["labels"]).tables["labels"]


def coded(
    articles: pd.DataFrame,
    codebook: Codebook,
    attributions: pd.DataFrame,
    *,
    citations: pd.DataFrame | None = None,
    passages: Passages | None = None,
    only: Iterable[str] = BY_CODEBOOK,
    coder: str = CODER,
    say: Callable[[int], None] | None = None,
) -> CodedTables:
    """Code several tables at once, so that every text is read only once.

    Parameters
    ----------
    articles, codebook, attributions, citations, passages, coder
        As for ``coding.code_claims``.
    only
        Tables of ``BY_CODEBOOK``.
    say
        Called with the number of articles done, after each.

    Returns
    -------
    CodedTables
        Tables in order of article, and what was left out.

    Raises
    ------
    SamestoryError
        A table that is not coded by a codebook.
    """
    wanted = list(dict.fromkeys(only))
    for name in wanted:
        if name not in BY_CODEBOOK:
            raise SamestoryError(
                f"{name!r} is not coded by codebook.{suggestion(name, BY_CODEBOOK)} Tables: {listed(BY_CODEBOOK)}"
            )
    coding = _Coding(codebook, wanted, said_by_article(attributions), names_by_article(citations), passages)
    needed = ["article_id", "language", "text", "text_status"]
    require_columns(needed, articles.columns, "articles")
    given = zip(*(articles[name].tolist() for name in needed), strict=True)
    for done, row in enumerate(sorted(given, key=lambda row: str(row[0])), 1):
        coding.read(*row)
        if say is not None:
            say(done)
    return CodedTables({name: as_table(name, found, coder) for name, found in coding.rows.items()}, coding.left)


class _Coding:
    """Codes articles one by one: rows by table, and counts of what is left out by table, language and reason."""

    def __init__(
        self,
        codebook: Codebook,
        wanted: list[str],
        said: Mapping[str, Any],
        names: Mapping[str, Any],
        passages: Passages | None,
    ):
        self.codebook, self.wanted, self.said, self.names = codebook, wanted, said, names
        self.passages = passages
        self.plans: dict[str, Plan] = {}
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in wanted}
        self.left: dict[tuple[str, str, str], int] = {}

    def read(self, article_id: str, language: Any, text: Any, status: Any) -> None:
        """Code one article, or count why it is left out."""
        code = language if isinstance(language, str) and language else ""
        if not isinstance(text, str) or not text.strip():
            for name in self.wanted:
                self._leave(name, code, "articles without text")
            return
        if code not in self.plans:
            self.plans[code] = Plan(self.codebook, code)
        plan = self.plans[code]
        use = [name for name in self.wanted if self._is_planned(name, article_id, plan)]
        for name in self.wanted:
            if name not in use:
                self._leave(name, code, self._why_not(name, article_id))
        if use:
            voices = Voices(text, self.said.get(article_id, ()), self.names.get(article_id, ()))
            self._code(use, article_id, str(status), reading(storable(text), plan.lexicon), voices, plan, code)

    def _code(
        self, use: list[str], article_id: str, status: str, text: Reading, voices: Voices, plan: Plan, code: str
    ) -> None:
        if "claims" in use:
            hits = None if self.passages is None else _hits(self.passages.found[article_id], text, plan)
            self.rows["claims"] += claim_rows(article_id, status, text, voices, plan, hits)
        if "numbers" in use and not plan.lexicon.numbers.is_known:
            self._leave("numbers", code, NO_NUMBERS)
        elif "numbers" in use:
            self.rows["numbers"] += number_rows(article_id, text, voices, plan)
        if "labels" in use:
            found, n_unsure = label_rows(article_id, text, voices, plan)
            self.rows["labels"] += found
            if n_unsure:
                self._leave("labels", code, "words that fit several actors", n_unsure)

    def _is_planned(self, name: str, article_id: str, plan: Plan) -> bool:
        if name == "claims" and self.passages is not None:
            return bool(self.passages.found.get(article_id))
        return {"claims": plan.has_claims, "numbers": plan.has_quantities, "labels": bool(plan.labels)}[name]

    def _why_not(self, name: str, article_id: str) -> str:
        if name == "claims" and self.passages is not None:
            return f"articles: {self.passages.unread.get(article_id, 'no claim has a description or an example')}"
        return f"articles: no {'labels' if name == 'labels' else 'patterns'} in this language"

    def _leave(self, table: str, code: str, why: str, n: int = 1) -> None:
        key = table, code or NOT_KNOWN, why
        self.left[key] = self.left.get(key, 0) + n


def _hits(found: Mapping[str, Iterable[tuple[str, int, int, str]]], text: Reading, plan: Plan) -> dict[str, Hits]:
    """Passages found by meaning, as lexemes; a claim that another one denies has no denials of its own."""
    own = {claim.claim_id: claim.denied_by is None for claim in plan.claims}
    hits = {}
    for claim_id, those in found.items():
        by: dict[str, list[tuple[int, int, str]]] = {MAKES: [], DENIES: [], CONTRADICTS: []}
        for kind, begin, end, like in those:
            first, last = bisect_left(text.begin, begin), bisect_left(text.begin, end)
            if first < last and (kind != DENIES or own.get(claim_id, True)):
                by[kind].append((first, last, like))
        makes, denies, contradicts = (tuple(sorted(by[kind])) for kind in (MAKES, DENIES, CONTRADICTS))
        hits[claim_id] = Hits(makes=makes, denials=denies, contradictions=contradicts, by="example")
    return hits


def as_table(name: str, rows: list[dict[str, Any]], coder: str) -> pd.DataFrame:
    """Rows as the declared table, every column in its type."""
    declared = TABLES[name]
    if not rows:
        return declared.empty()
    columns = {}
    for column in declared.columns:
        cells = [coder] * len(rows) if column.name == "coder" else [row.get(column.name) for row in rows]
        columns[column.name] = pd.Series(cells, dtype="object").astype(DTYPES[column.kind])
    return pd.DataFrame(columns)
