"""
What an agency is about to sign, and what it signed, in the same words and the same shape (trust.md 4).

A signed version is read from its frozen sheets and never from the draft.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from audits.models import AnswerFile, AnswerSubmission, Participant, RouteTaken
from audits.queries.answers import content_for, drafts_of, problems_among, question_url
from audits.rules.frozen import FrozenAnswer, FrozenFile, FrozenRoute, FrozenSurvey, SheetWords, read_sheet
from audits.rules.signing import Place, Problem, SheetDraft, label_of
from audits.rules.survey import survey_words
from audits.rules.tool_content import Question, ToolContent


@dataclass(frozen=True)
class ReadSection:
    """A section's title with the answers under it; `pk` is None for answers under no section of the tool."""

    title: str
    answers: tuple[FrozenAnswer, ...]
    pk: UUID | None = None


@dataclass(frozen=True)
class ReadRoute:
    """That the child's team was told: whom, on which day, and how."""

    told: str
    on: date
    how: str


@dataclass(frozen=True)
class ReadSurvey:
    """What the staff survey found of one standard, as a sentence, and which survey it was."""

    standard: str
    words: str
    source: str


@dataclass(frozen=True)
class ReadSheet:
    """One sheet as it is or was signed, ready to be read."""

    name: str
    words: SheetWords
    sections: tuple[ReadSection, ...]
    routes: tuple[ReadRoute, ...]
    survey: tuple[ReadSurvey, ...]


@dataclass(frozen=True)
class SignedVersion:
    """One signed version with its sheets."""

    submission: AnswerSubmission
    stands: bool
    sheets: tuple[ReadSheet, ...]


@dataclass(frozen=True)
class LinkedProblem:
    """A reason why answers cannot be signed, with the address where it is put right."""

    sentence: str
    url: str


@dataclass(frozen=True)
class CheckedSheet:
    """A sheet to be looked over before signing, and what on it may be names that nobody has confirmed to be none."""

    key: UUID
    read: ReadSheet
    names: tuple[str, ...]


@dataclass(frozen=True)
class CheckPage:
    """All an agency has written, and every reason why it cannot be signed as it stands."""

    sheets: tuple[CheckedSheet, ...]
    problems: tuple[LinkedProblem, ...]


def check_page(participant: Participant) -> CheckPage:
    """What an agency looks over before it signs. The same number of queries however much it has written."""
    content, drafts = content_for(participant), drafts_of(participant)
    words = words_of(participant, content, drafts)
    problems = problems_among(participant, content, drafts)
    names = {problem.key: problem.names for problem in problems if problem.names}
    return CheckPage(
        tuple(CheckedSheet(draft.key, _read(words[draft.key], content), names.get(draft.key, ())) for draft in drafts),
        tuple(LinkedProblem(problem.sentence, _url(participant, content, problem)) for problem in problems),
    )


def _url(participant: Participant, content: ToolContent, problem: Problem) -> str:
    if problem.place == Place.ROUTE:
        return reverse("audits:sheet_route", args=[problem.key])
    if problem.place == Place.KNOWN:
        return reverse("audits:sheet_known", args=[problem.key])
    if problem.place == Place.SURVEY:
        return reverse("audits:survey_edit", args=[participant.pk, problem.key])
    if problem.place == Place.NAMES or problem.question is None:
        return f"#names-{problem.key}"
    return question_url(problem.key, content, problem.question)


def versions_of(participant: Participant) -> list[AnswerSubmission]:
    """The versions an agency signed, newest first."""
    return list(participant.submissions.select_related("submitted_by"))


def signed_version(participant: Participant, number: int) -> SignedVersion | None:
    """A version an agency signed, or None."""
    submission = participant.submissions.filter(number=number).select_related("submitted_by").first()
    if submission is None:
        return None
    content = content_for(participant)
    frozen = submission.sheets.order_by("sheet__case__order", "pk")
    sheets = tuple(_read(read_sheet(row.content), content) for row in frozen)
    return SignedVersion(submission, submission.pk == participant.standing_id, sheets)


