"""Every list of meetings and the assurance cycle asks the database as often with 3 rows as with 300."""

from datetime import UTC, date, datetime, timedelta

import pytest

from assurance.models import (
    Action,
    ActionUpdate,
    AgendaItem,
    AssuranceItem,
    Attendee,
    Challenge,
    ChallengeEvent,
    Commission,
    CommissionEvent,
    Control,
    Course,
    CourseTakeUp,
    Decision,
    Document,
    DocumentVersion,
    EarlyWarning,
    Escalation,
    ForwardPlanItem,
    GroupMessage,
    Inspection,
    InspectionRecommendation,
    Lesson,
    LessonGiven,
    Meeting,
    Plan,
    Policy,
    PolicyAssurance,
    Priority,
    RapidReview,
    Risk,
    RiskScore,
    Support,
    Theme,
    ThemeEvent,
)
from assurance.rules.roles import Role
from tests.assurance.counting import queries_of
from tests.factories.assurance import AgencyFactory, PartnershipGroupFactory, TopicFactory, partnership, person_with
from tests.factories.items import ToolFactory
from tests.factories.meetings import a_group

pytestmark = pytest.mark.django_db
NOW, DAY, LATER = datetime(2026, 11, 10, 10, tzinfo=UTC), date(2026, 11, 10), date(2027, 6, 1)
FEW, MANY = 3, 300


@pytest.fixture
def team():
    partnership()
    for name in ("saas", "board"):
        a_group(name)
    return person_with(Role.BUSINESS_TEAM)


def many(model, rows, /, **fields):
    """So many rows of a model in one statement; a field may be a function of the row's number."""
    made = [
        model(**{name: value(each) if callable(value) else value for name, value in fields.items()})
        for each in range(rows)
    ]
    return model.objects.bulk_create(made)


def plans(number, team):
    dates = {"starts_on": DAY, "ends_on": LATER}
    group = PartnershipGroupFactory()
    made = many(Plan, number, kind="work", state="agreed", group=group, title=lambda n: f"Plan {n}", **dates)
    words = {"title": "A priority", "outcome": "Words", "lead": "A post", "position": 1}
    many(Priority, number, plan=lambda n: made[n], **words)


def themes(number, team):
    words = {"why": "Words", "outcome": "Words", "domain": "protecting", "lead": "A post", "group": a_group("saas")}
    made = many(Theme, number, title=lambda n: f"Theme {n}", **words)
    many(ThemeEvent, number, theme=lambda n: made[n], move="plan", by=team, at=NOW)


def risks(number, team):
    first = Risk.objects.count() + 1
    words = {"title": "A risk", "cause": "Words", "effect": "Words", "owner": "A post", "review_on": LATER}
    made = many(Risk, number, number=lambda n: first + n, agency=AgencyFactory(), **words)
    for kind in ("inherent", "current", "target"):
        many(RiskScore, number, risk=lambda n: made[n], kind=kind, likelihood=3, impact=3, by=team, at=NOW)
    many(Control, number, risk=lambda n: made[n], text="A rota", owner="A post")


def challenges(number, team):
    words = {"title": "A challenge", "what": "Words", "asks": "Words", "answer_due_on": LATER}
    by = {"raised_by": team, "raised_at": NOW}
    made = many(Challenge, number, agency=AgencyFactory(), topic=TopicFactory(), **words, **by)
    many(ChallengeEvent, number, challenge=lambda n: made[n], move="raise", by=team, at=NOW)


def items(number, team):
    tool = ToolFactory()
    graded = {"tier": tool.tier, "element": tool.element, "strength": "partial", "confidence": "high"}
    dated = {"dated_on": DAY, "current_until": LATER, "recorded_by": team, "recorded_at": NOW}
    words = {"title": "An item", "finding": "Words", "tool": tool, "agency": AgencyFactory()}
    made = many(AssuranceItem, number, **words, **graded, **dated)
    many(Support, number, item=lambda n: made[n], topic=TopicFactory(kind="indicator"))


def lessons(number, team):
    words = {"title": "A lesson", "what": "Words", "change": "Words", "source": "local", "review_title": "A review"}
    made = many(Lesson, number, topic=TopicFactory(), recorded_by=team, recorded_at=NOW, **words)
    given = {"agency": AgencyFactory(), "due_on": LATER, "given_by": team, "given_at": NOW}
    many(LessonGiven, number, lesson=lambda n: made[n], **given)


def rapid_reviews(number, team):
    first = RapidReview.objects.count()
    many(RapidReview, number, reference=lambda n: f"RR-{first + n}", notified_on=DAY, due_on=LATER)


def inspections(number, team):
    words = {"inspectorate": "ofsted", "title": "An inspection", "inspected_on": DAY}
    made = many(Inspection, number, recorded_by=team, recorded_at=NOW, **words)
    many(InspectionRecommendation, number, inspection=lambda n: made[n], position=1, text="Words")


