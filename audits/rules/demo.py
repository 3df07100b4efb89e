"""
The demonstration's audits read into plain values: what was planned, what each agency answered, and what came of it.

Grades are a letter each, in the order of the tool's questions. Days are working days before today; a minus is ahead.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from audits.rules.audits import AuditKind
from audits.rules.reasons import Reason

LETTERS = MappingProxyType(
    {
        "O": "outstanding",
        "G": "good",
        "R": "requires-improvement",
        "I": "inadequate",
        "A": "not-applicable",
        "E": "insufficient-evidence",
        "Y": "yes",
        "P": "partly",
        "N": "no",
        "X": "not_applicable",
        "U": "insufficient",
    }
)
DOES_WELL = "OG"
UNKNOWN = "*-"


@dataclass(frozen=True)
class AgencyStory:
    """
    What one agency answered: when it signed (or, not having signed, wrote), and its words.

    `done` is how many questions of each case are answered; empty when all are. `grades`, `texts` and `survey` are of an
    agency that answers about itself.
    """

    slug: str
    signed: int | None = None
    written: int | None = None
    says: str = ""
    view: str = ""
    read: str = ""
    sooner: str = ""
    well: str = ""
    unknown: str = ""
    done: Sequence[int] = ()
    grades: str = ""
    texts: Sequence[str] = ()
    survey: Sequence[tuple[str, int, int, int]] = ()


@dataclass(frozen=True)
class CaseStory:
    """One case: the grades most agencies gave, who gave otherwise, what the child said, and what was made of it."""

    grades: str
    voice: Mapping[str, str]
    impact: Mapping[str, str]
    otherwise: Sequence[str] = ()
    practitioners: str = ""
    good_practice: str = ""
    route: Mapping[str, str] = field(default_factory=dict)

    def grades_of(self, agency: str) -> str:
        """The letters this agency gave, one a question; blank for a case it does not know."""
        letters = list(self.grades)
        for line in self.otherwise:
            slug, *change = line.split()
            if slug != agency:
                continue
            if change == [UNKNOWN]:
                return ""
            letters[int(change[0]) - 1] = change[1]
        return "".join(letters)


@dataclass(frozen=True)
class SettledStory:
    """A grade that moderation settled at something else: of which case (or agency) and question, and why."""

    question: int
    grade: str
    why: str
    case: int = 0
    agency: str = ""


@dataclass(frozen=True)
class AuditStory:
    """An audit of the demonstration, and its life so far. `plan`, `frame`, `tool` and `report` are as the file says."""

    title: str
    kind: AuditKind
    reason: tuple[Reason, str]
    days: Mapping[str, int]
    plan: Mapping[str, Any]
    tool: Mapping[str, Any]
    frame: Mapping[str, Any]
    routings: Sequence[Mapping[str, str]]
    agencies: Sequence[AgencyStory]
    cases: Sequence[CaseStory]
    settled: Sequence[SettledStory]
    report: Mapping[str, Any]

    @property
    def asked(self) -> list[str]:
        """The agencies it asks."""
        return list(self.plan["agencies"])


def read_story(text: str) -> AuditStory:
    """The audit of a file. Raises KeyError, ValueError or TypeError for a text that is none."""
    data = tomllib.loads(text)
    kind, why = data["reason"]
    return AuditStory(
        title=data["title"],
        kind=AuditKind(data["kind"]),
        reason=(Reason(kind), why),
        days=data["days"],
        plan=data,
        tool=data.get("tool", {}),
        frame=data.get("frame", {}),
        routings=data.get("routing", ()),
        agencies=[AgencyStory(**one) for one in data.get("agency", ())],
        cases=[CaseStory(**one) for one in data.get("case", ())],
        settled=[SettledStory(**one) for one in data.get("settled", ())],
        report=data.get("report", {}),
    )
