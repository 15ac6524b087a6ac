"""Every {{ ref('clause-id') }} points to a clause of the same policy, or to an item with an id as clause.item."""

from collections.abc import Iterator

from engine.model.finding import Finding
from engine.model.register import Register
from engine.rules._wording import findings_in_texts


def check(register: Register) -> Iterator[Finding]:
    """Findings at the reference."""
    yield from findings_in_texts(register, ("reference",))
