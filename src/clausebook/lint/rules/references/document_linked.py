"""A document or web site that a text names can be reached: its name is a link.

"See Using Facebook safely" sends the reader searching, and may find another edition, or nothing. Documents are known
by their words: a guide, a policy or a handbook that is named with capitals (a note, for it may be this policy's own
name), and an address that is not a link. An instrument of the register is linked by its citation.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from clausebook.lint.law_named import mentions
from clausebook.lint.prose import GAP, ClauseText, by_policy, filled, names
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.text.inline import unmarked

LEVEL = "warning"
READS = "policy"
_KINDS = (
    r"(?:Procedure|Policy|Handbook|Code of (?:Conduct|Practice)|Guidance|Guidelines|Guide|Protocol|Charter|Toolkit"
    r"|Strategy|Framework|Booklet|Leaflet)"
)
_NAMED = re.compile(
    rf"(?<![\w’'&-])((?:[A-Z][\w’'&-]{{0,40}} (?:(?:of|and|for|on|to|in|of the) )?){{1,9}}{_KINDS})\b"
    r"|\b(Code of (?:Conduct|Practice))\b"
)
_SEE = re.compile(r"\b(?:see|refer to|read|consult) (?:also |our |the )?([A-Z][^.;:()§]*)")
_SOUNDS = re.compile(rf"\b{_KINDS}\b|\bweb ?site\b", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?<![\w@./-])(?:https?://\S+?|(?:[\w-]+\.)+(?:uk|com|org|net|gov|edu)(?:/\S*?)?)(?=[.,;:)]*(?:\s|$))"
)
_BROKEN = re.compile(r"\]\s*\($|\)\[$")  # a link that is not well formed
_OPENING = re.compile(r"^(?:(?:The|This|Under|See|In|With|For|Our|Its|Any|All|Please|A|An) )+")
_HINT = "write [its name](https://…)"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the name or the address, once a clause for each."""
    law = {id(text): [one.piece for one in found] for text, found in mentions(register)}
    known = names(register)
    for policy, texts in by_policy(register).items():
        own = _own_titles(register, policy, texts, known)
        seen: set[tuple[int, str]] = set()
        for written in texts:
            if not written.is_prose and written.kind != "table":
                continue
            for name in _unlinked(written, known):
                key = id(written.clause), name.lower()
                if key in seen or _is_law(name, law.get(id(written), ())) or name.lower() in own:
                    continue
                seen.add(key)
                message = f'clause {written.clause.id} names "{name}" and gives no link to it'
                yield Finding(written.at(name), message, _HINT, "" if _ADDRESS.fullmatch(name) else "note")


def _is_law(name: str, pieces: Iterable[str]) -> bool:
    """Whether it is a part of a name of law, or holds one."""
    return any(name in piece or piece in name for piece in pieces)


def _own_titles(register: Register, policy: str, texts: tuple[ClauseText, ...], known: Mapping[str, str]) -> set[str]:
    """The policy's own title and headings: what carries them is here."""
    titles = {one.words.lower() for one in texts if one.kind in ("title", "form")}
    for one in register.policies:
        if one.id == policy:
            title = filled(one.title, known).lower()
            titles |= {title, f"{title} policy", f"{one.id.replace('-', ' ')} policy"}
            titles |= {section.title.lower() for section in one.outline}
    return titles


def _unlinked(written: ClauseText, known: Mapping[str, str]) -> Iterator[str]:
    words = (
        unmarked(filled(written.raw, known), link=GAP)
        if "](" in written.raw or "ref(" in written.raw
        else written.words
    )
    taken: list[str] = []
    for found in _ADDRESS.finditer(words):
        if not _BROKEN.search(words[: found.start()]):
            yield found[0]
    for found in _SEE.finditer(words):
        if _SOUNDS.search(found[1]):
            taken.append(found[1].strip())
            yield taken[-1]
    for found in _NAMED.finditer(words):
        name = _OPENING.sub("", found[0])
        if " " in name and not any(name in longer for longer in taken):
            yield name