def _read(words: SheetWords, content: ToolContent) -> ReadSheet:
    standards = {str(standard.identity): standard.text for standard in content.standards}
    survey = (
        ReadSurvey(standards.get(one.standard, ""), survey_words(one.asked, one.answered, one.agreed), one.source)
        for one in words.survey
    )
    name = f"Case {words.reference}" if words.reference else "Your agency"
    sections = tuple(_sections(words.answers, content))
    return ReadSheet(name, words, sections, tuple(_route(one) for one in words.routes), tuple(survey))


def _sections(answers: Iterable[FrozenAnswer], content: ToolContent) -> list[ReadSection]:
    """The answers under the headings of the tool, which was frozen before anybody answered; their words are signed."""
    by_key = {answer.question: answer for answer in answers}
    read = [
        ReadSection(
            section.title,
            tuple(by_key.pop(str(question.pk)) for question in section.questions if str(question.pk) in by_key),
            section.pk,
        )
        for section in content.sections
    ]
    rest = ReadSection("Other questions", tuple(by_key.values()))
    return [section for section in [*read, rest] if section.answers]


def _route(route: FrozenRoute) -> ReadRoute:
    return ReadRoute(route.told, date.fromisoformat(route.on), route.how)


# The words that are frozen


def words_of(participant: Participant, content: ToolContent, drafts: list[SheetDraft]) -> dict[UUID, SheetWords]:
    """What signing freezes, by the sheet's key: all that is asked, answered or not. Three queries."""
    files: dict[tuple[UUID, UUID], tuple[FrozenFile, ...]] = {}
    for file in AnswerFile.objects.filter(sheet__participant=participant, answer__isnull=False).select_related(
        "answer"
    ):
        key = file.sheet_id, file.answer.question_id
        files[key] = (*files.get(key, ()), FrozenFile(str(file.pk), file.name, file.sha256))
    routes: dict[UUID, tuple[FrozenRoute, ...]] = {}
    for route in RouteTaken.objects.filter(sheet__participant=participant):
        frozen = FrozenRoute(route.told, route.on.isoformat(), route.how)
        routes[route.sheet_id] = (*routes.get(route.sheet_id, ()), frozen)
    survey = _survey(participant, content)
    return {
        draft.key: SheetWords(
            agency=participant.agency.slug,
            reference=draft.reference,
            is_known=draft.is_known,
            unknown_because=draft.unknown_because,
            answers=tuple(_answers(draft, content, files)),
            routes=routes.get(draft.key, ()),
            survey=() if draft.reference else survey,
        )
        for draft in drafts
    }


def _answers(
    draft: SheetDraft, content: ToolContent, files: dict[tuple[UUID, UUID], tuple[FrozenFile, ...]]
) -> Iterator[FrozenAnswer]:
    """Every question asked, answered or not, so that a reader sees what was left blank; none of a case not known."""
    for question in content.questions if draft.is_known else ():
        yield _answer(question, draft, content, files.get((draft.key, question.pk), ()) if question.pk else ())


def _answer(question: Question, draft: SheetDraft, content: ToolContent, files: tuple[FrozenFile, ...]) -> FrozenAnswer:
    given = draft.answer_to(question)
    return FrozenAnswer(
        question=str(question.pk),
        number=question.number,
        asked=question.text,
        kind=str(question.kind),
        purpose=str(question.purpose),
        standard=str(question.standard),
        value=given.value,
        label=label_of(question.kind, given.value, content.grades),
        text=given.text,
        evidence=given.evidence,
        files=files,
    )


def _survey(participant: Participant, content: ToolContent) -> tuple[FrozenSurvey, ...]:
    figures = {figure.standard_id: figure for figure in participant.survey_figures.all()}
    return tuple(
        FrozenSurvey(str(one.identity), figure.asked, figure.answered, figure.agreed, figure.source)
        for one in content.standards
        if one.pk and (figure := figures.get(one.pk))
    )
