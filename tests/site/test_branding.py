"""A school's colours and logo on the pages: readable whatever the colours, and its name where no logo can be shown."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausebook.formats import web
from clausebook.model.publication import Publication
from clausebook.model.register import Register
from clausebook.model.school import Brand
from clausebook.text.colour import contrast
from tests import adopted

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2v1H0z"/></svg>'
STYLE = (adopted.ROOT / "site" / "assets" / "policy.css").read_text(encoding="utf-8")
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def branded(brand: Brand, **files: bytes) -> Publication:
    """A publication of the 2018 edition by a school with that brand and those files below policy/."""
    edition = adopted.approved()
    shown = adopted.publication(edition)
    register = Register(files={f"policy/{name}": data for name, data in files.items()}, as_of=adopted.AS_OF)
    return replace(shown, school=replace(shown.school, brand=brand), register=register)


def root(publication: Publication) -> dict[str, bytes]:
    (artefact,) = web.render_all(publication)
    return dict(artefact.files)


@settings(max_examples=30)
@given(COLOURS, COLOURS)
def test_links_are_readable_on_every_light_ground_whatever_the_colours(primary: str, accent: str) -> None:
    css = root(branded(Brand(primary=primary, accent=accent)))["docs/assets/brand.css"].decode()
    shown = dict(re.findall(r"--(brand|accent): (#[0-9a-f]{6});", css.lower()))
    light = STYLE.split("@media screen and (prefers-color-scheme: dark)")[0]
    for ground in re.findall(r"--(?:shade|mark|[a-z]+-tint): (#[0-9a-f]{6});", light):
        assert contrast(shown["brand"]) / contrast(ground) >= 4.5


def test_a_logo_is_once_among_the_assets_and_bears_the_schools_name() -> None:
    files = root(branded(Brand(logo="policy/logo.svg"), **{"logo.svg": SVG}))
    assert files["docs/assets/logo.svg"] == SVG
    assert b'"logo": "assets/logo.svg"' in files["mkdocs.yml"]
    assert b'alt="{{ config.extra.name | safe }}"' in files["overrides/main.html"]
    assert b'"name": "Hanson School"' in files["mkdocs.yml"]


def asked(**facts: str) -> dict[str, str]:
    """What the foot of the pages says of whom to ask, for a school with those facts."""
    shown = branded(Brand())
    files = root(replace(shown, school=replace(shown.school, **facts)))
    line = next(line for line in files["mkdocs.yml"].decode().splitlines() if line.startswith("extra: "))
    found: dict[str, str] = json.loads(line.removeprefix("extra: "))["ask"]
    return found


def test_the_foot_says_whom_to_ask_only_as_far_as_the_school_says() -> None:
    assert asked() == {}
    assert asked(contact="The office") == {"who": "The office", "address": "", "link": "", "owner": ""}
    assert asked(email="a+b@school.example")["link"] == "mailto:a+b@school.example"
    assert asked(email="01274 776200")["link"] == ""
    assert asked(email='"><x>@school.example')["link"] == ""
    assert asked(email="a?cc=b&x='@school.example")["link"] == "mailto:a%3Fcc%3Db%26x%3D%27@school.example"


@pytest.mark.parametrize(
    ("logo", "data"),
    [
        ("policy/logo.svg", SVG.replace(b"<path", b"<script>1</script><path")),
        ("policy/logo.svg", SVG.replace(b"<path", b'<image href="https://elsewhere.example/x.png"/><path')),
        ("policy/logo.svg", SVG.replace(b"<path", b'<path onload="1"')),
        ("policy/logo.svg", b"no picture"),
        ("policy/logo.png", SVG),
        ("policy/logo.svg", SVG + b" " * 60_000),
        ("policy/other.svg", SVG),
    ],
)
def test_what_is_no_good_picture_is_left_out_and_the_name_is_there(logo: str, data: bytes) -> None:
    name = "logo.svg" if logo == "policy/other.svg" else logo.removeprefix("policy/")
    files = root(branded(Brand(logo=logo), **{name: data}))
    assert [path for path in files if "logo" in path] == []
    assert b'"logo": ""' in files["mkdocs.yml"]
