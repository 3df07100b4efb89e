"""Reading one's own agency's answers: what is due, the task list, and what stands in the way of signing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from assurance.models import User
from assurance.rules.tracker import due_in_words
from audits.models import (
    Answer,
    AnswerFile,
    AnswerSheet,
    Audit,
    Participant,
    QuestionVariant,
    RouteTaken,
    SurveyFigure,
    ToolQuestion,
)
from audits.queries.audits import participants_answered_by, participants_signed_by, sheets_answered_by
from audits.queries.identifiers import known_terms
from audits.queries.links import HubLink
from audits.queries.tools import questions_for
from audits.rules.answers import ParticipantState, can_recall, why_closed
from audits.rules.audits import AuditState
from audits.rules.cases import CaseState
from audits.rules.signing import (
    Given,
    Problem,
    Progress,
    SheetDraft,
    SurveyDraft,
    problems_of_signing,
    progress_of,
    route_is_missing,
)
from audits.rules.survey import survey_words
from audits.rules.tool_content import Section, ToolContent

ANSWERED = Q(sheets__answers__value__gt="") | Q(sheets__answers__text__gt="")
IN_THE_AUDIT = Q(case=None) | Q(case__state=CaseState.DRAWN)


@dataclass(frozen=True)
class AnswerRow:
    """An audit one's agency answers in: `when` says by when, or that it has submitted; `answers` how many there are."""

    participant: Participant
    when: str
    is_late: bool
    answers: int


@dataclass(frozen=True)
class AnswerLists:
    """The audits to answer, the earliest date first, and those that are over or submitted, the newest first."""

    to_write: tuple[AnswerRow, ...]
    others: tuple[AnswerRow, ...]


def answer_lists(user: User, today: date) -> AnswerLists:
    """The audits the agencies of `user` answer in. One query."""
    found = participants_answered_by(user).annotate(answers=Count("sheets__answers", ANSWERED))
    rows = [_row(participant, today) for participant in found.order_by("audit__answers_due_on", "audit__title", "pk")]
    to_write = tuple(row for row in rows if not closed_words(row.participant))
    return AnswerLists(to_write, tuple(reversed([row for row in rows if row not in to_write])))


def _row(participant: Participant, today: date) -> AnswerRow:
    due_on, number = participant.audit.answers_due_on, participant.answers  # type: ignore[attr-defined]
    if closed_words(participant):
        return AnswerRow(participant, "", False, number)
    return AnswerRow(participant, due_in_words(due_on, today), today > due_on, number)


def due_words(participant: Participant, today: date) -> str:
    """By when it has to be submitted, and how that stands."""
    return due_in_words(participant.audit.answers_due_on, today)


def closed_words(participant: Participant) -> str:
    """Why nothing can be written in an agency's part now; blank while it can."""
    return why_closed(AuditState(participant.audit.state), ParticipantState(participant.state))


@dataclass(frozen=True)
class Access:
    """What one may do with an agency's part: `closed` says why nothing can be written, and is blank while it can."""

    closed: str
    may_sign: bool
    may_recall: bool


def access_of(participant: Participant, user: User) -> Access:
    """What `user`, of the agency, may do with its part."""
    signs = participants_signed_by(user).filter(pk=participant.pk).exists()
    state, audit = ParticipantState(participant.state), AuditState(participant.audit.state)
    closed = why_closed(audit, state)
    return Access(closed, signs and not closed, signs and can_recall(audit, state))


def sheets_of(participant: Participant) -> QuerySet[AnswerSheet]:
    """The sheets an agency answers: of the cases in the audit, or the one of itself. A replaced case's is left out."""
    return participant.sheets.filter(IN_THE_AUDIT).select_related("case").order_by("case__order", "pk")


def content_for(participant: Participant) -> ToolContent:
    """What this agency is asked."""
    version = participant.audit.tool
    return questions_for(version, participant.agency) if version else ToolContent()


def keys_asked(participant: Participant) -> set[UUID]:
    """The keys of the questions this agency is asked, in one query."""
    asked = ToolQuestion.objects.filter(standard__section__version=participant.audit.tool_id)
    left_out = QuestionVariant.objects.filter(agency=participant.agency_id, is_asked=False)
    return set(asked.exclude(pk__in=left_out.values("question")).values_list("pk", flat=True))


