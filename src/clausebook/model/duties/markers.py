"""Ordinary English ways to bind, forbid, advise and allow: a table of patterns, each with its force and its shape.

A pattern is looked for in lower-case words with plain blanks. To teach the reader a new way to bind, add a row here.
"""

from __future__ import annotations

import re
from typing import Literal

from clausebook.model.clause import Duty as Force
from clausebook.text.records import dataclass

# verb     "[who] MARK [action]"                 state    "[action] MARK [more of it]"
# noun     "[who] MARK [action as a noun]"       whose    "[action] MARK [who]"
# grant    "[somebody] MARK [who] to [action]"   it       "it MARK (for who) to [action]"
# present  "[who] MARK [action]" in the present tense; order: an imperative
# invert   "MARK [who] [action]"                 free     frees from a duty: none
Shape = Literal["verb", "noun", "state", "whose", "grant", "it", "present", "order", "invert", "free"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A way to bind: what it says, how strongly, and where who and what are."""

    force: Force
    shape: Shape
    pattern: str
    soft: bool = False
    tense: Literal["", "will", "may", "can", "be-to"] = ""


_ADV = (
    r"(?: (?:also|then|always|only|both|each|all|still|just|normally|usually|generally|therefore|immediately|first"
    r"|at all times|in all cases|ordinarily|under normal circumstances|again|strictly|absolutely|expressly|specifically"
    r"|strongly|actively|particularly|positively|further|likewise|ever|hereby|jointly|personally|solely),?){0,2}"
)
_BE = r"(?:is|are|be|being|shall be|will be|remains?|am)"
_NO = r"(?:not(?! (?:only|just|merely|simply)\b)|never)"  # "must not only lock" binds
_NOT = rf"(?:{_NO}|in no case|in no circumstances|under no circumstances|on no account|at no time|no longer|n't)"
_HAVE = r"(?:has|have)"
_SHORT = {"must": "mustn't", "shall": "shan't", "should": "shouldn't", "ought": "oughtn't", "may": "mayn't"}
_MUST = (
    "required|obliged|bound|obligated|duty bound|duty-bound|under a duty|under an obligation|compelled"
    "|instructed|directed|ordered|mandated"
)
_SHOULD = "expected|advised|encouraged|asked|requested|recommended|urged|reminded|meant|supposed|invited"
_MAY = "allowed|permitted|authorised|authorized|entitled|free|at liberty|welcome"
_BANNED = "prohibited|forbidden|banned|barred|precluded|disallowed|outlawed|debarred"
_WRONG = (
    "inappropriate|unwise|inadvisable|undesirable|unprofessional|bad practice|poor practice"
    "|not appropriate|not advisable|not good practice"
)
_BREACH = "(?:a|in) breach of (?:this|the|our) (?:policy|rules|code(?: of conduct)?|agreement)"
_UNACCEPTABLE = (
    f"unacceptable|not acceptable|never acceptable|unlawful|illegal|an offence|a criminal offence|wrong|{_BREACH}"
)
_NEEDED = "mandatory|compulsory|obligatory|essential|vital|imperative|necessary|required"
_WISE = "advisable|recommended|good practice|best practice|desirable|wise|sensible|preferable|important"

MUST = r"(?:must|shall)(?=[ :,]|$)"

MARKS: tuple[Mark, ...] = (
    # frees from a duty
    Mark(
        "may",
        "free",
        rf"(?:need|needs) not|needn't|(?:does|do|did) not{_ADV} (?:need|have) to|(?:doesn't"
        rf"|don't){_ADV} (?:need|have) to",
    ),
    Mark(
        "may",
        "free",
        rf"{_BE}{_ADV} (?:not|no longer){_ADV} (?:{_MUST}|expected|needed|asked) to|(?:isn't|aren't) (?:{_MUST}"
        rf"|expected|needed) to",
    ),
    Mark(
        "may",
        "free",
        rf"(?:might|may|could){_ADV}(?: not| never| no longer)? (?:need|have) to"
        r"|(?:used to|seldom|rarely|never) (?:needs?|has|have) to"
        rf"|(?:(?:will|would|shall){_ADV} (?:not|never|no longer)|won't|wouldn't){_ADV} (?:need|have) to"
        r"|(?:may|might|can|could|should|will|must) or (?:may|might|can|could|should|will|must)(?: ?not|n't)",
    ),
    Mark(
        "may",
        "free",
        rf"(?:(?:do|does|did) not|don't|doesn't){_ADV} have (?:an?|any|the)(?: \w+)? (?:duty|responsibility|obligation)"
        r"|nothing (?:in|about) (?:\w+ ){1,4}"
        r"(?:requires?|obliges?|compels?|binds?|allows?|permits?|entitles?|authorises?)",
    ),
    Mark("may", "free", rf"{_BE} (?:exempt|excused|excepted) from|no longer (?:needs?|has|have) to"),
    Mark("may", "free", r"it (?:should|must|may|can) ?not be (?:assumed|inferred|supposed|taken|understood|thought)"),
    Mark(
        "may",
        "free",
        rf"there is no (?:need|obligation|requirement) (?:for|to)|it is not (?:{_NEEDED}) (?:for|to|that)",
    ),
    Mark(
        "may",
        "free",
        rf"(?:shall|will|would|must|should){_ADV} (?:not|never|no longer){_ADV} be{_ADV} (?:{_MUST}|expected|needed) to"
        rf"|(?:shan't|won't|wouldn't|shouldn't) be (?:{_MUST}|expected|needed) to",
    ),
    # must not fail to
    Mark(
        "must",
        "verb",
        r"(?:must|shall|may|will|can)(?: ?not| never|n't) (?:fail|omit|neglect|forget) to|mustn't fail to",
    ),
    Mark("should", "verb", r"should(?: not| never|n't) (?:fail|omit|neglect|forget) to"),
    # under no circumstances may ... / in no case will ... be permitted
    Mark(
        "must-not",
        "invert",
        rf"(?:under no circumstances|in no circumstances|in no case|on no account|at no time|in no event|never"
        rf"|nowhere){_ADV} (?:may|must|shall|will|can|are|is)",
    ),
    Mark(
        "should-not",
        "invert",
        r"(?:under no circumstances|in no circumstances|in no case|on no account|at no time|in no event|never"
        r"|nowhere) should",
    ),
    # must not, must
    Mark("must-not", "verb", rf"(?:must|shall){_ADV} {_NOT}|(?:must|sha)n't(?: ever)?|must neither|shall neither"),
    Mark("must-not", "verb", rf"may{_ADV} {_NOT}|mayn't(?: ever)?|may neither", tense="may"),
    Mark("must", "verb", r"(?:can ?not|can't) but(?= \w)", tense="can"),
    Mark("must-not", "verb", r"can ?not(?: ever)?|can't|can never|can no longer|can in no case", tense="can"),
    Mark("must-not", "verb", rf"will{_ADV} {_NOT}|won't(?: ever)?|will neither", tense="will"),
    Mark(
        "should-not",
        "verb",
        rf"should{_ADV} {_NOT}|shouldn't|ought{_ADV} {_NO}(?: to)?|oughtn't to|should neither|had better not",
    ),
    # are advised that it is inappropriate to, are advised not to, is discouraged
    Mark(
        "should-not",
        "verb",
        rf"{_BE}{_ADV} (?:advised|reminded|told|informed) that it is (?:{_WRONG}|{_UNACCEPTABLE}) to",
        soft=True,
    ),
    Mark(
        "should-not",
        "verb",
        rf"{_BE}{_ADV} (?:{_SHOULD}){_ADV} {_NO} to|{_BE} {_NO}{_ADV} (?:expected|advised"
        rf"|encouraged|recommended|supposed|meant) to",
    ),
    Mark(
        "should-not",
        "verb",
        rf"{_BE}{_ADV} (?:advised|warned|cautioned|recommended) against|{_BE}{_ADV} (?:discouraged"
        rf"|dissuaded) from|{_BE}{_ADV} (?:asked|advised|requested|encouraged|urged|reminded"
        rf"|expected) to (?:refrain|abstain|desist) from|{_BE}{_ADV} (?:asked|advised|requested|encouraged"
        rf"|urged|reminded|expected) to avoid",
        soft=True,
    ),
    Mark("should-not", "verb", r"should (?:avoid|refrain from|abstain from|desist from)"),
    Mark("must-not", "verb", r"(?:must|shall) (?:avoid|refrain from|abstain from|desist from)"),
    Mark(
        "must-not",
        "verb",
        rf"{_BE}{_ADV} (?:{_MUST}) {_NO} to|(?:{_BE}{_ADV} {_NOT}|(?:is|are)n't){_ADV} (?:{_MAY}) to",
    ),
    Mark("must-not", "verb", rf"{_BE}{_ADV} (?:{_BANNED})(?: at all times)? (?:from|to)"),
    Mark("must-not", "verb", rf"{_HAVE} no (?:right|permission|authority|entitlement) to"),
    Mark(
        "must-not",
        "it",
        rf"it is{_ADV} (?:{_BANNED}|not permitted|not allowed|never permitted|never allowed|{_UNACCEPTABLE})",
    ),
    Mark(
        "must-not",
        "state",
        rf"{_BE}{_ADV} (?:{_BANNED}|(?:{_NO}|no longer){_ADV} (?:permitted|allowed|authorised|tolerated|acceptable)"
        rf"|unacceptable|{_BREACH})|will{_ADV} {_NO} be (?:permitted|allowed|tolerated|accepted)",
    ),
    Mark("should-not", "it", rf"it is{_ADV} (?:{_WRONG}|not recommended|discouraged)", soft=True),
    Mark(
        "should-not",
        "state",
        rf"{_BE}{_ADV} (?:discouraged|not{_ADV} (?:recommended|advised|encouraged|advisable)|frowned upon"
        rf"|inadvisable|best avoided|to be avoided)",
        soft=True,
    ),
    Mark("must-not", "verb", rf"(?:{_BE} {_NO}|(?:is|are)n't){_ADV} to(?= be\b| \w)", tense="be-to"),
    # must
    Mark(
        "must",
        "it",
        rf"it is{_ADV} (?:{_NEEDED})|it is (?:the (?:duty|responsibility|job|task) of|incumbent (?:up)?on"
        r"|up to(?!.{0,40} to (?:decide|choose|judge|say)))",
    ),
    Mark("must", "it", r"it is a (?:condition|requirement|term|rule)(?: of \w+(?: \w+){0,2}?)?(?= (?:that|to)\b)"),
    Mark("must", "verb", rf"{_BE}{_ADV} (?:{_MUST})(?: by (?:law|contract|this policy))? to"),
    Mark("must", "verb", rf"{_HAVE} (?:a|the|an)(?: \w+)? (?:duty|responsibility|obligation)(?: of care)? (?:to|for)"),
    Mark("must", "verb", MUST),
    Mark("must", "verb", rf"needs?{_ADV} to|(?:has|have|'ve|'s) got to|(?:has|have|will have){_ADV} to"),
    Mark(
        "must",
        "noun",
        rf"{_BE}{_ADV} (?:responsible|accountable|answerable|liable) for|in charge of(?= \w+ing\b)"
        rf"|takes? (?:full )?responsibility for|{_BE}{_ADV} (?:tasked|charged|entrusted) with",
        soft=True,
    ),
    Mark(
        "must", "whose", rf"{_BE}{_ADV} the (?:sole |joint |personal )?(?:responsibility|duty|task|job) of", soft=True
    ),
    Mark(
        "must",
        "verb",
        rf"(?:agrees?|undertakes?|promises?|pledges?|commits?|consents?|accepts? (?:a|the) duty"
        rf"|vows?){_ADV} to(?! the\b| this\b| these\b| our\b| be bound)",
    ),
    Mark("must-not", "verb", r"(?:agrees?|undertakes?|promises?|pledges?) (?:not|never) to"),
    Mark("must", "verb", rf"will{_ADV} be (?:{_MUST}) to"),
    Mark("must", "verb", r"(?:will|'ll)(?=[ :,]|$)", tense="will"),
    Mark("must", "state", rf"{_BE}{_ADV} (?:mandatory|compulsory|obligatory|required)(?! to\b)"),
    # should
    Mark("should", "it", rf"it is{_ADV} (?:{_WISE}|expected)"),
    Mark("should", "verb", rf"{_BE}{_ADV} (?:{_SHOULD}) to"),
    Mark(
        "should",
        "verb",
        r"should(?=[ :,]|$)|ought to|(?:had|'d) better",
    ),
    Mark(
        "should",
        "state",
        rf"{_BE}{_ADV} (?:recommended|advisable|encouraged|advised)(?! to\b| that\b| of\b| against\b)",
        soft=True,
    ),
    # may
    Mark(
        "may",
        "verb",
        rf"{_BE}{_ADV} (?:{_MAY}) to|{_HAVE} (?:the )?(?:right|permission|discretion|authority) to"
        rf"|{_HAVE} a right to|can exercise the right to|may exercise the right to|reserves? the right to",
    ),
    Mark("may", "state", rf"{_BE}{_ADV} (?:permitted|allowed|acceptable)(?! to\b)"),
    Mark("may", "verb", r"may(?=[ :,]|$)", tense="may"),
    Mark("may", "verb", r"can(?= |:|$)", tense="can"),
    Mark(
        "must",
        "state",
        r"(?:needs?|requires?)(?= (?:the |a |an )?(?:(?:prior|written|express|explicit|formal) )*"
        r"(?:approval|permission|consent|agreement|authorisation|authority|sign-off)\b)",
    ),
    # somebody lets, wants or forbids others
    Mark(
        "must-not",
        "grant",
        r"(?:forbids?|prohibits?|bans?)(?= (?!by\b))|(?:does|do) not (?:permit|allow|tolerate|condone)",
    ),
    Mark("may", "grant", r"(?:permits?|allows?|authorises?|entitles?)(?= )"),
    Mark("should", "grant", r"expects?(?= (?:all |every |any |its |their |the |our )*\w)"),
    Mark("must", "grant", r"requires?(?= (?:all |every |any |its |their |the |our )*\w+)"),
    # are to, is to be
    Mark("must", "verb", rf"(?:is|are){_ADV} to(?= |:|$)", tense="be-to"),
    Mark("must-not", "present", r"never(?= \w)"),
)

FIRST = re.compile(
    r"^(?:please,? (?:do not|don't|never)|(?:do not|don't|never)(?= \w))|^(?P<please>please|kindly)(?= \w)"
    r"|^(?P<ensure>(?:always )?(?:make sure|ensure)(?= \w)|always(?= \w+))"
)
"""An order at the beginning of a sentence."""

_NAMED = "|".join(f"(?P<m{n}>{mark.pattern})" for n, mark in enumerate(MARKS))
ANY = re.compile(rf"(?<![\w'-])(?:{_NAMED})(?![\w'-])")
QUICK = re.compile(
    r"must|shall|n..?t\b|should|will\b|'ll |may\b|can\b|cannot|need|ought|better|never"
    r"|always|please|kindly|it is\b"
    r"|ensure|make sure|do not|\bto\b|requir|prohibit|forbid|forbidden|ban|barred|preclud|permit"
    r"|allow|accepta|advis"
    r"|discourag|recommend|frowned|responsib|liable|charge|agree|undertak|promis|pledg|expect|mandatory|compulsory"
    r"|obligatory|practice|breach of|under no|in no|on no|at no|tolerated|tasked|encourag|authoris|entitle|duty",
    re.IGNORECASE,
)


def mark_of(found: re.Match[str]) -> Mark:
    """The row of the table that a match is of."""
    return MARKS[int((found.lastgroup or "m0")[1:])]
