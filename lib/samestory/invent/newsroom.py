"""Who writes what: the wire and its copies, a chain of translations, outlets of their own mind, corrections, gaps."""

from __future__ import annotations

import dataclasses

from .articles import Outlet, Piece
from .marks import Span
from .plan import LANGUAGES, Desk, World
from .sentences import Sentence

WIRE = ("event.own", "toll.office", "toll.union", "accuse.said", "deny.union", "strike.own", "stuck.own", "inquiry.own")
# The first report of the chain, what the second makes of each sentence, and the third; an empty one is left out.
CHAIN = (
    ("event.own", "event.own", "event.own"),
    ("toll.union", "toll.union", "toll.union"),
    ("cause.cond", "cause.cond", "cause.own"),
    ("warned.said", "warned.said", "warned.own"),
    ("deny.union", "", ""),
    ("quote.whole", "quote.part", "quote.changed"),
    ("strike.own", "strike.own", ""),
    ("stuck.own", "stuck.own", "stuck.own"),
    ("reopen.hope", "reopen.hope", "reopen.own"),
)
HARDER = {"cause.cond": "cause.own", "warned.said": "warned.own", "reopen.hope": "reopen.own"}


def write_articles(world: World) -> Desk:
    """Every article of the story, laid out, in order of their names."""
    desk = Desk(world)
    wire = _wire(desk)
    _copies(desk, wire)
    first = _chain(desk)
    _others(desk, wire)
    _circle(desk)
    _gaps(desk, wire, first)
    for piece in desk.pieces:
        piece.lay_out()
    desk.pieces.sort(key=lambda piece: piece.article_id)
    return desk


def _wire(desk: Desk) -> Piece:
    world = desk.world
    dateline = f"{world.values['en']['town_caps']}, {world.land} –"
    wire = desk.piece(
        world.agency, "lead", "accident", WIRE, 0, 11, dateline=dateline, family="agency", basis="wording"
    )
    desk.plant("toll_conflict", wire, key="toll.union", note="toll: two counts that cannot both be true")
    return wire


def _copies(desk: Desk, wire: Piece) -> None:
    world, outlets = desk.world, desk.world.outlets
    way = ((wire.outlet.name, wire.article_id),)
    copied = {"family": "agency", "earliest": False, "way": way, "basis": "wording", "derivation": "wholly"}
    credit = f"({world.agency.name.upper()}) –"
    dateline = f"{world.values['en']['town_caps']}, {world.land}"
    made = desk.piece(
        outlets["en", "daily"], "agency", "accident", wire.sentences, 0, 13,
        **{**copied, "basis": "credit"}, dateline=dateline, credit=credit, how="verbatim agency copy",
    )  # fmt: skip
    desk.plant("verbatim_copy", made, wire, note="with the agency's credit")
    made = desk.piece(
        outlets["en", "mill"], "copy", "accident", wire.sentences, 0, 15,
        **copied, precision="day", how="verbatim agency copy",
    )  # fmt: skip
    desk.plant("verbatim_copy", made, wire, note="without any credit")
    desk.plant("time_to_day", made)
    light = [desk.writer.reworded(one) for one in wire.sentences]
    made = desk.piece(outlets["en", "radio"], "light", "accident", light, 0, 16, **copied, how="light rewrite")
    desk.plant("light_rewrite", made, wire, note="the same sentences with other words here and there")
    n = int(desk.rng.integers(3, 6))
    part: list[str | Sentence] = [*wire.sentences[:n], "quote.whole", "cost.said", "fill", "fill"]
    made = desk.piece(
        outlets["en", "post"], "part", "accident", part, 0, 18,
        **{**copied, "derivation": "partly", "basis": "credit"}, credit=credit, how="partial agency copy",
    )  # fmt: skip
    desk.plant("partial_copy", made, wire, note=f"the first {n} sentences, then its own")
    desk.plant("shared_quotation", made, key="quote.whole", note="the witness's words, in other articles as well")
    languages = [language for language in LANGUAGES[1:] if desk.rng.random() < 0.6] or ["ru"]
    for language in languages:
        outlet = outlets[language, "daily"]
        translated = [desk.writer.translated(one, language) for one in wire.sentences]
        values = world.values[language]
        made = desk.piece(
            outlet, "agency", "accident", translated, 0, 17,
            **{**copied, "basis": "translation"}, credit=credit.replace("–", "—"), dateline=values["town_caps"],
            how="translation",
        )  # fmt: skip
        desk.plant("agency_translation", made, wire, note="translated from English, credited")


