"""Documents: kept in versions, agreed, reviewed each year or earlier, and signed up to (R109, R147)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from assurance.models import ActivityEntry, Document, DocumentReview, DocumentVersion, Notice, SignUp
from assurance.queries.documents import (
    document_page,
    document_rows,
    document_table,
    documents_to_sign,
    reviews_due,
    signature_table,
    version_visible_to,
)
from assurance.rules.documents import (
    ReviewOutcome,
    VersionState,
    next_review,
    problems_of_agreement,
    review_standing,
)
from assurance.rules.roles import Role
from assurance.services import documents as services
from assurance.services.decisions import record_decision, remove_decision
from tests.assurance.counting import queries_of
from tests.factories.assurance import AgencyFactory, UserFactory, person_with
from tests.factories.documents import AGREED_ON, NOW, WORDS, a_document, agree
from tests.factories.minutes import NOW as MINUTED
from tests.factories.minutes import some_minutes

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
NEXT = {"label": "November 2026", "text": "New words.", "link": "", "changes": "A duty is added."}


# Rules


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 2), 12, date(2027, 3, 2)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_the_next_review_is_so_many_months_later(day, months, expected):
    assert next_review(day, months) == expected


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_the_next_review_is_always_later_and_in_the_right_month(day, months):
    found = next_review(day, months)
    assert found > day
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months


@pytest.mark.parametrize(
    ("review_on", "words", "is_late"),
    [
        (None, "No review is set", False),
        (date(2026, 11, 9), "Review overdue since 9 November 2026", True),
        (date(2026, 11, 10), "Review due 10 November 2026: soon", False),
        (date(2027, 3, 2), "Review due 2 March 2027", False),
    ],
)
def test_how_a_review_stands(review_on, words, is_late):
    standing = review_standing(review_on, TODAY)
    assert (standing.words, standing.is_late) == (words, is_late)


def test_an_agreement_has_a_day_and_somebody():
    assert problems_of_agreement(agreed_on=TODAY, today=TODAY, has_decision=True, agreed_by="") == []
    assert problems_of_agreement(agreed_on=TODAY, today=TODAY, has_decision=False, agreed_by="The Board") == []
    assert len(problems_of_agreement(agreed_on=date(2027, 1, 1), today=TODAY, has_decision=False, agreed_by=" ")) == 2


# Versions


def test_a_version_comes_into_force_and_supersedes_the_one_before(team):
    document = a_document(team=team)
    first = document.versions.get()
    assert (first.state, first.agreed_by, document.review_on) == ("in_force", "Executive Board", date(2027, 3, 2))
    second = services.add_version(document=document, **NEXT, by=team, now=NOW)
    assert second.number == 2
    agree(second, team, agreed_on=TODAY)
    first.refresh_from_db()
    document.refresh_from_db()
    assert (first.state, second.state, document.review_on) == ("superseded", "in_force", date(2027, 11, 10))
    assert ActivityEntry.objects.filter(action="document.agree").count() == 2


def test_one_draft_at_a_time(team):
    document = a_document(team=team, agreed=False)
    with pytest.raises(ValidationError, match="Another version waits"):
        services.add_version(document=document, **NEXT, by=team, now=NOW)


def test_what_is_in_force_stays_as_it_is(team):
    version = a_document(team=team).versions.get()
    with pytest.raises(ValidationError, match="stays as it is"):
        services.edit_version(version=version, **NEXT, by=team, now=NOW)
    with pytest.raises(ValidationError, match="agreed already"):
        agree(version, team)


def test_a_draft_is_changed(team):
    version = a_document(team=team, agreed=False).versions.get()
    services.edit_version(version=version, **NEXT, by=team, now=NOW)
    version.refresh_from_db()
    assert version.label == "November 2026"
    with pytest.raises(ValidationError, match="Enter the text"):
        services.edit_version(version=version, **{**NEXT, "text": " "}, by=team, now=NOW)


def test_of_what_was_in_force_before_the_portal_the_agreement_is_recorded_later(team):
    document = Document.objects.create(slug="terms", title="Terms", kind="terms_of_reference")
    version = DocumentVersion.objects.create(document=document, number=1, label="2023", state=VersionState.IN_FORCE)
    agree(version, team)
    document.refresh_from_db()
    assert (version.state, version.agreed_on, document.review_on) == ("in_force", AGREED_ON, date(2027, 3, 2))


def test_the_decision_by_which_it_was_agreed_stays_in_the_minutes(team):
    minutes = some_minutes(team=team)
    decision = record_decision(minutes=minutes, text="The protocol is agreed", by=team, now=MINUTED)
    agree(a_document(team=team, agreed=False).versions.get(), team, agreed_by="", decision=decision)
    with pytest.raises(ValidationError, match="so it stays"):
        remove_decision(decision=decision, minutes=minutes, by=team, now=MINUTED)
    assert ActivityEntry.objects.filter(action="decision.remove").count() == 0


def test_an_agreement_without_words_is_refused(team):
    version = a_document(team=team, agreed=False).versions.get()
    with pytest.raises(ValidationError, match="Choose the Executive Board"):
        agree(version, team, agreed_by=" ")
    version.refresh_from_db()
    assert version.state == "draft"


def test_a_title_is_once(team):
    a_document(team=team)
    for title, sentence in (("Information-sharing protocol", "There is a document"), ("!", "Enter a title")):
        with pytest.raises(ValidationError, match=sentence):
            a_document(team=team, title=title)


# Reviews


def test_a_review_sets_the_next(team):
    document = a_document(team=team)
    review = services.record_review(
        document=document,
        reviewed_on=date(2026, 10, 1),
        outcome=ReviewOutcome.REVISE,
        text="The law changed.",
        is_early=True,
        by=team,
        now=NOW,
    )
    document.refresh_from_db()
    assert (document.review_on, review.review_on, review.is_early) == (date(2027, 10, 1), date(2027, 10, 1), True)
    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentReview.objects.update(text="Another")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"reviewed_on": date(2026, 12, 1)}, "in the future"), ({"text": " "}, "what the review found")],
)
def test_a_review_says_what_it_found(team, wrong, sentence):
    words = {"reviewed_on": TODAY, "outcome": ReviewOutcome.STANDS, "text": "It stands", "is_early": False}
    with pytest.raises(ValidationError, match=sentence):
        services.record_review(document=a_document(team=team), **{**words, **wrong}, by=team, now=NOW)


def test_reviews_due_are_for_those_who_keep_documents(team):
    document = a_document(team=team)
    Document.objects.update(review_on=TODAY)
    assert reviews_due(team, TODAY) == [document]
    assert reviews_due(person_with(Role.PARTNER_LEAD), TODAY) == []


# Signing up


def test_an_agency_signs_up_once(team):
    police, health = AgencyFactory(name="Kent Police"), AgencyFactory(name="Health")
    lead = person_with(Role.PARTNER_LEAD, agency=police)
    document = a_document(team=team, is_signed=True)
    assert [one.text for one in Notice.objects.filter(person=lead)] == [services.TO_SIGN]
    assert documents_to_sign(lead, TODAY) == [(document, police)]
    version = document.versions.get()
    sign(version, police, lead)
    assert documents_to_sign(lead, TODAY) == []
    with pytest.raises(ValidationError, match="has signed up already"):
        sign(version, police, team)
    page = document_page(document, team, TODAY)
    assert [one.agency for one in page.signed] == [police]
    assert [one.agency for one in page.not_signed] == [health]
    assert signature_table(page.signatures)[1] == [
        ["Health", None, "Not signed up"],
        ["Kent Police", TODAY, "Chief Constable"],
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        SignUp.objects.all().delete()


def sign(version, agency, by, **details):
    words = {"signed_on": TODAY, "signed_by": "Chief Constable"}
    return services.sign_up(version=version, agency=agency, **{**words, **details}, by=by, now=NOW)


def test_nobody_signs_for_another(team):
    version = a_document(team=team, is_signed=True).versions.get()
    with pytest.raises(PermissionDenied):
        sign(version, AgencyFactory(), person_with(Role.PARTNER_LEAD))
    with pytest.raises(ValidationError, match="in the future"):
        sign(version, AgencyFactory(), team, signed_on=date(2027, 1, 1))


def test_only_the_version_in_force_of_a_shared_document_is_signed(team):
    for document in (a_document(team=team), a_document(team=team, title="Draft", is_signed=True, agreed=False)):
        with pytest.raises(ValidationError, match="not in force"):
            sign(document.versions.get(), AgencyFactory(), team)


# Who may


@pytest.mark.parametrize("role", [Role.SAAS_MEMBER, Role.PARTNER_LEAD, Role.BOARD_MEMBER, Role.INSPECTOR])
def test_others_change_nothing(role, team):
    document = a_document(team=team)
    by = person_with(role)
    with pytest.raises(PermissionDenied):
        services.add_version(document=document, **NEXT, by=by, now=NOW)
    with pytest.raises(PermissionDenied):
        a_document(team=by, title="Another")


def test_a_draft_is_seen_by_those_who_keep_documents(team):
    document = a_document(team=team, agreed=False)
    reader = person_with(Role.PARTNER_LEAD)
    assert version_visible_to(team, document.slug, 1)
    assert version_visible_to(reader, document.slug, 1) is None
    assert document_page(document, reader, TODAY).version is None
    assert document_rows(UserFactory(), TODAY) == []


# Pages


def test_the_pages_say_what_holds(sign_in, team):
    police = AgencyFactory(name="Kent Police", slug="kent-police")
    document = a_document(team=team, is_signed=True)
    client = sign_in(person_with(Role.PARTNER_LEAD, agency=police))
    page = client.get("/documents/").content.decode()
    assert "March 2026" in page
    assert "0 of 1" in page
    page = client.get(f"/documents/{document.slug}/").content.decode()
    assert "What we do when we share information." in page
    assert "Record a review" not in page
    answers = {"signed_by": "Chief Constable", "signed_on_day": "2", "signed_on_month": "11", "signed_on_year": "2026"}
    address = f"/documents/{document.slug}/sign/kent-police/"
    assert "Sign up for Kent Police" in client.get(address).content.decode()
    assert client.post(address, answers).status_code == 302
    assert SignUp.objects.get().by.post_title
    assert client.get(address).status_code == 200
    assert client.get(f"/documents/{document.slug}/sign/other/").status_code == 404
    assert b"Kent Police" in client.get(f"/documents/{document.slug}/signed-up.csv").content
    assert client.get("/documents/download.xlsx").status_code == 200


def test_the_business_team_keeps_documents_on_its_pages(sign_in, team):
    client = sign_in(team)
    about = {"title": "Thresholds", "kind": "thresholds", "about": "", "group": "", "review_months": "12"}
    never = client.post("/documents/add/", about | {"review_months": "0"}).content.decode()
    assert "Enter 1 month or more" in never
    assert client.post("/documents/add/", about).status_code == 302
    address = "/documents/thresholds/"
    assert client.get(f"{address}versions/add/").status_code == 200
    client.post(f"{address}versions/add/", WORDS)
    assert client.get(f"{address}versions/1/change/").status_code == 200
    client.post(f"{address}versions/1/change/", {**WORDS, "label": "April 2026"})
    assert "Not yet agreed" in client.get(f"{address}versions/1/").content.decode()
    assert "April 2026" in client.get(address).content.decode()
    agreement = {"agreed_by": "Executive Board", "agreed_on_day": "1", "agreed_on_month": "4", "agreed_on_year": "2026"}
    client.post(f"{address}versions/1/agree/", agreement)
    assert client.get(f"{address}versions/1/agree/").status_code == 302
    assert "Agreed 1 April 2026 by Executive Board" in client.get(address).content.decode()
    review = {"reviewed_on_day": "1", "reviewed_on_month": "5", "reviewed_on_year": "2026", "outcome": "stands"}
    assert "Say what the review found" in client.post(f"{address}review/", review).content.decode()
    assert client.post(f"{address}review/", {**review, "text": "It stands."}).status_code == 302
    assert client.post(f"{address}change/", {**about, "title": "Thresholds of need"}).status_code == 302
    assert "Thresholds of need" in client.get("/documents/").content.decode()
    said = " ".join(client.get(f"{address}versions/1/").content.decode().split())
    assert "Agreed 1 April 2026 by Executive Board" in said
    assert "Executive Board ." not in said


def test_the_list_asks_as_often_however_long_it_is(sign_in, team):
    client = sign_in(team)
    AgencyFactory()

    def add(number):
        for each in range(number):
            a_document(team=team, title=f"Protocol {Document.objects.count()} {each}", is_signed=True)

    add(2)
    few = queries_of(client, "/documents/")
    add(8)
    assert queries_of(client, "/documents/") == few
    assert len(document_table(team, TODAY)[1]) == 10


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"state": "in_force", "number": 9},
        {"state": "draft", "agreed_on": AGREED_ON, "agreed_by": "", "number": 9},
        {"number": 1},
    ],
)
def test_the_database_refuses_a_version_that_cannot_be(wrong, team):
    document = a_document(team=team)
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentVersion.objects.create(**{"document": document, "number": 2, "label": "A", **wrong})
