"""What comes before the subject of a sentence: "Also, if it rains, staff must" has an opener and a condition."""

from __future__ import annotations

import re

from clausebook.model.clause import Duty as Force
from clausebook.model.duties.duty import Lead
from clausebook.model.duties.markers import ANY, FIRST
from clausebook.model.duties.people import Titles, is_person, subject
from clausebook.model.duties.terms import clause_terms, low
from clausebook.model.duties.vocabulary import (
    ADVERBIAL,
    ASIDE,
    FINITE,
    INVERTED,
    INVERTIBLE,
    NAMED,
    OPENERS,
    PARTICIPLE,
    PASSIVE,
    PRONOUN,
    QUOTED,
    SETTING,
    SUBORDINATE,
    THINGS,
)


def _masked(text: str) -> str:
    """Lower case, with quotations and brackets made blanks: what is in them states nothing by itself."""
    lower = low(text)
    for pattern in (QUOTED, re.compile(r"\([^()]*\)")):
        lower = (
            pattern.sub(lambda found: "\x00" * len(found[0]), lower)
            if pattern is QUOTED
            else pattern.sub(lambda f: "\x00" * len(f[0]), lower)
        )
    return lower


class Opening:
    """A sentence, with what comes before its subject taken off: openers, conditions, exceptions and times."""

    def __init__(self, text: str, titles: Titles, lead: Lead) -> None:
        self.text, self.titles, self.lead = text, titles, lead
        self.low = _masked(text)
        self.conditions: list[str] = list(lead.conditions)
        self.exceptions: list[str] = list(lead.exceptions)
        self.deadlines: list[str] = list(lead.deadlines)
        self.start = 0

    def peel(self) -> None:
        """Openers, and conditions up to the comma before the subject: "If it rains, staff must ..."."""
        opener = OPENERS.match(self.low)
        if opener:
            self.start = opener.end()
        for _ in range(4):
            rest = self.low[self.start :]
            adverbial = INVERTED.match(rest) or ADVERBIAL.match(rest)
            if not adverbial:
                return
            end = self.comma(rest) or self.bare_condition(rest) or self.bare_adverbial(rest)
            if not end and "," in rest and self.is_inverted(rest):
                end = rest.index(",")  # "Should the head be away, the deputy signs": a condition, and no duty
            if not end:
                return
            words = self.text[self.start : self.start + end].strip(" ,")
            self.keep(words, inverted=bool(INVERTED.match(rest)))
            self.start += end
            while self.low[self.start : self.start + 1] in (" ", ","):
                self.start += 1
            joined = re.match(r"(?:and|but|or) (?=except|unless|if|when|where|only)", self.low[self.start :])
            self.start += joined.end() if joined else 0

    def is_inverted(self, rest: str) -> bool:
        """Whether "Should", "Were" or "Had" comes before its subject, as in a condition."""
        found = INVERTED.match(rest)
        following = rest[found.end() :].split() if found else []
        return bool(following) and (following[0] in INVERTIBLE or is_person(following[0], self.titles))

    def comma(self, rest: str) -> int:
        """Where the comma is that ends what comes before the subject; 0 where there is none."""
        last = 0
        for comma in re.finditer(r",(?= )", rest):
            after = rest[comma.end() :].lstrip()
            mark = ANY.search(after) or FIRST.match(after)
            if re.match(r"(?:and|but|or) (?:except|unless|if|when|where)(?![\w-])", after):
                return comma.start()
            if not mark:
                break
            subj = after[: mark.start()]
            if (
                not FINITE.search(subj)
                and len(subj.split()) <= 12
                and not re.match(r"(?:or|and|but|nor) (?!(?:except|unless))", after)
            ):
                return comma.start()
            last = comma.start()
        return last if last and not SUBORDINATE.match(rest) else 0

    def bare_condition(self, rest: str) -> int:
        """The same without a comma: "if a message comes they should report it"."""
        if not re.match(r"(?:if|where|when|whenever|should|before|after|once|unless|until)(?![\w-])", rest):
            return 0
        best = 0
        for mark in ANY.finditer(rest):
            before = rest[: mark.start()].rstrip()
            pronoun = PRONOUN.search(before) or NAMED.search(before)
            impersonal = pronoun and pronoun[0].endswith(THINGS) and self.passive(self.start + mark.end())
            if (
                pronoun
                and len(before[: pronoun.start()].split()) >= 3
                and (impersonal or subject(pronoun[0], self.titles))
            ):
                inner = before[: pronoun.start()]
                if FINITE.search(inner) or len(inner.split()) >= 4:
                    best = pronoun.start() + 1
        return best

    def bare_adverbial(self, rest: str) -> int:
        """The same before a person: "in certain circumstances the school will"."""
        mark = ANY.search(rest)
        before = rest[: mark.start()] if mark else ""
        for place in re.finditer(
            r" (?=(?:the|all|any|every|each|no|a|staff|users|pupils|parents|governors|they) )", before
        ):
            if subject(before[place.end() :], self.titles) and len(before[: place.start()].split()) >= 2:
                return (
                    place.end()
                    if not re.search(r" (?:by|to|for|of|with|from|on|at|in)$", before[: place.start()])
                    else 0
                )
        return 0

    def keep(self, words: str, *, inverted: bool) -> None:
        lower = low(words)
        if re.match(
            r"(?:because|since|although|though|whilst it is not|while it is not|as (?!soon|long)|in addition"
            r"|in order|to |by |having|for the avoidance|despite|even though|given)",
            lower,
        ):
            tail = re.search(r"(?<![\w-])(?:except|unless)(?![\w-])", lower)
            if tail:
                self.exceptions.append(words[tail.start() :].strip(" ,"))
            return
        conditions, exceptions, deadlines = clause_terms(words)
        if re.match(r"(?:whilst|while|although)", lower) and not deadlines:
            return
        if inverted:
            self.conditions.append(words)
        elif conditions or exceptions or deadlines:
            self.conditions += conditions
            self.exceptions += exceptions
            self.deadlines += deadlines
        elif SETTING.match(lower) and not ASIDE.match(lower):
            self.conditions.append(words)

    def passive(self, end: int) -> bool:
        found = PASSIVE.match(self.low[end:])
        return bool(found and PARTICIPLE.search(found["verb"]))


_TURNED = re.compile(
    r"[ ,]*(?:,[^,;:]{1,60}, ?|\([^()]{1,60}\),? |[–—-] ?[^–—;:]{1,60} ?[–—-] "
    r"|(?:where|wherever|when|whenever|if|as far as|so far as)(?: \w+){0,2} (?:possible|practicable|appropriate|can),? "
    r"|(?:at all times|also|then|therefore|always|as a rule|in general|(?!(?:ap|re|sup|com|im)ply|rely)\w+ly),? )?"
    r"(?P<sign>not|never|avoid|(?:refrain|abstain|desist) from|on no account|in no case|at no time"
    r"|(?:in|under) no circumstances)(?![\w-])"
    r"(?! (?:only|just|merely|simply|necessarily|later|earlier|more|less|fewer)\b)"
)


def turned(force: Force, action: str) -> tuple[Force, str]:
    """A rule whose sign is behind words put in: "must, where possible, not lend keys", "should always avoid gossip"."""
    found = _TURNED.match(low(action)) if force in ("must", "should") else None
    if found is None:
        return force, action
    return f"{force}-not", f"{action[: found.start('sign')]}{action[found.end('sign') :].lstrip(' ,')}"  # type: ignore[return-value]
