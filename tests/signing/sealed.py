"""An invented school with an approved policy, its PDF signed in every way that the tests need, and its verification."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from clausebook.history.adoption import adoptions
from clausebook.io.git import open_repository
from clausebook.io.jobs import produce
from clausebook.io.typst import drawing
from clausebook.model.approvals.adoption import Adoption
from clausebook.model.approvals.signing import SignatureAppearance
from clausebook.model.approvals.verdict import PdfReport
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.pdf_verify.judge.testimony import verify_pdf
from clausebook.pdf_verify.read.evidence import Authorities, read_authorities, read_content
from clausebook.signing.keys import Key, facts
from clausebook.signing.pades import ValidationData as Proofs
from clausebook.signing.pades import places, sign
from clausebook.signing.plan import stamp_source, unsigned
from tests.adopted import AS_OF, files_below
from tests.history.repositories import FILES, POLICY, School, record, words_of
from tests.signing.keys import READ, SIGNED, Holder, authority, clock, revocation_list, signer

RECORD = "policy/approvals/phones/2018.yaml"
WANTED = POLICY.replace(
    "  - role: chair\n    label: Signed\n",
    "  - role: chair\n    label: Signed by the chair\n  - role: headteacher\n    label: Signed by the head\n",
)
SIGNATORIES = "signatories:\n  - role: chair\n    name: unknown\n  - role: headteacher\n    name: unknown\n"
ROLES = ("chair", "headteacher")


@dataclass(frozen=True)
class Sealed:
    """The school, its edition and its files. Each file is made once, when it is first asked for."""

    root: Path

    @cached_property
    def adoptions(self) -> tuple[Adoption, ...]:
        """The school's records: phones 2018, approved with two signatories."""
        school = School(self.root / "school")
        policy = WANTED.replace("review_month: 5", "review_month: 5\nacknowledgement: true")
        # without templates: the commit that the files name is the same whatever pages look like
        school.commit("Write the phones policy", {**FILES, "policy/phones.yaml": policy})
        text = record(words_of(school).fingerprint).replace(
            "signatories:\n  - role: chair\n    name: unknown\n", SIGNATORIES
        )
        school.commit("Approve phones 2018", {RECORD: text})
        return adoptions(open_repository(school.root))

    @cached_property
    def edition(self) -> Edition:
        """The approved edition."""
        edition = self.adoptions[0].edition
        assert edition, self.adoptions[0].trouble
        return edition

    @cached_property
    def publication(self) -> Publication:
        """What the edition is rendered with."""
        return Publication(
            school=self.edition.school, editions=(self.edition,), as_of=AS_OF, templates=files_below("templates")
        )

    @cached_property
    def stamp(self) -> bytes:
        """The drawing in a signed field."""
        place = places(self.unsigned)[0]
        drawn = SignatureAppearance(
            width=place.width, height=place.height, name="A. Name", lines=("Signed with a key",)
        )
        return drawing(stamp_source(drawn, self.publication))

    def render(self, edition: Edition) -> bytes:
        """The PDF of an edition before anybody signed it."""
        return produce(unsigned(edition, self.publication))

    @cached_property
    def unsigned(self) -> bytes:
        """The edition's PDF as it is built."""
        return self.render(self.edition)

    def sign(self, pdf: bytes, role: str, holder: Holder | None = None, proofs: Proofs | None = None) -> bytes:
        """The PDF signed in a role."""
        place = next(one for one in places(pdf) if one.name == f"sig/{role}")
        return sign(pdf, place, key(holder or signer(role)), self.stamp, SIGNED, proofs or Proofs())

    @cached_property
    def once(self) -> bytes:
        """Signed by the chair."""
        return self.sign(self.unsigned, "chair")

    @cached_property
    def twice(self) -> bytes:
        """Signed by everybody who should."""
        return self.sign(self.once, "headteacher")

    @cached_property
    def stamped(self) -> bytes:
        """Signed by everybody, each with a timestamp."""
        return self.both(Proofs(timestamper=timestamper()))

    def both(self, proofs: Proofs) -> bytes:
        """Signed by everybody with the same proofs."""
        return self.sign(self.sign(self.unsigned, "chair", proofs=proofs), "headteacher", proofs=proofs)

    def proofs(self, archive: bool = False, revoked: tuple[Holder, ...] = ()) -> Proofs:
        """Timestamp and revocation lists, with or without the timestamp of the archive."""
        lists, root = self.root / "list.pem", self.root / "root.pem"
        lists.write_bytes(revocation_list(revoked))
        root.write_bytes(authority().pem)
        return Proofs(timestamper=timestamper(), revocation=(lists,), trust=(root,), archive=archive)

    @cached_property
    def kept(self) -> bytes:
        """Signed by everybody with timestamps and revocation lists, but no timestamp of the archive."""
        return self.both(self.proofs())

    @cached_property
    def archived(self) -> bytes:
        """Signed by everybody with timestamps, revocation lists and a timestamp of the archive after each."""
        return self.both(self.proofs(archive=True))

    @cached_property
    def filled(self) -> bytes:
        """Signed by everybody, and the acknowledgement filled in afterwards."""
        return fill(self.twice, {"text/acknowledgement/1": "Jo Bloggs"}, ticks=("tick/acknowledgement/4",))

    def verify(
        self, pdf: bytes, trust: Authorities | None = None, at: datetime = READ, alone: bool = False
    ) -> PdfReport:
        """What verify says of a file, in the school's repository or `alone`."""
        known: tuple[Adoption, ...] = () if alone else self.adoptions
        return verify_pdf(
            read_content(pdf, "file.pdf", at, trust), known, "there is no repository here" if alone else ""
        )

    @cached_property
    def trust(self) -> Authorities:
        """The authority of the tests, and a list on which nobody is revoked."""
        return self.trusting(authority().pem + revocation_list())

    def trusting(self, pem: bytes) -> Authorities:
        """What --trust reads out of a file."""
        path = self.root / "trusted.pem"
        path.write_bytes(pem)
        return read_authorities(path)


