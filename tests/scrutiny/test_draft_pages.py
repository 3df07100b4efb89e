"""The pages of a draft: for its authors alone, saving by themselves, without scripts, in a fixed number of queries."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from assurance.rules.roles import Role
from kscmp.context import open_sections
from scrutiny.models import AssessmentDraft, DraftAction, DraftAnswer, DraftEvidence
from scrutiny.queries.answers import asked_at
from scrutiny.rules.assessments import AssessmentKind, DraftState
from scrutiny.rules.frameworks import Rating
from scrutiny.services import answers as services
from tests.assurance.counting import queries_of
from tests.factories.actions import an_action
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.items import an_item
from tests.factories.scrutiny import NOW, a_draft, a_scrutineer, six_steps
from tests.scrutiny.test_answers import add_action, published

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1"}
CANARY = "Kingfisher at the weir"


@pytest.fixture
def author(client):
    person = a_scrutineer()
    client.force_login(person)
    return person


@pytest.fixture
def draft(author):
    return a_draft(author, title=CANARY)


def url(name, draft, *args):
    return reverse(f"scrutiny:{name}", args=[draft.pk, *args])


def form_of(answer, **changes):
    names = ("version", "rating", "rationale", "outcome", "children", "families", "practitioners")
    return {name: getattr(answer, name) for name in names} | changes


def head_of(**changes):
    return {
        "title": "Scrutiny 2026",
        "capacity": "Independent Scrutineer",
        "scope": "All",
        "purpose": "To judge",
        "readers": "assurance",
        "starts_on_day": "1",
        "starts_on_month": "10",
        "starts_on_year": "2025",
        "ends_on_day": "30",
        "ends_on_month": "9",
        "ends_on_year": "2026",
    } | changes


def every_address(draft):
    answer = asked_at(draft, 1).answer
    evidence = DraftEvidence.objects.create(answer=answer, kind="other", words="W", source="S")
    action = DraftAction.objects.create(answer=answer, title="T", agency=AgencyFactory(), due_on=NOW.date())
    return [
        url("draft_detail", draft),
        url("draft_head", draft),
        url("draft_drop", draft),
        url("question_edit", draft, 1),
        url("evidence_pick", draft, 1),
        url("evidence_add", draft, 1),
        url("evidence_remove", draft, 1, evidence.pk),
        url("question_actions", draft, 1),
        url("draft_action_add", draft, 1),
        url("draft_action_link", draft, 1),
        url("draft_action_edit", draft, 1, action.pk),
        url("draft_action_remove", draft, 1, action.pk),
    ]


# Who knows of it


@pytest.mark.parametrize("role", list(Role))
def test_for_everybody_else_a_draft_does_not_exist(client, draft, role):
    addresses = every_address(draft)
    client.force_login(person_with(role))
    for address in addresses:
        answers = {client.get(address).status_code, client.post(address, {}).status_code}
        assert answers <= {404, 405}, address
    listed = client.get(reverse("scrutiny:draft_list"))
    assert listed.status_code in (200, 403)
    assert CANARY not in listed.content.decode()
    draft.refresh_from_db()
    assert draft.state == DraftState.WRITING
    assert DraftEvidence.objects.count() == DraftAction.objects.count() == 1


def test_the_place_of_drafts_opens_to_those_who_may_write_one():
    def places(role):
        return [place.label for _, places in open_sections(person_with(role)) for place in places]

    with_it = {role for role in Role if "Your drafts" in places(role)}
    assert with_it == {Role.INDEPENDENT_SCRUTINEER, Role.PARTNER_LEAD, Role.PARTNER_CONTRIBUTOR}


def test_an_empty_list_is_the_same_whether_others_write_or_not(client):
    client.force_login(a_scrutineer())
    before = but_for_the_token(client.get(reverse("scrutiny:draft_list")))
    a_draft(title=CANARY)
    a_draft(kind=AssessmentKind.JOINT, title=CANARY)
    assert but_for_the_token(client.get(reverse("scrutiny:draft_list"))) == before


def but_for_the_token(answer):
    """The bytes of a page without the token of its forms, which is another each time."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content)


