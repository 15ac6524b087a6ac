"""No words of a text are lost behind a #.

YAML takes a blank and # for the beginning of a remark: of `- press #3 for the office` only "press" is read. Put such a
text in "quotes". A remark may follow an id, a number or a date, and may always go on a line of its own.
"""

from clausebook.lint.rules.structure._faults import faults_of

ADOPTED = "note"
check = faults_of("comment-in-text")
