"""A return through its pages: writing, autosave, conflicts, submitting, reviewing (experience.md)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assurance.models import ActivityEntry, ReturnItem, StatusReturn
from assurance.rules.returns import ReturnState, Section
from assurance.rules.roles import Role
from assurance.services.drafts import add_item, save_item
from tests.assurance.test_evidence import PDF
from tests.factories.assurance import person_with
from tests.factories.returns import NOW, StatusReturnFactory, filled, section_of, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    """An empty draft."""
    return StatusReturnFactory(agency__name="Kent Police", agency__category="police")


@pytest.fixture
def lead(draft):
    """The agency's lead."""
    return person_with(Role.PARTNER_LEAD, agency=draft.agency)


@pytest.fixture
def item(draft, lead):
    """A blank statement of what is not going well."""
    return add_item(section=section_of(draft, Section.NOT_GOING_WELL), by=lead, now=NOW)


def answer(**changed):
    """What the statement's form posts."""
    return {
        "version": "1",
        "statement": "Waits have grown",
        "action": "A recovery plan",
        "owner": "Head of Service",
        "due_on_day": "31",
        "due_on_month": "3",
        "due_on_year": "2027",
        "change": "new",
    } | changed


def test_a_lead_writes_and_submits(draft, lead, sign_in):
    """The journey: list, tasks, section, statement, check, submit, confirmation."""
    client = sign_in(lead)
    assert "Kent Police" in client.get(reverse("assurance:return_list")).content.decode()
    page = client.get(reverse("assurance:return_detail", args=[draft.pk])).content.decode()
    assert "0 of 6 sections completed" in page
    for section in (Section.GOING_WELL, Section.NOT_GOING_WELL, Section.MULTI_AGENCY_CONCERNS):
        added = client.post(reverse("assurance:item_add", args=[draft.pk, section]))
        saved = client.post(added.url, answer())
        assert saved.url == reverse("assurance:section_edit", args=[draft.pk, section])
        done = client.post(saved.url, {"version": "1", "is_complete": "yes"})
        assert done.url == reverse("assurance:return_detail", args=[draft.pk])
    check = client.get(reverse("assurance:return_check", args=[draft.pk])).content.decode()
    assert "Sign and submit" in check
    submitted_page = client.post(reverse("assurance:return_submit", args=[draft.pk]), follow=True)
    assert "Return submitted" in submitted_page.content.decode()
    draft.refresh_from_db()
    assert draft.state == ReturnState.SUBMITTED


def test_an_unfinished_return_says_what_is_missing_and_where(draft, lead, item, sign_in):
    """Every sentence is a link to the place; posting past the page changes nothing."""
    client = sign_in(lead)
    check = client.get(reverse("assurance:return_check", args=[draft.pk])).content.decode()
    assert reverse("assurance:item_edit", args=[item.pk]) in check
    assert "Sign and submit" not in check
    page = client.post(reverse("assurance:return_submit", args=[draft.pk]), follow=True).content.decode()
    assert "statement 1, is blank" in page
    draft.refresh_from_db()
    assert draft.state == ReturnState.DRAFT


def test_autosave_answers_with_the_time_and_the_version(item, lead, sign_in):
    """The script puts both into the page."""
    response = sign_in(lead).post(reverse("assurance:item_edit", args=[item.pk]), answer(), headers={"X-Autosave": "1"})
    assert response.status_code == 200
    assert response.json()["version"] == 2
    assert response.json()["saved_at"]
    item.refresh_from_db()
    assert item.statement == "Waits have grown"


def test_autosave_keeps_what_it_can_read(item, lead, sign_in):
    """Half a date does not hold up the words; the answer says what is missing."""
    response = sign_in(lead).post(
        reverse("assurance:item_edit", args=[item.pk]),
        answer(due_on_day="31", due_on_month="", due_on_year=""),
        headers={"X-Autosave": "1"},
    )
    assert response.status_code == 200
    assert "must include" in response.json()["message"]
    item.refresh_from_db()
    assert (item.statement, item.due_on) == ("Waits have grown", None)


def test_autosave_tells_of_a_conflict(item, lead, sign_in):
    """409, and where to compare; the other's text stands."""
    save_item(item=item, version=1, values={"statement": "Theirs"}, by=lead, now=NOW)
    url = reverse("assurance:item_edit", args=[item.pk])
    response = sign_in(lead).post(url, answer(), headers={"X-Autosave": "1"})
    assert (response.status_code, response.json()) == (409, {"conflict_url": url})
    item.refresh_from_db()
    assert item.statement == "Theirs"


