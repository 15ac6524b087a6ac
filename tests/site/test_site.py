"""The built site: whole, the same every time, faithful to the words, and made nowhere but in its staging folder."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from clausebook.errors import UserError
from clausebook.formats import web
from clausebook.io.site import build_site
from clausebook.model.artefact import Artefact
from tests import adopted, record
from tests.site.built import SECTIONS, build, real
from tests.site.reading import broken, plain, read

pytestmark = pytest.mark.slow


def test_every_paragraph_of_the_2018_text_is_on_the_pages_in_order() -> None:
    pages = [read(real()[f"acceptable-use/2018/{section}/index.html"]) for section in SECTIONS]
    assert [text for page in pages for text in page.texts] == [plain(line) for line in record.plain_lines()]


def test_the_first_page_says_what_the_cover_says() -> None:
    texts = read(real()["acceptable-use/2018/index.html"]).texts
    said = " ".join(texts)
    assert [line for line in record.cover_lines() if line not in said] == []


def test_no_link_anchor_or_id_is_broken() -> None:
    assert list(broken(real())) == []


def test_a_broken_link_would_be_seen() -> None:
    files = {"a/index.html": b'<p id="x"><p id="x"><a href="../b/"></a><a href="#y"></a><a href="/c"></a>'}
    assert list(broken(files)) == [
        "a/index.html: id x twice",
        "a/index.html: ../b/: no file b/index.html",
        "a/index.html: #y: no such anchor",
        "a/index.html: /c: leads out of the site",
    ]


def test_every_clause_and_item_has_its_address_on_its_section_and_every_clause_on_the_first_page() -> None:
    where = web.page_of_anchor(adopted.approved())
    assert "email-and-internet.g" in where
    for anchor, file in where.items():
        section = read(real()[f"acceptable-use/2018/{file.removesuffix('.md')}/index.html"])
        assert anchor in section.ids
    contents = read(real()["acceptable-use/2018/index.html"]).ids
    assert {anchor for anchor in where if "." not in anchor} <= set(contents)


def test_the_same_words_give_the_same_bytes_with_and_without_a_cache(tmp_path: Path) -> None:
    edition = adopted.approved()
    first = build(edition, cache=tmp_path / "one", staging=tmp_path / "here")
    kept = build(edition, cache=tmp_path / "one", staging=tmp_path / "here")
    fresh = build(edition, cache=tmp_path / "two", staging=tmp_path / "elsewhere")
    assert first == kept == fresh


def test_a_build_leaves_the_frame_in_site_untouched(tmp_path: Path) -> None:
    def state() -> dict[str, tuple[int, bytes]]:
        found = (path for path in (adopted.ROOT / "site").rglob("*") if path.is_file())
        return {path.as_posix(): (path.stat().st_mtime_ns, path.read_bytes()) for path in found}

    before = state()
    build(adopted.approved(), cache=tmp_path / "cache", staging=tmp_path / "staging")
    assert state() == before


def test_the_theme_is_there_once_for_all_editions_and_none_of_its_scripts() -> None:
    own = ("assets/", "search/")
    assert [path for path in real() if path.endswith((".js", ".css")) and not path.startswith(own)] == []
    assert any(path.startswith("assets/stylesheets/main.") for path in real())
    assert [path for path in real() if "javascripts" in path or "search_index" in path] == []


def test_no_page_asks_another_host_for_anything() -> None:
    pattern = re.compile(rb'(?:src|<link[^>]*href)="(?:https?:)?//[^"]*"|@import|url\((?!["\']?data:)')
    found = {path: pattern.findall(content) for path, content in real().items() if path.endswith((".html", ".css"))}
    assert {path: hits for path, hits in found.items() if hits} == {}


def test_a_new_approval_changes_the_banner_of_an_old_edition_and_nothing_is_rendered_again(tmp_path: Path) -> None:
    edition = adopted.approved()
    assert edition.approval is not None
    later = replace(edition, name="2020", approval=replace(edition.approval, edition="2020", approved="2020-06-03"))
    alone = build(edition, cache=tmp_path / "cache", staging=tmp_path / "staging")
    (tmp_path / "staging" / "mark").touch()
    (old,) = web.render(edition, adopted.publication(later, edition))
    pages = build_site(old, tmp_path / "staging", tmp_path / "cache")
    assert (tmp_path / "staging" / "mark").exists()  # the staging folder is emptied whenever the generator runs
    assert b"Replaced by the 2020 edition, approved 3 June 2020" in pages["breaches/index.html"]
    assert b"Superseded" not in alone["acceptable-use/2018/breaches/index.html"]


def test_what_the_generator_warns_of_is_trouble_with_its_words(tmp_path: Path) -> None:
    settings = (adopted.ROOT / "site" / "mkdocs.yml").read_bytes()
    settings += b'\nsite_name: "x"\nplugins: []\nextra: {labels: {}}\n'
    main = (adopted.ROOT / "site" / "overrides" / "main.html").read_bytes()
    files = {"mkdocs.yml": settings, "overrides/main.html": main, "docs/index.md": b"[gone](gone.md)"}
    artefact = Artefact(renderer="site", path="site", source="x", files=files)
    with pytest.raises(UserError, match=r"gone\.md"):
        build_site(artefact, tmp_path / "staging", tmp_path / "cache")
