"""A PDF that somebody signed elsewhere comes in: looked at like any other file, and recorded as the act that it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from clausebook.app.signing import approved_edition, signed_act
from clausebook.app.verifying import judged
from clausebook.approving.approve import obstacles
from clausebook.errors import UserError, all_refusals
from clausebook.io.git import open_repository
from clausebook.model.acts.record import pdf_beside
from clausebook.model.approvals.approval import Signed
from clausebook.model.approvals.signing import KeySource, SigningOrder, SigningResult
from clausebook.model.approvals.verdict import PdfReport
from clausebook.pdf_verify.read.evidence import read_content
from clausebook.signing.pades import places
from clausebook.signing.plan import commit_message, roles_unsigned


def handed_in(root: Path, policy: str, edition: str, data: bytes, moment: datetime, author: str) -> SigningResult:
    """Record an edition's PDF that somebody signed elsewhere, with a key that was never here, as the act that it is.

    Raises UserError for all that prevents it: another edition, a file that is not genuine, one without the
    signatures that are there already, one that was not signed since. Then nothing was written.
    """
    repository = open_repository(root)
    repository.insist_on_history("approvals")
    adoption, words = approved_edition(
        repository, SigningOrder(policy=policy, edition=edition, role="", key=KeySource(path=Path()))
    )
    path = pdf_beside(adoption.introduction.path)
    listed = repository.files_at(repository.state.head, (path,))
    before = repository.blobs(listed.values())[listed[path]] if path in listed else b""
    evidence = read_content(data, "the file", moment)
    against = [
        *obstacles(repository.state, repository.changes(), "a signature"),
        *_not_genuine(judged(root, evidence, moment), words.reference),
    ]
    known = {place.name for place in places(before) if place.is_signed} if before else set()
    made = [one for one in evidence.signatures if one.field not in known and one.signer]
    if not data.startswith(before):
        again = "fetch the PDF here once more, and have that one signed"
        against.append(UserError("the file lacks a signature that is here already", again))
    elif not made and not against:
        against.append(UserError("this file was not signed since it was fetched", "have it signed, and hand it in"))
    signed_on = [at for one in made if (at := one.proven or one.claimed)]
    if any(at > moment + timedelta(days=1) for at in signed_on):
        against.append(UserError("the file says that it was signed in the future", "look at the signer's clock"))
    if against:
        raise all_refusals(f"{words.reference} was not signed", against)
    now = places(data)
    by_field = {place.name: place for place in now}
    who = tuple(Signed(role=by_field[one.field].role, name=one.signer.subject) for one in made if one.signer)
    act = signed_act(repository, words, who, max(signed_on, default=moment).date())
    first = made[0].signer
    assert first
    message = commit_message(words, by_field[made[0].field], first, "handed in")
    commit = repository.commit_files({path: data, **act}, message, author)
    return SigningResult(
        path=path, commit=commit, role=who[0].role, certificate=first, level="", waiting=roles_unsigned(now, words)
    )


def _not_genuine(report: PdfReport, reference: str) -> Iterator[UserError]:
    """What is wrong with a file; a signature that is still to come is nothing wrong."""
    if report.policy and f"{report.policy}/{report.edition}" != reference:
        yield UserError("this is the PDF of another edition", "hand it in at that edition")
    for one in report.faults:
        if one.subject != "waiting":
            yield UserError(one.message, one.hint)
