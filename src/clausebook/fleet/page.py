"""The trust's page: every school and how it stands, as a page that needs nothing else, and as JSON."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from clausebook.fleet.standing import Standing, status_json
from clausebook.io.files import write_files
from clausebook.text.dates import in_words

PAGE, DATA = "status/index.html", "status/status.json"


def write_status(root: Path, found: tuple[Standing, ...], day: date) -> tuple[str, ...]:
    """Write status/ below the fleet's folder; the paths."""
    files = {PAGE: page(found, day).encode("utf-8"), DATA: f"{status_json(found, day)}\n".encode()}
    write_files(root, files)
    return tuple(files)


def page(found: tuple[Standing, ...], day: date) -> str:
    """The page as HTML."""
    looks = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    attention = sum(1 for one in found if one.trouble or one.open)
    return looks.get_template("status.html").render(schools=found, day=in_words(day.isoformat()), attention=attention)
