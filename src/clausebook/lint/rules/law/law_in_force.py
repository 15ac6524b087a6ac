"""What a clause cites is in force on the day of the check.

The day is today, or the one given with --as-of. Whether an instrument is law on it is worked out from the dates in the
register, on the day of each check; a citation of one provision is judged by that provision. Where the register has no
date, nothing is said here.
"""

from collections.abc import Iterator

from clausebook.lint.law_named import called, cited, part_of, successor_words, successors
from clausebook.model.clause import Citation, Clause
from clausebook.model.finding import Finding
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.status import LawStatus, status
from clausebook.model.law.verdict import Provision, provision_on
from clausebook.model.register import Register
from clausebook.text.dates import in_words, on_day
from clausebook.text.provisions import units

LEVEL = "warning"
READS = "clause"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the citation."""
    for clause, citation, instrument in cited(register):
        known = [provision_on(instrument, str(one), register.as_of) for one in units(citation.provision)]
        judged = [one for one in known if one.part]
        if judged and len(judged) == len(known):
            yield from _by_provision(register, clause, citation, instrument, judged)
            continue
        finding = _judged(register, clause, citation, instrument, status(instrument, register.as_of))
        if finding:
            yield finding


def _by_provision(
    register: Register, clause: Clause, citation: Citation, instrument: Instrument, known: list[Provision]
) -> Iterator[Finding]:
    for one in known:
        part = one.part
        if part is None or one.state not in ("ended", "partly ended", "not yet in force"):
            continue
        what, place = f"{one.ref} of {called(instrument)}", citation.where("provision")
        later = successor_words(register, part.successor, register.as_of)
        doubt = " (not seen in a source)" if {"ref", "ended"}.intersection(part.unverified) else ""
        if one.state == "ended":
            hint = f"it was replaced by {later}" if later else "cite what is law now, or delete the citation"
            where = f" for {part.extent}" if part.extent else ""
            yield Finding(
                place, f"clause {clause.id} cites {what}, which ended {on_day(part.ended)}{where}{doubt}", hint
            )
        elif one.state == "partly ended":
            yield Finding(
                place,
                f"clause {clause.id} cites {what}, of which a part has ended{doubt}",
                "name what is meant",
                "note",
            )
        else:
            message = f"clause {clause.id} cites {what}, which is not in force until {in_words(part.in_force)}"
            yield Finding(place, message, "say from when it applies, or leave it out until then")


def _judged(
    register: Register, clause: Clause, citation: Citation, instrument: Instrument, today: LawStatus
) -> Finding | None:
    cites = f"clause {clause.id} cites {called(instrument)}"
    place = citation.where("instrument")
    later = successors(register, instrument, register.as_of)
    if today.kind == "ended":
        hint = f"it was replaced by {later}" if later else "cite what is law now, or delete the citation"
        return Finding(place, f"{cites}, which ended {on_day(instrument.ended)}", hint)
    if today.kind == "partly ended":
        hint = "if another part is meant, name its provision"
        hint = f"{part_of(instrument)} was replaced by {later}; {hint}" if later else hint
        doubt = " (the scope was not seen in a source)" if "ended_scope" in today.unverified else ""
        message = f"{cites}, of which {part_of(instrument)} ended {on_day(instrument.ended)}{doubt}"
        return Finding(place, message, hint, level="note" if citation.provision else "")
    if today.kind == "not yet in force":
        if instrument.kind == "guidance" and (instrument.editions or instrument.history or instrument.supersedes):
            return None  # its row stands for the editions before it too
        begins = instrument.in_force.get("main", "")
        known = f" until {in_words(begins)}" if begins[:1].isdigit() else ""
        message = f"{cites}, which is not in force{known}"
        return Finding(place, message, "say from when it applies, or leave it out until then")
    if today.kind == "unknown":
        return Finding(
            place,
            f"{cites}, and the register does not say whether it is law on {register.as_of}",
            f"look it up and complete its dates in policy/instruments.local.yaml ({instrument.id})",
            level="note",
        )
    return None
