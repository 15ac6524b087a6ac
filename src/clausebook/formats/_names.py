"""Names for other programs: what they call the site and its editions, however often it is built."""

from __future__ import annotations

import json
import re
from uuid import UUID, uuid5

from clausebook.model.edition import Edition
from clausebook.model.school import School

_OURS = UUID("7f2c37e5-3e3e-42d4-bd96-f10436c14e6c")
# what XML 1.0 cannot hold at all, escaped or not
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def uuid_of(*parts: str) -> str:
    """A UUID that is the same for the same parts, on any machine and in any year."""
    return str(uuid5(_OURS, json.dumps(parts, ensure_ascii=True)))


def edition_uuid(edition: Edition) -> str:
    """An approved edition by the school's name of then, its reference and its words; a draft by what it follows."""
    if edition.approval:
        return uuid_of("edition", edition.school.name, edition.reference, edition.fingerprint)
    follows = edition.previous.fingerprint if edition.previous else edition.school.name
    return uuid_of("draft", edition.policy, follows)


def address(school: School, path: str) -> str:
    """Where a path below the root is published: absolute where the school says where its site is, else relative."""
    return f"{school.policy_site.rstrip('/')}/{path}" if school.policy_site else path or "./"


def for_xml(text: str) -> str:
    """Text that an XML file can hold; what it cannot shows as U+FFFD."""
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
