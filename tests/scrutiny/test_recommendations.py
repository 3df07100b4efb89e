"""What becomes of a recommendation: who is told, what is answered, when it is resolved, who sees what (R132, R98)."""

import csv
import io
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assurance.models import ActivityEntry, Notice
from assurance.rules.actions import ActionMove, ActionState
from assurance.rules.roles import Role
from assurance.services.actions import move_action
from scrutiny.models import Recommendation, RecommendationResponse
from scrutiny.queries.recommendations import (
    unresolved_for,
)
from scrutiny.queries.todo import scrutiny_todo_for
from scrutiny.rules.assessments import Readers, Response
from scrutiny.rules.recommendations import RESOLVED, Standing, problems_of_response, standing_of
from scrutiny.services.recommendations import ANSWERED, SETTLED, TO_ANSWER, respond, settle
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.scrutiny import NOW, TODAY, a_draft, a_scrutineer, answered, published

pytestmark = pytest.mark.django_db
R, S, A = Response, Standing, ActionState
ADDRESS = "/scrutiny/recommendations/"


def a_recommendation(holder=None, *, by=None, readers=Readers.ASSURANCE, **more):
    """A recommendation of a published scrutiny, for an agency to answer."""
    holder = holder or AgencyFactory()
    by = by or a_scrutineer()
    assessment = published(answered(a_draft(by, readers=readers), holder=holder, **more), by)
    return assessment.recommendations.select_related("agency", "group", "action", "assessment").first()


def lead_of(recommendation):
    return person_with(Role.PARTNER_LEAD, agency=recommendation.agency)


def say(recommendation, response=R.ACCEPTED, text="", seen=None, by=None):
    newest = recommendation.responses.last()
    return respond(
        recommendation=recommendation,
        response=response,
        text=text,
        seen=(str(newest.pk) if newest else "") if seen is None else seen,
        by=by or lead_of(recommendation),
        now=NOW,
    )


def accept_declined(recommendation, by=None):
    seen = str(recommendation.responses.last().pk) if recommendation.responses.exists() else ""
    return settle(recommendation=recommendation, text="It is right", seen=seen, by=by or a_scrutineer(), now=NOW)


def bring_to(recommendation, state):
    """Bring its action to a state, by its own moves."""
    manager, action = person_with(Role.BUSINESS_TEAM), recommendation.action
    for move, said in {
        A.UNDER_WAY: [(ActionMove.UPDATE, {"text": "Begun"})],
        A.DONE: [(ActionMove.FINISH, {"text": "Done"})],
        A.CLOSED: [(ActionMove.FINISH, {"text": "Done"}), (ActionMove.CLOSE, {"difference": "Children were heard"})],
        A.DROPPED: [(ActionMove.DROP, {"text": "No longer wanted"})],
    }.get(state, []):
        action.refresh_from_db()
        move_action(action=action, move=move, seen=A(action.state), by=manager, now=NOW, **said)
    recommendation.refresh_from_db()


# The rules


@pytest.mark.parametrize(("response", "action"), list(product(R, [None, *A])))
def test_where_it_stands_follows_from_its_response_and_its_action(response, action):
    standing = standing_of(response, action)
    assert (standing in RESOLVED) is (response == R.SETTLED or action in (A.CLOSED, A.DROPPED))
    if standing not in RESOLVED:
        assert (standing == S.DECLINED) is (response == R.DECLINED)
        assert (standing == S.DONE) is (action == A.DONE and response != R.DECLINED)
    assert (standing == S.CLOSED) is (action == A.CLOSED and response != R.SETTLED)


@pytest.mark.parametrize("standing", S)
def test_nothing_more_is_answered_once_it_is_resolved(standing):
    for response in (R.ACCEPTED, R.PARTLY, R.DECLINED):
        assert bool(problems_of_response(response, "So it is", standing)) is (standing in RESOLVED)
    assert bool(problems_of_response(R.SETTLED, "So it is", standing)) is (standing != S.DECLINED)
    assert problems_of_response(R.NONE, "So it is", standing)


