"""A file has only the lines and indentations that a person sees in it.

Some characters begin a new line for the parser and none in an editor or a diff, so that a remark can hide a rule; and
a no-break space, as word processors paste it, is not an indentation to YAML. Inside a text any blank is welcome.
"""

from clausebook.lint.rules.structure._faults import faults_of

ADOPTED = "note"
check = faults_of("hidden-character")
