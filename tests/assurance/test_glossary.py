"""The glossary: one page, searchable, kept by the Business Team (ToR 4.3, R19)."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from assurance.models import ActivityEntry, GlossaryTerm
from assurance.queries.glossary import glossary, term_visible_to
from assurance.rules.roles import Role
from assurance.services import glossary as services
from tests.factories.assurance import GlossaryTermFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ANSWERS = {"stands_for": "Designated safeguarding lead", "meaning": "", "source": "", "is_confirmed": True}


def test_terms_stand_under_their_first_letter_whatever_its_size(team):
    for term in ("eCR", "DAN", "DCS", "ACE", "Executive Board"):
        GlossaryTermFactory(term=term)
    letters = [(letter.letter, [str(term) for term in letter.terms]) for letter in glossary(team)]
    assert letters == [("A", ["ACE"]), ("D", ["DAN", "DCS"]), ("E", ["eCR", "Executive Board"])]


def test_who_belongs_to_nothing_reads_nothing():
    term = GlossaryTermFactory()
    assert glossary(UserFactory()) == []
    assert term_visible_to(UserFactory(), term.pk) is None


def test_a_term_is_added_changed_and_removed_and_all_is_logged(team):
    term = services.add_term(term="DSL", **ANSWERS, by=team, now=NOW)
    services.change_term(glossary_term=term, term="DSL", **{**ANSWERS, "meaning": "In a school"}, by=team, now=NOW)
    assert GlossaryTerm.objects.get().meaning == "In a school"
    services.remove_term(glossary_term=term, by=team, now=NOW)
    assert not GlossaryTerm.objects.exists()
    actions = list(ActivityEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == ["glossary.add", "glossary.change", "glossary.remove"]


def test_a_term_stands_once_whatever_its_capitals(team):
    dsl = services.add_term(term="DSL", **ANSWERS, by=team, now=NOW)
    with pytest.raises(ValidationError, match="The glossary has “dsl” already"):
        services.add_term(term="dsl", **ANSWERS, by=team, now=NOW)
    other = GlossaryTermFactory(term="DCS")
    with pytest.raises(ValidationError, match="already"):
        services.change_term(glossary_term=other, term="Dsl", **ANSWERS, by=team, now=NOW)
    services.change_term(glossary_term=dsl, term="dsl", **ANSWERS, by=team, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        GlossaryTermFactory(term="DSL")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.BUSINESS_TEAM])
def test_only_the_business_team_keeps_it(role):
    by, term = person_with(role), GlossaryTermFactory()
    with pytest.raises(PermissionDenied):
        services.add_term(term="DSL", **ANSWERS, by=by, now=NOW)
    with pytest.raises(PermissionDenied):
        services.change_term(glossary_term=term, term="DSL", **ANSWERS, by=by, now=NOW)
    with pytest.raises(PermissionDenied):
        services.remove_term(glossary_term=term, by=by, now=NOW)


def test_the_page_spells_out_and_says_what_is_not_confirmed(framework, sign_in):
    page = sign_in(person_with(Role.PARTNER_LEAD)).get(reverse("assurance:glossary")).content.decode()
    assert "Multi-agency risk assessment conference" in page
    assert page.count("the Business Team has yet to confirm it") == 3
    assert 'href="#letter-M"' in page
    assert "Add a term" not in page


def test_an_empty_glossary_says_what_will_appear(sign_in):
    page = sign_in(person_with(Role.PARTNER_LEAD)).get(reverse("assurance:glossary")).content.decode()
    assert "No terms yet" in page


def test_confirming_a_term_on_screen(framework, sign_in, team):
    client, dan = sign_in(team), GlossaryTerm.objects.get(term="DAN")
    address = reverse("assurance:glossary_edit", args=[dan.pk])
    page = client.get(address).content.decode()
    assert "Domestic abuse notification" in page
    assert "Remove this term" in page
    answers = {"term": "DAN", "stands_for": "Domestic abuse notice", "is_confirmed": "on"}
    answer = client.post(address, answers, follow=True)
    assert "The term is changed." in answer.content.decode()
    dan.refresh_from_db()
    assert (dan.stands_for, dan.is_confirmed) == ("Domestic abuse notice", True)


def test_adding_and_removing_a_term_on_screen(sign_in, team):
    client = sign_in(team)
    page = client.post(reverse("assurance:glossary_add"), {"term": "", "stands_for": ""}).content.decode()
    assert "Enter the term" in page
    client.post(reverse("assurance:glossary_add"), {"term": "DSL", "stands_for": "Designated safeguarding lead"})
    term = GlossaryTerm.objects.get()
    assert term.is_confirmed is False
    address = reverse("assurance:glossary_remove", args=[term.pk])
    assert "Remove “DSL”?" in client.get(address).content.decode()
    client.post(address)
    assert not GlossaryTerm.objects.exists()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["glossary_add", "glossary_edit", "glossary_remove"])
def test_a_partner_lead_keeps_none_of_it(sign_in, name):
    arguments = [] if name == "glossary_add" else [GlossaryTermFactory().pk]
    answer = sign_in(person_with(Role.PARTNER_LEAD)).post(reverse(f"assurance:{name}", args=arguments))
    assert answer.status_code == 403


def test_the_glossary_is_downloaded(framework, sign_in):
    client = sign_in(person_with(Role.PARTNER_LEAD))
    text = client.get(reverse("assurance:glossary_download", args=["csv"])).content.decode("utf-8-sig")
    assert "DAN,Domestic abuse notification" in text
    assert "To be confirmed" in text
