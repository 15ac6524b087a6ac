"""The bytes of a PDF -> its seals: every signature and timestamp, and what the library says of each. No network."""

from __future__ import annotations

import asyncio
import io
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from clausebook.model.approvals.pdf_evidence import Changed, EmbeddedSignature, Reach, TimestampProof
from clausebook.pdf_verify.read.contents import gap_trouble, tail_trouble, unfit_chain, unlisted
from clausebook.pdf_verify.read.trust_store import Authorities, TrustStore
from clausebook.signing.keys import facts
from clausebook.text.records import dataclass

# The library logs each suspicion with a traceback; what it found is in its answer.
logging.getLogger("pyhanko").addHandler(logging.NullHandler())
logging.getLogger("pyhanko_certvalidator").addHandler(logging.NullHandler())
# A damaged or hostile file makes three libraries raise almost anything; whatever it is, it says that it cannot be read.
UNREADABLE = Exception
_SET = re.compile(r"\{('[^'{}:]*'(?:, '[^'{}:]*')*)\}")  # a set that a library prints, in any order


@dataclass(frozen=True)
class SignatureReadings:
    """What the library read: the seals, oldest first, the number of proofs, the end of the file, what pages draw."""

    seals: tuple[EmbeddedSignature, ...] = ()
    proofs: int = 0
    tail: str = ""
    trouble: str = ""
    pages: tuple[bytes, ...] = ()


def read_seals(content: bytes, moment: datetime, authorities: Authorities | None) -> SignatureReadings:
    """All seals of a file, judged as of `moment`. What cannot be read is said in `trouble`, never raised."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(content))
        if reader.encrypted:
            return SignatureReadings(trouble="it is encrypted")
        tail = tail_trouble(content, reader.xrefs.get_startxref_for_revision(reader.xrefs.total_revisions - 1))
        bench = TrustStore(reader, authorities)
        seals = asyncio.run(_seals(content, moment, bench))
        tail = tail or unlisted(content, reader, min((seal.end for seal in seals if seal.end), default=len(content)))
        return SignatureReadings(seals, bench.proofs, tail, pages=tuple(_pages(reader)))
    except UNREADABLE as wrong:
        return SignatureReadings(trouble=f"it is damaged ({line(wrong)})")


def line(wrong: BaseException) -> str:
    """What a library complains of, in one short line."""
    text = _SET.sub(lambda found: f"{{{', '.join(sorted(found[1].split(', ')))}}}", " ".join(str(wrong).split()))
    return text[:160] or type(wrong).__name__


def _pages(reader: Any) -> Iterator[bytes]:
    """What each page draws, as this library reads it."""
    for number in range(int(reader.root["/Pages"]["/Count"])):
        contents = reader.find_page_for_modification(number)[0].get_object().get("/Contents")
        streams = contents if isinstance(contents, list) else [contents] if contents is not None else []
        yield b"\n".join(one.get_object().data for one in streams)


async def _seals(content: bytes, moment: datetime, bench: TrustStore) -> tuple[EmbeddedSignature, ...]:
    """Newest first: a trusted timestamp of the archive proves the time of all that it covers."""
    found: list[EmbeddedSignature] = []
    proven: datetime | None = None
    for name, embedded in _embedded(bench.reader):
        if isinstance(embedded, str):
            found.append(EmbeddedSignature(field=name, trouble=embedded))
            continue
        # where a newer seal is broken the file is altered, and comparing revisions takes longest
        compares = all(one.sound for one in found)
        seal = await _seal(name, embedded, content, proven or moment, bench, compares)
        if seal.archive and seal.sound and seal.stamp and seal.stamp.trust and seal.stamp.trust.anchor:
            proven = seal.stamp.at
        elif proven and not seal.proven:
            seal = replace(seal, proven=proven)
        found.append(seal)
    return tuple(reversed(found))


def _embedded(reader: Any) -> list[tuple[str, Any]]:
    """Every filled field of signing with the library's view of it, newest first, or why there is none."""
    from pyhanko.sign.fields import enumerate_sig_fields
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    broken: list[tuple[str, Any]] = []
    whole: list[tuple[str, Any]] = []
    for name, _, field in enumerate_sig_fields(reader, filled_status=True):
        try:
            whole.append((name, EmbeddedPdfSignature(reader, field, name)))
        except UNREADABLE as wrong:
            broken.append((name, f"it cannot be read ({line(wrong)})"))
    whole.sort(key=lambda one: int(one[1].signed_revision), reverse=True)
    return [*broken, *whole]


