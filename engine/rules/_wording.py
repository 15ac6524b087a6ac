"""Rules about variables and references: looks through every text of clauses and policies."""

from collections.abc import Iterator

from engine.model.facts import facts, targets, texts
from engine.model.finding import Finding
from engine.model.place import Place
from engine.model.register import Register
from engine.model.wording import doubts


def findings_in_texts(register: Register, kinds: tuple[str, ...]) -> Iterator[Finding]:
    """What is wrong with the variables of every text, of the kinds asked for."""
    known = facts(register)
    reachable = {policy.id: targets(register, policy) for policy in register.policies}
    for policy_id, place, text in _all_texts(register):
        for doubt in doubts(text, known, dict.fromkeys(reachable.get(policy_id, ()))):
            if doubt.kind in kinds:
                yield Finding(place.on(doubt.piece), doubt.message, doubt.hint)


def _all_texts(register: Register) -> Iterator[tuple[str, Place, str]]:
    for clause in register.clauses:
        for noun, field, text in texts(clause):
            place = noun.where(field)
            # an item written as plain text has no field of its own in the file
            yield clause.policy, place, text
    for policy in register.policies:
        for field in ("title", "series", "approving_body"):
            yield policy.id, policy.where(field), getattr(policy, field)
        for section in policy.outline:
            yield policy.id, section.where("title"), section.title
        for line in policy.signatories:
            yield policy.id, line.where("label"), line.label
