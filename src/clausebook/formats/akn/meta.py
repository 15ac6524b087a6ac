"""Edition -> the meta section: what the document is, who approved it and when, and the law its clauses cite."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from clausebook.formats._names import edition_uuid
from clausebook.formats.akn.tree import branch, list_id, paragraph_id
from clausebook.model.approvals.approval import UNKNOWN
from clausebook.model.blocks import lines
from clausebook.model.edition import Edition, Law, ResolvedClause
from clausebook.model.edition_blocks import ResolvedCitation
from clausebook.text.dates import first_day, in_words
from clausebook.text.records import dataclass

Ids = dict[str, str]
_NO_DATE = "0001-01-01"
_LEGISLATION = "http://www.legislation.gov.uk/id"
_EXACT = 2  # hyphens in a date known to the day


def meta(edition: Edition, ids: Ids) -> Element:
    """Identification, approval, law and the names that the document refers to."""
    parts = [_identification(edition), *_approval(edition)]
    cited = list(_references(edition, ids))
    if cited:
        parts.append(branch("analysis", branch("otherReferences", *cited, source="#school"), source="#school"))
    return branch("meta", *parts, _names(edition))


def _identification(edition: Edition) -> Element:
    at, name = addresses_of(edition), edition.reference
    work = [branch("FRBRcountry", value=country_of(edition)), branch("FRBRsubtype", value="policy")]
    work += [branch("FRBRnumber", value=edition.policy), branch("FRBRname", value=name)]
    aliases = {"reference": name, "fingerprint": edition.fingerprint, "revision": edition.commit}
    aliases["uuid"] = f"urn:uuid:{edition_uuid(edition)}"
    return branch(
        "identification",
        branch("FRBRWork", *_core(edition, at.work, at, {"title": edition.title}), *work),
        branch(
            "FRBRExpression",
            *_core(edition, at.expression, at, aliases),
            branch("FRBRlanguage", language=language_of(edition)),
        ),
        branch("FRBRManifestation", *_core(edition, at.manifestation, at, {}), branch("FRBRformat", value="xml")),
        source="#school",
    )


def _core(edition: Edition, address: str, at: Addresses, aliases: Mapping[str, str]) -> Iterator[Element]:
    ending = ".xml" if address == at.manifestation else ""
    yield branch("FRBRthis", value=f"{address.removesuffix(ending)}{at.component}{ending}")
    yield branch("FRBRuri", value=address)
    for name, value in aliases.items():
        if value:
            yield branch("FRBRalias", value=value, name=name)
    yield _date(edition)
    yield branch("FRBRauthor", href="#school", as_="#author")


def _date(edition: Edition) -> Element:
    """The day of the approval. The standard wants a whole date: `name` says what is known of it."""
    approval = edition.approval
    if approval is None:
        return branch("FRBRdate", date=_NO_DATE, name="no date: not approved")
    exact = approval.approved.count("-") == _EXACT
    name = "approved" if exact else f"approved {in_words(approval.approved)}, on a day not recorded"
    return branch("FRBRdate", date=first_day(approval.approved).isoformat(), name=name)


def _approval(edition: Edition) -> Iterator[Element]:
    approval = edition.approval
    if approval is None:
        return
    day = first_day(approval.approved).isoformat()
    event = branch("eventRef", eId="event-approval", date=day, type="generation", source="#approval")
    yield branch("lifecycle", event, source="#school")
    step = branch("step", date=day, by="#approving-body", as_="#approver", refersTo="#approval", outcome="#approved")
    yield branch("workflow", step, source="#school")


def _references(edition: Edition, ids: Ids) -> Iterator[Element]:
    """Each citation with the element it is at."""
    laws = {law.id: law for law in edition.laws}
    for passage in edition.passages:
        for place, cited in _cited(passage, ids[passage.id], ids):
            law = laws.get(cited.instrument)
            title = " ".join(filter(None, (law.title if law else cited.instrument, cited.provision)))
            yield branch(
                "implicitReference",
                for_=f"#{place}",
                refersTo=f"#{_law_id(cited.instrument)}" if law else "",
                href=_href(law) if law else "",
                showAs=title,
            )


def _cited(passage: ResolvedClause, own: str, ids: Ids) -> Iterator[tuple[str, ResolvedCitation]]:
    yield from ((own, cited) for cited in passage.citations)
    for place, block in enumerate(passage.blocks, 1):
        for line in lines(block):
            at = paragraph_id(own, place) if line.part == "paragraph" else list_id(own, place)
            yield from ((ids[line.item.anchor] if line.item else at, cited) for cited in line.citations)


def _law_id(instrument: str) -> str:
    return f"law-{instrument.replace('/', '-')}"


def _href(law: Law) -> str:
    """The identifier of legislation; the address of guidance."""
    return f"{_LEGISLATION}/{law.id}" if law.id.count("/") == 2 else law.url


def _names(edition: Edition) -> Element:
    """Organisations, roles and laws, by the ids that the rest of the document uses."""
    approval, minute = edition.approval, ""
    roles = dict.fromkeys(role for passage in edition.passages for role in passage.applies_to)
    found = [
        branch("TLCOrganization", eId="school", href="/akn/ontology/organization/school", showAs=edition.school.name),
        branch("TLCRole", eId="author", href="/akn/ontology/role/author", showAs="Author"),
    ]
    if approval:
        minute = "" if approval.minute == UNKNOWN else f", minute {approval.minute}"
        found += [
            branch(
                "TLCOrganization", eId="approving-body", href="/akn/ontology/organization/body", showAs=approval.body
            ),
            branch("TLCRole", eId="approver", href="/akn/ontology/role/approver", showAs="Approver"),
            branch("TLCConcept", eId="approved", href="/akn/ontology/concept/approved", showAs="Approved"),
            branch(
                "TLCEvent",
                eId="approval",
                href="/akn/ontology/event/approval",
                showAs=f"Approval of {edition.reference}, {in_words(approval.approved)}{minute}",
            ),
        ]
    for role in roles:
        title = edition.school.roles.get(role, role)
        found.append(branch("TLCRole", eId=f"role-{role}", href=f"/akn/ontology/role/{role}", showAs=title))
    for law in edition.laws:
        attributes = {"eId": _law_id(law.id), "href": _href(law) or "#", "showAs": law.title}
        found.append(branch("TLCReference", name="instrument", **attributes))
    return branch("references", *found, source="#school")


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
