"""What one would script without this engine: round-trip YAML, a process a clause, git log a file.

Run by bench/build.py beside the real build. It checks nothing, numbers nothing and is not a format anybody should use.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

EDITIONS = ("2018", "draft")
MKDOCS = "site_name: Policies\nuse_directory_urls: true\ntheme: {name: material, font: false}\nplugins: [search]\n"


def main(root: Path, work: Path) -> None:
    """Two editions of every clause of `root` as Word, PDF and web pages below `work`."""
    from pypandoc import get_pandoc_path

    shutil.rmtree(work, ignore_errors=True)
    for edition in EDITIONS:
        docs = work / edition / "docs"
        docs.mkdir(parents=True)
        markdown = [_markdown(path) for path in sorted((root / "clauses" / "acceptable-use").glob("*.yaml"))]
        for path, text in zip(sorted((root / "clauses" / "acceptable-use").glob("*.yaml")), markdown, strict=True):
            subprocess.run(["git", "log", "--format=%s", "--", str(path)], cwd=root, check=True, capture_output=True)
            page = docs / f"{path.stem}.md"
            page.write_text(text, encoding="utf-8")
            subprocess.run([get_pandoc_path(), str(page), "-o", str(page.with_suffix(".docx"))], check=True)
        _pdf(get_pandoc_path(), "\n\n".join(markdown), work / edition)
        (docs / "index.md").write_text("# Policy\n", encoding="utf-8")
        (work / edition / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
        command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(work / edition / "mkdocs.yml")]
        subprocess.run(command, check=True, capture_output=True)


def _markdown(path: Path) -> str:
    from ruamel.yaml import YAML

    clause = YAML().load(path.read_text(encoding="utf-8"))
    lines = [f"# {clause['title']}", ""]
    for block in clause["body"]:
        text = block if isinstance(block, str) else block.get("text") or block.get("note") or ""
        lines += [str(text), ""]
        if not isinstance(block, str):
            lines += [f"- {item if isinstance(item, str) else item.get('text', '')}" for item in block.get("items", ())]
    return "\n".join(lines)


def _pdf(pandoc: str, text: str, folder: Path) -> None:
    import typst

    source = subprocess.run([pandoc, "-f", "markdown", "-t", "typst", "-s"], input=text.encode(), capture_output=True)
    (folder / "policy.typ").write_bytes(source.stdout)
    typst.compile(str(folder / "policy.typ"), output=str(folder / "policy.pdf"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
