"""Every {{ ref('clause-id') }} points to a clause of the same policy, or to an item with an id as clause.item."""

from collections.abc import Iterator

from clausebook.lint.wording import findings_in_texts
from clausebook.model.finding import Finding
from clausebook.model.register import Register

READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the reference."""
    yield from findings_in_texts(register, ("reference",))
