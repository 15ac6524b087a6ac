"""Two readings of a rule -> how far it goes: how much, how often, how hard, how surely, and words for the opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from clausebook.model.comparison.duty_change import Difference, DifferenceKind, Effect
from clausebook.model.duties.terms import low
from clausebook.redline.duty_words import raw

# Each ladder: what goes furthest first. What a text does not say has the rank that is beside its name.
_LADDERS: dict[str, tuple[int, tuple[tuple[int, str], ...]]] = {
    "much": (
        3,
        (
            (3, r"all|every|each|any|both|everyone|everybody|whole|entire|anything|everything"),
            (2, r"(?:almost |nearly )?(?<!at )most(?= \w)|the majority of|many"),
            (
                1,
                r"(?:some|certain)(?! (?:circumstances|cases|instances|other))|several|(?<!a )few|a few|selected|"
                r"a number of|a sample of|parts? of|"
                r"(?:any |at least )?one of (?:the following|these)|either of the following",
            ),
        ),
    ),
    "often": (
        4,
        (
            (4, r"always|at all times|in all cases|in every case|invariably|without exception|every time"),
            (
                3,
                r"normally|usually|generally|ordinarily|typically|as a rule|in general|mostly|for the most part"
                r"|under normal circumstances|in normal circumstances|in most cases",
            ),
            (2, r"often|frequently"),
            (1, r"sometimes|occasionally|from time to time|now and then|on occasions?"),
            (0, r"rarely|seldom|hardly ever"),
        ),
    ),
    "hard": (
        1,
        (
            (
                0,
                r"(?:try|tries|trying|attempt|attempts|endeavours?|aims?|seeks?|strives?|hopes?|intends?)"
                r" to|considers?(?= (?:whether|\w+ing\b))"
                r"|(?:do|does) (?:their|its|his|her|your|our) best to"
                r"|make (?:every|all|an?)(?: reasonable)? efforts? to"
                r"|use (?:their |its )?(?:best|all|reasonable)(?: reasonable)? (?:efforts|endeavours) to"
                r"|take (?:all )?(?:reasonable|appropriate) steps to",
            ),
        ),
    ),
}
_FOUND = {
    name: re.compile("|".join(rf"(?P<r{rank}>(?<![\w-])(?:{words})(?![\w-]))" for rank, words in rows))
    for name, (_, rows) in _LADDERS.items()
}
_KINDS: dict[str, DifferenceKind] = {"much": "extent", "often": "degree", "hard": "degree"}
_SURE = re.compile(
    r"(?<![\w-])(?:(?P<r3>will|shall|must|'ll)|(?P<r2>is likely to|are likely to|should|would|normally)"
    r"|(?P<r1>may|might|could|can))(?![\w-])"
)
_OPPOSITES = """
    keep retain store preserve save : delete destroy erase remove discard shred dispose
    include : exclude omit
    on : off
    inside within in indoors : outside outdoors
    enable activate : disable deactivate
    allow permit let accept : refuse forbid prohibit deny reject ban
    before : after
    above over : below under
    least minimum : most maximum
    more : less fewer
    increase raise : decrease reduce lower
    open : close shut
    lock : unlock
    with : without
    online : offline
    public publicly : private privately
    start begin : stop end cease
    add : remove
    tell disclose share publish : conceal hide withhold
    show : hide
    encourage : discourage
    appropriate : inappropriate
    authorised : unauthorised
    lawful legal : unlawful illegal
    secure securely : insecure insecurely
    encrypted : unencrypted
    supervised : unsupervised
    accompanied : unaccompanied
    paid : unpaid
    necessary : unnecessary
    safe : unsafe
    written writing : oral orally verbal verbally
    identified named : anonymous anonymised
    male : female
    internal internally : external externally
    upload : download
    left : right
    front : back
    send : receive
    lend : borrow
    connect : disconnect
    present : absent
    agree : disagree
    true accurate : false inaccurate
    in : out
    up : down
    first : last
    earliest : latest
    none : all
    opt-in : opt-out
    paper : electronic
    advance : arrears
