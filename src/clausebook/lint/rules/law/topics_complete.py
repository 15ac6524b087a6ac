"""A text that lists topics of an Act lists all of them.

A list of the grounds of discrimination that leaves some out reads as if those were allowed. Which topics an Act has,
and by what other words a text may name them, is in policy/instruments.yaml. Three or more in one sentence count as
a list.
"""

import re
from collections.abc import Iterator

from clausebook.lint.law_named import called, mentions, without_titles
from clausebook.lint.prose import ClauseText, prose
from clausebook.model.finding import Finding
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.status import status
from clausebook.model.register import Register
from clausebook.text.sentences import sentences

LEVEL = "note"
READS = "policy"
Patterns = tuple[tuple[str, re.Pattern[str]], ...]
ENOUGH = 3  # topics in a sentence that make it a list


def check(register: Register) -> Iterator[Finding]:
    """Findings at the first topic of the list."""
    for instrument in register.instruments:
        if len(instrument.topics) > ENOUGH and status(instrument, register.as_of).is_law:
            patterns = tuple(_patterns(instrument))
            anyone = re.compile("|".join(pattern.pattern for _, pattern in patterns), re.IGNORECASE)
            titled = {id(text): found for text, found in mentions(register)}
            for written in prose(register):
                words = without_titles(written.words, titled.get(id(written), ()))
                yield from _listed(written, words, instrument, patterns, anyone)


def _listed(
    written: ClauseText, words: str, instrument: Instrument, patterns: Patterns, anyone: re.Pattern[str]
) -> Iterator[Finding]:
    if len(anyone.findall(words)) < ENOUGH:
        return
    for sentence in sentences(words):
        found = _named(sentence, patterns)
        if ENOUGH <= len(found) < len(instrument.topics):
            missing = [topic for topic in instrument.topics if topic not in found]
            yield Finding(
                written.at(min(found.values(), key=sentence.index)),
                f"clause {written.clause.id} lists {len(found)} of the {len(instrument.topics)} topics of "
                f"{called(instrument)}; missing: {', '.join(missing)}",
                "add them, or point to the Act instead of listing",
            )


def _named(sentence: str, patterns: Patterns) -> dict[str, str]:
    """Topic to the words that name it here."""
    found, rest = {}, sentence
    # longest first, so that "sexual orientation" is not also "sex"
    for topic, pattern in patterns:
        if match := pattern.search(rest):
            found[topic] = match[0]
            rest = rest[: match.start()] + "§" * len(match[0]) + rest[match.end() :]
    return found


def _patterns(instrument: Instrument) -> Iterator[tuple[str, re.Pattern[str]]]:
    for topic in sorted(instrument.topics, key=lambda topic: -len(topic)):
        either = "|".join(re.escape(word) for word in _words(topic, instrument))
        yield topic, re.compile(rf"\b(?:{either})\b", re.IGNORECASE)


def _words(topic: str, instrument: Instrument) -> list[str]:
    return sorted({topic, *instrument.topic_words.get(topic, ())}, key=lambda word: (-len(word), word))