# Beginning, changing and dropping


def test_a_draft_is_begun_and_opened(client, author):
    version = six_steps()
    answer = client.get(reverse("scrutiny:draft_begin"))
    assert "Independent scrutiny" in answer.content.decode()
    sent = head_of(kind="scrutiny", framework=version.pk)
    answer = client.post(reverse("scrutiny:draft_begin"), sent)
    draft = AssessmentDraft.objects.get()
    assert answer.url == url("draft_detail", draft)
    shown = client.get(answer.url).content.decode()
    for words in ("Scrutiny 2026", "To judge", "SAAS, the Executive Board", "1 October 2025 to 30 September 2026"):
        assert words in shown


@pytest.mark.parametrize("missing", ["title", "capacity", "scope", "purpose", "readers", "kind", "framework"])
def test_whatever_stands_at_the_head_has_to_be_said(client, author, missing):
    version = six_steps()
    sent = head_of(kind="scrutiny", framework=version.pk) | {missing: ""}
    assert client.post(reverse("scrutiny:draft_begin"), sent).status_code == 200
    assert not AssessmentDraft.objects.exists()


def test_an_assessment_one_may_not_make_is_not_offered(client, author):
    version = six_steps()
    client.post(reverse("scrutiny:draft_begin"), head_of(kind="joint", framework=version.pk))
    assert not AssessmentDraft.objects.exists()


def test_two_authors_who_change_the_head_see_both_texts(client, draft):
    client.post(url("draft_head", draft), head_of(version=1, title="Saved first"))
    answer = client.post(url("draft_head", draft), head_of(version=1, title="Written second"))
    assert answer.status_code == 409
    assert "Saved first" in answer.content.decode()
    assert "Written second" in answer.content.decode()


def test_a_draft_is_dropped_and_can_then_be_read(client, draft):
    assert client.get(url("draft_drop", draft)).status_code == 200
    assert client.post(url("draft_drop", draft)).url == reverse("scrutiny:draft_list")
    for address in (url("draft_detail", draft), url("question_edit", draft, 1), url("evidence_pick", draft, 1)):
        shown = client.get(address)
        assert shown.status_code == 200
        assert 'name="rating"' not in shown.content.decode()
    assert client.get(url("draft_head", draft)).url == url("draft_detail", draft)


# One question


def test_the_definitions_stand_beside_the_choice_word_for_word(client, draft):
    shown = client.get(url("question_edit", draft, 7)).content.decode()
    assert "Question 7 of 24" in shown
    framework = draft.version.framework
    for meaning in (framework.green, framework.amber, framework.red):
        assert meaning in shown
    assert framework.reference.split(":")[0] in shown


@pytest.mark.parametrize(
    ("then", "name", "place"),
    [("", "question_edit", 8), ("next", "question_edit", 8), ("previous", "question_edit", 6)],
)
def test_moving_on_saves_and_comes_to_the_heading(client, draft, then, name, place):
    answer = asked_at(draft, 7).answer
    moved = client.post(url("question_edit", draft, 7), form_of(answer, rating="red", rationale="No", then=then))
    assert moved.url == url(name, draft, place) + "#question"
    answer.refresh_from_db()
    assert (answer.rating, answer.rationale) == ("red", "No")
    assert 'id="question" tabindex="-1"' in client.get(moved.url).content.decode()


@pytest.mark.parametrize(
    ("then", "name", "anchor"),
    [("evidence", "evidence_pick", "#evidence"), ("actions", "question_actions", "#actions")],
)
def test_going_for_evidence_or_an_action_saves_first(client, draft, then, name, anchor):
    answer = asked_at(draft, 3).answer
    moved = client.post(url("question_edit", draft, 3), form_of(answer, outcome="Kept", then=then))
    assert moved.url == url(name, draft, 3) + anchor
    assert asked_at(draft, 3).answer.outcome == "Kept"
    assert f'id="{anchor[1:]}" tabindex="-1"' in client.get(moved.url).content.decode()


