"""The 2018 text in the formats that schools keep policies in, each made from the record at the time of the test."""

from __future__ import annotations

import re
import subprocess
from functools import lru_cache

from clausebook.io.pandoc import program
from tests import record

_HEADING = re.compile(r"(\d+(?:\.\d+)*\.?) (.+)")


def markdown() -> str:
    """The record as Markdown: the title on top, real headings, bullets of two levels; its contents page as lines."""
    head = record.text()[: record.text().index("Contents")]
    cover = [line for line in head.split("\n") if line]
    listed = [" ".join(part for part in line if part) for line in record.printed_contents()]
    made = [cover[0], f"# {cover[1]}", *cover[2:], "Contents", "  \n".join(listed)]
    return "\n\n".join([*made, *_body()]) + "\n"


def _body() -> list[str]:
    lines = record.text()[record.text().index(record.FIRST_LINE) :].split("\n")
    blocks: list[str] = []
    nested = False
    for line in (line for line in lines if line.strip()):
        if found := re.match(r"( ?)- (.*)", line):
            nested = bool(found[1]) and (nested or blocks[-1].endswith(":"))
            item = f"{'  ' if nested else ''}- {found[2]}"
            if blocks[-1].lstrip().startswith("- "):
                blocks[-1] += f"\n{item}"
            else:
                blocks.append(item)
        elif found := _HEADING.fullmatch(line):
            level = len(found[1].rstrip(".").split(".")) + 1
            blocks.append(f"{'#' * level} {line}")
        else:
            blocks.append(line)
    return blocks


def faked() -> str:
    """The same without real headings: whole lines in bold, as most schools make them."""
    return re.sub(r"^#+ (.*)$", r"**\1**", markdown(), flags=re.M)


@lru_cache(maxsize=16)
def converted(text: str, to: str, *options: str) -> bytes:
    """Markdown in another format, by pandoc: one run of the program."""
    command = [str(program()), "--from=markdown-smart-fancy_lists", f"--to={to}", "--output=-", *options]
    return subprocess.run(command, input=text.encode("utf-8"), capture_output=True, check=True).stdout


def typst(text: str) -> bytes:
    """Markdown as a PDF by Typst, with a running header, page numbers and hyphenation."""
    import typst as compiler

    body = converted(text, "typst").decode("utf-8")
    frame = (
        '#set page(paper: "a4", margin: 2.2cm, header: [School policy], numbering: "1 of 1")\n'
        '#set text(size: 11pt, lang: "en", hyphenate: true)\n#set par(justify: true)\n'
        "#let horizontalrule = line(length: 100%)\n"
    )
    made = compiler.compile((frame + body).encode("utf-8"))
    assert isinstance(made, bytes)
    return made
