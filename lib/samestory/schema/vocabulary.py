"""The words that columns of the tables may hold."""

CARRIED = (
    "asserted",
    "attributed",
    "hedged",
    "denied",
    "contradicted",
)  # it is there; how it is put is known
MENTIONED = "mentioned"  # the claim is there; how it is put cannot be told
UNSEEN = ("absent", "not_visible")
STATUSES = (*CARRIED, MENTIONED, *UNSEEN)
JUDGEABLE = (*CARRIED, "absent")  # the denominator of every rate of claims
PRECISIONS = ("minute", "day", "month", "unknown")
ORDERS = ("known", "tied", "unknown")
PASSAGE_BASES = ("words", "meaning")
PASSAGE_KINDS = ("writing", "quotation", "formula", "boilerplate")
BASES = ("credit", "chain", "citation", "wording")  # what a step between two texts rests on, the plainest first
# In place of a source, if a text attributes a claim or figure to somebody who cannot be told.
UNTOLD = "(not told)"
BY_HAND = ("claims", "numbers", "labels", "citations")  # tables that a person codes article by article
# Families of articles that could not be compared, or that a coder put into none: no evidence of independence.
UNEXAMINED = ("no_text", "too_short", "not_comparable", "not_coded")
TEXT_STATUSES = ("full", "cut", "teaser", "none")
PARTS = ("body", "dateline", "credit", "promotion", "author_note", "boilerplate", "correction", "paywall")
# fmt: off
CUE_KINDS = [
    "say", "report", "claim", "deny", "doubt", "confirm", "believe", "promise", "ask", "criticise", "vouch", "via",
]
# fmt: on
IDENTIFIER = r"[A-Za-z0-9][A-Za-z0-9_.\-]*"
