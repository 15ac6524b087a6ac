"""Words of the source -> the text a clerk edits: Markdown, with the school's facts as variables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from clausebook.importer.source_block import SourceBlock, with_single_blanks
from clausebook.lint.rules.references.link_well_formed import address_fault
from clausebook.model.documents.extracted import SourcePosition
from clausebook.model.policy import Policy
from clausebook.model.school import School
from clausebook.text.addresses import leads_elsewhere, mended, unwrapped
from clausebook.text.inline import Inline, Run, inline, plain

_PLACEHOLDER = re.compile(
    r"\[[^\[\]\n]{2,70}\](?!\()|<[A-Za-z][^<>\n]{2,60}>|\{[A-Za-z][^{}\n]{2,60}\}|«[^»\n]{2,60}»|\bX{3,}\b|\bx{4,}\b"
)
_ASKS = re.compile(
    r"insert|enter|name|date|school|add|delete|amend|title|number|e-?mail|phone|address|here|role|xx|academy|trust|authority"
    r"|governor|staff member|person|link|website|tbc|tba|select|choose",
    re.I,
)
_STRIKES = re.compile(r"~~(?=[^\s~])[^~]+~~|<(s|del|strike|ins|u)>[^<]*</\1>", re.I)  # as the rule struck-words reads
_WAVES = re.compile(r"~~|</?(?:s|del|strike|ins|u)>", re.I)
_FILLING = re.compile(
    r"\b(?:insert|enter|add|your|our|the|of|name|full|please|here|title|role|job|relevant)\b|[\W_]+", re.I
)
_PEOPLE = re.compile(r"\bname\b.*\b(?:of|for)\b|\bname of\b", re.I)
_SCHOOL_NAMES = ("school", "academy", "college", "nursery", "schools", "setting")
_SCHOOL = re.compile(
    r"\b(?!(?:The|This|Our|Your|Any|Every|Each|All|Primary|Secondary|High|Infant|Junior|Community|Nursery|State|Use|In|At"
    r"|Of|For|Whole|Before|After|Pre|Special|Independent|VA|VC|CE|Policy|Staff)\b)"
    r"[A-Z][\w’'.]+(?: (?:of|the|and|CE|VA|[A-Z][\w’'.]+)){0,5} (?:School|Academy|College)\b"
)
_MEANT = {
    **dict.fromkeys(_SCHOOL_NAMES, "name"),
    **dict.fromkeys(
        ("la", "local authority", "authority", "council", "trust", "lea", "mat", "academy trust"), "authority"
    ),
    **dict.fromkeys(("governing body", "governing board", "governors", "board"), "governing_body"),
    **dict.fromkeys(("school short", "short school"), "short_name"),
    **dict.fromkeys(("website", "school website"), "website"),
    **dict.fromkeys(("school email", "email", "e mail"), "email"),
}
_AUDIENCES = ("staff", "agency-staff", "casual-workers", "volunteers", "governors", "pupils", "parents", "visitors")
Refs = Mapping[str, tuple[str, str]]  # link target -> what ref() takes, and the words it will give


@dataclass
class TextWriter:
    """Writes texts. `uses` counts the facts that became variables; `doubts` are pieces with what is unsure of them."""

    school: School
    policies: Iterable[Policy] = ()
    refs: Refs = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    uses: Counter[str] = field(default_factory=Counter)
    doubts: list[tuple[SourceBlock, str, str]] = field(default_factory=list)
    replaced: list[tuple[str, SourcePosition]] = field(default_factory=list)
    referred: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        found = dict(_named(self.school, self.policies))
        found.update(dict.fromkeys(self.aliases, "school.name"))
        either = "|".join(re.escape(words) for words in sorted(found, key=len, reverse=True)) or "(?!)"
        self._facts = found
        self._pattern = re.compile(rf"(?<![\w-])(?:{either})(?![\w-])")

    def text(self, inline: Inline, piece: SourceBlock) -> str:
        """The text of a piece as a clerk edits it."""
        variables: list[str] = []
        runs = tuple(one for run in inline for one in self._run(run, piece, variables))
        made, kept = written(runs, variables)
        if _STRIKES.search(made):
            self.doubts.append((piece, "is between signs that strike words out", "look whether it still holds"))
            made = _WAVES.sub("", made)
        if not kept:
            self.doubts.append((piece, "has bold, italic or a link that could not be kept", "set it again by hand"))
        return made

    def plain(self, words: str, piece: SourceBlock) -> str:
        """The same for words without style: a title, a label."""
        return self.text((Run(words),), piece)

    def _run(self, run: Run, piece: SourceBlock, variables: list[str]) -> list[Run]:
        if run.link.startswith("#"):
            target, words = self.refs.get(run.link[1:], ("", ""))
            said = run.text.strip()
            if target and words in ("", said):
                self.uses["ref"] += 1
                self.referred.append(said)
                token = _token(f"{{{{ ref('{target}') }}}}", variables)
                return [Run(run.text.replace(said, token), run.bold, run.italic)]
            run = Run(run.text, run.bold, run.italic, run.code)
        if run.link:
            run = replace(run, link=self._address(run, piece))
        if run.code and "](" in run.text:  # a rule that looks for links would take it for one
            run = replace(run, code=False)
        text = run.text if run.code else self._filled(run.text, piece, variables)
        return [Run(text, run.bold, run.italic, run.code, run.link)]

    def _address(self, run: Run, piece: SourceBlock) -> str:
        """The address of a link where it can be kept; else "", and what it was is said."""
        address = mended(run.link)
        wrong = "its words are too many" if "\n" in run.text.strip() else ""
        wrong = wrong or address_fault(written_address(address), frozenset())[0]
        wrong = wrong or leads_elsewhere(run.text, address)[0]
        if wrong or not run.text.strip():
            message = f"the link to {run.link} became plain words" + (f": {wrong}" if wrong else "")
            self.doubts.append((piece, message, "write the address that readers can follow, or leave it"))
            return ""
        return address

    def _filled(self, text: str, piece: SourceBlock, variables: list[str]) -> str:
        text = _PLACEHOLDER.sub(lambda found: self._placeholder(found[0], piece, variables), text)
        return self._pattern.sub(lambda found: self._named(found[0], piece, variables), text)

    def _named(self, found: str, piece: SourceBlock, variables: list[str]) -> str:
        if found in self.aliases:
            self.replaced.append((found, piece.origin))
        return self._fact(self._facts[found], variables)

    def _fact(self, name: str, variables: list[str]) -> str:
        self.uses[name] += 1
        return _token(f"{{{{ {name} }}}}", variables)

    def _placeholder(self, found: str, piece: SourceBlock, variables: list[str]) -> str:
        """The fact that a placeholder asks for; one that is not known stays as it is, and is said."""
        inner = found.strip("[]<>{}«» ")
        bare = " ".join(_FILLING.sub(" ", inner).split()).lower()
        name = self._meant(bare) if not _PEOPLE.search(inner) or bare in _MEANT else ""
        if name:
            self.doubts.append((piece, f"the placeholder {found} became {{{{ {name} }}}}", "look at it"))
            self.replaced.append((found, piece.origin))
            return self._fact(name, variables)
        if _ASKS.search(inner) or set(inner.lower()) == {"x"} or inner.isupper():
            fact = _MEANT.get(bare, "")
            hint = f"set {fact} in policy/school.yaml and write {{{{ school.{fact} }}}}" if fact else "fill it in"
            if _PEOPLE.search(inner) and not fact:
                hint = "policies name roles, not people: write {{ school.roles.… }}"
            self.doubts.append((piece, f"the placeholder {found} is not filled in", hint))
        return found

    def _meant(self, bare: str) -> str:
        fact = _MEANT.get(bare, "")
        if fact and getattr(self.school, fact, ""):
            return f"school.{fact}"
        for key, title in self.school.roles.items():
            if bare and bare in (title.lower(), key.replace("-", " ")):
                return f"school.roles.{key.replace('-', '_')}"
        return ""


def other_schools(
    pieces: Iterable[SourceBlock], school: School, aliases: Iterable[str]
) -> list[tuple[SourceBlock, str, str]]:
    """Schools that the text names and that are not this one, each once: its own former name may be among them."""
    known = {school.name, *aliases}
    found: dict[str, list[SourceBlock]] = {}
    for piece in pieces:
        for name in _SCHOOL.findall(piece.words):
            if name not in known and not school.name.endswith(name):
                found.setdefault(name, []).append(piece)
    return [
        (
            places[0],
            f"names {name}" + (f", {len(places)} times in all" if len(places) > 1 else ""),
            f'--school-name "{name}" makes {{{{ school.name }}}} of it',
        )
        for name, places in found.items()
    ]


def _token(variable: str, variables: list[str]) -> str:
    variables.append(variable)
    return TOKEN.format(len(variables) - 1)


def _named(school: School, policies: Iterable[Policy]) -> Iterable[tuple[str, str]]:
    """Words that name a fact: offices such as Headteacher, but no groups of people, whom words may mean in general."""
    audiences = {*_AUDIENCES, *(role for policy in policies for role in policy.applies_to)}
    for key, title in school.roles.items():
        if key not in audiences and title.istitle() | _capitalised(title):
            yield title, f"school.roles.{key.replace('-', '_')}"
    for name in ("short_name", "authority", "governing_body", "name"):
        if len(getattr(school, name)) > 3:
            yield getattr(school, name), f"school.{name}"


def _capitalised(title: str) -> bool:
    return all(word[:1].isupper() or word in ("of", "the", "and", "for") for word in title.split())


_MARKS = re.compile(r"([\\`*_\[\]])")
_BRACES = re.compile(r"\{(?=[{%#])")
_MOST = 400  # signs of Markdown in one text: to read thousands takes the square of their number
TOKEN = "\ue000{}\ue001"  # stands for a variable while the words around it are written
_TOKENS = re.compile("\ue000([0-9]+)\ue001")
_LOOSE = re.compile("[\ue000\ue001]")


def written(runs: Inline, variables: Sequence[str] = ()) -> tuple[str, bool]:
    """The Markdown of the runs, and whether their style could be kept.

    A token "\\ue000n\\ue001" in the runs becomes the n-th variable. Escapes are only where Markdown would else be
    read. Where no Markdown gives these runs (bold that ends inside a word before a bracket), the style is dropped.
    """
    if sum(run.text.count(sign) for run in runs for sign in "[]*_`\\") > _MOST:
        return _filled(_MARKS.sub(r"\\\1", plain(with_single_blanks(runs))), variables), not any(
            run.bold or run.link for run in runs
        )
    wanted = _merged(tuple(replace(run, link=written_address(run.link)) for run in with_single_blanks(runs)))
    for escaped in (False, True):
        text = "".join(_styled(run, escaped) for run in wanted)
        if _merged(inline(text)) == wanted:
            return _filled(text, variables), True
    bare = plain(wanted)
    text = bare if _merged(inline(bare)) == _merged((Run(bare),)) else _MARKS.sub(r"\\\1", bare)
    return _filled(text, variables), False


def _merged(runs: Inline) -> Inline:
    """Neighbours of one style as one run, blanks at the edge of a style moved out of it."""
    moved = [piece for run in runs for piece in _edges(run)]
    style = lambda run: (run.bold, run.italic, run.code, run.link)  # noqa: E731
    joined = [Run("".join(run.text for run in group), *key) for key, group in groupby(moved, key=style)]
    return tuple(run for run in joined if run.text)


def _edges(run: Run) -> list[Run]:
    if not (run.bold or run.italic or run.code or run.link):
        return [run]
    words = run.text.strip(" ")
    if not words:
        return [Run(run.text)]
    start = run.text.index(words)
    before, after = run.text[:start], run.text[start + len(words) :]
    inner = Run(words, run.bold, run.italic, run.code, run.link)
    return [*([Run(before)] if before else []), inner, *([Run(after)] if after else [])]


def _styled(run: Run, escaped: bool) -> str:
    text = run.text
    if run.code and "`" not in text:
        text = f"`{text}`"
    elif escaped:
        text = _MARKS.sub(r"\\\1", text)
    if run.italic:
        text = f"*{text}*"
    if run.bold:
        text = f"**{text}**"
    return f"[{text}]({written_address(run.link)})" if run.link else text


def written_address(link: str) -> str:
    """An address as it is written between the brackets of a link."""
    return (unwrapped(link) or link).replace(" ", "%20").replace("(", "%28").replace(")", "%29")


def _filled(text: str, variables: Sequence[str]) -> str:
    """The text with its variables; braces that the source itself has are kept from being read as variables."""
    return _TOKENS.sub(lambda found: variables[int(found[1])], _BRACES.sub("{{ '{' }}", text))


def clean(text: str) -> str:
    """No private characters that could be taken for tokens of ours."""
    return _LOOSE.sub("", text)
