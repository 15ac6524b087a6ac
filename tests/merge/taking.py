"""What a person does with a file that has markers: takes one side everywhere."""

from __future__ import annotations


def taken(text: str, side: str) -> str:
    """The text with the versions of one side, `ours` or `theirs`, and without the markers."""
    kept: list[str] = []
    at = ""
    for line in text.split("\n"):
        sign = line[:7]
        if sign in ("<<<<<<<", "=======", ">>>>>>>", "|||||||"):
            at = {"<": "ours", "=": "theirs", "|": "base", ">": ""}[sign[0]]
        elif at in ("", side):
            kept.append(line)
    return "\n".join(kept)
