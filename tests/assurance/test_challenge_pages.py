"""The pages of challenges: the log, raising one, one challenge, its moves, reminders."""

import re
from datetime import date

import pytest
from django.utils.timezone import localdate

from assurance.models import Action, Challenge
from assurance.rules.challenges import ChallengeMove, ChallengeState, answer_due
from assurance.rules.roles import Role
from tests.assurance.counting import queries_of
from tests.factories.assurance import AgencyFactory, TopicFactory, person_with
from tests.factories.challenges import WORDS, a_challenge, make
from tests.factories.warnings import a_warning

pytestmark = pytest.mark.django_db
LIST = "/challenges/"
FUTURE = date(2090, 1, 5)
DUE = {"answer_due_on_day": "5", "answer_due_on_month": "1", "answer_due_on_year": "2090"}
SAID = {"title": "Health is missing", "what": "Half of the files", "asks": "All know what all know"} | DUE


def page(client, address=LIST, **query):
    answer = client.get(address, query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def health():
    return AgencyFactory(slug="nhs", name="NHS Kent and Medway")


@pytest.fixture
def team(health):
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def lead(health):
    return person_with(Role.PARTNER_LEAD, agency=health)


@pytest.fixture
def chair(health):
    return person_with(Role.SAAS_CHAIR)


def of(challenge, way=""):
    return f"/challenges/{challenge.pk}/{way}"


def test_the_log_says_what_was_raised_answered_and_had_an_effect(team, health, lead, sign_in):
    first = a_challenge(ChallengeState.CLOSED, of=health, by=team, answerer=lead, title="First")
    again = a_challenge(of=health, by=team, title="Again", earlier=first)
    Challenge.objects.filter(pk=again.pk).update(answer_due_on=date(2020, 1, 6))
    said = page(sign_in(lead))
    for label, number in (("Raised", 2), ("Answered", 1), ("With an effect", 1), ("Answers overdue", 1)):
        assert f'{label}</dt><dd class="app-figures__value">{number}</dd>' in said
    assert '<span class="app-late">Answer due 6 January 2020: ' in said
    assert said.count("Recurring concern") == 1
    assert "Raise a challenge" not in said
    assert "No challenge matches" in page(sign_in(lead), state="answered")
    assert "No challenges yet" in page(sign_in(person_with(Role.PARTNER_LEAD)))
    assert "Raise a challenge" in page(sign_in(person_with(Role.BOARD_OBSERVER)))


def test_the_log_and_its_file_cost_the_same_however_long(team, health, lead, sign_in):
    client = sign_in(team)
    first = a_challenge(of=health, by=team, topic=TopicFactory())
    few = [queries_of(client, way) for way in (LIST, "/challenges/download.csv")]
    for number in range(27):
        a_challenge(
            ChallengeState.CLOSED if number % 9 == 0 else ChallengeState.RAISED,
            of=health,
            by=team,
            answerer=lead,
            earlier=first,
            topic=first.topic,
        )
    assert [queries_of(client, way) for way in (LIST, "/challenges/download.csv")] == few
    assert "28 challenges" in page(client)


def test_the_file_has_the_answer_and_the_effect(team, health, sign_in):
    a_challenge(ChallengeState.CLOSED, of=health, by=team)
    a_challenge(of=health, by=team)
    client = sign_in(team)
    said = client.get("/challenges/download.csv?state=closed").content.decode()
    for move, name in ((ChallengeMove.ANSWER, "text"), (ChallengeMove.CLOSE, "effect")):
        assert WORDS[move][name] in said
    assert said.count("\r\n") == 2
    assert client.get("/challenges/download.xlsx").status_code == 200


def test_a_member_raises_one_with_a_date_proposed(team, health, sign_in):
    TopicFactory(slug="sharing")
    client = sign_in(person_with(Role.BOARD_OBSERVER))
    due = answer_due(localdate())
    assert re.search(f'name="answer_due_on_year"[^>]* value="{due.year}"', page(client, "/challenges/raise/"))
    said = client.post("/challenges/raise/", {"what": "Kept words"}).content.decode()
    for words in ("Choose the agency or group you challenge", "Say what should be different", "Kept words"):
        assert words in said
    sent = SAID | {"challenged": "agency:nhs", "topic": "sharing"}
    assert client.post("/challenges/raise/", sent).status_code == 302
    challenge = Challenge.objects.get()
    assert (challenge.challenged, challenge.answer_due_on, challenge.topic.slug) == (health, FUTURE, "sharing")
    again = sent | {"title": "Again", "earlier": str(challenge.pk)}
    assert client.post("/challenges/raise/", again).status_code == 302
    assert Challenge.objects.get(title="Again").earlier == challenge


def test_a_date_that_has_passed_is_refused_in_the_form(team, health, sign_in):
    sent = SAID | {"challenged": "agency:nhs", "answer_due_on_year": "2020"}
    said = sign_in(team).post("/challenges/raise/", sent).content.decode()
    assert "cannot be in the past" in said
    assert "Half of the files" in said


def test_one_is_raised_on_the_page_of_an_early_warning(team, health, sign_in):
    warning, client = a_warning(), sign_in(person_with(Role.SAAS_MEMBER))
    way = f"/warnings/{warning.pk}/challenge/"
    assert way in page(client, f"/warnings/{warning.pk}/")
    assert warning.what in page(client, way)
    assert client.post(way, SAID | {"challenged": "agency:nhs"}).status_code == 302
    challenge = Challenge.objects.get()
    assert challenge.warning == warning
    assert of(challenge) in page(client, f"/warnings/{warning.pk}/")
    assert warning.title in page(client, of(challenge))
    reader = sign_in(person_with(Role.INSPECTOR))
    assert way not in page(reader, f"/warnings/{warning.pk}/")
    assert reader.get(way).status_code == 403


def test_it_is_answered_asked_again_and_closed_with_its_effect(team, health, lead, chair, sign_in):
    challenge = a_challenge(of=health, by=team)
    client = sign_in(lead)
    assert "Answer this challenge" in page(client, of(challenge))
    assert "Write the answer" in client.post(of(challenge, "answer/"), {"seen": "raised", "text": " "}).content.decode()
    client.post(of(challenge, "answer/"), {"seen": "raised", "text": "A nurse joins"})
    assert "Answer this challenge" not in page(client, of(challenge))
    client = sign_in(chair)
    client.post(of(challenge, "ask-again/"), {"seen": "answered", "text": "And at night?"} | DUE)
    challenge.refresh_from_db()
    assert (challenge.state, challenge.answer_due_on) == ("raised", FUTURE)
    make(ChallengeMove.ANSWER, challenge, lead)
    client.post(of(challenge, "accept/"), {"seen": "answered", "text": ""})
    refused = client.post(of(challenge, "close/"), {"seen": "accepted", "effect": " "}).content.decode()
    assert "Say what changed for children, and how you know" in refused
    said = client.post(of(challenge, "close/"), {"seen": "accepted", "effect": "They wait less"}, follow=True)
    assert b"The challenge is closed with its effect." in said.content
    assert b"They wait less" in said.content
    assert "That cannot be done now" in page(client, of(challenge, "accept/"))
    client.post(of(challenge, "reopen/"), {"seen": "closed", "text": "It is back"} | DUE)
    assert Challenge.objects.get().state == "raised"


def test_after_a_conflict_nothing_written_is_lost(team, health, lead, chair, sign_in):
    challenge = a_challenge(ChallengeState.ANSWERED, of=health, by=team, answerer=lead)
    make(ChallengeMove.ACCEPT, challenge, chair)
    sent = {"seen": "answered", "effect": "Words of mine"}
    said = sign_in(chair).post(of(challenge, "close/"), sent).content.decode()
    assert "Somebody else was first" in said
    assert "Words of mine" in said
    assert 'name="seen" value="accepted"' in said


def test_whoever_answered_is_told_that_others_settle(team, health, sign_in):
    challenge = a_challenge(of=health, by=team)
    make(ChallengeMove.ANSWER, challenge, team)
    client = sign_in(team)
    assert "Close with its effect" not in page(client, of(challenge))
    for way in ("accept/", "close/"):
        answer = client.get(of(challenge, way))
        assert answer.status_code == 403
        assert b"Ask the chair of SAAS" in answer.content


def test_what_one_may_not_read_is_not_there_and_what_one_may_not_move_is_refused(team, health, sign_in):
    challenge = a_challenge(of=health, by=team)
    stranger = sign_in(person_with(Role.PARTNER_LEAD))
    assert [stranger.get(of(challenge, way)).status_code for way in ("", "answer/")] == [404, 404]
    assert stranger.get(of(challenge, "close/")).status_code == 403
    own = sign_in(person_with(Role.AGENCY_REPRESENTATIVE, agency=health))
    assert own.get(of(challenge)).status_code == 200
    for way in ("answer/", "accept/", "ask-again/", "reopen/", "action/"):
        assert own.post(of(challenge, way), {}).status_code == 403
    assert own.get("/challenges/raise/").status_code == 403
    assert sign_in(person_with(Role.SYSTEM_ADMINISTRATOR)).get(LIST).status_code == 403


def test_an_action_is_set_on_its_page(team, health, sign_in):
    challenge, client = a_challenge(of=health, by=team), sign_in(team)
    sent = {"title": "Look into it", "holder": "agency:nhs"}
    sent |= {name.replace("answer_", ""): value for name, value in DUE.items()}
    assert client.post(of(challenge, "action/"), sent).status_code == 302
    assert (Action.objects.get().challenge, Action.objects.get().origin) == (challenge, "challenge")
    assert "Look into it" in page(client, of(challenge))


def test_reminders_go_out_at_the_press_of_a_button(team, health, lead, sign_in):
    challenge = a_challenge(of=health, by=team)
    Challenge.objects.filter(pk=challenge.pk).update(answer_due_on=date(2020, 1, 6))
    client = sign_in(team)
    assert "Remind those with overdue answers" in page(client)
    said = client.post("/challenges/remind/", follow=True).content
    assert b"Those who owe 1 overdue answer have been reminded." in said
    assert b"Nobody is left to remind today." in client.post("/challenges/remind/", follow=True).content
    assert "Reminded" in page(client)
    assert sign_in(lead).post("/challenges/remind/").status_code == 403
