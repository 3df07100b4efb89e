"""The pages of minutes and decisions: beside the agenda, as circulated, and who is refused."""

from datetime import timedelta

import pytest

from assurance.models import Action, Decision, Escalation, Minutes
from assurance.queries.minutes_content import cards
from assurance.rules.meetings import MeetingState, MinutesState
from assurance.rules.roles import Role
from assurance.services import decisions
from tests.assurance.counting import queries_of
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.meetings import a_group
from tests.factories.minutes import HELD_AT, NOW, a_held_meeting, some_minutes, the_team

pytestmark = pytest.mark.django_db
AUTOSAVE = {"HTTP_X_AUTOSAVE": "1"}
DUE = {"due_on_day": "5", "due_on_month": "1", "due_on_year": "2090"}


def address(meeting, *more):
    return "/".join([f"/meetings/{meeting.key}/minutes", *map(str, more), ""])


def page(client, url, **query):
    answer = client.get(url, query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def saas():
    return a_group("saas")


@pytest.fixture
def team(saas):
    AgencyFactory(slug="kent-police", name="Kent Police")
    return the_team()


@pytest.fixture
def member(saas):
    return person_with(Role.SAAS_MEMBER, group=saas)


@pytest.fixture
def chair(saas):
    return person_with(Role.SAAS_CHAIR, group=saas)


def test_the_secretariat_begins_and_writes_beside_the_agenda(team, sign_in):
    meeting, client = a_held_meeting("Data dashboards", "Voice of children"), sign_in(team)
    assert "Begin the minutes" in page(client, address(meeting))
    said = client.post(address(meeting, "begin"), follow=True).content.decode()
    for words in ("1. Data dashboards", "2. Voice of children", "Besides the agenda", "Record a decision", "Draft"):
        assert words in said
    assert "13 April 2026, 10 working days after the meeting" in said
    assert "Attendance has not been recorded" in said


def test_the_chair_is_asked_by_a_button(team, chair, member, sign_in):
    minutes, client = some_minutes(team=team), sign_in(team)
    ask = address(minutes.meeting, "ask")
    assert "Ask the chair to approve" in page(client, address(minutes.meeting))
    said = client.post(ask, follow=True).content.decode()
    assert "The chair has been asked to approve the minutes." in said
    assert "Ask the chair again to approve" in said
    assert client.get(ask).status_code == 405
    assert ask not in page(sign_in(chair), address(minutes.meeting))
    assert (sign_in(chair).post(ask).status_code, sign_in(member).post(ask).status_code) == (403, 403)


def test_minutes_that_are_no_draft_lead_back_with_a_sentence(team, sign_in):
    minutes, client = some_minutes(MinutesState.APPROVED, team=team), sign_in(team)
    entry = minutes.entries.first()
    for part in (("decide",), ("action",), ("dispute",), ("entries", entry.pk), ("approve",)):
        answer = client.get(address(minutes.meeting, *part))
        assert (answer.status_code, answer.url.partition("#")[0]) == (302, address(minutes.meeting))
    assert "open them for correction before you change them" in page(client, address(minutes.meeting, "decide"))


def test_before_the_meeting_begins_no_minutes_are_offered(team, sign_in):
    coming = a_held_meeting(starts_at=HELD_AT.replace(year=2090))
    coming.state = MeetingState.CIRCULATED
    coming.save()
    client = sign_in(team)
    assert "Begin the minutes" not in page(client, address(coming))
    assert "Write the minutes" not in page(client, f"/meetings/{coming.key}/")


def test_an_entry_saves_itself_and_two_at_once_are_compared(team, sign_in):
    minutes, client = some_minutes(team=team), sign_in(team)
    entry = minutes.entries.get(item__isnull=False)
    url = address(minutes.meeting, "entries", entry.pk)
    saved = client.post(url, {"version": "1", "discussion": "What I write"}, **AUTOSAVE)
    assert (saved.status_code, saved.json()["version"]) == (200, 2)
    conflict = client.post(url, {"version": "1", "discussion": "What another writes"}, **AUTOSAVE)
    assert (conflict.status_code, conflict.json()["conflict_url"]) == (409, url)
    answer = client.post(url, {"version": "1", "discussion": "What another writes"})
    assert answer.status_code == 409
    for words in ("Two people changed this entry", "What I write", "What another writes", 'value="2"'):
        assert words in answer.content.decode()
    done = client.post(url, {"version": "2", "discussion": "Both"})
    assert done.url == f"{address(minutes.meeting)}#item-{entry.item_id}"
    some_minutes(MinutesState.APPROVED, meeting=minutes.meeting, team=team)
    refused = client.post(url, {"version": "3", "discussion": "Late"}, **AUTOSAVE)
    assert (refused.status_code, "open them for correction" in refused.json()["message"]) == (422, True)
    answer = client.post(url, {"version": "3", "discussion": "Late words"})
    assert (answer.status_code, b"Late words" in answer.content) == (422, True)


def test_decisions_actions_and_disputes_are_set_right_there(team, sign_in):
    """R39, R43: a dispute recorded in the minutes opens an escalation."""
    minutes, client = some_minutes(team=team), sign_in(team)
    meeting, item = minutes.meeting, minutes.entries.get(item__isnull=False).item
    about = {"item": str(item.pk)}
    assert f'value="{item.pk}" selected' in page(client, address(meeting, "decide") + f"?item={item.pk}")
    assert client.get(address(meeting, "decide") + "?item=nonsense").status_code == 200
    client.post(address(meeting, "decide"), {"text": "One list", "agency": "kent-police"} | about | DUE)
    client.post(address(meeting, "action"), {"title": "Make it", "holder": "agency:kent-police"} | about | DUE)
    sent = {"title": "Who keeps it", "what": "Each side", "agencies": ["kent-police"]}
    assert client.post(address(meeting, "dispute"), sent).status_code == 302
    decision, action, escalation = Decision.objects.get(), Action.objects.get(), Escalation.objects.get()
    assert (decision.item, decision.agency.slug, action.item, action.meeting) == (item, "kent-police", item, meeting)
    assert (escalation.meeting, escalation.item) == (meeting, None)
    first, besides = cards(meeting)
    assert (first.decisions, first.actions, besides.disputes) == ((decision,), (action,), (escalation,))
    said = page(client, address(meeting))
    for words in ("One list", "Make it", "Who keeps it"):
        assert words in said
    assert "Write what was decided" in client.post(address(meeting, "decide"), {}).content.decode()


def test_a_decision_is_changed_and_taken_out(team, sign_in):
    minutes, client = some_minutes(team=team), sign_in(team)
    decision = decisions.record_decision(minutes=minutes, text="One list", by=team, now=NOW)
    assert "One list" in page(client, f"/decisions/{decision.pk}/change/")
    client.post(f"/decisions/{decision.pk}/change/", {"text": "Two lists", "dissent": "A post"})
    decision.refresh_from_db()
    assert (decision.text, decision.dissent) == ("Two lists", "A post")
    client.post(f"/decisions/{decision.pk}/remove/", {})
    assert not Decision.objects.exists()


def test_from_draft_to_circulated(team, chair, member, sign_in):
    """R28: the page shows "Draft" until the chair approves; then who and when. R17: members read what went round."""
    minutes = some_minutes(team=team)
    meeting = minutes.meeting
    entry = minutes.entries.get(item__isnull=False)
    sign_in(team).post(address(meeting, "entries", entry.pk), {"version": "1", "discussion": "Trends were read"})
    said = page(sign_in(member), address(meeting))
    assert "The minutes have not been circulated yet." in said
    assert "Trends were read" not in said
    said = page(sign_in(chair), address(meeting))
    assert ("Trends were read" in said, "Draft" in said, "<textarea" in said) == (True, True, False)
    assert (
        b"The chair\xe2\x80\x99s approval is recorded"
        in sign_in(chair).post(address(meeting, "approve"), {"seen": "draft"}, follow=True).content
    )
    client = sign_in(team)
    said = client.post(address(meeting, "circulate"), {"seen": "approved"}, follow=True).content.decode()
    assert "The minutes are circulated" in said
    said = page(sign_in(member), address(meeting))
    for words in ("Trends were read", "Approved by", "SHA-256"):
        assert words in said
    client = sign_in(team)
    assert (
        "Say what has to be put right"
        in client.post(address(meeting, "correct"), {"seen": "circulated", "text": ""}).content.decode()
    )
    client.post(address(meeting, "correct"), {"seen": "circulated", "text": "A slip"})
    client.post(address(meeting, "entries", entry.pk), {"version": "2", "discussion": "Corrected words"})
    said = page(sign_in(member), address(meeting))
    assert ("Trends were read" in said, "Corrected words" in said) == (True, False)


def test_the_secretariat_says_how_the_chair_approved(team, sign_in):
    minutes, client = some_minutes(team=team), sign_in(team)
    url = address(minutes.meeting, "approve")
    assert "Say how and when the chair approved" in client.post(url, {"seen": "draft"}).content.decode()
    client.post(url, {"seen": "draft", "text": "By e-mail"})
    assert "Somebody else was first" in client.post(url, {"seen": "draft", "text": "Again"}).content.decode()
    assert "That cannot be done now" in page(client, url)


@pytest.mark.parametrize("role", [Role.BOARD_OBSERVER, Role.BOARD_MEMBER, Role.INSPECTOR, Role.PARTNER_LEAD])
def test_who_does_not_run_the_meeting_changes_nothing(role, team, sign_in):
    """R13, R29: a Board observer may comment and not decide; no member writes the minutes."""
    board = a_group("board")
    minutes = some_minutes(meeting=a_held_meeting(group="board"), team=the_team(team))
    decision = decisions.record_decision(minutes=minutes, text="One list", by=team, now=NOW)
    person = person_with(role, group=board) if role.startswith("board") else person_with(role)
    client, meeting, entry = sign_in(person), minutes.meeting, minutes.entries.first()
    sent = {
        address(meeting, "begin"): {},
        address(meeting, "entries", entry.pk): {"version": "1", "discussion": "Words"},
        address(meeting, "decide"): {"text": "A decision"},
        address(meeting, "action"): {"title": "A", "holder": "agency:kent-police"} | DUE,
        address(meeting, "dispute"): {"title": "A", "what": "B", "agencies": ["kent-police"]},
        address(meeting, "circulate"): {"seen": "draft"},
        f"/decisions/{decision.pk}/change/": {"text": "Another"},
        f"/decisions/{decision.pk}/remove/": {},
        f"/decisions/{decision.pk}/settle/": {"seen": "stands", "state": "carried_out", "outcome": "Words"},
    }
    for url, fields in sent.items():
        assert client.post(url, fields).status_code == 403
    if role != Role.BOARD_MEMBER:
        for move in ("approve", "correct"):
            assert client.post(address(meeting, move), {"seen": "draft", "text": "Words"}).status_code == 403
    assert (Minutes.objects.get().state, Decision.objects.get().text) == ("draft", "One list")
    assert not Action.objects.exists()


def test_who_does_not_read_the_groups_meetings_finds_nothing(team, sign_in):
    minutes = some_minutes(MinutesState.CIRCULATED, team=team)
    client = sign_in(person_with(Role.GROUP_CHAIR))
    for url in (address(minutes.meeting), address(minutes.meeting, "versions", 1)):
        assert client.get(url).status_code == 404
    assert sign_in(person_with(Role.INSPECTOR)).get(address(minutes.meeting, "versions", 1)).status_code == 200
    assert client.get(address(minutes.meeting, "versions", 2)).status_code == 404


def test_the_page_costs_the_same_however_long_the_agenda(team, sign_in):
    client = sign_in(team)
    short, long = (
        some_minutes(team=team),
        some_minutes(
            meeting=a_held_meeting(*(f"Item {number}" for number in range(12)), starts_at=HELD_AT + timedelta(hours=4)),
            team=team,
            now=NOW,
        ),
    )
    for minutes in (short, long):
        for entry in minutes.entries.all():
            decisions.record_decision(minutes=minutes, item=entry.item, text="One list", by=team, now=NOW)
    assert queries_of(client, address(long.meeting)) == queries_of(client, address(short.meeting))


# The list of decisions


def test_decisions_are_listed_with_what_became_of_each(team, member, sign_in):
    minutes, client = some_minutes(team=team), sign_in(team)
    url = address(minutes.meeting, "decide")
    client.post(url, {"text": "One list", "agency": "kent-police"} | DUE | {"due_on_year": "2020"})
    said = page(client, "/decisions/")
    for words in ("One list", "Kent Police", "working days overdue", "Not yet carried out"):
        assert words in said
    assert "No decisions yet" in page(sign_in(member), "/decisions/")
    decision = Decision.objects.get()
    client = sign_in(team)
    fields = {"seen": "stands", "state": "carried_out", "outcome": ""}
    assert "Say what came of the decision" in client.post(f"/decisions/{decision.pk}/settle/", fields).content.decode()
    client.post(f"/decisions/{decision.pk}/settle/", fields | {"outcome": "There is one"})
    assert "There is one" in page(client, "/decisions/", state="carried_out", group="saas")
    assert "No decision matches" in page(client, "/decisions/", state="overdue")
    assert "There is one" in client.get("/decisions/download.csv").content.decode()


def test_the_list_costs_the_same_however_long(team, sign_in):
    minutes, client = some_minutes(team=team), sign_in(team)
    decisions.record_decision(minutes=minutes, text="One", by=team, now=NOW)
    few = queries_of(client, "/decisions/")
    for number in range(27):
        decisions.record_decision(minutes=minutes, text=f"Decision {number}", by=team, now=NOW)
    assert queries_of(client, "/decisions/") == few
