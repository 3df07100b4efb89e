"""
The composite report: what was found, counted in cases, frozen as it was made final (R112, R138).

Cases are counted, and shares are never given as percentages of fewer than twenty.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from assurance.rules.canonical import canonical_json
from assurance.rules.evidence_tiers import Strength
from assurance.rules.wording import counted, date_words
from audits.rules.answers import FINDING_WORDS, TEXT_WORDS, FindingKind, TextPart
from audits.rules.audits import Unit

PERCENT_FROM = 20
PLURALS = MappingProxyType({Unit.CASE: "cases", Unit.AGENCY: "agencies"})


@dataclass(frozen=True)
class GradeCount:
    """How many were given one grade."""

    label: str
    count: int
    meets: bool = False
    is_neutral: bool = False


@dataclass(frozen=True)
class QuestionResult:
    """One graded question: its standard, and how many cases (or agencies) were settled at each grade, best first."""

    number: str
    standard: str
    standard_text: str
    asked: str
    purpose: str
    counts: tuple[GradeCount, ...]

    @property
    def graded(self) -> int:
        """How many were graded at all; the neutral answers say nothing."""
        return sum(one.count for one in self.counts if not one.is_neutral)

    @property
    def met(self) -> int:
        """How many of them met the standard."""
        return sum(one.count for one in self.counts if one.meets)


@dataclass(frozen=True)
class AgencyResult:
    """Where agencies are graded: what one gave itself and what was settled, by the question's number."""

    agency: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class ReportFinding:
    """One finding and the standard it is of; blank for the whole."""

    kind: str
    text: str
    standard: str = ""

    @property
    def kind_words(self) -> str:
        """Strength, area to improve, or good practice."""
        return FINDING_WORDS[FindingKind(self.kind)]


@dataclass(frozen=True)
class ReportTask:
    """What one agency or group is to do: who sees to it, and by when (ISO)."""

    title: str
    holder: str
    owner: str
    due_on: str

    @property
    def due_words(self) -> str:
        """By when, in words."""
        return date_words(date.fromisoformat(self.due_on))


@dataclass(frozen=True)
class ReportRecommendation:
    """A recommendation for action: what should be different for children, and who does what about it."""

    number: int
    text: str
    outcome: str
    standard: str = ""
    tasks: tuple[ReportTask, ...] = ()


