"""Every YAML file below policy/ and clauses/ is one that is read.

A file in the wrong folder, or with the ending .yml, would be left out silently. Move it, or rename it to .yaml.
"""

from clausebook.lint.rules.structure._faults import faults_of

check = faults_of("stray-file")
