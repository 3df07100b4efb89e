"""
What a report is made of, read in a fixed number of queries.

This reads across agencies without asking for whom: what stands submitted, never a draft. Who may read the result is
decided by the group whose pack it is (`reports.queries.runs`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import prefetch_related_objects

from assurance.models import (
    Agency,
    GoodPractice,
    PartnerCategory,
    PartnershipGroup,
    ReportingPeriod,
    StatusReturn,
    User,
)
from assurance.permissions import least_reader
from assurance.queries.returns import StandingReturn, standing_returns
from assurance.rules.roles import Permission
from assurance.rules.submission import FrozenReturn
from assurance.rules.wording import local_date
from indicators.queries.pack import PackTable, pack_table
from reports.models import Report
from reports.queries.covered import begins_at
from reports.queries.warnings import PackWarnings, pack_warnings, practice_since
from reports.queries.written import Written, written_in
from reports.rules.kinds import RULES, Covers, Kind, KindRule


@dataclass(frozen=True)
class OwnerReturn:
    """
    What one agency or group has, or has not, returned for the period.

    `label` is the Safeguarding Partner's category in words, else what kind of agency or group it is. Without `frozen`
    the return is missing, `missing_because` says how, and without `due_on` none was asked for.
    """

    label: str
    owner_name: str
    is_partner: bool
    is_required: bool
    due_on: date | None
    is_extended: bool
    frozen: FrozenReturn | None
    submitted_at: datetime | None
    working_days_late: int | None
    missing_because: str

    @property
    def is_missing(self) -> bool:
        """Whether nothing stands submitted."""
        return self.frozen is None


@dataclass(frozen=True)
class PackContext:
    """
    Everything the sections of a report are built from, as it was known at one moment.

    `partners` holds the three Safeguarding Partners by category, in the order of the alphabet (R2); `others` the
    agencies and groups beside them that submitted or were asked to, by name. `since` is when what it covers begins:
    when the report before it was made, or a year earlier; None for all there is. `reader` may know what everybody may
    who reads the report, no more. `written` is what people wrote for it.
    """

    partnership: str
    board: str
    report: Report
    period: ReportingPeriod
    known_at: datetime
    partners: tuple[OwnerReturn, ...]
    others: tuple[OwnerReturn, ...]
    indicators: PackTable
    since: datetime | None
    warnings: PackWarnings
    practice: tuple[GoodPractice, ...]
    reader: User
    written: Written

    @property
    def kind(self) -> Kind:
        """The kind of report."""
        return Kind(self.report.kind)

    @property
    def rule(self) -> KindRule:
        """What is laid down for its kind."""
        return RULES[self.kind]

    @property
    def since_words(self) -> str:
        """From when on, to end a phrase: "since the last pack", "in the year"; blank for all there is."""
        if self.since is None:
            return ""
        return "in the year" if self.rule.covers == Covers.YEAR else "since the last pack"

    @property
    def today(self) -> date:
        """The day in Europe/London."""
        return local_date(self.known_at)

    def is_new(self, at: datetime) -> bool:
        """Whether something of that moment is covered; all is where nothing was before."""
        return self.since is None or at > self.since

    @property
    def standing(self) -> list[FrozenReturn]:
        """Every return that stands submitted, the partners' first."""
        return [row.frozen for row in (*self.partners, *self.others) if row.frozen]


def pack_context(period: ReportingPeriod, *, known_at: datetime, report: Report | None = None) -> PackContext:
    """
    What a report of this period holds. Call it in a transaction whose reads all see the same moment.

    Without a `report` it is the Executive Board's pack, in which nobody has written anything.
    """
    report = report or Report(kind=Kind.EXECUTIVE_BOARD_PACK, period=period, group=period.meeting.group)
    rows = standing_returns(period)
    prefetch_related_objects([row.status_return for row in rows], "extensions", "agency__names", "group__names")
    today = local_date(known_at)
    returns = [_owner_return(row, today) for row in rows]
    agencies = Agency.objects.on(today).exclude(category="").prefetch_related("names")
    partnership = PartnershipGroup.objects.get(level=PartnershipGroup.Level.PARTNERSHIP)
    since = begins_at(report)
    others = [one for one in returns if not one.is_partner and (one.frozen or one.is_required)]
    return PackContext(
        partnership=partnership.name,
        board=report.group.name,
        report=report,
        period=period,
        known_at=known_at,
        partners=tuple(_partners(returns, agencies, today)),
        others=tuple(sorted(others, key=lambda one: one.owner_name.lower())),
        indicators=pack_table(period_end=period.as_quarter.ends_on),
        since=since,
        warnings=pack_warnings(since),
        practice=practice_since(since),
        reader=reader_of(report),
        written=written_in(report),
    )


def reader_of(report: Report) -> User:
    """Nobody in particular, who may know what everybody may who reads this report."""
    return least_reader(Permission.READ_PACK, *filter(None, (report.group, report.by_group)))


def _partners(returns: list[OwnerReturn], agencies: Iterable[Agency], today: date) -> list[OwnerReturn]:
    """The partners' returns by category; a category nothing was asked of has a row that says so."""
    partners = []
    for category in sorted(PartnerCategory, key=lambda category: category.label):
        of_category = [one for one in returns if one.is_partner and one.label == category.label]
        names = [agency.name_on(today) for agency in agencies if agency.category == category]
        partners += sorted(of_category, key=lambda one: one.owner_name.lower()) or [_not_asked(category.label, names)]
    return partners


def _not_asked(label: str, names: list[str]) -> OwnerReturn:
    return OwnerReturn(
        label=label,
        owner_name=names[0] if names else "No agency recorded",
        is_partner=True,
        is_required=False,
        due_on=None,
        is_extended=False,
        frozen=None,
        submitted_at=None,
        working_days_late=None,
        missing_because="No return was asked for",
    )


def _owner_return(row: StandingReturn, today: date) -> OwnerReturn:
    status_return = row.status_return
    standing = status_return.standing
    return OwnerReturn(
        label=_label(status_return),
        owner_name=row.frozen.owner_name if row.frozen else status_return.owner.name_on(today),
        is_partner=bool(status_return.agency and status_return.agency.category),
        is_required=status_return.is_required,
        due_on=status_return.due_on,
        is_extended=bool(status_return.extensions.all()),
        frozen=row.frozen,
        submitted_at=standing.submitted_at if standing else None,
        working_days_late=standing.working_days_late if standing else None,
        missing_because=row.missing_because,
    )


def _label(status_return: StatusReturn) -> str:
    if status_return.agency:
        return status_return.agency.get_category_display() or "Relevant agency"
    return PartnershipGroup.Level(status_return.group.level).label
