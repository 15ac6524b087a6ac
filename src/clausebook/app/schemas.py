"""The JSON Schemas of the data files, written where editors find them."""

from __future__ import annotations

from pathlib import Path

from clausebook.io.files import write_files
from clausebook.model.schema import FILES, schema_file


def write_schemas(root: Path) -> tuple[str, ...]:
    """Write the JSON Schema of every kind of data file into schema/, and say which files."""
    written = {f"schema/{name}.json": schema_file(record) for name, record in FILES.items()}
    write_files(root, written)
    return tuple(written)
