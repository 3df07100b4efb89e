"""One sheet of one's own agency's answers: a section with what is stored, files, the staff survey, the routes taken."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from assurance.models import User
from audits.models import Answer, AnswerFile, AnswerSheet, Participant, RouteTaken, SurveyFigure
from audits.queries.answers import content_for, draft_of, figure_words, question_url
from audits.queries.audits import sheets_answered_by
from audits.queries.identifiers import known_terms
from audits.rules.identifiers import sentence
from audits.rules.signing import label_of, looked_through, route_is_missing, takes_evidence
from audits.rules.tool_content import Question, Section, Standard, ToolContent


@dataclass(frozen=True)
class StoredAnswer:
    """What is stored of one answer: its words, its version (nought before there is one), and its files."""

    value: str = ""
    text: str = ""
    evidence: str = ""
    version: int = 0
    files: tuple[AnswerFile, ...] = ()


@dataclass(frozen=True)
class ShownQuestion:
    """One question on its page: its form, its files, and what in its words may identify somebody."""

    question: Question
    form: Any
    files: tuple[AnswerFile, ...]
    files_url: str
    doubt: str


@dataclass(frozen=True)
class ShownStandard:
    """One standard with its questions; where agencies are graded, what the staff survey says and where it is told."""

    standard: Standard
    questions: tuple[ShownQuestion, ...]
    survey_url: str
    survey: str


@dataclass(frozen=True)
class SectionPage:
    """One section of a sheet with what is stored of it."""

    sheet: AnswerSheet
    content: ToolContent
    section: Section
    stored: Mapping[UUID, StoredAnswer]
    doubts: Mapping[UUID, str]
    survey: Mapping[UUID, SurveyFigure]

    def stored_of(self, question: Question) -> StoredAnswer:
        """What is stored of one question; blank when nothing is."""
        return self.stored.get(question.pk, StoredAnswer()) if question.pk else StoredAnswer()

    def shown(self, question: Question) -> dict[str, str]:
        """What is stored of one question in words."""
        stored = self.stored_of(question)
        value = label_of(question.kind, stored.value, self.content.grades)
        return {"value": value, "text": stored.text, "evidence": stored.evidence}

    def standards_with(self, forms: Mapping[UUID, Any]) -> list[ShownStandard]:
        """The standards with the questions that have a form, by the question's key."""
        return [self._standard(standard, forms) for standard in self.section.standards]

    def _standard(self, standard: Standard, forms: Mapping[UUID, Any]) -> ShownStandard:
        questions = (self._question(one, forms[one.pk]) for one in standard.questions if one.pk in forms)
        if self.sheet.case_id:
            return ShownStandard(standard, tuple(questions), "", "")
        figure = self.survey.get(standard.pk) if standard.pk else None
        url = reverse("audits:survey_edit", args=[self.sheet.participant_id, standard.pk])
        return ShownStandard(standard, tuple(questions), url, figure_words(figure) if figure else "")

    def _question(self, question: Question, form: Any) -> ShownQuestion:  # noqa: ANN401
        url = reverse("audits:answer_attach", args=[self.sheet.pk, question.pk]) if takes_evidence(question) else ""
        doubt = self.doubts.get(question.pk, "") if question.pk else ""
        return ShownQuestion(question, form, self.stored_of(question).files, url, doubt)


def section_page(sheet: AnswerSheet, section: UUID) -> SectionPage | None:
    """A section of what the agency is asked, or None when it is not asked that."""
    content = content_for(sheet.participant)
    found = next((one for one in content.sections if one.pk == section), None)
    if found is None:
        return None
    survey = {} if sheet.case_id else {one.standard_id: one for one in sheet.participant.survey_figures.all()}
    return SectionPage(sheet, content, found, _stored(sheet, found.questions), _doubts(sheet, found), survey)


