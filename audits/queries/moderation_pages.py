"""
The moderation screen: one case (or agency) with what every agency gave and said, beside what was settled (R88, R112).

What agencies said is read from their frozen sheets in the versions that stand, never from a draft.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import F, QuerySet

from assurance.models import User
from audits.models import Audit, AuditCase, Discussion, FrozenSheet, Participant, SettledGrade, ToolQuestion
from audits.queries.audits import runs
from audits.queries.moderation import (
    GradedUnit,
    overall_number,
    standing_grades,
    unit_in,
    unit_name,
    units_of,
    version_of,
)
from audits.queries.moderation_boards import (
    Lane,
    QuestionBoard,
    Said,
    SectionBoard,
    StandardBoard,
    WordsBoard,
)
from audits.queries.tools import grades_of, tool_content
from audits.rules.agreement import (
    Scale,
    agreement_words,
    apart_words,
    own_grade_words,
    scale_of,
)
from audits.rules.audits import AuditState, Unit
from audits.rules.frozen import FrozenAnswer, SheetWords, read_sheet
from audits.rules.settling import CHANGED_WORDS, Settled, settled_so_far
from audits.rules.survey import survey_words
from audits.rules.tool_content import Question, Standard, ToolContent
from audits.rules.tools import Purpose, QuestionKind

OF_THE_CHILD = (Purpose.VOICE, Purpose.IMPACT)


@dataclass(frozen=True)
class Route:
    """That an agency which graded a child at risk told the child's own team: whom, when and how."""

    agency: str
    told: str
    day: date
    how: str


@dataclass(frozen=True)
class UnitPage:
    """The moderation screen of one case (or agency), and the ones before and after it."""

    audit: Audit
    unit: GradedUnit
    place: int
    number: int
    previous: GradedUnit | None
    following: GradedUnit | None
    sections: tuple[SectionBoard, ...]
    voice: tuple[WordsBoard, ...]
    overall: str
    agencies: tuple[str, ...]
    unknown_to: tuple[tuple[str, str], ...]
    unsigned: tuple[str, ...]
    routes: tuple[Route, ...]
    discussion: Discussion | None
    may_write: bool

    @property
    def name(self) -> str:
        """What is moderated: "Case A03", or the agency."""
        return unit_name(self.unit)

    @cached_property
    def boards(self) -> tuple[QuestionBoard, ...]:
        """Every graded question."""
        return tuple(board for section in self.sections for one in section.standards for board in one.boards)

    def board(self, question: UUID) -> QuestionBoard | None:
        """The graded question with this key, or None."""
        return next((board for board in self.boards if board.question.pk == question), None)

    @cached_property
    def settled(self) -> Settled:
        """How far it is settled."""
        asked = [(one.question.number, one.must_settle, one.settled is not None) for one in self.boards]
        answered = any(board.given for board in self.boards)
        return settled_so_far(self.name, asked if answered else [], self.overall)

    @property
    def to_accept(self) -> int:
        """How many questions are not settled yet on which all who graded agree."""
        return sum(bool(board.agreed) and board.settled is None for board in self.boards)

    @property
    def untold(self) -> bool:
        """Whether a grade was settled that the child's own team must know of, and no agency says it has told it."""
        needing = {grade.slug for board in self.boards for grade in board.scale if grade.needs_route}
        settled = any(board.settled and board.settled.value in needing for board in self.boards)
        return settled and not self.routes

    def after(self, board: QuestionBoard) -> str:
        """Where to go on after settling a question: the next one that is not settled, or the discussion."""
        later = self.boards[self.boards.index(board) + 1 :]
        return next((one.key for one in later if one.must_settle and not one.settled), "discussion")


@dataclass(frozen=True)
class Ground:
    """What one grade is settled on: the scale, what counts of what the agencies gave, and what stands settled."""

    scale: Scale
    given: tuple[str, ...]
    settled: SettledGrade | None


