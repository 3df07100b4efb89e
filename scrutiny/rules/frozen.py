"""
An assessment as it was published: canonical JSON that can be read on its own, without the rows it was made of.

Everything a reader needs is in it, the words of the questions and of the ratings included: a reworded framework changes
nothing published (R127, R130; trust.md 4).
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from assurance.rules.canonical import canonical_json
from assurance.rules.wording import date_words
from scrutiny.rules.assessments import EVIDENCE_WORDS, READERS_WORDS, EvidenceKind, Readers
from scrutiny.rules.frameworks import RATING_WORDS, Rating


@dataclass(frozen=True)
class FrozenHead:
    """
    What stands at the head: of which kind, by whom, of which period, who may read it and for what purpose.

    Days are ISO. `agency` is a slug, blank but for an agency's self-assessment, `agency_name` its name as it then was.
    `reference` is how the framework is cited, as adapted where it is.
    """

    kind: str
    title: str
    capacity: str
    scope: str
    purpose: str
    readers: str
    starts_on: str
    ends_on: str
    framework: str
    framework_title: str
    framework_version: int
    is_adapted: bool
    reference: str
    red: str
    amber: str
    green: str
    any_response: str = ""
    agency: str = ""
    agency_name: str = ""
    summary: str = ""

    @property
    def period_words(self) -> str:
        """The period it speaks of: "1 October 2025 to 30 September 2026"."""
        return f"{_day_words(self.starts_on)} to {_day_words(self.ends_on)}"

    @property
    def readers_words(self) -> str:
        """Who may read it, in words."""
        return READERS_WORDS[Readers(self.readers)]


@dataclass(frozen=True)
class FrozenStep:
    """A step of the framework: its identity (the same from version to version), number and title."""

    identity: str
    number: int
    title: str


@dataclass(frozen=True)
class FrozenEvidence:
    """What illustrates an answer: words as they then stood, from where, of which day (ISO or blank), its address."""

    kind: str
    words: str
    source: str = ""
    dated_on: str = ""
    address: str = ""
    item: str = ""

    @property
    def kind_words(self) -> str:
        """What kind of evidence it is."""
        return EVIDENCE_WORDS[EvidenceKind(self.kind)]

    @property
    def dated_words(self) -> str:
        """Of which day it is; blank when it has none."""
        return _day_words(self.dated_on)


@dataclass(frozen=True)
class FrozenAction:
    """
    What is to be done: what, to which effect, by which agency or group (its slug and name), which post, by when (ISO).

    `existing` is the key of an action that was in the tracker before, blank for a new one.
    """

    title: str
    outcome: str = ""
    holder: str = ""
    holder_name: str = ""
    owner: str = ""
    due_on: str = ""
    is_recommendation: bool = False
    existing: str = ""

    @property
    def due_words(self) -> str:
        """By when; blank when there is no date."""
        return _day_words(self.due_on)


@dataclass(frozen=True)
class FrozenAnswer:
    """One question, by its identity, with its rating and all that was said; `step` is the identity of its step."""

    question: str
    step: str
    number: str
    text: str
    rating: str
    rationale: str
    outcome: str = ""
    children: str = ""
    families: str = ""
    practitioners: str = ""
    evidence: tuple[FrozenEvidence, ...] = ()
    actions: tuple[FrozenAction, ...] = ()

    @property
    def rating_words(self) -> str:
        """The rating in words."""
        return RATING_WORDS[Rating(self.rating)]


@dataclass(frozen=True)
class StepBoard:
    """A step with its answers and its Actions area."""

    number: int
    title: str
    answers: tuple[FrozenAnswer, ...]
    actions: tuple[FrozenAction, ...]


@dataclass(frozen=True)
class AssessmentWords:
    """A whole assessment: its head, its steps, and the answers in the order of their questions."""

    head: FrozenHead
    steps: tuple[FrozenStep, ...] = ()
    answers: tuple[FrozenAnswer, ...] = ()

    def answer_to(self, question: str) -> FrozenAnswer | None:
        """The answer to the question with this identity, or None when it was not asked."""
        return next((answer for answer in self.answers if answer.question == question), None)

    def answers_of(self, step: str) -> tuple[FrozenAnswer, ...]:
        """The answers of the step with this identity, in order."""
        return tuple(answer for answer in self.answers if answer.step == step)

    def actions_of(self, step: str) -> tuple[FrozenAction, ...]:
        """The step's Actions area: those of all its answers, in their order (R126)."""
        return tuple(action for answer in self.answers_of(step) for action in answer.actions)

    @property
    def board(self) -> list[StepBoard]:
        """Every step with its answers and actions, in order."""
        return [
            StepBoard(step.number, step.title, self.answers_of(step.identity), self.actions_of(step.identity))
            for step in self.steps
        ]


def _day_words(iso: str) -> str:
    return date_words(date.fromisoformat(iso)) if iso else ""


def write_assessment(words: AssessmentWords) -> str:
    """The canonical JSON of an assessment."""
    return canonical_json(asdict(words))


def read_assessment(content: str) -> AssessmentWords:
    """The assessment a canonical JSON holds."""
    read = json.loads(content)
    return AssessmentWords(
        FrozenHead(**read["head"]),
        tuple(FrozenStep(**step) for step in read["steps"]),
        tuple(_answer(answer) for answer in read["answers"]),
    )


def _answer(read: dict[str, Any]) -> FrozenAnswer:
    evidence: Iterable[dict[str, Any]] = read["evidence"]
    actions: Iterable[dict[str, Any]] = read["actions"]
    return FrozenAnswer(
        **(
            read
            | {
                "evidence": tuple(FrozenEvidence(**one) for one in evidence),
                "actions": tuple(FrozenAction(**one) for one in actions),
            }
        )
    )
