"""Letters that make a word look like another one: two scripts in one word, look-alikes, joiners inside Latin words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from clausebook.text.records import dataclass

# Capitals and small letters of other scripts that no reader can tell from the Latin ones beside them.
_CYRILLIC = {
    **dict(zip("АВЕЅІЈКМНОРСТУХҮԌԚԜ", "ABESIJKMHOPCTYXYGQW", strict=True)),
    **dict(zip("аеѕіјорсухԁԛԝһѵӏүк", "aesijopcyxdqwhvlyk", strict=True)),
}
_GREEK = {
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ", "ABEZHIKMNOPTYXCJ", strict=True)),
    **dict(zip("ονιρυϲϳκα", "ovipucjka", strict=True)),
}
_ARMENIAN = dict(zip("ՕՍՏԼոսհցօզ", "OUSLnuhgoq", strict=True))
# Letters that are Latin by name and no letter of an alphabet in which people write here.
_PHONETIC = dict(zip("ſɑɡıȷʟɴʀɪʏɢʙʜᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜰꜱꞌǀ", "sagijLNRIYGBHACDEJKMOPTUVWZFS'l", strict=True))
_DIGITS = {"0": "o", "1": "l", "3": "e", "5": "s"}
_FIGURED = re.compile(r"[0135][A-Za-z]|[A-Za-z][0135]")  # a figure that may stand for a letter
LOOK_ALIKES = {**_CYRILLIC, **_GREEK, **_ARMENIAN, **_PHONETIC}


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


# Words that a policy turns on: whatever looks like one of them must be one.
WEIGHTY = _words(
    """must should shall may might can could will would not never no only unless except without cannot nor none
    prohibited forbidden permitted allowed required mustn't shouldn't don't"""
)
# Of these no word of another language that is written here is one with accents.
_ACCENTED = WEIGHTY - {"can", "may", "might", "will", "could", "no", "none", "nor", "only"}
# Blanks so narrow that a word with one inside looks whole: "n ot".
_NARROW = re.compile(r"(?<=\w)[\u2005\u2006\u2008-\u200a\u202f]+(?=\w)")
_SPLIT = re.compile(rf"[^\W\d_]+(?:{_NARROW.pattern}[^\W\d_]+)+")
JOINED = "ﬀﬁﬂﬃﬄﬅﬆ"  # as programs that set type join letters, and copies of their pages keep them
JOINERS = "\u200c\u200d"
_ONE_SCRIPT = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "KATAKANA-HIRAGANA": "CJK", "HANGUL": "CJK", "BOPOMOFO": "CJK"}
# What a letter's name begins with where it is a Latin letter in another dress.
_DRESSED = ("<font>", "<wide>", "<circle>", "<square>", "<narrow>", "<compat>")
_WORD = re.compile(r"[\w\u200c\u200d\u0300-\u036f]+(?:['’ʼ][\w\u200c\u200d\u0300-\u036f]+)*")
_SHORT = 4000
_SIGNS = "µºª"  # class of letters, and no letter of a word


@dataclass(frozen=True, slots=True)
class Oddity:
    """A character in a word that makes it another word than it looks like: its place, its name, and the word."""

    start: int
    character: str
    word: str
    message: str
    meant: str = ""
    begins: int = 0  # where the word does


def oddities(text: str) -> Iterator[Oddity]:
    """What is odd in the words of a text, the first character of each word that has one, in reading order."""
    if text.isascii() and not _FIGURED.search(text):
        return iter(())
    return iter(_remembered(text)) if len(text) < _SHORT else _oddities(text)


@lru_cache(maxsize=1 << 13)  # most texts are the same from one check to the next
def _remembered(text: str) -> tuple[Oddity, ...]:
    return tuple(_oddities(text))


def _oddities(text: str) -> Iterator[Oddity]:
    written = _scripts_of(text)
    for found in _WORD.finditer(text):
        word = found[0]
        odd = _odd(word, written)
        if odd is not None:
            at, why = odd
            yield Oddity(found.start() + at, word[at], word, why, _meant(word), found.start())
    for found in _SPLIT.finditer(text) if _NARROW.search(text) else ():
        word, meant = found[0], _NARROW.sub("", found[0])
        blank = _NARROW.search(word)
        if blank and skeleton(meant).lower() in WEIGHTY and not any(part in WEIGHTY for part in word.lower().split()):
            why = f"{letter(blank[0][0])}, in “{word}”, which looks like “{meant}”"
            yield Oddity(found.start() + blank.start(), blank[0][0], word, why, meant, found.start())


def skeleton(word: str) -> str:
    """The Latin word that a word looks like: "nоt" with a Cyrillic o is "not"; accents stay."""
    if word.isascii():
        return word
    return "".join(_latin(character) for character in word if character not in JOINERS)


