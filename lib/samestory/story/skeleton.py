"""A new story folder: small, commented, and loadable as it stands."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import yaml

from .. import paths
from ..errors import StoryError

__all__ = ["new_story"]

NAME = re.compile(r"[a-z0-9][a-z0-9-]*")

_FILES = {
    "story.yaml": """\
# What the story is. Every key is checked when the story is loaded; unknown keys are errors.
title: "{title}"
# One research question, as a sentence.
question: How did outlets report this story?
# true only for a story that was made up; every page made from it will say so.
invented: false
# First and last day the story covers. Without it: from the first to the last article with a date.
# period: {{begin: 2024-10-01, end: 2024-10-31}}
# Codes of the languages the articles are in. Without it: those of the articles.
# languages: [en, fr]
# Whose coding the analyses use unless told otherwise (the column `coder` of coding/*.csv).
# coder: hand
# The article whose way is shown first, by its article_id.
# focus: gull-2024-10-14
# The parts of the story; `event` in coverage.csv or in an article's head names one of them. An article that names
# none belongs to the only event, or to default_event where there are several.
events:
  main: "{title}"  # what this part is about, in one line
# Short names of events, for figures and tables. Without it: their lines in events.
# event_titles: {{main: The story}}
# default_event: main
# Counts that must hold, so that a lost row is noticed. Leave this out while you still add articles.
# expected: {{articles: 12, outlets: 5}}
# Feeds (RSS, Atom) and sitemaps in which `samestory watch` looks for new articles, and words of which an entry must
# have one (a * at the end stands for any ending). Without feed_words every entry is taken.
# feeds:
#   - https://gull.example/rss.xml
#   - {{url: "https://heron.example/sitemap-news.xml", outlet: Heron, language: fr}}
# feed_words: [harbour, "fire at the port", incendi*]
# Where the articles and codings come from: who collected them, when, and how.
origin: "Origin: not stated."
# What may be shown to others: other people's texts usually may not.
publish: not stated
""",
    "card.md": """\
# {title}: data card

For people who use these data: say what they are, and what they are not.

- **Origin.** Who collected the articles, from where, with which queries, when.
- **Coding.** Who coded, by which rules, how often twice, with which agreement.
- **Gaps.** Languages, outlets or days that are thin; texts that were cut.
- **Not for.** What these data cannot show.
""",
    "codebook.yaml": """\
# What coders go by. The eight statuses are fixed; say here in your words when each of them holds.
unit: one article x one claim
statuses:
  asserted: The article states it in its own voice.
  attributed: The article gives it to a named or described source.
  hedged: Doubt is marked and no source is named.
  denied: The article reports a denial by the accused party.
  contradicted: The article sets an incompatible statement against it.
  mentioned: The claim is there, but how it is put cannot be told; it enters no rate and no comparison.
  absent: The whole text was seen and the claim is not there.
  not_visible: The claim was not seen, and the text was not seen whole.
# When two statuses fit one passage, the first of these holds.
precedence: [contradicted, denied, attributed, hedged, asserted]
# The low bound a vague number word is entered with, by convention.
vague: {{dozens: 24, scores: 40}}
# Claims, actors and quantities to look for. Take the signs # away below, and put your own in place of the examples;
# keep the spaces at the begin of each line.
# Patterns, by language: words; word* (begins so); ~word (any form); <n> (a number); (one | other); A w/5 B (both in a
# sentence, at most 5 words between); A pre/5 B (in this order); A w/s B (both in one sentence); A not w/5 B. Any one
# of a list is enough. Beside patterns there are mentions (in passing), denials, contradictions, denied_by (a claim
# that denies this one) and, for kind speech_act, utterances.
# In Chinese, Japanese and Thai each character counts as a word: "<n> w/3 受伤".
# A claim needs no patterns: examples are sentences, in any language, that make it. samestory code --engine meaning
# finds it by its description and examples.
claims:
#  C01:
#    name: exits_were_locked
#    kind: event  # any word of yours; speech_act for what somebody said
#    description: The emergency exits were locked when the fire began.
#    patterns:
#      en: [exit* w/5 (locked | blocked)]
#      de: [Notausg* w/6 (verschlossen | versperrt)]
#    examples:
#      - The emergency exits were locked when the fire broke out.
#      - Les issues de secours étaient verrouillées.
actors:
#  harbour_office:
#    description: The office that runs the port.
#    names: [Harbour Office]
#    labels:  # found in any form of the words; evaluation: legitimising, neutral or delegitimising
#      en: [{{label: authority, evaluation: neutral}}]
quantities:
#  deaths:
#    description: People killed.
#    unit: persons
#    claim: C01
#    patterns:  # <n> is the number; a pattern without <n> is one within six words of a number
#      en: ["<n> pre/2 (killed | dead)"]
# Names of one source that no rule can join, for instance in two languages; the usual name first. Single wrong joins
# are corrected in coding/source_names.csv with the columns name,source.
sources:
#  fire_service: {{names: [fire service, Feuerwehr, pompiers]}}
""",
}
FOLDERS = ("articles", "coding")


def new_story(name: str, *, into: Path | None = None, fill: Callable[[Path], object] | None = None) -> Path:
    """Make a commented story folder that loads.

    Parameters
    ----------
    name
        Lower-case letters, digits and hyphens.
    into
        The folder to make it in; ``seeds/`` unless given.
    fill
        Called with the folder before it takes its name; where it raises, no folder is left.

    Returns
    -------
    Path
        The new folder.

    Raises
    ------
    StoryError
        Another form of name, or something of that name is there.
    """
    if not NAME.fullmatch(name):
        raise StoryError(
            f"{name!r} is not a name for a story; use lower-case letters, digits and hyphens: harbour-fire"
        )
    folder = (into or paths.seeds()) / name
    if os.path.lexists(folder):
        raise _taken(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    words = {"title": name.replace("-", " ").capitalize()}
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as made:
        draft = Path(made) / name
        for place in FOLDERS:
            (draft / place).mkdir(parents=True)
        for relative, text in _FILES.items():
            (draft / relative).write_text(text.format(**words), encoding="utf-8", newline="\n")
        if fill is not None:
            fill(draft)
        try:
            draft.rename(folder)
        except OSError as error:  # another command has made it meanwhile
            raise (_taken(folder) if os.path.lexists(folder) else error) from None
    return folder


def empty_codebook(claims: str = "claims:\n") -> str:
    """The codebook of a new story, with other claims in place of the examples.

    Parameters
    ----------
    claims
        YAML, from the key ``claims:`` on.
    """
    text = _FILES["codebook.yaml"].format()
    head, rest = text.split("\nclaims:\n", 1)
    return f"{head}\n{claims}{rest[rest.index('actors:') :]}"


def is_filled_in(path: Path) -> bool:
    """Whether a codebook says more than that of a new story."""
    given, new = (yaml.safe_load(text) or {} for text in (path.read_text("utf-8"), empty_codebook()))
    return not isinstance(given, dict) or any(given[key] != new.get(key) for key in given if given[key] is not None)


def _taken(folder: Path) -> StoryError:
    add = f"samestory intake FILES --story {folder.name}"
    return StoryError(f"{folder} is there already; choose another name, or add articles: {add}")
