"""The head of a mail above a policy that was sent as one: From, Sent, To, Subject. It is no text of the policy."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clausebook.importer.list_markers import lines
from clausebook.model.documents.extracted import ExcludedText, ExtractedBlock
from clausebook.text.inline import plain

_KEY = re.compile(
    r"\**(?P<key>from|sent|date|to|cc|bcc|subject|attachments?|importance|reply-to|sensitivity|categories)\**:\**(?:\s|$)",
    re.I,
)
_CUT = re.compile(r"memo(?:randum)?:?|-{2,}\s*(?:original|forwarded) message\s*-{2,}|begin forwarded message:", re.I)
_FEWEST = 3


def part(blocks: Sequence[ExtractedBlock]) -> tuple[list[ExtractedBlock], list[ExcludedText], str]:
    """The blocks below the head of a mail or memorandum, the head, and its subject; all blocks where there is none."""
    subject = ""
    end, keys = 0, set()
    for place, block in enumerate(blocks[:14]):
        found = [_KEY.match(plain(line).strip()) for line in lines(block.text)]
        if block.kind == "table":
            break
        if found and all(found):
            keys |= {one["key"].lower() for one in found if one}
            end = place + 1
            for line, one in zip(lines(block.text), found, strict=True):
                if one and one["key"].lower() == "subject":
                    subject = re.sub(
                        r"^(?:(?:re|fwd?|aw)\s*:\s*)+", "", plain(line).strip()[one.end() :].strip("* \t"), flags=re.I
                    )
        elif not (_CUT.fullmatch(block.words) or block.kind == "rule"):
            break
    if len(keys) < _FEWEST or "from" not in keys or not keys & {"to", "subject"}:
        return list(blocks), [], ""
    head = [ExcludedText(why="head of a mail", text=block.all_words, origin=block.origin) for block in blocks[:end]]
    return list(blocks[end:]), head, subject
