"""
A sheet as it was signed: canonical JSON that can be read on its own, without the rows it was made of (trust.md 4).

Everything a reader needs is in it, the words of the questions included: a reworded tool changes nothing signed.
"""

import json
from dataclasses import asdict, dataclass

from assurance.rules.canonical import canonical_json


@dataclass(frozen=True)
class FrozenFile:
    """A file an answer named: its key, name and SHA-256."""

    key: str
    name: str
    sha256: str


@dataclass(frozen=True)
class FrozenAnswer:
    """
    One question with its answer.

    `number` is the question's in the tool ("2.3"), `value` a grade's slug, a judgement or a number, `label` the same in
    words. `standard` is the identity of its standard.
    """

    question: str
    number: str
    asked: str
    kind: str
    purpose: str
    standard: str
    value: str
    label: str
    text: str
    evidence: str
    files: tuple[FrozenFile, ...] = ()


@dataclass(frozen=True)
class FrozenRoute:
    """That the child's team was told: whom (by post), on which day (ISO), and how."""

    told: str
    on: str
    how: str


@dataclass(frozen=True)
class FrozenSurvey:
    """What the agency's staff survey found of one standard (by identity): asked, answered, agreed; which survey."""

    standard: str
    asked: int
    answered: int
    agreed: int
    source: str


@dataclass(frozen=True)
class SheetWords:
    """
    One sheet: of which agency (slug) and case (blank without one), known to it or not, and its answers in order.

    `survey` is there only where an agency answers about itself.
    """

    agency: str
    reference: str
    is_known: bool
    unknown_because: str
    answers: tuple[FrozenAnswer, ...] = ()
    routes: tuple[FrozenRoute, ...] = ()
    survey: tuple[FrozenSurvey, ...] = ()

    def answer_to(self, question: str) -> FrozenAnswer | None:
        """The answer to the question with this key, or None when the agency was not asked it."""
        return next((answer for answer in self.answers if answer.question == question), None)


def write_sheet(words: SheetWords) -> str:
    """The canonical JSON of a sheet."""
    return canonical_json(asdict(words))


def read_sheet(content: str) -> SheetWords:
    """The sheet a canonical JSON holds."""
    read = json.loads(content)
    answers = tuple(
        FrozenAnswer(**(answer | {"files": tuple(FrozenFile(**file) for file in answer["files"])}))
        for answer in read["answers"]
    )
    routes = tuple(FrozenRoute(**one) for one in read["routes"])
    survey = tuple(FrozenSurvey(**one) for one in read["survey"])
    return SheetWords(**(read | {"answers": answers, "routes": routes, "survey": survey}))
