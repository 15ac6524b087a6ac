"""Citation -> the address of the cited provision at legislation.gov.uk, as it is or as it stood on a day.

An address is as exact as the words of the citation are plain: "s. 46" leads to section 46, "ss. 1 to 3 and Sch. 2" to
the instrument. Addresses of provisions and of points in time are those that legislation.gov.uk documents for its URIs:
/{type}/{year}/{number}/section/46/2018-05-25.
"""

from __future__ import annotations

import re
from datetime import date

from clausebook.model.law.instrument import LEGISLATION, Instrument
from clausebook.model.law.status import point_in_time_url

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
    """Where the cited text can be read: as it stood that day, or as it is where `on` is None.

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
    """Whether legislation.gov.uk can show the instrument as it stood that day."""
    if instrument.kind == "guidance":
        return False
    return instrument.kind != "eu-regulation" or on >= _EU_SINCE
