"""A person of policy/people.yaml is listed once.

A hosted desk lets nobody in whose address is listed twice: it could not say which rights count. Addresses are compared
without regard to capitals.
"""

from collections.abc import Iterator

from clausebook.model.bodies import same_address
from clausebook.model.finding import Finding
from clausebook.model.register import Register


def check(register: Register) -> Iterator[Finding]:
    """Findings at the second and every further listing."""
    seen: set[str] = set()
    for person in register.people.people:
        address = same_address(person.email)
        if address in seen:
            yield Finding(
                person.where("email"),
                f"{person.email} is listed twice, so that a hosted desk lets the person in with neither",
                "give all rights in one place, and take the other out",
            )
        seen.add(address)