@dataclass(frozen=True)
class ReportWords:
    """The whole report, readable without the rows it was made of. Dates are ISO; `unit` is what was graded."""

    title: str
    kind: str
    unit: str
    lead: str
    group: str
    launched_on: str
    moderated_on: str
    tool: str
    why: str
    outcome: str
    lines: tuple[str, ...]
    agencies: tuple[str, ...]
    graded: int
    not_signed: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    results: tuple[QuestionResult, ...] = ()
    by_agency: tuple[AgencyResult, ...] = ()
    findings: tuple[ReportFinding, ...] = ()
    recommendations: tuple[ReportRecommendation, ...] = ()

    def text_of(self, part: TextPart) -> str:
        """The words of one part; blank when there are none."""
        return dict(self.texts).get(str(part), "")

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The parts that have words, but the briefing, each with its heading."""
        written = [(TEXT_WORDS[part], self.text_of(part)) for part in TextPart if part != TextPart.BRIEFING]
        return [(heading, text) for heading, text in written if text]

    @property
    def briefing(self) -> str:
        """The learning briefing; blank when there is none."""
        return self.text_of(TextPart.BRIEFING)

    @property
    def units(self) -> str:
        """What was graded, in the plural: "cases", "agencies"."""
        return PLURALS[Unit(self.unit)]

    @property
    def graded_words(self) -> str:
        """How many were graded: "5 cases"."""
        return counted(self.graded, self.unit, self.units)

    @property
    def launched_words(self) -> str:
        """When it was launched, in words."""
        return date_words(date.fromisoformat(self.launched_on))

    @property
    def moderated_words(self) -> str:
        """When moderation began, in words."""
        return date_words(date.fromisoformat(self.moderated_on))

    @property
    def shares(self) -> list[tuple[QuestionResult, str]]:
        """Each result with how many met the standard, in words."""
        return [(result, share_words(result.met, result.graded, self.unit)) for result in self.results]

    @property
    def overall_words(self) -> str:
        """What the whole was graded, as a sentence; blank when nothing was."""
        return f"Overall, {result_words(self.overall, self.unit)}" if self.overall else ""

    @property
    def overall(self) -> QuestionResult | None:
        """The grade of the whole; None when nothing was graded."""
        return next((result for result in self.results if result.purpose == "overall"), None)

    def findings_of(self, kind: FindingKind) -> list[ReportFinding]:
        """The findings of one kind."""
        return [finding for finding in self.findings if finding.kind == kind]

    @property
    def grouped_findings(self) -> list[tuple[str, list[ReportFinding]]]:
        """The findings under their headings; a heading without any is left out."""
        headings = {
            FindingKind.STRENGTH: "Strengths",
            FindingKind.IMPROVE: "Areas to improve",
            FindingKind.PRACTICE: "Good practice to share",
        }
        grouped = [(heading, self.findings_of(kind)) for kind, heading in headings.items()]
        return [(heading, found) for heading, found in grouped if found]


def write_report(words: ReportWords) -> str:
    """The canonical JSON of a report."""
    return canonical_json(asdict(words))


def read_report(content: str) -> ReportWords:
    """The report a canonical JSON holds."""
    read = json.loads(content)
    return ReportWords(
        **(
            read
            | {
                "lines": tuple(read["lines"]),
                "agencies": tuple(read["agencies"]),
                "not_signed": tuple(read["not_signed"]),
                "texts": tuple((part, text) for part, text in read["texts"]),
                "results": tuple(_result(one) for one in read["results"]),
                "by_agency": tuple(
                    AgencyResult(one["agency"], tuple((a, b, c) for a, b, c in one["rows"]))
                    for one in read["by_agency"]
                ),
                "findings": tuple(ReportFinding(**one) for one in read["findings"]),
                "recommendations": tuple(_recommendation(one) for one in read["recommendations"]),
            }
        )
    )


def _result(read: dict[str, Any]) -> QuestionResult:
    return QuestionResult(**(read | {"counts": tuple(GradeCount(**one) for one in read["counts"])}))


def _recommendation(read: dict[str, Any]) -> ReportRecommendation:
    return ReportRecommendation(**(read | {"tasks": tuple(ReportTask(**one) for one in read["tasks"])}))


def share_words(count: int, of: int, unit: str) -> str:
    """
    A share in words: "3 of 5 cases"; from twenty on with the percentage, "15 of 24 cases (63%)"; "no cases" of none.
    """
    plural = PLURALS[Unit(unit)]
    if not of:
        return f"no {plural}"
    words = f"{count} of {counted(of, unit, plural)}"
    return f"{words} ({percent_of(count, of)}%)" if of >= PERCENT_FROM else words


def percent_of(count: int, of: int) -> int:
    """A share in per cent, to the nearest whole, halves up."""
    return int(Fraction(count * 100, of) + Fraction(1, 2))


def result_words(result: QuestionResult, unit: str) -> str:
    """What a question found, as a sentence: "3 of 5 cases met the standard." """
    if not result.graded:
        return f"nothing was graded: the standard did not apply to any {unit}, or there was too little evidence."
    return f"{share_words(result.met, result.graded, unit)} met the standard."


def strength_of(met: int, graded: int) -> Strength:
    """
    How much assurance an audit gives, of how many of what was graded met the standard overall.

    Nine in ten: substantial; half: partial; fewer: little; none of them, or nothing graded: none. A rule of the
    portal's own, stated on the item's page (C10).
    """
    if not graded or not met:
        return Strength.NONE
    share = Fraction(met, graded)
    if share >= Fraction(9, 10):
        return Strength.SUBSTANTIAL
    return Strength.PARTIAL if share >= Fraction(1, 2) else Strength.LITTLE


@dataclass(frozen=True)
class Draft:
    """What of a report is written so far, as far as making it final asks."""

    summary: str
    findings: int
    recommendations: Sequence[tuple[int, int]]
    texts: Sequence[tuple[str, bool]] = ()


def problems_of_publishing(draft: Draft) -> list[str]:
    """
    Every reason, a sentence each, why a report cannot be made final; empty when it can (R112, R138).

    `recommendations` are their numbers with how many tasks each has; `texts` where a text stands, and whether something
    in it would identify a child.
    """
    problems = []
    if not draft.summary.strip():
        problems.append("Write the summary.")
    if not draft.findings:
        problems.append("Record at least one finding: a strength, an area to improve, or good practice.")
    if not draft.recommendations:
        problems.append("Record at least one recommendation.")
    problems += [
        f"Say who acts on recommendation {number}, and by when." for number, tasks in draft.recommendations if not tasks
    ]
    problems += [f"Take out what could identify a child: {where}." for where, identifies in draft.texts if identifies]
    return problems
