"""Every data file has the shape its schema describes.

A required field is missing, a list is where text is expected, a date or an id is not written as one. The schemas
are in schema/; an editor that knows them says the same while you type.
"""

from clausebook.lint.rules.structure._faults import faults_of

check = faults_of("schema")
