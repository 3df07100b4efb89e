"""Good practice: recorded as readily as a warning, read by everybody who reads indicators (R77)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from assurance.models import ActivityEntry, GoodPractice
from assurance.queries.practice import PracticeFilters, practice_table, practice_visible_to
from assurance.rules.roles import Role
from assurance.rules.warnings import PracticeLevel
from assurance.services import practice as services
from tests.assurance.counting import queries_of
from tests.factories.assurance import AgencyFactory, TopicFactory, UserFactory, person_with
from tests.factories.warnings import NOW, GoodPracticeFactory

pytestmark = pytest.mark.django_db
LIST = "/practice/"


def record(by, **details):
    words = {"title": "One worker", "what": "One named worker", "difference": "Children are asked once"}
    usual = {"topic": TopicFactory(), "level": PracticeLevel.BEST, "agency": None}
    return services.record_practice(**usual, **{**words, **details}, by=by, now=NOW)


def page(client, **query):
    return client.get(LIST, query).content.decode()


def test_good_practice_is_recorded_and_logged(member):
    practice = record(member)
    assert (practice.level, practice.recorded_by, practice.recorded_at) == ("best", member, NOW)
    entry = ActivityEntry.objects.get()
    assert (entry.action, entry.actor, entry.subject_id) == ("practice.record", member, str(practice.pk))
    assert "worker" not in entry.detail


@pytest.mark.parametrize("missing", ["title", "what", "difference"])
def test_what_is_done_and_the_difference_have_to_be_said(member, missing):
    with pytest.raises(ValidationError, match="what difference it makes for children"):
        record(member, **{missing: " "})


@pytest.mark.parametrize("role", [Role.PARTNER_LEAD, Role.BOARD_MEMBER, Role.INSPECTOR, Role.SYSTEM_ADMINISTRATOR])
def test_others_record_and_withdraw_nothing(role):
    by = person_with(role)
    with pytest.raises(PermissionDenied):
        record(by)
    with pytest.raises(PermissionDenied):
        services.withdraw_practice(practice=GoodPracticeFactory(), reason="Why", by=by, now=NOW)


def test_it_is_withdrawn_once_with_a_reason_and_kept(member):
    practice = record(member)
    with pytest.raises(ValidationError, match="Say why"):
        services.withdraw_practice(practice=practice, reason=" ", by=member, now=NOW)
    services.withdraw_practice(practice=practice, reason="It was not so", by=member, now=NOW)
    with pytest.raises(ValidationError, match="Somebody else was first"):
        services.withdraw_practice(practice=practice, reason="Again", by=member, now=NOW)
    kept = GoodPractice.objects.get()
    assert (kept.withdrawn_by, kept.withdrawn_at, kept.withdrawn_reason) == (member, NOW, "It was not so")
    assert not practice_visible_to(member).exists()
    assert ActivityEntry.objects.filter(action="practice.withdraw").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "splendid"},
        {"withdrawn_at": NOW},
        {"withdrawn_reason": "Why"},
        {"withdrawn_at": NOW, "withdrawn_reason": "Why"},
    ],
)
def test_a_row_that_makes_no_sense_is_refused(wrong):
    practice = GoodPracticeFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        GoodPractice.objects.filter(pk=practice.pk).update(**wrong)


def test_whoever_reads_indicators_reads_it():
    GoodPracticeFactory()
    for role, shown in ((Role.PARTNER_CONTRIBUTOR, 1), (Role.AUDIT_TEAM_MEMBER, 1), (Role.SYSTEM_ADMINISTRATOR, 0)):
        assert practice_visible_to(person_with(role)).count() == shown
    assert not practice_visible_to(UserFactory()).exists()


def test_the_list_shows_the_newest_first_and_is_narrowed(member, sign_in):
    police = AgencyFactory(slug="police", name="Kent Police")
    sharing = TopicFactory(slug="sharing", title="Sharing information")
    GoodPracticeFactory(title="Older", agency=police, level="strength")
    GoodPracticeFactory(title="Newer", topic=sharing, recorded_at=NOW + timedelta(days=1))
    client = sign_in(member)
    said = page(client)
    assert said.index("Newer") < said.index("Older")
    for query, shown in (
        ({"level": "strength"}, "Older"),
        ({"agency": "police"}, "Older"),
        ({"topic": "sharing"}, "Newer"),
    ):
        said = page(client, **query)
        assert [title for title in ("Older", "Newer") if f">{title}</h2>" in said] == [shown]
    assert "Nothing matches" in page(client, level="outstanding")


def test_an_empty_list_says_what_will_appear_and_who_may_records(member, sign_in):
    said = page(sign_in(member))
    assert "No good practice recorded yet" in said
    assert "/practice/record/" in said
    assert "/practice/record/" not in page(sign_in(person_with(Role.PARTNER_LEAD)))


def test_the_list_costs_the_same_however_long(member, sign_in):
    GoodPracticeFactory(agency=AgencyFactory())
    client = sign_in(member)
    few = queries_of(client, LIST)
    for _ in range(21):
        GoodPracticeFactory(agency=AgencyFactory())
    assert queries_of(client, LIST) == few
    assert page(client).count("<article") == 20


def test_it_is_recorded_and_withdrawn_on_screen(member, sign_in):
    topic = TopicFactory(slug="sharing")
    client = sign_in(member)
    words = {"level": "outstanding", "topic": topic.slug, "agency": "", "title": "One worker"}
    said = client.post("/practice/record/", words | {"what": "Words"}).content.decode()
    assert "Say what difference it makes for children" in said
    client.post("/practice/record/", words | {"what": "Words", "difference": "Asked once"})
    practice = GoodPractice.objects.get()
    assert (practice.level, practice.agency, practice.recorded_by) == ("outstanding", None, member)
    address = f"/practice/{practice.pk}/withdraw/"
    assert "One worker" in client.get(address).content.decode()
    assert "The good practice is withdrawn." in client.post(address, {"reason": "Why"}, follow=True).content.decode()
    assert client.get(address).status_code == 404


def test_the_table_to_take_away(member, sign_in):
    practice = GoodPracticeFactory(agency=AgencyFactory(name="Kent Police"))
    headers, [row] = practice_table(member, PracticeFilters())
    assert dict(zip(headers, row, strict=True)) == {
        "Good practice": practice.title,
        "Level": "Good practice",
        "About": practice.topic.title,
        "Agency": "Kent Police",
        "What is done": "Each family has one named worker",
        "What difference it makes for children": "Children say that they are asked once",
        "Recorded on": NOW.date(),
        "Recorded by": str(practice.recorded_by),
    }
    file = sign_in(member).get(f"{LIST}download.csv", {"level": "strength"}).content.decode("utf-8-sig")
    assert practice.title not in file
