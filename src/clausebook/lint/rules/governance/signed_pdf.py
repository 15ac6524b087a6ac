"""A PDF beside an approval record is the signed PDF of that edition.

`sign` writes it there, and a build publishes it as it is. A file that was put there by hand, or belongs to another
edition, must not be published under this one's name. This looks at what the file says of itself; whether its
signatures are good is for `python3 build.py verify` to say.
"""

import io
import json
import re
from collections.abc import Iterator

from clausebook.model.approvals.approval import Approval
from clausebook.model.approvals.signing import SIGNATURE
from clausebook.model.finding import Finding, SourceLocation
from clausebook.model.fingerprint import fingerprint_of
from clausebook.model.register import Register

READS = "policy"

_BESIDE = re.compile(r"policy/approvals/([^/]+)/([^/]+)\.pdf")
_HINT = "git log says where it comes from; delete it, and sign the edition: python3 build.py sign"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the PDF."""
    for path, content in register.files.items():
        if found := _BESIDE.fullmatch(path):
            approval = register.approval_by_key.get((found[1], found[2]))
            if wrong := _wrong(content, approval):
                yield Finding(SourceLocation(path), wrong, _HINT)


def _wrong(content: bytes, approval: Approval | None) -> str:
    """What is wrong with the file, "" where nothing is."""
    import pikepdf

    if approval is None:
        return "a PDF is in the folder for signed PDFs, but has no approval record"
    try:
        with pikepdf.open(io.BytesIO(content)) as opened:
            names = [str(field.T) for field in opened.Root.AcroForm.Fields if "/V" in field]
            words = json.loads(opened.attachments["edition.json"].get_file().read_bytes())["words"]
            fingerprint = fingerprint_of(words)
    except (pikepdf.PdfError, AttributeError, KeyError, ValueError, TypeError):
        return "this PDF was not made by build.py sign"
    if not any(name.startswith(SIGNATURE) for name in names):
        return "this PDF is not signed"
    if fingerprint != approval.fingerprint:
        return f"this is the PDF of other words than the record of {approval.policy}/{approval.edition} approves"
    return ""
