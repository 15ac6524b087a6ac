"""legislation.gov.uk: the address of a cited provision, what the site says of an instrument, and where it differs
from what is registered.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from clausebook.model.law.instrument import LEGISLATION, Instrument
from clausebook.model.law.status import point_in_time_url
from clausebook.text.records import dataclass

Kind = Literal["found", "choices", "missing", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class SiteAnswer:
    """What came back for one address: "found" with a body; "choices" where it means several things; "missing" (404);
    "refused" (403); "failed" after all attempts. `note` says in words what went wrong. `pages` are
    those that follow the first, of a feed that has several."""

    kind: Kind
    body: bytes = b""
    note: str = ""
    pages: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One change that another instrument makes. `in_force` are the days on which it comes into force, as far as dated.

    `instrument` is the id of the instrument that makes it, `modified` the day its record was last changed.
    """

    type: str
    affected: str
    instrument: str
    title: str
    provision: str = ""
    applied: bool = False
    required: bool = False
    in_force: tuple[str, ...] = ()
    modified: str = ""

    def is_outstanding(self, on: date) -> bool:
        """Whether the published text should show it by that day and does not: required, not applied, in force."""
        return self.required and not self.applied and self.has_begun(on)

    def has_begun(self, on: date) -> bool:
        """Whether one of its dates is that day or earlier; an effect without dates is prospective."""
        return any(when <= on.isoformat() for when in self.in_force)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """One instrument as the site's XML has it. Dates are ISO dates, "" where the XML has none.

    `valid` is the day from which the version shown holds, `status` its editorial status ("revised", "final").
    `provisions` counts the groups of provisions in the text, `repealed` those marked repealed, and `repealed_since` is
    the day from which most of these are.
    """

    title: str
    id: str = ""
    valid: str = ""
    status: str = ""
    made: str = ""
    begins: str = ""
    provisions: int = 0
    repealed: int = 0
    repealed_since: str = ""
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """Where the site and the register differ on one instrument: in words, and as the YAML that is proposed.

    `unseen` says why nothing could be compared, where that is so.
    """

    instrument: str
    title: str
    differences: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    unseen: str = ""


_KINDS = {
    "act": {"s.": "section", "section": "section"},
    "si": {"reg.": "regulation", "regulation": "regulation", "art.": "article", "article": "article"},
    "eu-regulation": {"art.": "article", "article": "article"},
}
_SCHEDULE = {"sch.": "schedule", "schedule": "schedule"}
# subsections in brackets are part of the section's page
_ONE = re.compile(r"([A-Za-z]+\.?)\s?([0-9]+[A-Z]{0,3})(?:\([0-9a-z]+\))*")
# what legislation.gov.uk holds of EU law is the law of the United Kingdom, which begins with the end of the transition
_EU_SINCE = date(2020, 12, 31)


def provision_path(kind: str, provision: str) -> str:
    """ "section/46" for "s. 46" of an Act; "" where the words name no single provision for certain."""
    found = _ONE.fullmatch(provision.strip())
    step = {**_KINDS.get(kind, {}), **_SCHEDULE}.get(found[1].lower()) if found and kind in _KINDS else None
    return f"{step}/{found[2]}" if found and step else ""


def cited_url(instrument: Instrument, provision: str, on: date | None) -> str:
    """Where the cited text can be read: as it was that day, or as it is where `on` is None.

    Guidance, and what had no text that day, has only its own address.
    """
    whole = instrument.url
    if not whole.startswith(f"{LEGISLATION}/"):
        return whole
    path = provision_path(instrument.kind, provision)
    dated = point_in_time_url(instrument, on) if on and has_versions(instrument, on) else ""
    if dated:
        return "/".join(filter(None, (whole, path, dated.rpartition("/")[2])))
    return "/".join(filter(None, (whole, path)))


def has_versions(instrument: Instrument, on: date) -> bool:
    """Whether legislation.gov.uk can show the instrument as it was that day."""
    if instrument.kind == "guidance":
        return False
    return instrument.kind != "eu-regulation" or on >= _EU_SINCE
