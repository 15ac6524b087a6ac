"""What an approved edition cites was law on the day it was approved.

An approval whose record names only a month may fall before or after the end of an Act in that month: then the finding
says so. Citations that came into a clause after the approval are not judged by it.
"""

from collections.abc import Iterator, Mapping

from clausebook.lint.law_named import called, cited
from clausebook.model.acts.record import Approved, approval_of
from clausebook.model.approvals.approval import Approval
from clausebook.model.blocks import citations_of
from clausebook.model.finding import Finding
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.status import span, status
from clausebook.model.register import Register
from clausebook.text.dates import in_words, on_day

LEVEL = "warning"
READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the citation."""
    newest = _newest(register)
    known = {(edition.policy, edition.name) for edition in register.approved}
    asked = {(policy, approval.edition) for policy, approval in newest.items()}
    held = {
        (edition.policy, edition.name, passage.id, one.instrument)
        for edition in register.approved
        if (edition.policy, edition.name) in asked
        for passage in edition.passages
        for _, citations in citations_of(passage)
        for one in citations
    }
    for clause, citation, instrument in cited(register):
        approval = newest.get(clause.policy)
        if not approval:
            continue
        key = clause.policy, approval.edition
        # of an edition that is not known (the one that is checked, say) the record speaks of the words as they are
        if key in known and (*key, clause.id, instrument.id) not in held:
            continue
        words, hint = _judged(approval, instrument, key in known)
        if words:
            yield Finding(citation.where("instrument"), f"clause {clause.id} cites {called(instrument)}, {words}", hint)


def _newest(register: Register) -> Mapping[str, Approval]:
    return {one.policy: approval_of(one) for one in register.acts if isinstance(one.act, Approved)}


def _judged(approval: Approval, instrument: Instrument, known: bool) -> tuple[str, str]:
    days = span(approval.approved)
    if days is None:
        return "", ""
    first, last = (status(instrument, day) for day in days)
    approved = f"approved {on_day(approval.approved)}"
    if first.kind == last.kind == "ended":
        return (
            f"which ended {on_day(instrument.ended)} and was no law when edition {approval.edition} was {approved}",
            _HINT,
        )
    # a draft may cite what came later; only history shows that the approved words did
    if known and instrument.kind != "guidance" and first.kind == last.kind == "not yet in force":
        return f"which was not yet law when edition {approval.edition} was {approved}", _HINT
    if last.kind == "ended":
        hint = "take the day from the minutes into the approval record"
        return f"which ended {on_day(instrument.ended)}; edition {approval.edition} was approved on a day of " + (
            f"{in_words(approval.approved)} that is not recorded"
        ), hint
    return "", ""


_HINT = "cite the law that held then in the next edition, and tell the governors"
