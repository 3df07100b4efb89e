"""Rapid reviews: their clock, their moves, who knows of them, their pages (R143, C7)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from assurance.models import Action, ActivityEntry, Notice, RapidReview
from assurance.queries.rapid_reviews import (
    ReviewFilters,
    counts,
    due_rapid_reviews,
    review_page,
    reviews_found,
    reviews_visible_to,
)
from assurance.rules.learning import MOVES, REVIEW_NEEDS, RapidReviewMove, RapidReviewState
from assurance.rules.roles import ROLES, Permission, Role
from assurance.services import rapid_reviews as services
from tests.assurance.counting import queries_of
from tests.assurance.machines import RolledBack, run
from tests.factories.assurance import AgencyFactory, TopicFactory, person_with
from tests.factories.learning import NOW, WORDS, a_review, a_team, move

pytestmark = pytest.mark.django_db
LIST = "/rapid-reviews/"
TODAY = date(2026, 12, 1)


@pytest.fixture
def team():
    return a_team()


def page(client, address=LIST, **query):
    answer = client.get(address, query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


# Its life


def test_a_review_is_due_as_the_setting_says_when_it_is_recorded(team, settings):
    first = a_review(team=team)
    assert first.due_on == date(2026, 11, 24)
    settings.RAPID_REVIEW_WORKING_DAYS = 10
    second = a_review(team=team)
    assert second.due_on == date(2026, 11, 17)
    first.refresh_from_db()
    assert first.due_on == date(2026, 11, 24)
    assert review_page(first, team, TODAY).clock.working_days == 15
    assert review_page(second, team, TODAY).clock.working_days == 10


def test_it_holds_a_reference_and_no_name(team):
    assert a_review(team=team, reference=" rr-2026-a1 ").reference == "RR-2026-A1"
    for wrong, words in (("Child B", "No names and no initials"), ("rr-2026-a1", "recorded already")):
        with pytest.raises(ValidationError, match=words):
            a_review(team=team, reference=wrong)


def test_the_others_of_the_business_team_are_told_and_nobody_else(team):
    other, member = person_with(Role.BUSINESS_TEAM), person_with(Role.BOARD_MEMBER)
    a_review(RapidReviewState.DECIDED, team=team)
    texts = list(Notice.objects.filter(person=other).order_by("pk").values_list("text", flat=True))
    assert sorted(texts) == sorted([services.TOLD[RapidReviewMove.NOTIFY], services.TOLD[RapidReviewMove.DECIDE]])
    assert not Notice.objects.filter(person__in=[team, member]).exists()


@pytest.mark.parametrize("state", list(RapidReviewState))
@pytest.mark.parametrize("made", list(REVIEW_NEEDS))
def test_every_move_from_every_state_does_what_the_table_says(state, made, team):
    review = a_review(state, team=team)
    if (state, made) in MOVES:
        move(made, review, team)
        assert review.state == MOVES[state, made]
        event = review.events.last()
        assert (event.move, event.text, event.by) == (made, WORDS[made]["text"], team)
        assert bool(review.decision) is (review.state == RapidReviewState.DECIDED)
        assert ActivityEntry.objects.order_by("sequence").last().action == f"review.{made}"
    else:
        with pytest.raises(ValidationError, match="That cannot be done now"):
            move(made, review, team)


def test_a_decision_that_was_taken_back_stays_in_the_history(team):
    review = a_review(RapidReviewState.DECIDED, team=team)
    assert review_page(review, team, TODAY).reasons == "The criteria are met"
    move(RapidReviewMove.CORRECT, review, team)
    assert (review.decision, review.decided_on) == ("", None)
    assert review_page(review, team, TODAY).reasons == ""
    move(RapidReviewMove.DECIDE, review, team, text="They are not", decision="no_review")
    assert review_page(review, team, TODAY).reasons == "They are not"
    assert [event.move for event in review.events.all()] == ["notify", "decide", "correct", "decide"]


def test_a_date_of_notification_is_corrected_with_the_reason(team):
    review = a_review(team=team)
    fixed = {"review": review, "by": team, "now": NOW}
    services.correct_notification(notified_on=date(2026, 11, 4), text="The letter says so", **fixed)
    review.refresh_from_db()
    assert (review.notified_on, review.due_on) == (date(2026, 11, 4), date(2026, 11, 25))
    said = "Notified on 4 November 2026, not 3 November 2026. The letter says so"
    assert review.events.last().text == said
    for day, text, words in (
        (date(2026, 11, 4), "Again", "already"),
        (date(2026, 11, 5), " ", "Say why"),
        (date(2026, 11, 30), "Why", "future"),
    ):
        with pytest.raises(ValidationError, match=words):
            services.correct_notification(notified_on=day, text=text, **fixed)
    move(RapidReviewMove.DECIDE, review, team)
    with pytest.raises(ValidationError, match="now “Decided”"):
        services.correct_notification(notified_on=date(2026, 11, 5), text="Late", **fixed)


def test_of_two_at_once_the_second_is_told(team):
    review = a_review(team=team)
    stale = RapidReview.objects.get(pk=review.pk)
    move(RapidReviewMove.DECIDE, review, team)
    with pytest.raises(ValidationError, match="Somebody else was first") as conflict:
        services.move_review(
            review=stale,
            move=RapidReviewMove.DECIDE,
            seen=RapidReviewState.OPEN,
            by=team,
            now=NOW,
            **WORDS[RapidReviewMove.DECIDE],
        )
    assert conflict.value.code == "conflict"


def test_its_history_cannot_be_changed(team):
    review = a_review(team=team)
    for change in (lambda: review.events.update(text="Other"), lambda: review.events.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


class ReviewsLife(RolledBack):
    """Any moves in any order: the state is always what the table says, and the history has them all."""

    @initialize()
    def begin(self):
        self.team = a_team()
        self.review = a_review(team=self.team)
        self.state, self.made = RapidReviewState.OPEN, ["notify"]

    @rule(made=st.sampled_from(list(REVIEW_NEEDS)), says=st.booleans())
    def make_one(self, made, says):
        allowed = (self.state, made) in MOVES and says
        try:
            move(made, self.review, self.team, **({} if says else {"text": " "}))
        except ValidationError:
            assert not allowed
        else:
            assert allowed
            self.state = MOVES[self.state, made]
            self.made.append(made)

    @invariant()
    def agrees(self):
        if hasattr(self, "review"):
            self.review.refresh_from_db()
            assert self.review.state == self.state
            assert bool(self.review.decided_on) is (self.state == RapidReviewState.DECIDED)
            assert [event.move for event in self.review.events.all()] == self.made


def test_any_moves_in_any_order():
    run(ReviewsLife)


# Who knows of them


def test_nobody_else_knows_that_there_are_any(team):
    review = a_review(team=team)
    for role in Role:
        person = person_with(role)
        held = {permission for permission, _ in ROLES[role].may}
        assert list(reviews_visible_to(person)) == ([review] if Permission.READ_REVIEW in held else [])
    member = person_with(Role.SAAS_MEMBER)
    assert counts(member, TODAY).open == due_rapid_reviews(member, TODAY).number == 0


def test_who_may_not_manage_them_changes_nothing(team):
    review = a_review(team=team)
    chair = person_with(Role.SAAS_CHAIR)
    with pytest.raises(PermissionDenied):
        move(RapidReviewMove.DECIDE, review, chair)
    with pytest.raises(PermissionDenied):
        services.notify_review(reference="RR-9", notified_on=TODAY, by=chair, now=NOW)
    with pytest.raises(PermissionDenied):
        services.correct_notification(review=review, notified_on=date(2026, 11, 4), text="Why", by=chair, now=NOW)


def test_an_action_tells_its_holder_nothing_of_the_review(team, sign_in):
    police = AgencyFactory(slug="kent-police", name="Kent Police")
    lead, team = person_with(Role.PARTNER_LEAD, agency=police), a_team()
    review = a_review(team=team)
    sent = {"title": "Read the procedure again", "holder": "agency:kent-police"}
    due = {"due_on_day": "5", "due_on_month": "1", "due_on_year": "2090"}
    assert sign_in(team).post(f"{LIST}{review.pk}/action/", sent | due).status_code == 302
    action = Action.objects.get()
    assert (action.rapid_review, action.origin) == (review, "review")
    assert "Read the procedure again" in page(sign_in(team), f"{LIST}{review.pk}/")
    said = page(sign_in(lead), f"/actions/{action.pk}/")
    assert "Practice review" in said
    assert review.reference not in said
    assert str(review.pk) not in said
    assert review.reference in page(sign_in(team), f"/actions/{action.pk}/")


# Reading


def test_what_is_overdue_and_what_was_decided_late_is_found(team):
    late = a_review(team=team)
    coming = a_review(team=team, now=NOW + timedelta(days=20), notified_on=date(2026, 11, 27))
    on_time = a_review(RapidReviewState.DECIDED, team=team)
    decided_late = a_review(team=team)
    move(RapidReviewMove.DECIDE, decided_late, team, now=NOW + timedelta(days=20), decided_on=date(2026, 11, 25))

    def found(**filters):
        return set(reviews_found(team, ReviewFilters(**filters), TODAY))

    assert found() == {late, coming, on_time, decided_late}
    assert found(state="open") == {late, coming}
    assert found(state="overdue") == {late}
    assert found(state="decided_late") == {decided_late}
    assert found(decision="local_review") == {on_time, decided_late}
    number = counts(team, TODAY)
    assert (number.open, number.overdue, number.on_time, number.late) == (2, 1, 1, 1)
    due = due_rapid_reviews(team, TODAY)
    assert (due.number, due.overdue, due.first) == (2, 1, late.due_on)
    assert due_rapid_reviews(person_with(Role.BOARD_MEMBER), TODAY).number == 0


# Pages


def test_the_list_says_what_is_overdue_and_when_nothing_is_there(team, sign_in, settings):
    settings.RAPID_REVIEW_WORKING_DAYS = 12
    client = sign_in(team)
    said = page(client)
    assert "No rapid reviews yet" in said
    assert "within 12 working days" in said
    a_review(team=team)
    assert "working days overdue" in page(client) or localdate() <= date(2026, 11, 24)
    assert "No rapid review matches" in page(client, state="decided")


def test_the_list_and_its_files_cost_the_same_however_long(team, sign_in):
    client = sign_in(team)
    a_review(RapidReviewState.DECIDED, team=team, topic=TopicFactory())
    addresses = (LIST, f"{LIST}download.csv")
    few = [queries_of(client, address) for address in addresses]
    for _ in range(27):
        a_review(RapidReviewState.DECIDED, team=team, topic=TopicFactory())
    assert [queries_of(client, address) for address in addresses] == few
    said = client.get(f"{LIST}download.csv?state=decided").content.decode()
    assert "The criteria are met" in said
    assert client.get(f"{LIST}download.xlsx").status_code == 200


def test_the_page_shows_the_clock_with_the_days_skipped_and_its_reading_is_logged(team, sign_in):
    review = a_review(team=team)
    said = page(sign_in(team), f"{LIST}{review.pk}/")
    for words in (review.reference, "24 November 2026", "15 working days after 3 November 2026", ": weekend"):
        assert words in said
    assert ActivityEntry.objects.filter(action="review.read", subject_id=str(review.pk), actor=team).count() == 1
    observer = page(sign_in(person_with(Role.BOARD_OBSERVER)), f"{LIST}{review.pk}/")
    for words in ("Record the decision", "Add a note", "Correct the date", "Record a lesson"):
        assert words in said
        assert words not in observer


def test_a_review_is_recorded_decided_and_corrected_on_screen(team, sign_in):
    client = sign_in(team)
    day = {"notified_on_day": "3", "notified_on_month": "11", "notified_on_year": "2026"}
    said = client.post(f"{LIST}record/", {"reference": "Joe B", **day}).content.decode()
    assert "No names and no initials" in said
    assert 'value="Joe B"' in said
    assert client.post(f"{LIST}record/", {"reference": "RR-7", **day}).status_code == 302
    review = RapidReview.objects.get()
    address = f"{LIST}{review.pk}/"
    sent = {"seen": "open", "decision": "national_panel", "text": "Words of mine"}
    said = client.post(f"{address}decide/", sent).content.decode()
    assert "Enter the date of the decision" in said
    assert "Words of mine" in said
    day = {"decided_on_day": "20", "decided_on_month": "11", "decided_on_year": "2026"}
    said = client.post(f"{address}decide/", sent | day, follow=True).content.decode()
    assert "Referred to the National Panel" in said
    assert "Take the decision back" in said
    assert "That cannot be done now" in page(client, f"{address}decide/")
    assert "take the decision back first" in page(client, f"{address}date/")
    assert client.post(f"{address}correct/", {"seen": "decided", "text": "Entered twice"}).status_code == 302
    assert client.post(f"{address}note/", {"seen": "open", "text": "A note"}).status_code == 302
    day = {"notified_on_day": "2", "notified_on_month": "11", "notified_on_year": "2026"}
    assert client.post(f"{address}date/", {"text": "It came the day before", **day}).status_code == 302
    review.refresh_from_db()
    assert (review.state, review.notified_on) == ("open", date(2026, 11, 2))


def test_after_a_conflict_nothing_written_is_lost(team, sign_in):
    review = a_review(RapidReviewState.DECIDED, team=team)
    day = {"decided_on_day": "10", "decided_on_month": "11", "decided_on_year": "2026"}
    sent = {"seen": "open", "decision": "no_review", "text": "Words of mine", **day}
    said = sign_in(team).post(f"{LIST}{review.pk}/decide/", sent).content.decode()
    assert "Somebody else was first" in said
    assert "Words of mine" in said
    assert 'name="seen" value="decided"' in said


def test_who_may_not_know_of_them_is_refused_and_learns_nothing(team, sign_in):
    review = a_review(team=team)
    member = sign_in(person_with(Role.SAAS_MEMBER))
    for address in ("", "record/", f"{review.pk}/", f"{review.pk}/decide/", "download.csv"):
        assert member.get(f"{LIST}{address}").status_code == 403
    board = sign_in(person_with(Role.BOARD_MEMBER))
    assert board.get(f"{LIST}{review.pk}/").status_code == 200
    assert board.get(f"{LIST}{review.pk}/decide/").status_code == 403
    assert board.get(f"{LIST}00000000-0000-0000-0000-000000000000/").status_code == 404
