"""Returns side by side: the partners in one quarter, and one partner across quarters (R50)."""

from dataclasses import dataclass
from datetime import datetime

from assurance.models import ReportingPeriod, ReturnSubmission, StatusReturn, User
from assurance.queries.returns import StandingReturn, returns_readable_by, standing_returns, submissions_visible_to
from assurance.rules.comparison import SharedConcern, Thread, shared_concerns, threads
from assurance.rules.periods import quarter_of
from assurance.rules.returns import HEADINGS, HEADINGS_OF, Reporter, Section, form_of
from assurance.rules.submission import FrozenSection, read_submission


@dataclass(frozen=True)
class Column:
    """One owner's answer under one heading: the section as signed, or why it is missing."""

    return_id: int
    owner_name: str
    part: FrozenSection | None
    missing_because: str


@dataclass(frozen=True)
class HeadingRow:
    """One heading with every owner's answer."""

    section: str
    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Comparison:
    """
    A quarter's returns side by side: the required ones by heading, then the concerns two or more returns share.

    Agencies and groups stand under the headings of their own forms (SAF 7, SAF 5).
    """

    rows: tuple[HeadingRow, ...]
    shared: tuple[SharedConcern, ...]
    others: tuple[StatusReturn, ...]


def comparison(period: ReportingPeriod, user: User) -> Comparison:
    """The required returns of a period `user` may read, side by side, and the others that were submitted."""
    standing = standing_returns(period, user)
    asked = [row for row in standing if row.status_return.is_required]
    rows = [_heading_row(section, of_form) for form, of_form in _by_form(asked) for section in form]
    return Comparison(
        tuple(rows),
        tuple(shared_concerns(row.frozen for row in standing if row.frozen)),
        tuple(row.status_return for row in standing if row.frozen and not row.status_return.is_required),
    )


def _by_form(returns: list[StandingReturn]) -> list[tuple[tuple[Section, ...], list[StandingReturn]]]:
    """The forms that were used, each with the returns on it; one that is missing counts to its owner's form."""
    used = [(_form(row), row) for row in returns]
    found = [(form, [row for one, row in used if one == form]) for form in HEADINGS_OF.values()]
    return [(form, rows) for form, rows in found if rows]


def _form(row: StandingReturn) -> tuple[Section, ...]:
    if row.frozen:
        return form_of(Section(part.section) for part in row.frozen.sections)
    return HEADINGS_OF[Reporter(row.status_return.reporter)]


def _heading_row(section: Section, returns: list[StandingReturn]) -> HeadingRow:
    columns = tuple(
        Column(
            row.status_return.pk,
            row.status_return.owner.name,
            row.frozen.section(section) if row.frozen else None,
            row.missing_because,
        )
        for row in returns
    )
    return HeadingRow(section, HEADINGS[section].title, columns)


@dataclass(frozen=True)
class History:
    """One owner's statements through the quarters, and which quarters stand."""

    owner_name: str
    quarters: tuple[str, ...]
    threads: tuple[Thread, ...]


def history(status_return: StatusReturn, user: User) -> History:
    """The standing returns of the same owner `user` may read, statement by statement, newest quarter first."""
    visible = submissions_visible_to(user).filter(
        stands_for__agency=status_return.agency_id, stands_for__group=status_return.group_id
    )
    frozen = [read_submission(submission.content) for submission in visible]
    frozen.sort(key=lambda one: quarter_of(one.period), reverse=True)
    words = tuple(quarter_of(one.period).short_words for one in frozen)
    return History(status_return.owner.name, words, tuple(threads(frozen)))


@dataclass(frozen=True)
class VersionRow:
    """A signed version in a list."""

    submission: ReturnSubmission
    stands: bool
    submitted_at: datetime


def versions_of(status_return: StatusReturn, user: User) -> list[VersionRow]:
    """The signed versions of a return `user` may read, newest first; the one that stands is marked."""
    visible = submissions_visible_to(user).filter(status_return=status_return)
    return [VersionRow(one, one.pk == status_return.standing_id, one.submitted_at) for one in visible]


def owners_compared(user: User, period: ReportingPeriod) -> list[StatusReturn]:
    """The returns of a period from which `user` may start one owner's history, by name."""
    rows = returns_readable_by(user).filter(period=period)
    return sorted(rows, key=lambda row: row.owner.name.lower())
