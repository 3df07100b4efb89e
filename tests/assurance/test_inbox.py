"""What flows back to a group, on one page, and the work of the groups at a glance (SAF 6, R104)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from assurance.models import (
    AgendaRequest,
    GroupMessage,
    Lesson,
    LessonGiven,
    Notice,
    Plan,
)
from assurance.queries.group_work import group_work
from assurance.queries.inbox import due_messages, inbox, inbox_counts, messages_visible_to
from assurance.rules.group_work import CommissionState, MessageKind
from assurance.rules.roles import Role
from assurance.services.group_messages import answer_message, send_message
from tests.assurance.counting import queries_of
from tests.factories.actions import an_action
from tests.factories.assurance import person_with
from tests.factories.group_work import NOW, a_commission, a_forum, a_message, a_review
from tests.factories.meetings import a_group, a_meeting
from tests.factories.minutes import the_team

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
WORK = "/group-work/"


@pytest.fixture
def forum():
    """A forum."""
    a_group("board")
    return a_forum(name="Education Safeguarding Group", slug="education-safeguarding-group")


@pytest.fixture
def chair(forum):
    """Its chair."""
    return person_with(Role.GROUP_CHAIR, group=forum)


def filled(forum):
    """One of each kind in the forum's inbox, and one of each that is over."""
    team = the_team()
    message = a_message(forum, by=team)
    a_message(forum, kind=MessageKind.LEARNING, by=team, title="Read the review", now=NOW - timedelta(days=1))
    an_action(holder=forum, team=team, title="Tell schools what happens to a referral")
    a_commission(CommissionState.RATIFIED, to=forum, title="Why schools hear late")
    a_commission(CommissionState.AWAITING, to=forum, title="Not yet ratified")
    lesson = Lesson.objects.create(
        title="Ask who else is at home",
        what="It was not asked",
        change="Ask it",
        source="local",
        review_title="A local review",
        recorded_by=team,
        recorded_at=NOW,
    )
    LessonGiven.objects.create(lesson=lesson, group=forum, due_on=TODAY, given_by=team, given_at=NOW)
    AgendaRequest.objects.create(
        kind="item",
        from_group=a_group("saas"),
        to_group=forum,
        meeting=a_meeting(group=forum),
        title="Progress on priorities",
        why="SAAS asks",
        asked_by=team,
        asked_at=NOW,
    )
    return message


def test_what_is_sent_waits_until_the_chair_says_what_the_group_did(forum, chair):
    """The chair is told that it is there, the sender that it was answered; neither notice says what it says."""
    team = the_team()
    message = a_message(forum, by=team)
    due = due_messages(chair, TODAY)
    assert (due.number, due.since) == (1, TODAY)
    answer_message(message=message, answer="Two cases were brought", by=chair, now=NOW)
    assert due_messages(chair, TODAY).number == 0
    told = set(Notice.objects.values_list("person", "text"))
    assert told == {(chair.pk, "Your group has a new task"), (team.pk, "A group has answered what you sent it")}
    with pytest.raises(ValidationError, match="has been answered"):
        answer_message(message=message, answer="Again", by=chair, now=NOW)


def test_the_board_and_the_business_team_send_and_nobody_else(forum, chair):
    """Any member of the Board may; the group's own chair, SAAS and an observer may not."""
    member = person_with(Role.BOARD_MEMBER)
    message = a_message(forum, by=member, kind=MessageKind.FEEDBACK)
    answer_message(message=message, answer="Thank you", by=chair, now=NOW)
    assert Notice.objects.filter(person=member, permission="decide").exists()
    for role in (Role.BOARD_OBSERVER, Role.SAAS_CHAIR):
        with pytest.raises(PermissionDenied):
            a_message(forum, by=person_with(role))
    with pytest.raises(PermissionDenied):
        a_message(forum, by=chair)
    with pytest.raises(PermissionDenied):
        answer_message(message=message, answer="Words", by=the_team(), now=NOW)
    with pytest.raises(ValidationError):
        send_message(group=forum, kind=MessageKind.TASK, title="Task", text=" ", by=member, now=NOW)


def test_who_reads_messages(forum, chair):
    """Those who read the group's meetings; of the Board's members each what they sent themselves."""
    member, other = person_with(Role.BOARD_MEMBER), person_with(Role.BOARD_MEMBER)
    mine, theirs = a_message(forum, by=member), a_message(forum, by=the_team(), title="Another")
    assert set(messages_visible_to(chair)) == {mine, theirs}
    assert list(messages_visible_to(member)) == [mine]
    assert not messages_visible_to(other).exists()
    assert not messages_visible_to(person_with(Role.SAAS_CHAIR)).exists()


