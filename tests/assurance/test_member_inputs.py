"""Members' input before a meeting: drafted by one alone, sent, read together (SAAS ToR 4.3; R40, R41)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from assurance.models import ActivityEntry, MemberInput
from assurance.queries.member_inputs import inputs_page
from assurance.rules.activity import DRAFT_ACTIONS
from assurance.rules.attendance import INPUT_WORDS
from assurance.rules.meetings import MeetingState
from assurance.rules.roles import Role
from assurance.services.member_inputs import save_input, send_input
from tests.assurance.counting import queries_of
from tests.factories.assurance import person_with
from tests.factories.attendance import AFTER, BEFORE, a_listed_meeting, a_member, a_saas

pytestmark = pytest.mark.django_db
TEXTS = {name: f"Words on {words}" for name, words in INPUT_WORDS.items()}
AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def saas():
    return a_saas()


@pytest.fixture
def meeting(saas):
    return a_listed_meeting()


def drafts(meeting, person, version=0, texts=TEXTS):
    return save_input(meeting=meeting, version=version, values=texts, by=person, now=BEFORE)


def sends(meeting, person, texts=TEXTS):
    drafts(meeting, person, texts=texts)
    send_input(meeting=meeting, by=person, now=BEFORE)


def address(meeting, part=""):
    return f"/meetings/{meeting.key}/input/{part}"


def shown(client, where):
    answer = client.get(where, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def own(meeting, person):
    return MemberInput.objects.get(meeting=meeting, author=person)


# Drafting


def test_a_draft_is_begun_saved_again_and_logged_without_its_words(saas, meeting):
    assert drafts(meeting, saas.police) == drafts(meeting, saas.health)
    assert (own(meeting, saas.police).version, own(meeting, saas.police).agency.category) == (1, "police")
    outcome = drafts(meeting, saas.police, 1, {"risks": "Other words"})
    assert (outcome.saved, outcome.version) == (True, 2)
    kept = own(meeting, saas.police)
    assert (kept.risks, kept.context) == ("Other words", TEXTS["context"])
    entries = ActivityEntry.objects.filter(action="input.save")
    assert entries.count() == 3
    assert not any("words" in entry.detail.lower() for entry in entries)
    assert "input.save" in DRAFT_ACTIONS


def test_a_version_of_a_draft_that_does_not_exist_begins_one(saas, meeting):
    """A page that says it saved a draft, of which there is none, loses nobody's words."""
    assert drafts(meeting, saas.police, version=3).saved
    assert own(meeting, saas.police).version == 1


@pytest.mark.parametrize("version", [0, 1])
def test_of_two_windows_the_second_does_not_overwrite_the_first(saas, meeting, version):
    drafts(meeting, saas.police)
    drafts(meeting, saas.police, 1, {"risks": "From the first window"})
    outcome = drafts(meeting, saas.police, version, {"risks": "From the second"})
    assert (outcome.saved, outcome.version) == (False, 2)
    assert own(meeting, saas.police).risks == "From the first window"


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.BOARD_MEMBER])
def test_only_who_is_expected_there_writes(meeting, role):
    with pytest.raises(PermissionDenied):
        drafts(meeting, person_with(role))


@pytest.mark.parametrize("state", [MeetingState.HELD, MeetingState.CANCELLED])
def test_nothing_is_written_or_sent_once_it_is_held_or_cancelled(saas, meeting, state):
    drafts(meeting, saas.police)
    meeting.state = state
    meeting.save()
    with pytest.raises(ValidationError, match=r"held|cancelled"):
        drafts(meeting, saas.police, 1)
    with pytest.raises(ValidationError, match=r"held|cancelled"):
        send_input(meeting=meeting, by=saas.police, now=AFTER)
    assert own(meeting, saas.police).sent_at is None


# Sending


def test_it_is_sent_once_and_stays_as_it_is(saas, meeting):
    sends(meeting, saas.police)
    assert own(meeting, saas.police).sent_at == BEFORE
    with pytest.raises(ValidationError, match="stays as it is"):
        drafts(meeting, saas.police, 1)
    with pytest.raises(ValidationError, match="stays as it is"):
        drafts(meeting, saas.police, 0)
    with pytest.raises(ValidationError, match="stays as it is"):
        send_input(meeting=meeting, by=saas.police, now=BEFORE)
    assert ActivityEntry.objects.filter(action="input.send").count() == 1


def test_an_empty_input_is_not_sent(saas, meeting):
    with pytest.raises(ValidationError, match="at least one heading"):
        send_input(meeting=meeting, by=saas.police, now=BEFORE)
    drafts(meeting, saas.police, texts={"risks": "  "})
    with pytest.raises(ValidationError, match="at least one heading"):
        send_input(meeting=meeting, by=saas.police, now=BEFORE)


# Reading


def test_nobody_but_its_author_learns_of_a_draft(saas, meeting, sign_in):
    drafts(meeting, saas.police, texts={"risks": "A secret concern"})
    for reader in (saas.team, saas.chair, saas.health, saas.scrutineer, person_with(Role.INSPECTOR)):
        page = inputs_page(meeting, reader)
        assert (page.sent, page.own_words) == ((), "")
        client = sign_in(reader)
        for where in (address(meeting), address(meeting, "write/"), address(meeting, "check/")):
            assert "A secret concern" not in shown(client, where)
    assert "A secret concern" in shown(sign_in(saas.police), address(meeting, "write/"))


