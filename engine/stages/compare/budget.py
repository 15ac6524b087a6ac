"""How much work one comparison may take. Hostile text must end in a coarser redline, never in a hanging build."""

from __future__ import annotations

from dataclasses import dataclass

# About 50 ms of difflib in one clause; the longest real clause of the 2018 policy takes a hundredth of it.
CLAUSE = 400_000
# For finding paragraphs that crossed from one clause to another, over the whole edition.
EDITION = 400_000


@dataclass(slots=True)
class Budget:
    """A counter of comparisons made. When it is spent, whatever is not yet matched counts as replaced."""

    limit: int
    spent: int = 0

    def afford(self, cost: int) -> bool:
        """Spend the cost and say True, or spend nothing and say False."""
        if self.spent + cost > self.limit:
            return False
        self.spent += cost
        return True