def test_everything_that_waits_is_on_one_page_with_its_count(forum, chair, sign_in):
    """Messages, actions, commissioned work, lessons and requests; what is not yet ratified is shown, not counted."""
    message = filled(forum)
    answer_message(message=message, answer="Two cases were brought", by=chair, now=NOW)
    counts = inbox_counts(chair, [forum])[forum.pk]
    assert (counts.messages, counts.actions, counts.commissions, counts.lessons, counts.requests) == (1, 1, 1, 1, 1)
    assert counts.all == 5
    page = inbox(forum, chair, TODAY)
    assert {row.commission.title for row in page.commissions} == {"Why schools hear late", "Not yet ratified"}
    text = sign_in(chair).get(reverse("assurance:group_inbox", args=[forum.slug])).content.decode()
    for words in ("Read the review", "Tell schools", "Why schools hear late", "Ask who else", "Progress on priorities"):
        assert words in text
    table = sign_in(chair).get(f"/groups/{forum.slug}/inbox/download.csv").content.decode()
    for what in ("Task", "Learning", "Action", "Commission", "Lesson", "Request"):
        assert f"\n{what}," in table or f'\n"{what}"' in table


def test_sending_and_answering_on_pages(forum, chair, sign_in):
    """A wrong form keeps its words; the Board's member comes back to the group's page, where the link is."""
    send = reverse("assurance:group_message_send", args=[forum.slug])
    client = sign_in(person_with(Role.BOARD_MEMBER))
    assert send in client.get(f"/groups/{forum.slug}/").content.decode()
    page = client.post(send, {"kind": "task", "title": "", "text": "Choose two cases"}).content.decode()
    assert "Say in a few words what it is" in page
    assert "Choose two cases" in page
    answer = client.post(send, {"kind": "task", "title": "Bring two cases", "text": "Choose two cases"})
    assert answer.headers["Location"] == f"/groups/{forum.slug}/"
    message = GroupMessage.objects.get()
    assert client.get(reverse("assurance:group_message", args=[message.pk])).status_code == 200
    client = sign_in(chair)
    url = reverse("assurance:group_message_answer", args=[message.pk])
    assert "Say what the group did with it" in client.post(url, {"answer": ""}).content.decode()
    assert client.post(url, {"answer": "Two were brought"}).status_code == 302
    assert "Two were brought" in client.get(reverse("assurance:group_message", args=[message.pk])).content.decode()


def test_other_groups_inboxes_are_unknown(forum, sign_in):
    """404 for another group's inbox and messages, 403 for those who read no meetings at all."""
    message = a_message(forum, by=the_team())
    urls = [f"/groups/{forum.slug}/inbox/", f"/group-work/messages/{message.pk}/", f"/groups/{forum.slug}/inbox/send/"]
    other = sign_in(person_with(Role.GROUP_CHAIR, group=a_forum()))
    assert [other.get(url).status_code for url in urls] == [404, 404, 403]
    assert other.get(f"/group-work/messages/{message.pk}/answer/").status_code == 404
    lead = sign_in(person_with(Role.PARTNER_LEAD))
    assert [lead.get(url).status_code for url in urls] == [403, 403, 403]
    assert "Its work" not in lead.get(f"/groups/{forum.slug}/").content.decode()


def test_the_work_of_the_groups_at_a_glance(forum, chair, sign_in):
    """Inbox, next review, commissions, work plan in force and forward plan; of one's own groups alone."""
    filled(forum)
    a_review(forum, reviewed_on=date(2025, 6, 1))
    plan = {"kind": "work", "group": forum, "starts_on": date(2026, 4, 1), "ends_on": date(2027, 3, 31)}
    Plan.objects.create(title="Draft", state="draft", **plan)
    [row] = group_work(chair, TODAY)
    assert (row.group, row.inbox.all, row.asked_of_it, row.asked_by_it) == (forum, 6, 2, 0)
    assert (row.plan_words, row.review_due_on, row.review_is_late) == ("No work plan", date(2026, 6, 1), True)
    agreed = Plan.objects.create(title="Agreed", state="agreed", **plan)
    [row] = group_work(chair, TODAY)
    assert row.plan_words == "Agreed, until 31 March 2027"
    assert str(agreed.pk) in row.plan_url
    text = sign_in(chair).get(WORK).content.decode()
    assert "2 asked of it" in text
    assert "group-work/reviews" not in text
    saas = next(row for row in group_work(the_team(), TODAY) if row.group.slug == "saas")
    assert (saas.review_words, saas.asked_by_it) == ("", 2)
    assert sign_in(the_team()).get(f"{WORK}download.xlsx").status_code == 200


def test_the_pages_cost_the_same_for_many(forum, sign_in):
    """One of each thing or three, three groups or nine."""
    client = sign_in(the_team())
    filled(forum)
    overview, page = queries_of(client, WORK), queries_of(client, f"/groups/{forum.slug}/inbox/")
    for number in range(3):
        filled_forum = a_forum(name=f"Forum {number}")
        a_message(filled_forum, by=the_team())
        a_message(forum, by=the_team(), title=f"Message {number}")
        an_action(holder=forum, title=f"Action {number}")
        a_commission(CommissionState.RATIFIED, to=forum, title=f"Commission {number}")
    client = sign_in(the_team())
    assert queries_of(client, WORK) == overview
    assert queries_of(client, f"/groups/{forum.slug}/inbox/") == page


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("group_message_kind_is_known", {"kind": "nonsense"}),
        ("group_message_answered_with_words", {"answered_at": NOW}),
        ("group_message_answered_with_words", {"answer": "Words"}),
    ],
)
def test_the_database_refuses(forum, name, values):
    """Each constraint by its name."""
    message = a_message(forum)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        GroupMessage.objects.filter(pk=message.pk).update(**values)
