"""What a file says is written out in it.

YAML's merge keys (<<), anchors (&name) and tags (!name) put in words from elsewhere, or take words out of a text,
without a person seeing it. Text that begins with & or ! goes in "quotes".
"""

from clausebook.lint.rules.structure._faults import faults_of

ADOPTED = "note"
check = faults_of("written-out")
