"""A story from somebody who means harm: every field has signs that run as code, markup or formula, or on a terminal.

`hostile_story` makes a folder that loads, so that everything behind it can be tried. Control characters, which the
loader refuses, come from `hostile_tables`: tables as a damaged or forged snapshot has them.

A page that runs any of it raises a dialog or writes ``HIT`` into its title: `find_hits` looks for what would.
"""

from __future__ import annotations

import csv
import html.parser
import json
import re
from pathlib import Path
from typing import Any

import pandas as pd

from samestory.schema import STATUSES

HIT = "samestory-was-here"
_RUN = f"document.title='{HIT}';alert(1)"
MARKUP = [
    f"<script>{_RUN}</script>",
    f'<img src=x onerror="{_RUN}">',
    f'"><svg onload={_RUN}>',
    f'\'><body onfocus="{_RUN}" autofocus>',
    f"</title></style></script><script>{_RUN}</script>",
    f'<!--><iframe srcdoc="<script>parent.{_RUN}</script>">',
    f'<a href="javascript:{_RUN}">click</a>',
    '<base href="https://harm.example/"><meta http-equiv=refresh content="0;url=https://harm.example/">',
    "<style>*{display:none}</style><link rel=stylesheet href=https://harm.example/x.css>",
    f'<form action=https://harm.example><button formaction="javascript:{_RUN}">',
    f"&lt;script&gt;{_RUN}&lt;/script&gt;",
]
TEMPLATES = [
    "{{ 7*7 }}",
    "{% raw %}{{ cycler.__init__.__globals__ }}",
    "${7*7}",
    "<%= 7*7 %>",
    "#{7*7}",
    "{{constructor}}",
]
FORMULAS = [
    "=HYPERLINK(\"https://harm.example\",\"x\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1,1)",
]  # fmt: skip
ADDRESSES = [
    f"javascript:{_RUN}",
    f"JaVaScRiPt:{_RUN}",
    f"data:text/html,<script>{_RUN}</script>",
    f"vbscript:{_RUN}",
    "//harm.example/x",
    'https://harm.example/"onmouseover="alert(1)',
    "https://user:secret@harm.example/<script>",
    "file:///etc/passwd",
]
TURNS = ["\u202egnp.exe", "\u2066\u2067harm\u2069", "abc\u200f\u202dcba"]
LINES = ["a\u2028b\u2029c", "$\\href{javascript:alert(1)}{x}$", "[x](javascript:alert(1))", "```\n# h\n```", "]]>"]
CONTROLS = ["\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "a\x00b", "a\x08\x08b", "\x9b31m", "a\rb"]
NAMES = [*MARKUP, *TEMPLATES, *FORMULAS, *TURNS, *LINES]
LONG_TITLE = "<b>" + "A" * 1_000_000


def hostile_story(into: Path, name: str = "hostile") -> Path:
    """A story folder that loads, with something hostile in every field that the loader accepts.

    Parameters
    ----------
    into
        Where the folder is made.
    name
        The name of the folder.

    Returns
    -------
    Path
        The folder: about 30 articles, a codebook of hostile names, and a coding of all of it by the coder ``hand``.
    """
    folder = into / name
    for part in ("articles", "coding"):
        (folder / part).mkdir(parents=True)
    _write_yaml(
        folder / "story.yaml",
        {
            "title": f"{MARKUP[0]}{TEMPLATES[0]}{TURNS[0]}",
            "question": f"{MARKUP[1]} {LINES[1]}?",
            "invented": True,
            "languages": ["en", "ar", "zh"],
            "coder": "hand",
            "events": {"main": MARKUP[2], "other": TEMPLATES[1]},
            "event_titles": {"main": MARKUP[4]},
            "origin": MARKUP[5],
            "publish": MARKUP[6],
        },
    )
    (folder / "card.md").write_text(f"# {MARKUP[0]}\n\n{MARKUP[6]}\n", encoding="utf-8")
    _write_yaml(folder / "codebook.yaml", _codebook())
    ids = []
    for at, harm in enumerate(NAMES):
        article_id = f"a{at:02d}" if at else "index"  # the name of a page of the site
        ids.append(article_id)
        head: dict[str, Any] = {
            "invented": True,
            "article_id": article_id,
            "outlet": f"{harm.strip()} outlet {at // 2}",
            "country": harm.strip() or "x",
            "language": ("en", "ar", "zh")[at % 3],
            "title": LONG_TITLE[:90_000]
            if at == 3
            # the loader takes no longer head
            else f"{harm} title",
            "author": harm,
            "published": f"2024-01-{at % 28 + 1:02d}",
            "url": ADDRESSES[at % len(ADDRESSES)],
            "event": "main" if at % 2 else "other",
            "text_status": "full",
            "note": harm,
        }
        (folder / "articles" / f"file {at} '&#{'{'}{'}'}.txt").write_text(
            f"---\n{_yaml(head)}---\n\n{text_of(at)}", encoding="utf-8"
        )
    _write_codings(folder / "coding", ids)
    return folder


def text_of(at: int) -> str:
    """The text of an article: harm, then the passage that is coded, then more harm."""
    harm = NAMES[at % len(NAMES)]
    tongue = ("The rebels, 9 dead, said so.", "قال المتمردون إن تسعة قتلوا.", "叛军说有九人死亡。")[at % 3]
    return f"Begin. {harm} {tongue} {MARKUP[at % len(MARKUP)]}\n\n{TEMPLATES[at % len(TEMPLATES)]} {harm}\nEnd {at}.\n"


def hostile_tables() -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
    """Tables and ``meta`` as a forged snapshot has them: also what no story that loads can say.

    Returns
    -------
    tables, meta
        See ``samestory.runs.snapshot``.
    """
    names = [*NAMES, *CONTROLS, "../../../etc/passwd", "con", "index", ""]
    ids = [f"{name}\n{at}" for at, name in enumerate(names)]
    texts = [f"{name} Then 9 dead.\n\nMore {name} here. </script>" for name in names]
    articles = pd.DataFrame(
        {
            "article_id": ids, "story": names, "outlet": names, "country": names, "language": names, "title": names,
            "author": names, "published": pd.to_datetime(["2024-01-01"] * len(names), utc=True),
            "published_precision": names, "url": (ADDRESSES * len(names))[: len(names)], "text": texts,
            "text_status": names, "event": names, "note": names, "version_of": names, "agency_credit": names,
            "n_words": 9,
        }
    )  # fmt: skip
    articles.loc[0, "title"] = LONG_TITLE
    begin = [text.index("Then") for text in texts]
    common = {"article_id": ids, "begin": begin, "end": [one + 11 for one in begin], "coder": names, "note": names}
    tables = {
        "articles": articles,
        "claims": pd.DataFrame({**common, "claim_id": names, "status": names, "attributed_to": names}),
        "numbers": pd.DataFrame(
            {
                **common, "quantity": names, "value_text": names, "low": 9.0, "high": float("nan"), "unit": names,
                "attributed_to": names, "scope": names,
            }
        ),
        "labels": pd.DataFrame(
            {**common, "actor": names, "label": names, "voice": names, "evaluation": names, "n": 1}
        ),
        "citations": pd.DataFrame({**common, "cited": names, "kind": names}),
        "families": pd.DataFrame(
            {"article_id": ids, "family_id": [name[:3] for name in names], "basis": names, "coder": names}
        ),
        "sources": pd.DataFrame({"name": names, "source": names[::-1]}),
        "conflicts": pd.DataFrame({"quantity": names, "kind": "conflict"}),
    }  # fmt: skip
    same = dict(zip(names, names[::-1], strict=True))
    meta = {
        "story": names[0], "title": names[0] + CONTROLS[0], "question": names[1], "invented": True, "coder": names[2],
        "publish": names[3], "coding_note": names, "missing": {name: name for name in names},
        "names": {
            "articles": dict(zip(ids, names, strict=True)), "claims": same, "actors": same, "quantities": same,
            "events": same, "languages": same,
        },
    }  # fmt: skip
    return tables, meta


class _Reader(html.parser.HTMLParser):
    """Reads a page as a browser does, for what would run or load."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def find_hits(page: str, *, scripts: int = 0) -> list[str]:
    """What in a page would run, load from elsewhere or steer a screen; empty if nothing.

    Parameters
    ----------
    page
        HTML.
    scripts
        How many scripts of its own the page has; blocks of data are not counted.
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    found = []
    running = [given for tag, given in reader.tags if tag == "script" and given.get("type") != "application/json"]
    if len(running) != scripts or any("src" in given for given in running):
        found.append(f"{len(running)} scripts")
    for tag, given in reader.tags:
        if tag in ("iframe", "object", "embed", "base", "link", "audio", "video", "applet", "frame"):
            found.append(f"<{tag}>")
        found += [
            f"{tag} {name}" for name in given if name.startswith("on") or name in ("srcdoc", "formaction", "style")
        ]
        for name in ("href", "src", "action", "xlink:href"):
            value = given.get(name, "")
            scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", value, re.IGNORECASE)
            if value.startswith("//") or (scheme and scheme[1].lower() not in ("http", "https", "data", "mailto")):
                found.append(f"{tag} {name}={value[:60]}")
            if name == "src" and scheme and scheme[1].lower() != "data":
                found.append(f"{tag} loads {value[:60]}")
            if value.startswith("data:") and not value.startswith("data:image/"):
                found.append(f"{tag} {name}={value[:60]}")
    found += [
        f"control {sign!r}"
        for sign in set(re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page))
    ]
    return found


