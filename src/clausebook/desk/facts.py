"""Facts of a file as a form: what can be filled in, what it says now, and the file with what was filled in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from clausebook.desk.changes import words_of
from clausebook.desk.writing import Lines, Trail, field_lines, node_at, with_field
from clausebook.importer.outline import IdAllocator, slug
from clausebook.merge.tree import read_tree
from clausebook.model.acts.chain import Every
from clausebook.model.register import Register
from clausebook.model.school import SCHOOL_KINDS
from clausebook.text.dates import MONTHS
from clausebook.text.records import dataclass
from clausebook.word_review.edits import bracketed_text

Choices = tuple[tuple[str, str], ...]
PHASES: Choices = (
    ("early-years", "Early years"),
    ("primary", "Primary"),
    ("secondary", "Secondary"),
    ("post-16", "Post-16"),
)
KINDS: Choices = tuple((one, one.capitalize()) for one in SCHOOL_KINDS)
NATIONS: Choices = tuple((one, one) for one in ("England", "Wales", "Scotland", "Northern Ireland"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact: where it is in the file, its words, and what can be chosen; `many` may be chosen at once.

    `ends` is the field that a new one is written before. `bare` is written without quotation marks, as a number is.
    """

    trail: Trail
    label: str
    hint: str = ""
    choices: Choices = ()
    many: bool = False
    bare: bool = False
    ends: str = ""
    group: str = ""
    suggested: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its name in a form."""
        return ".".join(map(str, self.trail))


def school_facts(register: Register) -> tuple[Fact, ...]:
    """What is true of the school."""
    found = (
        Fact(trail=("name",), label="Name of the school", hint="As it is written in a sentence."),
        Fact(trail=("short_name",), label="Short name", hint="As on a cover, without “School”."),
        Fact(trail=("kind",), label="Kind of school in law", choices=KINDS),
        Fact(trail=("phase",), label="Phases of education", choices=PHASES, many=True),
        Fact(trail=("nation",), label="Under whose law", choices=NATIONS),
        Fact(trail=("authority",), label="Local authority or trust"),
        Fact(trail=("governing_body",), label="What the governing body is called"),
        Fact(trail=("contact",), label="Who answers questions about policies", hint="A role or an office."),
        Fact(trail=("email",), label="E-mail address for these questions"),
        Fact(trail=("website",), label="The school's web site", hint="It begins with https://"),
        Fact(trail=("policy_site",), label="Where the policies are published", hint="It begins with https://"),
    )  # fmt: skip
    roles = register.school.roles if register.school else {}
    known = (Fact(trail=("roles", id), label=f"Role: {title}", group="Roles") for id, title in roles.items())
    return (*(replace(one, ends="roles") for one in found), *known)


def policy_facts(register: Register) -> tuple[Fact, ...]:
    """What is said of a policy besides its words."""
    roles: Choices = tuple(register.school.roles.items()) if register.school else ()
    months = tuple((str(number), month) for number, month in enumerate(MONTHS, 1))
    bodies = tuple(one.name for one in register.bodies.bodies)
    every = {"termly": "Every term", "as the law changes": "As the law changes"}
    cycles = tuple((one, every.get(one, f"Every {one}")) for one in get_args(Every))
    found = (
        Fact(trail=("title",), label="Title"),
        Fact(trail=("series",), label="Line above the title"),
        Fact(trail=("owner",), label="Who looks after it", choices=roles),
        Fact(trail=("approving_body",), label="Who approves it", suggested=bodies),
        Fact(trail=("review_every",), label="How often it is reviewed", hint="Else every year.", choices=cycles),
        Fact(trail=("review_month",), label="Month of its review", choices=months, bare=True),
        Fact(trail=("applies_to",), label="Who it applies to", choices=roles, many=True),
    )  # fmt: skip
    return tuple(replace(one, ends="outline") for one in found)


def values(text: str, facts: Sequence[Fact]) -> dict[str, tuple[str, ...]]:
    """What the file says of each fact, by its name."""
    return {one.name: tuple(_values(text, one)) for one in facts}


def _values(text: str, fact: Fact) -> Iterator[str]:
    node = read_tree(text).root
    for step in fact.trail:
        if node.kind != "map" or step not in node.named:
            return
        node = node.named[str(step)].node
    if node.kind == "text":
        yield node.text
    yield from (one.node.text for one in node.entries if node.kind == "list")


def given(form: Mapping[str, str], fact: Fact) -> tuple[str, ...]:
    """What a form says of a fact."""
    if fact.many:
        return tuple(value for value, _ in fact.choices if f"{fact.name}|{value}" in form)
    words = words_of(form.get(fact.name, ""))
    return (words,) if words else ()


def with_facts(text: str, facts: Sequence[Fact], said: Mapping[str, tuple[str, ...]]) -> str:
    """The file with what was filled in; what says the same as before keeps its lines."""
    for one in facts:
        if said[one.name] != tuple(_values(text, one)):
            text = with_field(text, one.trail[:-1], str(one.trail[-1]), _lines(one, said[one.name]), one.ends)
    return text


def _lines(fact: Fact, said: tuple[str, ...]) -> Lines:
    key = str(fact.trail[-1])
    if not said:
        return ()
    if fact.many:
        return (f"{key}: [{', '.join(bracketed_text(one, '') for one in said)}]",)
    return (f"{key}: {said[0]}",) if fact.bare else field_lines(key, said[0])


def with_role(text: str, title: str) -> str:
    """The school's file with one more role."""
    node = read_tree(text).root
    roles = node_at(text, ("roles",)).named if "roles" in node.named else {}
    id = IdAllocator(roles).take(slug(title, "role"))
    if not roles:
        return with_field(text, (), "roles", ("roles:", f"  {id}: {json.dumps(title, ensure_ascii=False)}"))
    return with_field(text, ("roles",), id, field_lines(id, title))
