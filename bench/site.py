"""Times the web site of a school with many policies, beside mkdocs-material, Zensical and Sphinx on the same Markdown.

    .venv/bin/python bench/site.py [--policies 50] [--editions 8] [--plain 5] [--sphinx PYTHON]

PYTHON is that of an environment of Sphinx, with its reader of Markdown: python3 -m venv FOLDER, then
FOLDER/bin/pip install --require-hashes -r requirements/bench.lock.

Each policy is the repository's own draft under another name, each edition of it with other words in one clause. `site`
is what a build does for the web: pages rendered, generated and finished, the root with its index for search, and pages
that lead on; from an empty cache, then again with the same cache, and once more with one more approval. The plain
generators get the same Markdown as one site, of --plain policies only: both list every page in every page, so that
their cost a page grows with their number. Wall and CPU seconds of the process, and its largest memory.

Measured once in November 2026, on two cores shared with seven other jobs, so that the ratios are to be trusted:

                                    pages   wall s   CPU s  ms a page    MiB
site, empty cache                   7,704    329.4   224.6       29.1    257
site, the same again                7,704     30.1    22.8        3.0    257
site, one more approval             7,721     33.4    26.6        3.4    257
plain mkdocs, 5 policies              643     43.8    33.9       52.7    257
plain zensical, 5 policies            643     33.0    27.5       42.7    257
site, 5 policies                      774     22.6    17.4       22.5    257

Of 7,704 pages 1,700 only lead on and cost next to nothing. A page of ours costs less than half of what it costs in one
plain site because no page lists the pages of other editions.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from clausebook.app.workspace import open_workspace
from clausebook.formats import web
from clausebook.formats._redirects_and_sitemap import listed_pages, redirects, sitemap
from clausebook.io.files import read_looks
from clausebook.io.site import build_site
from clausebook.model.artefact import Artefact
from clausebook.model.edition import Edition
from clausebook.model.edition_blocks import ResolvedParagraph
from clausebook.model.publication import Publication
from clausebook.text.inline import Run

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 11, 22)
FIRST = 2018
PLAIN = """\
site_name: Policies
theme: {name: material, variant: classic, font: false, language: en}
plugins: [search]
markdown_extensions: [attr_list, md_in_html, {toc: {toc_depth: 1-3}}]
use_directory_urls: true
"""


SPHINX = """\
project = "Policies"
extensions = ["myst_parser"]
myst_enable_extensions = ["attrs_block", "attrs_inline"]
html_theme = "alabaster"
"""


def main(policies: int, editions: int, plain: int, sphinx: str) -> None:
    """Print a line a case."""
    print(f"{'':34}{'pages':>7}{'wall s':>9}{'CPU s':>8}{'ms a page':>11}{'MiB':>7}")
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        publication = many(policies, editions)
        timed("site, empty cache", lambda: site(publication, folder))
        timed("site, the same again", lambda: site(publication, folder))
        timed("site, one more approval", lambda: site(one_more(publication), folder))
        markdown = pages_of(many(plain, editions))
        timed(f"plain mkdocs, {plain} policies", lambda: one_site(markdown, folder / "mkdocs", "mkdocs"))
        timed(f"plain zensical, {plain} policies", lambda: one_site(markdown, folder / "zensical", "zensical"))
        if sphinx:
            timed(f"plain sphinx, {plain} policies", lambda: sphinx_site(markdown, folder / "sphinx", sphinx))
        few = many(plain, editions)
        timed(f"site, {plain} policies", lambda: site(few, folder / "few"))


def timed(name: str, case: Callable[[], int]) -> None:
    """Run a case, which gives its number of pages, and print its line."""
    began, before = time.perf_counter(), os.times()
    pages = case()
    wall, spent = time.perf_counter() - began, os.times()
    cpu = sum(spent[:4]) - sum(before[:4])
    print(f"{name:34}{pages:7,}{wall:9.1f}{cpu:8.1f}{cpu / pages * 1000:11.1f}{memory():7.0f}", flush=True)


def memory() -> float:
    """The most that this process ever held, in MiB; 0 where a system does not say."""
    if sys.platform == "win32":
        return 0.0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def many(policies: int, editions: int) -> Publication:
    """A publication of a draft and approved editions of every policy."""
    workspace = open_workspace(ROOT, AS_OF)
    draft, newest = workspace.editions[0], next(edition for edition in workspace.editions if edition.approval)
    made = tuple(edition for number in range(policies) for edition in copies_of(draft, newest, number, editions))
    return Publication(
        school=workspace.school,
        editions=made,
        as_of=AS_OF,
        register=workspace.register,
        is_whole=True,
        templates=read_looks(ROOT),
    )


def copies_of(draft: Edition, newest: Edition, number: int, editions: int) -> Iterator[Edition]:
    """A policy's draft, then its approved editions, newest first."""
    policy, title = f"policy-{number}", f"{draft.title} {number}"
    yield replace(draft, policy=policy, title=title)
    for year in range(FIRST + editions - 2, FIRST - 1, -1):
        approval = newest.approval and replace(newest.approval, policy=policy, edition=str(year), approved=f"{year}-05")
        yield replace(reworded(draft, year), policy=policy, name=str(year), title=title, approval=approval)


