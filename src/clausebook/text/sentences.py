"""Where sentences end, in legal and school English: "Tell Dr. Jones by 3.30 p.m. See s. 46." is two.

A sentence ends at . ! ? or an ellipsis, with the brackets and quotation marks closed after it, before a blank and what
may begin a sentence: a capital, a figure, a letter that has no case, a variable. A full stop after an abbreviation ends
one only where it can. The work grows with the length of the text, whatever is in it.
"""

from __future__ import annotations

import re
from functools import lru_cache


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


# Before a name, or in the middle of a sentence.
_NEVER = _words(
    """mr mrs ms mx dr prof rev revd fr hon cllr capt sgt lt maj supt insp ven rt messrs
    e.g eg i.e ie cf viz vs v incl excl approx esp ca a.k.a w.e.f n.b nb p.s ps"""
)
# Before a number, a bracket or a letter that numbers: "s. 46", "Sch. II", "No. 3", "Yr. 7". Elsewhere they end it.
_BEFORE_NUMBERS = _words(
    """s ss sec secs sect sects sub-s subs para paras par subpara subparas sub-para reg regs r rr art arts sch schs
    sched no nos p pp vol vols ed eds ch chs chap chaps cl cls c fig figs yr yrs pt pts app apps ann tel ext max min
    cap col ref refs q qq n nn jan feb mar apr jun jul aug sep sept oct nov dec"""
)
# A name may follow, or the next sentence: the word that follows decides.
_EITHER = frozenset({"st", "co", "inc", "jr", "sr", "ed", "eds"})
# What a letter is the name of: "Plan B. Then", not "by B. Then".
_LETTERED = _words(
    """plan group class option appendix annex schedule part section table form vitamin hepatitis block room building
    hall team set grade level category type figure paragraph point item step stage band tier zone key chapter article
    rule note house column row list question answer and or than"""
)
# Words that begin a sentence and no name: after "U.K." or "St." they say that a sentence has ended.
_OPENERS = _words(
    """a all an and any anyone are as at before both but by can do each either every everyone for from governors he her
    however i if in is it no nobody nor not nothing of on one only or our parents pupils schools she should some staff
    students such teachers that the their them then there these they this those to under unless users visitors
    volunteers we what when where which while who will with without you your"""
)
_MARK = re.compile(r"[.!?…。！？؟۔]+")
_CLOSED = re.compile(r"[)\]}\"”’'»›*_`]*")
_BLANKS = re.compile(r"\s+")
_OPENED = re.compile(r"[(\[\"“‘'«‹*_`¿¡]*")
_DAYS = re.compile(r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?s?\b|GMT\b|BST\b|UTC\b")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_NUMBERS = re.compile(r"[\d(\[£$€§]|[IVXLC]{2,}\b|[A-Z]\d*[A-Z]?(?![\w'’])")
_ENUMERATOR = re.compile(r"\s*[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})")
_NUMBER_WORDS = re.compile(r"(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|Thirteen)\b")
_WORD = re.compile(r"[^\W\d_]+(?![\w.])")
LONGEST = 12  # letters and stops of an abbreviation


@lru_cache(maxsize=65_536)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, without blanks at their ends."""
    return tuple(stripped for piece in pieces(text) if (stripped := piece.strip()))


def pieces(text: str) -> tuple[str, ...]:
    """The sentences, each with the blanks after it: joined they are the text again."""
    found: list[str] = []
    start = 0
    for mark in _MARK.finditer(text):
        closed = _CLOSED.match(text, mark.end())
        blanks = _BLANKS.match(text, closed.end() if closed else mark.end())
        if blanks and blanks.end() < len(text) and _ends(text, start, mark, blanks.start(), blanks.end()):
            found.append(text[start : blanks.end()])
            start = blanks.end()
    return (*found, text[start:]) if start < len(text) or not found else tuple(found)


def lines(text: str) -> tuple[str, ...]:
    """The sentences that one plain blank parts: with " ".join they are the text again. For a sentence a line."""
    found: list[str] = []
    open_ = ""
    for piece in pieces(text):
        open_ += piece
        if piece.endswith(" ") and not piece[:-1].endswith(tuple(" \t\r\n\xa0")):
            found.append(open_[:-1])
            open_ = ""
    return (*found, open_) if open_ or not found or text.endswith(" ") else tuple(found)


def is_abbreviation(word: str) -> bool:
    """Whether a word, without its last full stop, is one that is often followed by a full stop inside a sentence."""
    short = word.lower()
    return bool(short in _NEVER or short in _BEFORE_NUMBERS or short in _EITHER or _DOTTED.fullmatch(short))


def _ends(text: str, start: int, mark: re.Match[str], closed: int, follows: int) -> bool:
    """Whether the mark ends a sentence: `closed` is behind its brackets and quotes, `follows` where the next begins."""
    opened = _OPENED.match(text, follows)
    at = opened.end() if opened else follows
    if at >= len(text) or not _begins(text, at):
        return False
    if mark[0] != ".":
        return True
    if mark.start() - start <= 8 and _ENUMERATOR.fullmatch(text, start, mark.start()):
        return False  # "1. Staff must": a number in front of a sentence
    before = _before(text, start, mark.start())
    if closed > mark.end() and text[mark.end()] in ")]" and (before.lower() == "etc" or is_abbreviation(before)):
        return False  # "(pens, rulers, etc.) Pupils": the bracket is part of a sentence
    return not before or _may_end(before, text, start, mark.start(), at)


def _begins(text: str, at: int) -> bool:
    """Whether a sentence can begin with this character."""
    first = text[at]
    return first.isupper() or first.isdigit() or first in "{£$€§" or (first.isalpha() and not first.islower())


def _before(text: str, start: int, end: int) -> str:
    """The word before a full stop, where it is short enough for an abbreviation."""
    words = text[max(start, end - LONGEST) : end]
    parts = words.split()
    if not parts or words[-1:].isspace() or (len(parts) == 1 and end - start > LONGEST and not words[0].isspace()):
        return ""
    return parts[-1].lstrip("([{\"“‘'«‹*_`/–—-")


def _may_end(word: str, text: str, start: int, end: int, at: int) -> bool:
    """Whether a sentence may end with this word and its full stop, before what begins at `at`."""
    short = word.lower()
    following = _WORD.match(text, at)
    opens = bool(following and following[0].lower() in _OPENERS)
    if short in _NEVER:
        return False
    if short in _BEFORE_NUMBERS and (_NUMBERS.match(text, at) or _NUMBER_WORDS.match(text, at)):
        return opens
    if short in _EITHER:
        return opens
    if short in ("a.m", "p.m"):
        return not _DAYS.match(text, at)
    if _DOTTED.fullmatch(word):
        return word.islower() or opens
    return opens or not (len(word) == 1 and word.isupper()) or _is_named(text[max(start, end - 30) : end - 1])


def _is_named(before: str) -> bool:
    """Whether the words before a capital and a full stop say what it is the letter of."""
    words = before.split()
    return bool(words) and words[-1].lower().strip("(“\"'‘") in _LETTERED
