"""The services of the programme: planning, changing, dates, reasons, team, where findings go, reminders, home."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import ActivityEntry, Notice
from assurance.rules.roles import ROLES, Role
from audits import tasks
from audits.models import Audit, Participant
from audits.queries.programme import fingerprint_of
from audits.queries.year import audit_year, left_out
from audits.rules.audits import AuditKind, AuditMove, AuditState
from audits.rules.reasons import Reason
from audits.services import audit_notices, reminders
from audits.services.audits import change_audit, move_dates, plan_audit
from audits.services.moves import move_audit
from audits.services.reasons import add_reason, remove_reason
from audits.services.routings import route_findings
from tests.factories.assurance import AgencyFactory, TopicFactory, person_with
from tests.factories.audits import NOW, TODAY, a_tool, an_audit, answerer, on_team, runner, signed
from tests.factories.meetings import a_group
from tests.factories.warnings import a_warning

pytestmark = pytest.mark.django_db
S = AuditState
# A Monday after the answers are due.
OVERDUE_AT = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)
DUE_SOON = "Your agency has an audit to answer. It is due 6 November 2026: 4 working days left"
WORDS = {
    "title": "Neglect: how early is it seen?",
    "kind": AuditKind.THEMED,
    "why": "Referrals rise.",
    "outcome": "Children are helped sooner.",
    "lead": "Quality assurance manager",
    "starts_on": date(2026, 10, 5),
    "answers_due_on": date(2026, 11, 6),
    "moderation_on": date(2026, 11, 19),
    "report_due_on": date(2026, 12, 11),
}


def plan(by=None, **changes):
    return plan_audit(by=by or runner(), now=NOW, **{"group": a_group()} | WORDS | changes)


def change(audit, by, **changes):
    values = {name: getattr(audit, name) for name in WORDS} | {"topics": list(audit.topics.all())} | changes
    change_audit(audit=audit, seen=fingerprint_of(Audit.objects.get(pk=audit.pk)), by=by, now=NOW, **values)


def notices_of(person):
    return [notice.text for notice in Notice.objects.filter(person=person).order_by("created_at")]


def action_log(action):
    return ActivityEntry.objects.filter(action=action)


# Planning


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OUTSIDE_READER])
def test_who_may_plan_an_audit(role):
    agency = AgencyFactory()
    person = person_with(role, agency=agency) if ROLES[role].seat == "agency" else person_with(role)
    if role == Role.BUSINESS_TEAM:
        audit = plan(person)
        assert [event.move for event in audit.events.all()] == ["plan"]
        assert action_log("audit.plan").get().actor == person
    else:
        with pytest.raises(PermissionDenied):
            plan(person)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Say in a few words what is audited"),
        ({"moderation_on": date(2026, 11, 5)}, "cannot be before the answers are due"),
        ({"why": "It began with 943 476 5919."}, "an NHS number"),
        ({"lines": "The child of date of birth 4 May 2015"}, "a date of birth"),
    ],
)
def test_what_cannot_be_planned(changes, sentence):
    with pytest.raises(ValidationError, match=sentence):
        plan(**changes)
    assert not Audit.objects.exists()


def test_a_tool_grades_what_an_audit_of_its_kind_grades():
    tool = a_tool()
    assert plan(tool=tool).tool == tool
    assert plan(tool=tool, kind=AuditKind.SINGLE_AGENCY).has_cases
    with pytest.raises(ValidationError, match="Choose another tool"):
        plan(tool=tool, kind=AuditKind.SECTION_11)


def test_the_plan_changes_until_the_launch_and_never_after():
    audit, team = plan(), runner()
    change(audit, team, title="Another title", topics=[TopicFactory()])
    audit.refresh_from_db()
    assert audit.title == "Another title"
    assert audit.topics.count() == 1
    assert '"changed":["title","topics"]' in action_log("audit.change").get().detail
    launched = an_audit(S.COLLECTING)
    with pytest.raises(ValidationError, match="Only its dates can move"):
        change(launched, team, title="Another title")


def test_an_audit_with_cases_stays_one_that_has_cases():
    audit, team = an_audit(S.PLANNED, tool=a_tool()), runner()
    audit.tool = None
    audit.save()
    with pytest.raises(ValidationError, match="Cases have been listed"):
        change(audit, team, kind=AuditKind.SECTION_11)
    audit.cases.all().delete()
    change(audit, team, kind=AuditKind.SECTION_11)


@pytest.mark.parametrize("role", [Role.SAAS_CHAIR, Role.BOARD_MEMBER])
def test_those_who_only_read_change_nothing(role):
    audit, reader = an_audit(S.PLANNED), person_with(role)
    with pytest.raises(PermissionDenied):
        change(audit, reader, title="Mine now")
    with pytest.raises(PermissionDenied):
        add_reason(audit=audit, kind=Reason.OTHER, text="Words", by=reader, now=NOW)
    with pytest.raises(PermissionDenied):
        route_findings(audit=audit, by=reader, now=NOW, group=a_group(), on=TODAY)
    with pytest.raises(PermissionDenied):
        reminders.remind_agencies(audit=audit, by=reader, now=NOW)


# Dates after the launch


def test_dates_that_are_to_come_move_and_agencies_that_have_not_submitted_are_told():
    audit, team = an_audit(S.COLLECTING), runner()
    done, waiting = audit.participants.all()
    signed(done)
    told, not_told = answerer(waiting.agency), answerer(done.agency)
    reminders.remind_agencies(audit=audit, by=team, now=NOW)
    before = fingerprint_of(audit)
    to = {name: getattr(audit, name) + timedelta(days=7) for name in ("answers_due_on", "moderation_on")}
    move_dates(audit=audit, seen=before, by=team, now=NOW, **to)
    assert notices_of(told)[-1] == audit_notices.NEW_DATE
    assert audit_notices.NEW_DATE not in notices_of(not_told)
    waiting.refresh_from_db()
    assert waiting.reminded_at is None
    assert "2026-11-13" in action_log("audit.move_dates").get().detail
    with pytest.raises(ValidationError, match="Somebody else has changed"):
        move_dates(audit=audit, seen=before, by=team, now=NOW, **to)
    seen = fingerprint_of(Audit.objects.get())
    with pytest.raises(ValidationError, match="has come to pass"):
        move_dates(audit=audit, seen=seen, by=team, now=NOW, starts_on=date(2026, 9, 1))
    with pytest.raises(ValidationError, match="The report cannot be due before"):
        move_dates(audit=audit, seen=seen, by=team, now=NOW, report_due_on=date(2026, 11, 20))
    move_dates(audit=audit, seen=seen, by=team, now=NOW, report_due_on=date(2026, 12, 18))
    assert notices_of(told).count(audit_notices.NEW_DATE) == 1


@pytest.mark.parametrize("state", [S.PLANNED, S.FINAL, S.RESPONDED, S.CANCELLED])
def test_dates_do_not_move_before_the_launch_nor_after_the_report(state):
    audit = an_audit(state)
    with pytest.raises(ValidationError, match="Its dates cannot be moved now"):
        move_dates(audit=audit, seen=fingerprint_of(audit), by=runner(), now=NOW, report_due_on=date(2027, 1, 8))


# Reasons


def test_a_reason_keeps_the_record_that_shows_it():
    audit, team, warning = an_audit(S.PLANNED), runner(), a_warning()
    reason = add_reason(audit=audit, kind=Reason.SIGNAL, text="Above the limit.", record=warning, by=team, now=NOW)
    assert reason.warning == warning
    earlier = an_audit(S.RESPONDED, title="Earlier")
    assert (
        add_reason(audit=audit, kind=Reason.EARLIER_AUDIT, text="Words", record=earlier, by=team, now=NOW).earlier
        == earlier
    )
    for wrong in (
        {"kind": Reason.RETURN, "record": warning},
        {"kind": Reason.EARLIER_AUDIT, "record": audit},
        {"kind": Reason.OTHER, "text": ""},
        {"kind": Reason.OTHER, "text": "Of UPN A123456789012? No: 943 476 5919"},
    ):
        with pytest.raises(ValidationError):
            add_reason(audit=audit, by=team, now=NOW, **{"text": "Words"} | wrong)
    remove_reason(reason=reason, by=team, now=NOW)
    assert audit.reasons.count() == 1
    Audit.objects.filter(pk=audit.pk).update(state=S.COLLECTING)
    with pytest.raises(ValidationError, match="stands once an audit is launched"):
        remove_reason(reason=audit.reasons.get(), by=team, now=NOW)


# Reminders


def test_agencies_that_have_not_submitted_are_reminded_once_a_day():
    audit, team = an_audit(S.COLLECTING, agencies=3), runner()
    done, *waiting = audit.participants.all()
    signed(done)
    people = [answerer(one.agency) for one in waiting]
    contributor = answerer(waiting[0].agency, Role.PARTNER_CONTRIBUTOR)
    not_told = answerer(done.agency)
    assert reminders.remind_agencies(audit=audit, by=team, now=NOW) == 2
    assert [notices_of(person) for person in (*people, contributor, not_told)] == [
        [DUE_SOON],
        [DUE_SOON],
        [DUE_SOON],
        [],
    ]
    assert action_log("audit.remind").count() == 2
    assert reminders.remind_agencies(audit=audit, by=team, now=NOW + timedelta(hours=5)) == 0
    assert reminders.remind_agencies(audit=audit, by=team, now=NOW + timedelta(days=1)) == 2
    with pytest.raises(PermissionDenied):
        reminders.remind_agencies(audit=audit, by=people[0], now=NOW)


@pytest.mark.parametrize("state", [state for state in S if state != S.COLLECTING])
def test_nobody_is_reminded_but_while_answers_are_asked_for(state):
    audit = an_audit(state)
    with pytest.raises(ValidationError, match="Nobody is asked now"):
        reminders.remind_agencies(audit=audit, by=runner(), now=NOW)
    assert reminders.remind_due(now=OVERDUE_AT) == 0


def test_the_portal_reminds_of_overdue_answers_by_itself_on_working_days():
    audit = an_audit(S.COLLECTING)
    person = answerer(audit.participants.first().agency)
    assert reminders.remind_due(now=OVERDUE_AT - timedelta(days=1)) == 0
    assert reminders.remind_due(now=OVERDUE_AT) == 2
    assert reminders.remind_due(now=OVERDUE_AT + timedelta(hours=3)) == 0
    assert notices_of(person) == [audit_notices.OVERDUE]
    assert action_log("audit.remind").first().actor is None
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert tasks.remind_of_answers.name in scheduled
    Participant.objects.update(reminded_at=None)
    Audit.objects.update(answers_due_on=date(2020, 3, 2), starts_on=date(2020, 3, 2))
    tasks.remind_of_answers()


@pytest.mark.parametrize(
    ("due_on", "reminded_on"),
    [
        (date(2026, 11, 6), [date(2026, 11, 3), date(2026, 11, 9)]),
        # A Saturday: the Friday before it is the last day to answer.
        (date(2026, 11, 7), [date(2026, 11, 3), date(2026, 11, 9)]),
        (date(2026, 11, 10), [date(2026, 11, 5)]),
    ],
)
def test_the_portal_reminds_by_itself_three_working_days_before_answers_are_due_and_then_once_they_are_overdue(
    due_on, reminded_on
):
    an_audit(S.COLLECTING, answers_due_on=due_on)
    days = [date(2026, 11, day) for day in range(1, 10)]
    moments = {day: datetime(day.year, day.month, day.day, 8, tzinfo=UTC) for day in days}
    assert [day for day in days if reminders.remind_due(now=moments[day])] == reminded_on


def test_a_reminder_says_by_when_the_answers_are_due():
    due = date(2026, 11, 6)
    assert [audit_notices.reminder_words(due, date(2026, 11, day)) for day in (3, 6, 7)] == [
        "Your agency has an audit to answer. It is due 6 November 2026: 3 working days left",
        "Your agency has an audit to answer. It is due today, 6 November 2026",
        audit_notices.OVERDUE,
    ]


# Cancelling


@pytest.mark.parametrize("launched", [True, False])
def test_cancelling_tells_those_who_were_asked_and_the_team(launched):
    audit, team = an_audit(S.COLLECTING if launched else S.PLANNED), runner()
    agency = audit.participants.first().agency
    asked, auditor = answerer(agency), answerer(AgencyFactory())
    on_team(audit, auditor, auditor.memberships.get().agency)
    if launched:
        audit.events.create(move=AuditMove.LAUNCH, by=team, at=NOW)
    move_audit(audit=audit, move=AuditMove.CANCEL, seen=S(audit.state), by=team, now=NOW, text="Another covers it.")
    assert notices_of(asked) == ([audit_notices.CANCELLED] if launched else [])
    assert notices_of(auditor) == [audit_notices.TEAM_CANCELLED]


def test_the_notice_that_an_audit_is_cancelled_leads_to_it_for_those_who_may_still_open_it(sign_in):
    audit, team = an_audit(S.COLLECTING), runner()
    agency = audit.participants.first().agency
    shut_out, reader = answerer(agency), answerer(agency)
    person_with(Role.SAAS_MEMBER, person=reader)
    audit.events.create(move=AuditMove.LAUNCH, by=team, at=NOW)
    move_audit(audit=audit, move=AuditMove.CANCEL, seen=S.COLLECTING, by=team, now=NOW, text="Another covers it.")
    for person, url in ((shut_out, "/audits/"), (reader, f"/audits/{audit.pk}/")):
        notice = Notice.objects.get(person=person)
        assert notice.url == url
        assert sign_in(person).get(url).status_code == 200
    assert sign_in(shut_out).get(f"/audits/{audit.pk}/").status_code == 404


# What the programme leaves out


def test_a_theme_planned_for_is_still_left_out_until_its_audit_is_launched():
    topic, team = TopicFactory(title="Neglect"), runner()
    audit = an_audit(S.PLANNED, starts_on=date(2026, 10, 5))
    audit.topics.add(topic)
    [found], _ = left_out(team, TODAY)
    assert (found.title, found.words, found.is_planned) == (
        "Neglect",
        "Never audited. An audit is planned for 5 October 2026",
        True,
    )
    Audit.objects.update(state=S.COLLECTING)
    assert left_out(team, TODAY) == ([], [])
    assert [one.words for one in left_out(team, date(2029, 1, 1))[0]] == ["Last audited 5 October 2026"]
    Audit.objects.update(state=S.CANCELLED)
    assert [one.words for one in left_out(team, TODAY)[0]] == ["Never audited"]


def test_an_audit_stands_in_every_quarter_it_runs_through():
    an_audit(
        S.COLLECTING, starts_on=date(2026, 6, 29), report_due_on=date(2027, 1, 8), answers_due_on=date(2026, 7, 31)
    )
    year = audit_year(runner(), 2026, TODAY)
    [row] = year.rows
    assert [[mark.words for mark in cell.marks] for cell in row.cells] == [
        ["Launch"],
        ["Answers due"],
        ["Moderation meeting"],
        ["Report due"],
    ]
    assert year.gaps == ()
    assert [gap.quarter.number for gap in audit_year(runner(), 2027, TODAY).gaps] == [1, 2, 3, 4]
