"""Membership coverage: gaps, authority, updates, and the strategic quartet (R10 to R12, R14)."""

from datetime import date

import pytest
from django.urls import reverse

from assurance.models import Agency, Membership, PartnershipGroup, User
from assurance.queries.coverage import coverage, coverage_table
from assurance.rules.roles import Role
from tests.assurance.counting import queries_of
from tests.factories.assurance import person_with

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


def group(slug):
    return PartnershipGroup.objects.get(slug=slug)


def agency(slug):
    return Agency.objects.get(slug=slug)


def of(slug):
    """The coverage of one group today."""
    return next(each for each in coverage(TODAY) if each.group.slug == slug)


def represents(slug, role, at, **marks):
    """A member of the group `at` who represents an agency; its membership."""
    person = person_with(role, group=group(at), today=TODAY)
    Membership.objects.filter(person=person).update(representing=agency(slug), **marks)
    return person.memberships.get()


def test_the_board_needs_the_three_partners_and_saas_every_agency(framework):
    groups = coverage(TODAY)
    assert [each.group.slug for each in groups] == ["executive-board", "saas"]
    assert [place.agency.slug for place in of("executive-board").places] == [
        "kent-county-council",
        "kent-police",
        "nhs-kent-and-medway",
    ]
    assert len(of("saas").places) == 10
    assert of("saas").missing == 10


def test_an_agency_that_ended_is_not_required(framework):
    assert "community-rehabilitation-companies" not in [place.agency.slug for place in of("saas").places]


def test_a_representative_fills_the_place_of_that_agency_in_that_group_alone(framework):
    represents("kent-police", Role.SAAS_MEMBER, "saas")
    filled = [place.agency.slug for place in of("saas").places if not place.is_missing]
    assert filled == ["kent-police"]
    assert of("executive-board").missing == 3


@pytest.mark.parametrize(
    "change", [{"ends_on": date(2026, 11, 20)}, {"starts_on": date(2026, 11, 22)}, {"representing": None}]
)
def test_who_is_not_there_today_fills_no_place(framework, change):
    membership = represents("kent-police", Role.SAAS_MEMBER, "saas")
    Membership.objects.filter(pk=membership.pk).update(**change)
    assert of("saas").missing == 10


def test_a_deactivated_person_fills_no_place(framework):
    membership = represents("kent-police", Role.SAAS_MEMBER, "saas")
    User.objects.filter(pk=membership.person_id).update(is_active=False)
    assert of("saas").missing == 10


def test_a_representative_without_stated_authority_is_flagged(framework):
    without = represents("kent-police", Role.SAAS_MEMBER, "saas")
    represents("cafcass", Role.SAAS_MEMBER, "saas", has_authority=True)
    assert of("saas").without_authority == 1
    assert [m for place in of("saas").places for m in place.without_authority] == [without]


def test_a_sub_groups_update_is_given_by_its_chair_or_who_is_named_instead(framework):
    assert {update.group.slug for update in of("saas").updates} == {"emerging-themes", "policy-and-procedures"}
    assert all(update.is_missing for update in of("saas").updates)
    chair = person_with(Role.GROUP_CHAIR, group=group("emerging-themes"), today=TODAY)
    named = represents("kent-police", Role.SAAS_MEMBER, "saas", speaks_for_chair_of=group("policy-and-procedures"))
    updates = {update.group.slug: update for update in of("saas").updates}
    assert [m.person for m in updates["emerging-themes"].chairs] == [chair]
    assert updates["policy-and-procedures"].spokespeople == [named]
    assert not any(update.is_missing for update in updates.values())
    assert of("executive-board").updates == []


def test_the_strategic_quartet_is_shown_and_its_gaps_are_flagged(framework):
    missing = [others.heading for others in of("saas").others if others.is_missing]
    assert missing == ["Elected Members", "Independent Scrutineer", "Business Team"]
    person_with(Role.INDEPENDENT_SCRUTINEER, today=TODAY)
    person_with(Role.BUSINESS_TEAM, today=TODAY)
    elected = person_with(Role.SAAS_CHAIR, group=group("saas"), today=TODAY)
    elected.memberships.update(capacity="elected_member")
    assert [others.heading for others in of("saas").others if others.is_missing] == []


def test_lay_and_voluntary_sector_members_are_shown_and_not_required(framework):
    lay = person_with(Role.SAAS_MEMBER, group=group("saas"), today=TODAY)
    lay.memberships.update(capacity="lay")
    others = {each.heading: each for each in of("saas").others}
    assert [membership.person for membership in others["Lay members"].members] == [lay]
    assert not others["Voluntary sector"].is_missing
    assert [each.heading for each in of("executive-board").others] == [
        "Elected Members",
        "Lay members",
        "Voluntary sector",
    ]


def test_the_page_names_the_gaps(framework, sign_in):
    represents("kent-police", Role.SAAS_MEMBER, "saas")
    page = sign_in(person_with(Role.PARTNER_LEAD, agency=agency("kent-police"))).get(reverse("assurance:coverage"))
    text = page.content.decode()
    assert "9 of 10 required agencies have nobody." in text
    assert "3 of 3 required agencies have nobody." in text
    assert "1 representative without a statement of authority." in text
    assert "Not stated" in text
    assert "No Independent Scrutineer" in text


def test_a_full_board_is_said_to_be_full(framework, sign_in):
    for slug in ("kent-police", "kent-county-council", "nhs-kent-and-medway"):
        represents(slug, Role.BOARD_MEMBER, "executive-board", has_authority=True)
    page = sign_in(person_with(Role.BUSINESS_TEAM)).get(reverse("assurance:coverage")).content.decode()
    assert "Every required agency is represented." in page


def test_the_page_costs_the_same_queries_however_many_members_there_are(framework, sign_in):
    client = sign_in(person_with(Role.BUSINESS_TEAM))
    person_with(Role.INDEPENDENT_SCRUTINEER)
    few = queries_of(client, reverse("assurance:coverage"))
    for _ in range(8):
        represents("kent-police", Role.SAAS_MEMBER, "saas")
        person_with(Role.INDEPENDENT_SCRUTINEER)
    assert queries_of(client, reverse("assurance:coverage")) == few


def test_the_table_has_a_row_for_every_place(framework, sign_in):
    represents("kent-police", Role.SAAS_MEMBER, "saas")
    headers, rows = coverage_table(TODAY)
    assert len(rows) == 13
    assert [row[2] for row in rows if row[2] == "Nobody"] == ["Nobody"] * 12
    answer = sign_in(person_with(Role.BUSINESS_TEAM)).get(reverse("assurance:coverage_download", args=["xlsx"]))
    assert answer["Content-Disposition"] == 'attachment; filename="membership-coverage.xlsx"'
    assert headers[-1] == "Authority stated"