def test_what_is_sent_is_read_together_by_agency(saas, meeting, sign_in):
    sends(meeting, saas.police, {"risks": "Words on risks", "fora": "Words from fora"})
    sends(meeting, saas.chair, {"context": "From the chair"})
    sends(meeting, saas.health, {"context": "Words on data"})
    agencies = [one.agency for one in inputs_page(meeting, saas.council).sent]
    assert agencies == [*sorted(agency for agency in agencies if agency), ""]
    for reader in (saas.council, saas.team, person_with(Role.INSPECTOR)):
        said = shown(sign_in(reader), address(meeting))
        assert "Words from fora" in said
        assert "From the chair" in said
    said = shown(sign_in(saas.council), address(meeting))
    assert INPUT_WORDS["fora"] in said
    assert INPUT_WORDS["inspection"] not in said
    assert sign_in(person_with(Role.BOARD_MEMBER)).get(address(meeting)).status_code == 404


def test_reading_costs_the_same_whatever_was_sent(saas, meeting, sign_in):
    client = sign_in(saas.team)
    for person in (saas.police, saas.health, saas.council):
        sends(meeting, person)
    three = queries_of(client, address(meeting))
    more = a_listed_meeting(starts_at=AFTER)
    agency = own(meeting, saas.police).agency
    for number in range(20):
        author = a_member(f"Member {number}", agency=agency)
        MemberInput.objects.create(meeting=more, author=author, agency=agency, risks="Words", sent_at=BEFORE)
    assert queries_of(client, address(more)) == three


# The pages of its author


def test_it_is_written_checked_and_sent(saas, meeting, sign_in):
    client = sign_in(saas.police)
    said = shown(client, address(meeting, "write/"))
    assert all(words in said for words in INPUT_WORDS.values())
    assert said.count("Name no child, and no member of staff.") == 5
    assert "data-autosave" in said
    answer = client.post(address(meeting, "write/"), {"version": "0", "risks": "Demand is rising"})
    assert (answer.status_code, answer.url) == (302, address(meeting, "check/"))
    check = shown(client, address(meeting, "check/"))
    assert "Demand is rising" in check
    assert "can no longer be changed" in check
    assert "Your draft has not been sent" in shown(client, address(meeting))
    assert "It is read together with the papers" in client.post(address(meeting, "send/"), follow=True).content.decode()
    assert "You sent your input on" in shown(client, address(meeting, "write/"))
    assert "You sent your input on" in shown(client, address(meeting, "check/"))


def test_it_saves_by_itself(saas, meeting, sign_in):
    client = sign_in(saas.police)
    where = address(meeting, "write/")
    first = client.post(where, {"version": "0", "risks": "A"}, headers=AUTOSAVE)
    assert (first.status_code, first.json()["version"]) == (200, 1)
    second = client.post(where, {"version": "1", "risks": "B"}, headers=AUTOSAVE)
    assert second.json()["version"] == 2
    late = client.post(where, {"version": "1", "risks": "C"}, headers=AUTOSAVE)
    assert (late.status_code, late.json()) == (409, {"conflict_url": where})
    assert client.post(where, {"version": "x"}, headers=AUTOSAVE).status_code == 422
    assert own(meeting, saas.police).risks == "B"
    send_input(meeting=meeting, by=saas.police, now=BEFORE)
    refused = client.post(where, {"version": "2", "risks": "D"}, headers=AUTOSAVE)
    assert refused.status_code == 422
    assert "stays as it is" in refused.json()["message"]
    assert "stays as it is" in client.post(where, {"version": "2", "risks": "D"}).content.decode()


def test_a_stale_save_shows_both_texts(saas, meeting, sign_in):
    drafts(meeting, saas.police, texts={"risks": "Saved in the other window"})
    client = sign_in(saas.police)
    answer = client.post(address(meeting, "write/"), {"version": "0", "risks": "Written in this one"})
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "Saved in the other window" in said
    assert "Written in this one" in said
    assert 'name="version" value="1"' in said
    client.post(address(meeting, "write/"), {"version": "1", "risks": "Both in one"})
    assert own(meeting, saas.police).risks == "Both in one"


def test_nothing_to_check_or_send_says_what_to_do(saas, meeting, sign_in):
    client = sign_in(saas.police)
    assert "You have not written anything yet" in shown(client, address(meeting, "check/"))
    said = client.post(address(meeting, "send/"), follow=True).content.decode()
    assert "at least one heading" in said
    assert client.get(address(meeting, "send/")).status_code == 405


def test_after_the_meeting_its_author_reads_that_it_was_never_sent(saas, meeting, sign_in):
    drafts(meeting, saas.police)
    meeting.state = MeetingState.HELD
    meeting.save()
    client = sign_in(saas.police)
    said = shown(client, address(meeting, "write/"))
    assert "nothing more can be sent" in said
    assert "Your draft was never sent" in said
    assert "nothing more can be sent" in client.post(address(meeting, "send/"), follow=True).content.decode()


def test_an_input_is_one_a_meeting(saas, meeting):
    drafts(meeting, saas.police)
    with pytest.raises(IntegrityError, match=r"member_input_once|author_id"), transaction.atomic():
        MemberInput.objects.create(meeting=meeting, author=saas.police)
