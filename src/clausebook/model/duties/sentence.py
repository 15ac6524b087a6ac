"""A sentence -> what it binds to: every leaf of it, with who, how strongly, what, and on what terms.

A question, a quotation, a prediction, a possibility and the words of a subordinate clause bind nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from clausebook.model.clause import Duty as Force
from clausebook.model.duties.duty import NOTHING, Lead, Statement
from clausebook.model.duties.governing import Governing
from clausebook.model.duties.markers import FIRST, QUICK, Mark
from clausebook.model.duties.opening import turned
from clausebook.model.duties.people import Titles, is_person, persons_at_front, subject
from clausebook.model.duties.terms import low, terms
from clausebook.model.duties.vocabulary import (
    COORDINATED,
    NEGATIVE,
    OBJECT,
    OF_THE_SCHOOL,
    PASSIVE,
    POINTING,
    REACH,
    THINGS,
    last_of,
)
from clausebook.model.duties.wording import read_words

_APART = re.compile(
    r"(?:, (?=but not)|,? (?!but not))"
    r"((?:except|excepting|other than|apart from|excluding|with the exception of|but not|save for)(?![\w-])[^,;]*)$",
    re.IGNORECASE,
)

_ASIDE_BEFORE = re.compile(r", ((?:where|when|if|as)(?![\w-])[^,;]*)$", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def statements(sentence: str, titles: Titles = frozenset(), lead: Lead = NOTHING) -> tuple[Statement, ...]:
    """Everything that one sentence binds to, in its order."""
    text = _asserted(sentence)
    return tuple(_Reading(text, titles, lead).found()) if text else ()


@lru_cache(maxsize=65_536)
def first_force(sentence: str) -> Force | None:
    """The force of the first statement of a sentence, without reading who and what it binds to."""
    text = _asserted(sentence)
    return next((one.force for one in _Forces(text, frozenset(), NOTHING).found()), None) if text else None


def _asserted(sentence: str) -> str:
    """The words that may bind; "" where there are none, and of a question."""
    text = read_words(sentence) if QUICK.search(sentence) else ""
    return "" if text.endswith(("?", '?"', "?”")) else text


_OF_A_MODAL = re.compile(r"must|shall|should|ought|will|may|can")
_NOT_ALL = re.compile(r"(?:and |but |or )?not (?:all|every|everyone|everybody|each|many)(?![\w-])")


class _Reading(Governing):
    """One sentence being read."""

    def found(self) -> Iterator[Statement]:
        self.peel()
        marks = list(self.marks())
        order = FIRST.match(self.low[self.start :])
        if order and not (marks and marks[0][0] == self.start):
            yield from self.ordered(order, marks)
            return
        yield from self.stated(marks)

    def stated(self, marks: list[tuple[int, int, Mark]]) -> Iterator[Statement]:
        begin, who, subj, said = self.start, "", "", ""
        for n, (start, end, mark) in enumerate(marks):
            stop = self.stop(end, marks[n + 1][0]) if n + 1 < len(marks) else len(self.text)
            own = self.low[begin:start]
            named = self.subject_text(begin, start)
            negative = bool(
                NEGATIVE.match(
                    self.low[begin:start].lstrip(" ,").removeprefix("and ").removeprefix("but ").removeprefix("or ")
                )
            )
            if _NOT_ALL.match(own.lstrip(" ,;")):
                continue  # some need not, or may not: which is not said
            other = own.strip(" ,\x00") and (n == 0 or "there" in own.split()[-2:])
            if negative and not _OF_A_MODAL.match(self.low, start) and mark.force != "may" and mark.tense != "be-to":
                continue  # "no pupil has to stay", "no phones are banned": nothing is asked
            read = self.leaves(mark, named or ("" if other else who), begin, start, end, stop, negative)
            words = re.sub(r"^(?:and|but|or|then|so|,|;|\s)+(?![\w-])", "", self.text[begin:start]).strip(" ,")
            subj = words or subj
            only = low(subj).startswith("only ") or low(subj).endswith(" alone")
            found = [replace(one, mark=self.text[start:end], subject=subj, only=one.only or only) for one in read]
            if found and n + 1 < len(marks):
                found[-1] = self.with_object(found[-1], marks[n + 1])
            if found and said and not found[-1].action:  # "staff may use the lift; pupils may not"
                found[-1] = replace(found[-1], action=said)
            said = found[-1].action if found else said
            yield from found
            who = named or who
            begin = stop

    def with_object(self, one: Statement, following: tuple[int, int, Mark]) -> Statement:
        """ "must not share and must treat as confidential any passwords": a verb alone has the object of the next."""
        rest = OBJECT.search(self.text, following[1], following[1] + REACH)
        if len(one.action.split()) != 1 or not one.action.islower() or not rest or following[2].shape != "verb":
            return one
        if self.low[: following[0]].rstrip().endswith((" and", " or", ",")):
            return replace(one, action=f"{one.action} {terms(rest[0], self.titles).action}")
        return one

    def is_of_the_school(self, before: str, end: int) -> bool:
        """Whether what may be done to something is leave for the school: "access may be withdrawn"."""
        found = PASSIVE.match(self.low[end:])
        return bool(found and found["verb"] in OF_THE_SCHOOL) or low(before).endswith(THINGS)

    def subject_text(self, begin: int, start: int) -> str:
        """The subject as the text writes it."""
        before = _APART.sub("", self.low[begin:start].rstrip(" ,"))
        coordinator = last_of(COORDINATED, before)
        at = 0
        if begin > self.start and coordinator:
            at = coordinator.end()
        elif begin > self.start:
            return ""
        inner = re.match(r" ?(?:if|where|when|unless)(?![\w-])[^,]*, ", before[at:])
        at += inner.end() if inner else 0
        found = subject(before[at:].replace("\x00", " ").strip(), self.titles)
        if not found:
            return ""
        place = self.low.find(found, begin + at)
        return self.text[place : place + len(found)] if place >= 0 else found

    def stop(self, end: int, following: int) -> int:
        """Where an action ends before the next mark: at the "and" or "but" that leads to it."""
        between = self.low[end:following]
        if between.endswith((", ", "; ")):
            return following - 2
        last = last_of(COORDINATED, between)
        return end + last.start() if last else following

    def leaves(
        self, mark: Mark, who: str, begin: int, start: int, end: int, stop: int, negative: bool
    ) -> Iterator[Statement]:
        action = self.text[end:stop]
        before = self.text[begin:start].strip(" ,")
        apart = _APART.search(before)
        if apart:  # "staff, except cooks, must sign in": it says who is left out of what follows
            before, action = before[: apart.start()], f"{action.rstrip(' .,;')}, {apart[1]}"
        aside = _ASIDE_BEFORE.search(before)
        if aside and not action.rstrip().endswith(":"):  # "staff, where possible, must sign in"
            before, action = before[: aside.start()], f"{action.rstrip(' .,;')}, {aside[1]}"
        before = re.sub(r"^(?:(?:and|but|or|then|so|,|;) ?)+", "", before)
        force: Force = mark.force
        if mark.shape == "free":
            return
        if negative and not force.endswith("-not"):
            force = "should-not" if force == "should" else "must-not"
        soft, promised = mark.soft, False
        if mark.shape == "state":
            yield self.leaf(force, "", f"{before} {action}", soft)
            return
        if mark.shape == "whose":
            named = persons_at_front(low(action).strip(), self.titles)
            at = low(action).find(named)
            rest = action[at + len(named) :].strip()
            rest = re.sub(r"^to ", "", rest)
            yield self.leaf(
                force,
                action[at : at + len(named)],
                rest if before.lower() in ("it", "") else f"answer for {before} {rest}",
                soft,
            )
            return
        if mark.shape == "grant":
            yield from self.granted(force, action, before)
            return
        if mark.shape == "it":
            yield from self.impersonal(force, action, soft)
            return
        if mark.shape == "invert":
            named = persons_at_front(low(action).strip(), self.titles)
            at = low(action).find(named) if named else 0
            inside = action[at + len(named) :] if named else action
            inside = re.sub(r"^ ?(?:to )?(?=be )|^ to ", " ", inside)
            passive = re.match(r" ?(?:be|being) ", inside) or re.search(r"\b(?:be permitted|be allowed)\b", low(inside))
            yield self.leaf(force, "" if passive else action[at : at + len(named)], action if passive else inside, soft)
            return
        if not who and self.passive(end):
            promised = mark.tense == "will" or (mark.tense == "may" and self.is_of_the_school(before, end))
            yield self.leaf(force, "", f"{before} {action}".strip(), soft, promised, self.lead_who(before))
            return
        if who and self.passive(end) and mark.tense == "will":
            yield self.leaf(force, "", f"{before} {action}".strip(), soft, True)
            return
        if mark.shape == "noun" and not re.match(r" ?(?:\w+ly )?\w+ing(?![\w-])", low(action)):
            action = f"answer for {action.strip()}"
        if not who and before and not self.is_pronoun(before):
            owner = re.match(
                r"((?:all |any )?\w+)(?:'s?)? (?:own )?(?:use|usage|access|conduct|behaviour|communications?) ",
                low(before),
            )
            who = before[: owner.end(1)] if owner and is_person(owner[1], self.titles) else ""
            action = f"{before} {self.text[start:end] if mark.tense == 'be-to' else ''}{action}"
        for part in self.infinitives(mark, action):
            yield self.leaf(force, who, part, soft, promised, self.lead_who(before) if not who else "")

    def is_pronoun(self, before: str) -> bool:
        return low(before) in ("it", "this", "there", "these", "they")

    def lead_who(self, before: str) -> str:
        return self.lead.who if not before.strip() or low(before.strip()) in ("they", "it") else ""

    def infinitives(self, mark: Mark, action: str) -> list[str]:
        """ "inappropriate to befriend pupils or to let them in": two, where the words before asked for "to"."""
        if not mark.pattern.rstrip(")").endswith(" to"):
            return [action]
        if re.search(r"\beither to\b|, to (?=[a-z])|in order to", low(action)):
            return [action]
        return [part for part in re.split(r",? (?:and|or|nor) to (?=[a-z])", action) if part.strip()]

    def granted(self, force: Force, action: str, before: str) -> Iterator[Statement]:
        lower = low(action)
        named = persons_at_front(lower.strip(), self.titles)
        at = lower.find(named) if named else 0
        rest = action[at + len(named) :].strip() if named else action.strip()
        if not named and force == "should":
            yield self.leaf(force, "", re.sub(r"\bto (?=be\b)", "", rest, count=1))
            return
        rest = re.sub(r"^(?:to|from) ", "", rest)
        yield self.leaf(force, action[at : at + len(named)], rest)

    def impersonal(self, force: Force, action: str, soft: bool) -> Iterator[Statement]:
        lower = low(action)
        who = ""
        found = re.match(r" ?(?:(?:for|of|(?:up)?on) )?", lower)
        at = found.end() if found else 0
        named = persons_at_front(lower[at:], self.titles)
        if at < 2 and not lower[at + len(named) :].startswith(" to "):
            named = ""  # "it is forbidden to forward school mail"
        if named:
            who, action = action[at : at + len(named)], action[at + len(named) :]
        action = re.sub(r"^[ ,]*to ", "", action)
        if re.match(r"[ ,]*that ", low(action)):
            inner = re.match(r"[ ,]*that (.*)$", action, re.DOTALL)
            if inner:
                named = persons_at_front(low(inner[1]), self.titles)
                who, action = inner[1][: len(named)], inner[1][len(named) :] or inner[1]
        yield from (
            self.leaf(force, who, part, soft)
            for part in re.split(r",? (?:and|or|nor) to (?=[a-z])", action)
            if part.strip()
        )

    def ordered(self, order: re.Match[str], marks: list[tuple[int, int, Mark]]) -> Iterator[Statement]:
        """ "Do not run.", "Please ensure that ...", "Always lock the door." """
        end = self.start + order.end()
        is_always = order["ensure"] and not re.match(r"(?:always )?(?:make sure|ensure)", order["ensure"])
        if is_always and self.lead.who:
            return
        stop = self.stop(end, marks[0][0]) if marks else len(self.text)
        if (
            marks
            and re.search(r"(?:do not|don't|never)$", order[0]) is None
            and self.low[self.start : marks[0][0]].count(" ") < 1
        ):
            stop = len(self.text)
        action = self.text[end:stop]
        if order["please"] and re.match(r" (?:note|see|refer|remember|be aware|contact|ask|find)\b", self.low[end:]):
            yield from self.stated(marks)
            return
        force: Force = "must-not" if re.search(r"(?:not|n't|never)$", order[0]) else "must"
        if order["ensure"]:
            action = f"{self.text[self.start : end]}{action}"
        yield self.leaf(force, "", action, bool(order["please"]), lead_who=self.lead.who)
        if marks and stop < len(self.text):
            self.start = stop
            yield from self.stated(marks)

    def leaf(
        self, force: Force, who: str, action: str, soft: bool = False, promised: bool = False, lead_who: str = ""
    ) -> Statement:
        force, action = turned(force, action)
        only = bool(re.search(r"(?<![\w-])(?:only|solely|exclusively)(?![\w-])", low(action).split(" unless ")[0]))
        opens = action.rstrip().endswith(":")
        found = terms(action.strip(" ,"), self.titles)
        who = who.strip(" ,")
        if low(who) in POINTING:
            who = self.lead.who or ("" if low(who) == "it" else who)
        who = re.sub(r"^(?:no|neither)(?![\w-]) ?", "", who, flags=re.IGNORECASE)
        found = replace(
            found,
            conditions=(*self.conditions, *found.conditions),
            exceptions=(*self.exceptions, *found.exceptions),
            deadlines=(*self.deadlines, *found.deadlines),
        )
        return Statement(
            force=force,
            who=who or lead_who,
            action=found.action,
            terms=found,
            only=only,
            soft=soft,
            promised=promised,
            opens=opens,
        )


class _Forces(_Reading):
    """The same, but of each statement only its force."""

    def leaf(
        self, force: Force, who: str, action: str, soft: bool = False, promised: bool = False, lead_who: str = ""
    ) -> Statement:
        return Statement(force=turned(force, action)[0])