def _chain(desk: Desk) -> Piece:
    """Three articles in three languages, each from the one before; the last states what the first was told."""
    world = desk.world
    foreign = [LANGUAGES[1:][int(at)] for at in desk.rng.permutation(3)[:2]]
    first_outlet = world.outlets[foreign[0], "radio" if foreign[0] != "ru" else "post"]
    second_outlet = world.outlets[foreign[1], "radio" if foreign[1] != "ru" else "post"]
    third_outlet = world.outlets["en", "mill"]
    chain = {"family": "chain", "basis": "translation"}
    first = desk.piece(first_outlet, "scene", "dispute", [step[0] for step in CHAIN], 1, 10, **chain)
    by_key = {sentence.key: sentence for sentence in first.sentences}
    second = desk.piece(
        second_outlet, "abroad", "dispute", _passed_on(desk, by_key, second_outlet, first, 1), 2, 8, **chain,
        earliest=False, derivation="wholly", way=((first_outlet.name, first.article_id),), how="translation",
    )  # fmt: skip
    third = desk.piece(
        third_outlet, "details", "dispute", [*_passed_on(desk, by_key, third_outlet, second, 2), "accuse.hedged"],
        2, 20, **chain, earliest=False, derivation="partly", how="translation",
        way=((first_outlet.name, first.article_id), (second_outlet.name, second.article_id)),
    )  # fmt: skip
    desk.plant("translation_chain", second, first, key="cites", note="first hop, names its source")
    desk.plant("translation_chain", third, second, key="cites", note="second hop, names the middle outlet only")
    desk.plant("hedge_to_fact", third, first, key="cause.own", note="cause: doubt, doubt, plain fact")
    desk.plant("hope_to_fact", third, first, key="reopen.own", note="reopened: a hope becomes plain fact")
    desk.plant("attribution_to_fact", third, first, key="warned.own", note="warned: the union's words become fact")
    desk.plant("claim_kept_attributed", third, first, key="toll.union", note="toll: given to the union on every hop")
    desk.plant("claim_dropped", second, first, note="denial: gone after the first hop")
    desk.plant("denial_to_suspicion", third, first, key="accuse.hedged", note="accused: denied, gone, suspected")
    desk.plant("omitted_denial", third, first, key="accuse.hedged", note="denial: left out")
    desk.plant("quotation_trimmed", second, first, key="quote.part")
    desk.plant("quotation_changed", third, first, key="quote.changed")
    return first


def _passed_on(desk: Desk, by_key: dict[str, Sentence], outlet: Outlet, source: Piece, step: int) -> list[Sentence]:
    """What an article of the chain has of the first one, in its own language, after a word on where it is from."""
    named = source.outlet.name
    if outlet.language in ("ru", "uk") and source.outlet.cyrillic != named:
        named = f"«{source.outlet.cyrillic}»"
    done: list[Sentence] = []
    for keys in CHAIN:
        if keys[step]:
            new = desk.writer.draw(keys[step], outlet.language)
            done.append(dataclasses.replace(new, root=by_key[keys[0]].root))
        if len(done) == 2 and keys[0] == "toll.union":
            done.append(desk.writer.draw("cites", outlet.language, {"cited": named}))
    return done


def _others(desk: Desk, wire: Piece) -> None:
    """Articles of outlets of their own mind, which share no sentence."""
    outlets = desk.world.outlets
    town = desk.piece(
        outlets["en", "daily"], "warnings", "dispute",
        ["event.own", "toll.office", "toll.union", "cause.source", "accuse.said", "deny.union", "warned.said",
         "warned.contra", "inquiry.own"], 1, 17,
    )  # fmt: skip
    desk.plant("contradiction", town, key="warned.contra", note="warned: a log says otherwise")
    desk.plant("toll_conflict", town, key="toll.union", note="toll: two counts that cannot both be true")
    desk.plant("unnamed_source", town, key="cause.source")
    harsh = desk.piece(
        outlets["en", "tabloid"], "fury", "accident",
        ["event.own", "toll.own", "accuse.said", "strike.harsh", "stuck.own", "quote.whole", "fill"], 0, 19,
    )  # fmt: skip
    fond = desk.piece(
        outlets["en", "union"], "gate", "dispute",
        ["event.own", "toll.union", "strike.fond", "warned.said", "accuse.said", "deny.union", "speech.union", "fill"],
        1, 9,
    )  # fmt: skip
    desk.plant("label_contrast", fond, harsh, key="strike.fond", note="workers: better here than there")
    desk.plant("omitted_denial", harsh, wire, key="accuse.said", note="denial: out since the morning")
    desk.plant("label_contrast", harsh, fond, key="strike.harsh", note="workers: worse here than there")
    stale = desk.piece(
        outlets["en", "tabloid"], "blame", "dispute",
        ["event.own", "toll.own", "accuse.own", "strike.harsh", "cost.own", "fill"], 4, 7,
    )  # fmt: skip
    desk.plant("toll_not_updated", stale, key="toll.own", note="toll: the first count, two days after the new one")
    desk.plant("omitted_denial", stale, wire, key="accuse.own", note="denial: out for four days")
    toll = desk.piece(
        outlets["en", "radio"], "count", "count", ["toll.new", "event.own", "inquiry.own", "stuck.said", "fill"], 2, 12
    )
    desk.plant("toll_update", toll, key="toll.new", note="toll: a new count")
    made = {
        ("fr", "daily"): [
            "event.own",
            "toll.office",
            "toll.union",
            "cause.source",
            "inquiry.own",
            "stuck.said",
            "fill",
        ],
        ("ru", "tabloid"): ["event.own", "toll.own", "accuse.own", "strike.harsh", "cost.own", "fill", "fill"],
        ("uk", "daily"): ["event.own", "toll.office", "accuse.said", "deny.union", "strike.own", "cause.cond"],
        ("fr", "union"): ["event.own", "strike.fond", "warned.said", "speech.union", "toll.union", "reopen.hope"],
        ("ru", "post"): ["event.own", "toll.office", "cost.said", "stuck.own", "warned.contra", "warned.said", "fill"],
        ("uk", "post"): ["event.own", "toll.new", "quote.whole", "strike.fond", "reopen.hope", "fill", "fill"],
        ("fr", "radio"): ["toll.new", "reopen.own", "strike.own", "accuse.hedged", "fill"],
        ("ru", "daily"): ["toll.new", "cause.own", "inquiry.own", "deny.union", "accuse.said", "fill"],
        ("uk", "radio"): ["toll.own", "accuse.hedged", "stuck.said", "cost.said", "fill"],
    }
    for (language, kind), keys in made.items():
        if desk.rng.random() < 0.8:
            day = 3 if "toll.new" in keys else 1
            piece = desk.piece(outlets[language, kind], "own", "count" if day == 3 else "accident", keys, day, 14)
            if "toll.new" in keys:
                desk.plant("toll_update", piece, toll, key="toll.new", note="toll: the new count")
            if "accuse.own" in keys:
                desk.plant("omitted_denial", piece, wire, key="accuse.own", note="denial: out since the day before")
            if "warned.contra" in keys:
                desk.plant("contradiction", piece, key="warned.contra", note="warned: a log says otherwise")


