"""The forms in which names of law are written: what is folded before names are compared, years, numbers, editions."""

from __future__ import annotations

import re
from functools import lru_cache

from clausebook.text.dates import MONTHS
from clausebook.text.provisions import EXPRESSION

_SAME = {"’": "'", "‘": "'", "ʼ": "'", "′": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
_SAME |= dict.fromkeys("‐‑‒–—―−\u00ad", "-")
_BLANKS = re.compile(r"\s")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|&")


def fold(words: str) -> str:
    """The words in small letters with plain quotes, dashes and blanks, of the same length, so that places agree."""
    folded = "".join(_folded(letter) for letter in words)
    return _BLANKS.sub(" ", folded)


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    small = _SAME.get(letter) or letter.lower()
    return small if len(small) == 1 else letter


@lru_cache(maxsize=65536)
def key_of(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared: "Children’s" as "childrens", "&" as "and", "Acts" as "act"."""
    return tuple(_key(word) for word in _WORD.findall(fold(name)))


def _key(word: str) -> str:
    plain = word.replace("'", "")
    return {"&": "and", "acts": "act", "regs": "regulations"}.get(plain, plain)


_YEAR = r"((?:1[5-9]|20)[0-9]{2})"
_MONTH = "|".join(month.lower() for month in MONTHS) + r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
# behind a title: "Act 2010", "Act, 2010", "Act (2010)", "Act (DPA) 2018", "Act of 2010"
YEAR = re.compile(
    rf"['\"*_]*\s*(?:\(\s*['\"]?(?:the\s)?[a-z&. ]{{2,12}}['\"]?\s*\)\s*)?,?\s*(?:of\s+)?\(?\s*"
    rf"{_YEAR}\b(?!/[0-9])\s?\)?"
)
YEARS = re.compile(rf"\s*(?:,\s*and|,|and|&|or|to|-|/)\s*(?:of\s+)?{_YEAR}\b(?!/[0-9])")
# behind the name of guidance: "(September 2023)", ", 2018", "(DfE, 2025)", "September 2024", "updated 2023"
_AS_OF = r"(?:(?:last\s)?(?:updated|revised|published|version|edition|issued)[ ,:]*(?:in\s|on\s|from\s)?)?"
_DAY = rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th)?\s+)?(?:(?:{_MONTH})\.?\s*,?\s*)?"
# what its cover says below the name: "statutory guidance for schools and colleges"
_SUBTITLE = (
    r"\s*[:,-]?\s*(?:(?:the|dfe|statutory|non-statutory|departmental)\s){0,3}(?:guidance|advice)"
    r"(?:\s(?:for|from|of|by|to|on)\s[a-z' ,&-]{1,60}?)?['\"*_]*"
)
_FOR_WHOM = (
    r"\s*[:,-]?\s(?:for|in)(?:[ ,]+(?:england|wales|scotland|schools|colleges|academies|providers|childcare"
    r"|maintained|independent|and|in))+"
)
_PUBLISHER = r"(?:the )?(?:dfe|dfes|dcsf|ofsted|jcq|hmg|hm government|(?:department (?:for|of) [a-z]+|[a-z]+ office))"
EDITION_AFTER = re.compile(
    rf"['\"*_]*\s*(?:\(\s*[a-z&'.,:; ]{{2,20}}\)\s*)?(?:{_SUBTITLE}(?=\s*[(\[,]))?(?:{_FOR_WHOM}(?=\s*[(\[,]))?"
    rf"(?:,\s*{_PUBLISHER}(?=\s*[,(\[]))?"
    rf"(?:,?\s*[(\[]\s*(?:[^()\[\]0-9]{{0,60}}?[ ,:])?{_AS_OF}{_DAY}|,?\s*-?\s*{_AS_OF}{_DAY})"
    rf"((?:19|20)[0-9]{{2}})\b(?:\s?[/-]\s?(?:20)?[0-9]{{2}}\b)?(?:\s*[)\]])?(?!\s*[/-]\s*[0-9])"
)
EDITION_BEFORE = re.compile(
    r"((?:19|20)[0-9]{2})\s+(?:(?:edition|version|update|revision)\s+(?:of\s+)?(?:the\s+)?['\"*_]*"
    r"|(?<=the .....)\s*['\"*_]*)$"
)
# "Act '98", "Act (98)", "Act 98": two digits that are not the day of a month
SHORT_YEAR = re.compile(r"\s*,?\s*(?:'([0-9]{2})|\('?([0-9]{2})\)|([4-9][0-9]))(?!\w|[.,:%]\w|%)")
NUMBERED_SI = re.compile(
    r"(?<![\w/])(?:s\.?\s?i\.?|statutory instruments?|uksi)\s*(?:no\.?\s*)?[/ ]?((?:19|20)[0-9]{2})\s*"
    r"(?:/|,?\s*no\.?\s*)\s*([0-9]{1,5})(?![0-9])"
)
# the number before the year, and an Act by its chapter: "SI No. 1437 of 2005", "2018 c. 12", "c. 12 of 2018"
NUMBERED_SI_FIRST = re.compile(
    r"(?<![\w/])(?:s\.?\s?i\.?|statutory instruments?)\s*(?:no\.?\s*)?"
    r"([0-9]{1,5})\s*(?:of|/)\s*((?:19|20)[0-9]{2})(?![0-9])"
)
CHAPTER = re.compile(
    r"(?<![\w/])(?:((?:19|20)[0-9]{2}),?\s*(?:c\.|chapter)\s*([0-9]{1,3})"
    r"|(?:c\.|chapter)\s*([0-9]{1,3})\s*of\s*((?:19|20)[0-9]{2}))(?![0-9])"
)
NUMBERED_EU = re.compile(
    r"(?<![\w/])((?:eu\s+|council\s+|commission\s+)?(?:regulation|directive)s?)\s*(?:\(?(?:eu|ec|eec)\)?\s*)?(?:no\.?\s*)?"
    r"([0-9]{2,4})/([0-9]{1,4})(?:/(?:eu|ec|eec))?(?![0-9/])"
)
# bounded, so that looking for a title costs no more than the length of a text, whatever is in it
_CAPITAL = r"[A-Z](?:[\w’'\-]|&(?=\w)){0,40}"
_INSIDE = "of|and|&|for|in|to|on|with|by|the|at|from|against|or|as"
TITLED = re.compile(
    rf"(?<![\w’'\-])((?:{_CAPITAL}|etc\.)"
    rf"(?:,? (?:{_CAPITAL}|\([A-Z][^()]{{0,80}}\)|{_INSIDE}|etc\.?)){{0,30}}?) "
    r"(Act|ACT|Regulations|REGULATIONS|Regs\.?|Order)(?!\w)"
    r"(?: \((?:Northern Ireland|Scotland|Wales|NI)\))?(?:\)?,? \(?((?:1[5-9]|20)[0-9]{2})\b\)?)?"
)
# words that open a sentence and are not part of a title
OPENING = re.compile(
    r"^(?:(?:The|This|That|These|Under|See|In|With|By|From|For|If|Where|When|As|Any|Every|Each|All|Both|And|Or|Our"
    r"|Section|Part|Following|Since|Unlike|While|Also|Is|Are|Has|Have|An|A|Its|Their|Your|To|Of|Of the|On|At)\b(?!-) ?"
    r"(?:to |of |for |and |in |on |the |with )*)+"
)
SHORT_FORM = re.compile(rf"\b[Tt]he (?:{_YEAR} Act|Act of {_YEAR})\b")
# behind the year of an Act: "(Specific Duties) Regulations 2011", "(Exceptions) Order 1975 (Amendment) Order 2020"
MADE_UNDER = re.compile(
    rf"(?:\s*(?:\([^()]{{1,80}}\)\s*){{1,4}}(?:regulations|regs\.?|rules|order)(?:\s*\([^()]{{1,40}}\))?,?\s*\(?(?P<year>{_YEAR}))+"
)
DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\. ?){2,8}[A-Z](?:\.|(?!\w))")  # "D.P.A.", as it is written without its dots
BEFORE = re.compile(
    rf"(?P<refs>{EXPRESSION})\s*(?:\([^()]{{0,60}}\)\s*)?,?\s*(?:(?:of|to|in|under)\s+)?(?:the\s+|that\s+)?['\"*_]*$",
    re.IGNORECASE,
)
AFTER = re.compile(
    rf"['\"*_]*(?:\s*\([^()0-9]{{1,20}}\))?\s*,?\s*[(\[]?\s*(?:under\s+|at\s+)?(?P<refs>{EXPRESSION})"
    r"(?!\s*of\s+(?:this|our|the (?:policy|procedure|school)))",
    re.IGNORECASE,
)

OF_THE_UNION = re.compile(r"\b(?:eu|european union|european)\s*$")
UNION_NUMBER = re.compile(
    r"[\s,(]*(?:regulation\b)?[\s(]*(?:eu|ec)?\)?\s*(?:no\.?\s*)?20[0-9]{2}/[0-9]{1,4}(?![0-9/])\)?"
)
_UK = r"(?:uk|united kingdom|domestic|retained|assimilated)"
_HERE_BEFORE = re.compile(rf"\b{_UK}(?: eu)?(?: law)?(?: version of)?(?: the)?[\s'\"(]*$")
_HERE_BEHIND = re.compile(
    r"[\s,'\"]*(?:of the european parliament[^.;()]{0,200}?)?[\s,(]*(?:the )?(?:'|\")?"
    rf"(?:{_UK}\b|as (?:it|they|incorporated|retained|saved)\b[^.;()]{{0,120}}?\b(?:law|{_UK})\b)"
)


def is_abbreviation(piece: str) -> bool:
    """Whether it has more than one capital: "DPA", "KCSiE"."""
    return sum(1 for letter in piece if letter.isupper()) > 1


def in_capitals(piece: str) -> bool:
    """Whether a title is written as one: "Children Act", not "children act"."""
    names = [word for word in re.findall(r"[^\W\d_][\w'’]*", piece) if len(word) > 3 or word.lower() == "act"]
    return bool(names) and all(word[0].isupper() for word in names)


def is_common(words: str, start: int, end: int) -> bool:
    """Whether it may be no title at all: "Mobile phones in schools are …", "keeping children safe in education"."""
    piece = words[start:end]
    if " " not in piece or not piece[0].isalpha():
        return False
    quoted = words[:start].rstrip()[-1:] in ("'", '"', "‘", "“", "*", "_")
    if quoted or not piece[1:].islower():
        return False
    opens = not words[:start].strip() or words[:start].rstrip().endswith((".", "!", "?", ":"))
    return opens or piece[0].islower()


def is_of_here(folded: str, start: int, end: int) -> bool:
    """Whether a regulation of the Union is named as it is law in the United Kingdom."""
    before = _HERE_BEFORE.search(folded, max(0, start - 40), start)
    return bool(before or re.match(_UK, folded[start:end]) or _HERE_BEHIND.match(folded, end, end + 400))
