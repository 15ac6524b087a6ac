"""The school's facts: its names, its roles, its logo and how it looks. Set once, by each school, in
policy/school.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Literal

from clausebook.model.decode import Describe, OneOf, Pattern
from clausebook.model.finding import Located
from clausebook.model.waiver import Waiver
from clausebook.text.records import dataclass

Colour = Annotated[str, Pattern(r"#[0-9a-fA-F]{6}", 'a colour such as "#1f3a5f"')]
Key = Annotated[str, Pattern(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "lower-case words joined by hyphens")]
Address = Annotated[str, Pattern(r"[^@\s]+@[^@\s]+", "an address such as clerk@school.example")]
Picture = Annotated[str, Pattern(r"policy/[^\\:]+\.(svg|png)", "a file such as policy/logo.svg")]
Url = Annotated[str, Pattern(r"https?://\S+", "an address that begins with https://")]
FORM_FIELDS = ("policy", "edition", "fingerprint")
FormAddress = Annotated[
    str,
    Pattern(
        r"https?://[^\s{}]+(\{(policy|edition|fingerprint)\}[^\s{}]*)*",
        "an address that begins with https://, with {policy}, {edition} and {fingerprint} where they are filled in",
    ),
]

# The legal forms of schools in England, as this register calls them.
SCHOOL_KINDS = (
    *("community school", "foundation school", "voluntary aided school", "voluntary controlled school"),
    *("community special school", "foundation special school", "maintained nursery school", "pupil referral unit"),
    *("academy", "special academy", "alternative provision academy", "free school", "independent school"),
)


@dataclass(frozen=True, kw_only=True)
class Brand(Located):
    """How the school's documents look: two colours and a logo, all optional."""

    primary: Annotated[Colour, Describe("main colour, used for headings and rules")] = "#1d3557"
    accent: Annotated[Colour, Describe("second colour, used sparingly")] = "#8a4b08"
    logo: Annotated[Picture | None, Describe("an SVG or PNG file below policy/, shown on the web site")] = None


@dataclass(frozen=True, kw_only=True)
class School(Located):
    """What is true of one school and not of its neighbour. Clause text names these as {{ school.name }}."""

    name: Annotated[str, Describe("the school's name, as written in running text")]
    short_name: Annotated[str, Describe("the name without 'School', as on a cover")] = ""
    kind: Annotated[
        str, OneOf(SCHOOL_KINDS), Describe("legal form, such as 'community school'; left out while unknown")
    ] = ""
    phase: Annotated[
        tuple[Literal["early-years", "primary", "secondary", "post-16"], ...],
        Describe("the phases of education it has; left out while unknown"),
    ] = ()
    nation: Annotated[
        Literal["England", "Wales", "Scotland", "Northern Ireland"] | None,
        Describe("whose law it is under; left out while unknown"),
    ] = None
    authority: Annotated[str, Describe("the local authority or trust, as written in running text")] = ""
    governing_body: Annotated[str, Describe("what the approving body is called in running text")] = ""
    website: Annotated[Url | None, Describe("the school's own web site")] = None
    policy_site: Annotated[Url | None, Describe("where the built site is published")] = None
    email: Annotated[str, Describe("contact for questions about policies")] = ""
    contact: Annotated[str, Describe("who answers questions about policies: a role or an office")] = ""
    acknowledgements: Annotated[
        Address | None, Describe("address that acknowledgements are sent to; left out where they are not collected")
    ] = None
    acknowledgement_form: Annotated[
        FormAddress | None,
        Describe("address of the school's own form; {policy}, {edition} and {fingerprint} are filled in"),
    ] = None
    places: Annotated[
        tuple[str, ...], Describe("town, streets and the like in its texts, so that another school can look for them")
    ] = ()
    language: Annotated[str, Describe("language of the texts, as a BCP 47 tag")] = "en-GB"
    roles: Annotated[Mapping[Key, str], Describe("role id to title: who policies apply to, act and sign")] = field(
        default_factory=dict
    )
    contributors: Annotated[
        Mapping[Address, Key], Describe("address in commits to role id: reviews show roles, not people")
    ] = field(default_factory=dict)
    brand: Brand = Brand()
    waivers: Annotated[tuple[Waiver, ...], Describe("findings the school has looked at and lives with")] = ()

    @property
    def mailbox(self) -> str:
        """The address of `email` for a link; "" where `email` says something else, such as a telephone number."""
        return self.email if re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", self.email) else ""

    def role_of(self, address: str) -> str:
        """The title of the role whose commits bear this address; empty for an address without a role."""
        found = {known.lower(): role for known, role in self.contributors.items()}.get(address.lower(), "")
        return self.roles.get(found, found)


LARGEST = 60_000  # bytes: it is on every page
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = re.compile(rb"<svg[\s>]")
_ACTIVE = re.compile(
    rb"<script|<foreignObject|\son\w+\s*=|(?:href|src)\s*=\s*[\"'](?!#|data:)|@import|url\((?![\"']?#)", re.I
)


def wrong_with(path: str, content: bytes | None) -> str:
    """What speaks against showing the file, as the end of a sentence; "" for a good one."""
    if content is None:
        return "does not exist"
    if len(content) > LARGEST:
        return f"has {len(content) // 1000} kB, and every page carries it"
    if path.endswith(".png"):
        return "" if content.startswith(_PNG) else "is not a PNG picture"
    if not _SVG.search(content[:4000]):
        return "is not an SVG picture"
    return "holds a script, or fetches something from elsewhere" if _ACTIVE.search(content) else ""
