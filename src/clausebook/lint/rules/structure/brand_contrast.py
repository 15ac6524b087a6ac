"""The school's colours are dark enough to be read as text on white (WCAG 2.2 AA: a contrast of 4.5).

A paler one is not used as it is: documents and pages show a darker shade of it, which the hint names.
"""

from collections.abc import Iterator

from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.text.colour import ENOUGH, contrast, readable

LEVEL = "warning"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the colours."""
    brand = register.school.brand if register.school else None
    for name in ("primary", "accent") if brand else ():
        colour: str = getattr(brand, name)
        if brand and contrast(colour) < ENOUGH:
            yield Finding(
                brand.where(name),
                f"the {name} colour {colour} has a contrast of {contrast(colour):.1f} with white; text needs {ENOUGH}",
                f"take {readable(colour)} or darker: readers are shown such a shade of it",
            )
