"""
What a version of a framework holds, as values: steps, questions, context questions, the meanings of the ratings.

Pages, prints, files and the frameworks shipped as data are all made of it (R117, R128).
"""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid5

from audits.rules.tool_texts import tidy
from scrutiny.rules.frameworks import Area

# Identities of what is read from a file are the same in every installation.
SHIPPED = UUID("5f6d3e0e-6a49-5a0e-9b7e-0b3a9a8f2f10")
LONGEST_SLUG, LONGEST_TITLE, LONGEST_TEXT = 80, 240, 2_000
SHORT_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class QuestionWords:
    """A rated question; `identity` stays the same from version to version, `pk` is its row's where there is one."""

    text: str
    covers: tuple[str, ...] = ()
    identity: UUID | None = None
    number: str = ""
    pk: UUID | None = None


@dataclass(frozen=True)
class StepWords:
    """A step with its questions."""

    title: str
    questions: tuple[QuestionWords, ...] = ()
    identity: UUID | None = None
    number: int = 0
    pk: UUID | None = None


@dataclass(frozen=True)
class ContextWords:
    """A context question, answered in words."""

    text: str
    identity: UUID | None = None
    pk: UUID | None = None


@dataclass(frozen=True)
class FrameworkWords:
    """A whole framework: how it is called and cited, what its ratings mean, and all it asks."""

    slug: str
    title: str
    reference: str
    green: str
    amber: str
    red: str
    any_response: str = ""
    steps: tuple[StepWords, ...] = ()
    context: tuple[ContextWords, ...] = ()

    @property
    def questions(self) -> tuple[QuestionWords, ...]:
        """Every rated question in order."""
        return tuple(question for step in self.steps for question in step.questions)


def read_framework(text: str) -> FrameworkWords:
    """
    The framework a TOML text holds, as scrutiny/data/six_steps.toml does.

    Raises ValueError with a sentence for what is no TOML or leaves something out.
    """
    try:
        read = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        raise ValueError(f"The file is not TOML that can be read: {problem}.") from None
    try:
        words = _framework(read)
    except KeyError as missing:
        raise ValueError(f"The file does not say “{missing.args[0]}”.") from None
    except (TypeError, AttributeError):
        raise ValueError("The file is not laid out as a framework: look at the file of the Six Steps.") from None
    if problems := problems_of_framework(words):
        raise ValueError(" ".join(problems))
    return words


def _framework(read: dict[str, Any]) -> FrameworkWords:
    return placed(
        FrameworkWords(
            slug=_text(read["slug"]),
            title=_text(read["title"]),
            reference=_text(read["reference"]),
            green=_text(read["ratings"]["green"]),
            amber=_text(read["ratings"]["amber"]),
            red=_text(read["ratings"]["red"]),
            any_response=_text(read.get("any_response", "")),
            steps=tuple(StepWords(_text(step["title"]), _questions(step["question"])) for step in read["step"]),
            context=tuple(ContextWords(_text(one["text"])) for one in read.get("context", [])),
        )
    )


def _questions(read: list[dict[str, Any]]) -> tuple[QuestionWords, ...]:
    return tuple(
        QuestionWords(_text(one["text"]), tuple(sorted({_text(area) for area in one.get("covers", [])})))
        for one in read
    )


def _text(read: object) -> str:
    if not isinstance(read, str):
        raise TypeError
    return tidy(read)


def placed(words: FrameworkWords) -> FrameworkWords:
    """A framework out of a file with the number and the identity of each part, which follow from where it stands."""

    def identity(name: str) -> UUID:
        return uuid5(SHIPPED, f"{words.slug}: {name}")

    steps = tuple(
        replace(
            step,
            number=number,
            identity=identity(f"step {number}"),
            questions=tuple(
                replace(one, number=f"{number}.{place}", identity=identity(f"question {number}.{place}"))
                for place, one in enumerate(step.questions, start=1)
            ),
        )
        for number, step in enumerate(words.steps, start=1)
    )
    context = tuple(
        replace(one, identity=identity(f"context {number}")) for number, one in enumerate(words.context, start=1)
    )
    return replace(words, steps=steps, context=context)


def problems_of_framework(words: FrameworkWords) -> list[str]:
    """Every reason, a sentence each, why no assessment can be made with it; empty when one can."""
    problems = []
    if not words.title.strip() or not words.reference.strip():
        problems.append("Say what the framework is called and how it is cited.")
    if not all(text.strip() for text in (words.green, words.amber, words.red)):
        problems.append("Say what Green, Amber and Red mean.")
    if not words.steps:
        problems.append("Add at least one step.")
    problems += [f"Step {step.number} has no title." for step in words.steps if not step.title.strip()]
    problems += [f"Step {step.number} has no question." for step in words.steps if not step.questions]
    problems += [f"Question {one.number} asks nothing." for one in words.questions if not one.text.strip()]
    unknown = sorted({area for one in words.questions for area in one.covers} - {str(area) for area in Area})
    problems += [f"“{area}” is no part of the arrangements that scrutiny covers." for area in unknown]
    return problems + problems_of_draft(words)


def problems_of_draft(words: FrameworkWords) -> list[str]:
    """Every reason, a sentence each, why it cannot even be kept: a draft may still lack steps and questions."""
    problems = []
    if len(words.slug) > LONGEST_SLUG or not SHORT_NAME.fullmatch(words.slug):
        problems.append("The short name is small letters, digits and hyphens, like six-steps.")
    if len(words.title) > LONGEST_TITLE:
        problems.append(f"The title has more than {LONGEST_TITLE} characters.")
    twice = [title for title, count in Counter(step.title.casefold() for step in words.steps).items() if count > 1]
    problems += [
        f"Two steps are called the same: “{step.title}”." for step in words.steps if step.title.casefold() in twice
    ][:1]
    texts = [step.title for step in words.steps]
    texts += [one.text for one in words.questions] + [one.text for one in words.context]
    too_long = [text for text in texts if len(text) > LONGEST_TEXT]
    return problems + [f"“{text[:60]}…” has more than {LONGEST_TEXT:,} characters." for text in too_long]


def is_adapted_from(words: FrameworkWords, original: FrameworkWords) -> bool:
    """Whether its steps or questions, those on the context too, are not the author's (Six Steps, section 5)."""
    return _asked(words) != _asked(original)


def _asked(words: FrameworkWords) -> tuple[list[tuple[str, list[str]]], list[str]]:
    steps = [(step.title, [question.text for question in step.questions]) for step in words.steps]
    return steps, [one.text for one in words.context]
