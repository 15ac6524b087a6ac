"""PDF and key -> signed PDF (PAdES). The file stays PDF/UA and PDF/A, and what was signed before stays good."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clausebook.errors import UserError
from clausebook.model.approvals.signing import SignaturePlace
from clausebook.signing.keys import Key, certificates
from clausebook.text.records import dataclass

if TYPE_CHECKING:
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.timestamps import TimeStamper
    from pyhanko_certvalidator import ValidationContext

PATIENCE = 20  # seconds for a timestamp service
logging.getLogger("pyhanko").addHandler(logging.NullHandler())  # what is wrong is said by UserError, and once


@dataclass(frozen=True, kw_only=True)
class ValidationData:
    """What is put beside a signature so that it can be checked for years: a timestamp, revocation data, an archive."""

    timestamper: TimeStamper | None = None
    revocation: Sequence[Path] = ()
    trust: Sequence[Path] = ()
    fetch: bool = False
    archive: bool = False

    @property
    def keeps(self) -> bool:
        """Whether revocation data go into the file."""
        return bool(self.revocation) or self.fetch

    @property
    def level(self) -> str:
        """The baseline profile of PAdES (ETSI EN 319 142-1) that comes of it."""
        if self.archive:
            return "PAdES B-LTA"
        if self.keeps and self.timestamper:
            return "PAdES B-LT"
        return "PAdES B-T" if self.timestamper else "PAdES B-B"


def places(pdf: bytes) -> tuple[SignaturePlace, ...]:
    """Every signature field of a PDF, in the order of the form."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fields: Any = opened.Root.get("/AcroForm", pikepdf.Dictionary()).get("/Fields", pikepdf.Array())
        return tuple(_place(field) for field in fields if str(field.get("/FT", "")) == "/Sig")


def _place(field: Any) -> SignaturePlace:
    left, bottom, right, top = (float(edge) for edge in field.Rect)
    return SignaturePlace(str(field.T), right - left, top - bottom, "/V" in field)


def sign(
    pdf: bytes, place: SignaturePlace, key: Key, stamp: bytes, moment: datetime, evidence: ValidationData
) -> bytes:
    """The PDF with one more signature. The first one certifies it: forms may be filled in and others may sign, no more.

    `stamp` is a PDF page of the size of the place. Raises UserError where the timestamp service does not answer or the
    revocation data do not fit, and where an earlier signature would not stay good.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata

    first = not any(one.is_signed for one in places(pdf))
    meta = PdfSignatureMetadata(
        field_name=place.name,
        certify=first,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=evidence.keeps,
        use_pades_lta=evidence.archive,
        timestamp_field_name=place.archive if evidence.archive else None,
        validation_context=_context(key, moment, evidence) if evidence.keeps else None,
        signer_key_usage=set(key.certificate.usages & {"non_repudiation", "digital_signature"}) or set(),
    )
    with _metadata_left_alone(), _as_user_error():
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        signer = _signer(meta, key, evidence.timestamper, stamp, moment)
        signed = signer.sign_pdf(writer, existing_fields_only=True)
    made = bytes(signed.getvalue())
    insist_on_soundness(made)
    return made


def _signer(
    meta: PdfSignatureMetadata, key: Key, timestamper: TimeStamper | None, stamp: bytes, moment: datetime
) -> PdfSigner:
    from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
    from pyhanko.sign.signers import PdfSigner
    from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
    from pyhanko.stamp import StaticStampStyle

    class Signer(PdfSigner):
        """The library's signer, with a moment that is given and not read off the clock."""

        def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
            session = super().init_signing_session(pdf_out, existing_fields_only)
            session.system_time = moment
            return session

        def register_extensions(self, pdf_out: Any, *, md_algorithm: str) -> None:
            # For some curves the library would make it PDF 2.0, which PDF/A-3 is not.
            pdf_out.register_extension(ESIC_EXTENSION_1)

    whole = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, Margins())
    style = StaticStampStyle(
        background=_page_of(stamp), background_layout=whole, background_opacity=1.0, border_width=0
    )
    return Signer(meta, key.signer, timestamper=timestamper, stamp_style=style)


def _page_of(pdf: bytes) -> Any:
    """The first page of a PDF, to be drawn inside another one."""
    from pyhanko.pdf_utils.content import PdfContent
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.pdf_utils.reader import PdfFileReader

    class MemoryContent(PdfContent):
        """Content that is read from bytes: the library's own reads a file."""

        def render(self) -> bytes:
            drawn = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(pdf)))
            self.resources.xobject["/Stamp"] = drawn
            left, bottom, right, top = drawn.get_object()["/BBox"]
            self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
            return b"/Stamp Do"

    return MemoryContent()


def _context(key: Key, moment: datetime, evidence: ValidationData) -> ValidationContext:
    """By what the library judges certificates: given roots, given revocation data, and the network only if allowed."""
    from pyhanko_certvalidator import ValidationContext

    roots = certificates(evidence.trust) or [one for one in (*key.chain, key.signer.signing_cert) if _is_root(one)]
    crls, answers = _revocation(evidence.revocation)
    return ValidationContext(
        trust_roots=roots,
        other_certs=list(key.chain),
        crls=crls,
        ocsps=answers,
        allow_fetching=evidence.fetch,
        moment=None if evidence.fetch else moment,
        revocation_mode="require",
    )


