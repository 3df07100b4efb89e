"""
Writing an agency's answers in draft: every answer has its own version, so that two people lose nothing (trust.md 3, 7).

Only the agency's people write, only until it signs, and only until moderation begins.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from assurance.models import User
from assurance.permissions import demand
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services import activity
from assurance.services.drafts import SaveOutcome
from audits.models import Answer, AnswerSheet, Participant, RouteTaken, SurveyFigure
from audits.queries.answers import closed_words, content_for, draft_of, keys_asked
from audits.queries.identifiers import known_terms
from audits.rules.identifiers import found_in, identifiers_sentence
from audits.rules.signing import looked_through, names_of
from audits.rules.survey import survey_problem

WORDS = ("value", "text", "evidence")
STILL_HERE = "Your text is still on this page."


@dataclass(frozen=True)
class Written:
    """What somebody wrote to one question, and the version of the answer they saw (nought: there was none)."""

    question: UUID
    version: int
    value: str = ""
    text: str = ""
    evidence: str = ""

    @property
    def words(self) -> dict[str, str]:
        """The words by the names of the answer's fields."""
        return {name: getattr(self, name) for name in WORDS}


@dataclass(frozen=True)
class AnswersOutcome:
    """The versions that now stand, by question, of what was saved; the questions somebody else answered meanwhile."""

    versions: Mapping[UUID, int] = field(default_factory=dict)
    conflicts: tuple[UUID, ...] = ()


def lock_for_writing(participant_id: UUID, by: User) -> Participant:
    """An agency's part, locked until the transaction ends, if `by` may write in it now. Raises otherwise."""
    found = Participant.objects.select_for_update(of=("self",)).select_related("audit__tool", "agency")
    participant = found.get(pk=participant_id)
    demand(by, Permission.ANSWER_AUDIT, participant.agency)
    if closed := closed_words(participant):
        raise ValidationError(f"{closed} {STILL_HERE}")
    return participant


@transaction.atomic
def save_answers(*, sheet: AnswerSheet, written: Sequence[Written], by: User, now: datetime) -> AnswersOutcome:
    """
    Save what was written to some questions of a sheet, each unless its answer changed since the version that was seen.

    What can be saved is, whatever becomes of the rest. The log keeps which questions, never what was said.
    """
    participant = lock_for_writing(sheet.participant_id, by)
    if not {one.question for one in written} <= keys_asked(participant):
        raise ValidationError("Your agency is not asked this question.")
    stored = {answer.question_id: answer for answer in Answer.objects.filter(sheet=sheet)}
    versions, conflicts, changed, new = {}, [], [], []
    for one in written:
        answer = stored.get(one.question) or Answer(sheet=sheet, question_id=one.question, version=0)
        if all(getattr(answer, name) == words for name, words in one.words.items()):
            versions[one.question] = answer.version
        elif answer._state.adding and not one.version:
            new.append(_filled(answer, one, now))
            versions[one.question] = 1
            changed.append(one)
        elif _save(answer, one, now):
            versions[one.question] = one.version + 1
            changed.append(one)
        else:
            conflicts.append(one.question)
    Answer.objects.bulk_create(new)
    if changed:
        _touch(sheet, now)
        _look_for_names(sheet, changed)
        detail = {"questions": {str(one.question): one.version + 1 for one in changed}}
        activity.record(actor=by, action="answer.save", subject=sheet, detail=detail, now=now)
    return AnswersOutcome(versions, tuple(conflicts))


def _filled(answer: Answer, one: Written, now: datetime) -> Answer:
    answer.version, answer.changed_at = 1, now
    for name, words in one.words.items():
        setattr(answer, name, words)
    return answer


def _save(answer: Answer, one: Written, now: datetime) -> bool:
    found = Answer.objects.filter(pk=answer.pk, version=one.version)
    return bool(found.update(**one.words, version=F("version") + 1, changed_at=now))


def _look_for_names(sheet: AnswerSheet, changed: Sequence[Written]) -> None:
    """Words that may be names, written after somebody looked through the sheet, have to be looked at again."""
    if sheet.names_checked:
        known = known_terms()
        if any(found_in(words, known).names for one in changed for words in (one.text, one.evidence)):
            AnswerSheet.objects.filter(pk=sheet.pk).update(names_checked=False)


