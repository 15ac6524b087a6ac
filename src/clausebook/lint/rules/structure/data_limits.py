"""No data file can exhaust the machine that reads it.

YAML aliases (a star and a name) are refused, as are files of more than a million bytes and lists nested more than
forty deep.
"""

from clausebook.lint.rules.structure._faults import faults_of

check = faults_of("data-limits")
