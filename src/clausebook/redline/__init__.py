"""Two editions -> Redline. Clauses are paired by id, their pieces by likeness, and words are compared last."""

from clausebook.redline.accept_reject import Content, accept, content, reject
from clausebook.redline.editions import compare

__all__ = ["Content", "accept", "compare", "content", "reject"]
