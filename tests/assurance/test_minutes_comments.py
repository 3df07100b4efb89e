"""Comments on minutes that were circulated: members and observers write them, and decide nothing by them (R13)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from assurance.models import MinutesComment, Notice
from assurance.queries.minutes import latest_circulation
from assurance.rules.meetings import MinutesState
from assurance.rules.minutes import problem_of_comment
from assurance.rules.roles import Role
from assurance.services import minutes as services
from tests.assurance.counting import queries_of
from tests.factories.assurance import person_with
from tests.factories.meetings import a_group
from tests.factories.minutes import HELD_AT, NOW, a_held_meeting, some_minutes, the_team

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=3)
SAID = "The third line of item 1 leaves out what Health said"


def notices_of(person):
    return list(Notice.objects.filter(person=person, text=services.COMMENTED))


def of_group(group, team=None):
    """What was circulated of a meeting of this group."""
    a_group(group)
    minutes = some_minutes(MinutesState.CIRCULATED, meeting=a_held_meeting(group=group), team=the_team(team))
    return latest_circulation(minutes.meeting)


@pytest.mark.parametrize(
    ("state", "is_newest", "words"),
    [
        (MinutesState.CIRCULATED, True, ""),
        (MinutesState.CIRCULATED, False, "later version"),
        (MinutesState.DRAFT, True, "being corrected"),
        (MinutesState.APPROVED, True, "being corrected"),
    ],
)
def test_the_version_that_stands_is_commented_on(state, is_newest, words):
    problem = problem_of_comment(state, is_newest=is_newest)
    assert words in problem
    assert bool(problem) == bool(words)


def test_an_observer_of_the_board_comments_and_those_who_keep_the_minutes_are_told():
    """R13: the Lead Member comments at the Executive Board. It changes nothing in the minutes."""
    board, team = a_group("board"), the_team()
    observer, chair = (person_with(role, group=board) for role in (Role.BOARD_OBSERVER, Role.BOARD_MEMBER))
    sent = of_group("board", the_team(team))
    services.comment_on_minutes(circulation=sent, text=SAID, by=observer, now=LATER)
    assert [(one.text, one.by) for one in sent.comments.all()] == [(SAID, observer)]
    assert [len(notices_of(person)) for person in (team, chair, observer)] == [1, 1, 0]
    assert sent.meeting.minutes.state == "circulated"
    with pytest.raises(PermissionDenied):
        services.comment_on_minutes(circulation=of_group("saas"), text=SAID, by=observer, now=LATER)


@pytest.mark.parametrize("role", [Role.INDEPENDENT_SCRUTINEER, Role.INSPECTOR, Role.BUSINESS_TEAM, Role.BOARD_MEMBER])
def test_who_is_no_member_of_the_group_does_not_comment(role):
    sent = of_group("saas")
    with pytest.raises(PermissionDenied):
        services.comment_on_minutes(circulation=sent, text=SAID, by=person_with(role), now=LATER)


def test_a_comment_has_words_and_stays():
    sent = of_group("saas")
    member = person_with(Role.SAAS_MEMBER, group=sent.meeting.group)
    with pytest.raises(ValidationError, match="Write your comment"):
        services.comment_on_minutes(circulation=sent, text=" ", by=member, now=LATER)
    services.comment_on_minutes(circulation=sent, text=SAID, by=member, now=LATER)
    for change in (lambda: MinutesComment.objects.update(text="-"), lambda: MinutesComment.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(DatabaseError), transaction.atomic():
        MinutesComment.objects.create(circulation=sent, text="", by=member, at=LATER)


def test_a_member_comments_on_the_page_and_every_reader_reads_it(sign_in):
    sent = of_group("saas")
    saas, minutes = sent.meeting.group, f"/meetings/{sent.meeting.key}/minutes/"
    member, chair = (person_with(role, group=saas) for role in (Role.SAAS_MEMBER, Role.SAAS_CHAIR))
    client, comment = sign_in(member), f"{minutes}versions/1/comment/"
    assert comment in client.get(minutes).content.decode()
    assert SAID in client.post(comment, {"text": SAID}, follow=True).content.decode()
    inspector = sign_in(person_with(Role.INSPECTOR))
    said = inspector.get(f"{minutes}versions/1/").content.decode()
    assert SAID in said
    assert comment not in said
    assert inspector.get(comment).status_code == 404
    assert SAID in sign_in(chair).get(minutes).content.decode()
    assert client.get(f"{minutes}versions/2/comment/").status_code == 404


def test_nobody_comments_while_the_minutes_are_corrected_or_on_what_was_replaced(sign_in):
    sent = of_group("saas")
    meeting, team = sent.meeting, the_team()
    client = sign_in(person_with(Role.SAAS_MEMBER, group=meeting.group))
    comment = f"/meetings/{meeting.key}/minutes/versions/1/comment/"
    services.correct_minutes(
        minutes=meeting.minutes, seen=MinutesState.CIRCULATED, text="A name is wrong", by=team, now=LATER
    )
    assert "being corrected" in client.get(comment, follow=True).content.decode()
    services.approve_minutes(minutes=meeting.minutes, seen=MinutesState.DRAFT, text="By e-mail", by=team, now=LATER)
    services.circulate_minutes(minutes=meeting.minutes, seen=MinutesState.APPROVED, by=team, now=LATER)
    assert "later version" in client.post(comment, {"text": SAID}).content.decode()
    assert not MinutesComment.objects.exists()


def test_the_page_costs_the_same_however_many_comments(sign_in):
    sent = of_group("saas")
    member, client = person_with(Role.SAAS_MEMBER, group=sent.meeting.group), sign_in(person_with(Role.INSPECTOR))
    address = f"/meetings/{sent.meeting.key}/minutes/"
    services.comment_on_minutes(circulation=sent, text=SAID, by=member, now=HELD_AT)
    few = queries_of(client, address)
    for _ in range(30):
        services.comment_on_minutes(circulation=sent, text=SAID, by=member, now=HELD_AT)
    assert queries_of(client, address) == few
