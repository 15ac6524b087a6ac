"""Words for people -> the roles of a school: who is bound, by the letter, and whose page of duties has the duty."""

from __future__ import annotations

import re
from functools import lru_cache

from clausebook.model.duties.duty import SCHOOL, Party
from clausebook.model.duties.people import Titles, persons_named, singular, without_determiner
from clausebook.model.school import School
from clausebook.text.records import dataclass

ALL_PEOPLE = "everyone"


@dataclass(frozen=True)
class Bound:
    """The people of one clause: whom it applies to, and the names of a school's roles."""

    applies_to: tuple[str, ...]
    names: tuple[tuple[str, str], ...]  # singular name in lower case -> role id
    titles: Titles

    @classmethod
    def of(cls, school: School, applies_to: tuple[str, ...]) -> Bound:
        """The people of a clause of this school that applies to these roles."""
        names, titles = _names(tuple(school.roles.items()), school.name, school.authority, school.governing_body)
        return cls(applies_to, names, titles)

    def of_words(self, who: str, *, promised: bool = False) -> tuple[frozenset[str], tuple[str, ...], Party]:
        """The people that words name, the roles that they are, and whose the duty is."""
        everyone = frozenset(self.applies_to) or frozenset((ALL_PEOPLE,))
        if not who:
            return (frozenset(), (SCHOOL,), "school") if promised else (everyone, self.applies_to, "users")
        known = dict(self.names)
        people: set[str] = set()
        offices: list[str] = []
        body = False
        for head in sorted(persons_named(who), key=lambda one: (who.lower().find(one), one)):
            role = known.get(without_determiner(head)) or known.get(head)
            if head == "school" or role == SCHOOL:
                people.add(SCHOOL)
                offices.append(SCHOOL)
            elif head == ALL_PEOPLE:
                people |= everyone
            elif role:
                people.add(role)
                if role not in self.applies_to:
                    offices.append(role)
                    body = body or head in ("governing body", "governing board")
            else:
                people.add(head)
        party: Party = "school" if SCHOOL in offices or body or _is_body(people) else "office" if offices else "users"
        return frozenset(people), tuple(dict.fromkeys(offices)) or self.applies_to, party


def titles_of(school: School) -> Titles:
    """The names of a school's roles and bodies, for the reader of sentences."""
    return _names(tuple(school.roles.items()), school.name, school.authority, school.governing_body)[1]


@lru_cache(maxsize=64)
def _names(
    roles: tuple[tuple[str, str], ...], name: str, authority: str, governing_body: str
) -> tuple[tuple[tuple[str, str], ...], Titles]:
    names = {singular(title.lower()): role for role, title in roles if title}
    names |= {one.lower(): SCHOOL for one in (name,) if one and one.lower() not in names}
    titles = {title.lower() for _, title in roles if title} | {singular(title.lower()) for _, title in roles if title}
    titles |= {one.lower() for one in (name, authority, governing_body) if one}
    return tuple(names.items()), frozenset(titles)


def _is_body(people: set[str]) -> bool:
    return bool(people) and all(
        re.search(r"(?:^| )(?:body|board|committee|authority|council|trust|panel)$", one) for one in people
    )