def _meant(word: str) -> str:
    """The word that was meant, where that is known."""
    if word.isascii():
        return "".join(_DIGITS.get(character, character) for character in word)
    return bare if (bare := _bare(word)).lower() in _ACCENTED else skeleton(word)


def _bare(word: str) -> str:
    """The word in plain letters: without accents, raised letters set down."""
    return "".join(one for one in unicodedata.normalize("NFKD", skeleton(word)) if not unicodedata.combining(one))


def letter(character: str) -> str:
    """A character for a reader: "U+043E, Cyrillic o"."""
    name = unicodedata.name(character, "an unnamed character")
    found = re.fullmatch(r"([A-Z][A-Z -]*?) (SMALL|CAPITAL) LETTER (.+)", name)
    if found and found[1] != "LATIN":
        size = "capital " if found[2] == "CAPITAL" else ""
        said = f"{found[1].capitalize()} {size}{found[3] if size and len(found[3]) == 1 else found[3].lower()}"
    else:
        said = name.lower()
    return f"U+{ord(character):04X}, {said}"


def script(character: str) -> str:
    """The script of a letter by its name in Unicode, in capitals; "" for what belongs to any, and for no letter."""
    return _script(character) if not character.isascii() else "LATIN" if character.isalpha() else ""


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    if unicodedata.category(character) not in ("Lu", "Ll", "Lt", "Lo") or character in _SIGNS:
        return ""
    first, *_ = unicodedata.name(character, "").split(" ") or ("",)
    dressed = unicodedata.decomposition(character).startswith(_DRESSED)
    if dressed and unicodedata.normalize("NFKC", character).isascii():
        return "LATIN"
    if first in ("ANGSTROM", "KELVIN"):
        return "LATIN"
    return _ONE_SCRIPT.get(first, "GREEK" if first == "OHM" else first)


def _latin(character: str) -> str:
    if character in LOOK_ALIKES:
        return LOOK_ALIKES[character]
    if unicodedata.decomposition(character).startswith(_DRESSED):
        return unicodedata.normalize("NFKC", character)
    return character


def _scripts_of(text: str) -> frozenset[str]:
    """The scripts of which the text has a letter that cannot be taken for a Latin one."""
    return frozenset(script(character) for character in set(text) if character not in LOOK_ALIKES)


def _odd(word: str, written: frozenset[str]) -> tuple[int, str] | None:
    """The place in the word of what is odd, and what is."""
    if word.isascii():
        return _figures(word)
    for at, character in enumerate(word):
        if character in JOINERS and "LATIN" in (script(word[at - 1]) if at else "", script(word[at + 1 : at + 2])):
            return at, f"{letter(character)}, which nobody sees, in the word “{_shown(word)}”"
    scripts = {found: at for at, character in reversed(tuple(enumerate(word))) if (found := script(character))}
    if len(scripts) > 1:
        foreign = min(at for found, at in scripts.items() if found != "LATIN")
        return foreign, f"{letter(word[foreign])}, in “{_shown(word)}”, a word with letters of two scripts"
    weighty = skeleton(word).lower() in WEIGHTY  # Turkish has a dotless i, and no "wıll"
    for at, character in enumerate(word):
        poses = (character in _PHONETIC and (weighty or character not in "ıȷ")) or character in JOINED
        if poses or unicodedata.decomposition(character).startswith(_DRESSED[:2]):
            return at, f"{letter(character)}, in “{_shown(word)}”, which looks like “{skeleton(word)}”"
    if not weighty and scripts.keys() <= {"LATIN"} and (bare := _bare(word)).lower() in _ACCENTED:
        at = next(at for at, character in enumerate(word) if not character.isascii())
        return at, f"{letter(word[at])}, in “{_shown(word)}”, which looks like “{bare}”"
    foreign_alone = "LATIN" not in scripts and "LATIN" in written and not scripts.keys() & written
    if scripts and foreign_alone and all(one in LOOK_ALIKES or not one.isalpha() for one in word):
        at = next(iter(scripts.values()))
        return at, f"{letter(word[at])}, in “{_shown(word)}”, which looks like “{skeleton(word)}”"
    return None


def _figures(word: str) -> tuple[int, str] | None:
    """Figures that stand for letters in a word that a policy turns on: "n0t", "sha11"."""
    if len(word) < 3 or not any(digit in word for digit in _DIGITS) or not any(map(str.isalpha, word)):
        return None
    meant = _meant(word)
    if meant.lower() not in WEIGHTY:
        return None
    at = next(at for at, character in enumerate(word) if character in _DIGITS)
    return at, f"the figure {word[at]}, in “{word}”, which looks like “{meant}”"


def _shown(word: str) -> str:
    """The word as a message may hold it: of a very long one its beginning."""
    return word if len(word) <= 40 else f"{word[:40]}…"