def test_the_conflict_page_shows_both_texts_and_saves_mine(item, lead, sign_in):
    """Nothing is lost: mine to edit, theirs beside it, and then the new version is known."""
    save_item(item=item, version=1, values={"statement": "Their text"}, by=lead, now=NOW)
    client = sign_in(lead)
    url = reverse("assurance:item_edit", args=[item.pk])
    page = client.post(url, answer(statement="My text"))
    assert page.status_code == 409
    assert "My text" in page.content.decode()
    assert "Their text" in page.content.decode()
    assert 'name="version" value="2"' in page.content.decode()
    client.post(url, answer(statement="Both texts", version="2"))
    item.refresh_from_db()
    assert item.statement == "Both texts"


def test_a_section_conflict_shows_both_texts(draft, lead, sign_in):
    """The same for a section's own words."""
    part = section_of(draft, Section.VOICE)
    client = sign_in(lead)
    url = reverse("assurance:section_edit", args=[draft.pk, Section.VOICE])
    client.post(url, {"version": "1", "nothing_to_report": "Theirs"})
    page = client.post(url, {"version": "1", "nothing_to_report": "Mine"})
    assert page.status_code == 409
    assert "Theirs" in page.content.decode()
    assert "Mine" in page.content.decode()
    part.refresh_from_db()
    assert part.nothing_to_report == "Theirs"


@pytest.mark.parametrize(
    ("forged", "status"),
    [({"change": "forged"}, 200), ({"topic": "999999"}, 200), ({"version": "x"}, 200), ({"version": ""}, 200)],
)
def test_forged_fields_are_a_sentence_and_not_a_crash(item, lead, sign_in, forged, status):
    """The form comes back with an error; nothing is saved; what was written is still there."""
    response = sign_in(lead).post(reverse("assurance:item_edit", args=[item.pk]), answer(**forged))
    assert response.status_code == status
    assert "There is a problem" in response.content.decode()
    assert "Waits have grown" in response.content.decode()
    item.refresh_from_db()
    assert item.version == 1


def test_a_forged_version_on_autosave_saves_nothing(item, lead, sign_in):
    """The answer is a sentence."""
    response = sign_in(lead).post(
        reverse("assurance:item_edit", args=[item.pk]), answer(version="x"), headers={"X-Autosave": "1"}
    )
    assert response.status_code == 422
    assert response.json()["message"]


def test_a_wrong_file_is_refused_and_the_words_are_kept(item, lead, sign_in):
    """One sentence naming the file; the statement was saved."""
    upload = SimpleUploadedFile("page.html", b"<script>")
    response = sign_in(lead).post(reverse("assurance:item_edit", args=[item.pk]), answer(files=[upload]))
    assert response.status_code == 422
    assert "page.html is not a kind of file the portal takes" in response.content.decode()
    item.refresh_from_db()
    assert (item.statement, item.files.count()) == ("Waits have grown", 0)
    assert 'name="version" value="2"' in response.content.decode()


def test_a_file_goes_up_and_comes_down_again(item, lead, sign_in):
    """As an attachment, with its name and type; the download is logged."""
    client = sign_in(lead)
    client.post(reverse("assurance:item_edit", args=[item.pk]), answer(files=[SimpleUploadedFile("Re audit.pdf", PDF)]))
    file = item.files.get()
    response = client.get(reverse("assurance:file_download", args=[file.pk]))
    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Disposition"] == 'attachment; filename="Re audit.pdf"'
    assert ActivityEntry.objects.filter(action="evidence.download").exists()
    client.post(reverse("assurance:file_remove", args=[file.pk]))
    assert not item.files.exists()


def test_writing_in_a_return_submitted_meanwhile_loses_nothing(draft, lead, sign_in):
    """The form comes back with the text and the sentence."""
    submitted(draft, by=lead)
    item = ReturnItem.objects.filter(section__status_return=draft, section__section=Section.NOT_GOING_WELL).get()
    response = sign_in(lead).post(reverse("assurance:item_edit", args=[item.pk]), answer(statement="A late thought"))
    assert response.status_code == 422
    assert "A late thought" in response.content.decode()
    assert "has been submitted" in response.content.decode()


