"""Does every attack of the tamper table to a signed PDF and to one that nobody signed, and validates the genuine files.

    .venv/bin/python bench/attacks.py [--validate]

Printed are the attacks that no answer of verify names, and the counts: behind the signatures, before them, behind a
file without signatures, and before that. Then files that are what they claim to be, with whatever may come after
signing: none of them raises an alarm. With --validate what the engine makes (signed, timestamped, kept, archived, and
filled in with the font that lies in the file) is checked against PDF/UA-1 and PDF/A-3a by the two validators of the
tests.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from clausebook.model.approvals.verdict import PdfReport  # noqa: E402
from clausebook.pdf_verify.judge.testimony import verify_pdf  # noqa: E402
from clausebook.pdf_verify.read.evidence import read_content  # noqa: E402
from tests.pdf_verify.test_tamper_table import PREPARED, UPDATES  # noqa: E402
from tests.pdf_verify.test_unsigned import NEED_A_SIGNATURE  # noqa: E402
from tests.signing.keys import READ, signer  # noqa: E402
from tests.signing.more_attacks import DRAWN, REMARKED  # noqa: E402
from tests.signing.sealed import Sealed, key, rewritten, timestamper, update  # noqa: E402
from tests.signing.test_signed_pages import (  # noqa: E402
    EARLIER_SIGNATURES,
    _earlier_ranges_end_where_a_revision_ended,
    filled,
)


def judged(school: Sealed, content: bytes, compared: bool) -> PdfReport:
    """What verify says; `compared` with the engine's own file as well."""
    original = read_content(school.unsigned, "file.pdf", READ) if compared else None
    return verify_pdf(read_content(content, "file.pdf", READ), school.adoptions, "", original)


def named(report: PdfReport, answer: str) -> bool:
    """Whether an answer that is not good says so, and the file is not good."""
    return not report.is_good and any(answer in f"{one.subject}: {one.message}" for one in report.faults)


def attacked(school: Sealed) -> Iterator[tuple[str, str, bool]]:
    """Every attack: to what, its name, and whether verify saw it."""
    for name, (attack, answer) in UPDATES.items():
        yield "behind the signatures", name, named(judged(school, attack(school.twice), False), answer)
        if name not in NEED_A_SIGNATURE:
            report = judged(school, attack(school.unsigned), True)
            yield "behind a file that nobody signed", name, not report.is_good and "enuine: these" not in report.verdict
    for name, (change, answer) in {**PREPARED, **DRAWN}.items():
        made = rewritten(school.unsigned, change)
        yield "before the first signature", name, named(judged(school, made, name in DRAWN), answer)
        yield "in a file that nobody signed", name, not judged(school, made, True).is_good


def made(school: Sealed) -> Iterator[tuple[str, bytes]]:
    """The files that the engine makes, and those filled in as it means them to be."""
    names = ("unsigned", "once", "twice", "stamped", "kept", "archived")
    yield from ((name, getattr(school, name)) for name in names)
    yield from ((f"{name}, filled in", filled(getattr(school, name))) for name in names)


def genuine(school: Sealed) -> Iterator[tuple[str, bytes]]:
    """Files that are what they claim to be."""
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper

    yield from made(school)
    yield "filled in with another font", school.filled
    for name in ("stamped", "archived"):
        stamped = PdfTimeStamper(timestamper()).timestamp_pdf(update(getattr(school, name)), "sha256")
        yield f"{name}, and by a stranger's clock", stamped.getvalue()
    plain = PdfSigner(PdfSignatureMetadata(field_name="sig/chair"), key(signer("chair")).signer)
    yield "by another program", plain.sign_pdf(update(school.unsigned), existing_fields_only=True).getvalue()
    for name, (change, _) in REMARKED.items():
        yield name, change(school.twice)


def invalid(path: Path, name: str, content: bytes) -> list[str]:
    """What the validators find, but for one demand: that each signature cover the file to its end, filled in or not."""
    import page
    import pdfua

    path.write_bytes(content)
    found = [
        f"{profile} {one.rule_id}"
        for profile in ("ua1", "3a")
        for one in page.validate_pdf(path, profile=profile).failures
    ]
    if _earlier_ranges_end_where_a_revision_ended(content) or ("filled" in name and b"/ByteRange" in content):
        found = [one for one in found if EARLIER_SIGNATURES not in one]
    return found + [str(one) for one in pdfua.validate(str(path)).findings if one.severity.name == "ERROR"]


def main() -> int:
    """Print what was not seen, and the counts."""
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("--validate", action="store_true")
    given = words.parse_args()
    counts: dict[str, list[bool]] = {}
    with tempfile.TemporaryDirectory(prefix="attacks-") as folder:
        school = Sealed(Path(folder) / "sealed")
        for place, name, seen in attacked(school):
            counts.setdefault(place, []).append(seen)
            if not seen:
                print(f"NOT SEEN: {name} ({place})", flush=True)
        for name, content in genuine(school):
            report = judged(school, content, True)
            # one signature waits for the second; a form that was filled in before anybody signed is another file
            waits = name.startswith(("once", "by another", "unsigned, filled"))
            wrong = [] if report.is_good or waits else [report.verdict]
            counts.setdefault("genuine files without an alarm", []).append(not wrong)
            if wrong:
                print(f"ALARM: {name}: {'; '.join(wrong[:3])}", flush=True)
        for name, content in made(school) if given.validate else ():
            faults = invalid(Path(folder) / "file.pdf", name, content)
            counts.setdefault("files of the engine that are PDF/UA-1 and PDF/A-3a", []).append(not faults)
            if faults:
                print(f"NOT VALID: {name}: {'; '.join(faults[:3])}", flush=True)
    for place, seen in counts.items():
        print(f"{place}: {sum(seen)} of {len(seen)}")
    return 0 if all(all(seen) for seen in counts.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
