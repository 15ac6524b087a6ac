"""Words -> who is meant: phrases that name persons or bodies, and the people that each phrase stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from clausebook.model.duties.vocabulary import BODIES, EVERYONE, GIVING, PERSONS, PRONOUNS, STAFF, TELLING
from clausebook.text.sentences import is_abbreviation


def _words(text: str) -> list[str]:
    return text.split()


Titles = frozenset[str]  # the school's own roles and bodies, in lower case

_PERSONS = frozenset(PERSONS)
_MANY = {"children": "child", "people": "person", "persons": "person", "men": "man", "women": "woman"}
_MANY |= {"bodies": "body", "agencies": "agency", "families": "family", "nurseries": "nursery", "parties": "party"}
_MANY |= {"academies": "academy", "secretaries": "secretary", "faculties": "faculty", "authorities": "authority"}
_MANY |= {"companies": "company", "signatories": "signatory", "witnesses": "witness", "coaches": "coach"}
_WITH_S = frozenset(["staff", "police", "dsl", "personnel", "all", "ss", "us"])
# A phrase that names somebody ends before one of these; what follows says more of them.
TAIL = frozenset(
    _words("""in on at with who which that whom whose from for during using working employed under by having without
outside where when if unless while into about above below than as attending travelling supervising
responsible teaching visiting wishing driving leading involved living acting going taking concerned
affected present absent""")
)
_HEAD_OF = frozenset(
    _words("""member head chair chairman director leader governor parent friend owner holder body one any all each
