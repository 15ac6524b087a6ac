"""The words of an action -> its terms: condition, exception, deadline, numbers, addressees. The rest is the action."""

from __future__ import annotations

import re
from dataclasses import field
from itertools import pairwise

from clausebook.model.duties.people import Titles, persons_at_front
from clausebook.model.duties.vocabulary import GIVING, LAST_OF_LIST, NO_SUBJECT, NUMBER_WORDS, REACH, TELLING
from clausebook.text.dates import MONTHS
from clausebook.text.records import dataclass

_ORDINAL = r"(?:\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth)"
_COUNT = (
    rf"(?:\d{{1,9}}(?:[.,]\d{{1,9}}){{0,3}}|(?:an?|{'|'.join(NUMBER_WORDS)})(?:[- ]\w+)?"
    rf"(?=[ -](?:\w+ )?(?:second|minute|hour|day|night|week|fortnight|month|term|half|year)))"
)
_UNIT = (
    r"(?:(?:working|school|calendar|clear|full|consecutive) )?(?:seconds?|minutes?|mins?|hours?|hrs?|days?"
    r"|nights?|weeks?|fortnights?|months?|half[- ]terms?|terms?|years?)"
)
_PERIOD = (
    r"(?:hour|day|school day|working day|evening|morning|afternoon|night|week|fortnight|month|half[- ]term"
    r"|term|year|school year|academic year|lesson|session|monday|tuesday|wednesday|thursday|friday"
    r"|lunchtime|break)"
)
_MONTH = f"(?:{'|'.join(MONTHS).lower()})"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_CLOCK = (
    r"(?:\d{1,2}[.:]\d\d(?: ?[ap]\.?m\.?)?|\d{1,2} ?(?:[ap]\.?m\.?|o'clock)|noon|midday|midnight"
    rf"|(?:half past |quarter (?:past|to) )(?:{_HOURS})|(?:{_HOURS}) o'clock"
    rf"|(?:\d{{1,2}}|{_HOURS})(?! (?!on\b|at\b|in\b|and\b|or\b|each\b|every\b|to\b|the\b|if\b|unless\b)[\w£]))"
)
# "before registration or keep them off": what follows is no part of a time
_ANOTHER_DEED = r" (?:and|or) (?:then )?[a-z]+ (?:the|an?|it|them|their|his|her|its|any|all|no)\b"
MOST = 200  # conditions and exceptions that are taken out of one sentence: each costs the length of the sentence
_MARGIN = r"(?: (?:of|after|from|before|following) [^,;()]+)?"
DEADLINE = re.compile(
    "|".join(
        (
            rf"(?:within|in under|in less than|(?:for )?(?:up to|at least|at most|no longer than|no more than"
            rf"|not more than|no less than|not less than|a (?:min|max)imum of)|no later than|not later than|after|for"
            rf"|in) {_COUNT}[ -]{_UNIT}\b{_MARGIN}",
            rf"{_COUNT} {_UNIT} (?:before|after|in advance|beforehand|ahead)\b[^,;()]*",
            r"as soon as (?:is )?(?:reasonably )?(?:possible|practicable|practical)",
            r"as soon as they (?:can|are able)|at the (?:earliest|first) (?:opportunity|possible moment)",
            r"at once|immediately|straight ?away|without (?:undue )?delay|promptly|forthwith|right away|on the spot",
            r"(?:by|before|no later than|not later than|until|after|from|at|on) (?:the )?(?:end|start|beginning"
            r"|close|last day|first day|middle) of [^,;()]+",
            rf"(?:by|before|no later than|not later than|until|after|from|on|within) (?:the |their |its )?{_ORDINAL}"
            rf" {_UNIT}\b{_MARGIN}",
            rf"(?:by|before|no later than|not later than|until|after|from"
            rf"|at) {_CLOCK}(?![\w£%])(?: on (?:the )?[\w ]+)?",
            rf"(?:by|before|until|after|from|on|in|no later than) (?:the )?(?:\d{{1,2}}(?:st|nd|rd"
            rf"|th)? )?(?:{_MONTH}|{_DAY}|easter|christmas|half[- ]term|summer)(?: \d{{4}})?\b"
            rf"(?:,? (?:(?:and|or) )?(?:on )?{_DAY}\b)*",
            r"(?:on |by )?(?:the )?(?:same|next|following) (?:(?:school|working) )?(?:day|morning|week|lesson|term)",
            rf"(?:each|every|once an?|once every|once per|once in an?|twice an?|once each|twice each|per"
            rf"|at least once an?|(?:two|three|four|several|\d{{1,9}}) times an?)(?: other| second)? {_PERIOD}s?\b"
            r"(?! (?:group|head|tutor|leader|team)s?\b)",
            rf"every (?:\d{{1,9}}|{'|'.join(NUMBER_WORDS)}) {_UNIT}",
            r"(?<![\w-])(?:daily|nightly|weekly|fortnightly|monthly|termly|half-termly|annually|yearly|hourly"
            r"|biannually)(?![\w-])",
            r"(?!at time\b)(?:in|during|outside(?: of)?|out of|within|before|after|at) (?:(?:their|the|his|her|your"
            r"|our|any|all|own|school|contracted|working|works|work|lesson|teaching|break|lunch|opening|office|directed|free"
            r"|normal|core|personal|of) ){0,4}(?:time|times|hours|day|days|break|breaks|breaktimes?|lunchtimes?"
            r"|lunch|lessons?|term[- ]time|holidays?|weekends?)(?![\w-])",
            rf"(?:before|after|until) (?!(?:the )?(?:head|governing|governors)\b)(?:(?!{_ANOTHER_DEED})[^,;()])+",
            rf"(?:an?|\d{{1,9}}|{'|'.join(NUMBER_WORDS)}) (?:(?:school|working|full|clear) )?"
            r"(?:day|week|fortnight|month|term|year)(?:'s|s'|s)? notice",
            r"today|tomorrow|overnight(?! \w+(?:s|\b(?<=trip|stay))\b)|year-round",
        )
    ),
)
EXCEPTION = re.compile(
    r"(?<![\w-])(?:unless|except(?:ing)?(?: for| where| when| in| with| that| by| as| if| to| on| at)?"
    r"|other than|save (?:for|where|when|in|that|with)"
    r"|apart from|excluding|with the exception of|but not|aside from|excepted)(?![\w-])"
)
CONDITION = re.compile(
    r"(?<![\w-])(?:only (?:if|where|when)|even (?:if|when|where)|if|whether or not|where|when|whenever|wherever"
    r"|(?:provided|providing) (?:that|they|the|it|he|she|you|no|there|this|these|a|an|all)"
    r"|(?:as|so) long as|in the event (?:of|that)|in the case of|in cases? (?:of|where)|in case"
    r"|in connection with|on condition that"
    r"|subject to|once|while|whilst|during|in an emergency|in emergencies|in instances where|in circumstances where"
    r"|in (?:certain|some|exceptional|such|these|those|all|special) (?:circumstances|cases|instances)"
    r"|as soon as|(?:so|as|in so|insofar) (?:far )?as(?= (?:is |it is |they are |he or she is )?(?:\w+ly )?"
    r"(?:possible|practicable|practical|able|feasible|they can)(?![\w-])))(?![\w-])"
)
# A condition that ends with its adjective, wherever it is: "should where possible lock the store"
_SOFTENER = re.compile(
    r"(?:(?:where|when|wherever|whenever|if|unless|(?:so|as|in so|insofar) (?:far )?as)"
    r"(?: (?:is|it is|they are|at all|not))?(?: \w+ly)?)"
    r" (?:possible|practicable|practical|feasible|appropriate|reasonable|necessary|needed|required|able|applicable"
    r"|relevant|they can)(?! (?:to|for|by|in|under|that)\b)(?![\w-])"
)
_NUMBER = re.compile(
    rf"(?<![\w-])(?:two[- ]thirds|three[- ]quarters|(?:quarter|third|half|fifth|tenth)(?= of\b))(?![\w-])"
    rf"|(?<![\w.])[£$€]?\d+(?:[.,:]\d+)*%?(?:[- ]{_UNIT}(?![\w-]))?|(?<![\w-])(?:two|three|four|five|six"
    rf"|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|half|twice)(?![\w-])"
)
_LAW = re.compile(
    r"\b(?:acts?|regulations?|order|bill|code|guidance) \(?\d{4}\)?"
    r"|\b(?:sections?|regulation|article|paragraph|schedule|part|chapter"
    r"|(?:ss?|secs?|rr?|regs?|arts?|schs?|paras?|pts?|chs?|cls?|nos?)\.) ?\d+[\w()]*"
)
_SEE = re.compile(
    r"\s*\((?:see|cf\.?|as (?:in|set out in)|under|appendix|section|clause|paragraph|refer to)\b[^()]*\)"
    r"|,? ?(?:see|as set out in|in accordance with|under) (?:clause|section|paragraph|appendix|annex|item"
    r"|part) [\w.()]+",
    re.IGNORECASE,
)
_TELLS = re.compile(
    rf"(?<![\w-])(?:{'|'.join(TELLING)})(?:ing|ed|s)? (?:of |with |out to )?"
    r"(?!(?:during|in|at|on|by|before|after|within|while|for|if|when|outside|inside|until|without)(?![\w-]))"
)
_GIVES = re.compile(rf"(?<![\w-])(?:{'|'.join(GIVING)})(?:s|ing|ed)?(?![\w-])")
_TO = re.compile(r"(?<![\w-])(?:and |or )?(?:to|with) (?=\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyTerms:
    """What a duty hangs on, in the words of the text."""

    action: str = ""
    conditions: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()


@dataclass(slots=True)
class _Cutting:
    text: str
    conditions: list[str] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)
    deadlines: list[str] = field(default_factory=list)


