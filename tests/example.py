"""A small sound story with one article, claim, actor and quantity, for tests to damage."""

from __future__ import annotations

import datetime
from pathlib import Path

from samestory import paths

_FILES = {
    "story.yaml": """\
# What the story is. Every key is checked when the story is loaded; unknown keys are errors.
title: "{title}"
# One research question, as a sentence.
question: How did outlets report this story?
# true only for a story that was made up; every page made from it will say so.
invented: false
# First and last day the story covers.
period: {{begin: {today}, end: {today}}}
# Codes of the languages the articles are in.
languages: [en]
# Whose coding the analyses use unless told otherwise (the column `coder` of coding/*.csv).
coder: hand
# The article whose way is shown first.
focus: first-article
# The parts of the story; `event` in an article's head names one of them.
events:
  main: What the story is about, in one line.
# Counts that must hold, so that a lost row is noticed: outlets, languages, articles, claims, numbers, ...
expected: {{articles: 1}}
# Where the articles and codings come from.
origin: Say who collected the articles, when, and how.
# What may be published: other people's texts usually may not.
publish: Say what may be shown to others.
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
# What coders go by. The statuses are fixed; say here in your words when each of them holds.
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
claims:
  C01:
    name: example_claim
    kind: event
    description: What an article says when it makes this claim.
    # What `samestory code` looks for, by language: words; word* (begins so); ~word (any form); <n> (a number);
    # (one | other); A w/5 B (both in a sentence, at most 5 words between); A pre/5 B (in this order); A w/s B (both in
    # one sentence); A not w/5 B. Any one of a list is enough. Beside patterns there are mentions (in passing),
    # denials, contradictions, denied_by (a claim that denies this one) and, for kind speech_act, utterances.
    patterns:
      en: [example w/5 (made | given)]
actors:
  example_actor:
    description: Who this is.
    names: [Example]
    labels:
      # Found in any form of the words; `unless` lists patterns that make a word no label.
      en: [{{label: rebels, evaluation: neutral, unless: [rebels stronghold]}}]
quantities:
  example_quantity:
    description: What is counted.
    unit: persons
    claim: C01
    # Where <n> is the number; a pattern without <n> stands for one within six words of a number.
    patterns:
      en: ["<n> pre/2 (killed | dead)"]
""",
    "articles/first-article.txt": """\
---
outlet: Example Outlet
country: Example Country
language: en
title: Replace this with an article's headline
# Minute, day or month, as far as it is known; a time needs its offset. Leave it out where nothing is known.
published: {today}
event: main
# full, cut or teaser: how much of the text is here.
text_status: full
---

Replace this line with the article's text. Everything below the head is kept exactly as it stands.
""",
    "coding/claims.csv": """\
article_id,claim_id,status,attributed_to,begin,end,coder,note
first-article,C01,absent,,,,hand,replace this row with your coding
""",
}


def example_story(name: str, into: Path | None = None) -> Path:
    """The example in a new folder, in ``seeds/`` unless another is given; the folder."""
    into = into or paths.seeds()
    words = {"title": name.replace("-", " ").capitalize(), "today": datetime.date.today().isoformat()}
    for relative, text in _FILES.items():
        path = into / name / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(**words), encoding="utf-8", newline="\n")
    return into / name
