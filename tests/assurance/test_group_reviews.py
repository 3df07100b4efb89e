"""SAAS's annual reviews of the other groups, reported to the Executive Board (SAF 8, R101)."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from assurance.models import ActivityEntry, GroupReview
from assurance.queries.group_reviews import due_group_reviews, review_rows
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Role
from assurance.services.group_reviews import record_review, report_review
from tests.assurance.counting import queries_of
from tests.factories.assurance import PartnershipGroupFactory, person_with
from tests.factories.group_work import MET_AT, NOW, a_forum, a_review
from tests.factories.meetings import a_group, a_meeting

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 10)
LIST = "/group-work/reviews/"


@pytest.fixture
def forum(chair):
    """A forum that began in 2019."""
    return a_forum(name="Education Safeguarding Group", slug="education-safeguarding-group")


def test_the_other_sub_groups_and_the_forums_are_listed_the_most_overdue_first(chair, forum):
    """SAAS does not review itself, nor the Board; a group without a review is due a year after it began."""
    a_group("board")
    new = PartnershipGroupFactory(name="New group", starts_on=date(2026, 9, 1))
    rows = review_rows(chair, TODAY)
    assert [(row.group, row.due_on, row.is_late) for row in rows] == [
        (forum, date(2020, 9, 17), True),
        (new, date(2027, 9, 1), False),
    ]


def test_a_review_sets_the_next_one_a_year_on_and_waits_to_be_reported(chair, forum):
    """The latest review counts, in whatever order they were written down."""
    a_review(forum, reviewed_on=date(2026, 6, 1), by=chair)
    a_review(forum, reviewed_on=date(2025, 6, 2), by=chair)
    [row] = review_rows(chair, TODAY)
    assert (row.due_on, row.is_late, row.reported) == (date(2027, 6, 1), False, "Not yet reported")
    due = due_group_reviews(chair, TODAY)
    assert (due.overdue, due.first, due.unreported) == (0, None, 2)
    assert ActivityEntry.objects.filter(action="group_review.record").count() == 2


def test_a_review_is_reported_once_to_a_board_meeting_after_it(chair, forum):
    """Not to a meeting of SAAS, not to one still to come, not to one before the review; and then not again."""
    review = a_review(forum, by=chair)
    met = a_meeting(MeetingState.HELD, group="board", starts_at=MET_AT)
    to_come = a_meeting(group="board", starts_at=datetime(2026, 12, 17, 10, tzinfo=UTC))
    of_saas = a_meeting(MeetingState.HELD, starts_at=MET_AT)
    before = a_meeting(MeetingState.HELD, group="board", starts_at=datetime(2026, 3, 19, 10, tzinfo=UTC))
    for wrong in (to_come, of_saas, before):
        with pytest.raises(ValidationError):
            report_review(review=review, meeting=wrong, by=chair, now=NOW)
    report_review(review=review, meeting=met, by=chair, now=NOW)
    with pytest.raises(ValidationError, match="already"):
        report_review(review=review, meeting=met, by=chair, now=NOW)
    [row] = review_rows(chair, TODAY)
    assert row.reported == "Executive Board, 17 September 2026"


def test_what_is_refused(chair, forum):
    """A group SAAS does not review, a second review of a day, and those who do not manage assurance."""
    a_review(forum, by=chair)
    with pytest.raises(ValidationError, match="already"):
        a_review(forum, by=chair)
    for group in (a_group("saas"), a_group("board")):
        with pytest.raises(ValidationError, match="other sub-groups"):
            a_review(group, by=chair)
    words = {"group": forum, "reviewed_on": TODAY, "findings": "It meets", "now": NOW}
    with pytest.raises(PermissionDenied):
        record_review(by=person_with(Role.SAAS_MEMBER), **words)
    with pytest.raises(ValidationError, match="what the review found"):
        record_review(by=chair, **words | {"findings": " "})


@pytest.mark.parametrize(
    ("name", "change"),
    [("group_review_has_findings", {"findings": ""}), ("group_review_once_a_day", {})],
)
def test_the_database_refuses(chair, forum, name, change):
    """Each constraint by its name."""
    review = a_review(forum, by=chair)
    values = {"group": forum, "reviewed_on": review.reviewed_on, "findings": "It meets", "by": chair, "at": NOW}
    if change:
        values["reviewed_on"] = TODAY
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        GroupReview.objects.create(**values | change)
    assert name in str(refused.value) or "reviewed_on" in str(refused.value)


def test_the_pages_of_a_review_from_its_record_to_the_board(chair, forum, sign_in):
    """The chair records, reads and reports it; a wrong form keeps its words."""
    client = sign_in(chair)
    met = a_meeting(MeetingState.HELD, group="board", starts_at=MET_AT)
    url = reverse("assurance:group_review_record", args=[forum.slug])
    day = {"reviewed_on_day": "1", "reviewed_on_month": "6", "reviewed_on_year": "2020"}
    page = client.post(url, {**day, "findings": "", "recommendations": "Meet in the evening"}).content.decode()
    assert "Say what the review found" in page
    assert "Meet in the evening" in page
    client.post(url, {**day, "findings": "It is heard", "recommendations": "Meet in the evening"})
    review = GroupReview.objects.get()
    assert "Not yet reported" in client.get(LIST).content.decode()
    report = reverse("assurance:group_review_report", args=[review.pk])
    assert "Executive Board, 17 September 2026" in client.get(report).content.decode()
    assert client.post(report, {"meeting": str(met.key)}).status_code == 302
    text = client.get(reverse("assurance:group_review_detail", args=[review.pk])).content.decode()
    assert "Executive Board, 17 September 2026" in text
    assert "It is heard" in text
    assert client.get(f"{LIST}download.csv").status_code == 200


def test_who_reads_and_who_writes(forum, chair, sign_in):
    """A member of SAAS and the scrutineer read; a forum's chair and a partner do not know of it."""
    review = a_review(forum, by=chair)
    record, detail = f"/groups/{forum.slug}/review/", reverse("assurance:group_review_detail", args=[review.pk])
    for role in (Role.SAAS_MEMBER, Role.INDEPENDENT_SCRUTINEER):
        client = sign_in(person_with(role))
        assert [client.get(url).status_code for url in (LIST, detail, record)] == [200, 200, 403]
        assert record not in client.get(LIST).content.decode()
    for role in (Role.GROUP_CHAIR, Role.PARTNER_LEAD):
        client = sign_in(person_with(role))
        assert [client.get(url).status_code for url in (LIST, detail, record)] == [403, 403, 403]


def test_the_list_costs_the_same_for_many(chair, sign_in):
    """Three groups or twelve."""
    client = sign_in(chair)
    for number in range(3):
        a_review(a_forum(name=f"Forum {number}"), by=chair)
    few = queries_of(client, LIST)
    for number in range(9):
        a_review(a_forum(name=f"Another {number}"), by=chair)
    assert queries_of(client, LIST) == few