def test_after_the_last_question_one_comes_to_the_overview(client, draft):
    answer = asked_at(draft, 24).answer
    assert client.post(url("question_edit", draft, 24), form_of(answer)).url == url("draft_detail", draft) + "#overview"


def test_autosave_says_when_and_as_which_version(client, draft):
    answer = asked_at(draft, 1).answer
    sent = form_of(answer, rating="amber")
    saved = client.post(url("question_edit", draft, 1), sent, headers=AUTOSAVE)
    assert (saved.status_code, saved.json()["version"]) == (200, 2)
    assert saved.json()["saved_at"]
    stale = client.post(url("question_edit", draft, 1), form_of(answer, rating="red"), headers=AUTOSAVE)
    assert (stale.status_code, stale.json()["conflict_url"]) == (409, url("question_edit", draft, 1))
    assert client.post(url("question_edit", draft, 1), {"rating": "red"}, headers=AUTOSAVE).status_code == 422
    answer.refresh_from_db()
    assert answer.rating == Rating.AMBER


def test_autosave_of_a_draft_dropped_meanwhile_says_so(client, draft):
    AssessmentDraft.objects.filter(pk=draft.pk).update(state=str(DraftState.DROPPED))
    answer = asked_at(draft, 1).answer
    refused = client.post(url("question_edit", draft, 1), form_of(answer, rating="red"), headers=AUTOSAVE)
    assert refused.status_code == 422
    assert "Your text is still on this page" in refused.json()["message"]


def test_two_authors_of_one_answer_see_both_texts(client, draft):
    answer = asked_at(draft, 1).answer
    client.post(url("question_edit", draft, 1), form_of(answer, rationale="Saved first"))
    conflict = client.post(url("question_edit", draft, 1), form_of(answer, rationale="Written second", rating="green"))
    assert conflict.status_code == 409
    shown = conflict.content.decode()
    assert "Saved first" in shown
    assert "Written second" in shown
    settled = client.post(url("question_edit", draft, 1), form_of(answer, rationale="Both", version=2))
    assert settled.status_code == 302
    assert asked_at(draft, 1).answer.rationale == "Both"


def test_last_year_stands_beside(client, draft):
    question = asked_at(draft, 1).answer.question
    published(question, year=2025, rating=Rating.AMBER)
    published(question, AssessmentKind.JOINT, Rating.GREEN, year=2026)
    shown = client.get(url("question_edit", draft, 1)).content.decode()
    for words in ("Last time", "Said in 2025", "The partners’ own self-assessment", "Said in 2026"):
        assert words in shown


@pytest.mark.parametrize(
    ("name", "args", "to", "words"),
    [
        ("evidence_pick", (3,), "question_edit", "Back to the question"),
        ("question_actions", (3,), "question_edit", "Back to the question"),
        ("draft_drop", (), "draft_detail", "Keep it"),
    ],
)
def test_every_page_leads_back(client, draft, name, args, to, words):
    shown = client.get(url(name, draft, *args)).content.decode()
    main = shown[shown.index("<main") :]
    (link,) = re.findall(rf'<a [^>]*href="([^"#]*)[^"]*"[^>]*>{words}</a>', main)
    assert link == url(to, draft, *args)


# Evidence and actions


def test_evidence_is_looked_for_picked_and_removed_without_scripts(client, author, draft):
    item = an_item(title="Chronology audit")
    address = url("evidence_pick", draft, 1)
    assert "Chronology audit" not in client.get(f"{address}?words=absent").content.decode()
    assert f"item:{item.pk}" in client.get(f"{address}?words=chronology&kind=item").content.decode()
    client.post(f"{address}?words=chronology", {"source": f"item:{item.pk}"})
    evidence = DraftEvidence.objects.get()
    shown = client.get(address).content.decode()
    assert "Picked" in shown
    assert item.finding in client.get(url("question_edit", draft, 1)).content.decode()
    client.post(url("evidence_remove", draft, 1, evidence.pk))
    assert not DraftEvidence.objects.exists()


