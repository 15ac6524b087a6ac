"""How much work one comparison may take. Hostile text must end in a coarser redline, never in a hanging build."""

from __future__ import annotations

from dataclasses import dataclass

# In units of about a tenth of a microsecond, the time of one step of difflib's inner loop. A real clause with a dozen
# edited items takes a twentieth of it.
CLAUSE = 1_000_000
# For finding paragraphs that crossed from one clause to another, over the whole edition.
EDITION = 1_000_000


@dataclass(slots=True)
class Budget:
    """A counter of work done. When it is spent, whatever is not yet matched counts as replaced."""

    limit: int
    spent: int = 0

    @property
    def is_spent(self) -> bool:
        """Whether nothing worth while can be done any more."""
        return self.spent + 200 > self.limit

    def afford(self, cost: int) -> bool:
        """Spend the cost and say True, or spend nothing and say False."""
        if self.spent + cost > self.limit:
            return False
        self.spent += cost
        return True
