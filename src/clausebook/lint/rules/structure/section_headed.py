"""A section of the outline is headed by the clause that opens it, or by an id and a title of its own.

With both, one of two titles would silently win; with neither, the section has no name.
"""

from collections.abc import Iterator

from clausebook.model.finding import Finding
from clausebook.model.register import Register

READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at sections of the outline."""
    for policy in register.policies:
        names: set[str] = set()
        for section in policy.outline:
            if section.opening and (section.title or section.number or section.id):
                field = "title" if section.title else "number" if section.number else "id"
                message = f"the section has an opening clause and a {field} of its own"
                yield Finding(section.where(field), message, "keep one of the two")
            if not section.opening and not (section.title and section.id):
                message = "the section has no opening clause and no id and title"
                yield Finding(section.where(), message, "add opening: clause-id, or id: and title:")
            name = section.opening or section.id or ""
            if name in names or (section.id and section.id in policy.clauses):
                yield Finding(section.where("id"), f"{name} names a section and something else", "give it another id")
            names.add(name)
