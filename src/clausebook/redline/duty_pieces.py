"""Two leaves that differ by one piece of words that came or went: a deed, a thing or a person more, or a limit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from clausebook.model.comparison.duty_change import Difference, Effect
from clausebook.model.duties import Duty
from clausebook.redline.duty_words import content, is_light, raw, stem
from clausebook.redline.tokens import is_content, read
from clausebook.redline.words import steps
from clausebook.text.budget import Budget
from clausebook.text.inline import Run

_JOINTS = frozenset(("and", "or", "nor"))
_LIMITS = frozenset(
    (
        *("in", "on", "at", "for", "with", "without", "by", "of", "from", "to", "within", "during", "through", "via"),
        *("under", "over", "about", "against", "between", "among", "outside", "concerning", "regarding", "relating"),
        *("using", "that", "which", "who", "whose", "where", "when", "while", "if", "unless", "until", "before"),
        *("after", "as", "into", "onto", "near", "behind", "beside", "below", "beneath", "above", "inside", "beyond"),
        *("across", "along", "around", "towards", "past", "throughout", "upon"),
    )
)
# What these lead limits the noun before it, so that fewer cases are meant; what others lead may say how a thing is done
_OF_A_NOUN = frozenset(
    ("of", "that", "which", "who", "whose", "about", "concerning", "regarding", "relating", "containing", "involving")
)
# Other readers weigh these: signs, exceptions, "only", how much and how often
_WEIGHED = frozenset(
    (
        *("not", "no", "never", "neither", "nobody", "none", "cannot", "only", "solely", "alone", "even", "including"),
        *("except", "excluding", "unless", "other", "than", "all", "any", "every", "each", "both", "either", "least"),
        *("most", "more", "less", "fewer", "some", "normally", "usually", "generally", "always", "sometimes", "often"),
        "whether",
    )
)
_PARTICLES = frozenset(("in", "out", "on", "off", "up", "down"))  # "sign in and out"
_TURNING = frozenset(("without", "only", "solely", "than", "before", "until", "unless", "except"))
_DEFINITE = frozenset(("the", "their", "his", "her", "its", "our", "your", "this", "that", "these", "those"))
_COMMA = re.compile(r", (?!(?:and|or|nor) )(?=(?:[\w'’-]+ ){0,4}?[\w'’-]+,? (?P<joint>and|or|nor) )")
_IN_LISTS = frozenset(("any", "all", "every", "each", "least", "most", "more"))
_TURNED: dict[Effect, Effect] = {"": "", "more": "fewer", "fewer": "more"}
ALIKE = 0.5  # of the words of the shorter text are around what is in another's place
_LONGEST = 400  # words of an action: no duty has so many, and matching them costs their square
_WORK = 20_000  # for one pair of rules: a long sentence takes a fifth of it
_ARTICLES = frozenset(("a", "an", "the"))
_STRESS = re.compile(r"(?:under|in) any (?:circumstances?|event|case|way)$|at (?:any time|all)$|in order$")


def pieces(old: Duty, new: Duty, *, alone: bool) -> Iterator[Difference]:
    """The pieces that only one side has, where all that differs is so simple, and what follows by the letter.

    `alone` says that each is all that its sentence states: then a single one is looked for in the sentence.
    """
    if old.force != new.force:
        return
    terms = (_evened(old.action), _evened(new.action))
    was, now = map(raw, (_evened(old.words.read), _evened(new.words.read)) if alone else terms)
    many, few = (was, now) if len(was) > len(now) else (now, was)
    found = _one_piece([stem(one) for one in many], [stem(one) for one in few], many)
    spans = [(many is was, *found)] if found else []
    if not spans:
        was, now = map(raw, terms)
        spans = list(_several(terms))
    for gone, start, end in spans:
        side, other = (old, new) if gone else (new, old)
        one = _named(side, was if gone else now, start, end, alone=alone)
        said = set(content(f"{other.action} {other.words.read}"))
        if one and (
            (found and alone) or not (set(content(one.old)) <= said if found else set(content(one.old)) & said)
        ):
            yield one if gone else Difference(one.kind, "", one.old, _TURNED[one.effect])


def other_words(old: str, new: str) -> tuple[str, str] | None:
    """What one text has in the place of what the other has, where that is one piece; None where it is more."""
    was, now = (raw(_evened(one)) for one in (old, new))
    many, few = (was, now) if len(was) > len(now) else (now, was)
    a, b = ([stem(word) for word in side] for side in (was, now))
    found = _one_piece(*((a, b) if many is was else (b, a)), many)
    if found:
        bare = " ".join(word for n, word in enumerate(many[slice(*found)]) if n or word not in _JOINTS)
        return (bare, "") if many is was else ("", bare)
    least, front, back = len(few), 0, 0
    while front < least and a[front] == b[front]:
        front += 1
    while back < least - front and a[-1 - back] == b[-1 - back]:
        back += 1
    if front + back < ALIKE * least:
        return None
    return " ".join(was[front : len(was) - back]), " ".join(now[front : len(now) - back])


def rewordings(old: str, new: str) -> Iterator[Difference]:
    """Each run of words that came, went or took the place of others, as the redline marks them; none where all did."""
    a, b = read((Run(old),)), read((Run(new),))
    found = steps(a, b, Budget(_WORK))
    if not any(one.kept and any(map(is_content, a.tokens[one.i : one.i2])) for one in found):
        return
    runs = [
        (_bare(old[a.starts[one.i] : a.starts[one.i2]]), _bare(new[b.starts[one.j] : b.starts[one.j2]]))
        for one in found
        if not one.kept
    ]
    gone, come = ({one[side].lower() for one in runs} for side in (0, 1))
    for was, now in runs:  # what is elsewhere in the other text has only moved
        before, after = "" if was.lower() in come else was, "" if now.lower() in gone else now
        if (before or after) and not set(raw(f"{was} {now}")) <= _ARTICLES:
            yield Difference("wording", before, after)


def _bare(words: str) -> str:
    return words.strip(" \N{NO-BREAK SPACE},.;:")


def _named(side: Duty, text: tuple[str, ...], start: int, end: int, *, alone: bool) -> Difference | None:
    words = text[start:end]
    joint = words[0] if words[0] in _JOINTS else words[-1] if words[-1] in _JOINTS else ""
    bare = words[1:] if words[0] == joint else words[:-1] if joint else words
    said = " ".join(words)
    if set(bare) & (_WEIGHED - _IN_LISTS if joint else _WEIGHED) or (
        all(map(is_light, bare)) and not (joint and bare and set(bare) <= _PARTICLES)
    ):
        return None
    is_limit = words[0] in _LIMITS or (len(words) < 3 and not any(map(is_light, words)))
    if not (joint or is_limit) or _STRESS.match(said) or _is_term(side, bare):
        return None
    if side.who and alone and said in " ".join(raw(side.subject)):
        return None  # who is bound is named by itself
    effect = _of_joint(side, joint) if joint else _of_limit(side, words, text[start - 1])
    # inside "without ...", "only ..." and the like, what comes may ask more or less
    written = re.search(r"[\W_]+".join(map(re.escape, words)), side.words.read, re.IGNORECASE)
    shown = written[0] if written else said
    return Difference("extent", shown, "", "" if _TURNING & set(text[:start]) else effect)


def _evened(text: str) -> str:
    """A text in whose lists each comma is the word that joins the last two: "sold, lent or used"."""
    before = ""
    while before != text:
        before, text = text, _COMMA.sub(lambda found: f" {found['joint']} ", text, count=1)
    return text


def holds(piece: Difference, term: Difference) -> bool:
    """Whether what differs in a term is but part of the piece."""
    side, other = (set(map(stem, raw(one))) for one in ((term.old, term.new) if piece.old else (term.new, term.old)))
    return bool(side) and other <= side and side - other <= set(map(stem, raw(piece.old or piece.new)))


def _one_piece(many: list[str], few: list[str], words: tuple[str, ...]) -> tuple[int, int] | None:
    """Where the words are that only the longer one has; of several ways to cut, one that begins or ends at a joint."""
    size = len(many) - len(few)
    if size < 1 or not few:
        return None
    front = 0
    while front < len(few) and many[front] == few[front]:
        front += 1
    back = 0
    while back < len(few) and many[-1 - back] == few[-1 - back]:
        back += 1
    if front + back < len(few):
        return None
    places = range(len(few) - back, front + 1)
    leads = next((n for n in places if words[n] in _JOINTS), None)
    leads = leads if leads is not None else next((n for n in places if words[n + size - 1] in _JOINTS), None)
    leads = leads if leads is not None else next((n for n in places if words[n] in _LIMITS), places[0])
    return leads, leads + size


def _several(terms: tuple[str, str]) -> Iterator[tuple[bool, int, int]]:
    """The same of two texts that differ in more places, where only words that limit or join came or went."""
    was, now = map(raw, terms)
    ours, theirs = map(set, map(content, terms))
    if max(len(was), len(now)) > _LONGEST or (ours - theirs and theirs - ours):
        return
    a, b = [stem(word) for word in was], [stem(word) for word in now]
    for tag, i, i2, j, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "delete" and was[i] in _LIMITS:
            yield True, i, i2
        elif tag == "insert" and now[j] in _LIMITS:
            yield False, j, j2


def _is_term(side: Duty, words: tuple[str, ...]) -> bool:
    """Whether the piece is a term, or part of one: those are named by themselves."""
    terms = (*side.conditions, *side.exceptions, *side.deadlines, *side.addressees, *side.numbers)
    said = " ".join(words[1:] if words[0] in ("to", "with") else words)
    return any(said in " ".join(raw(one)) for one in terms)


def _of_joint(side: Duty, joint: str) -> Effect:
    """What it does that a member of a list went: "must lock and bolt", "may use a pen or a pencil"."""
    return "fewer" if (joint == "and") == (side.force in ("must", "should")) else ""


def _of_limit(side: Duty, words: tuple[str, ...], before: str) -> Effect:
    """What it does that a limit went. Of what must be done, "locked" and "in the safe" may be how it is done; "the
    front office" is another office than "the office"."""
    of_a_noun = words[0] in _OF_A_NOUN or (words[0] == "for" and bool(_OF_A_NOUN & set(words)))
    if (side.force in ("must", "should") and not of_a_noun) or (before in _DEFINITE and words[0] not in _LIMITS):
        return ""
    return "more"
