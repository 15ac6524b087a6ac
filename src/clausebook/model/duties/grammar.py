"""Patterns of English sentences that the reader of duties needs: where a clause begins, what a verb is."""

from __future__ import annotations

import re

QUOTED = re.compile(
    r"“[^“”]*(?:“[^“”]*)?”|\"[^\"]*\"|(?<![\w])‘[^‘’]*(?:‘[^‘’]*)?’(?!\w)|(?<!\w)'[^']* [^']*'(?!\w)|«[^«»]*»"
)
STRUCK = re.compile(r"~~.*?~~")
SUBORDINATES = (
    r"if|where|when|whenever|wherever|while|whilst|although|though|unless|until|once|before|after|because"
    r"|since|as long as|so long as"
    r"|provided(?: that)?|in case|in the event|in instances|in cases|even (?:if|when|where)|except|whether or not"
    r"|as soon as|as|even though|given that|now that"
)
OPENERS = re.compile(
    r"^(?:(?:and|or|but|so(?! (?:long|far) as\b)|then|also"
    r"|additionally|furthermore|moreover|however|therefore|otherwise"
    r"|similarly|likewise|nevertheless"
    r"|for example|in particular|in all cases|in general|please note that|please note|note that|note:"
    r"|remember that|remember|n\.b\.|nb|again|finally|first|firstly|secondly|lastly),? )+"
)
ADVERBIAL = re.compile(
    rf"^(?:{SUBORDINATES}|should|were|had|in|on|at|for|by|without|with|under|to|during|outside|from|out of"
    rf"|following|within|over|throughout|upon"
    rf"|subject to|regardless of|despite|instead of|having|depending|wherever possible|notwithstanding"
    rf"|according to|apart from|other than|prior to|per|every|each|as)(?![\w-])"
)
INVERTED = re.compile(
    r"^(?:should|were|had)(?= (?:a|an|the|any|anyone|someone|somebody|anybody|there|it|they|he|she|you|we"
    r"|this|that|one|another|no|your|their|his|her|our|[\w'-]+) )"
)
INVERTIBLE = frozenset(
    ("a", "an", "the", "any", "there", "it", "this", "that", "one", "another", "no", "your", "their", "his", "her")
)
FINITE = re.compile(r"(?<![\w-])(?:is|are|was|were|has|have|had|does|do|did|be|been|being|\w+n't)(?![\w-])")
SUBORDINATE = re.compile(
    r"(?<![\w-])(?:who|which|that|whom|whose|what|how|whether|where|when|if|unless|until|because|so that"
    r"|in case|while|whilst|although|though|since|why|than|as)(?![\w-])"
)
DIRECT = re.compile(
    r"(?<![\w-])(?:who|which|that|what|how|whether)(?: (?:also|then|always|only|both|each|they think"
    r"|he thinks|you think))?\s*$"
)
COORDINATED = re.compile(
    r"(?:^|[,;–—] ?|\s)(?:and/or|and|but|or|nor|then|so)(?![\w-])(?: (?:then|also|therefore))?|[;–—]"
)
COORDINATORS = ("and", "but", "or", "then", "so", ";", "–", "—")
WEAK = frozenset(("will", "may", "can", "be-to"))
PASSIVE = re.compile(
    r"^ ?(?:(?:not|also|only|always|then|never|immediately|[\w]+ly) )*be (?:(?:not|also|only|always|then"
    r"|[\w]+ly) )*(?P<verb>[\w-]+)"
)
VERB = re.compile(
    r"^ ?(?:(?:not|also|only|always|then|never|either|both|therefore|neither|still|just|normally|usually"
    r"|[\w]+ly) )*(?P<verb>[\w'-]+)"
)
_NONE = "out|due|open|even|present|silent|patient|absent|decent|quiet|ready|different|polite"
PARTICIPLE = re.compile(
    rf"(?!(?:{_NONE})$)\w(?:ed|en|wn|pt|ght|ld|lt|nt|rn|id|un|de|ut|et|ne|nd|it|ot|ung|uck|ead|ost|eft)$"
)
PRONOUN = re.compile(r" (?:they|he|she|you|we|he or she|she or he|it)$")
THINGS = ("action", "steps", "measures", "sanctions", "access", "permission", "details", "records")
NAMED = re.compile(
    r" (?:(?:the|a|an|all|any|every|their|his|her) [\w'-]+(?: [\w'-]+)?|staff|users|pupils|parents|governors|employees"
    r"|visitors|volunteers|teachers|(?:\w+ary |further |appropriate )?(?:" + "|".join(THINGS) + r"))$"
)
POINTING = frozenset(
    [
        "they",
        "he",
        "she",
        "he or she",
        "she or he",
        "he/she",
        "s/he",
        "it",
        "each",
        "both",
        "all",
        "none",
        "the user",
        "that user",
        "the person",
        "that person",
        "the individual",
        "the member",
        "these users",
        "such persons",
        "such users",
    ]
)
NEGATIVE = re.compile(r"(?:^|(?<=[\s,(]))(?:no|nobody|none|neither|no-one|not one|no one)(?![\w-])")
SAYING = re.compile(
    r"(?:tell|told|aware|know|knows|say|says|states?|advised?|agrees?|confirms?|understands?|believes?"
    r"|recognises?|means?|sure"
    r"|ensures?|informs?|informed|reminds?|reminded|accepts?|acknowledges?|likely|clear|possible|explains?"
    r"|warns?|shows?"
    r"|users?|persons?|people|staff|pupils?|parents?|risk|concern|fact|evidence|so|such|is|are) $"
)
AIM = re.compile(
    r"(?<![\w-])(?:aims?|purposes?|goals?|objectives?|intentions?|idea|point|function|remit|hope"
    r"|plan)(?: \w+){0,6}$|^this$"
)
OBJECT = re.compile(r"(?<![\w-])(?:any|all|the|an?|their|his|her|its|your|our|every|each|no)(?![\w-]) .*")
SETTING = re.compile(r"(?:in|under|on|at|with|without|within|outside|subject|during|from|following|for|upon|prior)")
ASIDE = re.compile(
    r"(?:in accordance|in line|under (?:the|this)|for (?:this|these|that|security|safety)|with regard"
    r"|in (?:order|general|particular|relation))"
)


def last_of(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last place in a text that a pattern finds."""
    found = None
    for one in pattern.finditer(text):
        found = one
    return found
