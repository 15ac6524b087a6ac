"""What templates compile to, kept in the cache: the same template is compiled once an engine and a Python."""

from __future__ import annotations

from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from clausebook.io.cache import Cache, digest
from clausebook.io.engine import engine_hash

_FILE = "template"


class CompiledTemplates(BytecodeCache):
    """Bytecode by the source of its template. `way` names how the templates are written: their marks and escaping."""

    def __init__(self, folder: Path, way: str) -> None:
        self._cache, self._way = Cache(folder), way

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what was kept; Jinja compiles again where that is of another Python."""
        kept = self._cache.get(self._key(bucket))
        if kept is not None:
            bucket.bytecode_from_string(kept[_FILE])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._cache.put(self._key(bucket), {_FILE: bucket.bytecode_to_string()})

    def _key(self, bucket: Bucket) -> str:
        return digest("template", engine_hash(), self._way, bucket.key, bucket.checksum)
