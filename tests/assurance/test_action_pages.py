"""The pages of actions: the tracker, one action, setting one, its moves, reminders, and what the first page says."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from assurance.models import Action
from assurance.queries.todo import todo_for
from assurance.rules.actions import ActionMove, ActionState
from assurance.rules.roles import Role
from tests.assurance.counting import queries_of
from tests.factories.actions import WORDS, an_action, make
from tests.factories.assurance import AgencyFactory, TopicFactory, person_with
from tests.factories.warnings import a_warning

pytestmark = pytest.mark.django_db
LIST = "/actions/"
PAST, FUTURE = date(2020, 1, 6), date(2090, 1, 5)
DUE = {"due_on_day": "5", "due_on_month": "1", "due_on_year": "2090"}


def page(client, address=LIST, **query):
    answer = client.get(address, query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def team(police):
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def lead(police):
    return person_with(Role.PARTNER_LEAD, agency=police)


def test_the_tracker_says_what_is_overdue_and_who_holds_it(team, police, lead, sign_in):
    an_action(holder=police, team=team, title="Late", due_on=PAST)
    an_action(ActionState.CLOSED, holder=police, team=team, title="Closed")
    said = page(sign_in(lead))
    for label, number in (
        ("Open", 1),
        ("Overdue", 1),
        ("Done, effect not yet seen", 0),
        ("Closed with their effect", 1),
    ):
        assert f'{label}</dt><dd class="app-figures__value">{number}</dd>' in said
    assert '<span class="app-late">Due 6 January 2020: ' in said
    assert "working days overdue" in said
    assert "Set an action" not in said
    assert "No action matches" in page(sign_in(lead), state="dropped")
    assert "No actions yet" in page(sign_in(person_with(Role.PARTNER_LEAD)))


def test_the_tracker_leads_to_decisions_and_escalations_for_those_who_read_them(team, lead, sign_in):
    for person, shown in ((team, True), (lead, False)):
        said = sign_in(person).get(LIST).content.decode().partition("<main")[2]
        assert [f'href="{way}"' in said for way in ("/decisions/", "/escalations/")] == [shown, shown]


def test_the_tracker_costs_the_same_however_long(team, police, sign_in):
    client = sign_in(team)
    an_action(holder=police, team=team, title="One", due_on=PAST)
    few = queries_of(client, LIST)
    holders = [police, AgencyFactory()]
    for number in range(27):
        an_action(holder=holders[number % 2], team=team, owner=f"Post {number}")
    assert queries_of(client, LIST) == few
    assert "28 actions" in page(client)


def test_the_file_costs_the_same_however_long_and_says_what_came_of_each(team, police, sign_in):
    client = sign_in(team)
    an_action(ActionState.CLOSED, holder=police, team=team)
    few = queries_of(client, "/actions/download.csv")
    for _ in range(5):
        an_action(ActionState.UNDER_WAY, holder=police, team=team)
    assert queries_of(client, "/actions/download.csv") == few
    said = client.get("/actions/download.csv?state=closed").content.decode()
    assert WORDS[ActionMove.CLOSE]["difference"] in said
    assert said.count("\r\n") == 2
    assert client.get("/actions/download.xlsx").status_code == 200


def test_an_action_shows_its_history_what_is_next_and_what_is_ones_own_to_do(team, police, lead, sign_in):
    action = an_action(ActionState.UNDER_WAY, holder=police, team=team, what="Read twenty files")
    said = page(sign_in(lead), f"/actions/{action.pk}/")
    for words in (
        "Twenty files are read",
        "Read twenty files",
        "Whoever holds it says what was done",
        "Say what was done",
    ):
        assert words in said
    for words in ("Drop this action", "Close with its effect", "Give it another date"):
        assert words not in said
    assert "Drop this action" in page(sign_in(team), f"/actions/{action.pk}/")


def test_what_one_may_not_read_is_not_there(team, police, sign_in):
    action = an_action(holder=police, team=team)
    stranger = sign_in(person_with(Role.PARTNER_LEAD))
    for address in ("", "update/", "finish/"):
        answer = stranger.get(f"/actions/{action.pk}/{address}")
        assert answer.status_code == 404
    for address in ("close/", "drop/", "reopen/", "date/"):
        assert stranger.get(f"/actions/{action.pk}/{address}").status_code == 403


def test_who_reads_and_may_not_move_is_told_whom_to_ask(team, police, sign_in):
    action = an_action(holder=police, team=team)
    group_chair = person_with(Role.GROUP_CHAIR)
    person_with(Role.SAAS_MEMBER, person=group_chair)
    answer = sign_in(group_chair).post(f"/actions/{action.pk}/finish/", {"seen": "open", "text": "Done"})
    assert answer.status_code == 403
    assert b"ask the lead of the agency whose action it is" in answer.content
    assert Action.objects.get().state == "open"


def test_its_holder_finishes_it_and_the_business_team_closes_it_with_the_effect(team, police, lead, sign_in):
    action = an_action(holder=police, team=team)
    said = sign_in(lead).post(f"/actions/{action.pk}/finish/", {"seen": "open", "text": ""}).content.decode()
    assert "Say what was done" in said
    sign_in(lead).post(f"/actions/{action.pk}/finish/", {"seen": "open", "text": "Every file is read"})
    client = sign_in(team)
    assert (
        "Say what changed for children, and how you know"
        in client.post(f"/actions/{action.pk}/close/", {"seen": "done", "difference": " "}).content.decode()
    )
    said = client.post(f"/actions/{action.pk}/close/", {"seen": "done", "difference": "They wait less"}, follow=True)
    assert b"The action is closed with its effect." in said.content
    assert Action.objects.get().state == "closed"


def test_after_a_conflict_nothing_written_is_lost(team, police, sign_in):
    action = an_action(holder=police, team=team)
    make(ActionMove.UPDATE, action, team)
    said = sign_in(team).post(f"/actions/{action.pk}/drop/", {"seen": "open", "text": "Words of mine"}).content.decode()
    assert "Somebody else was first" in said
    assert "Words of mine" in said
    assert 'name="seen" value="under_way"' in said


def test_a_move_that_cannot_be_made_leads_back(team, sign_in):
    action = an_action(ActionState.CLOSED, team=team)
    assert "That cannot be done now" in page(sign_in(team), f"/actions/{action.pk}/drop/")


def test_the_business_team_sets_one_by_hand(team, police, lead, sign_in):
    TopicFactory(slug="sharing")
    client = sign_in(team)
    assert "Choose who takes the action on" in client.post("/actions/set/", {}).content.decode()
    sent = {"title": "Read files", "holder": "agency:kent-police", "origin": "review", "topic": "sharing"} | DUE
    assert client.post("/actions/set/", sent).status_code == 302
    action = Action.objects.get()
    assert (action.holder, action.origin, action.due_on, action.topic.slug) == (police, "review", FUTURE, "sharing")
    assert sign_in(lead).get("/actions/set/").status_code == 403


def test_an_action_is_set_on_the_page_of_an_early_warning(team, police, sign_in):
    warning, client = a_warning(), sign_in(team)
    said = page(client, f"/warnings/{warning.pk}/")
    assert f"/warnings/{warning.pk}/action/" in said
    sent = {"title": "Look into it", "holder": "agency:kent-police"} | DUE
    assert client.post(f"/warnings/{warning.pk}/action/", sent).status_code == 302
    action = Action.objects.get()
    assert (action.warning, action.origin, action.topic) == (warning, "warning", warning.topic)
    assert "Look into it" in page(client, f"/warnings/{warning.pk}/")
    member = sign_in(person_with(Role.SAAS_MEMBER))
    said = page(member, f"/warnings/{warning.pk}/")
    assert "Look into it" in said
    assert "Set an action" not in said


def test_reminders_go_out_at_the_press_of_a_button(team, police, lead, sign_in):
    an_action(holder=police, team=team, due_on=PAST)
    client = sign_in(team)
    assert (
        b"Those who hold 1 overdue action have been reminded." in client.post("/actions/remind/", follow=True).content
    )
    assert b"Nobody is left to remind today." in client.post("/actions/remind/", follow=True).content
    assert "Reminded" in page(client)
    assert sign_in(lead).post("/actions/remind/").status_code == 403


def test_the_first_page_tells_holders_and_the_business_team(team, police, lead):
    an_action(holder=police, team=team, due_on=localdate() - timedelta(days=20))
    an_action(ActionState.DONE, holder=police, team=team)
    (row,) = [row for row in todo_for(lead, localdate()) if row.url.startswith(LIST)]
    assert (row.title, row.is_late) == ("1 action of your agency or group due soon or overdue", True)
    (row,) = [row for row in todo_for(team, localdate()) if row.url.startswith(LIST)]
    assert (row.title, row.is_late) == ("1 action done, effect not yet seen", False)
