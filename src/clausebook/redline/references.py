"""References that follow their targets: the old words with the numbers of the new edition, for comparing only."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from clausebook.model.duties import Duty
from clausebook.model.duties.wording import Wording


def renumbering(was: Mapping[str, str], now: Mapping[str, str]) -> Callable[[str], str]:
    """What turns words with the old numbers of what both refer to into words with the new ones."""
    changed = {was[one]: now[one] for one in was if one in now and was[one] != now[one]}
    if not changed:
        return str
    either = "|".join(map(re.escape, sorted(changed, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w.])(?:{either})(?!\.?\w|\()")
    return lambda words: pattern.sub(lambda found: changed[found[0]], words)


def of_continuing(references: Mapping[str, str], ids: Mapping[str, str]) -> dict[str, str]:
    """The references of an older edition by the ids under which their targets continue."""
    return {ids.get(one, one): number for one, number in references.items()}


def renumbered(duty: Duty, put: Callable[[str], str]) -> Duty:
    """The duty as it would read with those numbers."""
    return (
        duty
        if put is str
        else replace(
            duty,
            words=Wording(put(duty.words.written), put(duty.words.read)),
            action=put(duty.action),
            conditions=tuple(map(put, duty.conditions)),
            exceptions=tuple(map(put, duty.exceptions)),
            deadlines=tuple(map(put, duty.deadlines)),
            numbers=tuple(map(put, duty.numbers)),
            subject=put(duty.subject),
        )
    )
