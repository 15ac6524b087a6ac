"""Files of a build, or in output/ -> how they differ from their editions. Computed once for each changed file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from clausebook.io.cache import Cache, digest, shared_store
from clausebook.io.engine import engine_hash
from clausebook.io.files import OUTPUT, read_files
from clausebook.io.memory import no_collection
from clausebook.model.approvals.verdict import Check
from clausebook.model.comparison.review import Review
from clausebook.model.edition import Edition
from clausebook.model.finding import Finding, SourceLocation
from clausebook.model.rule import Rule
from clausebook.readback import Judgement, review_units, units

UNLIKE = Rule(
    name="read-back",
    level="error",
    manual="""\
Every file of an edition says what the edition says: its words, numbers and letters, in their order.

Before output/ is replaced, a build reads each PDF, Word file and web page back with a reader that shares no code with
the writer, and holds it against the edition. Templates, style sheets and the code of a format may set words, but not
change, hide, add or leave out any. Where one does, nothing is written. Mend what the finding tells you to look at.
`python3 build.py verify` holds the published files in output/ against the editions in the same way.
""".strip(),
)
_LOOK_AT = {
    "PDF": "templates/pdf/ and src/clausebook/formats/pdf/",
    "Word file": "templates/word/ and src/clausebook/formats/word/",
    "web page": "templates/web/, site/ and src/clausebook/formats/web/",
}


def read_back(
    root: Path, editions: Iterable[Edition], files: Mapping[str, bytes], reviews: Iterable[Review] = (), known: str = ""
) -> tuple[Finding, ...]:
    """An error for each difference of a file from its edition or its review; () where there is none.

    `known` is a hash of all that is compared, under which it is kept that there was none.
    """
    reader = _Reader(root)
    if known and reader.cache.get(key := digest(UNLIKE.name, reader.engine, known)) is not None:
        return ()
    with no_collection():
        found = [
            *_findings(((one.reference, "the edition says", units(one, files, reader)) for one in editions), reader)
        ]
        packs = ((f"the review of {one.policy}", "changed", review_units(one, files, reader)) for one in reviews)
        found += _findings(packs, reader)
    if known and not found:
        reader.cache.put(key, {})
    return tuple(found)


def _findings(made: Iterable[tuple[str, str, Iterable[Judgement]]], reader: _Reader) -> Iterator[Finding]:
    """What is wrong with files: whose they are, what they should be, and the files."""
    return (
        Finding(
            SourceLocation(file=f"output/{unit.path}"),
            f"the {unit.kind} of {name} is not what {what}: {complaint}",
            hint=f"look at {_LOOK_AT.get(unit.kind, 'src/clausebook/formats/')}: "
            "they may set words, but not change, hide, add or leave out any",
            level="error",
            rule=UNLIKE.name,
        )
        for name, what, found in made
        for unit in found
        for complaint in reader.complaints(unit)
    )


def published(root: Path, editions: Iterable[Edition]) -> dict[str, tuple[Check, ...]]:
    """What is to be said of the files in output/, by the reference of the edition that they show."""
    files = {path.removeprefix(f"{OUTPUT}/"): content for path, content in read_files(root, (OUTPUT,)).items()}
    reader, written = _Reader(root), _written(files.get("manifest.json", b""))
    return {edition.reference: tuple(_published(edition, files, written, reader)) for edition in editions}


def _published(
    edition: Edition, files: Mapping[str, bytes], written: Mapping[str, str], reader: _Reader
) -> Iterator[Check]:
    own = [path for path in files if path.removeprefix("site/").startswith(f"{edition.folder}/")]
    if not own:
        found = f"published files: output/ has none of {edition.reference}"
        yield Check(subject="published", outcome="unchecked", message=found, hint="python3 build.py makes them")
        return
    wrong = [
        f"output/{unit.path}: {complaint}"
        for unit in units(edition, files, reader)
        for complaint in reader.complaints(unit)
    ]
    wrong += [
        f"output/{path} is not what the last build wrote"
        for path in sorted(own)
        if path in written and written[path] != sha256(files[path]).hexdigest()
    ]
    for one in wrong:
        hint = "python3 build.py makes it again; find out who changed it"
        yield Check(subject="published", outcome="fault", message=one, hint=hint)
    if not wrong:
        found = f"the {len(own)} published files in output/ say what the edition says"
        yield Check(subject="published", outcome="good", message=found)


def _written(manifest: bytes) -> dict[str, str]:
    """The hash of each file that the last build wrote, nothing where that is not known."""
    try:
        return {str(one["path"]): str(one["sha256"]) for one in json.loads(manifest)["files"]}
    except (ValueError, KeyError, TypeError):
        return {}


class _Reader:
    """Reads each file once: what was good is remembered, what was not is read again. Keeps what pages draw, too."""

    def __init__(self, root: Path) -> None:
        self.cache, self.engine = Cache(root / ".cache", shared_store()), engine_hash()

    def complaints(self, unit: Judgement) -> tuple[str, ...]:
        key = digest(UNLIKE.name, self.engine, unit.path, unit.kind, *unit.depends)
        if self.cache.get(key) is not None:
            return ()
        found = (*unit.complaints(), *self._within(unit))
        if not found:
            self.cache.put(key, {})
        return found

    def _within(self, unit: Judgement) -> Iterator[str]:
        for part in unit.within() if unit.within else ():
            yield from self.complaints(part)

    def read(self, name: str) -> bytes | None:
        """What a page of a PDF draws, where one like it was read before."""
        return (self.cache.get(digest("page", self.engine, name)) or {}).get("")

    def write(self, name: str, content: bytes) -> None:
        """Keep what a page draws."""
        self.cache.put(digest("page", self.engine, name), {"": content})
