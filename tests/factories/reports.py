"""Factories of the reports: a quarter with two partners' returns in and one missing, runs, and a clock that is set."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import factory

from assurance.models import ReportingPeriod, StatusReturn
from assurance.rules.canonical import sha256_of
from assurance.rules.returns import Section
from assurance.rules.roles import Role
from assurance.services.returns import submit_return
from reports.models import ReportRun
from reports.rules.kinds import Kind
from reports.rules.runs import Step
from reports.services.files import store
from reports.services.issues import issue_report
from reports.services.reports import open_report
from reports.services.runs import Result, claim_run, finish_run
from reports.services.snapshots import take_snapshot
from tests.factories.assurance import (
    AgencyFactory,
    PartnershipGroupFactory,
    ReportingPeriodFactory,
    TopicFactory,
    partnership,
    person_with,
)
from tests.factories.returns import ReturnItemFactory, StatusReturnFactory, section_of

SUBMITTED_AT = datetime(2026, 11, 17, 15, 20, tzinfo=UTC)
NOW = datetime(2026, 11, 26, 10, 15, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = NOW

    def __call__(self):
        return self.now

    def pass_seconds(self, seconds):
        """Move it on."""
        self.now += timedelta(seconds=seconds)


@dataclass
class QuarterOfReturns:
    """A period with its returns: the Local Authority and Police have submitted, Health has a draft alone."""

    period: ReportingPeriod
    health: StatusReturn
    council: StatusReturn
    police: StatusReturn
    others: dict = field(default_factory=dict)


def state(status_return, section, statement, **details):
    """A statement in a draft."""
    return ReturnItemFactory(section=section_of(status_return, section), statement=statement, **details)


def nothing(status_return, section, why):
    """Say in a draft why a section has nothing to report."""
    status_return.sections.filter(section=section).update(nothing_to_report=why)


def sign(status_return, at=SUBMITTED_AT):
    """Have the lead sign a draft."""
    owner = {"agency": status_return.agency} if status_return.agency else {"group": status_return.group}
    role = Role.PARTNER_LEAD if status_return.agency else Role.GROUP_CHAIR
    submit_return(status_return=status_return, by=person_with(role, **owner), now=at)
    status_return.refresh_from_db()


def quarter_of_returns():
    """Quarter 2 of 2026/27 as the Business Team finds it a week after the returns were due on 19 November 2026."""
    partnership()
    period = ReportingPeriodFactory()
    agencies = [
        AgencyFactory(slug=slug, name=name, category=category)
        for slug, name, category in (
            ("nhs", "NHS Kent and Medway ICB", "health"),
            ("council", "Kent County Council", "local_authority"),
            ("police", "Kent Police", "police"),
        )
    ]
    health, council, police = (StatusReturnFactory(agency=agency, period=period) for agency in agencies)
    _police(police)
    _council(council)
    state(health, Section.GOING_WELL, "DRAFT-OF-HEALTH that nobody else may read")
    sign(police)
    sign(council)
    return QuarterOfReturns(period, health, council, police)


def _police(police):
    sharing = TopicFactory(slug="information-sharing", title="Timely sharing of information")
    state(police, Section.GOING_WELL, "POLICE-WELL the missing child desk answers within the hour", change="better")
    state(
        police,
        Section.NOT_GOING_WELL,
        "POLICE-NOT-WELL notifications arrive three days late",
        action="POLICE-ACTION a scheduled transfer is being built",
        owner="Head of Protecting Vulnerable People",
        due_on=date(2027, 1, 29),
        evidence="Queue report",
        change="worse",
        topic=sharing,
    )
    state(police, Section.MULTI_AGENCY_CONCERNS, "POLICE-CONCERN strategy discussions out of hours")
    state(police, Section.HELP_WANTED, "POLICE-HELP a named contact in Health")


def _council(council):
    state(council, Section.GOING_WELL, "COUNCIL-WELL assessments are finished on time", change="better")
    state(
        council,
        Section.NOT_GOING_WELL,
        "COUNCIL-NOT-WELL information arrives late and in three formats",
        change="worse",
        topic=TopicFactory._meta.model.objects.get(slug="information-sharing"),
    )
    nothing(council, Section.MULTI_AGENCY_CONCERNS, "COUNCIL-NO-CONCERN beyond what SAAS has already")


def forum_return(period, name="Sector Forum", **fields):
    """The draft of a forum's return."""
    group = PartnershipGroupFactory(slug=name.lower().replace(" ", "-"), name=name, level="forum")
    return StatusReturnFactory(agency=None, group=group, period=period, is_required=False, **fields)


class ReportRunFactory(factory.django.DjangoModelFactory):
    """A queued run of the Board's pack, asked for at `NOW` by the Business Team."""

    class Meta:
        model = ReportRun

    class Params:
        period = None
        kind = Kind.EXECUTIVE_BOARD_PACK

    report = factory.LazyAttribute(
        lambda run: open_report(kind=run.kind, period=run.period or ReportingPeriodFactory(), now=NOW)
    )
    requested_by = factory.LazyFunction(lambda: person_with(Role.BUSINESS_TEAM))
    idempotency_key = factory.LazyFunction(lambda: uuid4().hex)
    steps = len(Step)
    created_at = NOW


def issued(run, by=None, **said):
    """The run of the version that a finished draft was issued as, done as well."""
    issue_report(run=run, by=by or person_with(Role.BUSINESS_TEAM), now=NOW, **said)
    return finished(run.report.runs.get(issue__draft=run))


def finished(run):
    """The run done, with a true snapshot and a file that only looks like a pack."""
    claimed = claim_run(run_id=run.pk, owner="factory", now=NOW)
    snapshot = take_snapshot(run=claimed, now=NOW)
    data = b"%PDF-1.7 a pack"
    sha256 = sha256_of(data)
    name = store(name=f"reports/{run.pk}.pdf", data=data, part=f"{run.pk}.factory")
    finish_run(run=claimed, result=Result(snapshot, name, sha256, size=len(data), pages=11), now=NOW)
    return ReportRun.objects.get(pk=run.pk)