none some either both team vice-chair deputy lead manager office department user most carer""")
)
_JOINED = re.compile(r",? and to |,? or to |,? and/or |,? and |,? or |,? nor |,? as well as |,? (?:but )?not |, |/")
# "staff normally must": the adverb is not part of who must
_HOW_OFTEN = re.compile(
    r"(?: (?:normally|usually|generally|ordinarily|typically|always|also|often|sometimes|occasionally|rarely|then|still"
    r"|therefore|alone),?)+$"
)
_ASKING = TELLING | frozenset(GIVING)
_STYLES = frozenset(("miss", "sir", "dame"))  # before a name, besides the abbreviations
_LEAN = re.compile(
    r"^(?:(?:a|an|the|all|any|each|every|no|some|both|either|neither|our|their|his|her|its|your|my|that"
    r"|this|these|those"
    r"|such|other|another|nominated|designated|relevant|appropriate|only|individual|named|not|to|of the) )+(?=\w)"
)


def singular(noun: str) -> str:
    """The noun without its plural ending, by a list of irregular ones and a final s."""
    if noun in _MANY:
        return _MANY[noun]
    return noun if noun in _WITH_S or noun.endswith(("ss", "us")) else noun.removesuffix("s")


@lru_cache(maxsize=20_000)
def is_person(phrase: str, titles: Titles) -> bool:
    """Whether a phrase in lower-case words ends with a noun for a person or a body, or with one of the titles."""
    words = phrase.replace("/", " ").split()
    for count in range(min(6, len(words)), 0, -1):
        tail = " ".join(words[-count:])
        one = " ".join((*words[-count:-1], singular(words[-1])))
        if tail in titles or one in titles or tail in _PERSONS or one in _PERSONS or _is_pronoun(tail, words[:-count]):
            return True
    style = words[-2].removesuffix(".") if len(words) > 1 else ""
    return style in _STYLES or (len(style) > 1 and is_abbreviation(style) and words[-1].isalpha())


def _is_pronoun(tail: str, before: Sequence[str]) -> bool:
    """ "it" names somebody only by itself: "keep it" names nobody."""
    return tail in PRONOUNS and (tail != "it" or not before)


@lru_cache(maxsize=20_000)
def subject(phrase: str, titles: Titles) -> str:
    """The words of a subject that name who is bound, from its front; "" where it names a thing or nothing."""
    phrase = _HOW_OFTEN.sub("", phrase.strip(" ,:;–—-"))
    if phrase in ("", "it", "this", "that", "these", "those", "there"):
        return ""
    words = phrase.split()
    joined = ("and", "or", "nor", "and/or")
    tails = (n for n, word in enumerate(words) if n and word.strip(",") in TAIL and words[n - 1] not in joined)
    end = next((n for n in tails if words[n + 1 : n + 2] not in (["staff"], ["teachers"])), len(words))
    core = " ".join(words[:end]).strip(" ,")
    if " of " in f"{core} ":
        core = _of(core, titles)
    core = re.sub(r"^(?:in particular|for example|as a result|by contrast) ?,? ", "", core)
    if re.fullmatch(r"(?:no |not )?(?:more|fewer|less)", core):
        return ""  # "no more than 30 pupils": a number
    return core if core and all(is_person(part, titles) for part in _parts(core)[-1:]) else ""


def _parts(phrase: str) -> list[str]:
    return [part for part in _JOINED.split(phrase) if part.strip()]


def _of(core: str, titles: Titles) -> str:
    """ "use of phones" names nobody, "users of the system" users, "a member of staff" the whole."""
    found: list[str] = []
    for part in _JOINED.split(core):
        before, _, after = part.partition(" of ")
        if part in titles or without_determiner(part) in titles:
            found.append(part)
            continue
        if after and not is_person(before, titles):
            return "" if not found else core[: core.index(part)].rstrip(" ,").removesuffix(" and").removesuffix(" or")
        if found and not is_person(part, titles):
            return found[0]  # "users of phones and tablets"
        last = singular(before.split()[-1]) if before.split() else ""
        keeps = (
            after and (last in _HEAD_OF) and (is_person(after, titles) or last in ("head", "chair", "member", "team"))
        )
        found.append(part if keeps else before)
    if len(found) == 1:
        return found[0]
    return (
        core
        if all(part in core for part in found) and found[-1].endswith(core.split()[-1])
        else core.partition(" of ")[0]
    )


_MODALS = frozenset(("must", "should", "shall", "may", "might", "can", "could", "will", "would"))


@lru_cache(maxsize=20_000)
def persons_at_front(words: str, titles: Titles) -> str:
    """The persons named at the front of some words: "the office" of "the office by noon"."""
    parts = words.split()
    best = ""
    for count in range(1, min(len(parts), 24) + 1):
        last = parts[count - 1]
        if last.rstrip(":") in _MODALS:
            break  # "phone must: keep it": not to whom somebody phones
        phrase = " ".join(parts[:count]).rstrip(".,;:)")
        if count > 1 and (
            parts[count - 1].strip(",") in TAIL or (parts[count - 1] == "to" and parts[count - 2] not in ("and", "or"))
        ):
            break
        pieces = _parts(phrase)
        if (
            best
            and count - len(best.split()) > 1
            and len(pieces) == len(_parts(best))
            and " of " not in phrase[len(best) :]
        ):
            break
        ended = pieces and len(pieces[-1].split()) <= 6 and all(is_person(piece, titles) for piece in pieces)
        if any(piece.endswith(" it") or piece.split()[0] in _ASKING for piece in pieces[1:]):
            break  # "the nurse and write it down", "the nurse, tell the parents": another deed
        if ended and phrase.split()[-1] not in ("and", "or", "to"):
            best = phrase
        elif pieces and len(pieces[-1].split()) > 6:
            break
        if last.endswith((";", ".")) and best:
            break
    return _with_of(words, best)


def _with_of(words: str, best: str) -> str:
    rest = words[len(best) :].lstrip(".,")
    if not best or not rest.startswith(" of ") or singular(best.split()[-1]) not in _HEAD_OF:
        return best
    after = rest[4:].split()
    two = after[:1] and (after[0].endswith(".") or after[0] in ("year", "the"))
    return f"{best} of {' '.join(after[: 2 if two else 1])}".rstrip(".,;:")


@lru_cache(maxsize=20_000)
def persons_named(words: str) -> frozenset[str]:
    """The persons named, each by one name: "all members of staff" and "employees" are staff."""
    found: set[str] = set()
    words = re.sub(r",? including (?!but\b).*", "", words.lower())  # they are among those named already
    for part in _parts(words.strip(" .,;:")):
        lean = _LEAN.sub("", part.strip(" ,.;:"))
        lean = re.sub(r"^members? of (?:the |our )?(?:[\w-]+ )?(staff|team|personnel|public)$", r"\1", lean)
        if lean:
            found.add(_called(" ".join((*lean.split()[:-1], singular(lean.split()[-1])))))
    return frozenset(found)


def without_determiner(phrase: str) -> str:
    """A phrase without articles and the like before it."""
    return _LEAN.sub("", phrase.strip())


_CALLED = {"student": "pupil", "learner": "pupil", "child": "pupil", "carer": "parent", "head": "headteacher"}
_CALLED |= {"head teacher": "headteacher", "student body": "pupil", "headmaster": "headteacher"}


def _called(noun: str) -> str:
    """One name for those who are called by many."""
    if noun in EVERYONE:
        return "everyone"
    if noun in STAFF or noun in ("staff member", "school staff", "school employee", "adult working in school"):
        return "staff"
    return "school" if noun in BODIES else _CALLED.get(noun, noun)
