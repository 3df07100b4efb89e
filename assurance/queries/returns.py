"""Reading status returns, always within what a person may see (trust.md 1, 3)."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from assurance.models import (
    EvidenceFile,
    ReportingPeriod,
    ReturnEvent,
    ReturnItem,
    ReturnSection,
    ReturnSubmission,
    StatusReturn,
    User,
)
from assurance.permissions import agencies_where, groups_where, may
from assurance.queries.tables import HISTORY, Table, history_cell
from assurance.rules.periods import Quarter
from assurance.rules.returns import DraftItem, DraftSection, Problem, ReturnState, Section, submission_problems
from assurance.rules.roles import Permission
from assurance.rules.submission import FrozenReturn, read_submission
from assurance.rules.tables import Cell
from assurance.rules.wording import local_date


def _owned_where(user: User, permission: Permission, prefix: str = "") -> Q:
    return Q(**{f"{prefix}agency__in": agencies_where(user, permission)}) | Q(
        **{f"{prefix}group__in": groups_where(user, permission)}
    )


def _returns() -> QuerySet[StatusReturn]:
    return StatusReturn.objects.select_related("agency", "group", "period", "period__meeting", "standing")


def returns_drafted_by(user: User) -> QuerySet[StatusReturn]:
    """The returns in whose drafts `user` may read and write: those of their own agency or group."""
    return _returns().filter(_owned_where(user, Permission.DRAFT_RETURN))


def returns_signed_by(user: User) -> QuerySet[StatusReturn]:
    """The returns `user` may submit and recall."""
    return _returns().filter(_owned_where(user, Permission.SIGN_RETURN))


def returns_readable_by(user: User) -> QuerySet[StatusReturn]:
    """The returns whose submitted versions `user` may read. Whether there is a draft stays hidden."""
    return _returns().filter(_owned_where(user, Permission.READ_RETURN))


def submissions_visible_to(user: User) -> QuerySet[ReturnSubmission]:
    """The signed versions `user` may read."""
    return ReturnSubmission.objects.filter(
        _owned_where(user, Permission.READ_RETURN, prefix="status_return__")
    ).select_related("status_return__agency", "status_return__group", "status_return__period", "submitted_by")


def returns_known_to(user: User) -> QuerySet[StatusReturn]:
    """The returns `user` writes or may read."""
    return _returns().filter(_owned_where(user, Permission.DRAFT_RETURN) | _owned_where(user, Permission.READ_RETURN))


def files_drafted_by(user: User) -> QuerySet[EvidenceFile]:
    """The evidence files of drafts in which `user` may write."""
    return EvidenceFile.objects.filter(status_return__in=returns_drafted_by(user)).select_related(
        "status_return__agency", "status_return__group", "status_return__period"
    )


def files_visible_to(user: User) -> QuerySet[EvidenceFile]:
    """The evidence files of drafts one writes in, and those a readable submission names."""
    return (
        EvidenceFile.objects.filter(
            Q(status_return__in=returns_drafted_by(user)) | Q(submissions__in=submissions_visible_to(user))
        )
        .select_related("status_return__agency", "status_return__group", "status_return__period")
        .distinct()
    )


def sections_of(status_return: StatusReturn) -> list[ReturnSection]:
    """The sections of a draft, in the order of the form, with their statements, topics and files at hand."""
    items = ReturnItem.objects.select_related("topic").prefetch_related("files")
    sections = {part.section: part for part in status_return.sections.prefetch_related(Prefetch("items", items))}
    return [sections[section] for section in Section if section in sections]


def last_standing_before(status_return: StatusReturn) -> FrozenReturn | None:
    """The latest earlier return of the same owner that stands submitted or accepted, or None."""
    quarter = status_return.period.as_quarter
    submission = (
        ReturnSubmission.objects.filter(
            stands_for__agency=status_return.agency_id, stands_for__group=status_return.group_id
        )
        .filter(_before(quarter))
        .order_by("-status_return__period__financial_year", "-status_return__period__quarter")
        .first()
    )
    return read_submission(submission.content) if submission else None


def _before(quarter: Quarter) -> Q:
    year, number = quarter.financial_year, quarter.number
    period = "status_return__period__"
    return Q(**{f"{period}financial_year__lt": year}) | Q(
        **{f"{period}financial_year": year, f"{period}quarter__lt": number}
    )


def problems_of(status_return: StatusReturn) -> list[Problem]:
    """Why the draft cannot be submitted as it stands; empty when it can."""
    before = last_standing_before(status_return)
    return submission_problems(
        [draft_section(part) for part in sections_of(status_return)], before.left_open() if before else ()
    )


def draft_section(part: ReturnSection) -> DraftSection:
    """A section of the draft as the submission rule wants it."""
    return DraftSection(
        Section(part.section),
        tuple(DraftItem(item.statement, item.action, item.change, str(item.identity)) for item in part.items.all()),
        part.nothing_to_report,
    )


@dataclass(frozen=True)
class Access:
    """What one person may do with one return now."""

    may_write: bool
    may_sign: bool
    may_recall: bool
    may_review: bool
    may_reopen: bool


def access_to(status_return: StatusReturn, user: User) -> Access:
    """What `user` may do with a return in its present state."""
    owner, state = status_return.owner, status_return.state
    writes = may(user, Permission.DRAFT_RETURN, owner)
    signs = may(user, Permission.SIGN_RETURN, owner)
    reviews = may(user, Permission.REVIEW_RETURNS)
    return Access(
        may_write=writes and status_return.is_editable,
        may_sign=signs and status_return.is_editable,
        may_recall=signs and state == ReturnState.SUBMITTED,
        may_review=reviews and state == ReturnState.SUBMITTED,
        may_reopen=reviews and state == ReturnState.ACCEPTED,
    )


@dataclass(frozen=True)
class ReturnLists:
    """The returns of a person: those they write, their own submitted ones, and those of others they may read."""

    to_write: tuple[StatusReturn, ...]
    own: tuple[StatusReturn, ...]
    others: tuple[StatusReturn, ...]


def return_lists(user: User) -> ReturnLists:
    """The returns `user` writes and reads, newest quarter first; of others' returns only those that stand."""
    mine = list(returns_drafted_by(user))
    ids = {row.pk for row in mine}
    readable = returns_readable_by(user).filter(standing__isnull=False)
    return ReturnLists(
        tuple(row for row in mine if row.is_editable),
        tuple(row for row in mine if not row.is_editable),
        tuple(row for row in readable if row.pk not in ids),
    )


