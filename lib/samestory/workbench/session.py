"""A person's coding of a story, without a front end: articles in order; decisions checked, on the disk, undone.

What comes in is a message as a front end sends it, so nothing in it is taken on trust; what goes out is plain data.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ..coding import claim_candidates, code_story
from ..coding.by_hand import Change, HandCoding, Key, Row, key_of, other_files, row_of
from ..coding.numbers import bounds_of
from ..coding.storable import name_of, storable
from ..coding.write import cell_of
from ..errors import SamestoryError, TableError, counted, listed, suggestion
from ..schema import BY_HAND, STATUSES, UNSEEN, check, table_named
from ..story import Story
from ..text import quotations, sentences

MOST_LETTERS = 5_000  # of a cell that is no passage
MOST_DECISIONS = 2_000  # in one message
MOST_UNDONE = 1_000  # steps
WHOLE, FIGURES = ("begin", "end", "n"), ("low", "high")
NOT_GIVEN = ("article_id", "coder", "reads", "unit", "order", "language")  # columns that follow from the others
KINDS = ("outlet", "agency", "person", "organisation", "document", "unnamed")
AROUND = 60  # characters beside a suggested place

Message = Mapping[str, Any]
Answer = dict[str, Any]


@dataclass
class _Step:
    """One step that can be taken back: the article, what to change, and what the rows must still be."""

    article_id: str
    back: list[Change]
    made: dict[tuple[str, Key], Row | None]


@dataclass
class Session:
    """One coder at work on one story.

    Attributes
    ----------
    story, coder
        What is coded, by whom.
    blind
        Whether suggestions and other coders are hidden; None: in the articles that the coding plan has coded twice.
    order
        The articles to code, in order.
    """

    story: Story
    coder: str
    blind: bool | None = None
    order: list[str] = field(init=False)
    hand: HandCoding = field(init=False)

    def __post_init__(self) -> None:
        self.hand = HandCoding(self.story.folder, self.coder)
        if files := other_files(self.story.folder, self.coder):
            raise SamestoryError(
                f"coder {self.coder!r} has rows in coding/{listed(files)}, which the workbench does not change;"
                " choose another name, for instance coder-1"
            )
        articles = self.story.articles
        with_text = articles[articles["text"].fillna("").str.strip() != ""]
        self._articles = {key: with_text.iloc[[at]] for at, key in enumerate(with_text["article_id"])}
        self._texts = {key: storable(str(row["text"].iloc[0])) for key, row in self._articles.items()}
        self._double: set[str] = set()
        self.order = self._planned(list(self._articles))
        self._names = self.story.article_names()
        self._steps: list[_Step] = []
        self._suggested: dict[str, list[dict[str, Any]]] = {}
        book = self.story.codebook
        is_used = {"claims": book.claims, "numbers": book.quantities, "labels": book.actors, "citations": True}
        self.tables = [name for name in BY_HAND if is_used[name]]

    def _planned(self, with_text: list[str]) -> list[str]:
        """The articles of this coder by ``coding/plan.csv``; without a plan every article with a text."""
        plan = self.story.codings.get("plan")
        if plan is None or plan.empty:
            return with_text
        mine = plan[plan["coder"] == self.coder].sort_values("position", kind="stable")
        if mine.empty:
            raise SamestoryError(
                f"coder {self.coder!r} has no article in coding/plan.csv."
                f"{suggestion(self.coder, plan['coder'].unique())} Coders: {listed(sorted(plan['coder'].unique()))}"
            )
        self._double = set(mine.loc[mine["is_double"].fillna(False).astype(bool), "article_id"])
        return [one for one in mine["article_id"] if one in self._articles]

    def answer(self, message: Any) -> Answer:
        """What to answer to a message of the front end; never an error that is raised.

        Parameters
        ----------
        message
            A dict with ``do`` (one of ``start, open, decide, note, finish, reopen, undo, propose, refuse``), ``id`` to
            know the answer by, and what the action needs.

        Returns
        -------
        dict
            ``id``, ``ok``, and either what the action gives or ``error``, a sentence for the person.
        """
        said = message if isinstance(message, dict) else {}
        ident = said.get("id")
        base = {"id": ident if isinstance(ident, (int, str)) and len(str(ident)) <= 60 else None}
        actions: dict[str, Callable[[Message], Answer]] = {
            "start": self._start,
            "open": lambda m: self.opened(self._article(m)),
            "decide": self._decide,
            "note": self._note,
            "finish": self._finish,
            "reopen": self._reopen,
            "undo": lambda m: self.undo(),
            "propose": self._propose,
            "refuse": self._refuse,
        }
        try:
            action = actions.get(said.get("do") if isinstance(said.get("do"), str) else "")  # type: ignore[arg-type]
            if action is None:
                raise SamestoryError("the workbench does not know this message; run the cell again")
            self.hand.refresh()  # another kernel of this coder may have written
            return {**base, "ok": True, **action(said)}
        except TableError as error:
            return {**base, "ok": False, "error": _in_words(error)}
        except SamestoryError as error:
            return {**base, "ok": False, "error": str(error)}
        except OSError as error:
            return {**base, "ok": False, "error": f"not saved: {error.strerror or type(error).__name__}"}
        except Exception as error:  # a fault of ours, not the person's: said in the page, nothing was changed
            return {**base, "ok": False, "error": f"not done: {type(error).__name__} in the workbench"}

    def progress(self) -> pd.DataFrame:
        """How far the coder is: ``table, articles, finished, rows``, one row a table that the codebook asks for."""
        done = self._finished()
        mine = set(self.order)
        rows = [
            {
                "table": name,
                "articles": len(mine),
                "finished": len({article for article, table in done if table == name and article in mine}),
                "rows": sum(key[0] in mine for key in self.hand.rows[name]),
            }
            for name in self.tables
        ]
        return pd.DataFrame(rows)

    # What is shown

    def _start(self, message: Message) -> Answer:
        book = self.story.codebook
        claims, quantities, actors = self.story.claim_names(), self.story.quantity_names(), self.story.actor_names()
        known = [name for one in book.sources.values() for name in one.names[:1]]
        known += [name for one in book.actors.values() for name in one.names[:1]]
        return {
            "kind": "start",
            "title": self.story.settings.title,
            "invented": self.story.invented,
            "coder": self.coder,
            "tables": self.tables,
            "claims": [
                {
                    "id": key,
                    "title": claims[key],
                    "description": one.description,
                    "rules": {status: one.rules[status] for status in STATUSES if status in one.rules},
                }
                for key, one in book.claims.items()
            ],
            "statuses": [{"id": one, "meaning": book.statuses.get(one, "")} for one in STATUSES],
            "quantities": [{"id": key, "title": quantities[key], "unit": q.unit} for key, q in book.quantities.items()],
            "actors": [{"id": key, "title": actors[key]} for key in book.actors],
            "kinds": list(KINDS),
            "sources": known,
            "articles": [{"id": key, "name": self._names.get(key, key)} for key in self.order],
            "finished": self._done(),
            "at": self._next(),
        }

    def opened(self, article_id: str) -> Answer:
        """An article as it is shown: its text, sentences and what is known of it, and all that was decided."""
        row, text = self._articles[article_id].iloc[0], self._texts[article_id]
        language = None if pd.isna(row["language"]) else str(row["language"])
        is_blind = self._is_blind(article_id)
        return {
            "kind": "article",
            "name": self._names.get(article_id, article_id),
            "title": _text(row["title"]),
            "outlet": _text(row["outlet"]),
            "language": language or "",
            "published": "" if pd.isna(row["published"]) else f"{row['published']:%Y-%m-%d}",
            "text_status": str(row["text_status"]),
            "text": text,
            "sentences": [list(span) for span in sentences(text, language)],
            "is_blind": is_blind,
            "others": {} if is_blind else self._others(article_id),
            **self._state(article_id),
        }

    def _state(self, article_id: str) -> Answer:
        """What was decided of an article, and how far the coder is."""
        rows = {
            name: [{**row, "key": list(key)} for key, row in self.hand.rows[name].items() if key[0] == article_id]
            for name in BY_HAND
        }
        done = self._done()
        return {"article": article_id, "rows": rows, "finished": done, "is_finished": article_id in done}

    def _others(self, article_id: str) -> dict[str, dict[str, str]]:
        """What other people decided of the claims, as the story had it when it was loaded: by claim, by coder."""
        table = self.story.codings["claims"]
        theirs = table[(table["article_id"] == article_id) & (table["coder"] != self.coder)]
        theirs = theirs[~theirs["coder"].str.startswith("auto")]
        found: dict[str, dict[str, str]] = {}
        for claim, coder, status in zip(theirs["claim_id"], theirs["coder"], theirs["status"], strict=True):
            found.setdefault(str(claim), {})[str(coder)] = str(status)
        return found

    def _finished(self) -> set[tuple[str, str]]:
        """What is finished, by article and table; not the claims of an article if the codebook has others by now."""
        done = {(key[0], key[1]) for key in self.hand.rows["examined"]}
        coded, claims = self.hand.rows["claims"], self.story.codebook.claims
        return {one for one in done if one[1] != "claims" or all((one[0], claim) in coded for claim in claims)}

    def _done(self) -> list[str]:
        """The articles whose every table is finished, in order."""
        done = self._finished()
        return [one for one in self.order if all((one, name) in done for name in self.tables)]

    def _next(self) -> str | None:
        done = set(self._done())
        return next((one for one in self.order if one not in done), self.order[0] if self.order else None)

    def _is_blind(self, article_id: str) -> bool:
        return article_id in self._double if self.blind is None else self.blind

    # What is decided

    def _decide(self, message: Message) -> Answer:
        article_id = self._open_article(message)
        given = message.get("decisions")
        if not isinstance(given, list) or not 0 < len(given) <= MOST_DECISIONS:
            raise SamestoryError(f"expected 1 to {MOST_DECISIONS:,} decisions; nothing was changed")
        wanted: dict[str, dict[Key, dict[str, Any] | None]] = {}
        for one in given:
            table, key, cells = self._decision(article_id, one)
            wanted.setdefault(table, {})[key] = cells
        changes = [change for name, rows in wanted.items() for change in self._changes(article_id, name, rows)]
        if "citations" in wanted:
            changes = self._ranked(article_id, changes)
        self._make(article_id, changes)
        return {"kind": "state", **self._state(article_id)}

    def _decision(self, article_id: str, one: Any) -> tuple[str, Key, dict[str, Any] | None]:
        """One decision of a message: its table, the row it is about, and the cells of the row (None: none any more)."""
        name = one.get("table") if isinstance(one, dict) else None
        if name not in self.tables:
            raise SamestoryError(f"the codebook gives nothing to code in {str(name)[:40]!r}; nothing was changed")
        name = str(name)
        if one.get("remove"):
            return name, self._key(article_id, name, one.get("key")), None
        allowed = [column for column in table_named(name).names if column not in NOT_GIVEN]
        cells = {column: _cell(column, one[column]) for column in allowed if column in one}
        cells |= {"article_id": article_id, "coder": self.coder, "unit": None, "order": None}
        cells |= {"language": _text(self._articles[article_id]["language"].iloc[0]) or None}
        text, (begin, end) = self._texts[article_id], (cells.get("begin"), cells.get("end"))
        if begin is not None or end is not None:
            if begin is None or end is None or not 0 <= begin < end <= len(text) or not text[begin:end].strip():
                raise SamestoryError("select some words of the article first; nothing was changed")
            cells["reads"] = text[begin:end]
        fill = {"claims": self._claim, "numbers": self._number, "labels": self._label, "citations": self._citation}
        fill[name](cells)
        names = table_named(name).names
        cells = {column: cells.get(column) for column in names}
        row = {column: cell_of(value) for column, value in cells.items()}
        key = key_of(name, row)
        if "note" not in one and (old := self.hand.rows[name].get(key)) is not None:
            cells["note"] = old.get("note") or None
        return name, key, cells

    def _claim(self, cells: dict[str, Any]) -> None:
        self._known("claim_id", cells, self.story.codebook.claims)
        if cells.get("status") not in STATUSES:
            raise SamestoryError(f"choose a status: {listed(STATUSES)}")
        if cells["status"] in UNSEEN:
            cells |= {"begin": None, "end": None, "reads": None, "attributed_to": None}

    def _number(self, cells: dict[str, Any]) -> None:
        self._known("quantity", cells, self.story.codebook.quantities)
        cells["unit"] = self.story.codebook.quantities[cells["quantity"]].unit
        said = cells.get("reads")
        if said is None:
            raise SamestoryError("select the figure in the article first; nothing was changed")
        if not cells.get("value_text"):
            cells["value_text"] = name_of(said)
        if "low" not in cells and "high" not in cells:
            cells["low"], cells["high"] = self._read(said, cells["language"], cells["unit"]) or (None, None)
        if cells.get("low") is None and cells.get("high") is None:
            raise SamestoryError(f"no figure could be read in {said[:60]!r}: type its low or high bound")

    def _label(self, cells: dict[str, Any]) -> None:
        self._known("actor", cells, self.story.codebook.actors)
        if cells.get("reads") is None:
            raise SamestoryError("select the word for the actor in the article first; nothing was changed")
        cells["label"] = cells.get("label") or name_of(cells["reads"])
        cells["voice"] = cells.get("voice") or "own"
        cells["n"] = cells.get("n") or 1
        if not cells.get("evaluation"):
            found = self._in_codebook(cells["actor"], cells["label"], cells["language"])
            cells["evaluation"] = found[1] if found else "neutral"
        self._first_place("labels", cells)

    def _citation(self, cells: dict[str, Any]) -> None:
        cells["cited"] = cells.get("cited") or name_of(cells.get("reads") or "")
        if not cells["cited"]:
            raise SamestoryError("select the source in the article, or type its name; nothing was changed")
        self._first_place("citations", cells)

    def _first_place(self, name: str, cells: dict[str, Any]) -> None:
        """Keep the first place of a label or source that is coded again further down."""
        key = key_of(name, {column: cell_of(value) for column, value in cells.items()})
        old = self.hand.rows[name].get(key)
        if old and old.get("begin") and cells.get("begin") is not None and int(old["begin"]) < cells["begin"]:
            cells |= {"begin": int(old["begin"]), "end": int(old["end"]), "reads": old.get("reads")}

    def _changes(self, article_id: str, name: str, rows: dict[Key, dict[str, Any] | None]) -> list[Change]:
        """The rows of one table, checked all at once against the declaration and the text."""
        kept = {key: cells for key, cells in rows.items() if cells is not None}
        changes = [Change(name, key, None) for key, cells in rows.items() if cells is None]
        if not kept:
            return changes
        frame = pd.DataFrame(list(kept.values()), columns=table_named(name).names, dtype="object")
        article = self._articles[article_id].assign(text=self._texts[article_id])
        checked = check(frame, name, articles=article)
        return changes + [Change(name, *row_of(name, checked.iloc[[at]])) for at in range(len(checked))]

    def _ranked(self, article_id: str, changes: list[Change]) -> list[Change]:
        """The changes, with the sources of the article ranked by where they are first named."""
        rows = {key: row for key, row in self.hand.rows["citations"].items() if key[0] == article_id}
        others = [one for one in changes if one.table != "citations"]
        asked = {one.key: one.row for one in changes if one.table == "citations"}
        after = {key: row for key, row in {**rows, **asked}.items() if row is not None}
        placed = sorted((key for key in after if after[key].get("begin")), key=lambda key: int(after[key]["begin"]))
        rank = {key: str(n) for n, key in enumerate(placed, 1)}
        made = {key: {**row, "order": rank.get(key, "")} for key, row in after.items()}
        asked |= {key: row for key, row in made.items() if row != rows.get(key)}
        return others + [Change("citations", key, made.get(key)) for key in asked]

    def _note(self, message: Message) -> Answer:
        article_id = self._open_article(message)
        name, note = str(message.get("table")), _cell("note", message.get("note"))
        if name not in self.tables:
            raise SamestoryError("choose a decision first; a note belongs to one")
        key = self._key(article_id, name, message.get("key"))
        row = {**self.hand.rows[name][key], "note": note or ""}
        cells = {column: row.get(column) or None for column in table_named(name).names}
        self._make(article_id, self._changes(article_id, name, {key: cells}))
        return {"kind": "state", **self._state(article_id)}

    def _finish(self, message: Message) -> Answer:
        article_id = self._open_article(message)
        note = _cell("note", message.get("note"))
        changes: list[Change] = []
        if "claims" in self.tables:
            is_whole = self._articles[article_id]["text_status"].iloc[0] == "full"
            coded = {key[1] for key in self.hand.rows["claims"] if key[0] == article_id}
            status = "absent" if is_whole else "not_visible"
            rows: dict[Key, dict[str, Any] | None] = {
                (article_id, claim): {
                    "article_id": article_id,
                    "claim_id": claim,
                    "status": status,
                    "coder": self.coder,
                }
                for claim in self.story.codebook.claims
                if claim not in coded
            }
            changes += self._changes(article_id, "claims", rows)
        done: dict[Key, dict[str, Any] | None] = {
            (article_id, name): {"article_id": article_id, "table": name, "coder": self.coder, "note": note}
            for name in self.tables
        }
        self._make(article_id, changes + self._changes(article_id, "examined", done))
        return {"kind": "state", "next": self._next(), **self._state(article_id)}

    def _reopen(self, message: Message) -> Answer:
        article_id = self._article(message)
        keys = [key for key in self.hand.rows["examined"] if key[0] == article_id]
        self._make(article_id, [Change("examined", key, None) for key in keys])
        return {"kind": "state", **self._state(article_id)}

    def undo(self) -> Answer:
        """Take back the last step of this session, in whichever article it was.

        Raises
        ------
        SamestoryError
            There is none, or another kernel has changed one of its rows since.
        """
        if not self._steps:
            raise SamestoryError("nothing to undo: no decision since the workbench was opened")
        step = self._steps[-1]
        if any(self.hand.rows[name].get(key) != row for (name, key), row in step.made.items()):
            self._steps.pop()
            raise SamestoryError(f"not undone: another kernel has changed these rows of {step.article_id} since")
        self.hand.change(step.back)
        self._steps.pop()
        return {"kind": "state", "undone": True, **self._state(step.article_id)}

    def _make(self, article_id: str, changes: list[Change]) -> None:
        """Put changes on the disk, and remember how they are taken back."""
        if changes:
            back = self.hand.change(changes)
            self._steps.append(_Step(article_id, back, {(one.table, one.key): one.row for one in changes}))
            del self._steps[:-MOST_UNDONE]

    # What is proposed

    def suggestions(self, article_id: str) -> list[dict[str, Any]]:
        """What rules and the meaning of sentences suggest for an article; none if the coder is blind there.

        Returns
        -------
        list of dict
            In order of place: ``number``, ``table``, ``by``, ``why``, ``reads`` and the columns of the row. A claim
            found by its meaning is a place to look at: it has no status.
        """
        if self._is_blind(article_id):
            return []
        if article_id not in self._suggested:
            self._suggested[article_id] = self._found(article_id)
        refused = {key[1:] for key in self.hand.rows["refused"] if key[0] == article_id}
        return [one for one in self._suggested[article_id] if (one["table"], _unit(one)) not in refused]

    def _found(self, article_id: str) -> list[dict[str, Any]]:
        article = self._articles[article_id].assign(text=self._texts[article_id])
        book = self.story.codebook
        rows: list[dict[str, Any]] = []
        made = code_story(article, book, only=self.tables, engine="rules").tables
        for name, table in made.items():
            for at in range(len(table)):
                key, row = row_of(name, table.iloc[[at]])
                if row.get("status") not in UNSEEN:
                    rows.append(
                        {"table": name, "key": list(key), "by": row["coder"], "why": row.get("note", ""), **row}
                    )
        found = {row["claim_id"] for row in rows if row["table"] == "claims"}
        if "claims" in self.tables:
            likely = claim_candidates(article, book, most=1)
            for one in likely[likely["margin"] > 0].itertuples():
                if one.claim_id not in found:
                    place: dict[str, Any] = {"claim_id": one.claim_id, "status": "", "reads": one.reads}
                    place |= {"begin": str(one.begin), "end": str(one.end), "by": "meaning", "why": f"like: {one.like}"}
                    rows.append({"table": "claims", "key": [article_id, one.claim_id], **place})
        rows.sort(key=lambda row: int(row.get("begin") or 0))
        return [{**row, "number": n} for n, row in enumerate(rows)]

    def _refuse(self, message: Message) -> Answer:
        """A suggestion that is refused is not shown again, also when the workbench is opened anew."""
        article_id = self._article(message)
        known = {one["number"]: one for one in self._suggested.get(article_id, [])}
        one = known.get(_cell("n", message.get("number")))
        if one is None:
            raise SamestoryError("this suggestion is not there any more; nothing was changed")
        row = {
            "article_id": article_id,
            "table": one["table"],
            "unit": _unit(one),
            "coder": self.coder,
            "note": one["by"],
        }
        self._make(article_id, self._changes(article_id, "refused", {(article_id, row["table"], row["unit"]): row}))
        return {"kind": "state", **self._state(article_id)}

    def _propose(self, message: Message) -> Answer:
        """What the forms for a figure, a label and a source begin with, for a person to correct."""
        article_id, name = self._article(message), message.get("table")
        begin, end = _cell("begin", message.get("begin")), _cell("end", message.get("end"))
        text = self._texts[article_id]
        if not isinstance(begin, int) or not isinstance(end, int) or not 0 <= begin < end <= len(text):
            raise SamestoryError("select some words of the article first")
        said, language = text[begin:end], _text(self._articles[article_id]["language"].iloc[0])
        given: dict[str, Any] = {}
        if name == "numbers":
            quantity = self.story.codebook.quantities.get(str(message.get("quantity")))
            bounds = self._read(said, language, quantity.unit if quantity else "")
            given = {"low": bounds and bounds[0], "high": bounds and bounds[1], "value_text": name_of(said)}
        elif name == "labels":
            actor = str(message.get("actor"))
            label, evaluation = self._in_codebook(actor, said, language) or (name_of(said), "neutral")
            inside = any(q.begin <= begin and end <= q.end for q in quotations(text, language or None))
            voice = "quoted" if inside else "own"
            old = self.hand.rows["labels"].get((article_id, actor, label, voice))
            n = int(old["n"]) + (old.get("begin") != str(begin)) if old else 1
            given = {"label": label, "evaluation": evaluation, "voice": voice, "n": n}
        elif name == "citations":
            cited, kind = self._source(said)
            given = {"cited": cited, "kind": kind}
        return {"kind": "proposal", "table": name, "article": article_id, "given": given}

    def _source(self, said: str) -> tuple[str, str]:
        """The name and kind that the coder gave these words before, else the words themselves."""
        low = " ".join(said.split()).casefold()
        for row in self.hand.rows["citations"].values():
            if low in (row.get("reads", "").casefold(), row["cited"].casefold()):
                return row["cited"], row["kind"]
        for one in self.story.codebook.sources.values():
            if low in (name.casefold() for name in one.names):
                return one.names[0], "organisation"
        return name_of(said), "person"

    def _in_codebook(self, actor: str, said: str, language: str | None) -> tuple[str, str] | None:
        """The codebook's label of an actor that some words are, or are a form of, and its evaluation."""
        known = self.story.codebook.actors.get(actor)
        code, low = language or "", " ".join(said.split()).casefold()
        labels = (known.labels.get(code) or known.labels.get(code.partition("-")[0]) or []) if known else []
        exact = next((one for one in labels if one.label.casefold() == low), None)
        stem = next((one for one in labels if low[:4] and one.label.casefold()[:4] == low[:4]), None)
        found = exact or stem
        return (found.label, found.evaluation) if found else None

    def _read(self, said: str, language: str | None, unit: str) -> tuple[float | None, float | None] | None:
        return bounds_of(said, language or "", unit, self.story.codebook.vague)

    # What a message may say

    def _article(self, message: Message) -> str:
        given = message.get("article")
        if not isinstance(given, str) or given not in self._articles or given not in self.order:
            raise SamestoryError(f"no article {str(given)[:60]!r} to code here")
        return given

    def _open_article(self, message: Message) -> str:
        article_id = self._article(message)
        done = self._finished()
        if all((article_id, name) in done for name in self.tables):
            raise SamestoryError("this article is finished; reopen it to change a decision")
        return article_id

    def _key(self, article_id: str, name: str, given: Any) -> Key:
        key = tuple(given) if isinstance(given, list) and all(isinstance(cell, str) for cell in given) else ()
        if key not in self.hand.rows[name] or key[0] != article_id:
            raise SamestoryError("this decision is not there any more; another kernel may have changed it")
        return key

    def _known(self, column: str, cells: Mapping[str, Any], known: Mapping[str, Any]) -> None:
        if cells.get(column) not in known:
            given = str(cells.get(column))[:60]
            raise SamestoryError(f"{column} {given!r} is not in codebook.yaml.{suggestion(given, known)}")