def ground_of(audit: Audit, unit: GradedUnit, question: UUID) -> Ground | None:
    """
    What a question of a case (or agency) is settled on; None where the audit's tool does not grade it.

    It is what the moderation screen shows of that question, read without the rest of the screen.
    """
    version = version_of(audit)
    asked = ToolQuestion.objects.filter(pk=question, standard__section__version=version)
    row = asked.exclude(purpose__in=OF_THE_CHILD).first()
    scale = scale_of(QuestionKind(row.kind), grades_of(version)) if row else ()
    if not scale:
        return None
    given = standing_grades(audit).filter(unit=unit.pk, question=question).exclude(value="")
    settled = settled_of(audit, unit).filter(question=question).first()
    return Ground(scale, tuple(given.values_list("value", flat=True)), settled)


@dataclass(frozen=True)
class Given:
    """What an agency gave to one question; `counts` where that is a grade of what is on the page."""

    agency: str
    value: str
    counts: bool


@dataclass(frozen=True)
class _Signed:
    """A sheet of a version that stands, with its agency's name and its answers by question."""

    agency: str
    words: SheetWords

    @cached_property
    def answers(self) -> dict[str, FrozenAnswer]:
        return {answer.question: answer for answer in self.words.answers}


def unit_page(audit: Audit, unit: UUID, user: User) -> UnitPage | None:
    """The moderation screen of the case (or agency) with this key, or None. A fixed number of queries."""
    units = units_of(audit)
    found = unit_in(units, unit)
    if found is None:
        return None
    content, place = tool_content(version_of(audit)), units.index(found)
    sheets = _sheets(audit, found)
    known = [sheet for sheet in sheets if sheet.words.is_known]
    reader = _Reader(audit, found, content, known)
    return UnitPage(
        audit=audit,
        unit=found,
        place=place + 1,
        number=len(units),
        previous=units[place - 1] if place else None,
        following=units[place + 1] if place + 1 < len(units) else None,
        sections=tuple(reader.sections()),
        voice=tuple(reader.voice()),
        overall=overall_number(content),
        agencies=tuple(sheet.agency for sheet in known),
        unknown_to=tuple((sheet.agency, sheet.words.unknown_because) for sheet in sheets if not sheet.words.is_known),
        unsigned=tuple(audit.participants.filter(standing=None).values_list("agency__name", flat=True)),
        routes=tuple(
            Route(sheet.agency, one.told, date.fromisoformat(one.on), one.how)
            for sheet in known
            for one in sheet.words.routes
        ),
        discussion=_discussions(audit, found).first(),
        may_write=audit.state == AuditState.MODERATING and runs(user, audit),
    )


def _sheets(audit: Audit, unit: GradedUnit) -> list[_Signed]:
    # From the sheets of the case, of which there are few, and not from all that the agencies signed.
    standing = FrozenSheet.objects.filter(submission=F("sheet__participant__standing"))
    found = (
        standing.filter(sheet__case=unit) if isinstance(unit, AuditCase) else standing.filter(sheet__participant=unit)
    )
    rows = found.order_by("sheet__participant__agency__name").values_list("sheet__participant__agency__name", "content")
    return [_Signed(agency, read_sheet(content)) for agency, content in rows]


def settled_of(audit: Audit, unit: GradedUnit) -> QuerySet[SettledGrade]:
    """What is settled of a case (or agency), with who settled it."""
    found = SettledGrade.objects.filter(audit=audit).select_related("settled_by")
    return found.filter(case=unit) if isinstance(unit, AuditCase) else found.filter(participant=unit)


def _discussions(audit: Audit, unit: GradedUnit) -> QuerySet[Discussion]:
    found = Discussion.objects.filter(audit=audit)
    return found.filter(case=unit) if isinstance(unit, AuditCase) else found.filter(participant=unit)


