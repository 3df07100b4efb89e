"""What moderation of the demonstration's audits settled, and what is written of it in their reports."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from itertools import count

from assurance.models import Agency, User
from audits.models import Audit, AuditCase, ToolStandard
from audits.queries.moderation import GradedUnit, units_of
from audits.queries.moderation_boards import QuestionBoard
from audits.queries.moderation_pages import unit_page
from audits.rules.agreement import positions, rated
from audits.rules.answers import FindingKind, TextPart
from audits.rules.demo import LETTERS, AuditStory, SettledStory
from audits.rules.settling import reason_needed
from audits.services.findings import TaskWords, save_finding, save_recommendation, save_task, save_text
from audits.services.moderation import accept_agreed, save_discussion, settle_grade

# Why a grade was settled where agencies differ, unless the story says otherwise.
REASONS = (
    "Most agencies found this, and the records read out in the meeting bear it out.",
    "The agency that saw it otherwise had seen one part of the work. The meeting settled on the whole of it.",
    "Practitioners who know the child agreed with most of the agencies.",
)


def moderate(story: AuditStory, audit: Audit, *, by: User, now: datetime) -> None:
    """Settle every grade: those of the story first, what all agree on at once, then what most found, with a reason."""
    reasons = count()
    for place, unit in enumerate(units_of(audit), start=1):
        otherwise = {one.question: one for one in _settled_of(story, unit, place)}
        boards = _boards(audit, unit, by)
        for number, one in otherwise.items():
            _settle(audit, unit, boards[number - 1], LETTERS[one.grade], one.why, by, now)
        if story.cases:
            accept_agreed(audit=audit, unit=unit, by=by, now=now)
        for number, board in enumerate(boards, start=1):
            is_done = number in otherwise or (story.cases and board.agreed)
            if board.must_settle and not is_done:
                value = _most(board)
                needs = reason_needed(value, board.given, board.scale)
                why = REASONS[next(reasons) % len(REASONS)] if needs else ""
                _settle(audit, unit, board, value, why, by, now)
        _discuss(story, audit, unit, place, by, now)


def _boards(audit: Audit, unit: GradedUnit, by: User) -> list[QuestionBoard]:
    page = unit_page(audit, unit.pk, by)
    return list(page.boards) if page else []


def _settled_of(story: AuditStory, unit: GradedUnit, place: int) -> list[SettledStory]:
    if isinstance(unit, AuditCase):
        return [one for one in story.settled if one.case == place]
    return [one for one in story.settled if one.agency == unit.agency.slug]


def _settle(
    audit: Audit, unit: GradedUnit, board: QuestionBoard, value: str, why: str, by: User, now: datetime
) -> None:
    question = board.question.pk
    settle_grade(audit=audit, unit=unit, question=question, value=value, reason=why, version=0, by=by, now=now)


def _most(board: QuestionBoard) -> str:
    """The grade that most agencies gave, of several the lowest; where none says anything of practice, the first."""
    telling = rated(board.given, board.scale)
    if not telling:
        return board.given[0]
    places = positions(board.scale)
    return max(Counter(telling).items(), key=lambda given: (given[1], places[given[0]]))[0]


def _discuss(story: AuditStory, audit: Audit, unit: GradedUnit, place: int, by: User, now: datetime) -> None:
    if story.cases:
        case = story.cases[place - 1]
        said = {"practitioners": case.practitioners, "good_practice": case.good_practice}
        save_discussion(audit=audit, unit=unit, version=0, values=said, by=by, now=now)


def write_report(story: AuditStory, audit: Audit, day: Callable[[int], date], *, by: User, now: datetime) -> None:
    """Write what the report says so far: its parts, findings, recommendations, and who acts on each by which `day`."""
    words = story.report
    for part in TextPart:
        if text := words.get(str(part), "").strip():
            save_text(audit=audit, part=part, version=0, text=text, by=by, now=now)
    for one in words["finding"]:
        kind, standard = FindingKind(one["kind"]), _standard(audit, one.get("standard"))
        save_finding(audit=audit, kind=kind, text=one["text"], standard=standard, by=by, now=now)
    for one in words["recommendation"]:
        said = {"text": one["text"], "outcome": one["outcome"], "standard": _standard(audit, one.get("standard"))}
        recommendation = save_recommendation(audit=audit, by=by, now=now, **said)
        for title, slug, owner, days in one["tasks"]:
            task = TaskWords(title, Agency.objects.get(slug=slug), owner, day(days))
            save_task(recommendation=recommendation, words=task, by=by, now=now)


def _standard(audit: Audit, beginning: str | None) -> ToolStandard | None:
    if beginning is None:
        return None
    return ToolStandard.objects.get(section__version=audit.tool, text__startswith=beginning)
