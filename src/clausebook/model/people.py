"""Who may do what at a hosted desk: policy/people.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from clausebook.model.decode import Describe
from clausebook.model.location import Located
from clausebook.model.school import Address

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
