"""A file is named after the id it holds.

The id is the clause's name for ever; a file name that differs would make it hard to find, and links to it wrong.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from clausebook.model.acts.record import FOLDER, parts_of_path
from clausebook.model.clause import Clause
from clausebook.model.finding import Finding
from clausebook.model.policy import Policy
from clausebook.model.register import Register

READS = "policy"


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
    for one in register.acts:
        act, (policy, kind, edition) = one.act, parts_of_path(one.path)
        if (policy, kind, edition) != (act.policy, act.act, act.edition):
            folder = f"{FOLDER}{act.policy}/"
            file = f"{act.edition}.yaml" if one.is_old else f"{act.on}-{act.act}-{act.edition}.yaml"
            lies = f"{policy}/{one.path.rpartition('/')[2].removesuffix('.yaml')}"
            yield Finding(
                act.where("edition"),
                f"the record of {act.policy}/{act.edition} is at {lies}",
                f"it belongs to {folder}{file}",
            )
