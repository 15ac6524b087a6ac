"""The contents page that an edition was printed with says what the headings say.

printed_contents: keeps the page as it was adopted on paper. Where it names another number, another title or no such
heading, a reader of the paper is sent to the wrong place. An edition made here needs none: its contents are made from
the headings.
"""

from collections.abc import Iterator

from clausebook.lint.rules.structure._headings import OutlineHeading, headings
from clausebook.model.finding import Finding
from clausebook.model.numbering import cite
from clausebook.model.policy import ContentsLine, Policy
from clausebook.model.register import Register

LEVEL = "warning"
READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the line of the printed contents, and at the policy's list for what is not in it."""
    for policy in register.policies:
        if policy.printed_contents:
            yield from _compared(policy, headings(register, policy))


def _compared(policy: Policy, found: tuple[OutlineHeading, ...]) -> Iterator[Finding]:
    numbered = {heading.cite: heading for heading in found}
    titled = {_plain(heading.title): heading for heading in reversed(found)}
    met = set[str]()
    for line in policy.printed_contents:
        same_number, same_title = numbered.get(cite(line.number or "")), titled.get(_plain(line.title))
        if same_number and _plain(same_number.title) == _plain(line.title):
            same_title = same_number  # two headings may have one title
        met |= {heading.id for heading in (same_number, same_title) if heading}
        if same_number is None or same_number is not same_title:
            yield Finding(line.where("title"), *_difference(line, same_number, same_title))
    for heading in found:
        if heading.id not in met:
            message = f"the printed contents have no line for {heading.cite} {heading.title}"
            yield Finding(policy.where().key("printed_contents"), message)


def _difference(
    line: ContentsLine, same_number: OutlineHeading | None, same_title: OutlineHeading | None
) -> tuple[str, str]:
    printed = f"the printed contents say {line.number or ''} {line.title}".replace("  ", " ")
    if same_title:
        return f"{printed}; that heading has the number {same_title.cite}", ""
    if same_number:
        return f"{printed}; the heading {same_number.cite} reads {same_number.title}", ""
    return f"{printed}; there is no such heading", ""


def _plain(title: str) -> str:
    """A title without what print changes: case, marks and blanks."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in title.casefold()).split())
