"""Print an approved edition for ink, or sign it with a key file; the signed PDF is handed out."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from starlette.responses import Response

from clausebook.app.handing_in import handed_in
from clausebook.app.signing import pdf_of, signed
from clausebook.desk.plain_words import obstacles_in_words
from clausebook.desk.visit import PageRequest, RefusedRequest
from clausebook.errors import UserError
from clausebook.model.approvals.signing import KeySource, SigningOrder, SigningResult


def show(asked: PageRequest) -> Response:
    """The page: print, or sign."""
    return _page(asked)


def _page(asked: PageRequest, status: int = 200, stands: tuple[tuple[str, str], ...] = (), done: str = "") -> Response:
    editions = asked.workspace.approved_of(asked.policy.id)
    if not editions:
        raise RefusedRequest("No edition is approved yet", "Approve the draft first.")
    name = asked.query.get("edition", "") or asked.form.get("edition", "")
    edition = next((one for one in editions if one.name == name), editions[0])
    return asked.page(
        "sign.html", status, policy=asked.policy, edition=edition, editions=editions, stands=stands, done=done,
        is_signed=edition.reference in asked.workspace.signed,
    )  # fmt: skip


def pdf(asked: PageRequest) -> Response:
    """The PDF of an edition, to keep or to print."""
    edition = asked.path["edition"]
    data = pdf_of(asked.visit.root, asked.policy.id, edition, datetime.now(UTC))
    return handed_out(data, f"{asked.policy.id}-{edition}.pdf", "application/pdf")


def handed_out(data: bytes, name: str, kind: str) -> Response:
    """A file for the browser to save."""
    return Response(data, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def sign(asked: PageRequest) -> Response:
    """Sign in one role with the key file that came with the form; the key is read once and never kept."""
    if not asked.visit.is_local:
        raise RefusedRequest("A key never leaves its owner's machine", "Sign there, and hand the signed PDF in.", 403)
    key = asked.files.get("key")
    if key is None or not key.data:
        return _page(asked, 422, (("No key is chosen yet", "Choose the key file, which ends in .p12 or .pfx."),))
    with tempfile.TemporaryDirectory(prefix="key-") as folder:
        path = Path(folder) / "key.p12"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key.data)
        order = SigningOrder(
            policy=asked.policy.id,
            edition=asked.text("edition"),
            role=asked.text("role"),
            key=KeySource(path=path),
        )
        passphrase = asked.form.get("passphrase", "")
        try:
            result = signed(asked.visit.root, order, datetime.now(UTC), lambda what: passphrase)
        except UserError as error:
            return _page(asked, 422, obstacles_in_words(error))
    return _signed(asked, result)


def hand_in(asked: PageRequest) -> Response:
    """Take the PDF that somebody signed elsewhere, once it was looked at; the key stays where it is."""
    upload = asked.files.get("file")
    if upload is None or not upload.data:
        return _page(asked, 422, (("No file is chosen yet", "Choose the PDF that was signed."),))
    asked.insist_on_person()
    root, author = asked.visit.root, asked.visit.person.author
    try:
        result = handed_in(root, asked.policy.id, asked.text("edition"), upload.data, datetime.now(UTC), author)
    except UserError as error:
        return _page(asked, 422, obstacles_in_words(error))
    return _signed(asked, result)


def _signed(asked: PageRequest, result: SigningResult) -> Response:
    facts = {"policy": asked.policy.id, "edition": asked.text("edition"), "role": result.role}
    asked.audit(asked.visit, "signed", facts)
    note = " With a test key: it is not a signature of the school." if result.certificate.is_test else ""
    still = f" Still to sign: {', '.join(result.waiting)}." if result.waiting else " Everybody has signed."
    fresh = PageRequest(**{name: getattr(asked, name) for name in asked.__dataclass_fields__})
    return _page(fresh, done=f"It is signed by {result.certificate.subject}.{note}{still}")
