"""What differs from school to school is in texts as a variable, not written out.

The school's name, its authority, its governing body and titles of roles are facts of policy/school.yaml. Written out,
they stay behind when a title changes or another school takes the policy over. A role's title of one word, such as
Headteacher, is not looked for: it is a word of the language too. Words that an edition adopted are as they are.
"""

import re
from collections.abc import Iterator

from clausebook.lint.wording import all_texts, outside_braces
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.model.school import School

LEVEL = "note"
READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the words."""
    if register.school is None:
        return
    variables = _variables(register.school)
    if not variables:
        return
    longest_first = sorted(variables, key=len, reverse=True)
    written = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(words) for words in longest_first)})(?!\w)")
    for _, place, text in all_texts(register):
        for found in written.finditer(outside_braces(text)):
            variable = variables[found[0]]
            hint = f"write {{{{ {variable} }}}}"
            yield Finding(place.span(text, *found.span()), f"{found[0]} is written out: it is {variable}", hint)


def _variables(school: School) -> dict[str, str]:
    """Words as written to the variable that gives them; the school's own facts before titles of roles."""
    facts = {
        "school.name": school.name,
        "school.short_name": school.short_name,
        "school.authority": school.authority,
        "school.governing_body": school.governing_body,
    }
    for role, title in school.roles.items():
        facts[f"school.roles.{role.replace('-', '_')}"] = title if " " in title.strip() else ""
    return {words: variable for variable, words in reversed(facts.items()) if words.strip()}
