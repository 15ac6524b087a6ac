"""The bytes of a signature in their file: do they fill the gap that the signature leaves, and nothing else?"""

from __future__ import annotations

import contextlib
import re
import zlib
from typing import Any

_HEX = re.compile(rb"<([0-9a-f]*|[0-9A-F]*)>")
_TAIL = re.compile(rb"startxref\s+(\d+)\s+%%EOF[\r\n]*\Z")
_STREAM = re.compile(rb"stream\r?\n(?=[\x08-\x78])")
_NESTED = re.compile(rb"/(?:FlateDecode|Fl)\s*/(?:FlateDecode|Fl)\b|/Filter[^>]{0,60}#")
_OBJECT = re.compile(rb"[\r\n](\d{1,9}) (\d{1,5}) obj\b")
LONGEST_TAIL = 64
MOVED = "it is not where it was when it was made: the file was rewritten"
_LAST = re.compile(rb"startxref\s+\d+\s+%%EOF(?:\r\n?|\n)?")
FARTHEST_END = 100_000  # bytes behind the last end mark in which it is still looked for
FARTHEST_READ = 900  # bytes behind it with which the library still reads the file
CHUNK = 65_536  # bytes that are unpacked at a time
MOST_STREAMS = 20_000
LARGEST_STREAM = 32_000_000  # bytes of one stream, unpacked
MOST_UNPACKED = 200_000_000  # bytes of all streams, unpacked


def size_trouble(content: bytes) -> str:
    """Why a file is not unpacked, "" where it may be: a small file can hold streams that fill all memory."""
    ends = [found.end() for found in _LAST.finditer(content, max(0, len(content) - FARTHEST_END))]
    if not ends:
        return "it does not end as a PDF does"
    if len(content) - ends[-1] > FARTHEST_READ:
        cut = b" obj" in content[ends[-1] :]
        follow = f"{len(content) - ends[-1]} bytes follow the end of the document"
        return "it is cut off: its last part does not end as a PDF does" if cut else follow
    if _NESTED.search(content):
        return "it is packed twice over, as no policy is"
    whole = memoryview(content)
    total = 0
    for number, found in enumerate(_STREAM.finditer(content)):
        if number > MOST_STREAMS:
            return "it has more streams than a policy needs"
        size = _unpacked(whole, found.end())
        total += size
        if size > LARGEST_STREAM or total > MOST_UNPACKED:
            return f"it unpacks to more than {LARGEST_STREAM // 1_000_000} MB, too much for a policy"
    return ""


def _unpacked(content: memoryview, start: int) -> int:
    """How many bytes a packed stream unpacks to, as far as it can be unpacked, and no more than one too many."""
    unpacker, size = zlib.decompressobj(), 0
    try:
        for at in range(start, len(content), CHUNK):
            waiting: bytes | memoryview = content[at : at + CHUNK]
            while waiting and not unpacker.eof and size <= LARGEST_STREAM:
                size += len(unpacker.decompress(waiting, LARGEST_STREAM + 1 - size))
                waiting = unpacker.unconsumed_tail
            if unpacker.eof or size > LARGEST_STREAM:
                break
    except zlib.error:
        return size  # packed in another way, or not at all
    return size


def gap_trouble(content: bytes, byte_range: list[int]) -> str:
    """What is wrong with the part of the file that a signature leaves out; "" where it holds the signature alone.

    Only the signature may be there: in digits of one case, one object, and zeros after it. Anything else would be a
    place where something can be changed without breaking the signature.
    """
    if len(byte_range) != 4 or byte_range[0] != 0 or min(byte_range) < 0:
        return "it does not cover the file from its first byte"
    _, first, second, length = byte_range
    if content[first : first + 1] != b"<" or content[second - 1 : second] != b">":
        return MOVED
    if second + length > len(content) or second <= first:
        return "it claims to cover bytes that the file does not have"
    found = _HEX.fullmatch(content[first:second])
    if found is None or len(found[1]) % 2:
        return "the part of the file that it leaves out holds something else than the signature"
    signature = bytes.fromhex(found[1].decode("ascii"))
    if signature[_der_length(signature) :].strip(b"\0"):
        return "something was put behind the signature, in the part of the file that it leaves out"
    return ""


def _der_length(content: bytes) -> int:
    """Length of the first object with its head, in the distinguished encoding; all of it where it is none."""
    if len(content) < 2:
        return len(content)
    size = content[1]
    if size < 0x80:
        return 2 + size
    digits = size & 0x7F
    return 2 + digits + int.from_bytes(content[2 : 2 + digits], "big") if 0 < digits <= 4 else len(content)


def tail_trouble(content: bytes, last_startxref: int) -> str:
    """What follows the end of the last revision; "" where the file ends there, but for an end of line."""
    found = _TAIL.search(content[-LONGEST_TAIL:])
    if found is None:
        ends = [one.end() for one in _LAST.finditer(content)]
        after = len(content) - ends[-1] if ends else 0
        return f"{after} bytes follow the end of the document" if after else "it does not end as a PDF does"
    if int(found[1]) != last_startxref:
        return "the end of the file names another last revision than the one that was read"
    return ""


def unlisted(content: bytes, reader: Any, start: int) -> str:
    """What is wrong with objects behind the first signature: repairing the file brings in those that no table lists."""
    from pyhanko.pdf_utils.generic import Reference
    from pyhanko.pdf_utils.misc import PdfReadError

    strange = 0
    for found in _OBJECT.finditer(content, start):
        number, places = Reference(int(found[1]), int(found[2])), set()
        for revision in range(reader.xrefs.total_revisions):
            with contextlib.suppress(KeyError, PdfReadError):
                places.add(reader.xrefs.get_historical_ref(number, revision))
        strange += found.start(1) not in places
    return (
        f"{strange} object{'s' if strange > 1 else ''} that no table lists: a program that repairs the file shows them"
        if strange
        else ""
    )


def unfit_chain(certificates: list[Any]) -> str:
    """What is wrong with the certificates that a signature carries along, "" where nothing is.

    It does not cover them: so each must fit the one that issued it, where that one lies beside it. One that fits
    nothing is left alone: it leads nowhere, and some authorities put a second way up into every signature.
    """
    from cryptography import exceptions
    from cryptography import x509 as pyca

    try:
        loaded = [pyca.load_der_x509_certificate(one.dump()) for one in certificates]
        for one in loaded:
            issuers = [other for other in loaded if other.subject == one.issuer]
            if issuers and not any(_issued(one, issuer) for issuer in issuers):
                return "the certificates in it do not fit together"
    except (exceptions.UnsupportedAlgorithm, ValueError, TypeError) as wrong:
        return f"the certificates in it cannot be read ({' '.join(str(wrong).split())[:80]})"
    return ""


def _issued(one: Any, issuer: Any) -> bool:
    from cryptography import exceptions

    try:
        one.verify_directly_issued_by(issuer)
    except (exceptions.InvalidSignature, ValueError, TypeError):
        return False
    return True
