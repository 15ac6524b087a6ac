"""Templates -> pages. Everything is escaped; the words of a clause come as runs and are marked up here alone."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from clausebook.desk.visit import Visit
from clausebook.formats.web.escape import address
from clausebook.text.dates import in_words
from clausebook.text.inline import Inline, Run

TEMPLATES = Path(__file__).parent / "templates"


class Shower:
    """Makes pages of templates."""

    def __init__(self) -> None:
        self.templates = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        self.templates.filters.update(runs=runs, day=in_words, capital=capital, sentence=sentence)

    def page(self, template: str, visit: Visit, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A whole page."""
        shown = self.templates.get_template(template).render(visit=visit, **values)
        return HTMLResponse(shown, status)


def runs(text: Inline, base: str = "") -> Markup:
    """Runs as HTML. A reference inside the policy leads to `base` and its anchor."""
    return Markup("".join(_run(run, base) for run in text))


def _run(run: Run, base: str) -> str:
    shown = escape(run.text)
    for tag, on in (("code", run.code), ("em", run.italic), ("strong", run.bold)):
        shown = f"<{tag}>{shown}</{tag}>" if on else shown
    if run.link.startswith("#"):
        return f'<a href="{escape(base)}{escape(run.link)}">{shown}</a>'
    url = address(run.link)
    return f'<a href="{url}" rel="noreferrer">{shown}</a>' if url else shown


def capital(text: str) -> str:
    """With a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """As a sentence: with a capital letter and a full stop."""
    shown = capital(text.strip())
    return shown if not shown or shown[-1] in ".?!:" else f"{shown}."