def reworded(draft: Edition, year: int) -> Edition:
    """The same with a paragraph of its own in its first clause."""
    first = draft.chapters[0]
    passage = first.all_passages[-1]
    added = ResolvedParagraph(text=(Run(f"In {year} the governors looked at this again."),))
    changed = replace(passage, blocks=(*passage.blocks, added))
    chapter = replace(first, passages=(*first.passages[:-1], changed))
    return replace(draft, chapters=(chapter, *draft.chapters[1:]))


def one_more(publication: Publication) -> Publication:
    """The same with one draft approved: every old edition of that policy has another banner."""
    draft = publication.editions[0]
    following = next(edition for edition in publication.editions if edition.approval)
    assert following.approval
    approval = replace(following.approval, edition="2030", approved="2030-05")
    approved = replace(draft, name="2030", approval=approval)
    return replace(publication, editions=(draft, approved, *publication.editions[1:]))


def artefacts(publication: Publication) -> Iterator[Artefact]:
    """Every site of the publication."""
    for edition in publication.editions:
        yield from web.render(edition, publication)
    yield from web.render_all(publication)


def site(publication: Publication, folder: Path) -> int:
    """The whole site as a build makes it; how many pages it has."""
    files: dict[str, bytes] = {}
    for artefact in artefacts(publication):
        made = build_site(artefact, folder / "staging", folder / "cache")
        files |= {f"{artefact.path}/{path}".removeprefix("site/"): content for path, content in made.items()}
    files |= redirects(files, publication) | sitemap(listed_pages(files), publication)
    return sum(path.endswith(".html") for path in files)


def pages_of(publication: Publication) -> dict[str, bytes]:
    """The Markdown of all editions as the pages of one site, without what only our frame understands."""
    found = {}
    for artefact in artefacts(publication):
        below = artefact.path.removeprefix("site").removeprefix("/")
        for path, content in artefact.files.items():
            if path.startswith("docs/") and path.endswith(".md"):
                found[f"{below}/{path.removeprefix('docs/')}".removeprefix("/")] = re.sub(rb"site:", b"/", content)
    return found


def one_site(pages: Mapping[str, bytes], folder: Path, generator: str) -> int:
    """All pages as one site of a plain generator, in a process of its own; how many pages there are."""
    written(pages, folder / "docs")
    (folder / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")
    command = [sys.executable, "-m", generator, "build", "-f", "mkdocs.yml"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    return len(pages)


def sphinx_site(pages: Mapping[str, bytes], folder: Path, python: str) -> int:
    """The same by Sphinx, from a page that lists all others."""
    written(pages, folder / "docs")
    (folder / "docs" / "conf.py").write_text(SPHINX, encoding="utf-8")
    listed = "\n".join(sorted(path.removesuffix(".md") for path in pages))
    index = f"# All\n\n```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```\n"
    (folder / "docs" / "all-pages.md").write_text(index, encoding="utf-8")
    command = [python, "-m", "sphinx", "-b", "html", "-q", "-D", "root_doc=all-pages", "docs", "made"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return len(pages) + 1


def written(pages: Mapping[str, bytes], folder: Path) -> None:
    """Pages and nothing else, in a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in pages.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--policies", type=int, default=50)
    parser.add_argument("--editions", type=int, default=8, help="of each policy, its draft included")
    parser.add_argument("--plain", type=int, default=5)
    parser.add_argument("--sphinx", default="", metavar="PYTHON")
    asked = parser.parse_args()
    main(asked.policies, asked.editions, asked.plain, asked.sphinx)