def low(text: str) -> str:
    """Lower case of the same length, with plain apostrophes and hyphens."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    return lower.translate(_PLAIN)


APOSTROPHES = "'’‘ʼ‛′´`ʹʻꞌ＇"
_PLAIN = str.maketrans({**dict.fromkeys(APOSTROPHES, "'"), "‐": "-", "‑": "-", "\n": " "})


def terms(action: str, titles: Titles) -> DutyTerms:
    """The terms of an action."""
    action = _SEE.sub("", action)
    cut = _Cutting(action)
    _take_clauses(cut, opening=False)
    addressees = tuple(_addressees(low(cut.text), cut.text, titles))
    _take(cut, DEADLINE, cut.deadlines)
    counted = (cut.text, *cut.conditions, *cut.exceptions)
    numbers = tuple(found[0] for words in counted for found in _NUMBER.finditer(_LAW.sub(" ", low(words))))
    return DutyTerms(
        action=_tidy(cut.text),
        conditions=tuple(cut.conditions),
        exceptions=tuple(cut.exceptions),
        deadlines=tuple(cut.deadlines),
        numbers=numbers,
        addressees=addressees,
    )


def clause_terms(words: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Conditions, exceptions and times of words that are before a subject: "If it rains, unless …"."""
    cut = _Cutting(words)
    _take_clauses(cut, opening=True)
    _take(cut, DEADLINE, cut.deadlines)
    return tuple(cut.conditions), tuple(cut.exceptions), tuple(cut.deadlines)


