"""Each act of an approval follows the act before it.

An act holds the digest of the one that it follows. Two acts that follow the same one were recorded on two branches that
were merged since: which came first, only the governors' minutes say. The command in the hint puts them in order, and
changes neither. Commands write acts; never edit one.
"""

from collections.abc import Iterator

from clausebook.model.acts.chain import ChainFault, broken_places
from clausebook.model.finding import Finding
from clausebook.model.register import Register

READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the act that does not follow."""
    for policy in dict.fromkeys(one.policy for one in register.acts):
        for gap in broken_places(register.acts_of(policy)):
            yield Finding(gap.at.act.where("after"), *_explained(gap))


def _explained(gap: ChainFault) -> tuple[str, str]:
    here = gap.at.path
    other = gap.other.path if gap.other else ""
    if gap.how == "fork":
        message = f"this act follows the same act as {other}: which came first is not known"
        return message, f'python3 build.py correct {here} --after {other} --why "two branches were merged"'
    if gap.how == "second-start":
        return f"this act follows none, and {other} came before it", "record it again with its command"
    if other:
        return f"the act before this one was changed since: {other}", f"git log -p -- {other} shows the change"
    return "the act before this one is not there", "python3 build.py verify says what became of it"