def test_evidence_held_elsewhere_is_added(client, draft):
    sent = {"words": "Children told us", "source": "Visit to the front door"}
    assert client.post(url("evidence_add", draft, 1), sent).url == url("evidence_pick", draft, 1) + "#evidence"
    assert "Visit to the front door" in client.get(url("evidence_pick", draft, 1)).content.decode()
    assert client.post(url("evidence_add", draft, 1), {"words": "", "source": ""}).status_code == 200


def test_an_action_is_added_changed_and_removed(client, draft):
    agency = AgencyFactory()
    sent = {
        "title": "Publish the plan",
        "outcome": "Children know it",
        "holder": f"agency:{agency.slug}",
        "owner": "Head of X",
        "due_on_day": "31",
        "due_on_month": "3",
        "due_on_year": "2027",
        "is_recommendation": "on",
    }
    assert client.post(url("draft_action_add", draft, 1), sent).url == url("question_actions", draft, 1) + "#actions"
    action = DraftAction.objects.get()
    assert (action.agency, action.is_recommendation) == (agency, True)
    edit = url("draft_action_edit", draft, 1, action.pk)
    assert "Publish the plan" in client.get(edit).content.decode()
    client.post(edit, sent | {"title": "Publish the whole plan"})
    assert "Publish the whole plan" in client.get(url("draft_detail", draft)).content.decode()
    assert client.get(url("draft_action_edit", draft, 2, action.pk)).status_code == 404
    client.post(url("draft_action_remove", draft, 1, action.pk))
    assert not DraftAction.objects.exists()


def test_an_action_in_the_tracker_is_looked_for_and_linked(client):
    existing = an_action(title="Dip-sample discussions")
    author = a_scrutineer()
    client.force_login(author)
    draft = a_draft(author)
    address = url("draft_action_link", draft, 1)
    assert "Dip-sample" in client.get(f"{address}?words=dip").content.decode()
    assert "Dip-sample" not in client.get(f"{address}?words=absent").content.decode()
    client.post(address, {"action": existing.pk})
    assert DraftAction.objects.get().existing == existing
    assert "Dip-sample" not in client.get(address).content.decode()
    before = client.get(reverse("assurance:action_detail", args=[existing.pk])).content.decode()
    assert draft.title not in before


# Queries


def test_the_overview_and_a_question_take_a_fixed_number_of_queries(client, author, draft):
    first = asked_at(draft, 1).answer
    add_action(first, author, AgencyFactory())
    published(first.question, year=2025)
    counts = [
        queries_of(client, url(name, draft, *args)) for name, args in (("draft_detail", ()), ("question_edit", (1,)))
    ]
    for place in range(1, 25):
        answer = asked_at(draft, place).answer
        for number in range(2):
            add_action(answer, author, AgencyFactory(), title=f"Action {number}")
            services.add_evidence(answer=answer, words="W", source="S", dated_on=None, by=author, now=NOW)
        DraftAnswer.objects.filter(pk=answer.pk).update(rating=Rating.GREEN, rationale="It is so")
    for year in range(2015, 2025):
        made = published(first.question, year=year)
        assert made.published_at == datetime(year, 11, 3, 9, tzinfo=UTC)
    after = [
        queries_of(client, url(name, draft, *args)) for name, args in (("draft_detail", ()), ("question_edit", (1,)))
    ]
    assert after == counts


def test_the_list_takes_a_fixed_number_of_queries(client, author, draft):
    before = queries_of(client, reverse("scrutiny:draft_list"))
    for _ in range(3):
        a_draft(author)
    assert queries_of(client, reverse("scrutiny:draft_list")) == before
