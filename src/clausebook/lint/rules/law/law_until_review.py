"""What a clause cites stays law until the next review of its policy.

A policy that is adopted today speaks until its review next year. Law that ends in between leaves a policy that cites
what is no longer law, with no review due. The next review is the one that is due by the acts of the
policy, or the policy's review_month after this month. A citation of one provision is judged by that provision.
"""

from collections.abc import Iterator

from clausebook.lint.law_named import called, cited, first_of, part_of, reviews_due, successor_words, successors
from clausebook.model.clause import Citation
from clausebook.model.finding import Finding
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.parts import InstrumentPart
from clausebook.model.law.status import status
from clausebook.model.law.verdict import provision_on
from clausebook.model.register import Register
from clausebook.text.dates import in_words, on_day
from clausebook.text.provisions import units

LEVEL = "warning"
READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the citation."""
    reviews = {policy.id: tuple(reviews_due(register, policy)) for policy in register.policies}
    for clause, citation, instrument in cited(register):
        for review in reviews.get(clause.policy, ()):
            words, hint = _ending(register, citation, instrument, review)
            if words:
                yield Finding(
                    citation.where("instrument"),
                    f"clause {clause.id} cites {words}, before the review due in {in_words(review)}",
                    hint,
                )
                break


def _ending(register: Register, citation: Citation, instrument: Instrument, review: str) -> tuple[str, str]:
    """What ends by then that is law today, in words, and a hint; "" for nothing."""
    today, then = status(instrument, register.as_of), status(instrument, first_of(review))
    parts = _parts(register, citation, instrument, review)
    if parts:
        later = successor_words(register, parts[0].successor, first_of(review))
        return f"{citation.provision} of {called(instrument)}, which ends {on_day(parts[0].ended)}", _hint(later)
    if not instrument.ended or not today.is_law or today.kind == "partly ended":
        return "", ""
    if then.kind not in ("ended", "partly ended") or _is_spared(register, citation, instrument):
        return "", ""
    what = f"of which {part_of(instrument)} ends" if instrument.ended_scope else "which ends"
    later = successors(register, instrument, first_of(review))
    return f"{called(instrument)}, {what} {on_day(instrument.ended)}", _hint(later)


def _hint(later: str) -> str:
    return f"see whether the text holds under {later}" if later else "see what the text rests on from then"


def _parts(register: Register, citation: Citation, instrument: Instrument, review: str) -> list[InstrumentPart]:
    """The cited provisions that are law today and have ended by the review."""
    found = []
    for unit in units(citation.provision):
        today = provision_on(instrument, str(unit), register.as_of)
        then = provision_on(instrument, str(unit), first_of(review))
        if then.part and then.state == "ended" and today.state != "ended":
            found.append(then.part)
    return found


def _is_spared(register: Register, citation: Citation, instrument: Instrument) -> bool:
    """Whether the register knows each cited provision for itself, so that the end of the rest is not theirs."""
    known = [provision_on(instrument, str(unit), register.as_of).part for unit in units(citation.provision)]
    return bool(known) and all(known)
