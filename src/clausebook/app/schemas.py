"""The JSON Schemas of the data files and of what is published, written where editors and other programs find them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from clausebook.formats.data import PublishedEdition
from clausebook.formats.review.published import PublishedMeeting, PublishedReview
from clausebook.io.files import write_files
from clausebook.model.published import file, published_schema
from clausebook.model.schema import FILES, schema_file

PUBLISHED: Mapping[str, type] = {"edition": PublishedEdition, "review": PublishedReview, "meeting": PublishedMeeting}


def schemas() -> dict[str, bytes]:
    """The schema of each kind of file, by its path."""
    read = {f"schema/{name}.json": schema_file(record) for name, record in FILES.items()}
    return read | {
        f"schema/{name}.json": file(published_schema(record, name.capitalize())) for name, record in PUBLISHED.items()
    }


def write_schemas(root: Path) -> tuple[str, ...]:
    """Write the JSON Schema of every kind of file into schema/, and say which files."""
    written = schemas()
    write_files(root, written)
    return tuple(written)
