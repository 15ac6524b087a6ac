"""A policy exported to Word by this engine and imported again is the same clauses."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from clausebook.formats import word
from clausebook.importer import understand
from clausebook.importer.paragraphs import blocks_of
from clausebook.io import documents, pandoc
from clausebook.io.files import read_files
from clausebook.model.documents.import_result import Importation
from clausebook.model.edition import Edition
from clausebook.model.register import Register
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load
from tests.adopted import AS_OF, ROOT, approved, publication
from tests.importer.reading import facts, lines

pytestmark = pytest.mark.slow

STRANGE = {
    "policy/strange.yaml": """
id: strange
title: Strange shapes
outline:
  - id: lists
    title: All kinds of lists
    clauses: [nested, long]
  - opening: rest
""",
    "clauses/strange/nested.yaml": """
id: nested
title: Items in items
body:
  - A paragraph that ends with a colon and introduces nothing (see {{ ref('rest') }}):
  - text: "Staff must:"
    items:
      - text: "lock up:"
        items:
          - at four
          - between: and/or
          - text: when it is dark
            items: [in winter, in fog]
      - id: lights
        text: switch off *all* lights, **always**
  - items: [one alone, and another]
  - 2 paragraphs that begin with a figure are no heading.
  - note: A remark, see {{ ref('nested.lights') }} and [the site](https://www.gov.uk/x).
""",
    "clauses/strange/long.yaml": """
id: long
title: "More than 26: letters that Word does not count"
body:
  - text: "Many:"
    items: [POINTS]
""".replace("POINTS", ", ".join(f"point number {count}" for count in range(30))),
    "clauses/strange/rest.yaml": """
id: rest
title: The {{ school.roles.headteacher }} and the rest
citations: [ukpga/2018/12]
body:
  - table: {caption: Whom to tell, header: [Loss, Tell], rows: [[phone, office], [laptop, "the * {{ school.name }}"]]}
  - form:
      title: Slip
      fields:
        - {label: Name, kind: text}
        - {label: I agree to all, kind: tick}
        - {label: Signature of parent, kind: signature}
        - {label: Date signed, kind: date}
""",
}


def strange() -> Register:
    return load({**facts(), **{path: text.encode("utf-8") for path, text in STRANGE.items()}}, AS_OF)


@lru_cache(maxsize=1)
def draft() -> tuple[Edition, Register]:
    """The repository's own draft, with the facts that belong to it."""
    register = load(read_files(ROOT), AS_OF)
    return resolve(register, "acceptable-use", "draft"), register


def exported(edition: Edition, folder: Path) -> Path:
    (artefact,) = word.render(edition, publication(edition))
    path = folder / "policy.docx"
    path.write_bytes(pandoc.write(artefact))
    return path


def back(path: Path, policy: str, register: Register) -> tuple[Importation, Edition]:
    """What the Word file gives, drafted among the same facts."""
    blocks, manuscript = blocks_of(documents.opened(path))
    assert manuscript.ours
    made = understand(manuscript, blocks, policy, register)
    own = (f"clauses/{policy}/", f"policy/{policy}.yaml", "policy/approvals/")
    others = {name: data for name, data in register.files.items() if not name.startswith(own)}
    files = {**others, **{name: text.encode("utf-8") for name, text in made.files.items()}}
    return made, resolve(load(files, date(2026, 11, 22)), policy, "draft")


CASES = {
    "the 2018 edition": lambda: (approved(), load({**facts()}, AS_OF)),
    "the draft": draft,
    "strange shapes": lambda: (resolve(strange(), "strange", "draft"), strange()),
}


@pytest.mark.parametrize("case", CASES)
def test_a_policy_exported_to_word_and_imported_again_is_the_same_clauses(case: str, tmp_path: Path) -> None:
    edition, register = CASES[case]()
    made, again = back(exported(edition, tmp_path), edition.policy, register)
    assert not made.lost
    assert list(lines(again)) == list(lines(edition))
    assert [(one.id, one.number) for one in again.chapters] == [(one.id, one.number) for one in edition.chapters]
    for one, other in zip(again.passages, edition.passages, strict=True):
        assert (one.id, one.number, one.title) == (other.id, other.number, other.title)
        assert shape(one.blocks) == shape(other.blocks)


def shape(blocks: object) -> object:
    """Blocks as they are shown: all of them but stated duties and citations, which a Word file does not hold."""
    if isinstance(blocks, tuple) and not hasattr(blocks, "_fields"):
        return [shape(part) for part in blocks]
    names = getattr(blocks, "__dataclass_fields__", None)
    if names is None:
        return blocks
    return {name: shape(getattr(blocks, name)) for name in names if name not in ("duty", "citations")}


@pytest.mark.parametrize("case", ["the 2018 edition", "strange shapes"])
def test_the_table_of_legislation_gives_the_citations_back(case: str, tmp_path: Path) -> None:
    edition, register = CASES[case]()
    _, again = back(exported(edition, tmp_path), edition.policy, register)
    cited = [(law.id, [target.cite for target in law.cited_by]) for law in edition.laws]
    assert [(law.id, [target.cite for target in law.cited_by]) for law in again.laws] == cited


def test_ids_of_items_come_back_even_where_word_allows_no_name_as_long(tmp_path: Path) -> None:
    edition, register = draft()
    made, _ = back(exported(edition, tmp_path), edition.policy, register)
    text = made.files["clauses/acceptable-use/social-networking-responsibilities.yaml"]
    assert "- id: befriend\n" in text
