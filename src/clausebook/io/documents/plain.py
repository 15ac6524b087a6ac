"""A text file or a mail -> its lines: the encoding found out, page ends, tabs and the head of a mail understood."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from typing import NamedTuple

from clausebook.errors import UserError
from clausebook.io.documents import limits
from clausebook.model.documents.extracted import ExcludedText, SourceLine, SourcePosition
from clausebook.text.inline import Run

_MARKED = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_ODD = set(range(9)) | set(range(14, 32)) - {27} | {11}
_SAMPLE = 4096
_TAB = 4  # columns


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """The text, and a remark where its encoding was guessed. Raises UserError for what is not text or too much."""
    if len(data) > limits.TEXT:
        most = limits.TEXT // limits.MEGABYTE
        raise UserError(f"{name} has more than {most} MB of text: no policy has", "check that it is the right file")
    encoding = next((name for mark, name in _MARKED if data.startswith(mark)), "") or _silent_utf16(data)
    if not encoding and _is_binary(data):
        raise UserError(f"{name} is not text: it holds bytes that no text has", "choose the document itself")
    for candidate in (encoding or "utf-8", "cp1252", "latin-1"):
        try:
            text = data.decode(candidate)
        except (UnicodeDecodeError, UnicodeError):
            continue
        usual = candidate in ("utf-8", "utf-8-sig")
        return text, "" if usual else f"the text is not in UTF-8: it was read as {_called(candidate)}"
    raise UserError(f"{name} is in no encoding that is known here", "save it as text in UTF-8")


def lines(text: str) -> tuple[SourceLine, ...]:
    """The lines with their number; `left` is the column at which their words begin."""
    found = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    return tuple(
        SourceLine(
            text=(Run(line.strip(" ")),) if line.strip() else (), left=_column(line), origin=SourcePosition(line=number)
        )
        for number, line in enumerate(found, 1)
    )


def _column(line: str) -> float:
    expanded = line.expandtabs(_TAB)
    return float(len(expanded) - len(expanded.lstrip()))


def _silent_utf16(data: bytes) -> str:
    """UTF-16 without its mark: every other byte is nothing."""
    sample = data[:_SAMPLE]
    if len(sample) < 4:
        return ""
    even, odd = sample[::2].count(0) / len(sample[::2]), sample[1::2].count(0) / len(sample[1::2])
    if odd > 0.6 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 and odd < 0.1 else ""


def _is_binary(data: bytes) -> bool:
    """Whether the bytes are not text: zeros, or many control characters."""
    sample = data[: 1 << 16]
    return 0 in sample or sum(byte in _ODD for byte in sample) > len(sample) // 50


def _called(encoding: str) -> str:
    return {"cp1252": "Windows-1252", "latin-1": "Latin-1"}.get(encoding, encoding.upper())


_HEAD = re.compile(rb"(?:[\w-]+:[^\n]*(?:\r?\n[ \t][^\n]*)*\r?\n){3,}\r?\n")
_KNOWN = (b"\nmime-version:", b"\nreceived:", b"\nmessage-id:", b"\ncontent-type:")
_SHOWN = ("From", "To", "Cc", "Date", "Subject")


class Mail(NamedTuple):
    """The text of a mail with the ending that says what it is, its head, and the names of what is attached."""

    data: bytes
    ending: str
    head: ExcludedText
    attached: tuple[str, ...]


_TAG = re.compile(r"</?(?:html|body|p|h[1-6]|li|ul|ol|div|td)\b[^<>]*>", re.I)
_TAGS = 3  # of them, from which text without a kind is a web page


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
    ending = (
        ".html" if kind == "text/html" or len(_TAG.findall(text)) >= _TAGS else ".txt"
    )  # the head may say nothing, or be damaged
    return Mail(text.encode("utf-8"), ending, ExcludedText(why="head of a mail", text=head), attached)