def drafts_of(participant: Participant, sheets: QuerySet[AnswerSheet] | None = None) -> list[SheetDraft]:
    """The sheets of an agency as they stand (those of `sheets` alone, if given). Three queries, however many."""
    chosen = sheets_of(participant) if sheets is None else sheets
    rows = list(chosen.annotate(has_route=Exists(RouteTaken.objects.filter(sheet=OuterRef("pk")))))
    keys = [row.pk for row in rows]
    files: dict[tuple[UUID, UUID], tuple[str, ...]] = {}
    found = AnswerFile.objects.filter(sheet__in=keys, answer__isnull=False)
    for sheet, question, name in found.values_list("sheet_id", "answer__question_id", "name"):
        files[sheet, question] = (*files.get((sheet, question), ()), name)
    given: dict[UUID, dict[UUID, Given]] = {key: {} for key in keys}
    answers = Answer.objects.filter(sheet__in=keys).order_by()
    for sheet, question, *words in answers.values_list("sheet_id", "question_id", "value", "text", "evidence"):
        given[sheet][question] = Given(*words, files.get((sheet, question), ()))
    return [_draft(row, given[row.pk]) for row in rows]


def _draft(row: AnswerSheet, answers: dict[UUID, Given]) -> SheetDraft:
    return SheetDraft(
        key=row.pk,
        reference=str(row.case or ""),
        is_known=row.is_known,
        unknown_because=row.unknown_because,
        names_checked=row.names_checked,
        has_route=row.has_route,  # type: ignore[attr-defined]
        answers=answers,
    )


# The task list


@dataclass(frozen=True)
class SectionTask:
    """One section of one sheet, and how far it is."""

    section: Section
    progress: Progress


@dataclass(frozen=True)
class SheetTasks:
    """One sheet: how far it is, its sections, and whether the child's team has to be told before anything else."""

    draft: SheetDraft
    progress: Progress
    sections: tuple[SectionTask, ...]
    route_missing: bool

    @property
    def at_risk(self) -> tuple["SheetTasks", ...]:
        """Itself, if the child's team has to be told before anything else."""
        return (self,) if self.route_missing else ()


@dataclass(frozen=True)
class TaskList:
    """All an agency has to answer in one audit."""

    sheets: tuple[SheetTasks, ...]

    @property
    def completed(self) -> int:
        """How many sheets need nothing more."""
        return sum(sheet.progress.is_complete for sheet in self.sheets)

    @property
    def at_risk(self) -> tuple[SheetTasks, ...]:
        """The sheets of which the child's team has to be told before anything else."""
        return tuple(sheet for sheet in self.sheets if sheet.route_missing)


def task_list(participant: Participant) -> TaskList:
    """The sheets of an agency with their sections as tasks: the same number of queries however many there are."""
    content = content_for(participant)
    return TaskList(tuple(tasks_of(draft, content) for draft in drafts_of(participant)))


def tasks_of(draft: SheetDraft, content: ToolContent) -> SheetTasks:
    """One sheet with its sections as tasks."""
    sections = tuple(SectionTask(section, progress_of(section.questions, draft)) for section in content.sections)
    return SheetTasks(draft, progress_of(content.questions, draft), sections, route_is_missing(draft, content))


def sheet_tasks(sheet: AnswerSheet) -> SheetTasks:
    """The same of one sheet by itself."""
    content = content_for(sheet.participant)
    return tasks_of(draft_of(sheet), content)


def draft_of(sheet: AnswerSheet) -> SheetDraft:
    """One sheet as it stands."""
    return drafts_of(sheet.participant, AnswerSheet.objects.filter(pk=sheet.pk).select_related("case"))[0]


# What stands in the way


def problems_among(participant: Participant, content: ToolContent, drafts: list[SheetDraft]) -> list[Problem]:
    """Why an agency cannot sign its answers as they stand, from what it is asked and has written; empty when it can."""
    survey = [SurveyDraft(row.standard_id, row.source) for row in participant.survey_figures.all()]
    allowed = settings.AUDIT_IDENTIFIERS_ALLOWED
    return problems_of_signing(drafts, content, survey, known_terms(), identifiers_allowed=allowed)


def question_url(sheet: UUID, content: ToolContent, question: UUID) -> str:
    """The address at which a question of a sheet is answered."""
    section = next(one for one in content.sections if question in {each.pk for each in one.questions})
    return f"{reverse('audits:sheet_section', args=[sheet, section.pk])}#question-{question}"


def figure_words(figure: SurveyFigure) -> str:
    """One standard's figures as a sentence."""
    return survey_words(figure.asked, figure.answered, figure.agreed)


def sheets_for(user: User) -> QuerySet[AnswerSheet]:
    """The sheets in the audit that `user` may read and write: a replaced case's is left out."""
    return sheets_answered_by(user).filter(IN_THE_AUDIT).select_related("participant__audit__tool__tool")


def answers_link(audit: Audit, user: User) -> HubLink | None:
    """Where `user` answers in an audit; None for somebody whose agency is not asked."""
    parts = list(participants_answered_by(user).filter(audit=audit)[:2])
    if not parts:
        return None
    url = reverse("audits:participant_detail", args=[parts[0].pk])
    if len(parts) > 1:
        return HubLink(
            "Your agencies’ answers", reverse("audits:answer_list"), "Nobody else sees them before moderation"
        )
    return HubLink("Your agency’s answers", url, parts[0].get_state_display())
