"""Every item of a list continues the words that introduce it, in the same way.

"The following are prohibited: to make …, for the publication …, where the user …": read with its stem, one of them is
no sentence, and in a dispute its meaning is not clear. Items begin alike: all with "to", all with "must", all with
a noun.
"""

import re
from collections import Counter
from collections.abc import Iterator

from clausebook.lint.prose import lists
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.text.sentences import sentences

LEVEL = "warning"
READS = "clause"
_SHAPES = (
    ("to", r"to\b"),
    ("for", r"for\b"),
    ("in", r"(?:in|by|on|with|from|through|via)\b"),
    ("where or if", r"(?:where|if|when|unless|whenever)\b"),
    ("must or should", r"(?:must|should|shall|may|will|can|cannot|(?:is|are) (?:to|not|required|advised|expected))\b"),
)
_SHAPE = re.compile("|".join(f"(?P<s{place}>{words})" for place, (_, words) in enumerate(_SHAPES)), re.IGNORECASE)
_VERB = r"(?:is|are|was|were|will|must|should|shall|may|can|cannot|has|have)"
# a subject and a verb: a sentence of its own
_SENTENCE = re.compile(
    rf"(?:[Tt]his|[Tt]hese|[Ii]t|[Tt]hey|[Ss]taff|[Ee]mployees|[Gg]overnors)\b(?: [\w’'-]+){{0,3}}? {_VERB}\b"
)
_FINITE = re.compile(rf"\b{_VERB}\b")
# "if a call fails, call again" goes on like "call again"
_CONDITION = re.compile(
    r"^(?:where|if|when|unless|whenever)\b[^,;:.]*, (?!(?:including|such|or|and|which|unless|except)\b)", re.IGNORECASE
)
_ASKS = re.compile(r"(?:who|whom|whose|what|which|where|when|why|how|whether)\b", re.IGNORECASE)
OTHER, SENTENCE = "a noun or another word", "a sentence of its own"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the first item that begins differently from most, one a list."""
    for clause, _, items in lists(register):
        shapes = [_shape(item.words) for item in items]
        asks = [bool(_ASKS.match(item.words)) for item in items]
        if sum(asks) > 1 and all(asks):
            continue  # "who goes", "where the group goes", "whom to call": all of them say what is asked
        counts = Counter(shapes)
        if len(counts) < 2 or set(counts) <= {OTHER, "in"} or not _is_plain(counts):
            continue
        usual = counts.most_common(1)[0][0]
        odd = next(item for item, shape in zip(items, shapes, strict=True) if shape != usual)
        ways = ", ".join(f"{shape} ({number})" for shape, number in counts.most_common())
        yield Finding(
            odd.at(" ".join(odd.words.split()[:2])),
            f"items of one list in clause {clause.id} begin in {len(counts)} ways: {ways}",
            "let every item continue the words that introduce the list in the same way",
        )


def _is_plain(counts: Counter[str]) -> bool:
    """Whether sentences are among items that are not: two sentences that begin differently are right."""
    return set(counts) != {OTHER, SENTENCE} or counts[SENTENCE] == 1 < counts[OTHER]


def _shape(words: str) -> str:
    first = next(iter(sentences(words)), "")
    if _SENTENCE.match(words) or (first[:1].isupper() and first.endswith(".") and _FINITE.search(first)):
        return SENTENCE
    found = _SHAPE.match(_CONDITION.sub("", words))
    if not found:
        return OTHER
    return _SHAPES[int((found.lastgroup or "s0")[1:])][0]