class _Reader:
    """Lays the answers of a case (or agency) out by section and standard."""

    def __init__(self, audit: Audit, unit: GradedUnit, content: ToolContent, sheets: list[_Signed]) -> None:
        self.unit, self.content, self.sheets = unit, content, sheets
        self.settled = {one.question_id: one for one in settled_of(audit, unit)}
        self.survey = {one.standard: one for sheet in sheets for one in sheet.words.survey}
        self.grades = self._of_cases() if isinstance(unit, AuditCase) else self._of_agencies(audit)

    def _of_cases(self) -> dict[str, list[Given]]:
        """What each agency gave the case, by question."""
        found: dict[str, list[Given]] = defaultdict(list)
        for sheet in self.sheets:
            for answer in sheet.words.answers:
                found[answer.question].append(Given(sheet.agency, answer.value, True))
        return found

    def _of_agencies(self, audit: Audit) -> dict[str, list[Given]]:
        """What each agency gave itself, by question."""
        found: dict[str, list[Given]] = defaultdict(list)
        rows = (
            standing_grades(audit)
            .order_by("submission__participant__agency__name")
            .values_list("question", "unit", "submission__participant__agency__name", "value")
        )
        for question, participant, agency, value in rows:
            found[str(question)].append(Given(agency, value, participant == self.unit.pk))
        return found

    def sections(self) -> Iterator[SectionBoard]:
        for section in self.content.sections:
            boards = tuple(self._standard(standard) for standard in section.standards)
            shown = tuple(one for one in boards if one.questions)
            if shown:
                yield SectionBoard(section.title, shown)

    def voice(self) -> Iterator[WordsBoard]:
        """What each agency said of the child's voice, and of the difference its work made."""
        for question in self.content.questions:
            if question.purpose in OF_THE_CHILD:
                yield WordsBoard(question, tuple(self._said(question)))

    def _standard(self, standard: Standard) -> StandardBoard:
        found = self.survey.get(str(standard.identity))
        survey = f"{survey_words(found.asked, found.answered, found.agreed)} {found.source}." if found else ""
        questions = [
            self._board(question, scale)
            if (scale := scale_of(question.kind, self.content.grades))
            else WordsBoard(question, tuple(self._said(question)))
            for question in standard.questions
            if question.purpose not in OF_THE_CHILD
        ]
        return StandardBoard(standard, tuple(questions), survey)

    def _board(self, question: Question, scale: Scale) -> QuestionBoard:
        rows = [one for one in self.grades.get(str(question.pk), []) if one.value]
        given = tuple(one.value for one in rows if one.counts)
        is_agency = isinstance(self.unit, Participant)
        lanes = tuple(
            Lane(
                grade,
                tuple(one.agency for one in rows if one.value == grade.slug and not (is_agency and one.counts)),
                own=unit_name(self.unit) if is_agency and grade.slug in given else "",
            )
            for grade in scale
        )
        return QuestionBoard(
            question=question,
            scale=scale,
            lanes=lanes,
            given=given,
            words=self._words(rows, scale),
            apart=apart_words(given, scale),
            said=tuple(one for one in self._said(question) if one.has_words),
            changed_words=CHANGED_WORDS[Unit.CASE if isinstance(self.unit, AuditCase) else Unit.AGENCY],
            settled=self.settled.get(question.pk),
        )

    def _words(self, rows: list[Given], scale: Scale) -> str:
        if isinstance(self.unit, AuditCase):
            return agreement_words([one.value for one in rows], scale)
        own = next((one.value for one in rows if one.counts), "")
        return own_grade_words(own, [one.value for one in rows if not one.counts], scale)

    def _said(self, question: Question) -> Iterator[Said]:
        for sheet in self.sheets:
            if answer := sheet.answers.get(str(question.pk)):
                yield Said(
                    agency=sheet.agency,
                    grade=answer.label or answer.value,
                    text=answer.text,
                    evidence=answer.evidence,
                    files=answer.files,
                    asked=answer.asked if answer.asked != question.text else "",
                )


def discussion_initial(discussion: Discussion | None) -> dict[str, str | int]:
    """What the form of what was said shows first; version 0 while nothing is written."""
    if discussion is None:
        return {"version": 0, "practitioners": "", "good_practice": ""}
    return {name: getattr(discussion, name) for name in ("version", "practitioners", "good_practice")}