def _circle(desk: Desk) -> None:
    """Two articles that each cite the other, and nobody else."""
    outlets = desk.world.outlets
    pair = (outlets["en", "union"], outlets["fr", "union"])
    circle = {"family": "circle", "basis": "credit", "earliest": None, "derivation": "partly", "precision": "day"}
    made = [
        desk.piece(
            outlet, "echo", "dispute", ["warned.echo", "cites", "strike.own", "fill", "fill"], 3, 10 + at,
            cited=pair[1 - at].name, **circle,
            way=((pair[1 - at].name, f"{pair[1 - at].slug}-echo"),),
        )
        for at, outlet in enumerate(pair)
    ]  # fmt: skip
    for one, other in (made, made[::-1]):
        desk.plant("circular_citation", one, other, key="cites", note="each credits the other")
        desk.plant("time_to_day", one)


def _gaps(desk: Desk, wire: Piece, first: Piece) -> None:
    """A corrected page, a paywall, a teaser, and dates that are not known."""
    outlets, common = desk.world.outlets, desk.world.writer.words["common"]["en"]
    keys = ["toll.new", "event.own", "cost.said", "warned.said", "inquiry.own"]
    version = {"family": "version", "basis": "version"}
    wrong = desk.writer.draw("stuck.own", "en", {"stuck": desk.world.values["en"]["wrong"]})
    wrong = dataclasses.replace(wrong, spans=tuple(_wrong(span) for span in wrong.spans))
    before = desk.piece(outlets["en", "daily"], "count", "count", [*keys, wrong], 3, 10, **version)
    right = desk.writer.same(wrong)
    correction = common["correction"].replace("$stuck", desk.world.values["en"]["stuck"])
    correction = correction.replace("$wrong", desk.world.values["en"]["wrong"])
    after = desk.piece(
        outlets["en", "daily"], "count-corrected", "count", [*before.sentences[:-1], right], 3, 19, **version,
        earliest=False, derivation="wholly", way=((before.outlet.name, before.article_id),), how="version",
        version_of=before.article_id, last=(("correction", correction),),
    )  # fmt: skip
    after.title = before.title
    desk.plant("version_corrected", after, before, key="stuck.own", note="stuck: the wrong number is put right")
    cut = desk.piece(
        outlets["en", "business"], "bill", "accident", ["cost.said", "stuck.said", "fill", "fill"], 1, 6,
        status="cut", ending="paywall",
    )  # fmt: skip
    desk.plant("paywall", cut)
    teaser = desk.piece(
        outlets["en", "post"], "weekend", "dispute", ["strike.own", "speech.union", "fill"], 5, 8, status="teaser",
        precision="unknown", last=(("paywall", common["teaser"]),),
    )  # fmt: skip
    desk.plant("teaser", teaser)
    desk.plant("time_missing", teaser)
    review = desk.piece(
        outlets["ru", "daily"], "review", "dispute",
        ["accuse.said", "deny.union", "cost.own", "fill", "fill"], 6, 9,
        precision="month",
    )  # fmt: skip
    desk.plant("time_to_month", review)
    for outlet, name, day, hour in ((desk.world.agency, "alert", 0, 8), (outlets["ru", "daily"], "photos", 1, 11)):
        page = desk.piece(outlet, name, "accident", [], day, hour, status="none", basis="no_text", earliest=None)
        page.derivation = ""
        desk.plant("page_without_text", page, note="known by its address only")


def _wrong(span: Span) -> Span:
    return dataclasses.replace(span, argument="wrong") if span.argument == "stuck" else span
