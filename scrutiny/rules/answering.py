"""
What an answer still lacks before it can be final, and how far a whole draft is.

Source: Pearce, J (2019) Six Steps, section 5: Green and Amber need evidence that illustrates the positive response, and
any response needs an action plan (R124, R126).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from assurance.rules.wording import counted
from scrutiny.rules.frameworks import NEEDS_EVIDENCE, Rating


class Lack(StrEnum):
    """Something an answer has to have, and has not."""

    RATING = "rating"
    RATIONALE = "rationale"
    EVIDENCE = "evidence"
    ACTION = "action"


LACK_WORDS = MappingProxyType(
    {
        Lack.RATING: "a rating",
        Lack.RATIONALE: "a rationale",
        Lack.EVIDENCE: "evidence",
        Lack.ACTION: "an action",
    }
)


@dataclass(frozen=True)
class Answered:
    """What there is of one answer: its rating, why, and how many pieces of evidence and actions it has."""

    rating: Rating = Rating.NOT_RATED
    rationale: str = ""
    evidence: int = 0
    actions: int = 0

    @property
    def is_begun(self) -> bool:
        """Whether there is anything of it yet."""
        return self.rating != Rating.NOT_RATED or bool(self.rationale.strip() or self.evidence or self.actions)


def lacks_of(answer: Answered) -> tuple[Lack, ...]:
    """What the answer still has to have before it can be final, in the order it is asked; empty when it is complete."""
    missing = {
        Lack.RATING: answer.rating == Rating.NOT_RATED,
        Lack.RATIONALE: not answer.rationale.strip(),
        Lack.EVIDENCE: answer.rating in NEEDS_EVIDENCE and not answer.evidence,
        Lack.ACTION: not answer.actions,
    }
    return tuple(lack for lack in Lack if missing[lack])


def lacks_words(lacks: Sequence[Lack]) -> str:
    """What is missing as a phrase: "a rationale, evidence and an action"; blank for nothing."""
    words = [LACK_WORDS[lack] for lack in lacks]
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


@dataclass(frozen=True)
class Progress:
    """How many questions are rated, how many lack nothing, and of how many."""

    rated: int
    complete: int
    total: int

    @property
    def words(self) -> str:
        """The progress as a sentence: "7 of 24 questions complete, 9 rated"."""
        return f"{self.complete} of {counted(self.total, 'question')} complete, {self.rated} rated"

    @property
    def is_complete(self) -> bool:
        """Whether every question lacks nothing; one without questions is not complete."""
        return 0 < self.complete == self.total


def progress_of(answers: Iterable[Answered]) -> Progress:
    """How far a draft with these answers is."""
    every = list(answers)
    rated = sum(answer.rating != Rating.NOT_RATED for answer in every)
    return Progress(rated, sum(not lacks_of(answer) for answer in every), len(every))


def problems_of_answers(answers: Iterable[tuple[str, Answered]]) -> list[tuple[str, str]]:
    """Why a draft cannot be published: the number of each question that lacks something, with a sentence."""
    lacking = ((number, lacks_of(answer)) for number, answer in answers)
    return [(number, f"Question {number} needs {lacks_words(lacks)}.") for number, lacks in lacking if lacks]