def _is_root(certificate: Any) -> bool:
    return certificate is not None and certificate.subject == certificate.issuer


def _revocation(files: Sequence[Path]) -> tuple[list[Any], list[Any]]:
    """CRLs and OCSP answers in some files. Raises UserError for a file that is neither."""
    from asn1crypto import crl, ocsp, pem

    crls: list[Any] = []
    answers: list[Any] = []
    for file in files:
        try:
            data = file.read_bytes()
            data = pem.unarmor(data)[2] if pem.detect(data) else data
        except (OSError, ValueError):
            raise UserError(f"cannot read {file}", "--revocation takes CRLs and OCSP answers, as DER or PEM") from None
        for kind, found in ((crl.CertificateList, crls), (ocsp.OCSPResponse, answers)):
            try:
                one = kind.load(data, strict=True)
                _ = one.native
            except (ValueError, TypeError, KeyError):
                continue
            found.append(one)
            break
        else:
            raise UserError(f"{file} is no CRL and no OCSP answer", "--revocation takes these, as DER or PEM")
    return crls, answers


@contextmanager
def _metadata_left_alone() -> Iterator[None]:
    """While a file is signed its XMP stays as it is: the library would write one that PDF/A does not allow.

    The library has no setting for it, so this turns off a method that is its own business; the version is locked.
    """
    from pyhanko.pdf_utils.writer import BasePdfFileWriter

    kept = BasePdfFileWriter._update_meta
    BasePdfFileWriter._update_meta = lambda self: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        BasePdfFileWriter._update_meta = kept  # type: ignore[method-assign]


@contextmanager
def _as_user_error() -> Iterator[None]:
    """What can go wrong while signing, in a line each. A library's words stay here: they could hold anything."""
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError
    from pyhanko_certvalidator.errors import PathError, ValidationError

    try:
        yield
    except TimestampRequestError:
        hint = "look at --timestamp, or sign without it"
        raise UserError("the timestamp service did not give a timestamp", hint) from None
    except (SigningError, PathError, ValidationError) as error:
        raise UserError(*_why(error)) from None


def _why(error: BaseException) -> tuple[str, str]:
    """Message and hint, from the kinds of the errors that led to one another."""
    from pyhanko_certvalidator.errors import InsufficientRevinfoError, PathError, RevokedError, ValidationError

    causes = [error]
    while causes[-1].__cause__:
        causes.append(causes[-1].__cause__)
    if any(isinstance(cause, RevokedError) for cause in causes):
        return "the certificate was revoked", "ask for a new certificate"
    if any(isinstance(cause, InsufficientRevinfoError) for cause in causes):
        hint = "--revocation FILE for each certificate below the root, that of the timestamp service too"
        return "the revocation data say nothing of a certificate, or are not of today", hint
    if any(isinstance(cause, PathError | ValidationError) for cause in causes):
        hint = "--trust FILE names roots, --chain FILE the certificates between"
        return "a certificate cannot be traced to a root that is trusted", hint
    return f"the file cannot be signed ({type(error).__name__})", "build it again: python3 build.py"


def insist_on_soundness(pdf: bytes) -> None:
    """Raise UserError where a signature of the file is not good: signing again must not hide what was altered."""
    try:
        bad = next(_unsound(pdf), "")
    except Exception as error:  # a damaged file makes the library raise anything at all
        raise UserError(
            f"the signed file cannot be read ({type(error).__name__})", "git log says who changed it"
        ) from None
    if bad:
        raise UserError(f"the signature {bad} is not good: the file was altered", "python3 build.py verify says where")


def _unsound(pdf: bytes) -> Iterator[str]:
    """The fields whose signature is not good."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    nobody = ValidationContext(trust_roots=[], allow_fetching=False)  # who signed is not asked here
    for signature in PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures:
        status = validate_pdf_signature(signature, nobody)
        if not (status.intact and status.valid and status.docmdp_ok):
            yield str(signature.field_name)


def timestamp_service(url: str) -> TimeStamper | None:
    """A timestamp service (RFC 3161) at an address, None for ""."""
    if not url:
        return None
    if not url.startswith(("https://", "http://")):
        raise UserError(f"{url} is not the address of a timestamp service", "--timestamp https://...")
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError
    from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

    class TimestampService(RequestsHTTPTimeStamper):
        """The library's client, for which an answer that cannot be read is not an answer."""

        async def async_request_tsa_response(self, req: Any) -> Any:
            answer = await super().async_request_tsa_response(req)
            try:
                _ = answer.native
            except (ValueError, TypeError, KeyError):
                raise TimestampRequestError("not an answer") from None
            return answer

    service: TimeStamper = TimestampService(url, timeout=PATIENCE)  # type: ignore[no-untyped-call]
    return service
