"""A file is named after the id it holds.

The id is the clause's name for ever; a file name that differs would make it hard to find, and links to it wrong.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from clausebook.model.clause import Clause
from clausebook.model.finding import Finding
from clausebook.model.policy import Policy
from clausebook.model.register import Register


def check(register: Register) -> Iterator[Finding]:
    """Findings at the id."""
    models: tuple[Policy | Clause, ...] = (*register.policies, *register.clauses)
    for model in models:
        stem = PurePosixPath(model.place.file).stem
        if model.id != stem:
            yield Finding(
                model.where("id"),
                f"the id is {model.id}, the file is named {stem}",
                f"write id: {stem}, or rename the file to {model.id}.yaml",
            )
    for approval in register.approvals:
        folder, stem = approval.place.file.split("/")[-2], PurePosixPath(approval.place.file).stem
        if (approval.policy, approval.edition) != (folder, stem):
            yield Finding(
                approval.where("edition"),
                f"the record of {approval.policy}/{approval.edition} lies at {folder}/{stem}",
                f"it belongs to policy/approvals/{approval.policy}/{approval.edition}.yaml",
            )
