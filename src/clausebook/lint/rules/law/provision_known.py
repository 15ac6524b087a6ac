"""A section, schedule or article that a clause cites or names is one that the register knows.

Whether a provision is law is said only of those in the `parts` of its row. Of the others the register says nothing:
look the provision up, and add it. Rows without parts are not judged.
"""

from collections.abc import Iterator

from clausebook.lint.law_named import called, cited, mentions
from clausebook.model.finding import Finding
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.verdict import provision_on
from clausebook.model.register import Register
from clausebook.text.provisions import units

LEVEL = "note"
READS = "policy"
_HINT = "look it up there, and add it to the parts of the row in policy/instruments.local.yaml"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the citation or the name, once a clause for each provision."""
    seen: set[tuple[int, str, str]] = set()
    for clause, citation, instrument in cited(register):
        for unit in units(citation.provision):
            key = id(clause), instrument.id, str(unit)
            if key not in seen and _is_unknown(instrument, str(unit), register):
                seen.add(key)
                message = f"clause {clause.id} cites {unit} of {called(instrument)}, which is not known to the register"
                yield Finding(citation.where("provision"), message, _HINT)
    for written, named in mentions(register):
        for law in named:
            for ref in law.mention.refs if law.known else ():
                instrument = law.offered[0]
                key = id(written.clause), instrument.id, ref
                if key not in seen and _is_unknown(instrument, ref, register):
                    seen.add(key)
                    names = f"clause {written.clause.id} names {ref} of {called(instrument)}"
                    yield Finding(written.at(law.piece), f"{names}, which is not known to the register", _HINT)


def _is_unknown(instrument: Instrument, ref: str, register: Register) -> bool:
    if not instrument.parts:
        return False
    found = provision_on(instrument, ref, register.as_of)
    return found.state == "not known" and found.part is None
