"""The pages of the programme: the list, the year, planning, one audit with its team and meetings, and its moves."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate, now

from assurance.models import ActivityEntry, Topic
from assurance.rules.roles import Role
from assurance.rules.wording import date_words
from audits.models import Audit, AuditEvent, AuditReason, AuditRouting, AuditTeamMember, AuditTraining, Participant
from audits.queries.programme import fingerprint_of
from audits.rules.audits import NEXT_WORDS, AuditState
from audits.rules.reasons import RECORD_WORDS, Reason
from tests.factories.assurance import AgencyFactory, TopicFactory, person_with
from tests.factories.audits import NOW, an_audit, answerer, on_team, runner
from tests.factories.meetings import a_group, a_meeting
from tests.factories.warnings import a_warning

pytestmark = pytest.mark.django_db
S = AuditState


def read(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def main_of(page):
    """What a page says, without the tokens around it."""
    return page[page.index("<main") : page.index("</main>")]


def day(name, when):
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


def the_plan(**changes):
    """What the form of an audit sends."""
    a_group("saas")
    days = {"starts_on": 0, "answers_due_on": 30, "moderation_on": 45, "report_due_on": 60}
    sent = {
        "title": "Neglect: how early is it seen?",
        "kind": "themed",
        "why": "Referrals have risen for three quarters.",
        "outcome": "Children are helped sooner.",
        "lines": "Was it seen early?\n\nDid it change anything?",
        "group": "saas",
        "lead": "Quality assurance manager",
    }
    for name, after in days.items():
        sent |= day(name, date(2027, 3, 1) + timedelta(days=after))
    return sent | changes


# The list and the year


@pytest.mark.parametrize("role", [Role.BUSINESS_TEAM, Role.SAAS_MEMBER, Role.BOARD_MEMBER, Role.INSPECTOR])
def test_those_who_read_audits_find_every_one_in_the_list(sign_in, role):
    for state in S:
        an_audit(state, title=f"The audit that is {state}")
    page = read(sign_in(person_with(role)), "/audits/")
    assert all(f"The audit that is {state}" in page for state in S)
    assert ("Plan an audit" in page) is (role == Role.BUSINESS_TEAM)


def test_an_agency_finds_the_audits_it_answers_in(sign_in):
    asked, other = an_audit(S.COLLECTING, title="Asked of us"), an_audit(S.COLLECTING, title="Asked of others")
    an_audit(S.PLANNED, title="Not launched", agencies=[asked.participants.first().agency])
    client = sign_in(answerer(asked.participants.first().agency))
    page = read(client, "/audits/")
    assert "Asked of us" in page
    assert other.title not in page
    assert "Not launched" not in page
    assert client.get("/audits/year/").status_code == 403
    assert client.get("/audits/plan/").status_code == 403
    assert client.get(f"/audits/{other.pk}/").status_code == 404


def test_the_empty_programme_says_what_will_be_there(sign_in):
    assert "No audits yet" in read(sign_in(runner()), "/audits/")
    assert "No audits for you yet" in read(sign_in(answerer(AgencyFactory())), "/audits/")


def test_the_list_is_narrowed_and_downloaded(sign_in):
    audit = an_audit(S.COLLECTING, title="Neglect", starts_on=date(2026, 10, 5))
    audit.topics.add(TopicFactory(slug="neglect", title="Neglect of children"))
    an_audit(S.RESPONDED, title="Exploitation", kind="section_11", cases=0, starts_on=date(2026, 1, 5))
    client = sign_in(runner())
    for query, found in (
        ({"state": "open"}, ["Neglect"]),
        ({"state": "over"}, ["Exploitation"]),
        ({"state": "collecting"}, ["Neglect"]),
        ({"kind": "section_11"}, ["Exploitation"]),
        ({"year": "2026"}, ["Neglect"]),
        ({"year": "2025"}, ["Exploitation"]),
        ({"topic": "neglect"}, ["Neglect"]),
        ({"topic": "neglect", "state": "over"}, []),
        ({"state": "nonsense"}, ["Neglect", "Exploitation"]),
    ):
        table = read(client, "/audits/download.csv", **query)
        assert [title for title in ("Neglect", "Exploitation") if f"\n{title}," in table] == found
        page = read(client, "/audits/", **query)
        assert ("No audit matches" in page) is (not found)


def test_the_file_names_the_record_behind_a_reason_to_those_who_may_read_it(sign_in):
    agency = AgencyFactory()
    audit = an_audit(S.COLLECTING, title="Neglect", agencies=[agency])
    warning = a_warning(title="Calls come late")
    AuditReason.objects.create(audit=audit, kind=Reason.SIGNAL, text="Above the limit.", warning=warning)
    team, lead = (read(sign_in(person), "/audits/download.csv") for person in (runner(), answerer(agency)))
    assert f"Above the limit. ({RECORD_WORDS['warning']}: {warning})" in team
    assert "Above the limit." in lead
    assert "Calls come late" not in lead
    assert str(audit.tool) in team


def test_the_year_shows_what_falls_when_and_what_is_left_out(sign_in):
    topic = TopicFactory(title="Neglect of children", kind=Topic.Kind.THEME)
    TopicFactory(title="Young carers", kind=Topic.Kind.THEME)
    audit = an_audit(S.COLLECTING, title="Neglect")
    audit.topics.add(topic)
    group = a_group("board")
    AuditRouting.objects.create(audit=audit, group=group, on=date(2027, 2, 3))
    client = sign_in(runner())
    page = read(client, "/audits/year/", year=2026)
    assert "3 quarters without an audit" in page
    assert "Young carers" in page
    assert "Neglect of children" not in page
    assert f"Findings to</span> {group.short_name}" in page or f"Findings to {group.short_name}" in page
    table = read(client, "/audits/year/download.csv", year=2026)
    assert f"2027-02-03,Neglect,Findings go to {group.short_name}" in table
    assert "No audit" in table
    cancelled = an_audit(S.CANCELLED, title="It never was", starts_on=date(2026, 4, 6))
    assert cancelled.title not in read(client, "/audits/year/", year=2026)


# Planning


def test_an_audit_is_planned_and_changed_until_it_is_launched(sign_in):
    team = runner()
    client = sign_in(team)
    assert "Plan an audit" in read(client, "/audits/plan/")
    answer = client.post("/audits/plan/", the_plan())
    audit = Audit.objects.get()
    assert answer.url == f"/audits/{audit.pk}/"
    assert (audit.state, audit.created_by, audit.report_due_on) == ("planned", team, date(2027, 4, 30))
    assert audit.enquiry_lines == ["Was it seen early?", "Did it change anything?"]
    address = f"/audits/{audit.pk}/change/"
    assert "Neglect: how early is it seen?" in read(client, address)
    seen = fingerprint_of(audit)
    client.post(address, the_plan(title="Another title", seen=seen))
    audit.refresh_from_db()
    assert audit.title == "Another title"
    stale = client.post(address, the_plan(title="A third title", seen=seen)).content.decode()
    assert "Somebody else has changed this audit meanwhile" in stale
    assert "A third title" in stale
    audit.refresh_from_db()
    assert audit.title == "Another title"


def test_what_is_left_out_of_a_plan_is_asked_for_and_what_was_written_is_kept(sign_in):
    client = sign_in(runner())
    page = client.post("/audits/plan/", the_plan(title="", answers_due_on_year="2026")).content.decode()
    assert "Say in a few words what is audited" in page
    page = client.post("/audits/plan/", the_plan(answers_due_on_year="2026")).content.decode()
    assert "The answers cannot be due before the audit is launched." in page
    assert "Referrals have risen" in page
    page = client.post("/audits/plan/", the_plan(why="It began with NHS number 943 476 5919.")).content.decode()
    assert "an NHS number" in page
    assert not Audit.objects.exists()


def test_a_re_audit_begins_with_what_the_earlier_one_was(sign_in):
    earlier = an_audit(S.RESPONDED, title="Neglect", lines="Was it seen early?")
    client = sign_in(runner())
    assert f"/audits/plan/?earlier={earlier.pk}" in read(client, f"/audits/{earlier.pk}/")
    page = read(client, "/audits/plan/", earlier=earlier.pk)
    assert "Re-audit: Neglect" in page
    assert "Was it seen early?" in page
    for nonsense in ({"earlier": "x", "priority": "x", "theme": "x", "topic": "x"}, {"earlier": AgencyFactory().pk}):
        assert "Plan an audit" in read(client, "/audits/plan/", **nonsense)


# One audit


@pytest.mark.parametrize("state", list(S))
def test_the_page_says_what_happens_next_in_every_state(sign_in, state):
    audit = an_audit(state)
    page = read(sign_in(runner()), f"/audits/{audit.pk}/")
    assert NEXT_WORDS[state].replace("’", "’") in page
    assert audit.participants.first().agency.name in page


def test_of_another_agencys_answers_the_page_says_submitted_or_not_and_nothing_else(sign_in):
    audit = an_audit(S.COLLECTING)
    ours, theirs = audit.participants.all()
    client = sign_in(answerer(ours.agency))
    before = main_of(read(client, f"/audits/{audit.pk}/"))
    assert before.count("Not submitted</strong>") == 2
    theirs.sheets.update(version=7, changed_at=NOW)
    Participant.objects.filter(pk=theirs.pk).update(reminded_at=NOW)
    assert main_of(read(client, f"/audits/{audit.pk}/")) == before


def test_the_words_of_moderation_are_said_to_those_who_compare_and_no_one_else(sign_in):
    audit = an_audit(S.REPORTING)
    for move in ("plan", "launch", "moderate", "settle", "look_again"):
        AuditEvent.objects.create(audit=audit, move=move, text=f"Said at {move}", by=audit.created_by, at=NOW)
    agency = audit.participants.first().agency
    auditor = answerer(agency, Role.AUDIT_TEAM_MEMBER)
    on_team(audit, auditor, agency)
    address = f"/audits/{audit.pk}/"
    for person, hears in (
        (runner(), True),
        (auditor, True),
        (answerer(agency), False),
        (person_with(Role.SAAS_CHAIR), False),
    ):
        page = read(sign_in(person), address)
        for move in ("moderate", "settle", "look_again"):
            assert (f"Said at {move}" in page) is hears
        assert "Moderation taken up again" in page


def test_a_reason_leads_to_its_record_for_those_who_read_that(sign_in):
    team = runner()
    warning = a_warning(title="Referrals rise")
    audit = an_audit(S.PLANNED)
    client = sign_in(team)
    address = f"/audits/{audit.pk}/reasons/add/"
    assert "Referrals rise" in read(client, address)
    sent = {"kind": "signal", "text": "Three quarters above the limit.", "record": f"warning:{warning.pk}"}
    wrong = client.post(address, sent | {"kind": "return"}).content.decode()
    assert "choose the reason that this record shows" in wrong
    client.post(address, sent)
    reason = AuditReason.objects.get()
    assert (reason.kind, reason.warning) == (Reason.SIGNAL, warning)
    link = f"/warnings/{warning.pk}/"
    assert link in read(client, f"/audits/{audit.pk}/")
    Audit.objects.update(state=S.COLLECTING)
    page = read(sign_in(answerer(audit.participants.first().agency)), f"/audits/{audit.pk}/")
    assert "Three quarters above the limit." in page
    assert link not in page
    assert "Referrals rise" not in page
    client = sign_in(team)
    assert "so it cannot" not in client.post(f"/audits/{audit.pk}/reasons/{reason.pk}/remove/").content.decode()
    assert AuditReason.objects.exists()
    Audit.objects.update(state=S.PLANNED)
    client.post(f"/audits/{audit.pk}/reasons/{reason.pk}/remove/")
    assert not AuditReason.objects.exists()


def test_the_team_joins_trains_leads_and_leaves(sign_in):
    audit = an_audit(S.COLLECTING)
    agency = audit.participants.first().agency
    auditor = answerer(agency, Role.AUDIT_TEAM_MEMBER)
    client = sign_in(runner())
    address = f"/audits/{audit.pk}/team/add/"
    assert str(auditor) in read(client, address)
    assert "Choose who joins the team" in client.post(address, {}).content.decode()
    client.post(address, {"who": f"{auditor.pk}:{agency.slug}"})
    member = AuditTeamMember.objects.get()
    assert (member.person, member.agency, member.is_lead) == (auditor, agency, False)
    page = read(client, f"/audits/{audit.pk}/")
    assert "No training recorded" in page
    assert str(auditor) not in read(client, address)
    below = f"/audits/{audit.pk}/team/{member.pk}"
    client.post(f"{below}/training/", {"title": "Auditing practice", **day("on", localdate())})
    assert AuditTraining.objects.get().person == auditor
    page = read(client, f"/audits/{audit.pk}/")
    assert "Auditing practice" in page
    assert "No training recorded" not in page
    client.post(f"{below}/lead/", {"leads": "yes"})
    assert "Leads this audit" in read(client, f"/audits/{audit.pk}/")
    lead = sign_in(auditor)
    assert "Move its dates" in read(lead, f"/audits/{audit.pk}/")
    client = sign_in(runner())
    client.post(f"{below}/leave/")
    member.refresh_from_db()
    assert member.left_on == localdate()
    assert sign_in(auditor).get(f"/audits/{audit.pk}/dates/").status_code == 403


def test_findings_are_sent_to_meetings_with_what_to_think_twice_about(sign_in):
    audit = an_audit(S.COLLECTING, report_due_on=localdate() + timedelta(days=60))
    board = a_group("board")
    meeting = a_meeting(group=board, starts_at=now() + timedelta(days=40))
    client = sign_in(runner())
    address = f"/audits/{audit.pk}/routings/add/"
    assert "Enter the date of the meeting" in client.post(address, {}).content.decode()
    client.post(address, {"meeting": meeting.key, "purpose": "Agree the recommendations"})
    routing = AuditRouting.objects.get()
    assert (routing.meeting, routing.group) == (meeting, board)
    page = read(client, f"/audits/{audit.pk}/")
    assert "That is before the report is due" in page
    assert f"/meetings/{meeting.key}/" in page
    asked = sign_in(answerer(audit.participants.first().agency))
    page = read(asked, f"/audits/{audit.pk}/")
    assert board.name in page
    assert f"/meetings/{meeting.key}/" not in page
    assert asked.get(address).status_code == 403
    client = sign_in(runner())
    later = localdate() + timedelta(days=90)
    client.post(f"/audits/{audit.pk}/routings/{routing.pk}/change/", {"group": board.slug, **day("on", later)})
    routing.refresh_from_db()
    assert (routing.on, routing.meeting) == (later, None)
    page = read(client, f"/audits/{audit.pk}/")
    assert "No meeting of this group is in the calendar for that day yet." in page
    client.post(f"/audits/{audit.pk}/routings/{routing.pk}/remove/")
    assert not AuditRouting.objects.exists()


def test_dates_move_after_the_launch_and_no_plan(sign_in):
    audit = an_audit(S.COLLECTING)
    client = sign_in(runner())
    answer = client.get(f"/audits/{audit.pk}/change/", follow=True)
    assert "That cannot be done now" in answer.content.decode()
    address = f"/audits/{audit.pk}/dates/"
    page = read(client, address)
    assert "By when do agencies answer?" in page
    assert "When is it launched?" not in page
    sent = {"seen": fingerprint_of(audit)}
    for name in ("answers_due_on", "moderation_on", "report_due_on"):
        sent |= day(name, getattr(audit, name) + timedelta(days=7))
    client.post(address, sent)
    moved = Audit.objects.get()
    assert moved.answers_due_on == audit.answers_due_on + timedelta(days=7)
    assert ActivityEntry.objects.filter(action="audit.move_dates").count() == 1
    assert moved.events.count() == 0
    assert date_words(moved.answers_due_on) in read(client, f"/audits/{audit.pk}/")


# Moves


def test_a_move_is_made_from_its_page_and_a_conflict_keeps_the_words(sign_in):
    audit = an_audit(S.COLLECTING)
    client = sign_in(runner())
    address = f"/audits/{audit.pk}/cancel/"
    assert "Why is it cancelled?" in read(client, address)
    assert "Say why it is cancelled" in client.post(address, {"seen": "collecting"}).content.decode()
    Audit.objects.update(state=S.MODERATING)
    page = client.post(address, {"seen": "collecting", "text": "Another audit covers it."}).content.decode()
    assert "Somebody else was first" in page
    assert "Another audit covers it." in page
    assert 'name="seen" value="moderating"' in page
    client.post(address, {"seen": "moderating", "text": "Another audit covers it."})
    assert Audit.objects.get().state == S.CANCELLED
    assert "Another audit covers it." in read(client, f"/audits/{audit.pk}/")
    answer = client.get(address, follow=True)
    assert "That cannot be done now: the audit is “Cancelled”" in answer.content.decode()


def test_moderation_begins_without_an_agency_only_with_the_reason(sign_in):
    audit = an_audit(S.COLLECTING)
    client = sign_in(runner())
    address = f"/audits/{audit.pk}/moderate/"
    page = read(client, address)
    assert "2 agencies have not submitted" in page
    assert "Say why moderation begins without them" in client.post(address, {"seen": "collecting"}).content.decode()
    assert Audit.objects.get().state == S.COLLECTING


@pytest.mark.parametrize(
    "move", ["launch", "moderate", "settle", "look-again", "publish", "cancel", "respond", "revise"]
)
def test_a_move_is_refused_to_those_who_may_only_look(sign_in, move):
    audit = an_audit(S.COLLECTING)
    address = f"/audits/{audit.pk}/{move}/"
    assert sign_in(answerer(audit.participants.first().agency)).get(address).status_code == 403
    assert sign_in(answerer(AgencyFactory())).get(address).status_code in (403, 404)
    if move != "respond":
        assert sign_in(person_with(Role.SAAS_CHAIR)).get(address).status_code == 403


# Reminders


def test_agencies_are_reminded_by_one_button(sign_in):
    audit = an_audit(S.COLLECTING)
    client = sign_in(runner())
    assert "Remind those who have not submitted" in read(client, f"/audits/{audit.pk}/")
    answer = client.post(f"/audits/{audit.pk}/remind/", follow=True).content.decode()
    assert "2 agencies have been reminded." in answer
    assert "Reminded" in answer
    answer = client.post(f"/audits/{audit.pk}/remind/", follow=True).content.decode()
    assert "reminded today already" in answer
