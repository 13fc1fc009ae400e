"""Every page of the site: the first one, and for each story its runs, articles, and what is behind its results."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from ...errors import RunError, counted
from ...html import is_missing
from .. import snapshot
from ..plan import Plan
from . import places, search
from .behind import Behind, actor_page, claim_page, quantity_page, source_page, without_empty_columns
from .evidence import CODED, STATES, Code, Evidence, key_of
from .found import NO_STORY, Found, wanted
from .marked import marked
from .render import address, page, short
from .results import Around, Result, result_of, run_page
from .write import AT_ONCE, Writer, code_digest

Wanted = dict[str, dict[str, set[tuple[int, int]]]]
MOST_MEMBERS = 30
NOT_STATED = (
    "Not stated. Take the texts as not for publication: `samestory site --to FOLDER --no-text` makes a copy"
    " without them."
)
TEXT_SEEN = {"full": "whole", "cut": "cut off", "teaser": "teaser only", "none": "not seen"}


def write_site(
    writer: Writer, stories: dict[str, list[Found]], keys: dict[str, str], *, plan: Plan, with_texts: bool
) -> None:
    """Write every page; those of a story whose key is as it was are kept unread.

    Parameters
    ----------
    writer
        Where they go.
    stories, keys
        The runs of each story, and a digest of all that its pages are made of.
    plan
        Says which pages of a story are read first.
    with_texts
        Whether texts of articles may be shown.
    """
    links = _wanted(run for runs in stories.values() for run in runs)
    made = []
    for story, runs in stories.items():
        passages = links.get(places.slug(story), {})
        made.append(StoryPages(writer, story, runs, passages, plan=plan, with_texts=with_texts))
        made[-1].write()
    made.sort(key=lambda one: (not one.evidence.articles, one.story == NO_STORY, one.title.casefold()))
    _write_index(writer, made, key_of(sorted(keys.items()), with_texts))


def _wanted(runs: Iterable[Found]) -> Wanted:
    """The passages that pages of runs link to, by story and article."""
    found: Wanted = defaultdict(lambda: defaultdict(set))
    for run in runs:
        for story, article, begin, end in wanted(run):
            found[story][article].add((begin, end))
    return found


def _write_index(writer: Writer, stories: list[StoryPages], key: str) -> None:
    sizes = {one.story: search.size_of(one.evidence) for one in stories}
    left, whole = search.MOST_ON_INDEX, set()
    for story, size in sorted(sizes.items(), key=lambda pair: pair[1]):
        if size <= left:
            whole.add(story)
            left -= size
    n_articles = sum(len(one.evidence.articles) for one in stories)

    def make() -> str:
        entries, titles = [], 0
        for one in stories:
            for article_id in one.evidence.articles:
                href = places.article_href(one.story, article_id)
                if one.story in whole or titles < search.MOST_TITLES:
                    entries.append(search.entry(one.evidence, article_id, href, with_text=one.story in whole))
                    titles += one.story not in whole
        limits = [one.title for one in stories if one.story not in whole]
        said = f"Of {', '.join(limits)} only titles and outlets are searched here; their lists of articles search all."
        return page(
            "index",
            title="samestory: results",
            trail=[],
            invented=None,
            link=lambda href: places.link(href, places.INDEX),
            stories=[one.for_index() for one in stories],
            n_runs=sum(len(one.runs) for one in stories),
            n_articles=n_articles,
            search_limit=said if limits else "",
            data=entries or None,
        )

    writer.put(places.INDEX, key, make)


class StoryPages:
    """The pages of one story.

    Parameters
    ----------
    writer, story, runs
        Where the pages go, the name of the story, and its runs.
    links
        By slug of an article, passages that pages of runs link to.
    plan
        Says which pages are read first.
    with_texts
        Whether texts of articles may be shown.
    """

    def __init__(
        self,
        writer: Writer,
        story: str,
        runs: list[Found],
        links: dict[str, set[tuple[int, int]]],
        *,
        plan: Plan,
        with_texts: bool,
    ) -> None:
        self.writer, self.story, self.links = writer, story, links
        self.evidence, self.why_none = evidence_of(story, runs, with_texts=with_texts)
        meta = self.evidence.meta
        self.is_coded = snapshot.is_coded(meta) or any(name in self.evidence.tables for name in CODED)
        self.runs = sorted(
            runs, key=lambda one: (plan.place(str(one.latest.get("notebook")), is_coded=self.is_coded), one.run)
        )
        self.title = str(meta.get("title") or story or "Runs without a story")
        self.invented = self.title if meta.get("invented") else None
        self.results: list[Result] = [result_of(writer, story, one, with_texts=with_texts) for one in self.runs]
        self.about = (self.title, self.invented, with_texts)

    def write(self) -> None:
        """Write them all."""
        self._write_runs()
        if self.evidence.articles:
            links = sorted((slug, sorted(spans)) for slug, spans in self.links.items())
            key = key_of(code_digest(), self.about, self.evidence.key, links)
            if not self.writer.is_same(self._list_href(1).rpartition("/")[0], key):
                self._write_articles()
                self._write_lists()
            self._write_behind()
        self._write_story()

    def for_index(self) -> dict[str, Any]:
        """What the first page says of it."""
        n = len(self.evidence.articles)
        return {
            "title": self.title,
            "href": places.story_href(self.story),
            "invented": self.invented,
            "question": self.evidence.meta.get("question"),
            "line": " · ".join(f"{name.lower()}: {value}" for name, value in self._facts()) if n else self.why_none,
            "runs": [one.card() for one in self.results],
        }

    def _put(self, href: str, template: str, made_of: Any, values: Callable[[], dict[str, Any]]) -> None:
        """One page with the frame that all pages of a story have."""
        path = href.partition("#")[0]

        def make() -> str:
            trail = [("All stories", places.INDEX)]
            if path != places.story_href(self.story):
                trail.append((self.title, places.story_href(self.story)))
            frame = {"trail": trail, "invented": self.invented, "link": lambda to: places.link(to, path), "data": None}
            return page(template, **{**frame, **values()})

        self.writer.put(path, key_of(code_digest(), self.about, made_of), make)

    def _write_runs(self) -> None:
        for at, one in enumerate(self.results):
            before = self.results[at - 1] if at else None
            after = self.results[at + 1] if at + 1 < len(self.results) else None
            around = [(other.title, other.href) if other else None for other in (before, after)]
            made_of = (one.found.key, around)
            self._put(one.href, "run", made_of, functools.partial(run_page, one, around[0], around[1]))

    def _write_articles(self) -> None:
        ids = list(self.evidence.articles)
        for at, article_id in enumerate(ids):
            before = ids[at - 1] if at else None
            after = ids[at + 1] if at + 1 < len(ids) else None
            around = [(self.evidence.article_name(one), self._href(one)) if one else None for one in (before, after)]
            links = self.links.get(places.slug(article_id), set())
            codes = self.evidence.codes.get(article_id, [])
            facts = self._facts_of(article_id)
            family = self._family(article_id)
            made_of = (self.evidence.text_of(article_id), facts, codes, family, sorted(links), around)

            def values(
                article_id: str = article_id,
                neighbours: list[str] = ids[at - at % AT_ONCE :][:AT_ONCE],
                around: Any = around,
                links: Any = links,
                facts: Any = facts,
                family: Any = family,
            ) -> dict[str, Any]:
                evidence = self.evidence
                evidence.split(neighbours)
                row = evidence.articles[article_id]
                text = evidence.text_of(article_id)
                name = evidence.article_name(article_id)
                return {
                    "title": f"{short(row.get('title'), 80) or name} · {self.title}",
                    "trail": [*self._trail(), ("Articles", self._list_href(1))],
                    "name": name,
                    "row": {"title": evidence.title_of(article_id), "language": row.get("language")},
                    "facts": facts,
                    "family": family,
                    "text": marked(text, evidence.sentences_of(article_id), evidence.codes.get(article_id, []), links),
                    "no_text": self._why_no_text(article_id),
                    "coder": _only_coder(evidence.codes.get(article_id, [])),
                    "before": around[0],
                    "after": around[1],
                    "STATES": STATES,
                }

            self._put(self._href(article_id), "article", made_of, values)

    def _trail(self) -> list[tuple[str, str]]:
        return [("All stories", places.INDEX), (self.title, places.story_href(self.story))]

    def _facts_of(self, article_id: str) -> list[tuple[str, Any, str | None]]:
        """The metadata of an article: what, value, and where a link leads."""
        row = self.evidence.articles[article_id]
        names = self.evidence.names
        version = row.get("version_of")
        found = [
            ("Outlet", row.get("outlet"), None),
            ("Country", row.get("country"), None),
            ("Language", names("languages").get(str(row.get("language"))) or row.get("language"), None),
            ("Author", row.get("author"), None),
            ("Published", published(row), None),
            ("Part of the story", names("events").get(str(row.get("event"))) or row.get("event"), None),
            ("Agency named in a credit", row.get("agency_credit"), None),
            ("Text", TEXT_SEEN.get(str(row.get("text_status")), row.get("text_status")), None),
            ("Words", None if is_missing(row.get("n_words")) else f"{int(row['n_words']):,}", None),
            ("Address", row.get("url"), address(row.get("url"))),
            ("Earlier version", None if is_missing(version) else self.evidence.article_name(str(version)), None),
            ("Note", self.evidence.words(row.get("note")), None),
            ("Key", article_id, None),
        ]
        return [(what, value, href) for what, value, href in found if not is_missing(value) and str(value).strip()]

    def _why_no_text(self, article_id: str) -> str:
        text = self.evidence.articles[article_id].get("text")
        if not is_missing(text) and str(text) and not self.evidence.with_texts:
            return "The text is not in this copy, as texts may not be passed on with it."
        return "The text is not in this story. What is coded was read from the page of the outlet."

    def _family(self, article_id: str) -> dict[str, Any] | None:
        if article_id not in self.evidence.families:
            return None
        family_id, basis, others = self.evidence.families[article_id]
        if not others:
            return {"said": f"Copy family: none ({basis.replace('_', ' ')}).", "members": [], "more": ""}
        members = [(self.evidence.article_name(one), self._href(one)) for one in others[:MOST_MEMBERS]]
        more = f" and {len(others) - MOST_MEMBERS:,} more" if len(others) > MOST_MEMBERS else ""
        return {
            "said": f"Copy family “{short(family_id, 60)}” (joined by {basis.replace('_', ' ')}), with",
            "members": members,
            "more": more,
        }

    def _href(self, article_id: str) -> str:
        return places.article_href(self.story, article_id)

    def _list_href(self, number: int) -> str:
        name = places.INDEX if number == 1 else f"index.{number}.html"
        return f"{places.SITE}/{places.slug(self.story)}/articles/{name}"

    def _write_lists(self) -> None:
        parts = search.parts(self.evidence)
        total, begin = len(self.evidence.articles), 1
        spans = []
        for part in parts:
            spans.append((begin, begin + len(part) - 1))
            begin += len(part)
        for at, part in enumerate(parts):
            href = self._list_href(at + 1)
            nav = [
                (f"{first:,} to {last:,}", None if number == at else self._list_href(number + 1))
                for number, (first, last) in enumerate(spans)
            ]
            rows = [self._listed(one) for one in part]
            made_of = (rows, nav, total, [(one, self.evidence.text_of(one)) for one in part])

            def values(
                part: Any = part, rows: Any = rows, nav: Any = nav, href: str = href, span: Any = spans[at]
            ) -> dict[str, Any]:
                self.evidence.split(part)
                return {
                    "title": f"Articles · {self.title}",
                    "story": {"title": self.title},
                    "first": span[0],
                    "last": span[1],
                    "total": total,
                    "parts": nav,
                    "articles": rows,
                    "data": [search.entry(self.evidence, one, places.link(self._href(one), href)) for one in part],
                }

            self._put(href, "articles", made_of, values)

    def _listed(self, article_id: str) -> dict[str, Any]:
        row = self.evidence.articles[article_id]
        language = row.get("language")
        return {
            "href": self._href(article_id),
            "name": self.evidence.article_name(article_id),
            "title": short(self.evidence.title_of(article_id), 160),
            "language": self.evidence.names("languages").get(str(language))
            or ("" if is_missing(language) else language),
            "seen": TEXT_SEEN.get(str(row.get("text_status")), ""),
        }

    def _write_behind(self) -> None:
        """The pages of claims, quantities, actors and sources, with links from one to the next of its kind."""
        self.behind: list[tuple[str, str, list[tuple[str, str, str]]]] = []
        self.evidence.split(one for one in self.evidence.codes if one in self.evidence.articles)
        for heading, about, make in (
            ("Claims", "Every article and what it does with the claim.", claim_page),
            ("Numbers", "Every figure that an article gives for the quantity.", quantity_page),
            ("Labels", "Every word that an article uses for the actor.", actor_page),
            ("Sources", "Every article that names the source, and for what.", source_page),
        ):
            found = list(make(self.evidence))
            for at, one in enumerate(found):
                before = (found[at - 1].heading, found[at - 1].href) if at else None
                after = (found[at + 1].heading, found[at + 1].href) if at + 1 < len(found) else None

                def values(one: Behind = one, before: Around = before, after: Around = after) -> dict[str, Any]:
                    title = f"{short(one.heading, 80)} · {self.title}"
                    return {
                        "title": title,
                        "before": before,
                        "after": after,
                        "STATES": STATES,
                        **without_empty_columns(one.values()),
                    }

                self._put(one.href, "behind", (one.made_of, before, after), values)
            self.behind.append((heading, about, [(one.heading, one.href, one.count) for one in found if one.is_listed]))

    def _facts(self) -> list[tuple[str, str]]:
        rows = self.evidence.articles.values()
        days = sorted(row["published"] for row in rows if not is_missing(row.get("published")))
        period = ""
        if days:
            first, last = (f"{one.day} {one:%b %Y}" for one in (days[0], days[-1]))
            period = first if first == last else f"{first} to {last}"
        outlets = len({row["outlet"] for row in rows if not is_missing(row.get("outlet"))})
        languages = Counter(str(row["language"]) for row in rows if not is_missing(row.get("language")))
        found = [("Articles", f"{len(self.evidence.articles):,}"), ("Outlets", f"{outlets:,}")]
        found += [("Languages", f"{len(languages):,}"), ("Published", period or "no date known")]
        coder = self.evidence.meta.get("coder") if self.is_coded else "nothing coded"
        return [*found, *([("Coder", short(coder, 40))] if coder else [])]

    def _missing(self) -> list[str]:
        rows = list(self.evidence.articles.values())
        total = f"of {counted(len(rows), 'article')}"
        checks = [
            (sum(is_missing(row.get("published")) for row in rows), "without a date"),
            (sum(is_missing(row.get("outlet")) for row in rows), "without an outlet"),
            (sum(str(row.get("text_status")) != "full" for row in rows), "whose text was not seen whole"),
            (
                sum(is_missing(row.get("text")) or not str(row.get("text")) for row in rows),
                "whose text is not in this story",
            ),
        ]
        said = [f"{n:,} {total} {what}" for n, what in checks if n]
        missing = {name: why for name, why in self.evidence.meta.get("missing", {}).items() if why != "no row"}
        bare = [name for name in snapshot.CODED if str(missing.get(name)).startswith(snapshot.NOT_CODED)]
        by = f" by {short(self.evidence.meta.get('coder'), 40)}" if self.is_coded else ""
        said += [f"not coded{by}: {', '.join(bare)}"] if bare else []
        return said + [f"{name}: {why}" for name, why in missing.items() if name not in bare]

    def _publish(self) -> str:
        said = str(self.evidence.meta.get("publish") or "").strip()
        return NOT_STATED if said.casefold().strip(" .") in ("", "not stated") else said

    def _write_story(self) -> None:
        has = bool(self.evidence.articles)
        meta = self.evidence.meta
        notes = [str(one) for one in meta.get("coding_note") or []]
        story = {
            "name": self.story or "none",
            "title": self.title,
            "question": meta.get("question"),
            "facts": self._facts() if has else [],
            "missing": self._missing() if has else [self.why_none] if self.story else [],
            "warnings": notes if meta.get("is_coded_by_machine") else [],
            "notes": [] if meta.get("is_coded_by_machine") else notes,
            "publish": self._publish() if has else None,
            "runs": [one.card() for one in self.results],
            "n_articles": len(self.evidence.articles),
            "articles_href": self._list_href(1),
            "evidence": self.behind if has else [],
        }
        self._put(places.story_href(self.story), "story", story, lambda: {"title": self.title, "story": story})


def published(row: dict[str, Any]) -> str:
    """When an article was published, as exactly as that is known."""
    time, precision = row.get("published"), str(row.get("published_precision"))
    if is_missing(time) or precision == "unknown":
        return "not known"
    forms = {"minute": "{0.day} {0:%b %Y, %H:%M} UTC", "day": "{0.day} {0:%b %Y}", "month": "{0:%b %Y}, day not known"}
    return forms.get(precision, "{0:%Y-%m-%d}").format(time)


def _only_coder(codes: list[Code]) -> str:
    """Who coded everything in an article; empty if several did."""
    coders = {code.coder for code in codes}
    return coders.pop() if len(coders) == 1 else ""


def evidence_of(story: str, runs: list[Found], *, with_texts: bool) -> tuple[Evidence, str]:
    """The tables of a story as its newest results have them; why there are none, if so.

    Results of other coders add their codings if they saw the same articles.
    """
    kept = [
        one for one in sorted(runs, key=lambda one: str((one.good or {}).get("end", "")), reverse=True)
        if one.good and f"{snapshot.FOLDER}/{snapshot.META}" in one.good["files"]
    ]  # fmt: skip
    if not kept:
        return Evidence(story, {}, {}, with_texts), "No result of this story has kept its articles yet; run it again."
    metas = [_file(one, snapshot.META) for one in kept]
    usual = Counter(metas)
    main = max(range(len(kept)), key=lambda at: (usual[metas[at]], -at))
    try:
        tables, meta = snapshot.tables(kept[main].folder), snapshot.meta(kept[main].folder)
        seen = [metas[main]]
        for at, one in enumerate(kept):
            if metas[at] not in seen and _file(one, "articles.parquet") == _file(kept[main], "articles.parquet"):
                seen.append(metas[at])
                tables = _joint(tables, snapshot.tables(one.folder, CODED))
    except RunError as error:
        return Evidence(story, {}, {}, with_texts), f"The kept articles cannot be used: {error}"
    why = str((meta.get("missing") or {}).get("articles") or "There is no article in this story.")
    return Evidence(story, tables, meta, with_texts, key_of(seen)), why


def _file(one: Found, name: str) -> str:
    return str((one.good or {})["files"].get(f"{snapshot.FOLDER}/{name}"))


def _joint(tables: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """The tables with the rows of further coders."""
    import pandas as pd

    joint = dict(tables)
    for name, table in more.items():
        mine = joint.get(name)
        known = set() if mine is None else set(mine["coder"])
        rows = table[~table["coder"].isin(known)]
        if len(rows):
            joint[name] = rows if mine is None else pd.concat([mine, rows], ignore_index=True)
    return joint
