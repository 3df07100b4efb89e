"""
Moderation as a whole: what is graded, how far it is settled, where agencies differ most, how far they agree (R112).

Everything is read from the standing submissions' grades; an agency's draft is never in reach. A fixed number of
queries, however many cases, agencies and questions.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Max, Min, QuerySet, Value, When
from django.urls import reverse

from assurance.models import User
from assurance.queries.tables import Table
from audits.models import Audit, AuditCase, Participant, SettledGrade, SignedGrade, ToolVersion
from audits.queries.audits import audits_compared_by
from audits.queries.links import HubLink
from audits.queries.tools import tool_content
from audits.rules.agreement import JUDGEMENT_SCALE, Reliability, positions, reliability, scale_of, steps_words
from audits.rules.audits import AuditState
from audits.rules.cases import CaseState
from audits.rules.settling import Settled, problems_of_finishing, settled_so_far
from audits.rules.tool_content import Question, ToolContent
from audits.rules.tools import Purpose, QuestionKind

# A child's case, or an agency as a whole.
GradedUnit = AuditCase | Participant


@dataclass(frozen=True)
class Graded:
    """What the agencies gave one question of one case (or agency): how many said something, the best and the worst."""

    given: int
    best: int
    worst: int


@dataclass(frozen=True)
class UnitRow:
    """
    One case (or agency) in the overview.

    `differ` is on how many questions agencies gave different grades (of an agency: on how many it was settled
    otherwise than it graded itself), `apart` how far apart they lie at most, in steps of the scale.
    """

    unit: GradedUnit
    note: str
    url: str
    settled: Settled
    compared: int
    differ: int
    apart: int

    @property
    def apart_words(self) -> str:
        """How far apart the grades lie at most; blank when they do not."""
        return steps_words(self.apart)


@dataclass(frozen=True)
class Overview:
    """Every case (or agency) of an audit, those on which agencies differ most first."""

    rows: tuple[UnitRow, ...]
    unsigned: tuple[str, ...]

    @property
    def done(self) -> int:
        """How many grades are settled."""
        return sum(row.settled.done for row in self.rows)

    @property
    def of(self) -> int:
        """How many have to be."""
        return sum(row.settled.of for row in self.rows)

    @property
    def units_done(self) -> int:
        """How many cases (or agencies) are settled altogether."""
        return sum(not row.settled.left for row in self.rows)


def audit_compared_by(user: User, pk: UUID) -> Audit | None:
    """The audit, if `user` reads the agencies' answers beside each other now; else None."""
    return audits_compared_by(user).filter(pk=pk).first()


def moderation_link(audit: Audit, user: User) -> HubLink | None:
    """The way from an audit's page to its moderation, for those who compare what agencies answered."""
    if audit_compared_by(user, audit.pk) is None:
        return None
    what = "case" if audit.has_cases else "agency"
    note = f"What each agency found, {what} by {what}, beside the grades that were settled."
    words = "Moderation" if audit.state == AuditState.MODERATING else "What the agencies found"
    return HubLink(words, reverse("audits:moderation_list", args=[audit.pk]), note)


def units_of(audit: Audit) -> list[GradedUnit]:
    """What is settled, in its order: the drawn cases, or the agencies that have signed."""
    if audit.has_cases:
        return list(audit.cases.filter(state=CaseState.DRAWN).order_by("order", "reference"))
    return list(audit.participants.filter(standing__isnull=False).select_related("agency"))


def unit_in(units: Iterable[GradedUnit], pk: UUID) -> GradedUnit | None:
    """The one with this key, or None."""
    return next((unit for unit in units if unit.pk == pk), None)


def unit_name(unit: GradedUnit) -> str:
    """What it is called: "Case A03", or the agency's name."""
    return f"Case {unit.reference}" if isinstance(unit, AuditCase) else unit.agency.name


def version_of(audit: Audit) -> ToolVersion:
    """The version of the tool an audit was launched with. Raises ValueError for one that has none."""
    if audit.tool is None:
        raise ValueError("An audit is launched with a tool.")
    return audit.tool


def graded_questions(content: ToolContent) -> list[Question]:
    """The questions that are settled: those with a grade, and those answered yes, partly or no."""
    return [question for question in content.questions if scale_of(question.kind, content.grades)]


def standing_grades(audit: Audit) -> QuerySet[SignedGrade]:
    """The grades of the versions that stand, each with its `unit`: a case's key, or a participant's."""
    standing = audit.participants.order_by().values("standing")
    found = SignedGrade.objects.filter(submission__in=standing).order_by()
    if audit.has_cases:
        return found.filter(sheet__case__state=CaseState.DRAWN).annotate(unit=F("sheet__case"))
    return found.annotate(unit=F("sheet__participant"))


def settled_grades(audit: Audit) -> QuerySet[SettledGrade]:
    """The settled grades, each with its `unit`."""
    unit = F("case") if audit.has_cases else F("participant")
    return SettledGrade.objects.filter(audit=audit).order_by().annotate(unit=unit)