async def _seal(
    name: str, embedded: Any, content: bytes, moment: datetime, bench: TrustStore, compares: bool
) -> EmbeddedSignature:
    archive = embedded.sig_object_type == "/DocTimeStamp"
    span = [int(value) for value in embedded.byte_range]
    end = span[2] + span[3] if len(span) == 4 else 0
    begun = EmbeddedSignature(field=name, archive=archive, end=end)
    try:
        if trouble := gap_trouble(content, span):
            return replace(begun, trouble=trouble)
        for certificates in _chains(embedded):
            if trouble := unfit_chain(certificates):
                return replace(begun, trouble=trouble)
        made = await (_archive if archive else _signature)(begun, embedded, moment, bench)
    except UNREADABLE as wrong:
        return replace(begun, trouble=f"it cannot be read ({line(wrong)})")
    return replace(made, whole=end == len(content), reach=_reach(embedded), **_changes(embedded, made.sound, compares))


def _chains(embedded: Any) -> Iterator[list[Any]]:
    """The certificates that a signature carries; then those of its timestamp."""
    from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, extract_tst_data_iter

    yield [embedded.signer_cert, *embedded.other_embedded_certs]
    for token in extract_tst_data_iter(embedded.signer_info, signed=False):
        found = extract_certs_for_validation(token)
        yield [found.signer_cert, *found.other_certs]


async def _archive(begun: EmbeddedSignature, embedded: Any, moment: datetime, bench: TrustStore) -> EmbeddedSignature:
    from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_timestamp

    status = await async_validate_pdf_timestamp(embedded, bench.context(moment), skip_diff=True)
    sound = status.intact and status.valid
    authority = facts(status.signing_cert)
    stamp = TimestampProof(
        at=status.timestamp, authority=authority, sound=sound, trust=bench.trust(status, moment, False)
    )
    return replace(begun, sound=sound, signer=authority, stamp=stamp)


async def _signature(begun: EmbeddedSignature, embedded: Any, moment: datetime, bench: TrustStore) -> EmbeddedSignature:
    status = await _validated(embedded, moment, bench)
    stamp = _stamp(status.timestamp_validity, moment, bench)
    proven = stamp.at if stamp and stamp.sound and stamp.trust and stamp.trust.anchor else None
    if bench.authorities and proven:
        status = await _validated(embedded, proven, bench)
    status, known = await _not_revoked(status, embedded, proven or moment, bench)
    return replace(
        begun,
        sound=status.intact and status.valid,
        signer=facts(status.signing_cert),
        claimed=status.signer_reported_dt,
        stamp=stamp,
        proven=proven,
        trust=bench.trust(status, proven or moment, known),
        certifies=_certifies(embedded),
    )


async def _not_revoked(status: Any, embedded: Any, moment: datetime, bench: TrustStore) -> tuple[Any, bool]:
    """The status that counts, and whether any source knew if a certificate was revoked.

    Unless it must, the library looks into no revocation list that the certificate does not name itself.
    """
    if not (bench.authorities and status.trusted and bench.knows_revocation):
        return status, False
    strict = await _validated(embedded, moment, bench, strict=True)
    return (strict if strict.revocation_details else status), bool(strict.trusted)


async def _validated(embedded: Any, moment: datetime, bench: TrustStore, strict: bool = False) -> Any:
    from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    return await async_validate_pdf_signature(
        embedded,
        signer_validation_context=bench.context(moment, strict),
        ts_validation_context=bench.context(moment),
        # whichever use a certificate is for is judged later, with or without authorities
        key_usage_settings=KeyUsageConstraints(key_usage=set()),
        skip_diff=True,
    )


def _stamp(status: Any, moment: datetime, bench: TrustStore) -> TimestampProof | None:
    if status is None:
        return None
    return TimestampProof(
        at=status.timestamp,
        authority=facts(status.signing_cert),
        sound=status.intact and status.valid,
        trust=bench.trust(status, moment, False),
    )


def _certifies(embedded: Any) -> bool:
    from pyhanko.sign.validation.pdf_embedded import read_certification_data

    found = read_certification_data(embedded.reader)
    return found is not None and found.author_sig.get_object() is embedded.sig_object.get_object()


def _reach(embedded: Any) -> Reach:
    reach: dict[str, Reach] = {"ENTIRE_FILE": "file", "ENTIRE_REVISION": "revision"}
    return reach.get(embedded.coverage.name, "less")


def _changes(embedded: Any, sound: bool, compares: bool) -> dict[str, Any]:
    """What the library makes of the revisions after a seal that is sound: after a broken one nothing counts."""
    from pyhanko.sign.diff_analysis import DiffResult

    if not (sound and compares):
        return {"changed": "nothing" if sound else "altered"}
    embedded.compute_integrity_info()
    found = embedded.diff_result
    if not isinstance(found, DiffResult):
        return {"changed": "altered", "told": line(found) if found is not None else ""}
    levels: dict[str, Changed] = {"NONE": "nothing", "LTA_UPDATES": "proofs", "FORM_FILLING": "forms"}
    allowed = embedded.docmdp_level
    over = allowed is not None and found.modification_level.value > allowed.value
    changed = "altered" if over else levels.get(found.modification_level.name, "altered")
    return {
        "changed": changed,
        "told": f"more than the signature permits ({found.modification_level.name.lower().replace('_', ' ')})"
        if over
        else "",
    }
