"""Every change since the last edition gives its reason.

Governors read the reasons beside the changes. They are in the commit messages as a line "Reason: ...". A commit that
was published without one stays as it is: the next commit that touches the same file can give the reason for both.
"""

from collections.abc import Iterator

from clausebook.model.finding import Finding, SourceLocation
from clausebook.model.register import Register
from clausebook.model.revision import Commit, expand_taken

LEVEL = "warning"
_HINT = 'write a line "Reason: ..." at the end of the message of the next commit that changes it'


def check(register: Register) -> Iterator[Finding]:
    """Findings at the file that was changed, the newest change without a reason for each."""
    unexplained: dict[str, Commit] = {}
    for commit in expand_taken(register.commits):
        files = [touch.path for touch in commit.touches if not commit.is_merge and _is_text(touch.path)]
        for file in files:
            if any(reason.strip() for reason in commit.trailer("Reason")):
                unexplained.pop(file, None)
            else:
                unexplained[file] = commit
    for file, commit in unexplained.items():
        if file in register.files:
            message = f"commit {commit.short} ({commit.subject}) changed the text and gives no reason"
            yield Finding(SourceLocation(file), message, _HINT)


def _is_text(path: str) -> bool:
    """Whether the file holds words that governors adopt."""
    return path.startswith("clauses/") or (path.startswith("policy/") and path.count("/") == 1)