def _place(content: ToolContent) -> Case:
    """The place of a grade on its scale in the database's words; none for the neutral ones."""
    scales = ((QuestionKind.GRADE, content.grades), (QuestionKind.JUDGEMENT, JUDGEMENT_SCALE))
    whens = [
        When(question__kind=kind, value=slug, then=Value(place))
        for kind, scale in scales
        for slug, place in positions(scale).items()
    ]
    return Case(*whens, default=None, output_field=IntegerField())


Grades = dict[UUID, dict[UUID, Graded]]


def _graded(audit: Audit, content: ToolContent) -> Grades:
    """What agencies gave, by unit and question; a question that nobody graded has nought."""
    rows = standing_grades(audit).annotate(place=_place(content)).values_list("unit", "question")
    found: Grades = defaultdict(dict)
    for unit, question, *figures in rows.annotate(given=Count("place"), best=Min("place"), worst=Max("place")):
        given, best, worst = figures
        found[unit][question] = Graded(given, best or 0, worst or 0)
    return found


def overview(audit: Audit) -> Overview:
    """Every case (or agency) with how far it is settled, those on which agencies differ most first."""
    content, units = tool_content(version_of(audit)), units_of(audit)
    graded, done = _graded(audit, content), _settled(audit)
    rows = [_row(audit, unit, content, graded.get(unit.pk, {}), done.get(unit.pk, {})) for unit in units]
    unsigned = audit.participants.filter(standing=None).values_list("agency__name", flat=True)
    order = sorted(enumerate(rows), key=lambda each: (-each[1].differ, -each[1].apart, each[0]))
    return Overview(tuple(row for _, row in order), tuple(unsigned))


def _settled(audit: Audit) -> dict[UUID, dict[UUID, str]]:
    found: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for unit, question, value in settled_grades(audit).values_list("unit", "question", "value"):
        found[unit][question] = value
    return found


def _row(
    audit: Audit, unit: GradedUnit, content: ToolContent, graded: dict[UUID, Graded], done: dict[UUID, str]
) -> UnitRow:
    url = reverse("audits:moderation_detail", args=[audit.pk, unit.pk])
    settled = _settled_of(unit, content, graded, done)
    if isinstance(unit, AuditCase):
        compared = [one for one in graded.values() if one.given > 1]
        apart = [one.worst - one.best for one in compared if one.worst != one.best]
        return UnitRow(unit, unit.stratum, url, settled, len(compared), len(apart), max(apart, default=0))
    moved = [steps for steps in _moved(content, graded, done) if steps]
    return UnitRow(unit, "", url, settled, settled.done, len(moved), max(moved, default=0))


def _moved(content: ToolContent, graded: dict[UUID, Graded], done: dict[UUID, str]) -> Iterable[int]:
    """By how many steps each settled grade differs from what the agency gave itself."""
    for question in graded_questions(content):
        own, place = graded.get(question.pk), positions(scale_of(question.kind, content.grades))
        if own and own.given and (value := done.get(question.pk)) in place:
            yield abs(place[value] - own.best)


def _settled_of(unit: GradedUnit, content: ToolContent, graded: dict[UUID, Graded], done: dict[UUID, str]) -> Settled:
    asked = [
        (question.number, graded[question.pk].given > 0, question.pk in done)
        if question.pk in graded
        else (question.number, False, question.pk in done)
        for question in graded_questions(content)
    ]
    return settled_so_far(unit_name(unit), asked if graded else [], overall_number(content))


def overall_number(content: ToolContent) -> str:
    """The number of the question that asks for the grade of the whole; blank in a tool without one."""
    return next((one.number for one in content.questions if one.purpose == Purpose.OVERALL), "")


def settling_problems(audit: Audit) -> list[str]:
    """Every reason, a sentence each, why moderation cannot be finished: what is not settled yet."""
    rows = overview(audit).rows
    places = {unit.pk: place for place, unit in enumerate(units_of(audit))}
    return problems_of_finishing([row.settled for row in sorted(rows, key=lambda row: places[row.unit.pk])])


@dataclass(frozen=True)
class QuestionAgreement:
    """How far agencies agree on one question over all cases."""

    question: Question
    found: Reliability


def agreement(audit: Audit) -> list[QuestionAgreement]:
    """How far agencies agree, question by question over all cases; the grade of the whole first."""
    content = tool_content(version_of(audit))
    given: dict[UUID, dict[UUID, list[int]]] = defaultdict(lambda: defaultdict(list))
    rows = standing_grades(audit).annotate(place=_place(content)).exclude(place=None)
    for unit, question, place, times in rows.values_list("unit", "question", "place").annotate(times=Count("pk")):
        given[question][unit] += [place] * times
    found = [QuestionAgreement(one, reliability(given[one.pk].values())) for one in graded_questions(content)]
    return sorted(found, key=lambda one: one.question.purpose != Purpose.OVERALL)


def overview_table(audit: Audit) -> Table:
    """The overview as a table to download."""
    what = "Case" if audit.has_cases else "Agency"
    differ = "Questions on which agencies differ" if audit.has_cases else "Settled otherwise than it graded itself"
    headers = [what, "Kind of case", "Grades settled", "Grades to settle", differ, "Most steps apart"]
    rows = overview(audit).rows
    return headers, [
        [row.settled.name, row.note, row.settled.done, row.settled.of, row.differ, row.apart] for row in rows
    ]