def _stored(sheet: AnswerSheet, questions: Iterable[Question]) -> dict[UUID, StoredAnswer]:
    rows = Answer.objects.filter(sheet=sheet, question__in=[question.pk for question in questions])
    return {
        row.question_id: StoredAnswer(row.value, row.text, row.evidence, row.version, tuple(row.files.all()))
        for row in rows.prefetch_related("files")
    }


def _doubts(sheet: AnswerSheet, section: Section) -> dict[UUID, str]:
    """What in a section's stored words may identify somebody, shown while it can still be changed (R116)."""
    found = looked_through(draft_of(sheet), ToolContent((section,)), known_terms())
    return {one.question.pk: sentence(one.found) for one in found if one.question and one.question.pk}


def url_after(sheet: AnswerSheet, page: SectionPage) -> str:
    """Where one goes on once a section is saved: to the child's team if it has to be told, else to what comes next."""
    if route_is_missing(draft_of(sheet), page.content):
        return reverse("audits:sheet_route", args=[sheet.pk])
    place = page.content.sections.index(page.section) + 1
    if place < len(page.content.sections):
        return reverse("audits:sheet_section", args=[sheet.pk, page.content.sections[place].pk])
    return reverse("audits:sheet_detail", args=[sheet.pk])


# Whether a case is known, and the routes taken


def known_initial(sheet: AnswerSheet) -> dict[str, Any]:
    """What the form shows first: nothing is chosen before somebody has said so."""
    said = "" if sheet.version == 1 else "yes" if sheet.is_known else "no"
    return {"version": sheet.version, "is_known": said, "unknown_because": sheet.unknown_because}


def known_words(sheet: AnswerSheet) -> str:
    """What is stored of it, as a sentence."""
    return "The child is known." if sheet.is_known else f"The child is not known: {sheet.unknown_because}"


def routes_of(sheet: AnswerSheet) -> list[RouteTaken]:
    """The routes taken for a case, in order."""
    return list(sheet.routes.select_related("by"))


# Files


@dataclass(frozen=True)
class FilePage:
    """The files of one answer, and where one goes back to."""

    question: Question
    files: tuple[AnswerFile, ...]
    back: str


def file_page(sheet: AnswerSheet, question: UUID) -> FilePage | None:
    """The files of the answer to a question, or None when the agency is not asked it, or not for files."""
    content = content_for(sheet.participant)
    asked = next((one for one in content.questions if one.pk == question and takes_evidence(one)), None)
    if asked is None:
        return None
    files = AnswerFile.objects.filter(answer__sheet=sheet, answer__question=question)
    return FilePage(asked, tuple(files), question_url(sheet.pk, content, question))


def files_written_by(user: User) -> QuerySet[AnswerFile]:
    """The files of answers that `user` may take away: those of their own agencies."""
    return AnswerFile.objects.filter(sheet__in=sheets_answered_by(user), answer__isnull=False).select_related(
        "sheet__participant__audit", "answer"
    )


# The staff survey


@dataclass(frozen=True)
class SurveyStandard:
    """A standard a staff survey can speak of, and the section one goes back to."""

    text: str
    url: str


def survey_standard(participant: Participant, standard: UUID) -> SurveyStandard | None:
    """The standard with this key, where the agency answers about itself and is asked it; else None."""
    sheet = participant.sheets.filter(case=None).first()
    content = content_for(participant)
    found = next((one for one in content.standards if one.pk == standard), None)
    if sheet is None or found is None:
        return None
    section = next(one for one in content.sections if found in one.standards)
    return SurveyStandard(found.text, reverse("audits:sheet_section", args=[sheet.pk, section.pk]))


def survey_figure(participant: Participant, standard: UUID) -> SurveyFigure | None:
    """What is stored of one standard, or None."""
    return participant.survey_figures.filter(standard=standard).first()


def survey_initial(participant: Participant, standard: UUID) -> dict[str, Any]:
    """What the form shows first."""
    figure = survey_figure(participant, standard)
    if figure is None:
        return {"version": 0}
    return {name: getattr(figure, name) for name in ("version", "asked", "answered", "agreed", "source")}