def _unit(suggested: Mapping[str, Any]) -> str:
    """What a suggestion is about; another state or place for the same row is another suggestion."""
    place = f"{suggested['begin']}-{suggested['end']}" if suggested.get("begin") else ""
    return " | ".join(part for part in (*suggested["key"][1:], suggested.get("status", ""), place) if part)


def _text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else storable(str(value))


def _cell(column: str, value: Any) -> Any:
    """A cell of a message, once it is sure to be of its type and not too large; None if it is empty."""
    if value is None or value == "":
        return None
    if column in WHOLE:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**53:
            raise SamestoryError(f"{column}: expected a whole number, 0 or more; nothing was changed")
        return value
    if column in FIGURES:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise SamestoryError(f"{column}: expected a number, or an empty field for an open bound")
        return float(value)
    if not isinstance(value, str) or len(value) > MOST_LETTERS:
        raise SamestoryError(f"{column}: expected a text of at most {counted(MOST_LETTERS, 'character')}")
    return name_of(value) if column != "note" else " ".join(storable(value).split()) or None


def _in_words(error: TableError) -> str:
    """What is wrong with a row, for the person who coded it."""
    said = list(dict.fromkeys(f"{one.column}: {one.wanted}" for one in error.problems))
    return "not saved. " + "; ".join(said[:4]) if said else f"not saved. {error}"
