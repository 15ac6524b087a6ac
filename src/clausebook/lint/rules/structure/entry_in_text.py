"""No entry of a list is read as part of the text above it.

A line that begins with a dash and is set in further than the entries before it goes on with the text above: of
`- Staff must run.` and, one blank further, `- Pupils must hide.` YAML makes one text. Set such a line as far in as the
entry above it; a dash that is meant ends the line above, or the text is in "quotes".
"""

from clausebook.lint.rules.structure._faults import faults_of

ADOPTED = "note"
check = faults_of("entry-in-text")
