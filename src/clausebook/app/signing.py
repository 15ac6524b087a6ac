"""Signs an approved edition's PDF: looks at everything first, then writes the signed file as one commit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from clausebook.app.workspace import read_register
from clausebook.approving.act_files import ENGINE, act_text, path_of
from clausebook.approving.approve import obstacles
from clausebook.errors import UserError, all_refusals
from clausebook.history.adoption import adoptions, introduced_acts
from clausebook.history.verify import verify
from clausebook.io.files import read_looks
from clausebook.io.git import Repository, open_repository
from clausebook.io.jobs import Progress, produce
from clausebook.io.typst import drawing
from clausebook.model.acts.chain import newest_of
from clausebook.model.acts.overview import as_shown
from clausebook.model.acts.record import Approved, SignedBy, pdf_beside
from clausebook.model.approvals.adoption import Adoption
from clausebook.model.approvals.approval import Signed
from clausebook.model.approvals.signing import KeySource, SigningOrder, SigningResult
from clausebook.model.edition import DRAFT, Edition
from clausebook.model.publication import Publication
from clausebook.signing.keys import Ask, asker, opened
from clausebook.signing.pades import ValidationData, insist_on_soundness, places, sign, timestamp_service
from clausebook.signing.plan import (
    commit_message,
    place_for,
    refusals,
    roles_unsigned,
    stamp_for,
    stamp_source,
    unsigned,
)
from clausebook.signing.throwaway import write_test_key

__all__ = ["approved_edition", "pdf_of", "signed", "signed_act", "write_test_key"]


def signed(
    root: Path, order: SigningOrder, moment: datetime, prompt: Ask | None = None, report: Progress = lambda step: None
) -> SigningResult:
    """Sign an edition's PDF in a role, and commit the file beside the approval record.

    A file that is there already is signed once more; otherwise the edition's PDF is made from its commit.
    `moment` is now, with its time zone. `prompt` asks a person for the passphrase. `report` hears each step, the first
    one after that. Raises UserError for all that prevents it; then nothing was written.
    """
    ask = asker(order.passphrase_file, prompt)  # before git or any other program is started
    repository = open_repository(root)
    repository.insist_on_history("approvals")
    adoption, edition = approved_edition(repository, order)
    edition = _as_shown(repository, root, edition, moment)
    publication = _publication(root, edition)
    path = pdf_beside(adoption.introduction.path)
    before = _file(repository, path, publication, edition)
    verdict = next(one for one in verify(repository) if (one.policy, one.edition) == (order.policy, order.edition))
    evidence = ValidationData(
        timestamper=timestamp_service(order.timestamp),
        revocation=order.revocation,
        trust=order.trust,
        fetch=order.fetch,
        archive=order.archive,
    )
    against = [*obstacles(repository.state, repository.changes(), "a signature"), *_incomplete(order)]
    with opened(order.key, ask) as key:
        against += refusals(order, edition, verdict, places(before), key.certificate, moment)
        place = place_for(order.role, places(before))
        if against or place is None:
            raise all_refusals(f"{edition.reference} was not signed", against)
        report("asking the timestamp service, and signing" if order.timestamp else "signing")
        stamp = drawing(stamp_source(stamp_for(place, edition, key.certificate, moment), publication))
        after = sign(before, place, key, stamp, moment, evidence)
        certificate = key.certificate
    act = signed_act(repository, edition, (Signed(role=order.role, name=certificate.subject),), moment.date())
    commit = repository.commit_files({path: after, **act}, commit_message(edition, place, certificate, evidence.level))
    return SigningResult(
        path=path,
        commit=commit,
        role=order.role,
        certificate=certificate,
        level=evidence.level,
        waiting=roles_unsigned(places(after), edition),
    )


def signed_act(
    repository: Repository, edition: Edition, signatories: tuple[Signed, ...], day: date
) -> dict[str, bytes]:
    """The act that the edition was signed with a key, as its file."""
    acts = tuple(one for one in introduced_acts(repository) if one.policy == edition.policy)
    known = [one for one in acts if isinstance(one.act, Approved) and one.act.edition == edition.name]
    newest = newest_of(acts)
    act = SignedBy(
        policy=edition.policy,
        edition=edition.name,
        on=day.isoformat(),
        signs=known[-1].digest,
        how="key",
        signatories=signatories,
        fingerprint=edition.fingerprint,
        engine=ENGINE,
        after=newest.digest if newest else None,
    )
    return {path_of(act, frozenset(one.path for one in acts)): act_text(act).encode()}


def pdf_of(root: Path, policy: str, edition: str, moment: datetime) -> bytes:
    """The PDF of an approved edition, to print or to sign by hand: as it was signed, or made from its commit.

    Raises UserError where there is no such edition.
    """
    repository = open_repository(root)
    repository.insist_on_history("approvals")
    order = SigningOrder(policy=policy, edition=edition, role="", key=KeySource(path=Path()))
    adoption, words = approved_edition(repository, order)
    words = _as_shown(repository, root, words, moment)
    return _file(repository, pdf_beside(adoption.introduction.path), _publication(root, words), words)


def approved_edition(repository: Repository, order: SigningOrder) -> tuple[Adoption, Edition]:
    """The edition that is to be signed, as it was approved."""
    if order.edition == DRAFT:
        raise UserError("a draft is not signed", "python3 build.py approve, once the governors have approved it")
    found = adoptions(repository)
    for one in found:
        if (one.policy, one.name) == (order.policy, order.edition) and one.edition and one.edition.approval:
            return one, one.edition
    if any((one.policy, one.name) == (order.policy, order.edition) for one in found):
        raise UserError(
            f"the words of {order.policy}/{order.edition} are not the ones its record approves",
            "python3 build.py verify says which clause differs",
        )
    known = ", ".join(f"{one.policy}/{one.name}" for one in found)
    raise UserError(
        f"there is no approved edition {order.edition} of {order.policy}",
        f"there are {known}" if known else "no edition has been approved yet",
    )


def _as_shown(repository: Repository, root: Path, edition: Edition, moment: datetime) -> Edition:
    """The edition with what is due, and what was recorded of it since, as a build of this day shows it."""
    register = replace(read_register(root, moment.date()), acts=introduced_acts(repository), approved=(edition,))
    return as_shown(edition, register.acts_of(edition.policy), register.status(edition.policy))


def _publication(root: Path, edition: Edition) -> Publication:
    return Publication(
        school=edition.school,
        editions=(edition,),
        as_of=datetime.min.date(),  # an approved edition bears the date of its approval
        templates=read_looks(root),
    )


def _file(repository: Repository, path: str, publication: Publication, edition: Edition) -> bytes:
    """The file to sign: the one that others have signed, or else the edition's PDF, made from its commit."""
    files = repository.files_at(repository.state.head, (path,))
    if path not in files:
        return produce(unsigned(edition, publication))
    before = repository.blobs([files[path]])[files[path]]
    insist_on_soundness(before)
    return before


def _incomplete(order: SigningOrder) -> list[UserError]:
    """Options that need one another."""
    kept = order.revocation or order.fetch
    found = []
    if kept and not order.timestamp:
        found.append(UserError("revocation data prove nothing without a timestamp", "--timestamp URL"))
    if order.archive and not (order.timestamp and kept):
        found.append(UserError("--archive needs a timestamp and revocation data", "--timestamp URL --revocation FILE"))
    return found
