"""A grave rule binds: what protects pupils, data or passwords is not left to advice.

"Staff are advised that it is inappropriate to have relationships with pupils online", in a policy that elsewhere says
"must", reads as if that were allowed. Known by weak words (advised, discouraged, inappropriate) beside what is grave.
"""

import re
from collections.abc import Iterator

from clausebook.lint.prose import by_policy
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.text.sentences import sentences

LEVEL = "note"
READS = "policy"
ENOUGH = 3  # duties with "must" that show that the policy binds elsewhere
_MUST = re.compile(r"\b(?:must|shall|prohibited|not permitted)\b", re.IGNORECASE)
_WEAK = re.compile(
    r"\b(?:(?:is|are) (?:strongly )?(?:advised|discouraged|encouraged|urged|recommended|requested)"
    r"|it is (?:in)?(?:appropriate|advisable)|(?:should|may) (?:try|aim|endeavour) (?:not )?to)\b",
    re.IGNORECASE,
)
_GRAVE = re.compile(
    r"\b(?:relationships?|befriend\w*|passwords?|confidential\w*|personal data|safeguard\w*|indecent|abus\w+"
    r"|(?:pupils?|students?|child(?:ren)?)(?:['’]s?)? (?:pages?|mobile|phone|numbers?|images?|photographs?|accounts?)"
    r"|with (?:pupils|students|children)|pupils access)\b",
    re.IGNORECASE,
)


def check(register: Register) -> Iterator[Finding]:
    """Findings at the weak words, once a sentence."""
    for texts in by_policy(register).values():
        if sum(bool(_MUST.search(text.unquoted)) for text in texts) < ENOUGH:
            continue
        for text in texts:
            if not text.is_prose or not _WEAK.search(text.unquoted):
                continue
            for sentence in sentences(text.unquoted):
                found, grave = _WEAK.search(sentence), _GRAVE.search(sentence)
                if found and grave and not _MUST.search(sentence):
                    message = f'clause {text.clause.id} only advises where the matter is grave: "{found[0]}"'
                    yield Finding(text.at(found[0]), message, 'say "must" or "must not", if it binds')