@pytest.mark.parametrize("response", [R.PARTLY, R.DECLINED])
def test_not_to_accept_all_of_it_needs_a_reason(response):
    assert problems_of_response(response, " ", S.UNANSWERED)
    assert not problems_of_response(R.ACCEPTED, "", S.UNANSWERED)


# Telling and answering


def test_its_holder_is_told_without_a_word_of_it_and_finds_it_on_the_first_page(sign_in):
    agency, by = AgencyFactory(), a_scrutineer()
    lead, contributor = person_with(Role.PARTNER_LEAD, agency=agency), person_with(Role.PARTNER_CONTRIBUTOR)
    recommendation = a_recommendation(agency, by=by)
    (notice,) = Notice.objects.filter(text=TO_ANSWER)
    assert (notice.person, notice.url) == (lead, f"{ADDRESS}{recommendation.pk}/")
    assert recommendation.text not in notice.text
    assert [row.url for row in scrutiny_todo_for(lead, TODAY)] == [notice.url]
    assert scrutiny_todo_for(contributor, TODAY) == []
    say(recommendation, by=lead)
    assert scrutiny_todo_for(lead, TODAY) == []
    assert set(Notice.objects.filter(text=ANSWERED).values_list("person", flat=True)) == {by.pk}


def test_several_of_one_holder_are_one_notice_to_their_list():
    agency = AgencyFactory()
    person_with(Role.PARTNER_LEAD, agency=agency)
    a_recommendation(agency, recommend=True)
    (notice,) = Notice.objects.filter(text=TO_ANSWER)
    assert notice.url == f"{ADDRESS}?holder=agency:{agency.slug}"


@pytest.mark.parametrize(
    "role", [Role.PARTNER_CONTRIBUTOR, Role.BUSINESS_TEAM, Role.INDEPENDENT_SCRUTINEER, Role.SAAS_CHAIR]
)
def test_nobody_else_answers_for_its_holder(role):
    recommendation = a_recommendation()
    other = person_with(role, agency=recommendation.agency) if role == Role.PARTNER_CONTRIBUTOR else person_with(role)
    for by in (other, person_with(Role.PARTNER_LEAD)):
        with pytest.raises(PermissionDenied):
            say(recommendation, by=by)


def test_a_response_stands_until_there_is_another_and_both_stay():
    recommendation, lead = (found := a_recommendation()), lead_of(found)
    say(recommendation, by=lead)
    say(recommendation, R.PARTLY, "Not the second half", by=lead)
    recommendation.refresh_from_db()
    assert recommendation.response == R.PARTLY
    assert [one.response for one in recommendation.responses.all()] == [R.ACCEPTED, R.PARTLY]
    assert ActivityEntry.objects.filter(action="recommendation.respond").count() == 2


def test_two_who_answer_at_once_are_shown_what_the_other_said():
    recommendation, lead = (found := a_recommendation()), lead_of(found)
    say(recommendation, by=lead)
    with pytest.raises(ValidationError, match="it is now “Accepted”"):
        say(recommendation, R.DECLINED, "No", seen="", by=lead)
    assert recommendation.responses.count() == 1


def test_declined_it_is_open_until_scrutiny_accepts_that():
    recommendation, scrutineer = (found := a_recommendation()), found.assessment.published_by
    lead = lead_of(recommendation)
    with pytest.raises(ValidationError, match="It is not declined"):
        accept_declined(recommendation, scrutineer)
    say(recommendation, R.DECLINED, "It is done already", by=lead)
    assert [row.title for row in scrutiny_todo_for(scrutineer, TODAY)] == [
        f"A recommendation is declined: {recommendation.text}"
    ]
    assert unresolved_for(scrutineer).filter(pk=recommendation.pk).exists()
    for other in (lead, person_with(Role.BUSINESS_TEAM)):
        with pytest.raises(PermissionDenied):
            accept_declined(recommendation, other)
    accept_declined(recommendation, scrutineer)
    recommendation.refresh_from_db()
    assert recommendation.response == R.SETTLED
    assert not unresolved_for(scrutineer).exists()
    assert scrutiny_todo_for(scrutineer, TODAY) == []
    assert Notice.objects.filter(text=SETTLED, person=lead).exists()
    with pytest.raises(ValidationError, match="resolved"):
        say(recommendation, by=lead)


