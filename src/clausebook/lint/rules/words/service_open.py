"""An online service that a clause names exists, under that name, on the day of the check.

What is known of services is in policy/terms.yaml. What was not seen in a source there is a note here, and so is a
name in other capitals than the service's own ("Youtube").
"""

import re
from collections.abc import Iterator

from clausebook.lint.prose import prose
from clausebook.model.finding import Finding
from clausebook.model.law.status import reached
from clausebook.model.register import Register
from clausebook.model.term import Service
from clausebook.text.dates import on_day

LEVEL = "warning"
READS = "clause"
_IN_ADDRESS, _ADDRESS_GOES_ON = re.compile(r"[@/.#-]$"), re.compile(r"[@/-]?\.?\w|[@/-]")


def check(register: Register) -> Iterator[Finding]:
    """Findings at the name, once a clause."""
    for service in register.services:
        yield from _other_capitals(register, service)
        if service.status not in ("closed", "renamed") or (service.on and not reached(service.on, register.as_of)):
            continue
        pattern, names = _pattern(service), (service.name, *service.names)
        seen: set[int] = set()
        for written in prose(register):
            folded = written.words.lower()
            if not any(name.lower() in folded for name in names):
                continue
            found = pattern.search(written.words)
            if found and id(written.clause) not in seen:
                seen.add(id(written.clause))
                yield Finding(
                    written.at(found[0]),
                    f"clause {written.clause.id} names {found[0]}, {_what(service)}",
                    _hint(service),
                    level="note" if "status" in service.unverified else "",
                )


def _other_capitals(register: Register, service: Service) -> Iterator[Finding]:
    """Findings at the name of a service that is open, in capitals that are not its own, once a clause."""
    if service.status != "open" or service.cased:
        return
    right = {service.name, *service.names}
    pattern, seen = _pattern(service), set[int]()
    for written in prose(register):
        for found in pattern.finditer(written.words):
            before, after = written.words[: found.start()], written.words[found.end() :]
            if found[0] in right or found[0].isupper() or _IN_ADDRESS.search(before) or _ADDRESS_GOES_ON.match(after):
                continue
            if id(written.clause) not in seen:
                seen.add(id(written.clause))
                message = f'clause {written.clause.id} writes "{found[0]}"; the service is called {service.name}'
                yield Finding(written.at(found[0]), message, f"write {service.name}", level="note")


def _pattern(service: Service) -> re.Pattern[str]:
    either = "|".join(
        re.escape(name) for name in sorted({service.name, *service.names}, key=lambda one: (-len(one), one))
    )
    # a name that is a word of its own in small letters, such as Vine, is one only with its capital
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", 0 if service.cased else re.IGNORECASE)


def _what(service: Service) -> str:
    on = f" {on_day(service.on)}" if service.on else ""
    what = f"which was renamed {service.now}{on}" if service.status == "renamed" else f"which closed{on}"
    return what + (" (not seen in a source)" if "status" in service.unverified else "")


def _hint(service: Service) -> str:
    if service.status == "renamed":
        return f"write {service.now}"
    return "leave it out: a list of kinds of service ages more slowly than one of names"
