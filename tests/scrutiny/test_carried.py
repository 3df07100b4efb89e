"""What comes back: recommendations that are not resolved, in the next assessment and in what is counted (R132)."""

import pytest

from assurance.models import Notice
from assurance.rules.roles import Role
from scrutiny.models import DraftAction, Recommendation
from scrutiny.queries.carried import carried_to
from scrutiny.queries.recommendations import (
    IS_RESOLVED,
    OPEN,
    RecommendationFilters,
    counts,
    recommendations_found,
    rows,
    standing_now,
    unresolved,
    unresolved_for,
)
from scrutiny.queries.todo import scrutiny_todo_for
from scrutiny.rules.assessments import AssessmentKind, Readers
from scrutiny.rules.recommendations import RESOLVED
from scrutiny.services.recommendations import TO_ANSWER
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.scrutiny import TODAY, a_draft, a_scrutineer, answered, published
from tests.scrutiny.test_recommendations import ADDRESS, A, R, a_recommendation, bring_to, read, say

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("response", [R.NONE, R.ACCEPTED, R.DECLINED, R.SETTLED])
@pytest.mark.parametrize("state", A)
def test_what_the_database_finds_resolved_is_what_the_rule_says(response, state):
    recommendation = a_recommendation()
    type(recommendation.action).objects.filter(pk=recommendation.action_id).update(state=state)
    Recommendation.objects.filter(pk=recommendation.pk).update(response=response)
    found = Recommendation.objects.select_related("action").get()
    is_resolved = standing_now(found) in RESOLVED
    assert Recommendation.objects.filter(IS_RESOLVED).exists() is is_resolved
    assert unresolved(Recommendation.objects.all()).exists() is not is_resolved


def test_without_an_action_it_is_unresolved_until_it_is_settled():
    Recommendation.objects.filter(pk=a_recommendation().pk).update(action=None)
    assert unresolved_for(a_scrutineer()).count() == 1


def test_one_that_came_back_is_offered_as_the_one_it_came_back_as():
    first, scrutineer = a_recommendation(), a_scrutineer()
    again = a_recommendation(first.agency)
    Recommendation.objects.filter(pk=again.pk).update(earlier=first)
    assert list(unresolved_for(scrutineer)) == [again]
    assert list(recommendations_found(scrutineer, RecommendationFilters(state=OPEN))) == [again]
    assert counts(scrutineer).open == 1
    (row,) = rows([first], scrutineer, TODAY)
    assert row.is_back


def test_one_that_came_back_where_one_may_not_read_it_is_there_as_it_was():
    first, member = a_recommendation(), person_with(Role.SAAS_MEMBER)
    again = a_recommendation(first.agency, readers=Readers.BOARD)
    Recommendation.objects.filter(pk=again.pk).update(earlier=first)
    assert counts(member).open == 1
    (row,) = rows([first], member, TODAY)
    assert not row.is_back


def test_the_next_draft_takes_it_up_and_recommends_it_again_with_the_same_action(sign_in):
    agency = AgencyFactory()
    lead, by = person_with(Role.PARTNER_LEAD, agency=agency), a_scrutineer()
    first = a_recommendation(agency, by=by)
    say(first, by=lead)
    draft = a_draft(by)
    client, address = sign_in(by), f"/scrutiny/drafts/{draft.pk}/"
    page = read(client, address)
    assert "Recommended before, and not resolved" in page
    (line,) = carried_to(draft, by)
    assert (line.place, line.may_take_up, line.is_taken_up) == (1, True, False)
    client.post(f"{address}questions/{line.place}/actions/link/", {"action": str(first.action_id)})
    assert "Taken up" in read(client, address)
    told = Notice.objects.filter(text=TO_ANSWER).count()
    again = published(answered(draft, holder=agency, recommend=False), by).recommendations.get()
    assert (again.earlier, again.action, again.text, again.response) == (first, first.action, first.text, R.ACCEPTED)
    assert Notice.objects.filter(text=TO_ANSWER).count() == told
    assert list(unresolved_for(by)) == [again]
    page = read(client, f"{ADDRESS}{first.pk}/")
    assert f"{ADDRESS}{again.pk}/" in page
    bring_to(first, A.CLOSED)
    assert not unresolved_for(by).exists()


def test_a_declined_one_that_comes_back_is_to_be_answered_again():
    agency, by = AgencyFactory(), a_scrutineer()
    first = a_recommendation(agency, by=by)
    say(first, R.DECLINED, "No")
    draft = answered(a_draft(by), holder=agency, recommend=False)
    DraftAction.objects.create(answer=draft.answers.first(), existing=first.action)
    again = published(draft, by).recommendations.get()
    assert (again.earlier, again.response) == (first, R.NONE)
    assert scrutiny_todo_for(by, TODAY) == []
    assert Notice.objects.filter(text=TO_ANSWER, url=f"{ADDRESS}{again.pk}/").exists()


def test_a_self_assessment_that_links_its_action_recommends_nothing():
    agency = AgencyFactory(category="police")
    lead, first = person_with(Role.PARTNER_LEAD, agency=agency), a_recommendation(agency)
    draft = answered(a_draft(lead, kind=AssessmentKind.AGENCY, agency=agency), holder=agency, recommend=False)
    DraftAction.objects.create(answer=draft.answers.first(), existing=first.action)
    assert not published(draft, lead).recommendations.exists()
    assert list(unresolved_for(a_scrutineer())) == [first]


def test_what_one_may_not_read_is_not_offered():
    a_recommendation(readers=Readers.BOARD)
    assert not unresolved_for(person_with(Role.SAAS_MEMBER)).exists()
    assert unresolved_for(person_with(Role.BOARD_MEMBER)).exists()