def commissions(number, team):
    groups = {"from_group": a_group("saas"), "to_group": PartnershipGroupFactory()}
    made = many(Commission, number, title="Work", what="Words", due_on=LATER, **groups)
    many(CommissionEvent, number, commission=lambda n: made[n], move="ask", by=team, at=NOW)


def messages(number, team):
    words = {"kind": "task", "title": "A task", "text": "Words", "sent_by": team, "sent_at": NOW}
    many(GroupMessage, number, group=a_group("saas"), **words)


def documents(number, team):
    first = Document.objects.count()
    made = many(Document, number, slug=lambda n: f"document-{first + n}", title="A document", kind="protocol")
    many(DocumentVersion, number, document=lambda n: made[n], number=1, label="2026", state="in_force")


def policies(number, team):
    first = Policy.objects.count()
    titled = {"title": lambda n: f"Policy {first + n}", "group": a_group("saas"), "review_on": LATER}
    made = many(Policy, number, **titled)
    words = {"assured_on": DAY, "efficacy": "partly", "evidence": "Words", "impact": "Words", "review_on": LATER}
    many(PolicyAssurance, number, policy=lambda n: made[n], by=team, at=NOW, **words)


def courses(number, team):
    first, agency = Course.objects.count(), AgencyFactory()
    made = many(Course, number, title=lambda n: f"Course {first + n}", kind="e_learning", need="Words")
    figures = {"financial_year": 2026, "quarter": 2, "completed": 5}
    many(CourseTakeUp, number, course=lambda n: made[n], agency=agency, **figures)


def meetings(number, team):
    """Each held, with a decision, and somebody who was present."""
    group, first = a_group("saas"), Meeting.objects.count()
    words = {"kind": "ordinary", "state": "held", "group": group, "minutes_long": 60}
    made = many(Meeting, number, starts_at=lambda n: NOW - timedelta(hours=3 * (first + n + 1)), **words)
    many(Attendee, number, meeting=lambda n: made[n], person=team, standing="member", presence="present")
    many(AgendaItem, number, meeting=lambda n: made[n], position=1, title="An item", area="dashboards")
    decided = {"agency": AgencyFactory(), "recorded_by": team, "recorded_at": NOW}
    many(Decision, number, meeting=lambda n: made[n], text="Words", due_on=LATER, **decided)


def planned(number, team):
    group, words = a_group("saas"), {"title": "A plan", "added_by": team, "added_at": NOW}
    many(ForwardPlanItem, number, group=group, topic=TopicFactory(), **words)


def actions(number, team):
    words = {"title": "An action", "agency": AgencyFactory(), "due_on": DAY, "origin": "other"}
    made = many(Action, number, set_by=team, set_at=NOW, **words)
    many(ActionUpdate, number, action=lambda n: made[n], move="set", by=team, at=NOW)


def escalations(number, team):
    made = many(Escalation, number, title="A dispute", what="Words", opened_by=team, opened_at=NOW)
    between, agency = Escalation.agencies.through, AgencyFactory()
    many(between, number, escalation=lambda n: made[n], agency=agency)


def warnings(number, team):
    words = {"kind": "emerging_issue", "title": "A warning", "what": "Words", "topic": TopicFactory()}
    many(EarlyWarning, number, raised_by=team, raised_at=NOW, **words)


def voices(number, team):
    items(number, team)
    AssuranceItem.objects.update(voice="child_and_family")


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        ("/meetings/", meetings),
        ("/groups/saas/attendance/", meetings),
        ("/decisions/", meetings),
        ("/forward-plans/", planned),
        ("/forward-plans/saas/", planned),
        ("/actions/", actions),
        ("/escalations/", escalations),
        ("/warnings/", warnings),
        ("/assurance-items/voices/", voices),
        ("/plans/", plans),
        ("/themes/", themes),
        ("/risks/", risks),
        ("/risks/matrix/", risks),
        ("/challenges/", challenges),
        ("/assurance-items/", items),
        ("/assurance-map/", items),
        ("/assurance-map/?of=risks", risks),
        ("/lessons/", lessons),
        ("/rapid-reviews/", rapid_reviews),
        ("/inspections/", inspections),
        ("/commissions/", commissions),
        ("/groups/saas/inbox/", messages),
        ("/documents/", documents),
        ("/policies/", policies),
        ("/training/", courses),
        ("/compliance/", documents),
        ("/", risks),
    ],
)
def test_300_rows_cost_no_more_queries_than_3(sign_in, team, address, rows):
    client = sign_in(team)
    rows(FEW, team)
    few = queries_of(client, address)
    rows(MANY - FEW, team)
    assert queries_of(client, address) <= few
