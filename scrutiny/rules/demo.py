"""
The demonstration's scrutiny read into plain values: assessments with their answers, the log, and the context.

Days are working days before today; a minus is ahead.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from scrutiny.rules.assessments import AssessmentKind, LogKind, Readers, Response
from scrutiny.rules.frameworks import Rating

LETTERS = MappingProxyType({"R": Rating.RED, "A": Rating.AMBER, "G": Rating.GREEN})
TEXTS = MappingProxyType(
    {
        "why": "rationale",
        "outcome": "outcome",
        "children": "children",
        "families": "families",
        "practitioners": "practitioners",
    }
)
YEAR_BEGINS = (10, 1)


@dataclass(frozen=True)
class ActionWords:
    """A new action of an answer: what, for whom, which post sees to it, by when, and what should be different."""

    title: str
    holder: str
    owner: str
    days: int
    outcome: str


@dataclass(frozen=True)
class AnswerStory:
    """
    One answer. `texts` are by the names of its fields; `evidence` lines held elsewhere (words, source, days).

    `pick` is a kind of evidence of the portal and the words it is searched by; `link` the title of an action.
    """

    number: str
    rating: Rating
    texts: Mapping[str, str]
    evidence: Sequence[tuple[str, str, int]]
    pick: tuple[str, str] | None
    action: ActionWords | None
    is_recommended: bool
    link: str


@dataclass(frozen=True)
class CommentStory:
    """What a partner said of the accuracy of one answer."""

    by: str
    agency: str
    question: str
    text: str


@dataclass(frozen=True)
class ResponseStory:
    """What was answered to a recommendation, or that scrutiny accepts that it is declined."""

    to: str
    by: str
    days: int
    response: Response
    text: str


@dataclass(frozen=True)
class AssessmentStory:
    """An assessment and its life so far: `days` says when it was begun, written and so on, as far as it came."""

    kind: AssessmentKind
    by: str
    agency: str
    title: str
    years_ago: int
    head: Mapping[str, Any]
    summary: str
    revised: Mapping[str, str]
    days: Mapping[str, int]
    answers: Sequence[AnswerStory]
    shared: Sequence[str]
    closes: int
    comments: Sequence[CommentStory]
    responses: Sequence[ResponseStory]
    told: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class EntryStory:
    """An entry of the scrutiny log; `meeting` is the group whose last meeting was observed."""

    days: int
    kind: str
    title: str
    learned: str
    covers: Sequence[str]
    meeting: str = ""
    number: int | None = None
    shared: bool = True

    @property
    def log_kind(self) -> LogKind:
        """Its kind."""
        return LogKind(self.kind)


@dataclass(frozen=True)
class ContextStory:
    """An answer on the context of scrutiny to the question with this number."""

    number: int
    days: int
    by: str
    text: str


@dataclass(frozen=True)
class AdaptedStory:
    """A version of the framework that is being adapted: one more question at the end of a step."""

    days: int
    by: str
    note: str
    step: int
    question: str
    covers: Sequence[str]


@dataclass(frozen=True)
class LogStory:
    """What scrutiny did, how it is arranged, and what it is about to ask."""

    entries: Sequence[EntryStory] = field(default=())
    context: Sequence[ContextStory] = field(default=())
    adapted: AdaptedStory | None = None


def read_assessment_story(text: str) -> AssessmentStory:
    """The assessment of a file. Raises KeyError, ValueError or TypeError for a text that is none."""
    data = tomllib.loads(text)
    check = data.get("check", {})
    head = {name: data[name] for name in ("capacity", "scope", "purpose")} | {"readers": Readers(data["readers"])}
    return AssessmentStory(
        kind=AssessmentKind(data["kind"]),
        by=data["by"],
        agency=data.get("agency", ""),
        title=data["title"],
        years_ago=data.get("years_ago", 0),
        head=head,
        summary=data.get("summary", "").strip(),
        revised=data.get("revised", {}),
        days=data["days"],
        answers=[_answer(number, one) for number, one in data["answer"].items()],
        shared=check.get("questions", ()),
        closes=check.get("closes", 0),
        comments=[CommentStory(**one) for one in check.get("comment", ())],
        responses=[
            ResponseStory(**(one | {"response": Response(one["response"])})) for one in data.get("response", ())
        ],
        told=data.get("told", ()),
    )


def _answer(number: str, one: Mapping[str, Any]) -> AnswerStory:
    return AnswerStory(
        number=number,
        rating=LETTERS[one["rating"]] if "rating" in one else Rating.NOT_RATED,
        texts={name: one[word] for word, name in TEXTS.items() if word in one},
        evidence=[tuple(line) for line in one.get("evidence", ())],
        pick=tuple(one["pick"]) if "pick" in one else None,
        action=ActionWords(*one["action"]) if "action" in one else None,
        is_recommended=one.get("recommended", False),
        link=one.get("link", ""),
    )


def read_log_story(text: str) -> LogStory:
    """The log and the context of a file. Raises KeyError or TypeError for a text that is none."""
    data = tomllib.loads(text)
    context = [ContextStory(number=number, **one) for number, one in enumerate(data["context"], start=1)]
    return LogStory(
        entries=[EntryStory(**one) for one in data["entry"]],
        context=[*context, *(ContextStory(**one) for one in data["again"])],
        adapted=AdaptedStory(**data["adapted"]),
    )


def year_of(today: date, years_ago: int) -> tuple[date, date]:
    """First and last day of the last year from October to September that is over, or of one before it."""
    begins = date(today.year, *YEAR_BEGINS)
    last = today.year - (0 if begins <= today else 1) - years_ago
    return date(last - 1, *YEAR_BEGINS), date(last, 9, 30)
