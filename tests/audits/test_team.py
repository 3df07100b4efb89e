"""An audit's team with its training, and the meetings its findings go to (R111, R113)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import Notice
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Role
from audits.models import AuditTeamMember, AuditTraining
from audits.queries.audit_pages import audit_page
from audits.rules.audits import AuditState
from audits.services import audit_notices
from audits.services.routings import route_findings
from audits.services.team import join_team, leave_team, record_training, set_lead
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.audits import NOW, TODAY, an_audit, answerer, on_team, runner
from tests.factories.meetings import a_group, a_meeting

pytestmark = pytest.mark.django_db
S = AuditState


def notices_of(person):
    return [notice.text for notice in Notice.objects.filter(person=person).order_by("created_at")]


# The team


def test_one_is_on_the_team_for_an_agency_one_answers_for():
    audit, team = an_audit(S.COLLECTING), runner()
    agency = audit.participants.first().agency
    auditor, of_the_team = answerer(agency, Role.AUDIT_TEAM_MEMBER), runner()
    member = join_team(audit=audit, person=auditor, agency=agency, is_lead=False, by=team, now=NOW)
    assert notices_of(auditor) == [audit_notices.JOINED]
    assert join_team(audit=audit, person=of_the_team, agency=None, is_lead=True, by=team, now=NOW).is_lead
    with pytest.raises(ValidationError, match="on the team already"):
        join_team(audit=audit, person=auditor, agency=agency, is_lead=False, by=team, now=NOW)
    for person, seat in (
        (answerer(AgencyFactory()), agency),
        (answerer(agency), None),
        (person_with(Role.SAAS_CHAIR), None),
        (person_with(Role.AGENCY_REPRESENTATIVE, agency=agency), agency),
    ):
        with pytest.raises(ValidationError):
            join_team(audit=audit, person=person, agency=seat, is_lead=True, by=team, now=NOW)
    set_lead(member=member, is_lead=True, by=team, now=NOW)
    leave_team(member=member, by=team, now=NOW + timedelta(days=1))
    member.refresh_from_db()
    assert (member.is_lead, member.left_on) == (True, TODAY + timedelta(days=1))
    for again in (
        lambda: leave_team(member=member, by=team, now=NOW),
        lambda: set_lead(member=member, is_lead=False, by=team, now=NOW),
    ):
        with pytest.raises(ValidationError, match="have left the team"):
            again()
    join_team(audit=audit, person=auditor, agency=agency, is_lead=False, by=team, now=NOW + timedelta(days=2))
    assert AuditTeamMember.objects.filter(person=auditor).count() == 2


def test_a_lead_staffs_their_own_audit_and_no_other():
    audit, other = an_audit(S.COLLECTING), an_audit(S.COLLECTING, title="Another")
    agency = audit.participants.first().agency
    lead, auditor = answerer(agency), answerer(agency, Role.AUDIT_TEAM_MEMBER)
    on_team(audit, lead, agency, is_lead=True)
    join_team(audit=audit, person=auditor, agency=agency, is_lead=False, by=lead, now=NOW)
    with pytest.raises(PermissionDenied):
        join_team(audit=other, person=auditor, agency=agency, is_lead=False, by=lead, now=NOW)
    with pytest.raises(PermissionDenied):
        leave_team(member=audit.team.get(person=lead), by=auditor, now=NOW)


def test_nobody_joins_the_team_of_a_cancelled_audit():
    audit = an_audit(S.CANCELLED)
    agency = audit.participants.first().agency
    with pytest.raises(ValidationError, match="Its team cannot change now"):
        join_team(audit=audit, person=answerer(agency), agency=agency, is_lead=False, by=runner(), now=NOW)


def test_training_is_had_before_it_is_recorded_and_stays_with_the_person():
    audit, other, team = an_audit(), an_audit(title="Another"), runner()
    agency = audit.participants.first().agency
    auditor = answerer(agency)
    member = on_team(audit, auditor, agency)
    on_team(other, auditor, agency)
    record_training(member=member, title="Auditing practice", on=TODAY, by=team, now=NOW)
    for wrong in ({"title": " "}, {"on": TODAY + timedelta(days=1)}):
        with pytest.raises(ValidationError):
            record_training(member=member, by=team, now=NOW, **{"title": "Words", "on": TODAY} | wrong)
    assert AuditTraining.objects.count() == 1
    [line] = audit_page(other, team, TODAY).team
    assert [one.title for one in line.training] == ["Auditing practice"]


# Where findings go


def test_findings_go_to_a_meeting_of_the_calendar_or_to_a_group_on_a_day():
    audit, team, board = an_audit(S.COLLECTING), runner(), a_group("board")
    meeting = a_meeting(group=board, starts_at=datetime(2026, 12, 17, 10, tzinfo=UTC))
    cancelled = a_meeting(MeetingState.CANCELLED, group=board, starts_at=datetime(2027, 1, 14, 10, tzinfo=UTC))
    by_meeting = route_findings(audit=audit, meeting=meeting, by=team, now=NOW)
    assert (by_meeting.group, by_meeting.on) == (board, date(2026, 12, 17))
    with pytest.raises(ValidationError, match="already"):
        route_findings(audit=audit, group=board, on=date(2026, 12, 17), by=team, now=NOW)
    other = an_audit(S.COLLECTING, title="Another")
    assert route_findings(audit=other, group=board, on=date(2026, 12, 17), by=team, now=NOW).meeting == meeting
    on_the_day = route_findings(audit=audit, group=board, on=date(2027, 1, 14), by=team, now=NOW)
    assert on_the_day.meeting is None
    for incomplete in ({}, {"group": board}, {"on": TODAY}):
        with pytest.raises(ValidationError, match="Choose a meeting of the calendar"):
            route_findings(audit=audit, by=team, now=NOW, **incomplete)
    meeting.starts_at += timedelta(days=1)
    meeting.save()
    route_findings(audit=audit, meeting=cancelled, routing=on_the_day, by=team, now=NOW)
    first, second = audit_page(audit, team, TODAY).routings
    assert first.warnings == ("That meeting is now on 18 December 2026.",)
    assert second.warnings == ("That meeting has been cancelled.",)
    early = route_findings(audit=audit, group=a_group(), on=date(2026, 12, 1), by=team, now=NOW)
    reader = person_with(Role.SAAS_MEMBER)
    read = {line.routing: line for line in audit_page(audit, reader, TODAY).routings}
    assert len({line.routing: line for line in audit_page(audit, team, TODAY).routings}[early].warnings) == 2
    assert read[early].warnings == ()
    assert read[by_meeting].warnings == first.warnings
    assert read[by_meeting].meeting_url == ""
