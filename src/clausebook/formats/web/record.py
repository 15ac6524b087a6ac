"""Edition -> its record as the web shows it: who approved it and when, and the legislation it cites."""

from __future__ import annotations

from collections.abc import Mapping

from clausebook.formats._labels import body_in, date_in
from clausebook.formats.web.escape import address, law_folder, words
from clausebook.formats.web.view_model import heading
from clausebook.model.acts.record import Corrected, Reviewed
from clausebook.model.acts.words import act_line
from clausebook.model.approvals.approval import UNKNOWN
from clausebook.model.edition import Edition
from clausebook.model.publication import Labels
from clausebook.text.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The cover's facts and the approval, each as a label and its words."""

    series: str
    cover: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    history: tuple[tuple[str, tuple[str, ...]], ...]
    printed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedGroup:
    """Instruments of one kind."""

    title: str
    laws: tuple[CitedInstrument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedInstrument:
    """One instrument and the Markdown links to where the edition cites it."""

    title: str
    page: str
    url: str
    provisions: str
    places: str


def record_of(edition: Edition, labels: Labels) -> Record:
    """Cover, approval and printed contents of an edition."""
    return Record(
        series=words(edition.series),
        cover=_shown(_cover(edition, labels)),
        facts=_shown(_facts(edition, labels)),
        history=_history(edition),
        printed=tuple(
            (words(heading(line.number or "", line.title)), words(line.page)) for line in edition.printed_contents
        ),
    )


def law_of(edition: Edition, where: Mapping[str, str], labels: Labels) -> tuple[CitedGroup, ...]:
    """What the edition cites, statutes first, each with links to the clauses and items that cite it."""
    groups = []
    for title, kinds in ((labels["legislation"], ("act", "si", "eu-regulation")), (labels["guidance"], ("guidance",))):
        laws = tuple(
            CitedInstrument(
                title=words(law.title),
                page=f"site:{law_folder(law.id)}/",
                url=address(law.url),
                provisions=words(", ".join(law.provisions)),
                places=", ".join(
                    f"[{words(target.cite)}]({where[target.anchor]}#{target.anchor})"
                    for target in law.cited_by
                    if target.anchor in where
                ),
            )
            for law in edition.laws
            if law.kind in kinds
        )
        groups += [CitedGroup(title=title, laws=laws)] if laws else []
    return tuple(groups)


def _shown(facts: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((words(label), words(value)) for label, value in facts if value)


def _cover(edition: Edition, labels: Labels) -> list[tuple[str, str]]:
    approval = edition.approval
    if approval is None:
        return [(f"{labels['status']}:", labels["draft_not_approved"])]
    names = {one.role: _known(one.name, labels) for one in approval.signatories}
    return [
        (labels["approved_by_body"].format(body=body_in(approval.body, labels)), date_in(approval.approved, labels)),
        (f"{labels['in_force_from']}:", date_in(edition.begins, labels) if edition.begins else ""),
        *(
            (f"{labels['reviewed_without_change']}:", date_in(act.on, labels))
            for act in edition.acts
            if isinstance(act, Reviewed)
        ),
        (f"{labels['to_be_reviewed']}:", date_in(edition.next_review, labels) if edition.next_review else ""),
        *(
            (line.label or f"{line.title}:", names.get(line.role, labels["not_recorded"]))
            for line in edition.signatures
        ),
    ]


def _facts(edition: Edition, labels: Labels) -> list[tuple[str, str]]:
    approval = edition.approval
    facts = [(labels["reference"], edition.reference)]
    if approval is not None:
        roles = edition.school.roles
        signed = [f"{roles.get(one.role, one.role)}: {_known(one.name, labels)}" for one in approval.signatories]
        facts += [
            (labels["approved"], date_in(approval.approved, labels)),
            (labels["approved_by"], approval.body),
            (labels["minute"], _known(approval.minute, labels)),
            (labels["in_force_from"], date_in(edition.begins, labels) if edition.begins else ""),
            (labels["review_due"], date_in(edition.next_review, labels) if edition.next_review else ""),
            (labels["signed_by"], "; ".join(signed)),
            (labels["act_of_approval"], approval.act),
        ]
    return [*facts, (labels["fingerprint"], edition.fingerprint), (labels["revision"], edition.commit)]


def _history(edition: Edition) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each act about the edition since its approval in a sentence, with what it put right, to be struck through."""
    return tuple(
        (words(act_line(act)), tuple(words(was) for was in act.wrong.values()) if isinstance(act, Corrected) else ())
        for act in edition.acts
    )


def _known(value: str, labels: Labels) -> str:
    return labels["not_recorded"] if value == UNKNOWN else value
