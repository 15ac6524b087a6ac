"""The bodies that approve policies: governing body, committees, people with delegated powers. policy/bodies.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from clausebook.model.decode import Describe
from clausebook.model.location import Located
from clausebook.model.school import Key

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


def _plain(words: str) -> str:
    return " ".join(words.replace("-", " ").casefold().split()).removeprefix("the ")
