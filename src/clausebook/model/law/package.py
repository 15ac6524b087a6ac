"""The files of the register of law -> one: the package that comes from upstream, and a school's own rows and checks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from clausebook.model.law.instrument import Instrument, Instruments


def merged_law(files: Iterable[Instruments], local: str) -> Instruments:
    """All rows in the order of their files. A row of the file `local` takes the place of the register's row of its id;
    its checks set the day on which a row was asked."""
    known = sorted(files, key=lambda one: (one.place.file == local, one.place.file))
    own = [one for one in known if one.place.file == local]
    theirs = [one for one in known if one.place.file != local]
    mine: dict[str, Instrument] = {row.id: row for one in own for row in one.instruments}
    rows = [mine.pop(row.id, row) for one in theirs for row in one.instruments]
    rows += [row for one in own for row in one.instruments if row.id in mine]
    asked = {check.instrument: check.asked for one in own for check in one.checks}
    rows = [replace(row, asked=max(asked[row.id], row.asked or "")) if row.id in asked else row for row in rows]
    return Instruments(
        version=next((one.version for one in theirs if one.version), ""),
        instruments=tuple(rows),
        subjects=tuple(one for whole in known for one in whole.subjects),
        former_bodies=tuple(one for whole in known for one in whole.former_bodies),
        namesakes={title: years for whole in known for title, years in whole.namesakes.items()},
        contents=tuple(one for whole in known for one in whole.contents),
        checks=tuple(one for whole in own for one in whole.checks),
    )
