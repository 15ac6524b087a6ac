"""A waiver of policy/school.yaml holds for a time, and that time is not over.

What it hid is shown again. Mend what the finding is about, or set a new date with a reason that is true today.
"""

from collections.abc import Iterator

from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.text.dates import in_words

LEVEL = "warning"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the waiver's date."""
    for waiver in register.school.waivers if register.school else ():
        if waiver.has_expired(register.as_of):
            message = f"the waiver of {waiver.rule} held until {in_words(waiver.until)}"
            yield Finding(waiver.where("until"), message, "mend what it hid, or give it a new date and reason")
