"""Every variable in a text is a fact that policy/school.yaml sets, or a term of policy/terms.yaml.

{{ school.name }} and {{ school.roles.headteacher }} are variables. A misspelt one would leave a blank in the policy,
so it is an error. Braces can show facts, refer to clauses and choose by a fact; they cannot loop, compute or call.
"""

from collections.abc import Iterator

from clausebook.lint.wording import findings_in_texts
from clausebook.model.finding import Finding
from clausebook.model.register import Register

READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the variable."""
    yield from findings_in_texts(register, ("variable", "variable-syntax"))
