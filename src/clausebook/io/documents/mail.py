"""A mail that was saved as a file (.eml) -> its text; its head and what is attached to it are said."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from typing import NamedTuple

from clausebook.errors import UserError
from clausebook.model.documents.extracted import ExcludedText

_HEAD = re.compile(rb"(?:[\w-]+:[^\n]*(?:\r?\n[ \t][^\n]*)*\r?\n){3,}\r?\n")
_KNOWN = (b"\nmime-version:", b"\nreceived:", b"\nmessage-id:", b"\ncontent-type:")
_SHOWN = ("From", "To", "Cc", "Date", "Subject")


class Mail(NamedTuple):
    """The text of a mail with the ending that says what it is, its head, and the names of what is attached."""

    data: bytes
    ending: str
    head: ExcludedText
    attached: tuple[str, ...]


def is_mail(data: bytes) -> bool:
    """Whether bytes begin with the head of a mail."""
    head = _HEAD.match(data[:20_000].lstrip())
    return bool(head) and any(known in b"\n" + head[0].lower() for known in _KNOWN) if head else False


def opened(data: bytes, name: str) -> Mail:
    """The mail. Raises UserError for one without text."""
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # the policy makes them
    try:
        body = message.get_body(preferencelist=("html", "plain"))
        text = str(body.get_content()) if body is not None else ""
        kind = body.get_content_type() if body is not None else ""
        attached = tuple(part.get_filename() or "something without a name" for part in message.iter_attachments())
    except (LookupError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise UserError(f"{name} is a mail that cannot be read", "save the text that it holds as a document") from error
    if not text.strip():
        hint = f"import what is attached to it: {', '.join(attached)}" if attached else "choose another file"
        raise UserError(f"{name} is a mail without text", hint)
    head = "; ".join(f"{key}: {message[key]}" for key in _SHOWN if message[key])
    ending = ".html" if kind == "text/html" else ".txt"
    return Mail(text.encode("utf-8"), ending, ExcludedText(why="head of a mail", text=head), attached)
