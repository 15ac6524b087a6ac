"""Every data file is a YAML document.

What stops a file from being read: a text that holds a colon and a blank or begins with a brace and is not quoted, a
tab, a quotation mark that is not closed, a key written twice, the markers of a merge left behind. Put the text in
quotes, or write it below `>-`.
"""

from clausebook.lint.rules.structure._faults import faults_of

check = faults_of("yaml-syntax")
