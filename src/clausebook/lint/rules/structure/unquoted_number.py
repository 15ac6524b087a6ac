"""Numbers are text, and text that looks like a number is quoted.

YAML reads 2.10 without quotes as 2.1, so a clause would silently change its number. Write "2.10".
"""

from clausebook.lint.rules.structure._faults import faults_of

check = faults_of("unquoted-number")
