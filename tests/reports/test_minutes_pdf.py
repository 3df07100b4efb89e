"""The minutes as PDF: accepted as accessible, the same bytes again, a draft marked as one, and for whom."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from assurance.models import ActivityEntry, Attendee, Circulation
from assurance.rules.attendance import Presence, Standing
from assurance.rules.meetings import MinutesState
from assurance.rules.roles import Role
from assurance.services.decisions import record_decision, record_dispute, set_action_in_minutes
from assurance.services.minutes import approve_minutes, circulate_minutes, correct_minutes
from reports.pdf.validate import validate_pdf
from reports.services.minutes import circulated_minutes_pdf, draft_minutes_pdf
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.meetings import a_group
from tests.factories.minutes import NOW, some_minutes, the_team

pytestmark = pytest.mark.django_db


def text_of(data):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages)


def pdf_address(meeting, number=None):
    version = f"versions/{number}/" if number else ""
    return f"/meetings/{meeting.key}/minutes/{version}pdf/"


@pytest.fixture
def saas():
    return a_group("saas")


@pytest.fixture
def team(saas):
    return the_team()


@pytest.fixture
def member(saas):
    return person_with(Role.SAAS_MEMBER, group=saas)


@pytest.fixture
def minutes(team):
    """A draft with one of everything."""
    police = AgencyFactory(name="Kent Police")
    minutes = some_minutes(team=the_team(team))
    item = minutes.entries.get(item__isnull=False).item
    fixed = {"minutes": minutes, "item": item, "by": team, "now": NOW}
    record_decision(text="One list", agency=police, due_on=NOW.date(), dissent="Post of another agency", **fixed)
    set_action_in_minutes(title="Make the list", holder=police, owner="A post", due_on=NOW.date(), **fixed)
    record_dispute(title="Who keeps it", what="Each side", agencies=[police], **fixed)
    return minutes


def test_no_row_of_who_was_there_stands_alone_on_a_page(minutes):
    """Ten rows fill the first page: the eleventh takes the tenth with it."""
    Attendee.objects.bulk_create(
        Attendee(meeting=minutes.meeting, post=f"Row {row:02}", standing=Standing.MEMBER, presence=Presence.PRESENT)
        for row in range(11)
    )
    data = draft_minutes_pdf(meeting=minutes.meeting, by=person_with(Role.BUSINESS_TEAM), now=NOW).content
    assert [page.extract_text().count("Row ") for page in PdfReader(BytesIO(data)).pages][:2] == [9, 2]


def approved(minutes, team):
    approve_minutes(minutes=minutes, seen=MinutesState.DRAFT, text="By e-mail", by=team, now=NOW)


def test_circulated_minutes_are_accessible_and_the_same_bytes_again(minutes, team, member, sign_in):
    approved(minutes, team)
    circulation = circulate_minutes(minutes=minutes, seen=MinutesState.APPROVED, by=team, now=NOW)
    answer = sign_in(member).get(pdf_address(minutes.meeting))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="minutes-2026-03-26.pdf"'
    assert validate_pdf(answer.content) == []
    said = text_of(answer.content)
    for words in ("One list", "Post of another agency", "Make the list", "Who keeps it", "Approved by", "By e-mail"):
        assert words in said
    assert circulation.sha256 in said.replace(" ", "")
    assert "DRAFT" not in said
    assert circulated_minutes_pdf(circulation=circulation, by=team, now=NOW).content == answer.content
    entry = ActivityEntry.objects.filter(action="minutes.download").order_by("sequence").first()
    assert (entry.actor, entry.subject_id) == (member, str(circulation.pk))


def test_a_draft_says_so_on_every_page_and_is_for_those_who_prepare_the_meeting(minutes, team, member, sign_in):
    """R28: minutes show "draft" until approved."""
    answer = sign_in(team).get(pdf_address(minutes.meeting))
    assert validate_pdf(answer.content) == []
    pages = [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]
    assert pages
    assert all("DRAFT" in page for page in pages)
    assert 'filename="draft-minutes-' in answer.headers["Content-Disposition"]
    assert sign_in(person_with(Role.SAAS_CHAIR, group=minutes.meeting.group)).get(pdf_address(minutes.meeting)).content
    for person in (member, person_with(Role.INSPECTOR), person_with(Role.GROUP_CHAIR)):
        assert sign_in(person).get(pdf_address(minutes.meeting)).status_code == 404


def test_while_they_are_corrected_members_read_what_went_round(minutes, team, member, sign_in):
    approved(minutes, team)
    circulate_minutes(minutes=minutes, seen=MinutesState.APPROVED, by=team, now=NOW)
    correct_minutes(minutes=minutes, seen=MinutesState.CIRCULATED, text="A slip", by=team, now=NOW)
    record_decision(minutes=minutes, text="A later decision", by=team, now=NOW)
    assert "A later decision" in text_of(sign_in(team).get(pdf_address(minutes.meeting)).content)
    said = text_of(sign_in(member).get(pdf_address(minutes.meeting)).content)
    assert ("One list" in said, "A later decision" in said, "DRAFT" in said) == (True, False, False)
    assert Circulation.objects.count() == 1
    assert sign_in(member).get(pdf_address(minutes.meeting, 1)).status_code == 200
    assert sign_in(member).get(pdf_address(minutes.meeting, 2)).status_code == 404
    assert sign_in(person_with(Role.PARTNER_LEAD)).get(pdf_address(minutes.meeting, 1)).status_code == 403
