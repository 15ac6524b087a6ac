"""The account of an import: every word of the source is in a clause, in the policy's file, or in the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from clausebook.model.blocks import texts
from clausebook.model.clause import Clause
from clausebook.model.facts import facts
from clausebook.model.policy import Policy
from clausebook.model.register import Register
from clausebook.model.variables import Reference, fill
from clausebook.text.inline import inline, plain
from clausebook.text.words import tokens


def lost(source: Iterable[str], kept: Iterable[str]) -> tuple[str, ...]:
    """The words of the source that are not kept, each as often as it is missing, in the source's order of first use."""
    given = Counter(word for text in source for word in tokens(text))
    given.subtract(Counter(word for text in kept for word in tokens(text)))
    return tuple(word for word, times in given.items() for _ in range(times))


def words_of(policy: Policy, clauses: Iterable[Clause], register: Register) -> list[str]:
    """What a reader reads in a draft: its texts with variables filled in; references give nothing here."""
    known = facts(register)
    found = [policy.title, policy.series, policy.owner or "", policy.approving_body]
    found += [section.title for section in policy.outline]
    found += [line.label for line in policy.signatories]
    found += [text for clause in clauses for _, _, text in texts(clause)]
    return [plain(inline(fill(text, known, lambda target: Reference("", "")))) for text in found]
