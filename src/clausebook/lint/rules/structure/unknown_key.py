"""Every key is one that the schema knows.

A misspelt key would be lost silently, so it is an error; the nearest known key is offered.
"""

from clausebook.lint.rules.structure._faults import faults_of

check = faults_of("unknown-key")
