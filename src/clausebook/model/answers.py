"""What was decided of the questions that changes put before the governors: policy/answers.yaml."""

from __future__ import annotations

from typing import Annotated

from clausebook.model.decode import Describe, PartialDate
from clausebook.model.finding import Located
from clausebook.model.school import Key
from clausebook.text.records import dataclass


@dataclass(frozen=True, kw_only=True)
class RecordedAnswer(Located):
    """One question that waits no longer, in the words it was asked in, and what was decided."""

    policy: Annotated[Key, Describe("id of the policy it was asked about")]
    question: Annotated[str, Describe("its words, as the change asked it (the trailer Decision-needed)")]
    answer: Annotated[str, Describe("what was decided, in a sentence")]
    on: Annotated[PartialDate | None, Describe("when it was decided")] = None


@dataclass(frozen=True, kw_only=True)
class Answers(Located):
    """All answers, oldest first."""

    answers: tuple[RecordedAnswer, ...] = ()

    def of(self, policy: str) -> frozenset[str]:
        """The questions about one policy that are answered."""
        return frozenset(" ".join(one.question.split()) for one in self.answers if one.policy == policy)
