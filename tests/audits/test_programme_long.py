"""The programme asks the database as often with 3 audits as with 300; one audit, with a long team as with a short."""

from datetime import date, timedelta

import pytest

from assurance.models import Meeting, Priority, Topic
from assurance.rules.roles import Role
from audits.models import (
    Audit,
    AuditEvent,
    AuditReason,
    AuditRouting,
    AuditTeamMember,
    AuditTraining,
    Participant,
)
from audits.rules.audits import AuditState
from tests.assurance.counting import queries_of
from tests.factories.assurance import AgencyFactory, TopicFactory, UserFactory, person_with
from tests.factories.audits import NOW, an_audit, answerer, runner
from tests.factories.meetings import a_group, a_meeting
from tests.factories.plans import a_plan
from tests.factories.warnings import a_warning

pytestmark = pytest.mark.django_db
FEW, MANY = 3, 300
S = AuditState


def audits(number, agency, by):
    """So many audits in every state that an agency may know of, each with a topic, a priority and where it goes."""
    first = an_audit(S.COLLECTING, agencies=[agency], cases=0, created_by=by)
    topic = Topic.objects.first() or TopicFactory(kind=Topic.Kind.THEME)
    priority = Priority.objects.first() or Priority.objects.create(
        plan=a_plan(), title="A priority", outcome="Words", lead="A post", position=1
    )
    states = [S.PLANNED, S.COLLECTING, S.MODERATING, S.REPORTING]
    names = ("kind", "why", "outcome", "group", "lead", "starts_on", "answers_due_on", "moderation_on", "report_due_on")
    fields = {name: getattr(first, name) for name in names}
    fields |= {"tool": first.tool, "priority": priority, "earlier": first, "created_by": by, "created_at": NOW}
    made = Audit.objects.bulk_create(
        Audit(title=f"Audit {each}", state=states[each % len(states)], **fields) for each in range(number)
    )
    Participant.objects.bulk_create(Participant(audit=one, agency=agency) for one in made)
    AuditRouting.objects.bulk_create(AuditRouting(audit=one, group=first.group, on=date(2027, 1, 6)) for one in made)
    warning = a_warning()
    AuditReason.objects.bulk_create(
        AuditReason(audit=one, kind="signal", text="Above the limit", warning=warning) for one in made
    )
    meeting = Meeting.objects.first() or a_meeting(group=first.group)
    AuditEvent.objects.bulk_create(
        AuditEvent(audit=one, move="plan", by=by, at=NOW, text="Words", meeting=meeting) for one in made
    )
    through = Audit.topics.through
    through.objects.bulk_create(through(audit=one, topic=topic) for one in made)


@pytest.mark.parametrize(
    ("url", "is_team"),
    [
        ("/audits/", True),
        ("/audits/", False),
        ("/audits/download.csv", True),
        ("/audits/download.csv", False),
        ("/audits/year/?year=2026", True),
        ("/audits/year/download.csv?year=2026", True),
        ("/audits/plan/", True),
        ("/", True),
        ("/", False),
    ],
)
def test_300_audits_cost_no_more_queries_than_3(sign_in, url, is_team):
    agency, team = AgencyFactory(), runner()
    client = sign_in(team if is_team else answerer(agency))
    audits(FEW, agency, team)
    few = queries_of(client, url)
    audits(MANY - FEW, agency, team)
    assert queries_of(client, url) == few


def lengthen(audit, number, by):
    """So many more of everything that an audit's page lists."""
    warning, group = a_warning(), a_group("board")
    last = audit.routings.count()
    for each in range(number):
        agency = AgencyFactory()
        person = UserFactory()
        Participant.objects.create(audit=audit, agency=agency)
        AuditTeamMember.objects.create(audit=audit, person=person, agency=agency, joined_on=audit.starts_on)
        AuditTraining.objects.create(person=person, title="Words", on=date(2026, 9, 1), recorded_by=by, recorded_at=NOW)
        meeting = a_meeting(group=group, starts_at=NOW + timedelta(days=60 + last + each))
        AuditRouting.objects.create(audit=audit, group=group, on=meeting.starts_at.date(), meeting=meeting)
        AuditReason.objects.create(audit=audit, kind="signal", text="Words", warning=warning)
        AuditEvent.objects.create(audit=audit, move="look_again", text="Words", by=person, at=NOW)


@pytest.mark.parametrize("role", [Role.BUSINESS_TEAM, Role.SAAS_MEMBER])
def test_a_long_page_of_an_audit_costs_no_more_queries_than_a_short_one(sign_in, role):
    audit, by = an_audit(S.MODERATING, agencies=1, cases=1), runner()
    client = sign_in(person_with(role))
    lengthen(audit, FEW, by)
    few = queries_of(client, f"/audits/{audit.pk}/")
    lengthen(audit, 20, by)
    assert queries_of(client, f"/audits/{audit.pk}/") == few
