"""Questions that people ask, and the rules that answer them: what a school knows is asked, written down once."""

from __future__ import annotations

from typing import Annotated

from clausebook.model.decode import Describe
from clausebook.model.finding import Located
from clausebook.model.school import Key
from clausebook.text.records import dataclass

Anchor = Annotated[str, Describe("a clause and the letter of its item, as in its address: school-equipment.e")]


@dataclass(frozen=True, kw_only=True)
class Answer(Located):
    """A rule of one edition that answers, and a few of its words: letters move, words do not."""

    edition: Annotated[str, Describe("the edition that the rule is in: its year in quotes, or draft")]
    rule: Anchor
    says: Annotated[str, Describe("a few words of the rule, as written there: another rule does not say them")]


@dataclass(frozen=True, kw_only=True)
class Silence(Located):
    """What an edition does not answer, as whoever wrote this read it; said of that edition alone."""

    edition: Annotated[str, Describe("the edition that was read: its year in quotes, or draft")]
    says: Annotated[str, Describe("what it does not say, as a sentence for readers")]


@dataclass(frozen=True, kw_only=True)
class Question(Located):
    """A question in the words of those who ask it."""

    id: Key
    policy: Annotated[Key, Describe("the policy that is asked")]
    question: Annotated[str, Describe("as people ask it, with a question mark")]
    also: Annotated[tuple[str, ...], Describe("other words in which they type it")] = ()
    answers: tuple[Answer, ...] = ()
    silent: tuple[Silence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SearchWords(Located):
    """Words that people type, and the words of the policies that they mean."""

    typed: tuple[str, ...]
    finds: Annotated[tuple[str, ...], Describe("words as the policies have them; of several words all must be there")]


@dataclass(frozen=True, kw_only=True)
class Questions(Located):
    """policy/questions.yaml: questions people ask, and words they search for."""

    questions: tuple[Question, ...] = ()
    words: tuple[SearchWords, ...] = ()
