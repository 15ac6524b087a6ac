"""What comes of an ugly document: a draft that builds, or a line; anything else is a fault of the import."""

from __future__ import annotations

import traceback
from pathlib import Path

from clausebook.app.importing import drafted, judged, read
from clausebook.errors import UserError
from clausebook.model.documents.import_result import Importation
from tests.importer.reading import register

ENDS = ("draft", "line", "damaged, and said which words went astray", "words lost", "would not build", "TRACEBACK")
GOOD = ENDS[:3]


def came_of(path: Path, policy: str, is_damaged: bool = False) -> tuple[str, str, Importation | None]:
    """How the import of a file ends, what was said of it where that is a fault, and the draft.

    Of a damaged PDF the second reader may save words that the first cannot: then they are said loudly.
    """
    try:
        found = judged(register(), drafted(register(), read(path), policy)).importation
    except UserError as error:
        end = "would not build" if "its draft would not build (" in error.message else "line"
        return end, str(error) if end != "line" else "", None
    except Exception:
        return "TRACEBACK", "".join(traceback.format_exc(limit=-3)), None
    if not found.lost:
        return "draft", "", found
    if path.suffix == ".pdf" and is_damaged and any("went astray" in alarm for alarm in found.alarms):
        return ENDS[2], "", found
    return "words lost", " ".join(found.lost), found
