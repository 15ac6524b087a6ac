"""Two editions -> Redline. Clauses are paired by id, their pieces by likeness, and words are compared last."""

from engine.stages.compare.editions import compare
from engine.stages.compare.settle import Content, accept, content, reject

__all__ = ["Content", "accept", "compare", "content", "reject"]
