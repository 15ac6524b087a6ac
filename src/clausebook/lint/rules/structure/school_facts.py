"""The school has a file of facts, policy/school.yaml: without one no document has a name on it."""

from collections.abc import Iterator

from clausebook.model.acts.record import Withdrawn
from clausebook.model.finding import Finding, SourceLocation
from clausebook.model.register import Register

FILE = "policy/school.yaml"


def check(register: Register) -> Iterator[Finding]:
    """One finding, where there is no such file, and one where there is no policy."""
    if register.school is None and FILE not in register.unreadable:
        yield Finding(SourceLocation(FILE), "the school's facts are missing", f"create {FILE} with name: and roles:")
    is_withdrawn = any(isinstance(one.act, Withdrawn) for one in register.acts)  # the only policy may be
    unreadable = any(file.startswith("policy/") for file in register.unreadable)
    if not register.policies and not unreadable and not is_withdrawn:
        yield Finding(
            SourceLocation("policy"), "there is no policy", "create policy/<id>.yaml with title: and outline:"
        )
