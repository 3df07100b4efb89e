"""What happens by itself when papers fall due: drafts, once a meeting, and reminders, once a person and text."""

from datetime import UTC, datetime, timedelta

import pytest

from assurance.models import ActivityEntry, Notice
from assurance.rules.meetings import MeetingKind, MeetingState
from assurance.rules.roles import Role
from reports.models import Report, ReportRun
from reports.rules.kinds import Kind
from reports.rules.runs import RunStatus
from reports.services.runs import request_report
from reports.services.schedule import PREPARED, WANTED, prepare_drafts, remind_writers
from tests.factories.assurance import (
    MeetingFactory,
    PartnershipGroupFactory,
    ReportingPeriodFactory,
    partnership,
    person_with,
)
from tests.factories.written import draft, finish, writing

pytestmark = pytest.mark.django_db
# The Executive Board meets on 10 December 2026: papers are due on 1 December, a draft on 24 November.
BOARD_AT = datetime(2026, 12, 10, 10, tzinfo=UTC)
DRAFT_AT = datetime(2026, 11, 24, 6, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def period():
    """The quarter for that meeting."""
    partnership()
    return ReportingPeriodFactory(meeting__starts_at=BOARD_AT)


def of_saas(starts_at, **fields):
    saas = PartnershipGroupFactory(slug="saas", name="Scrutiny, Assurance and Audit Sub-group", short_name="SAAS")
    return MeetingFactory(group=saas, starts_at=starts_at, **fields)


# Drafts


@pytest.mark.parametrize(
    ("at", "is_made"),
    [
        (DRAFT_AT - DAY, False),
        (DRAFT_AT, True),
        (DRAFT_AT + 9 * DAY, True),
        (BOARD_AT - timedelta(hours=4), True),
        (BOARD_AT + DAY, False),
    ],
)
def test_the_boards_pack_is_drafted_when_its_papers_fall_due(period, at, is_made):
    assert bool(prepare_drafts(now=at)) is is_made
    assert ReportRun.objects.exists() is is_made


def test_a_draft_is_for_the_quarter_of_its_meeting_and_nobody_asked_for_it(period):
    team = person_with(Role.BUSINESS_TEAM)
    (run,) = prepare_drafts(now=DRAFT_AT)
    assert (run.kind, run.period, run.requested_by) == (Kind.EXECUTIVE_BOARD_PACK, period, None)
    assert (run.is_draft, run.sections, run.status) == (True, [], RunStatus.QUEUED)
    assert [(one.person, one.text) for one in Notice.objects.all()] == [(team, PREPARED)]


def test_however_often_it_runs_there_is_one_draft_a_meeting(period):
    (run,) = prepare_drafts(now=DRAFT_AT)
    ReportRun.objects.filter(pk=run.pk).update(status=RunStatus.CANCELLED)
    assert prepare_drafts(now=DRAFT_AT) == prepare_drafts(now=DRAFT_AT + DAY) == []
    assert ReportRun.objects.count() == 1


@pytest.mark.parametrize("state", [MeetingState.CIRCULATED, MeetingState.HELD, MeetingState.CANCELLED])
def test_a_meeting_whose_papers_went_out_or_that_is_off_needs_none(period, state):
    type(period.meeting).objects.filter(pk=period.meeting_id).update(state=str(state))
    assert prepare_drafts(now=DRAFT_AT) == []


def test_the_papers_of_saas_are_for_the_quarter_of_the_board_it_informs(period):
    later = ReportingPeriodFactory(quarter=3, meeting__starts_at=datetime(2027, 3, 11, 10, tzinfo=UTC))
    of_saas(datetime(2026, 11, 26, 14, tzinfo=UTC))
    of_saas(datetime(2026, 12, 11, 14, tzinfo=UTC))
    of_saas(datetime(2026, 11, 27, 14, tzinfo=UTC), kind=str(MeetingKind.WORKING_GROUP))
    made = prepare_drafts(now=DRAFT_AT + DAY)
    assert [(run.kind, run.period) for run in made] == [
        (Kind.SAAS_PAPERS, period),
        (Kind.EXECUTIVE_BOARD_PACK, period),
        (Kind.SAAS_PAPERS, later),
    ]


def test_a_saas_meeting_that_informs_no_quarter_has_no_papers():
    partnership()
    of_saas(BOARD_AT)
    assert prepare_drafts(now=DRAFT_AT) == []


def test_while_somebody_builds_another_one_it_waits_and_is_made_the_next_time(period):
    team = person_with(Role.BUSINESS_TEAM)
    asked = {"kind": Kind.EXECUTIVE_BOARD_PACK, "period": period, "by": team, "now": DRAFT_AT}
    for number, sections in enumerate((["risks"], [])):
        run = request_report(idempotency_key=str(number), sections=sections, **asked)
        assert prepare_drafts(now=DRAFT_AT) == []
        ReportRun.objects.filter(pk=run.pk).update(status=RunStatus.CANCELLED)
    assert len(prepare_drafts(now=DRAFT_AT + DAY)) == 1
    assert Report.objects.count() == 1


# Reminders


@pytest.fixture
def at(period):
    """An annual scrutiny report for that meeting, and its people."""
    return writing(period=period)


def told():
    return [(one.person, one.text) for one in Notice.objects.order_by("text")]


@pytest.mark.parametrize(
    ("day", "are_told"),
    [
        (datetime(2026, 11, 16, 8, tzinfo=UTC), False),
        (datetime(2026, 11, 17, 8, tzinfo=UTC), True),
        (datetime(2026, 11, 21, 8, tzinfo=UTC), False),  # a Saturday
        (BOARD_AT - timedelta(hours=2), True),
        (BOARD_AT + DAY, False),
    ],
)
def test_writers_are_told_of_what_is_missing(at, day, are_told):
    remind_writers(now=day)
    expected = [
        (at.chair, "Your foreword for a report is wanted"),
        (at.scrutineer, "Your statement for a report is wanted"),
    ]
    assert told() == (expected if are_told else [])


def test_nobody_is_told_twice_and_who_comes_later_is_told(at):
    assert remind_writers(now=DRAFT_AT) == 2
    assert remind_writers(now=DRAFT_AT) == remind_writers(now=DRAFT_AT + DAY) == 0
    deputy = person_with(Role.SAAS_DEPUTY, group=at.saas)
    assert remind_writers(now=DRAFT_AT + DAY) == 1
    assert Notice.objects.filter(person=deputy).count() == 1
    assert ActivityEntry.objects.filter(action="narrative.remind").count() == 3


def test_of_what_is_finished_nobody_is_told_but_of_a_draft_they_are(at):
    finish(at.report, "foreword", "Words", at.chair)
    draft(at.report, "statement", "Words", at.scrutineer)
    Notice.objects.all().delete()
    remind_writers(now=DRAFT_AT)
    assert told() == [(at.scrutineer, "Your statement for a report is wanted")]


def test_the_business_team_is_told_of_what_changed_for_children(period):
    at = writing(Kind.YEARLY_REPORT, period)
    remind_writers(now=DRAFT_AT)
    assert (at.team, "A text of a report is wanted from the Business Team") in told()
    assert (at.board, "Your foreword for a report is wanted") in told()


def test_a_reminder_says_nothing_of_the_report_and_leads_to_the_text(at):
    remind_writers(now=DRAFT_AT)
    one = Notice.objects.get(person=at.scrutineer)
    assert one.url == f"/reports/{at.report.pk}/write/statement/"
    assert one.text in WANTED.values()