@pytest.mark.parametrize("state", [A.OPEN, A.UNDER_WAY])
def test_with_a_declined_one_that_scrutiny_accepts_its_action_is_dropped_with_the_reason(state):
    recommendation = a_recommendation()
    bring_to(recommendation, state)
    say(recommendation, R.DECLINED, "It is done already", by=lead_of(recommendation))
    accept_declined(recommendation, recommendation.assessment.published_by)
    action = recommendation.action
    action.refresh_from_db()
    assert action.state == A.DROPPED
    assert "scrutiny accepts that" in action.updates.last().text


def test_an_action_that_is_done_or_recommended_again_stays():
    first = a_recommendation()
    bring_to(first, A.DONE)
    say(first, R.DECLINED, "No", by=lead_of(first))
    accept_declined(first, first.assessment.published_by)
    first.action.refresh_from_db()
    assert first.action.state == A.DONE
    old = a_recommendation(first.agency)
    say(old, R.DECLINED, "No")
    again = a_recommendation(first.agency)
    Recommendation.objects.filter(pk=again.pk).update(earlier=old, action=old.action)
    accept_declined(old, old.assessment.published_by)
    old.action.refresh_from_db()
    assert old.action.state == A.OPEN


def test_the_responses_can_only_grow():
    response = say(a_recommendation())
    with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic():
        RecommendationResponse.objects.filter(pk=response.pk).update(text="Otherwise")


# The pages


