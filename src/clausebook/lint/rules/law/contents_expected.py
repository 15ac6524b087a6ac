"""A policy of a kind says what policies of that kind are expected to say.

An acceptable use policy that names no designated safeguarding lead leaves staff without a person to go to. What each
kind of policy is expected to say is under `contents:` in policy/instruments.yaml. It is a reminder: a policy may say it
in other words, or in another policy. The lists are those of England: a school of another nation is not asked.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from clausebook.lint.prose import by_policy
from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "note"
READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the policy's title, once for each thing that is not said."""
    if register.school and register.school.nation not in (None, "England"):
        return
    for policy in register.policies:
        name = f"{policy.title} {policy.id.replace('-', ' ')}"
        words = "\n".join(text.words for text in by_policy(register).get(policy.id, ()))
        said: set[str] = set()
        for kind in register.contents:
            if not words or not _pattern(kind.policies).search(name):
                continue
            for need in kind.needs:
                asked = not need.beside or _pattern(need.beside).search(words)
                if asked and need.what not in said and not _pattern(need.words).search(words):
                    said.add(need.what)
                    message = f"policy {policy.id} does not say: {need.what}"
                    yield Finding(policy.where("title"), message, "say it, or say in which policy it is")


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
