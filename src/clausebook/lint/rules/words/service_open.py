"""An online service that a clause names exists, under that name, on the day of the check.

What is known of services stands in policy/terms.yaml. What was not seen in a source there is a note here.
"""

import re
from collections.abc import Iterator

from clausebook.lint.law_named import when
from clausebook.lint.prose import prose
from clausebook.model.finding import Finding
from clausebook.model.law.status import reached
from clausebook.model.register import Register
from clausebook.model.term import Service

LEVEL = "warning"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the name, once a clause."""
    for service in register.services:
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


def _pattern(service: Service) -> re.Pattern[str]:
    either = "|".join(
        re.escape(name) for name in sorted({service.name, *service.names}, key=lambda one: (-len(one), one))
    )
    # a name that is a word of its own in small letters, such as Vine, is one only with its capital
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", 0 if service.cased else re.IGNORECASE)


def _what(service: Service) -> str:
    on = f" {when(service.on)}" if service.on else ""
    what = f"which was renamed {service.now}{on}" if service.status == "renamed" else f"which closed{on}"
    return what + (" (not seen in a source)" if "status" in service.unverified else "")


def _hint(service: Service) -> str:
    if service.status == "renamed":
        return f"write {service.now}"
    return "leave it out: a list of kinds of service ages more slowly than one of names"
