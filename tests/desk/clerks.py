"""A clerk without a browser: opens pages, fills forms in as they are, and sends them, in this process."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from lxml import html

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of the two clients that it can use, it would rather have the other one
    from starlette.testclient import TestClient

from clausebook.desk.app import make_app
from clausebook.desk.running import LocalAccess
from clausebook.desk.visit import DeskSettings

HERE = "http://127.0.0.1:8520"
KEY = "a-key-of-this-start"
AS_OF = date(2027, 5, 12)


def app(root: Path, as_of: date = AS_OF, **more: Any) -> Any:
    """The desk of a working copy."""
    access = LocalAccess(root=root, key=KEY, today=lambda: as_of)
    return make_app(DeskSettings(access=access, origins=frozenset({HERE}), secret="s" * 40, **more))


@dataclass
class Clerk:
    """One browser. `page` is the page that is open."""

    root: Path
    client: TestClient = field(init=False)
    page: Any = None
    status: int = 0
    text: str = ""

    def __post_init__(self) -> None:
        self.client = TestClient(app(self.root), base_url=HERE, follow_redirects=True)
        self.client.get(f"/?key={KEY}")

    def see(self, address: str) -> Any:
        """Open a page."""
        return self._shown(self.client.get(address))

    def send(self, form: Any = None, files: dict[str, Any] | None = None, **values: str) -> Any:
        """Send a form of the page as it is, with some fields filled in otherwise; the page's last one by default."""
        form = self.form() if form is None else form
        data = {name: value for name, value in form.form_values() if name not in values} | values
        return self._shown(self.client.post(form.get("action"), data=data, files=files))

    def form(self, id: str = "form") -> Any:
        """A form of the page."""
        return self.page.get_element_by_id(id)

    def all(self, name: str) -> list[Any]:
        """The parts of the page of a class, or with a tag."""
        found = self.page.find_class(name)
        return list(found or self.page.iter(name))

    def words(self, name: str = "main") -> str:
        """What parts of the page say, blanks made single."""
        return " ".join(" ".join(one.text_content() for one in self.all(name)).split())

    def _shown(self, answer: Any) -> Any:
        self.status, self.text = answer.status_code, answer.text
        self.page = html.fromstring(answer.text, base_url=HERE) if answer.text.lstrip().startswith("<") else None
        return self.page