@transaction.atomic
def say_whether_known(
    *, sheet: AnswerSheet, version: int, is_known: bool, unknown_because: str, by: User, now: datetime
) -> SaveOutcome:
    """
    Record whether the agency knows a case, and if not how it was looked for. What was answered of it is kept.

    Raises ValidationError when it is not said how it was looked for, and where there is no case.
    """
    lock_for_writing(sheet.participant_id, by)
    if sheet.case_id is None:
        raise ValidationError("Your agency answers this about itself.")
    if not is_known and not unknown_because.strip():
        raise ValidationError("Say how you looked for this child.")
    because = "" if is_known else unknown_because
    saved = AnswerSheet.objects.filter(pk=sheet.pk, version=version).update(
        is_known=is_known, unknown_because=because, names_checked=False, version=F("version") + 1, changed_at=now
    )
    if not saved:
        return SaveOutcome(False, AnswerSheet.objects.values_list("version", flat=True).get(pk=sheet.pk))
    detail = {"is_known": is_known, "version": version + 1}
    activity.record(actor=by, action="answer.known", subject=sheet, detail=detail, now=now)
    return SaveOutcome(True, version + 1)


@transaction.atomic
def confirm_names(*, sheet: AnswerSheet, names: Sequence[str], by: User, now: datetime) -> None:
    """
    Record that somebody looked at the `names` shown and none is a person's (R116).

    Raises ValidationError when others have been written since, so that nobody confirms what they have not seen.
    """
    lock_for_writing(sheet.participant_id, by)
    found = names_of(looked_through(draft_of(sheet), content_for(sheet.participant), known_terms()))
    if not set(found) <= set(names):
        raise ValidationError("Something was written since you looked. Look through the words that may be names again.")
    AnswerSheet.objects.filter(pk=sheet.pk).update(names_checked=True)
    activity.record(actor=by, action="answer.names_checked", subject=sheet, detail={"words": len(found)}, now=now)


@transaction.atomic
def record_route(*, sheet: AnswerSheet, told: str, on: date, how: str, by: User, now: datetime) -> RouteTaken:
    """
    Record that the child's own team was told, outside the audit: whom (by post), when and how (R116). It stands.

    Raises ValidationError for what is unsaid, a date to come, an identifier, or a sheet without a case.
    """
    lock_for_writing(sheet.participant_id, by)
    if problems := _problems_of_route(sheet, told, on, how, now):
        raise ValidationError(problems)
    route = RouteTaken(sheet=sheet, told=told, on=on, how=how, by=by, at=now)
    route.save(force_insert=True)
    _touch(sheet, now)
    activity.record(actor=by, action="answer.route_taken", subject=sheet, now=now)
    return route


def _problems_of_route(sheet: AnswerSheet, told: str, on: date, how: str, now: datetime) -> list[str]:
    problems = []
    if sheet.case_id is None:
        problems.append("This is recorded of a child’s case.")
    if not told.strip():
        problems.append("Enter the post of the person you told.")
    if not how.strip():
        problems.append("Say how you told them, and what was agreed.")
    if on > local_date(now):
        problems.append("The day you told them cannot be in the future.")
    refused = identifiers_sentence(found_in(told) + found_in(how))
    return problems + ([refused] if refused and not settings.AUDIT_IDENTIFIERS_ALLOWED else [])


@transaction.atomic
def save_survey(
    *, participant: Participant, standard: UUID, version: int, figures: Mapping[str, Any], by: User, now: datetime
) -> SaveOutcome:
    """
    Keep what the agency's staff survey found of a standard: `asked`, `answered`, `agreed` and its `source` (R88).

    Raises ValidationError when the figures do not fit together, and where cases are graded and not agencies.
    """
    locked = lock_for_writing(participant.pk, by)
    standards = {one.pk for one in content_for(locked).standards}
    if locked.audit.has_cases or standard not in standards:
        raise ValidationError("No survey is asked for here.")
    if problem := survey_problem(figures["asked"], figures["answered"], figures["agreed"]):
        raise ValidationError(problem)
    if not figures["source"].strip():
        raise ValidationError("Say which survey it was, and when.")
    stored = SurveyFigure.objects.filter(participant=locked, standard=standard)
    if (stored.values_list("version", flat=True).first() or 0) != version:
        return SaveOutcome(False, stored.values_list("version", flat=True).first() or 0)
    figure, _ = SurveyFigure.objects.update_or_create(
        participant=locked, standard_id=standard, defaults={**figures, "version": version + 1}
    )
    detail = {"standard": str(standard), "version": version + 1}
    activity.record(actor=by, action="answer.survey", subject=figure, detail=detail, now=now)
    return SaveOutcome(True, version + 1)


def _touch(sheet: AnswerSheet, now: datetime) -> None:
    AnswerSheet.objects.filter(pk=sheet.pk).update(changed_at=now)
