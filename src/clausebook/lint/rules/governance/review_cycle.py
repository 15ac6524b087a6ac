"""A policy is reviewed as often as law or guidance wants.

What policy/required.yaml calls required is a warning, what it recommends a note. The review itself is brought forward
where a law or statutory guidance wants it sooner, whatever the policy says.
"""

from collections.abc import Iterator

from clausebook.model.finding import Finding, Level
from clausebook.model.register import Register
from clausebook.model.required import covered
from clausebook.text.phrases import every

LEVEL = "warning"
READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the policy's cycle."""
    for policy in register.policies:
        cycle = policy.review_every
        months = 12 * int(cycle[0]) if cycle and cycle[0].isdecimal() else None
        for row in covered(policy, register.required):
            longer = cycle == "as the law changes" or (months is not None and row.months and months > row.months)
            if cycle and row.months and longer:
                is_required = row.review_is == "required"
                asked = f"“{row.title}” {'must' if is_required else 'should'} be reviewed {every(row.months, 'month')}"
                level: Level = "warning" if is_required else "note"
                message = f"{policy.id} is reviewed {_how_often(cycle)}; {asked}"
                yield Finding(policy.where("review_every"), message, "choose a shorter cycle", level)


def _how_often(cycle: str) -> str:
    return every(int(cycle[0]), "year") if cycle[0].isdecimal() else cycle