def read(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_page_says_what_was_recommended_answered_done_and_what_came_of_it(sign_in):
    recommendation = a_recommendation()
    say(recommendation, R.PARTLY, "Not the second half")
    bring_to(recommendation, A.CLOSED)
    client = sign_in(person_with(Role.SAAS_MEMBER))
    page = read(client, f"{ADDRESS}{recommendation.pk}/")
    for words in (
        recommendation.text,
        "Children are heard",
        "Not the second half",
        "Children were heard",
        "Resolved: its effect is known",
        recommendation.assessment.title,
        "Pearce, J (2019)",
    ):
        assert words in page
    ((row,),) = [list(csv.DictReader(io.StringIO(read(client, f"{ADDRESS}download.csv").removeprefix("\ufeff"))))]
    assert row["What changed for children, and how we know"] == "Children were heard"
    assert row["What was said with it"] == "Not the second half"
    assert client.get(f"{ADDRESS}download.xlsx").status_code == 200


def test_its_holder_reads_it_where_the_assessment_is_not_theirs_and_nothing_more(sign_in):
    recommendation = a_recommendation(readers=Readers.BOARD)
    lead, other = lead_of(recommendation), person_with(Role.PARTNER_LEAD)
    address = f"{ADDRESS}{recommendation.pk}/"
    client = sign_in(lead)
    for page in (read(client, address), read(client, ADDRESS), read(client, f"{ADDRESS}download.csv")):
        assert recommendation.text in page
        assert recommendation.assessment.title not in page
    assert "Why amber" not in read(client, address)
    client = sign_in(other)
    assert client.get(address).status_code == 404
    assert client.get(f"{address}respond/").status_code == 404
    assert recommendation.text not in read(client, ADDRESS)


def test_the_action_is_shown_to_those_who_read_it_alone(sign_in):
    recommendation = a_recommendation(readers=Readers.PARTNERSHIP)
    bring_to(recommendation, A.CLOSED)
    page = read(sign_in(person_with(Role.PARTNER_LEAD)), f"{ADDRESS}{recommendation.pk}/")
    assert "Resolved: its effect is known" in page
    assert "Children were heard" not in page
    assert f"/actions/{recommendation.action_id}/" not in page


def test_a_response_is_sent_by_form_and_what_could_name_a_child_is_not(sign_in):
    recommendation, lead = (found := a_recommendation()), lead_of(found)
    client, address = sign_in(lead), f"{ADDRESS}{recommendation.pk}/respond/"
    assert "Is the recommendation accepted?" in read(client, address)
    page = client.post(address, {"seen": "", "response": "declined", "text": ""}).content.decode()
    assert "Say why it is declined" in page
    page = client.post(address, {"seen": "", "response": "accepted", "text": "See 943 476 5919"}).content.decode()
    assert "NHS number" in page
    assert client.post(address, {"seen": "", "response": "accepted", "text": "We begin at once"}).status_code == 302
    page = client.post(address, {"seen": "", "response": "declined", "text": "Rather not"}).content.decode()
    assert "We begin at once" in page
    assert "Rather not" in page
    recommendation.refresh_from_db()
    assert recommendation.response == R.ACCEPTED


def test_a_declined_one_is_settled_by_form_by_a_scrutineer_alone(sign_in):
    recommendation = a_recommendation()
    address = f"{ADDRESS}{recommendation.pk}/settle/"
    assert sign_in(a_scrutineer()).get(address).status_code == 302
    say(recommendation, R.DECLINED, "It is done already")
    key = recommendation.responses.get().pk
    assert sign_in(person_with(Role.BUSINESS_TEAM)).get(address).status_code == 403
    client = sign_in(a_scrutineer())
    assert client.post(address, {"seen": key, "text": "They are right"}).status_code == 302
    assert "Resolved: stays declined" in read(client, f"{ADDRESS}{recommendation.pk}/")


def test_the_list_is_narrowed(sign_in):
    agency = AgencyFactory()
    mine, other = a_recommendation(agency), a_recommendation()
    say(mine)
    bring_to(other, A.DROPPED)
    Recommendation.objects.filter(pk=mine.pk).update(text="That of mine")
    Recommendation.objects.filter(pk=other.pk).update(text="That of others")
    client = sign_in(person_with(Role.PARTNER_LEAD, agency=agency, person=person_with(Role.BOARD_MEMBER)))
    for query, found in (
        ({}, ["That of mine", "That of others"]),
        ({"state": "open"}, ["That of mine"]),
        ({"state": "resolved"}, ["That of others"]),
        ({"response": "accepted"}, ["That of mine"]),
        ({"response": "none"}, ["That of others"]),
        ({"response": "declined"}, []),
        ({"whose": "mine"}, ["That of mine"]),
        ({"holder": f"agency:{agency.slug}"}, ["That of mine"]),
        ({"state": "nonsense"}, ["That of mine", "That of others"]),
    ):
        table = read(client, f"{ADDRESS}download.csv", **query)
        assert [text for text in ("That of mine", "That of others") if text in table] == found
        assert ("No recommendation matches" in read(client, ADDRESS, **query)) is (not found)


def test_however_many_there_are_the_queries_are_as_many(sign_in, django_assert_num_queries):
    by, agency = a_scrutineer(), AgencyFactory()
    a_recommendation(agency, by=by)
    client, counts = sign_in(by), []
    addresses = (ADDRESS, f"{ADDRESS}download.csv", f"{ADDRESS}{Recommendation.objects.get().pk}/")
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counts.append(len(captured))
    for _ in range(2):
        more = a_recommendation(by=by, recommend=True)
        say(more, R.DECLINED, "No")
    for address, count in zip(addresses, counts, strict=True):
        with django_assert_num_queries(count):
            client.get(address)
