"""A clause cites law that binds schools of this kind.

policy/required.yaml says of some law that it binds only maintained schools, academies or independent schools. Without a
kind in policy/school.yaml nothing is known.
"""

from collections.abc import Iterator

from clausebook.lint.law_named import cited
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.model.required import GROUPS
from clausebook.text.phrases import listed

LEVEL = "warning"
READS = "clause"
_SCHOOLS = {"maintained": "maintained schools", "academy": "academies", "independent": "independent schools"}


def check(register: Register) -> Iterator[Finding]:
    """Findings at the citation."""
    school = register.school
    group = GROUPS.get(school.kind) if school else None
    if school is None or group is None:
        return
    binds: dict[str, set[str]] = {}
    for row in register.required.policies:
        for one in row.basis:
            binds.setdefault(one.id, set()).update(one.kinds or row.kinds)
    for clause, citation, instrument in cited(register):
        groups = binds.get(instrument.id)
        if groups and group not in groups:
            whom = listed(_SCHOOLS[one] for one in sorted(groups))
            message = f"clause {clause.id} cites {instrument.title}, which binds {whom}"
            hint = f"look whether it binds {school.name}, and cite the law that does"
            yield Finding(citation.where("instrument"), message, hint)
