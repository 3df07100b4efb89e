"""Circulating an agenda and its papers: frozen, numbered, hashed, told to members, readable for ever (R25, R70)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, transaction

from assurance.models import ActivityEntry, AgendaItem, Circulation, MemberInput, Notice, Paper
from assurance.queries.agendas import agenda_page, circulation_page
from assurance.queries.papers import live_papers, may_read_source
from assurance.rules.canonical import sha256_of
from assurance.rules.circulated import read_agenda, table_sha256
from assurance.rules.evidence import MAX_FILES
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Role
from assurance.services.agendas import remove_item
from assurance.services.papers import remove_paper
from tests.factories.agendas import (
    NOW,
    TEXT,
    a_circulated_meeting,
    a_live_paper,
    a_paper,
    agree,
    an_item,
    circulate,
    reopen,
    state_of,
)
from tests.factories.assurance import AgencyFactory, UserFactory, person_with
from tests.factories.meetings import a_group, a_meeting
from tests.factories.warnings import a_warning

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def team():
    AgencyFactory(), a_group("saas"), a_group("board")
    return person_with(Role.BUSINESS_TEAM)


@pytest.fixture
def meeting(team):
    return a_meeting(by=team)


@pytest.fixture
def member(meeting):
    return person_with(Role.SAAS_MEMBER, group=meeting.group)


def sent_round(meeting, team, *, now=NOW):
    agree(meeting, team, now=now)
    return circulate(meeting, team, now=now)


# Papers


def test_a_paper_is_kept_with_its_hash(meeting, team):
    paper = a_paper(an_item(meeting, team), team)
    assert (paper.sha256, paper.size, paper.content_type) == (sha256_of(TEXT), len(TEXT), "text/plain")
    assert (paper.title, default_storage.open(str(paper.file)).read()) == ("paper.txt", TEXT)


@pytest.mark.parametrize(
    ("name", "content", "refused"),
    [("virus.exe", b"MZ", "not a kind of file"), ("a.pdf", b"no PDF", "does not hold"), ("a.txt", b"", "is empty")],
)
def test_files_are_checked_as_evidence_is(meeting, team, name, content, refused):
    with pytest.raises(ValidationError, match=refused):
        a_paper(an_item(meeting, team), team, name=name, content=content)
    assert not Paper.objects.exists()


def test_an_item_has_so_many_papers_and_no_more(meeting, team):
    item = an_item(meeting, team)
    for _ in range(MAX_FILES):
        a_paper(item, team)
    with pytest.raises(ValidationError, match="Remove one"):
        a_paper(item, team)


def test_members_add_no_papers(meeting, team, member):
    item = an_item(meeting, team)
    with pytest.raises(PermissionDenied):
        a_paper(item, member)
    with pytest.raises(PermissionDenied):
        a_live_paper(item, member)


def test_a_live_paper_is_one_the_portal_has_and_stands_once_with_an_item(meeting, team):
    item = an_item(meeting, team)
    a_live_paper(item, team)
    with pytest.raises(ValidationError, match="among the papers"):
        a_live_paper(item, team)
    with pytest.raises(ValidationError, match="Choose what"):
        a_live_paper(item, team, "nonsense")


@pytest.mark.django_db(transaction=True)
def test_a_file_never_circulated_goes_with_its_paper_and_one_that_was_stays(team):
    meeting = a_meeting(by=team)
    item, other = an_item(meeting, team), an_item(meeting, team, "Other")
    draft, kept, of_other = a_paper(item, team), a_paper(item, team), a_paper(other, team)
    names = [str(paper.file) for paper in (draft, kept, of_other)]
    remove_paper(paper=draft, by=team, now=NOW)
    circulation = sent_round(meeting, team)
    reopen(meeting, team)
    remove_paper(paper=kept, by=team, now=NOW)
    remove_item(item=other, by=team, now=NOW)
    assert not Paper.objects.exists()
    assert [default_storage.exists(name) for name in names] == [False, True, True]
    assert [paper.file for _, paper in read_agenda(circulation.content).papers()] == names[1:]


@pytest.mark.parametrize(
    "values", [{"sha256": ""}, {"file": ""}, {"source": "warnings"}, {"kind": "live"}, {"kind": "nonsense"}]
)
def test_the_database_keeps_files_and_live_papers_apart(meeting, team, values):
    a_paper(an_item(meeting, team), team)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.update(**values)


@pytest.mark.parametrize(
    "values",
    [{"origin": "forward_plan"}, {"origin": "request"}, {"origin": "x"}, {"purpose": "x"}, {"area": "x"}],
)
def test_the_database_refuses_an_item_no_service_writes(meeting, team, values):
    an_item(meeting, team)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.update(**values)


# Circulating


def test_what_is_circulated_is_frozen_numbered_and_hashed(meeting, team):
    item = an_item(meeting, team, "Early warnings", lead="Chair of the Business Group", minutes_allotted=20)
    paper = a_paper(item, team)
    circulation = sent_round(meeting, team)
    assert (circulation.number, circulation.sha256) == (1, sha256_of(circulation.content))
    frozen = read_agenda(circulation.content)
    assert (frozen.items[0].title, frozen.items[0].minutes) == ("Early warnings", 20)
    assert frozen.items[0].papers[0].sha256 == paper.sha256
    assert frozen.agreed_how == "By e-mail on 12 November 2026"
    assert state_of(meeting) == MeetingState.CIRCULATED
    assert ActivityEntry.objects.filter(action="meeting.circulate", actor=team).count() == 1


def test_it_can_be_neither_changed_nor_removed_afterwards(meeting, team):
    an_item(meeting, team)
    circulation = sent_round(meeting, team)
    with pytest.raises(DatabaseError), transaction.atomic():
        Circulation.objects.filter(pk=circulation.pk).update(content="{}")
    with pytest.raises(DatabaseError), transaction.atomic():
        Circulation.objects.filter(pk=circulation.pk).delete()


@pytest.mark.parametrize(
    ("sent_at", "words", "late"),
    [
        (datetime(2026, 11, 17, 23, 0, tzinfo=UTC), "on time", False),
        (datetime(2026, 11, 18, 9, 0, tzinfo=UTC), "1 working day late", True),
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "4 working days late", True),
    ],
)
def test_it_is_due_seven_working_days_before_and_flagged_when_late(meeting, team, member, sent_at, words, late):
    """SAAS ToR 3.3 (R25): for the meeting of Thursday 26 November 2026, Tuesday 17 November."""
    an_item(meeting, team)
    circulation = sent_round(meeting, team, now=sent_at)
    assert str(circulation.due_on) == "2026-11-17"
    version = agenda_page(meeting, member).newest
    assert (version.late, version.is_late) == (words, late)


def test_the_secretariat_alone_circulates(meeting, team, member):
    an_item(meeting, team)
    agree(meeting, team)
    for person in (member, person_with(Role.SAAS_CHAIR, group=meeting.group)):
        with pytest.raises(PermissionDenied):
            circulate(meeting, person)
    assert not Circulation.objects.exists()


def test_members_and_those_expected_are_told_without_content(meeting, team, member):
    guest = person_with(Role.INDEPENDENT_SCRUTINEER)
    inspector = person_with(Role.INSPECTOR)
    meeting.attendees.create(person=guest, post="Independent Scrutineer", standing="in_attendance")
    an_item(meeting, team, "Secret words")
    sent_round(meeting, team)
    told = {notice.person: notice.text for notice in Notice.objects.filter(text__contains="circulated")}
    assert set(told) == {member, guest}
    assert inspector not in told
    assert not Notice.objects.filter(text__contains="Secret words").exists()


def test_a_second_version_says_what_changed_and_why_and_the_first_stays_readable(meeting, team, member):
    gone = an_item(meeting, team, "To go")
    kept = an_item(meeting, team, "To stay")
    first = sent_round(meeting, team)
    reopen(meeting, team, reason="The Board asked for an item")
    remove_item(item=gone, by=team, now=LATER)
    an_item(meeting, team, "Come anew")
    a_paper(kept, team)
    second = sent_round(meeting, team, now=LATER)
    page = circulation_page(second, meeting, member)
    assert (second.number, page.agenda.changed_because) == (2, "The Board asked for an item")
    assert page.changes == (
        "Added: Come anew",
        "Removed: To go",
        "Paper added to “To stay”: paper.txt",
    )
    old = circulation_page(first, meeting, member)
    assert [line.item.title for line in old.lines] == ["To go", "To stay"]
    assert (old.newer.circulation, old.changes) == (second, ())
    assert Notice.objects.filter(person=member, text__contains="again, with changes").count() == 1


def test_input_sent_by_then_is_listed_and_drafts_are_not(meeting, team, member):
    agency = AgencyFactory(name="Kent Police")
    for number, sent_at in enumerate((NOW, None)):
        author = member if number else UserFactory(post_title="Police lead")
        MemberInput.objects.create(meeting=meeting, author=author, agency=agency, risks="Secret", sent_at=sent_at)
    an_item(meeting, team)
    circulation = sent_round(meeting, team)
    assert [(one.author, one.agency) for one in read_agenda(circulation.content).inputs] == [
        ("Police lead", "Kent Police")
    ]
    assert "Secret" not in circulation.content


# Live papers


def test_circulation_freezes_the_table_as_it_is_then(meeting, team):
    a_warning(title="Known by then", by=team)
    a_live_paper(an_item(meeting, team), team)
    circulation = sent_round(meeting, team)
    a_warning(title="Known later", by=team)
    _, paper = next(read_agenda(circulation.content).papers())
    assert [row[0] for row in paper.rows] == ["Known by then"]
    assert paper.sha256 == table_sha256(paper.headers, paper.rows, paper.link)
    reopen(meeting, team)
    again = sent_round(meeting, team)
    assert circulation_page(again, meeting, team).changes == ("Paper changed in “An item”: Open early warnings",)


@pytest.mark.parametrize("source", ["dashboard", "warnings", "returns", "actions", "audits", "pack"])
def test_every_source_gives_a_table_even_of_nothing(meeting, team, source):
    a_live_paper(an_item(meeting, team), team, source)
    circulation = sent_round(meeting, team)
    _, paper = next(read_agenda(circulation.content).papers())
    assert paper.source == source
    assert paper.headers
    assert all(len(row) == len(paper.headers) for row in paper.rows)


def test_who_reads_which_source():
    """What a paper shows is read by those alone who may read it where it comes from."""
    readers = {
        "dashboard": {Role.BUSINESS_TEAM, Role.SAAS_MEMBER, Role.BOARD_OBSERVER, Role.GROUP_CHAIR},
        "warnings": {Role.BUSINESS_TEAM, Role.SAAS_MEMBER, Role.BOARD_OBSERVER},
        "returns": {Role.BUSINESS_TEAM, Role.SAAS_MEMBER, Role.BOARD_OBSERVER},
        "actions": {Role.BUSINESS_TEAM, Role.GROUP_CHAIR},
        "audits": {Role.BUSINESS_TEAM, Role.SAAS_MEMBER, Role.BOARD_OBSERVER},
        "pack": {Role.BUSINESS_TEAM, Role.BOARD_OBSERVER},
    }
    AgencyFactory(), a_group("saas"), a_group("board")
    meeting = a_meeting(group="emerging-themes")
    people = {role: person_with(role) for role in (*readers["dashboard"], Role.SYSTEM_ADMINISTRATOR)}
    found = {
        source: {role for role, person in people.items() if may_read_source(person, meeting, source)}
        for source in live_papers()
    }
    assert found == readers


def test_a_source_that_is_no_more_is_read_by_nobody(meeting, team, settings):
    a_live_paper(an_item(meeting, team), team)
    circulation = sent_round(meeting, team)
    settings.LIVE_PAPERS = {}
    assert [line.url for line in circulation_page(circulation, meeting, team).lines[0].papers] == [""]


def test_a_circulated_meeting_of_the_factory_has_gone_round():
    assert state_of(a_circulated_meeting()) == MeetingState.CIRCULATED
