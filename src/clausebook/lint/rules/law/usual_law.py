"""A policy that speaks of a subject cites the law that usually goes with it.

Which subjects, by which words, and which law, is under `subjects:` in policy/instruments.yaml. Only what is law on
the day of the check and will be at the next review is asked for, and only once a policy; of a school outside England
only what extends to its nation. It is a reminder: a policy may have its reasons.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from clausebook.lint.law_named import LawNamed, called, cited, mentions, next_review, without_titles
from clausebook.lint.prose import ClauseText, by_policy
from clausebook.model.clause import Citation
from clausebook.model.finding import Finding
from clausebook.model.law.instrument import Instrument, Subject
from clausebook.model.law.parts import nations_of
from clausebook.model.law.status import status
from clausebook.model.law.verdict import provision_on
from clausebook.model.register import Register
from clausebook.text.sentences import sentences

LEVEL = "note"
READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the first word that shows the subject."""
    has = {(clause.policy, instrument.id) for clause, _, instrument in cited(register)}
    # what the words name and the clause does not cite has a finding of its own
    has |= {(text.clause.policy, one.id) for text, found in mentions(register) for one in _known(found)}
    titled = {id(text): found for text, found in mentions(register)}
    for policy, texts in by_policy(register).items():
        for subject in register.subjects:
            missing = [one for one in subject.cite if (policy, one.instrument) not in has]
            missing = [one for one in missing if _is_law(one, policy, register)]
            spoken = _spoken_of(subject, texts, titled) if missing else None
            if spoken:
                text, word = spoken
                yield Finding(
                    text.at(word),
                    f"clause {text.clause.id} speaks of {subject.id.replace('-', ' ')}, and nothing in the "
                    f"policy cites {' and '.join(_shown(one, register) for one in missing)}",
                    f"if it applies, add citations: [{', '.join(one.instrument for one in missing)}]",
                )


def _known(found: Sequence[LawNamed]) -> Iterator[Instrument]:
    yield from (law.known for law in found if law.known)


def _spoken_of(
    subject: Subject, texts: Sequence[ClauseText], titled: Mapping[int, Sequence[LawNamed]]
) -> tuple[ClauseText, str] | None:
    """The first text that speaks of the subject, and the word that shows it."""
    pattern = _pattern(subject.words)
    for text in texts:
        if not text.is_prose or not pattern.search(text.words):
            continue
        # a title of law shows no subject: "Disability Discrimination Act 1995"
        for sentence in sentences(without_titles(text.words, titled.get(id(text), ()))):
            found = pattern.search(sentence)
            if not found or (subject.beside and not _pattern(subject.beside).search(sentence)):
                continue
            if not (subject.unless and _pattern(subject.unless).search(sentence)):
                return text, found[0]
    return None


def _is_law(citation: Citation, policy: str, register: Register) -> bool:
    """Whether it is law on the day of the check, and still at the next review."""
    instrument = register.instrument_by_id.get(citation.instrument)
    if instrument is None or not status(instrument, register.as_of).is_law:
        return False
    nation = register.school.nation if register.school else None
    if nation not in (None, "England") and nation not in nations_of(instrument.extent):
        return False  # elsewhere only what is known to extend there is asked for
    until = next_review(register, policy)
    if status(instrument, max(until, register.as_of)).kind == "ended":
        return False
    if not citation.provision:
        return True
    part = citation.provision
    return all(
        provision_on(instrument, part, day).state not in ("ended", "not yet in force")
        for day in (register.as_of, until)
    )


def _shown(citation: Citation, register: Register) -> str:
    title = called(register.instrument_by_id[citation.instrument])
    return f"{citation.provision} of {title}" if citation.provision else title


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(re.escape(word).replace("'", "['’]") for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
