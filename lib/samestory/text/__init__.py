"""Text with character offsets: words, sentences, paragraphs, quotations, phrases, and the language it is in."""

from .align import aligned
from .heads import closing_credit, head
from .language import language_of
from .narration import spoken_pieces
from .notices import correction_notices
from .paragraphs import paragraphs
from .phrases import Phrase, phrase_in, phrases, plain, possible
from .quotations import Quotation, quotations
from .sentences import sentences
from .words import count_words, fold, is_unspaced, word_measure, words
from .writing import blanked

__all__ = [
    "Phrase",
    "Quotation",
    "aligned",
    "blanked",
    "closing_credit",
    "correction_notices",
    "count_words",
    "fold",
    "head",
    "is_unspaced",
    "language_of",
    "paragraphs",
    "phrase_in",
    "phrases",
    "plain",
    "possible",
    "quotations",
    "sentences",
    "spoken_pieces",
    "word_measure",
    "words",
]