"""
_CHUNK = 4  # words in whose place others came: with more the places say nothing
_LONGEST = 400  # words of a sentence: none that people write has so many, and matching costs their square
_ALIKE = 0.6  # of the words are the same: it is the same sentence, and "not" is its own
_NEGATIVES = frozenset(("not", "no", "never", "none", "nobody", "nothing", "cannot"))


def _pairs() -> frozenset[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for row in filter(None, map(str.strip, _OPPOSITES.splitlines())):
        parts = [part.split() for part in row.split(" : ")]
        for ours, theirs in pairwise(parts):
            found |= {pair for a in ours for b in theirs for pair in ((a, b), (b, a))}
    return frozenset(found)


_OPPOSITE = _pairs()
_PARTNERS: dict[str, set[str]] = {}
for _one, _other in _OPPOSITE:
    _PARTNERS.setdefault(_one, set()).add(_other)
_PREFIXES = ("un", "in", "non-", "dis", "im", "il")


def degrees(old: str, new: str, *, forbids: bool = False) -> Iterator[Difference]:
    """How much, how often and how hard. `forbids` says that the words are those of a prohibition."""
    for name, (unsaid, _) in _LADDERS.items():
        was, now = _ranked(name, old), _ranked(name, new)
        gone = [one for one in was if one[0] not in {words for words, _ in now}]
        come = [one for one in now if one[0] not in {words for words, _ in was}]
        for n in range(max(len(gone), len(come))):
            before = gone[n] if n < len(gone) else ("", unsaid)
            after = come[n] if n < len(come) else ("", unsaid)
            if before[1] == after[1]:
                continue
            effect: Effect = "more" if after[1] > before[1] else "fewer"
            if forbids and name == "much" and before[0] != "any":
                effect = ""  # what it forbids to do with "all" of them and with "some" cannot be weighed
            if forbids and name == "hard":
                effect = "fewer" if effect == "more" else "more"  # forbidden to attempt is more than forbidden to do
            yield Difference(_KINDS[name], before[0], after[0], effect)


@lru_cache(maxsize=20_000)
def _ranked(name: str, text: str) -> list[tuple[str, int]]:
    found = _FOUND[name].finditer(low(text))
    return [(one[0], int((one.lastgroup or "r0")[1:])) for one in found]


def certainty(old: str, new: str) -> Iterator[Difference]:
    """ "will lead to" that became "may lead to": how surely something follows, in a sentence that binds nobody."""
    was, now = _SURE.search(low(old)), _SURE.search(low(new))
    if was and now and was.lastgroup != now.lastgroup:
        effect: Effect = "fewer" if (was.lastgroup or "") > (now.lastgroup or "") else "more"
        yield Difference("degree", was[0], now[0], effect)


def opposites(old: str, new: str) -> Iterator[Difference]:
    """A word that became its opposite in the same place, or a "not" that came or went."""
    was, now = raw(old), raw(new)
    if max(len(was), len(now)) > _LONGEST:
        return
    if sum(map(_is_negative, was)) == sum(map(_is_negative, now)) and not _may_be_opposed(set(was), set(now)):
        return
    named: set[str] = set()
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    for tag, i, i2, j, j2 in matcher.get_opcodes():
        before, after = was[i:i2], now[j:j2]
        if tag != "replace" or max(len(before), len(after)) > _CHUNK:
            continue
        pair = next(((a, b) for a in before for b in after if _opposed(a, b)), None)
        if pair:
            named |= set(pair)
            yield Difference("opposite", *pair)
    if matcher.ratio() < _ALIKE:
        return
    changed = [
        one for one in matcher.get_opcodes() if one[0] != "equal" and max(one[2] - one[1], one[4] - one[3]) <= _CHUNK
    ]
    gone = [word for _, i, i2, _, _ in changed for word in was[i:i2]]
    come = [word for _, _, _, j, j2 in changed for word in now[j:j2]]
    signs = [[word for word in side if _is_negative(word) and word not in named] for side in (gone, come)]
    if len(signs[0]) % 2 != len(signs[1]) % 2:
        yield Difference("opposite", ", ".join(signs[0]), ", ".join(signs[1]))


def _may_be_opposed(was: set[str], now: set[str]) -> bool:
    """A quick look: whether a word that went has its opposite among those that came, or a "not" came or went."""
    gone, come = was - now, now - was
    if any(map(_is_negative, gone | come)):
        return True
    bases = {base for word in come for base in _bases(word)}
    if any(not bases.isdisjoint(_PARTNERS.get(base, ())) for word in gone for base in _bases(word)):
        return True
    pairs = ((gone, come), (come, gone))
    return any(f"{start}{word}" in others for ones, others in pairs for word in ones for start in _PREFIXES)


def _is_negative(word: str) -> bool:
    return word in _NEGATIVES or word.endswith("n't")


def _opposed(one: str, other: str) -> bool:
    if (one, other) in _OPPOSITE:
        return True
    shorter, longer = sorted((one, other), key=len)
    if longer in [f"{start}{shorter}" for start in _PREFIXES]:
        return len(shorter) > 3
    return any((a, b) in _OPPOSITE for a in _bases(one) for b in _bases(other))


@lru_cache(maxsize=20_000)
def _bases(word: str) -> tuple[str, ...]:
    """What a verb may be without its ending: "deleted" is "delete", "stopped" is "stop"."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            base = word.removesuffix(ending)
            return (word, base, f"{base}e", base[:-1] if base[-1] == base[-2] else base)
    return (
        {"kept": "keep", "sent": "send", "hidden": "hide", "told": "tell", "lent": "lend", "shut": "shut"}.get(
            word, word
        ),
    )
