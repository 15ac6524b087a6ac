"""Documents in the shapes of legislation.gov.uk, written for the tests."""

from __future__ import annotations

from collections.abc import Iterable

_HEAD = (
    '<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation">'
    '<ukm:Metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dct="http://purl.org/dc/terms/"'
    ' xmlns:ukm="http://www.legislation.gov.uk/namespaces/metadata">'
)
_UKM = "http://www.legislation.gov.uk/namespaces/metadata"


def document(
    title: str = "Data Protection Act 2018",
    *,
    made: str = "2018-05-23",
    begins: str = "",
    status: str = "revised",
    groups: Iterable[str] = ("", ""),
    effects: Iterable[str] = (),
) -> bytes:
    """An instrument; `groups` are the attributes of its groups of provisions."""
    body = "".join(f"<P1group {attributes}><Title>One</Title></P1group>" for attributes in groups)
    begun = f'<ukm:ComingIntoForce><ukm:DateTime Date="{begins}"/></ukm:ComingIntoForce>' if begins else ""
    return (
        f"{_HEAD}<dc:title>{title}</dc:title><dct:valid>2026-02-05</dct:valid><ukm:PrimaryMetadata>"
        f'<ukm:DocumentClassification><ukm:DocumentStatus Value="{status}"/></ukm:DocumentClassification>'
        f'<ukm:EnactmentDate Date="{made}"/>{begun}<ukm:UnappliedEffects>{"".join(effects)}</ukm:UnappliedEffects>'
        f"</ukm:PrimaryMetadata></ukm:Metadata><Primary><Body>{body}</Body></Primary></Legislation>"
    ).encode()


REPEALED = 'Status="Repealed" RestrictStartDate="2018-05-25"'


def effect(dates: Iterable[str], *, name: str = "UnappliedEffect", required: str = "true", applied: str = "") -> str:
    """One effect of SI 2026/386; a date is that of an InForce element, "" one without a date."""
    days = "".join(
        f'<ukm:InForce Applied="false" Date="{day}" Qualification="wholly in force"/>'
        if day
        else '<ukm:InForce Applied="false" Prospective="true" Qualification=""/>'
        for day in dates
    )
    mark = f'Applied="{applied}" ' if applied else ""
    return (
        f'<ukm:{name} xmlns:ukm="{_UKM}" AffectedProvisions="s. 65" Type="word substituted" '
        f'RequiresApplied="{required}" '
        f'{mark}AffectingURI="http://www.legislation.gov.uk/id/uksi/2026/386" AffectingProvisions="Sch. 2" '
        'Modified="2026-11-25T14:19:14Z"><ukm:AffectingTitle>The Consequential Regulations 2026</ukm:AffectingTitle>'
        f"<ukm:InForceDates>{days}</ukm:InForceDates></ukm:{name}>"
    )


def feed(*effects: str) -> bytes:
    """A feed of changes."""
    entries = "".join(f'<entry><content type="text/xml">{one}</content></entry>' for one in effects)
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Changes</title>{entries}</feed>'.encode()


Change = tuple[str, str, str, str, str]


def changed(
    by: str, type_: str, affected: str, day: str, provision: str = "", name: str = "Effect", applied: str = "true"
) -> str:
    """One effect: the instrument that makes it, what it does to which provision, and from which day ("" for none)."""
    quoted = type_.replace("&", "&amp;").replace('"', "&quot;")
    date = f'<ukm:InForce Date="{day}"/>' if day else '<ukm:InForce Prospective="true"/>'
    return (
        f'<ukm:{name} xmlns:ukm="{_UKM}" AffectingURI="http://www.legislation.gov.uk/id/{by}" '
        f'AffectingProvisions="{provision}" AffectedProvisions="{affected}" Type="{quoted}" RequiresApplied="true" '
        f'Applied="{applied}" Modified="2026-11-25T10:00:00Z">'
        "<ukm:AffectingTitle>Invented Act 2026</ukm:AffectingTitle>"
        f"<ukm:InForceDates>{date}</ukm:InForceDates></ukm:{name}>"
    )
