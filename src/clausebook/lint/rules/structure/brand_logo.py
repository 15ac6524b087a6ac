"""The school's logo is a picture that the web site can show: there, of the kind its name says, and not heavy.

An SVG file should be plain: no script, and nothing that it fetches from elsewhere. A PNG file of 120 pixels' height is
enough. Without a logo, or with one that fails here, the site shows the school's name.
"""

from collections.abc import Iterator

from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.model.school import LARGEST, wrong_with

LEVEL = "warning"


def check(register: Register) -> Iterator[Finding]:
    """A finding at the logo."""
    logo = register.school.brand.logo if register.school else None
    if register.school and logo:
        wrong = wrong_with(logo, register.files.get(logo))
        if wrong:
            hint = f"put an SVG or PNG file of at most {LARGEST // 1000} kB there, or leave the line out"
            yield Finding(register.school.brand.where("logo"), f"the logo {logo} {wrong}", hint)
