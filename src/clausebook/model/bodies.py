"""The bodies that approve policies (policy/bodies.yaml), and who may do what at a hosted desk (policy/people.yaml)."""

from __future__ import annotations

from typing import Annotated, Literal

from clausebook.model.decode import Describe
from clausebook.model.finding import Located
from clausebook.model.school import Address, Key
from clausebook.text.records import dataclass

BodyKind = Literal["board", "committee", "governor", "head", "employer", "authority"]


@dataclass(frozen=True, kw_only=True)
class Body(Located):
    """One body, and which policies it may approve under the school's scheme of delegation."""

    id: Key
    name: Annotated[str, Describe("as written in running text, without 'the': 'governing body'")]
    kind: Annotated[BodyKind, Describe("what it is in law")]
    approves: Annotated[
        tuple[Key, ...], Describe("ids of the policies it may approve; left out where the scheme names none")
    ] = ()
    quorum: Annotated[str, Describe("the quorum, in the words of the school's own rules")] = ""
    ratified_by: Annotated[Key | None, Describe("id of the body that must ratify what this one approves")] = None
    until_ratified: Annotated[
        Literal["in-force", "not-in-force"], Describe("what holds until then; in-force for a chair's urgent action")
    ] = "not-in-force"
    meets: Annotated[tuple[int, ...], Describe("months in which it usually meets, 1 to 12")] = ()


@dataclass(frozen=True, kw_only=True)
class Bodies(Located):
    """All bodies of one school."""

    bodies: tuple[Body, ...] = ()

    @property
    def board(self) -> str:
        """The id of the governing body or board itself; "" where none is registered."""
        return next((one.id for one in self.bodies if one.kind == "board"), "")

    @property
    def chair(self) -> str:
        """The id of the body that is the chair alone; "" where none is registered."""
        return next((one.id for one in self.bodies if one.kind == "governor"), "")

    def meant(self, words: str) -> Body | None:
        """The body with that id or name, however it is capitalised, with or without "the"; or None."""
        wanted = _plain(words)
        return next((one for one in self.bodies if wanted in (_plain(one.id), _plain(one.name))), None)

    def name_of(self, words: str) -> str:
        """The name of a body that is given by id or name; an id that is not known as words, a name as it is."""
        found = self.meant(words)
        if found:
            return found.name
        return words.replace("-", " ") if words and words == words.lower() and " " not in words else words

    def id_of(self, words: str) -> str:
        """The id of a body that is given by id or name; other words as they are."""
        found = self.meant(words)
        return found.id if found else words


def is_same_body(one: str, other: str) -> bool:
    """Whether two names are the same but for capitals, hyphens and "the"."""
    return _plain(one) == _plain(other)


def _plain(words: str) -> str:
    return " ".join(words.replace("-", " ").casefold().split()).removeprefix("the ")


Right = Literal["read", "edit", "approve", "sign", "admin"]


@dataclass(frozen=True, kw_only=True)
class ListedPerson(Located):
    """A person who may sign in. Whoever is listed may read."""

    name: Annotated[str, Describe("under which the person's changes are kept")]
    email: Annotated[Address, Describe("the address that the sign-in provider has verified")]
    rights: Annotated[tuple[Right, ...], Describe("edit, approve, sign; admin changes this list")] = ()

    @property
    def all_rights(self) -> frozenset[Right]:
        """What the person may do."""
        return frozenset({"read", *self.rights})


@dataclass(frozen=True, kw_only=True)
class People(Located):
    """policy/people.yaml: who may sign in to the hosted desk, and with which rights."""

    people: tuple[ListedPerson, ...] = ()

    def of(self, email: str) -> ListedPerson | None:
        """The person with this address; None where it is not listed, and where it is listed twice."""
        found = [one for one in self.people if same_address(one.email) == same_address(email)]
        return found[0] if len(found) == 1 and email else None


def same_address(email: str) -> str:
    """An address as it is compared: without regard to case where it is ASCII, to the letter otherwise.

    Unicode has letters that become ASCII in lower case (the Kelvin sign); those are other people.
    """
    return email.lower() if email.isascii() else email
