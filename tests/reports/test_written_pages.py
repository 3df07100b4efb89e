"""The pages on which people write in a report: each finds their own text, and nothing of the others'."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from assurance.rules.roles import Role
from reports.models import Narrative, NarrativeVersion, ReportFinding, ReportRecommendation
from reports.rules.kinds import Kind
from reports.rules.written import LONGEST
from tests.assurance.counting import queries_of
from tests.factories.assurance import AgencyFactory, ReportingPeriodFactory, partnership, person_with
from tests.factories.written import draft, finish, writing
from tests.reports.test_recommendations import found, issued, recommended

pytestmark = pytest.mark.django_db
AUTOSAVE = {"HTTP_X_AUTOSAVE": "1"}
DUE = {"due_on_day": "31", "due_on_month": "3", "due_on_year": "2099"}


@pytest.fixture
def at():
    """An annual scrutiny report and its people."""
    partnership()
    return writing(period=quarter_ahead())


def quarter_ahead():
    """A quarter whose Executive Board meets in three weeks, whenever that is."""
    return ReportingPeriodFactory(meeting__starts_at=timezone.now() + timedelta(weeks=3))


def html(response):
    return " ".join(response.content.decode().split())


def page_of(at, *parts):
    return f"/reports/{at.report.pk}/" + "".join(f"{part}/" for part in parts)


# Who finds what


def test_the_scrutineer_finds_the_statement_and_nothing_else(at, sign_in):
    client = sign_in(at.scrutineer)
    page = html(client.get(page_of(at, "write")))
    assert "Statement of the Independent Scrutineer" in page
    assert "Foreword" not in page
    assert "Findings" not in page
    assert client.get(page_of(at, "write", "statement")).status_code == 200
    for name in ("foreword", "impact", "on_risks", "on_nothing"):
        for asked_for in (client.get, client.post):
            assert asked_for(page_of(at, "write", name)).status_code == 404
        assert client.get(page_of(at, "write", name, "versions")).status_code == 404


def test_the_chair_of_the_group_that_reports_finds_the_foreword(at, sign_in):
    client = sign_in(at.chair)
    assert "Foreword" in html(client.get(page_of(at, "write")))
    assert client.get(page_of(at, "write", "foreword")).status_code == 200
    assert client.get(page_of(at, "write", "statement")).status_code == 404
    assert client.get(page_of(at, "findings", "add")).status_code == 403


def test_who_writes_nothing_in_it_does_not_know_of_it(at, sign_in):
    client = sign_in(at.board)
    for address in (page_of(at, "write"), page_of(at, "write", "foreword"), f"/reports/{uuid4()}/write/"):
        assert client.get(address).status_code == 404
    assert sign_in(person_with(Role.INSPECTOR)).get(page_of(at, "write")).status_code == 403


def test_the_business_team_does_not_read_the_statement_before_it_is_finished(at, sign_in):
    draft(at.report, "statement", "SECRET", at.scrutineer)
    client = sign_in(at.team)
    page = html(client.get(page_of(at, "write")))
    assert "Not finished" in page
    assert "draft saved" not in page.lower()
    for asked_for in (client.get, client.post):
        assert asked_for(page_of(at, "write", "statement")).status_code == 404
    assert "SECRET" not in html(client.get(page_of(at, "write", "statement", "versions")))
    finish(at.report, "statement", "SAID", at.scrutineer)
    assert "SAID" in html(client.get(page_of(at, "write", "statement", "versions")))


def test_every_text_has_its_row_with_who_is_asked(at, sign_in):
    page = html(sign_in(at.team).get(page_of(at, "write")))
    for words in ("The chair of SAAS", "The Independent Scrutineer", "Commentary on “Themes”", "Not begun"):
        assert words in page
    assert "does not usually have" in page
    assert "What changed for children" in page.partition("does not usually have")[2]


# Writing


def test_a_text_saves_itself_and_says_as_which_version(at, sign_in):
    client = sign_in(at.chair)
    saved = client.post(page_of(at, "write", "foreword"), {"version": "0", "text": "A"}, **AUTOSAVE)
    assert saved.json()["version"] == 1
    stale = client.post(page_of(at, "write", "foreword"), {"version": "0", "text": "B"}, **AUTOSAVE)
    assert (stale.status_code, stale.json()) == (409, {"conflict_url": page_of(at, "write", "foreword")})
    assert Narrative.objects.get().text == "A"


def test_two_people_see_both_texts_and_lose_neither(at, sign_in):
    draft(at.report, "foreword", "THEIRS", at.team)
    answer = sign_in(at.chair).post(page_of(at, "write", "foreword"), {"version": "0", "text": "MINE"})
    assert answer.status_code == 409
    assert "MINE" in html(answer)
    assert "THEIRS" in html(answer)
    assert 'name="version" value="1"' in html(answer)


def test_what_is_too_long_stays_in_the_page_and_nothing_saved_is_lost(at, sign_in):
    client = sign_in(at.chair)
    draft(at.report, "foreword", "SAVED", at.chair)
    said = {"version": "1", "text": "x" * 100_000}
    by_itself = client.post(page_of(at, "write", "foreword"), said, **AUTOSAVE)
    assert by_itself.status_code == 422
    assert "longer than 20,000 characters" in by_itself.json()["message"]
    pressed = client.post(page_of(at, "write", "foreword"), said | {"finish": "1"})
    assert "x" * 100_000 in pressed.content.decode()
    assert "maxlength" not in html(pressed)
    assert Narrative.objects.get().text == "SAVED"
    assert not NarrativeVersion.objects.exists()
    assert client.post(page_of(at, "write", "foreword"), said | {"text": "y" * LONGEST}).status_code == 302


def test_finishing_leads_back_with_how_it_stands(at, sign_in):
    client = sign_in(at.chair)
    said = {"version": "0", "text": "Our year", "finish": "1"}
    answer = client.post(page_of(at, "write", "foreword"), said, follow=True)
    assert "This wording is finished" in html(answer)
    assert "Finished" in html(answer)
    again = client.post(page_of(at, "write", "foreword"), said | {"version": "1"})
    assert "nothing new in it" in html(again)
    client.post(page_of(at, "write", "foreword"), {"version": "1", "text": "Our longer year", "finish": "1"})
    page = html(client.get(page_of(at, "write", "foreword", "versions")))
    assert "<del>Our year</del>" in page
    assert "<ins>Our longer year</ins>" in page
    taken = client.post(page_of(at, "write", "foreword"), {"version": "2", "text": "", "finish": "1"}, follow=True)
    assert "is taken out" in html(taken)


def test_a_draft_is_no_wording(at, sign_in):
    client = sign_in(at.chair)
    answer = client.post(page_of(at, "write", "foreword"), {"version": "0", "text": "Not yet"}, follow=True)
    assert "Your draft is saved" in html(answer)
    assert not NarrativeVersion.objects.exists()


# Findings and recommendations


def test_a_finding_is_added_changed_and_removed(at, sign_in):
    client = sign_in(at.team)
    added = client.post(page_of(at, "findings", "add"), {"text": "FOUND", "evidence": "AN AUDIT"}, follow=True)
    assert "The finding is added" in html(added)
    assert "FOUND" in html(added)
    one = ReportFinding.objects.get()
    changed = {"text": "OTHER", "evidence": "", "seen": one.written_at.isoformat()}
    assert "OTHER" in html(client.post(page_of(at, "findings", one.pk), changed, follow=True))
    stale = client.post(page_of(at, "findings", one.pk), changed | {"text": "MINE"})
    assert "Somebody else changed this" in html(stale)
    assert "MINE" in html(stale)
    assert "Load the page again" in html(client.post(page_of(at, "findings", one.pk), changed | {"seen": "x"}))
    assert "Remove it from the report?" in html(client.get(page_of(at, "findings", one.pk, "remove")))
    client.post(page_of(at, "findings", one.pk, "remove"))
    assert not ReportFinding.objects.exists()


def test_they_are_put_in_order_by_buttons(at, sign_in):
    client = sign_in(at.team)
    one, two = found(at, "One"), found(at, "Two")
    client.post(page_of(at, "findings", two.pk, "up"))
    assert [row.text for row in at.report.findings.all()] == ["Two", "One"]
    client.post(page_of(at, "findings", two.pk, "down"))
    assert [row.text for row in at.report.findings.all()] == ["One", "Two"]
    first, second = recommended(at, text="First"), recommended(at, text="Second")
    client.post(page_of(at, "recommendations", second.pk, "up"))
    client.post(page_of(at, "recommendations", first.pk, "down"))
    assert [row.text for row in at.report.recommendations.all()] == ["Second", "First"]
    page = html(client.get(page_of(at, "write")))
    assert f"findings/{one.pk}/up/" not in page
    assert f"findings/{one.pk}/down/" in page


def test_a_recommendation_is_added_and_changed(at, sign_in):
    client, agency = sign_in(at.team), AgencyFactory()
    said = {"text": "DO THIS", "holder": f"agency:{agency.slug}", "owner": "A post", "outcome": "Seen sooner"} | DUE
    assert "DO THIS" in html(client.post(page_of(at, "recommendations", "add"), said, follow=True))
    one = ReportRecommendation.objects.get()
    shown = html(client.get(page_of(at, "recommendations", one.pk)))
    assert one.written_at.isoformat() in shown
    assert f'value="agency:{agency.slug}" selected' in shown
    other = said | {"text": "DO THAT", "holder": "group:saas", "seen": one.written_at.isoformat()}
    client.post(page_of(at, "recommendations", one.pk), other)
    one.refresh_from_db()
    assert (one.text, one.holder) == ("DO THAT", at.saas)
    past = client.post(page_of(at, "recommendations", "add"), said | {"due_on_year": "2020"})
    assert "lies in the past" in html(past)
    client.post(page_of(at, "recommendations", one.pk, "remove"))
    assert not ReportRecommendation.objects.exists()


def test_one_in_the_tracker_is_followed_there(at, sign_in):
    client = sign_in(at.team)
    one = recommended(at)
    issued(at)
    one.refresh_from_db()
    page = html(client.get(page_of(at, "write")))
    assert f"/actions/{one.action_id}/" in page
    assert f"recommendations/{one.pk}/remove/" not in page
    for way in ((one.pk,), (one.pk, "remove")):
        assert "followed there" in html(client.get(page_of(at, "recommendations", *way), follow=True))
    assert "followed there" in html(client.post(page_of(at, "recommendations", one.pk, "remove"), follow=True))


def test_the_page_asks_as_often_however_much_is_written(at, sign_in):
    client = sign_in(at.team)
    found(at)
    recommended(at)
    finish(at.report, "foreword", "Words", at.chair)
    few = queries_of(client, page_of(at, "write"))
    for number in range(5):
        found(at, f"Finding {number}")
        recommended(at, text=f"Recommendation {number}")
        finish(at.report, f"on_{('risks', 'audits', 'actions', 'themes', 'learning')[number]}", "Words", at.team)
    assert queries_of(client, page_of(at, "write")) == few


# On the first page


def test_the_first_page_asks_each_for_their_own_part(at, sign_in):
    said = {person: html(sign_in(getattr(at, person)).get("/")) for person in ("team", "chair", "scrutineer", "board")}
    assert f"Your foreword for “{at.report}” is wanted" in said["chair"]
    assert f"Your statement for “{at.report}” is wanted" in said["scrutineer"]
    assert "is wanted" not in said["team"] + said["board"]
    finish(at.report, "foreword", "Words", at.chair)
    assert "is wanted" not in html(sign_in(at.chair).get("/"))


def test_the_business_team_is_asked_what_changed_for_children(sign_in):
    partnership()
    at = writing(Kind.YEARLY_REPORT, quarter_ahead())
    assert "Your account of what changed for children" in html(sign_in(at.team).get("/"))
