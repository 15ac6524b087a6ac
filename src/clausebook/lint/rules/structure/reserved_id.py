"""A policy's id is none of the names that the site and output/ use for themselves.

Each policy has a folder of its id beside the site's own ones: a policy called `law` would overwrite the pages of
legislation, and one of the two would be lost.
"""

from collections.abc import Iterator

from clausebook.model.finding import Finding
from clausebook.model.policy import RESERVED
from clausebook.model.register import Register

READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the id."""
    for policy in register.policies:
        if policy.id in RESERVED:
            message = f"policy {policy.id} uses a name reserved for the site's own pages"
            hint = f"choose another id, such as {policy.id}-policy, and name the file after it"
            yield Finding(policy.where("id"), message, hint)
