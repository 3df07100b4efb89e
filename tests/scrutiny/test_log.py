"""The scrutiny log: its author's alone until it is shared, then read with assurance; nobody is named in it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from assurance.models import ActivityEntry
from assurance.rules.roles import Role
from scrutiny.models import DraftEvidence, LogEntry
from scrutiny.queries.log import log_figures, shared_in
from scrutiny.rules.assessments import LogKind
from scrutiny.services import log as services
from tests.factories.assurance import person_with
from tests.factories.meetings import a_group, a_meeting
from tests.factories.scrutiny import NOW, a_draft, a_scrutineer, answered, published

pytestmark = pytest.mark.django_db
ADDRESS = "/scrutiny/log/"
SAID = {
    "kind": LogKind.CHILDREN,
    "on": date(2026, 10, 5),
    "title": "Conversation with care leavers at a youth hub",
    "learned": "They were asked, and did not hear what became of it.",
    "covers": ["children_and_families"],
    "meeting": None,
    "number": 7,
}
SENT = {
    "kind": "children",
    "on_day": "5",
    "on_month": "10",
    "on_year": "2026",
    "title": "Conversation with care leavers at a youth hub",
    "learned": "They were asked, and did not hear what became of it.",
    "covers": ["children_and_families"],
    "number": "7",
}


def an_entry(by=None, *, shared=False, **said):
    by = by or a_scrutineer()
    entry = services.add_entry(by=by, now=NOW, **(SAID | said))
    if shared:
        services.share_entry(entry=entry, by=by, now=NOW)
        entry.refresh_from_db()
    return entry


def read(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_an_entry_is_its_authors_alone_until_it_is_shared(sign_in):
    entry = an_entry()
    author, addresses = entry.author, (ADDRESS, f"{ADDRESS}download.csv", "/scrutiny/coverage/?year=2026")
    assert entry.title in read(sign_in(author), ADDRESS)
    for other in (a_scrutineer(), person_with(Role.BUSINESS_TEAM), person_with(Role.SAAS_CHAIR)):
        client = sign_in(other)
        assert all(entry.title not in read(client, address) for address in addresses)
        assert client.get(f"{ADDRESS}{entry.pk}/").status_code == 404
    assert not ActivityEntry.objects.filter(subject_type="scrutiny.logentry").exists()
    services.share_entry(entry=entry, by=author, now=NOW)
    for other in (a_scrutineer(), person_with(Role.BUSINESS_TEAM), person_with(Role.SAAS_MEMBER)):
        client = sign_in(other)
        assert all(entry.title in read(client, address) for address in addresses)
        assert entry.learned in read(client, f"{ADDRESS}{entry.pk}/")
    assert ActivityEntry.objects.get(subject_type="scrutiny.logentry").action == "scrutiny_log.share"
    assert sign_in(person_with(Role.PARTNER_LEAD)).get(ADDRESS).status_code == 403


def test_nobody_but_its_author_changes_shares_or_removes_it(sign_in):
    entry, other = an_entry(), a_scrutineer()
    changes = (
        lambda by: services.change_entry(entry=entry, version=1, by=by, now=NOW, **SAID),
        lambda by: services.share_entry(entry=entry, by=by, now=NOW),
        lambda by: services.unshare_entry(entry=entry, by=by, now=NOW),
        lambda by: services.remove_entry(entry=entry, by=by, now=NOW),
    )
    for change in changes:
        for by in (other, person_with(Role.BUSINESS_TEAM)):
            with pytest.raises(PermissionDenied):
                change(by)
    client = sign_in(other)
    for step in ("change", "remove"):
        assert client.get(f"{ADDRESS}{entry.pk}/{step}/").status_code == 404
    for step in ("share", "unshare"):
        assert client.post(f"{ADDRESS}{entry.pk}/{step}/").status_code == 404
    with pytest.raises(PermissionDenied):
        an_entry(person_with(Role.SAAS_CHAIR))


def test_what_is_shared_is_taken_back_before_it_is_changed_or_removed():
    entry = an_entry(shared=True)
    for change in (
        lambda: services.change_entry(entry=entry, version=entry.version, by=entry.author, now=NOW, **SAID),
        lambda: services.remove_entry(entry=entry, by=entry.author, now=NOW),
    ):
        with pytest.raises(ValidationError, match="Take it back first"):
            change()
    services.unshare_entry(entry=entry, by=entry.author, now=NOW)
    entry.refresh_from_db()
    assert entry.shared_at is None
    services.remove_entry(entry=entry, by=entry.author, now=NOW)
    assert not LogEntry.objects.exists()


def test_what_a_published_assessment_cites_stays_shared_and_a_draft_tells_nothing():
    entry, by = (found := an_entry(shared=True)), found.author
    draft = answered(a_draft(by))
    evidence = draft.answers.first().evidence.first()
    DraftEvidence.objects.filter(pk=evidence.pk).update(address=f"{ADDRESS}{entry.pk}/")
    services.unshare_entry(entry=entry, by=by, now=NOW)
    services.share_entry(entry=entry, by=by, now=NOW)
    published(draft, by)
    with pytest.raises(ValidationError, match="cites this entry"):
        services.unshare_entry(entry=entry, by=by, now=NOW)


def test_a_stale_change_is_refused_with_what_it_says_now(sign_in):
    entry = an_entry()
    client, address = sign_in(entry.author), f"{ADDRESS}{entry.pk}/change/"
    assert client.post(address, SENT | {"version": "1", "learned": "What was written first"}).status_code == 302
    page = client.post(address, SENT | {"version": "1", "learned": "What was written second"}).content.decode()
    assert "What was written first" in page
    assert "What was written second" in page
    entry.refresh_from_db()
    assert (entry.learned, entry.version) == ("What was written first", 2)
    assert client.post(address, SENT | {"version": "2", "learned": "Both"}).status_code == 302


def test_an_entry_is_written_by_form_and_the_day_is_not_to_come(sign_in):
    by = a_scrutineer()
    client = sign_in(by)
    page = client.post(f"{ADDRESS}add/", SENT | {"on_year": str(localdate().year + 1)}).content.decode()
    assert "The day cannot be in the future" in page
    answer = client.post(f"{ADDRESS}add/", SENT)
    entry = LogEntry.objects.get()
    assert answer.url == f"{ADDRESS}{entry.pk}/"
    assert (entry.number, entry.covers, entry.shared_at, entry.author) == (7, ["children_and_families"], None, by)
    assert "You alone" in read(client, answer.url)
    assert client.post(f"{answer.url}share/").status_code == 302
    assert "Those who read assurance" in read(client, answer.url)
    assert client.get(f"{answer.url}change/").status_code == 302


def test_a_name_has_to_be_confirmed_and_what_identifies_a_child_is_never_shared(sign_in):
    by = a_scrutineer()
    client = sign_in(by)
    page = client.post(f"{ADDRESS}add/", SENT | {"learned": "Jordan Smithfield told us what was missing."}).content
    assert b"None of these names a child or family" in page
    assert not LogEntry.objects.exists()
    entry = an_entry(by, learned="NHS number 943 476 5919")
    with pytest.raises(ValidationError, match="NHS number"):
        services.share_entry(entry=entry, by=by, now=NOW)


def test_a_meeting_is_named_to_those_who_may_open_it(sign_in):
    meeting = a_meeting(group="saas", starts_at=now() - timedelta(days=20))
    by = a_scrutineer()
    client = sign_in(by)
    client.post(f"{ADDRESS}add/", SENT | {"kind": "meeting", "meeting": str(meeting.key)})
    entry = LogEntry.objects.get()
    assert entry.meeting == meeting
    services.share_entry(entry=entry, by=by, now=NOW)
    assert str(meeting.key) in read(client, f"{ADDRESS}{entry.pk}/")
    board = person_with(Role.BOARD_MEMBER)
    page = read(sign_in(board), f"{ADDRESS}{entry.pk}/")
    assert entry.title in page
    assert str(meeting.key) not in page
    assert "SAAS meeting" not in page


def test_a_scrutineer_who_chairs_a_meeting_is_pointed_out(sign_in):
    client = sign_in(person_with(Role.SAAS_MEMBER))
    a_scrutineer()
    assert "Also chairs" not in read(client, ADDRESS)
    person_with(Role.GROUP_CHAIR, person=a_scrutineer(), group=a_group("forum"))
    assert "Also chairs" in read(client, ADDRESS)


def test_the_log_is_narrowed_and_taken_away(sign_in):
    by = a_scrutineer()
    an_entry(by, title="With children", shared=True)
    an_entry(by, title="A visit", kind=LogKind.VISIT, covers=["practitioners"], on=date(2025, 10, 5))
    client = sign_in(by)
    for query, found in (
        ({}, ["With children", "A visit"]),
        ({"kind": "visit"}, ["A visit"]),
        ({"area": "children_and_families"}, ["With children"]),
        ({"year": "2025"}, ["A visit"]),
        ({"standing": "shared"}, ["With children"]),
        ({"standing": "unshared"}, ["A visit"]),
        ({"kind": "reading"}, []),
    ):
        table = read(client, f"{ADDRESS}download.csv", **query)
        assert [title for title in ("With children", "A visit") if title in table] == found
        assert ("No entry matches" in read(client, ADDRESS, **query)) is (not found)
    assert client.get(f"{ADDRESS}download.xlsx").status_code == 200


def test_the_shared_entries_of_a_year_are_counted_for_the_annual_report():
    by = a_scrutineer()
    an_entry(by, shared=True)
    an_entry(by, shared=True, number=None)
    an_entry(by)
    an_entry(by, shared=True, on=date(2025, 10, 5))
    figures = {words: (times, people) for words, times, people in log_figures(shared_in(by, 2026))}
    assert figures["Conversation with children"] == (2, "7 people")
    assert figures["Visit to a service"] == (0, "")


def test_however_many_entries_there_are_the_queries_are_as_many(sign_in, django_assert_num_queries):
    meeting, by = a_meeting(group="saas", starts_at=NOW - timedelta(days=20)), a_scrutineer()
    an_entry(by, meeting=meeting)
    client = sign_in(by)
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as captured:
        client.get(ADDRESS)
    for _ in range(3):
        an_entry(by, meeting=meeting, shared=True)
    with django_assert_num_queries(len(captured)):
        client.get(ADDRESS)
