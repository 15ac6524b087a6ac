"""Which words govern a sentence: the marks of main clauses that bind, not those of "who ..." or of what may happen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausebook.model.duties.markers import ANY, MUST, Mark, mark_of
from clausebook.model.duties.opening import Opening
from clausebook.model.duties.people import is_person, persons_at_front, subject
from clausebook.model.duties.vocabulary import (
    AIM,
    BEFALLS,
    COORDINATED,
    COORDINATORS,
    DIRECT,
    EASY,
    FINITE,
    FOLLOWS,
    HAPPENS,
    NEGATIVE,
    PARTICIPLE,
    PASSIVE,
    REACH,
    SAYING,
    SUBORDINATE,
    UNABLE,
    VERB,
    WEAK,
    last_of,
)


def _words(text: str) -> list[str]:
    return text.split()


# "“Staff” shall include volunteers", "the singular shall include the plural": what a word means
_TERM = re.compile(
    r"(?:\x00|\b(?:singular|plural|masculine|feminine|references?(?: to .*)?|words?|terms?|definitions?)) ?$"
)
_MAYBE = re.compile(r"(?<![\w-])(?:may|might|can|could)(?: also| then| not)? $")
_TOLD = re.compile(
    r" (?:also |then |again )*be (?:also |then |again )*(?:told|reminded|informed|warned|notified|advised)"
    r"(?: (?:by [\w' ]+|again|in writing))?,? (?:that|(?:not |never )?to|not|whether|how|why|if|when|what|they|he|she)"
    r"(?![\w-])"
)
# "The hall is to let", "Details are to follow": what it is for, or what comes
_NO_OBJECT = re.compile(
    r" (?:let|rent|hire|follow|come)(?= *(?:[.,;:!?)]|$)"
    r"| (?:in|for|from|at|during|on|by|until|to|only|and|or|again|later|soon)\b)"
)
_CANNOT_BE = UNABLE | frozenset(
    _words("guaranteed avoided undone held recovered excluded expected assumed changed found seen")
)
_EASILY = frozenset(_words("obtained contacted found seen read heard reached downloaded viewed understood"))


class Governing(Opening):
    """A sentence whose marks are being weighed."""

    def marks(self) -> Iterator[tuple[int, int, Mark]]:
        """The marks of main clauses, each with its place."""
        begin, first, inverted, shared = self.start, True, False, ""
        for found in ANY.finditer(self.low, self.start):
            mark = mark_of(found)
            before = self.low[max(begin, found.start() - REACH) : found.start()]
            if "\x00" in found[0] or (inverted and mark.shape == "state"):
                continue
            if first:
                if self.is_subordinate(before, mark):
                    continue
            elif not self.is_coordinated(before, mark):
                continue
            joined = not first and re.search(r"(?:^|[ ,])(?:and|but|or) (?:then |also )?$", before)
            if not self.binds(before, found, mark, shared if joined else ""):
                continue
            shared = shared if joined else self.who_of(before)
            yield found.start(), found.end(), mark
            begin, first, inverted = found.end(), False, mark.shape == "invert"

    def is_subordinate(self, before: str, mark: Mark) -> bool:
        """Whether the first mark is the verb of "who ...", "that ..." or "if ..."."""
        if mark.shape == "it":
            return False
        if DIRECT.search(before):
            return True
        last = last_of(SUBORDINATE, before)
        if last is None:
            return False
        between = before[last.end() :].strip()
        if before.endswith(", ") and before[: last.start()].endswith(", ") and last[0] in ("where", "when", "if", "as"):
            return self.is_subordinate(f"{before[: last.start() - 2]} ", mark)  # "staff, where possible, must"
        if last[0] in ("who", "which", "whom", "whose", "where", "what", "how", "than", "as"):
            if last[0] in ("what", "how"):
                return True
            return not between or (
                last[0] in ("whom", "whose", "where") and len(between.split()) <= 3 and not FINITE.search(between)
            )
        if last[0] == "that":
            introduced = re.search(
                r"(?:note|remember|essential|important|vital|imperative|requires?|insists?|expects?|necessary"
                r"|ensures?) $",
                before[: last.start()],
            )
            if introduced and not re.search(r"ensures? $", before[: last.start()]):
                return False
            if not between or SAYING.search(before[: last.start()]):
                return True
            return is_person(between, self.titles) or not (between.split()[0].endswith("s") or len(between.split()) > 2)
        return not FINITE.search(between) and len(between.split()) <= 6

    def is_coordinated(self, before: str, mark: Mark) -> bool:
        """Whether a further mark belongs to a main clause: after "and", "but", "or", with or without a subject."""
        if mark.tense not in WEAK and mark.shape == "verb" and before.endswith((", ", "; ")):
            return True  # "must lock the door, must log off"
        last = last_of(COORDINATED, before) if any(map(before.__contains__, COORDINATORS)) else None
        if last is None:
            return False
        who = before[last.end() :].strip(" ,")
        if SUBORDINATE.search(who):
            inner = re.match(r"(?:if|where|when|unless)(?![\w-])[^,]*, (.*)$", who)
            if not inner or SUBORDINATE.search(inner[1]):
                return self.has_relative(who, mark)
            who = inner[1]
        opened = SUBORDINATE.search(before[: last.start()])
        person = subject(who, self.titles) if who else ""
        if mark.shape in ("state", "whose", "it") or re.match(r"there$", who):
            return not opened or mark.tense not in WEAK
        if not who:
            return not (opened and (mark.tense in WEAK)) and not re.search(r"\bto$", before.strip())
        if person:
            return True
        return (not opened and (not FINITE.search(who)) and mark.tense not in ("will", "may", "can")) or (
            not opened and mark.tense in ("will", "may", "can")
        )

    def has_relative(self, who: str, mark: Mark) -> bool:
        """Whether the subject itself has a "who ..." that has ended: "and staff who drive must"."""
        found = re.match(r"(.*?) (?:who|which|that) (\S+.*)$", who)
        return bool(found and subject(found[1], self.titles) and mark.tense not in WEAK and len(found[2].split()) >= 1)

    def binds(self, before: str, found: re.Match[str], mark: Mark, shared: str = "") -> bool:
        """Whether this use of the words binds, forbids or allows, and does not foretell or tell what is possible.

        `shared` is the subject of a verb before it that it is joined to: "must sign in and may wear a badge".
        """
        after = self.low[found.end() :]
        who = shared or self.who_of(before) or ("" if before.strip() else self.lead.who)
        passive = PASSIVE.match(after)
        verb = VERB.match(after)
        word = verb["verb"] if verb else ""
        opens = not after.strip(" :") or after.lstrip().startswith(":")
        if found[0].startswith("be ") and _MAYBE.search(before):
            return False  # "may be asked to": somebody may ask
        if mark.tense in ("may", "can") and (word == "but" or _TOLD.match(after)):
            return False  # "can but hope", "may be told that they must not"
        if mark.tense == "may":
            if mark.force == "may" and NEGATIVE.search(
                self.low[max(self.start, found.start() - REACH) : found.start()]
            ):
                return True
            if passive:
                ok = bool(PARTICIPLE.search(passive["verb"])) and passive["verb"] not in BEFALLS
                return ok
            if opens:
                return True
            return bool(who) and word not in HAPPENS and word != "be"
        if mark.tense == "can":
            if passive and mark.force == "may":
                return bool(PARTICIPLE.search(passive["verb"])) and self.is_for_some(after, passive)
            if passive:
                return bool(PARTICIPLE.search(passive["verb"])) and passive["verb"] not in _CANNOT_BE
            if opens:
                return bool(who)
            return (
                bool(who)
                and word not in (UNABLE | HAPPENS if mark.force == "must-not" else EASY | HAPPENS)
                and word != "be"
            )
        if mark.tense == "will":
            if passive and PARTICIPLE.search(passive["verb"]):
                return passive["verb"] not in FOLLOWS and passive["verb"] not in BEFALLS
            if opens:
                return bool(who)
            return (bool(who) and word not in HAPPENS and word not in ("be", "receive", "not")) or (
                bool(who)
                and word == "be"
                and bool(re.match(r" be (?:responsible|available|present|respectful|polite|aware)", after))
            )
        if mark.tense == "be-to":
            return (
                not AIM.search(before.strip())
                and bool(before.strip())
                and word not in ("some", "the", "a", "blame")
                and not re.match(r" (?:do with|the |a |my |his |their )", after)
                and (bool(who) or not _NO_OBJECT.match(after))
            )
        if mark.shape == "present":
            return bool(who)
        if mark.shape == "grant":
            return self.grants(before, after, mark)
        if mark.shape == "noun":
            return bool(who or self.lead.who)
        if mark.shape == "whose":
            return bool(persons_at_front(after.strip(), self.titles))
        return mark.pattern != MUST or not (
            re.match(r" (?:have been (?!\w+(?:ed|en)(?!\w))|mean)", after)
            or (after.startswith(" include") and _TERM.search(before))
        )

    def is_for_some(self, after: str, passive: re.Match[str]) -> bool:
        """Whether what "can be" done is said of some alone: "only in the hall", "by any teacher"."""
        rest = after[passive.end() :]
        by = re.match(r" (?:only |solely )?by ", rest)
        named = by and persons_at_front(rest[by.end() :], self.titles) and passive["verb"] not in _EASILY
        return bool(named) or bool(
            re.search(r"(?<![\w-])only(?! (?:hope|guess|imagine))(?![\w-])", after.split(",")[0])
        )

    def grants(self, before: str, after: str, mark: Mark) -> bool:
        """ "The school permits staff to ..." """
        if before.rstrip().endswith("no longer"):
            return False
        who = persons_at_front(after.strip(), self.titles)
        body = self.who_of(before) or re.search(r"\b(?:policy|rules?|code|agreement|law)$", before.strip())
        if mark.force == "should":
            return bool(body) and bool(re.search(r"\bto\b", after))
        return bool(body and who) or (bool(body) and mark.force == "must-not")

    def who_of(self, before: str) -> str:
        """The subject that a mark has, from the words before it."""
        tail = before
        for found in COORDINATED.finditer(before):
            if subject(before[found.end() :], self.titles) and not subject(
                before[: found.start()].strip(" ,"), self.titles
            ):
                tail = before[found.end() :]
        tail = re.sub(r"^\W+", "", tail)
        return subject(tail, self.titles)
