"""Owners of words as written -> owners of the words as read, with facts and numbers where variables were written."""

from __future__ import annotations

from difflib import SequenceMatcher

from clausebook.history.versions import Owners
from clausebook.redline.fragments import Fragment
from clausebook.redline.tokens import TOKEN
from clausebook.text.inline import plain


def filled(written: Fragment, owners: list[Owners], read: Fragment) -> list[Owners]:
    """The owners of each cell of a piece as it reads."""
    if len(written.cells) != len(read.cells):
        return []
    cells = zip(written.cells, owners, read.cells, strict=True)
    return [projected(plain(raw), mine, plain(shown)) for raw, mine, shown in cells]


def projected(written: str, owners: Owners, read: str) -> Owners:
    """The owner of each character of a text as it reads; what stands for a variable is whoever's the variable is."""
    if written == read:
        return owners
    was, now = TOKEN.findall(written), TOKEN.findall(read)
    starts = _starts(was)
    found: Owners = []
    for kind, i, i2, j, j2 in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        mine = owners[starts[i] : starts[i2]]
        length = sum(map(len, now[j:j2]))
        if kind == "equal":
            found += mine
        else:
            known = set(mine)
            found += [known.pop() if len(known) == 1 else 0] * length
    return found


def _starts(tokens: list[str]) -> list[int]:
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    return starts