def _take_clauses(cut: _Cutting, *, opening: bool) -> None:
    """Conditions and exceptions out of the text, in reading order; further ones stay where they are."""
    for _ in range(MOST):
        lower = low(cut.text)
        found = min(
            (one for one in (_first(CONDITION, lower), _first(EXCEPTION, lower)) if one),
            key=lambda one: one.start(),
            default=None,
        )
        if found is None:
            return
        softener = _SOFTENER.match(lower, found.start())
        start, end = found.start(), softener.end() if softener else _end(lower, found, opening=opening)
        words = cut.text[start:end].strip(" ,.;:()")
        kept = cut.exceptions if EXCEPTION.match(lower, start) else cut.conditions
        if DEADLINE.fullmatch(low(words)):
            kept = cut.deadlines
        kept.append(words)
        before = cut.text[:start].rstrip(" ,").removesuffix("(").rstrip(" ,")
        before = re.sub(r",? (?:and|or|but)$", "", before)
        cut.text = f"{before}{'' if cut.text[end : end + 1] in ',.;)' else ' '}{cut.text[end:].lstrip(')')}"


def _first(pattern: re.Pattern[str], lower: str) -> re.Match[str] | None:
    for found in pattern.finditer(lower):
        before = lower[: found.start()]
        if (
            pattern is CONDITION
            and found[0] in ("where", "when", "while", "if")
            and re.search(r"(?:know|decide|see|ask|check|whether|say|of|to|what|place|room|exactly|from) $", before)
        ):
            continue
        if found[0].startswith("as soon as") and re.match(
            r" (?:\w+ )?(?:possible|practicable|they can)", lower[found.end() :]
        ):
            continue
        if found[0] == "once" and f" {before}".endswith((" at ", " more than ", " only ", " least ")):
            continue
        if found[0] == "once" and re.match(r" (?:a|an|each|every|per|in a)(?![\w-])", lower[found.end() :]):
            continue
        if found[0] == "subject to" and re.search(r"(?:is|are|be|being|persons?|people|data) $", before):
            continue
        if found[0] == "during" and DEADLINE.match(lower, found.start()):
            continue
        return found
    return None