def key(holder: Holder) -> Key:
    """What the sign command makes of a key file."""
    from asn1crypto import x509 as asn1_x509
    from cryptography.hazmat.primitives.serialization import Encoding
    from pyhanko.sign.signers import SimpleSigner

    chain = tuple(asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in holder.chain)
    known: Any = SimpleCertificateStore()
    known.register_multiple(chain)
    made = SimpleSigner(signing_cert=holder.asn1, signing_key=holder.asn1_key, cert_registry=known)
    return Key(made, facts(holder.asn1), chain)


def timestamper(holder: Holder | None = None, late: timedelta = timedelta()) -> DummyTimeStamper:
    """A timestamp service without a network."""
    by = holder or clock()
    known: Any = SimpleCertificateStore()
    known.register_multiple([] if holder else [authority().asn1])
    return DummyTimeStamper(by.asn1, by.asn1_key, certs_to_embed=known, fixed_dt=SIGNED + late)


def update(pdf: bytes) -> Any:
    """A writer that puts changes behind a file, as a program that respects signatures does, and as an attacker does."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    return IncrementalPdfFileWriter(io.BytesIO(pdf))


def written(writer: Any) -> bytes:
    """The file with its changes."""
    out = io.BytesIO()
    writer._update_meta = lambda: None
    writer.write(out)
    return out.getvalue()


def fill(pdf: bytes, texts: dict[str, str], ticks: tuple[str, ...] = (), show: str = "") -> bytes:
    """The file with its form filled in behind the signatures; `show` is drawn instead of what is held."""
    from pyhanko.pdf_utils import generic

    writer = update(pdf)
    for field in writer.root["/AcroForm"]["/Fields"]:
        name, note = str(field.get_object()["/T"]), field.get_object()
        if name in texts:
            note["/V"] = generic.pdf_string(texts[name])
            look = note["/AP"]["/N"]
            text = (show or texts[name]).encode("ascii").hex()
            fonts = writer.root["/AcroForm"]["/DR"]["/Font"]
            new = generic.StreamObject(
                {
                    generic.pdf_name("/Type"): generic.pdf_name("/XObject"),
                    generic.pdf_name("/Subtype"): generic.pdf_name("/Form"),
                    generic.pdf_name("/BBox"): look["/BBox"],
                    generic.pdf_name("/Resources"): generic.DictionaryObject(
                        {generic.pdf_name("/Font"): _helvetica(fonts)}
                    ),
                },
                stream_data=f"/Tx BMC BT /F 10 Tf 0 g 2 4 Td <{text}> Tj ET EMC".encode(),
            )
            note["/AP"] = generic.DictionaryObject({generic.pdf_name("/N"): writer.add_object(new)})
            writer.mark_update(field.reference)
        if name in ticks:
            note["/V"] = note["/AS"] = generic.pdf_name("/Yes")
            writer.mark_update(field.reference)
    return written(writer)


def _helvetica(fonts: Any) -> Any:
    from pyhanko.pdf_utils import generic

    plain = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    font = generic.DictionaryObject({generic.pdf_name(name): generic.pdf_name(value) for name, value in plain.items()})
    return generic.DictionaryObject({generic.pdf_name("/F"): font})


def rewritten(pdf: bytes, change: Any) -> bytes:
    """The file saved anew by another program, with a change: what somebody can do before it is signed."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        opened.save(out)
    return out.getvalue()
