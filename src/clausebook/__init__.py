"""The engine: how clauses in YAML become an edition's PDF, Word file, data and web pages."""

from __future__ import annotations

__version__: str


def __getattr__(name: str) -> str:
    """`__version__`, which only pyproject.toml says; a wheel carries it in its metadata."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version
    from pathlib import Path

    project = Path(__file__).resolve().parents[2] / "pyproject.toml"
    if not project.is_file():
        return version("clausebook")
    import tomllib

    found: str = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"]
    return found
