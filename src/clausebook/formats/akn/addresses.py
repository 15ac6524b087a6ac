"""Edition -> its FRBR addresses: work, expression and manifestation, by the naming convention of Akoma Ntoso 1.0.

The convention wants a year in every address. A draft has none, and nothing is made up: its year is 0001.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from clausebook.model.edition import Edition

NO_YEAR = "0001"
_LANGUAGES = {"en": "eng", "cy": "cym", "ga": "gle", "gd": "gla", "pl": "pol", "ur": "urd", "pa": "pan", "fr": "fra"}


@dataclass(frozen=True, slots=True)
class Addresses:
    """The three levels; each is followed by `component` where the document itself is meant and not the whole."""

    work: str
    expression: str
    manifestation: str
    component: str = "/!main"


def addresses_of(edition: Edition) -> Addresses:
    """For example /akn/gb/doc/policy/hill-school/2018/phones and, of it, /eng@2018-05 and /eng@2018-05.xml."""
    kind = "draft-policy" if edition.is_draft else "policy"
    year, _, rest = (NO_YEAR if edition.is_draft else edition.name).partition("-")
    number = f"{edition.policy}-{rest}" if rest else edition.policy
    work = f"/akn/{country_of(edition)}/doc/{kind}/{_slug(edition.school.name)}/{year}/{number}"
    day = edition.approval.approved if edition.approval else ""
    expression = f"{work}/{language_of(edition)}@{day}"
    return Addresses(work, expression, f"{expression}.xml")


def country_of(edition: Edition) -> str:
    """The country of the school's language tag; Great Britain where it names none."""
    _, _, region = edition.school.language.partition("-")
    return region.lower() if re.fullmatch("[A-Za-z]{2}", region) else "gb"


def language_of(edition: Edition) -> str:
    """The language in three letters, "und" where it is not known here."""
    return _LANGUAGES.get(edition.school.language.partition("-")[0].lower(), "und")


def _slug(name: str) -> str:
    """A name in small letters of ASCII; "school" where none of it can be written so, or it begins with a digit."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return found if found[:1].isalpha() else f"school-{found}".strip("-")
