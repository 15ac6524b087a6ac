"""A paragraph can be understood at one reading.

Measured as Flesch reading ease: 206.835 - 1.015 x words per sentence - 84.6 x syllables per word (R. Flesch, "A new
readability yardstick", Journal of Applied Psychology 32, 1948). 60 and more is plain English; paragraphs of 30 words
or more that stay below 10 are reported. Syllables are counted as groups of vowels, which is near enough for a
paragraph. The measure knows nothing of sense: it is a note. A paragraph of one sentence is left alone: a list of legal
terms is no easier in other words. Where one sentence is too long, the rule on sentences says so.
"""

import re
from collections.abc import Iterator

from clausebook.lint.prose import opening, prose
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.text.sentences import sentences
from clausebook.text.words import tokens

LEVEL = "note"
READS = "clause"
SHORTEST = 30  # words; of fewer the measure says nothing
HARDEST = 10.0
LONG = 40  # words in a sentence
_VOWELS = re.compile(r"[aeiouy]+")


def check(register: Register) -> Iterator[Finding]:
    """Findings at the beginning of the paragraph."""
    for written in prose(register):
        if not written.is_prose or len(written.words) < SHORTEST or len(tokens(written.words)) < SHORTEST:
            continue
        lengths = [len(tokens(sentence)) for sentence in sentences(written.words)]
        if len(lengths) < 2 or max(lengths) > LONG:
            continue
        if (ease := reading_ease(written.words)) < HARDEST:
            yield Finding(
                written.at(opening(written.words)),
                f"a paragraph of clause {written.clause.id} is very hard to read (ease {ease:.0f}; plain is 60)",
                "shorter sentences first, then shorter words",
            )


def reading_ease(words: str) -> float:
    """Flesch reading ease of a text with at least one word."""
    counted = tokens(words)
    spoken = sum(_syllables(word.lower()) for word in counted)
    return 206.835 - 1.015 * len(counted) / len(sentences(words)) - 84.6 * spoken / len(counted)


def _syllables(word: str) -> int:
    groups = len(_VOWELS.findall(word))
    # a final e is silent, but not in "-le" after a consonant
    silent = word.endswith("e") and not re.search(r"[^aeiouy]le$", word) and groups > 1
    return max(1, groups - silent)
