"""Labels of pages and documents come in the language of the texts.

Headings such as "Contents" and "Find a rule" are kept in `templates/labels`, in English and in Welsh. The Welsh ones
have not been read by a speaker, and the foot of each page says so until they have. With texts in another language the
labels are English; the texts themselves are shown as they are written, and marked with their language.

A policy in a language that is written from right to left cannot be published: its PDF cannot be read back word for
word. Words of such a language may be anywhere in a text.
"""

from collections.abc import Iterator

from clausebook.model.finding import Finding
from clausebook.model.publication import LANGUAGES, language_of
from clausebook.model.register import Register
from clausebook.text.phrases import listed


def check(register: Register) -> Iterator[Finding]:
    """A note where the labels are in another language than the texts; an error where the texts run the other way."""
    school = register.school
    if school and _runs_to_the_left(school.language):
        yield Finding(
            school.where("language"),
            f"texts in {school.language} are written from right to left, and their PDF cannot be read back",
            "write en-GB, or the language of most of the texts; words of other languages may be in any of them",
        )
    elif school and school.language.partition("-")[0].lower() != language_of(school.language):
        yield Finding(
            school.where("language"),
            f"labels come in {listed(LANGUAGES.values())}; with language {school.language} they are English",
            "leave it, if this is the language of the texts",
            "note",
        )


def _runs_to_the_left(language: str) -> bool:
    """Whether it is written from right to left, as the Unicode locale data say."""
    if language_of(language) == language.partition("-")[0].lower():
        return False
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-").character_order == "right-to-left"
    except (UnknownLocaleError, ValueError):
        return False
