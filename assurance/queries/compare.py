"""Returns side by side: the partners in one quarter, and one partner across quarters (R50)."""

from dataclasses import dataclass
from datetime import datetime

from assurance.models import ReportingPeriod, ReturnSubmission, StatusReturn, User
from assurance.queries.returns import returns_readable_by, standing_returns, submissions_visible_to
from assurance.rules.comparison import SharedConcern, Thread, shared_concerns, threads
from assurance.rules.periods import quarter_of
from assurance.rules.returns import HEADINGS
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
    """A quarter's returns side by side: partners first by heading, then the concerns two or more of them share."""

    rows: tuple[HeadingRow, ...]
    shared: tuple[SharedConcern, ...]
    others: tuple[StatusReturn, ...]


def comparison(period: ReportingPeriod, user: User) -> Comparison:
    """The required returns of a period `user` may read, side by side, and the others that were submitted."""
    standing = standing_returns(period, user)
    asked = [row for row in standing if row.status_return.is_required]
    rows = [
        HeadingRow(
            section,
            heading.title,
            tuple(
                Column(
                    row.status_return.pk,
                    row.status_return.owner.name,
                    row.frozen.section(section) if row.frozen else None,
                    row.missing_because,
                )
                for row in asked
            ),
        )
        for section, heading in HEADINGS.items()
    ]
    return Comparison(
        tuple(rows) if asked else (),
        tuple(shared_concerns(row.frozen for row in standing if row.frozen)),
        tuple(row.status_return for row in standing if row.frozen and not row.status_return.is_required),
    )


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
