"""Edition -> what its first page says to search engines and other programs: JSON-LD in the words of schema.org.

Nothing is claimed that is not on record: no date for a draft, no name of a person, no address that is not known.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from clausebook.formats._names import address, edition_uuid
from clausebook.formats.web.escape import DOCUMENTS
from clausebook.formats.web.status import status_of
from clausebook.model.edition import Edition, Law
from clausebook.model.publication import Publication

Data = dict[str, Any]
# what must not be in a script, or would be taken for an address of ours when the page is put together
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "site:": "\\u0073ite:", "assets/": "\\u0061ssets/"}


def linked_data(edition: Edition, publication: Publication) -> str:
    """The script element for the page, which no browser runs."""
    text = json.dumps(described(edition, publication), ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in _ESCAPED.items():
        text = text.replace(sign, escaped)
    return f'<script type="application/ld+json" data-engine>{text}</script>'


def described(edition: Edition, publication: Publication) -> Data:
    """The edition as a document and, where it was adopted, with the terms that schema.org has for legislation."""
    approval = edition.approval
    one = status_of(edition, publication)
    status = one.kind
    here = f"{edition.folder}/"
    data: Data = _filled(
        {
            "@context": "https://schema.org",
            "@type": ["DigitalDocument", "Legislation"],
            "@id": f"urn:uuid:{edition_uuid(edition)}",
            "name": edition.title,
            "alternateName": edition.series,
            "version": edition.name,
            "inLanguage": edition.school.language,
            "url": address(publication.school, here) if publication.school.policy_site else "",
            "creativeWorkStatus": "Draft, not approved" if status == "draft" else one.tag,
            "publisher": {"@type": "School", "name": edition.school.name, "url": edition.school.website or ""},
            "identifier": [
                {"@type": "PropertyValue", "propertyID": "fingerprint", "value": edition.fingerprint},
                {"@type": "PropertyValue", "propertyID": "revision", "value": edition.commit} if edition.commit else {},
            ],
            "legislationIdentifier": edition.reference,
            "legislationDate": approval.approved if approval else "",
            "legislationPassedBy": {"@type": "Organization", "name": approval.body} if approval else {},
            "legislationLegalForce": "https://schema.org/InForce"
            if status == "force"
            else "https://schema.org/NotInForce",
            "isBasedOn": _before(edition, publication),
            "citation": [_law(law) for law in edition.laws],
            "encoding": list(_documents(edition, publication)),
        }
    )
    return data


def _before(edition: Edition, publication: Publication) -> Data:
    """The approved edition before this one."""
    approved = [one for one in publication.editions_of(edition.policy) if one.approval]
    names = [one.name for one in approved]
    older = approved[names.index(edition.name) + 1 :] if edition.name in names else approved
    if not older:
        return {}
    one = older[0]
    return {
        "@type": "DigitalDocument",
        "@id": f"urn:uuid:{edition_uuid(one)}",
        "name": one.title,
        "version": one.name,
        "url": _here(one.folder, publication),
    }


def _law(law: Law) -> Data:
    if law.kind == "guidance":
        return {"@type": "CreativeWork", "name": law.title, "url": law.url}
    return {"@type": "Legislation", "name": law.title, "legislationIdentifier": law.id, "url": law.url}


def _documents(edition: Edition, publication: Publication) -> Iterator[Data]:
    for one in DOCUMENTS:
        path = f"{edition.file_stem}.{one.ending}"
        whole = address(publication.school, f"{edition.folder}/{path}") if publication.school.policy_site else path
        yield {"@type": "MediaObject", "encodingFormat": one.media, "contentUrl": whole}


def _here(folder: str, publication: Publication) -> str:
    """The address of another edition; relative to the first page of this one where the site's is not known."""
    return address(publication.school, f"{folder}/") if publication.school.policy_site else f"../../{folder}/"


def _filled(value: Any) -> Any:
    """The same without what is empty."""
    if isinstance(value, dict):
        return {key: filled for key, one in value.items() if (filled := _filled(one))}
    return [filled for one in value if (filled := _filled(one))] if isinstance(value, list) else value