def _codebook() -> dict[str, Any]:
    return {
        "unit": "one article x one claim",
        "statuses": dict.fromkeys(STATUSES, "see above"),
        "precedence": ["contradicted", "denied", "attributed", "hedged", "asserted"],
        "claims": {
            f"C{at:02d}": {"name": f"claim_{at}", "title": harm, "kind": "event", "description": harm}
            for at, harm in enumerate(MARKUP + TEMPLATES)
        },
        "actors": {
            "rebels": {
                "description": MARKUP[0],
                "title": MARKUP[1],
                "names": [MARKUP[2]],
                "labels": {"en": [{"label": harm, "evaluation": "neutral"} for harm in MARKUP[:3]]},
            }
        },
        "quantities": {"dead": {"description": MARKUP[0], "title": MARKUP[3], "unit": "persons", "claim": "C00"}},
    }


def _write_codings(folder: Path, ids: list[str]) -> None:
    rows: dict[str, list[dict[str, Any]]] = {"claims": [], "numbers": [], "labels": [], "citations": []}
    for at, article_id in enumerate(ids):
        harm = NAMES[at].strip()
        text = text_of(at)
        begin = len("Begin. ")
        span = {"article_id": article_id, "begin": begin, "end": begin + 3, "coder": "hand"}
        for claim in range(len(MARKUP + TEMPLATES)):
            if (at + claim) % 5:
                rows["claims"].append(
                    {"article_id": article_id, "claim_id": f"C{claim:02d}", "status": "absent", "coder": "hand"}
                )
            else:
                given = {"claim_id": f"C{claim:02d}", "status": "attributed", "attributed_to": harm, "note": harm}
                rows["claims"].append({**span, **given})
        rows["numbers"].append(
            {**span, "quantity": "dead", "value_text": harm, "low": at, "high": at, "unit": "persons",
             "attributed_to": harm, "scope": harm}
        )  # fmt: skip
        rows["labels"].append(
            {**span, "actor": "rebels", "label": harm, "voice": "own", "evaluation": "neutral", "n": 1}
        )
        rows["citations"].append({**span, "cited": harm, "kind": "person", "order": 1})
        assert begin + 3 < len(text)
    for table, several in rows.items():
        columns = list(dict.fromkeys(name for row in several for name in row))
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns)
            writer.writeheader()
            writer.writerows(several)


def _yaml(value: dict[str, Any]) -> str:
    """JSON strings are YAML; one key a line."""
    return "".join(f"{name}: {json.dumps(one)}\n" for name, one in value.items())


def _write_yaml(path: Path, value: dict[str, Any]) -> None:
    path.write_text(_yaml(value), encoding="utf-8")
