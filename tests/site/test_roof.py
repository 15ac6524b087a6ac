"""A whole site with three editions: what lies at the roof fits what lies below it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from engine.formats.web.places import DOCUMENTS
from engine.model.order import Order
from engine.pipeline import building
from tests import adopted
from tests.git.repositories import mini_school
from tests.site.publications import AS_OF, three_editions
from tests.site.reading import broken, read

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site of a build, with stand-ins for documents, which are tested elsewhere."""
    root = three_editions(mini_school(tmp_path_factory.mktemp("roof") / "school")).root
    with pytest.MonkeyPatch.context() as patch:
        web = [form for form in building.all_formats() if form.site]
        patch.setattr(building, "all_formats", lambda: web)
        patch.setattr(building, "all_review_forms", lambda: [one for one in _forms() if one.name == "web"])
        patch.setattr(building.disk, "read", partial(_looks, building.disk.read))
        outcome = building.build(Order(root=root, as_of=AS_OF), lambda text: None)
    files = {path.removeprefix("site/"): content for path, content in outcome.files.items() if path.startswith("site/")}
    for edition in outcome.editions:
        for one in DOCUMENTS:
            files[f"{edition.folder}/{edition.file_stem}.{one.ending}"] = b"a document"
    for ending in ("pdf", "docx", "json"):
        files[f"phones/review/2020-draft.{ending}"] = b"a document"
    return files


_forms = building.all_review_forms


def _looks(really: object, root: Path, folders: tuple[str, ...] = ()) -> dict[str, bytes]:
    """The school's own files, with this repository's templates."""
    if folders == building.disk.LOOKS:
        return adopted.files_below("templates", "site")
    return really(root, folders) if folders else really(root)  # type: ignore[operator,no-any-return]


def test_no_link_anchor_or_id_is_broken_with_three_editions(site: dict[str, bytes]) -> None:
    assert list(broken(site)) == []


def test_every_page_names_the_feed_and_the_calendar(site: dict[str, bytes]) -> None:
    assert {"feed.xml", "calendar.ics", "index.json"} <= site.keys()
    pages = {path: read(content) for path, content in site.items() if path.endswith("/index.html")}
    for path, page in pages.items():
        up = "../" * path.count("/")
        assert f"{up}feed.xml" in page.links, path
        assert f"{up}calendar.ics" in page.links, path
