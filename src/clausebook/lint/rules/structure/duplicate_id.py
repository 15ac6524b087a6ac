"""An id names one clause of a policy, one policy, one instrument, one term, one translation or summary of an edition.

Two clauses with one id usually come from copying a file and forgetting the id inside.
"""

from collections.abc import Hashable, Iterable, Iterator

from clausebook.model.blocks import every_item
from clausebook.model.finding import Finding, SourceLocation
from clausebook.model.register import Register

READS = "policy"

Named = tuple[Hashable, str, SourceLocation]


def check(register: Register) -> Iterator[Finding]:
    """Findings at the second and every further use of an id."""
    yield from _repeated("policy", ((one.id, one.id, one.where("id")) for one in register.policies))
    yield from _repeated("clause", (((one.policy, one.id), one.id, one.where("id")) for one in register.clauses))
    yield from _repeated("instrument", ((one.id, one.id, one.where("id")) for one in register.instruments))
    yield from _repeated("term", ((one.id, one.id, one.where("id")) for one in register.terms))
    others = (((one.policy, one.edition, one.id), one.id, one.where("id")) for one in register.alternatives)
    yield from _repeated("translation or summary", others)
    for clause in register.clauses:
        items = (item for item in every_item(clause) if item.id)
        yield from _repeated("item", ((item.id, item.id or "", item.where("id")) for item in items))


def _repeated(kind: str, named: Iterable[Named]) -> Iterator[Finding]:
    first: dict[Hashable, SourceLocation] = {}
    for key, name, place in named:
        if key in first:
            elsewhere = first[key].file != place.file
            hint = f"the first is in {first[key].file}" if elsewhere else "give one of the two another id"
            yield Finding(place, f"{kind} {name} has the id of another {kind}", hint)
        first.setdefault(key, place)
