"""Labels of pages and documents come in the language of the texts.

Headings such as "Contents" and "Find a rule" are kept in `templates/labels`, in English and in Welsh. The Welsh ones
have not been read by a speaker, and the foot of each page says so until they have. With texts in another language the
labels are English; the texts themselves are shown as they are written, and marked with their language.
"""

from collections.abc import Iterator

from clausebook.model.finding import Finding
from clausebook.model.publication import LANGUAGES, language_of
from clausebook.model.register import Register
from clausebook.text.phrases import listed

LEVEL = "note"


def check(register: Register) -> Iterator[Finding]:
    """A note where the labels are in another language than the texts."""
    school = register.school
    if school and school.language.partition("-")[0].lower() != language_of(school.language):
        yield Finding(
            school.where("language"),
            f"labels come in {listed(LANGUAGES.values())}; with language {school.language} they are English",
            "leave it, if this is the language of the texts",
        )
