"""Texts name no other school.

A policy taken over from another school often keeps that school's name somewhere. If another school is meant, waive the
finding and say why.
"""

import re
from collections.abc import Iterator

from clausebook.lint.wording import all_texts, outside_braces
from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "note"
READS = "policy"
_NAME = re.compile(r"(?<![\w'’-])(?:[A-Z][\w'’-]{0,40}\.? ){1,5}(?:School|Academy|College)\b(?!['’])")
# capitals before "School" that are not a name: the first word of a sentence, a kind of school, a title in capitals
_NO_NAME = re.compile(
    r"A|All|An|And|Any|At|By|Each|Every|First|For|From|If|In|Its|Local|My|New|No|Not|Of|On|Or|Other|Our|State|Such|That|The"
    r"|Their|This|Those|To|Upper|Use|Using|When|Where|Whole|With|Within|Your"
    r"|Boarding|Church|Community|Federation|Foundation|Grammar|High|Independent|Infants?|Junior|Maintained|Middle|Nursery"
    r"|Partner|Preparatory|Primary|Secondary|Sixth|Form|Special|Summer|Sunday"
    r"|Attendance|Parent|Policy|Pupil|Safeguarding|Safer|Staff|Working"
)


def check(register: Register) -> Iterator[Finding]:
    """Findings at the name."""
    school = register.school
    if school is None:
        return
    own = f"{school.name} {school.short_name}".split()
    # the rule leftover-of-another-school has said what is wrong with these
    known = register.upstream.traces.names if register.upstream else ()
    for _, place, text in all_texts(register):
        for found in _NAME.finditer(outside_braces(text)):
            words = found[0].split()[:-1]
            if (
                found[0] in known
                or any(word in own for word in words)
                or all(_NO_NAME.fullmatch(word) for word in words)
            ):
                continue
            hint = "write {{ school.name }}, or waive this where another school is meant"
            yield Finding(place.span(text, *found.span()), f"{found[0]} is not the name of the school", hint)