def _end(lower: str, found: re.Match[str], *, opening: bool) -> int:
    """Where a condition ends: at its bracket, at the comma after one that begins it, or at the next of its kind."""
    start = found.start()
    opened = lower.rfind("(", 0, start)
    if opened > lower.rfind(")", 0, start):
        closed = lower.find(")", start)
        return closed if closed > 0 else len(lower)
    ends = [len(lower)]
    for other in (CONDITION, EXCEPTION):
        for one in other.finditer(lower, found.end()):
            if one.start() - found.end() > 2 and not re.search(r"(?:,? (?:or|and)|,) $", lower[: one.start()]):
                ends.append(one.start())
                break
            if one.start() - found.end() > 2 and other is EXCEPTION:
                ends.append(one.start())
                break
    if not lower[:start].strip(" ,:") or lower[:start].rstrip().endswith(","):
        ends.append(_comma(lower, start, found.end(), opening=opening))
    end = min(ends)
    for stop in (r"; ", r", (?:as|because|since|so that|so|and then|which|to) "):
        stopped = re.search(stop, lower[found.end() : end])
        if stopped:
            end = found.end() + stopped.start()
    return end


def _comma(lower: str, start: int, begin: int, *, opening: bool) -> int:
    """The comma at which a condition ends that begins a text or is behind a comma; of a list, that behind its last."""
    commas = [begin + one.start() for one in re.finditer(", ", lower[begin:])]
    if not commas:
        return len(lower)
    for first, comma in pairwise(commas):
        is_last = not opening and first > begin and LAST_OF_LIST.match(lower[first + 1 : comma])
        if is_last and not NO_SUBJECT.match(lower, comma + 2) and not re.match(r"\w+ly(?!\w)", lower[comma + 2 :]):
            return comma
    listed = re.match(r", (?:or|and) |, [\w'-]+(?: [\w'-]+){0,2}(?:,| or | and )", lower[commas[0] :])
    return len(lower) if listed and (opening or lower[:start].strip(" ,:")) else commas[0]


def _take(cut: _Cutting, pattern: re.Pattern[str], kept: list[str]) -> None:
    lower = low(cut.text)
    spans = [found.span() for found in pattern.finditer(lower) if _stands_alone(lower, *found.span())]
    for start, found in reversed(spans):
        listed = not lower[:start].strip(" ,") and re.match(r"(?:before|after|until|during) [^,]*$", lower[start:found])
        end = _comma(lower, start, found - 1, opening=False) if listed and lower[found : found + 2] == ", " else found
        kept.insert(0, cut.text[start:end].strip(" ,.;:()"))
        cut.text = f"{cut.text[:start].rstrip()} {cut.text[end:].lstrip()}"


def _stands_alone(lower: str, start: int, end: int) -> bool:
    """Whether words are not part of a longer word, nor of an explanation in brackets."""
    if start and (lower[start - 1].isalnum() or lower[start - 1] in "-'"):
        return False
    opened = lower.rfind("(", 0, start)
    inside = opened > lower.rfind(")", 0, start)
    return not inside or (opened == start - 1 and lower[end : end + 1] == ")")


def _addressees(lower: str, text: str, titles: Titles) -> list[str]:
    """Those to whom something is said or given, or of whom something is asked."""
    found: list[str] = []
    for one in _TELLS.finditer(lower):
        who = _persons_at(lower, text, one.end(), titles)
        if who:
            found.append(who)
    gives = _GIVES.search(lower)
    if gives:
        for one in _TO.finditer(lower, gives.end()):
            who = _persons_at(lower, text, one.end(), titles)
            if who and not any(low(who) in low(known) for known in found):
                found.append(who)
    return found


def _persons_at(lower: str, text: str, start: int, titles: Titles) -> str:
    """The persons named at a place of the text, however many blanks are between the words."""
    who = persons_at_front(lower[start : start + REACH], titles).split()
    place = re.compile(r"\s+".join(map(re.escape, who))).search(lower, start) if who else None
    return " ".join(text[place.start() : place.end()].split()) if place else ""


def _tidy(text: str) -> str:
    text = re.sub(r"\(\s*\)", "", text)
    text = re.sub(r"\s+([,.;:)])", r"\1", " ".join(text.split()))
    text = re.sub(r"(?:[,;:.]\s*)+$", "", text.strip())
    return re.sub(r",? (?:and|or|but)$", "", text).strip(" ,;:.")
