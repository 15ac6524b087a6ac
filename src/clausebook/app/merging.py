"""What git asks of the merge driver: three versions of a file -> the merged one, or the reason why there is none."""

from __future__ import annotations

from clausebook.errors import UserError
from clausebook.io import merge_driver
from clausebook.merge import CannotMergeError, merge_file
from clausebook.model.upstream import Conflict, MergeLabels


def merge_versions(
    versions: tuple[str, str, str], target: str, path: str, labels: MergeLabels, size: int
) -> tuple[Conflict, ...]:
    """Merge three files (base, ours, theirs), write the result to `target`, and give what collided.

    `path` is the file's path in the repository, `size` how many characters a marker has. Raises UserError, and writes
    nothing, where the versions cannot be merged by field; ends the process where it takes too long.
    """
    with merge_driver.limited():
        try:
            base, ours, theirs = (merge_driver.read(version) for version in versions)
            merged = merge_file(path, base, ours, theirs, labels, size)
        except (CannotMergeError, UnicodeDecodeError, RecursionError) as error:
            raise UserError(f"{path}: not merged by field: {error}") from error
        merge_driver.write(target, merged.text)
    return merged.conflicts