def test_a_period_closed_while_writing(draft, lead, sign_in):
    """Saving still works; submitting says whom to ask."""
    filled(draft)
    draft.period.closed_at = NOW
    draft.period.save()
    client = sign_in(lead)
    item = ReturnItem.objects.filter(section__status_return=draft, section__section=Section.NOT_GOING_WELL).get()
    assert client.post(reverse("assurance:item_edit", args=[item.pk]), answer()).status_code == 302
    page = client.post(reverse("assurance:return_submit", args=[draft.pk]), follow=True).content.decode()
    assert "ask the Business Team to reopen the period" in page


def test_a_contributor_checks_and_cannot_sign(draft, sign_in):
    """No button, a sentence instead; posting past it is refused."""
    client = sign_in(person_with(Role.PARTNER_CONTRIBUTOR, agency=filled(draft).agency))
    page = client.get(reverse("assurance:return_check", args=[draft.pk])).content.decode()
    assert "Only your agency’s lead can submit" in page
    assert client.post(reverse("assurance:return_submit", args=[draft.pk])).status_code == 403


def test_the_business_team_accepts(draft, sign_in):
    """From the page of the signed version."""
    team = person_with(Role.BUSINESS_TEAM)
    submitted(draft)
    client = sign_in(team)
    page = client.get(reverse("assurance:return_detail", args=[draft.pk]), follow=True).content.decode()
    assert "Accept this return" in page
    assert "Demonstration statement" in page
    client.post(reverse("assurance:return_accept", args=[draft.pk]))
    assert StatusReturn.objects.get(pk=draft.pk).state == ReturnState.ACCEPTED
    assert ActivityEntry.objects.filter(action="return.read", actor=team).exists()


def test_returned_for_changes_with_the_reason_shown(draft, lead, sign_in):
    """The lead reads on the task list what to change."""
    team = person_with(Role.BUSINESS_TEAM)
    submitted(draft, by=lead)
    client = sign_in(team)
    url = reverse("assurance:return_send_back", args=[draft.pk])
    assert "Say why" in client.post(url, {"reason": ""}).content.decode()
    client.post(url, {"reason": "Say which district"})
    page = sign_in(lead).get(reverse("assurance:return_detail", args=[draft.pk])).content.decode()
    assert "Say which district" in page
    assert "Returned for changes" in page


def test_a_lead_recalls(draft, lead, sign_in):
    """After being asked."""
    submitted(draft, by=lead)
    client = sign_in(lead)
    url = reverse("assurance:return_recall", args=[draft.pk])
    assert "Recall this return?" in client.get(url).content.decode()
    client.post(url)
    assert StatusReturn.objects.get(pk=draft.pk).state == ReturnState.DRAFT


def test_the_tracker_page_and_its_buttons(draft, sign_in):
    """Who has not submitted, in the heading; one button reminds them; a date can be extended."""
    team = person_with(Role.BUSINESS_TEAM)
    client = sign_in(team)
    page = client.get(reverse("assurance:tracker")).content.decode()
    assert "1 of 1 Safeguarding Partners has not submitted" in page
    page = client.post(reverse("assurance:tracker_remind", args=["2026Q2"]), follow=True).content.decode()
    assert "Reminded: Kent Police." in page
    new_date = {"due_on_day": "1", "due_on_month": "12", "due_on_year": "2026", "reason": "New system"}
    page = client.post(reverse("assurance:return_extend", args=[draft.pk]), new_date, follow=True).content.decode()
    assert "Extended: New system" in page


def test_the_comparison_shows_partners_side_by_side_and_shared_concerns(draft, sign_in):
    """Missing ones say so; nothing of a draft shows."""
    submitted(draft, marker="Police says")
    filled(StatusReturnFactory(agency__name="Health", agency__category="health"), marker="HealthSecret")
    page = sign_in(person_with(Role.SAAS_MEMBER)).get(reverse("assurance:compare")).content.decode()
    assert "Police says" in page
    assert "Not submitted" in page
    assert "HealthSecret" not in page


def test_pages_without_any_period(client, sign_in):
    """Empty states, no dead ends."""
    StatusReturn.objects.all().delete()
    client = sign_in(person_with(Role.BUSINESS_TEAM))
    for name in ("assurance:tracker", "assurance:compare", "assurance:return_list"):
        assert client.get(reverse(name)).status_code == 200
