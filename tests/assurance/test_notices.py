"""Notices: one's own alone, mirrored by mail without content, and never about what is no longer one's to know."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assurance.models import Membership, Notice, User
from assurance.permissions import may_somewhere, sync_grants
from assurance.queries.notices import notices_to_mail, notices_visible_to, unread_count
from assurance.rules.roles import Permission, Role
from assurance.services.notices import mail_notice, mark_all_read, mark_read, notify
from assurance.tasks import send_notice
from tests.assurance.counting import queries_of
from tests.factories.assurance import AgencyFactory, PartnershipGroupFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TEXT = "Your status return needs changes"


@pytest.fixture
def police():
    return AgencyFactory(name="Kent Police")


@pytest.fixture
def lead(police):
    return person_with(Role.PARTNER_LEAD, agency=police, today=TODAY)


def told(person, on, text=TEXT, url="/returns/1/", now=NOW):
    return notify(person=person, text=text, url=url, permission=Permission.DRAFT_RETURN, on=on, now=now)


def reread(person):
    return User.objects.get(pk=person.pk)


def test_a_notice_is_its_persons_own(lead, police):
    notice = told(lead, police)
    assert notices_visible_to(reread(lead)) == [notice]
    assert unread_count(reread(lead)) == 1
    assert notices_visible_to(UserFactory()) == []


def test_one_that_is_no_longer_theirs_to_know_disappears(lead, police):
    told(lead, police)
    told(lead, AgencyFactory())
    assert [notice.agency for notice in notices_visible_to(reread(lead))] == [police]
    assert unread_count(reread(lead)) == 1


def test_unread_ones_are_counted_in_one_query_however_many(lead, police):
    for number in range(3):
        told(lead, police, text=f"Notice {number}")
    first = Notice.objects.filter(person=lead).first()
    Notice.objects.bulk_create(
        Notice(person=lead, text="One more", url="/", permission=first.permission, agency=police, created_at=NOW)
        for _ in range(120)
    )
    mark_read(notice=first, now=NOW)
    person = reread(lead)
    may_somewhere(person, Permission.DRAFT_RETURN)  # the rights are read
    with CaptureQueriesContext(connection) as queries:
        assert unread_count(person) == 122
    assert len(queries) == 1


def test_the_count_is_of_what_one_may_know_on_an_agency_a_group_or_anywhere():
    group, other = PartnershipGroupFactory(), PartnershipGroupFactory()
    chair = person_with(Role.GROUP_CHAIR, group=group, today=TODAY)
    for seat in (group, group, other, AgencyFactory()):
        notify(person=chair, text=TEXT, url="/", permission=Permission.SIGN_RETURN, on=seat, now=NOW)
    for permission in (Permission.SIGN_RETURN, Permission.MANAGE_PEOPLE):
        notify(person=chair, text=TEXT, url="/", permission=permission, now=NOW)
    assert unread_count(reread(chair)) == 3 == len(notices_visible_to(reread(chair)))


def test_the_count_ends_with_the_right(lead, police):
    told(lead, police)
    Membership.objects.filter(person=lead).update(ends_on=TODAY - timedelta(days=1))
    sync_grants(lead, today=TODAY)
    assert unread_count(reread(lead)) == 0


def test_the_mail_says_what_kind_of_thing_and_holds_no_content(lead, police):
    notice = told(lead, police)
    assert mail_notice(notice_id=notice.pk, now=NOW)
    message = mail.outbox[0]
    assert message.subject == TEXT
    assert message.to == [lead.email]
    assert "/returns/1/" in message.body
    for part in (message.body, message.alternatives[0].content):
        assert TEXT in part
        assert "Kent Police" not in part


def test_a_mail_goes_once(lead, police):
    notice = told(lead, police)
    assert notices_to_mail() == [notice.pk]
    send_notice(str(notice.pk))
    send_notice(str(notice.pk))
    assert len(mail.outbox) == 1
    assert notices_to_mail() == []


def test_a_mail_that_fails_is_tried_again(lead, police, monkeypatch):
    notice = told(lead, police)

    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        with pytest.raises(ConnectionRefusedError):
            mail_notice(notice_id=notice.pk, now=NOW)
    assert notices_to_mail() == [notice.pk]
    assert mail_notice(notice_id=notice.pk, now=NOW)


def test_nothing_is_mailed_to_who_has_no_right_to_know(police):
    stranger = person_with(Role.PARTNER_LEAD)
    notice = told(stranger, police)
    assert not mail_notice(notice_id=notice.pk, now=NOW)
    assert mail.outbox == []
    assert notices_to_mail() == []
    assert Notice.objects.get().withheld_at == NOW


def test_the_right_is_that_of_the_day_of_sending_not_of_the_last_sign_in(police):
    gone = person_with(Role.PARTNER_LEAD, agency=police, ends_on=TODAY - timedelta(days=1), today=date(2026, 11, 1))
    notice = told(gone, police)
    assert not mail_notice(notice_id=notice.pk, now=NOW)
    assert mail.outbox == []


def test_nothing_is_mailed_to_a_deactivated_account(lead, police):
    notice = told(lead, police)
    User.objects.filter(pk=lead.pk).update(is_active=False)
    assert not mail_notice(notice_id=notice.pk, now=NOW)


def test_reading_is_noted_once(lead, police):
    notice = told(lead, police)
    mark_read(notice=notice, now=NOW)
    mark_read(notice=notice, now=NOW + timedelta(days=1))
    assert Notice.objects.get().read_at == NOW


def test_all_of_ones_own_are_marked_read_and_nobody_elses(lead, police):
    other = person_with(Role.PARTNER_CONTRIBUTOR, agency=police)
    for person in (lead, lead, other):
        told(person, police)
    mark_all_read(person=lead, now=NOW)
    assert unread_count(reread(lead)) == 0
    assert unread_count(reread(other)) == 1


def test_the_page_lists_newest_first_and_marks_what_is_unread(lead, police, sign_in):
    told(lead, police, text="The older one")
    newest = told(lead, police, text="The newer one", now=NOW + timedelta(hours=1))
    client = sign_in(lead)
    page = client.get(reverse("assurance:notice_list")).content.decode()
    assert page.index("The newer one") < page.index("The older one")
    assert page.count("Unread") == 2
    answer = client.get(reverse("assurance:notice_open", args=[newest.pk]))
    assert answer["Location"] == "/returns/1/"
    newest.refresh_from_db()
    assert newest.read_at
    client.post(reverse("assurance:notice_mark_read"))
    assert "Unread" not in client.get(reverse("assurance:notice_list")).content.decode()


def test_another_persons_notice_is_absent(lead, police, sign_in):
    notice = told(lead, police)
    other = person_with(Role.PARTNER_CONTRIBUTOR, agency=police)
    assert sign_in(other).get(reverse("assurance:notice_open", args=[notice.pk])).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_an_empty_list_says_what_will_appear(sign_in):
    page = sign_in(UserFactory()).get(reverse("assurance:notice_list")).content.decode()
    assert "No notices yet" in page


def test_the_page_costs_the_same_queries_however_many_notices_there_are(lead, police, sign_in):
    client, address = sign_in(lead), reverse("assurance:notice_list")
    told(lead, police)
    few = queries_of(client, address)
    for _ in range(20):
        told(lead, police)
    assert queries_of(client, address) == few
