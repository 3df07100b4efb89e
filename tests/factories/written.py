"""Reports to write in, with the people who write them."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from assurance.models import PartnershipGroup, User
from assurance.rules.roles import Role
from reports.models import Report, ReportIssue, ReportSnapshot
from reports.rules.kinds import Kind
from reports.services.recommendations import Asked, as_in_snapshot
from reports.services.reports import open_report
from reports.services.written import finish_narrative, save_narrative
from tests.factories.assurance import AgencyFactory, PartnershipGroupFactory, ReportingPeriodFactory, person_with

NOW = datetime(2026, 11, 26, 10, 15, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@dataclass
class Writing:
    """An annual scrutiny report of SAAS to the Board, and everybody who has to do with it."""

    report: Report
    team: User
    chair: User
    scrutineer: User
    board: User
    saas: PartnershipGroup


def writing(kind=Kind.ANNUAL_SCRUTINY_REPORT, period=None):
    """A report that has just been opened, with the Business Team, both chairs and the Scrutineer."""
    saas = PartnershipGroupFactory(slug="saas", name="Scrutiny, Assurance and Audit Sub-group", short_name="SAAS")
    period = period or ReportingPeriodFactory()
    team, scrutineer = person_with(Role.BUSINESS_TEAM), person_with(Role.INDEPENDENT_SCRUTINEER)
    chair, board = person_with(Role.SAAS_CHAIR, group=saas), person_with(Role.BOARD_MEMBER, group=period.meeting.group)
    return Writing(open_report(kind=kind, period=period, now=NOW), team, chair, scrutineer, board, saas)


def draft(report, name, text, by, at=NOW):
    """A draft of a text of which nobody knows but its writers."""
    version = getattr(report.narratives.filter(name=name).first(), "version", 0)
    return save_narrative(report=report, name=name, version=version, text=text, by=by, now=at)


def finish(report, name, text, by, at=NOW):
    """A wording that reports hold from now on."""
    version = getattr(report.narratives.filter(name=name).first(), "version", 0)
    return finish_narrative(report=report, name=name, version=version, text=text, by=by, now=at)


def issue_of(report, number=1, *, sections=("recommendations",)):
    """A version of the report as it is now, as far as making actions looks at it."""
    held = [{"name": name, "content": as_in_snapshot(report)} for name in sections]
    return ReportIssue(number=number, snapshot=ReportSnapshot(content=json.dumps({"sections": held})))


def asked(**fields):
    """What a recommendation says."""
    values = {
        "text": "Sample strategy discussions out of hours",
        "outcome": "Children are seen the same night",
        "owner": "Head of Safeguarding",
        "due_on": date(2027, 3, 31),
    } | fields
    return Asked(holder=values.pop("holder", None) or AgencyFactory(), **values)