def return_table(user: User) -> Table:
    """The returns on the person's list as a table to take away."""
    lists = return_lists(user)
    headers = ["Agency or group", "Quarter", "Status", "Due", "Submitted", HISTORY]
    listed = [*lists.to_write, *lists.own, *lists.others]
    prefetch_related_objects(listed, Prefetch("events", ReturnEvent.objects.select_related("by")))
    rows: list[list[Cell]] = [
        [
            row.owner.name,
            row.period.short_words,
            row.state_label,
            row.due_on,
            local_date(row.standing.submitted_at) if row.standing else None,
            history_cell(row.events.all()),
        ]
        for row in listed
    ]
    return headers, rows


@dataclass(frozen=True)
class StandingReturn:
    """What stands of one owner's return for a period: the signed version, or None with the reason in words."""

    status_return: StatusReturn
    frozen: FrozenReturn | None
    submitted_at: object | None
    missing_because: str


def standing_returns(period: ReportingPeriod, user: User | None = None) -> list[StandingReturn]:
    """
    Every return of the period `user` may read (or, without one, every return: for the pack alone), by owner's name.

    Required returns without a standing version say why they are missing (R49).
    """
    returns = returns_readable_by(user) if user else _returns()
    rows = returns.filter(period=period).order_by("agency__name", "group__name")
    return [_standing(row) for row in rows]


def _standing(row: StatusReturn) -> StandingReturn:
    if row.standing:
        return StandingReturn(row, read_submission(row.standing.content), row.standing.submitted_at, "")
    because = "Returned for changes and not submitted again" if row.state == "returned" else "Not submitted"
    return StandingReturn(row, None, None, because)
