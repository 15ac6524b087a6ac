"""Rules about what loading could not make sense of: each turns one kind of fault into findings."""

from collections.abc import Callable, Iterator

from clausebook.model.finding import Finding
from clausebook.model.register import Register


def faults_of(kind: str) -> Callable[[Register], Iterator[Finding]]:
    """The check of a rule that reports one kind of fault."""

    def check(register: Register) -> Iterator[Finding]:
        for fault in register.faults:
            if fault.kind == kind:
                yield Finding(fault.place, fault.message, fault.hint)

    return check
