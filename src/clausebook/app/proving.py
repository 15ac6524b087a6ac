"""What a school's repository is tested by: its findings, approvals and links, and two builds that must be equal."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from clausebook.app.building import build
from clausebook.app.verifying import verified
from clausebook.io.files import OUTPUT, read_files
from clausebook.io.jobs import Progress
from clausebook.model.artefact import Order
from clausebook.model.finding import Finding
from clausebook.text.phrases import counted
from clausebook.text.records import dataclass

_LINK = re.compile(r"""<(?:a|link|script|img)\b[^>]*?\s(?:href|src)=(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|\?|$", re.IGNORECASE)
_LEFT_BEHIND = (OUTPUT, ".cache", ".venv", "vendor", ".output-new", ".output-old")


@dataclass(frozen=True, kw_only=True)
class Proof:
    """One of the tests: what it is about, and what is wrong, one a line."""

    subject: str
    faults: tuple[str, ...]


def proved(order: Order, report: Progress) -> tuple[tuple[Finding, ...], tuple[Proof, ...]]:
    """The findings, and the proofs; no proofs where errors stop the build. Output/ is then that of a full build."""
    outcome = build(order, report)
    if outcome.failed:
        return outcome.findings, ()
    report("verifying")
    verdicts = verified(order.root, None, datetime.combine(order.as_of, datetime.max.time(), tzinfo=UTC))
    bad = tuple(
        f"{one.policy}/{one.edition} does not verify: python3 build.py verify" for one in verdicts if not one.is_good
    )
    report("following links")
    broken = tuple(broken_links(outcome.files))
    report("building a second time")
    differing = tuple(_differences(order, outcome.files))
    return outcome.findings, (
        Proof(subject=f"{counted(len(verdicts), 'approved edition')} verified", faults=bad),
        Proof(subject="every link inside the site leads somewhere", faults=broken),
        Proof(subject=f"two builds give the same {counted(len(outcome.files), 'file')}", faults=differing),
    )


def broken_links(files: Mapping[str, bytes]) -> Iterator[str]:
    """Links of the site's pages to files of the site that are not there."""
    pages = {path: content for path, content in files.items() if path.startswith("site/") and path.endswith(".html")}
    for path, content in sorted(pages.items()):
        for link in sorted(
            {unescape(next(filter(None, found), "")) for found in _LINK.findall(content.decode("utf-8"))}
        ):
            if not _ELSEWHERE.match(link) and not _is_there(path, link, files):
                yield f"{path} links to {link}, which is not there"


def _is_there(page: str, link: str, files: Mapping[str, bytes]) -> bool:
    place = unquote(re.split(r"[?#]", link)[0])
    if place.startswith("/"):
        return True  # from the top of a host that only the school knows
    parts: list[str] = []
    for part in (*PurePosixPath(page).parent.parts, *PurePosixPath(place).parts):
        if part == ".." and parts:
            parts.pop()
        elif part not in (".", ".."):
            parts.append(part)
    target = "/".join(parts)
    return target in files or f"{target}/index.html" in files


def _differences(order: Order, files: Mapping[str, bytes]) -> Iterator[str]:
    """Paths in which a build in another folder, without what the cache holds, differs."""
    with tempfile.TemporaryDirectory(prefix="second-build-") as scratch:
        copy = Path(scratch, "copy")
        shutil.copytree(order.root, copy, symlinks=True, ignore=_ignored(order.root))
        again = build(Order(root=copy, as_of=order.as_of), lambda step: None).files
    here = {path.removeprefix(f"{OUTPUT}/"): content for path, content in read_files(order.root, (OUTPUT,)).items()}
    for path in sorted({*files, *again, *here}):
        if not files.get(path) == again.get(path) == here.get(path):
            yield f"{path} differs between two builds"


def _ignored(root: Path) -> Callable[[str, list[str]], list[str]]:
    def ignored(folder: str, names: list[str]) -> list[str]:
        return [name for name in names if name in _LEFT_BEHIND] if Path(folder) == root else []

    return ignored
