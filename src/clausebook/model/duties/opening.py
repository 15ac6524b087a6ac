"""What comes before the subject of a sentence: "Also, if it rains, staff must" has an opener and a condition."""

from __future__ import annotations

import re
from itertools import pairwise

from clausebook.model.clause import Duty as Force
from clausebook.model.duties.duty import Lead
from clausebook.model.duties.markers import ANY, FIRST, mark_of
from clausebook.model.duties.people import Titles, is_person, persons_at_front, subject
from clausebook.model.duties.terms import EXCEPTION, clause_terms, low
from clausebook.model.duties.vocabulary import (
    ADVERBIAL,
    ASIDE,
    FINITE,
    INVERTED,
    INVERTIBLE,
    LAST_OF_LIST,
    NAMED,
    NO_SUBJECT,
    OPENERS,
    PARTICIPLE,
    PASSIVE,
    PRONOUN,
    QUOTED,
    SETTING,
    SUBORDINATE,
    THINGS,
)

_RELATIVE = re.compile(r", (?:who|which|whose)(?![\w-])[^,]*, $")


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
            after_list = self.after_list(rest, end)
            words = self.text[self.start : self.start + (after_list or end)].strip(" ,")
            self.keep(words, inverted=bool(INVERTED.match(rest)), listed=after_list > 0)
            end = after_list or end
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
                if self.order_after_list(rest, comma.start()):
                    return comma.start()
                break
            subj = _RELATIVE.sub("", after[: mark.start()])
            if (
                not FINITE.search(subj)
                and len(subj.split()) <= 12
                and not re.match(r"(?:or|and|but|nor) (?!(?:except|unless))", after)
            ):
                return comma.start()
            last = comma.start()
        return last if last and not SUBORDINATE.match(rest) else 0

    def after_list(self, rest: str, first: int) -> int:
        """Where a list ends that goes on behind the first comma: "If it is dark, wet or cold, staff must"; or 0."""
        if self.order_after_list(rest, first):
            return self.order_after_list(rest, first)
        marks: list[re.Match[str] | None] = [*ANY.finditer(rest, first)]
        for mark in marks or [None]:
            begin = mark.start() if mark else len(rest)
            end = self.list_before(rest, first, begin)
            inside = mark and mark_of(mark).tense in ("can", "may") and re.search(r"[ ,](?:and|or) ", rest[first:begin])
            if end or not inside or persons_at_front(rest[first + 1 :].strip(), self.titles):
                return end
        return 0

    def list_before(self, rest: str, first: int, mark: int) -> int:
        """The same, for a rule whose mark is there."""
        commas = [found.start() for found in re.finditer(r",(?= )", rest[:mark])]
        if first not in commas:
            return 0
        commas = commas[commas.index(first) :]
        if re.search(r" (?:and|or|but)$", rest[:first]):
            return commas[2] if len(commas) > 2 else 0  # "is ill and, in the nurse's view, infectious, staff must"
        end = 0
        for begin, comma in pairwise(commas):
            subj = rest[comma + 1 : mark].strip(" \x00")
            if LAST_OF_LIST.match(rest[begin + 1 : comma]) and self.is_subject_after_list(rest, first, comma, subj):
                end = comma
        return end

    def order_after_list(self, rest: str, first: int) -> int:
        """The same before an order: "If a pupil is ill, hurt or upset, do not leave them"; or 0."""
        commas = [found.start() for found in re.finditer(r",(?= )", rest)]
        for begin, comma in pairwise(commas):
            if begin >= first and LAST_OF_LIST.match(rest[begin + 1 : comma]) and FIRST.match(rest[comma + 2 :]):
                return comma
        return 0

    def is_subject_after_list(self, rest: str, first: int, comma: int, subj: str) -> bool:
        """Whether words can be the subject of a rule, and those from the first comma on are none."""
        aside = re.match(r"([^,]+), (?:where|when|if|as|at|without|with|in|for)(?![\w-])[^,]*(?:,|$)", subj)
        subj = aside[1] if aside else subj
        if not subj or subj.endswith(",") or NO_SUBJECT.match(subj) or FINITE.search(subj) or len(subj.split()) > 12:
            return False
        if aside and not subject(subj, self.titles):
            return False
        shared = persons_at_front(rest[first + 1 : comma].strip(), self.titles) and re.search(r" (?:and|or) ", subj)
        return not shared or is_person(rest[:first].split()[-1], self.titles)

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

    def keep(self, words: str, *, inverted: bool, listed: bool = False) -> None:
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
        elif listed and (conditions or exceptions or deadlines):
            kept = self.exceptions if EXCEPTION.match(lower) else self.conditions if conditions else self.deadlines
            kept.append(words)
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
