"""Agencies: added, renamed, merged and ended without losing their history (R1, R2, R4 to R6, C4)."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from assurance.models import ActivityEntry, Agency, AgencyDuty, AgencyName, Membership, PartnershipGroup, User
from assurance.permissions import may, sync_grants
from assurance.queries.agencies import agencies_listed, agencies_visible_to
from assurance.rules.roles import Permission, Role
from assurance.services import agencies as services
from tests.assurance.counting import queries_of
from tests.factories.assurance import AgencyFactory, PartnershipGroupFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
WHEN = {"now": NOW, "today": TODAY}
ANSWERS = {
    "name": "British Transport Police",
    "short_name": "",
    "category": "",
    "role": "Polices the railways",
    "represented_by": None,
    "asked_each_quarter": False,
    "starts_on": date(2026, 10, 1),
}


@pytest.fixture
def team():
    return person_with(Role.BUSINESS_TEAM, today=TODAY)


@pytest.fixture
def agency():
    return AgencyFactory(slug="old-trust", name="Old Trust")


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def test_a_new_relevant_agency_has_its_name_and_three_duties_to_be_recorded(team):
    agency = services.create_agency(**ANSWERS, by=team, now=NOW)
    assert (agency.slug, agency.short_name) == ("british-transport-police", "British Transport Police")
    assert [str(name) for name in agency.names.all()] == ["British Transport Police"]
    assert {(duty.duty, duty.state) for duty in agency.duties.all()} == {
        (duty, "not_recorded") for duty in AgencyDuty.Duty.values
    }
    assert ActivityEntry.objects.get(action="agency.add").subject_id == str(agency.pk)


def test_a_safeguarding_partner_has_no_duties_of_a_relevant_agency(team):
    agency = services.create_agency(**{**ANSWERS, "category": "police"}, by=team, now=NOW)
    assert not agency.duties.exists()
    assert agency.is_safeguarding_partner


def test_there_is_no_fourth_category():
    with pytest.raises(IntegrityError), transaction.atomic():
        AgencyFactory(category="education")


def test_a_name_that_was_used_is_refused(team, agency):
    with pytest.raises(ValidationError, match="There is an agency called “Old Trust” already"):
        services.create_agency(**{**ANSWERS, "name": "Old Trust"}, by=team, now=NOW)


def test_renaming_keeps_the_old_name_for_its_time(team, agency):
    services.rename_agency(
        agency=agency, name="New Trust", short_name="New", starts_on=date(2026, 7, 1), by=team, **WHEN
    )
    agency.refresh_from_db()
    assert (agency.name, agency.short_name, agency.slug) == ("New Trust", "New", "old-trust")
    assert agency.name_on(date(2026, 6, 30)) == "Old Trust"
    assert agency.name_on(date(2026, 7, 1)) == "New Trust"
    assert agency.name_on(date(2001, 1, 1)) == "New Trust"
    assert ActivityEntry.objects.get(action="agency.rename").detail == '{"starts_on":"2026-07-01"}'


@pytest.mark.parametrize(
    ("name", "starts_on", "sentence"),
    [
        ("New Trust", TODAY + timedelta(days=1), "cannot begin in the future"),
        ("New Trust", date(2019, 9, 17), "holds from 17 September 2019: give a later day"),
        ("Old Trust", TODAY, "is its name already"),
    ],
)
def test_a_name_that_does_not_fit_is_refused(team, agency, name, starts_on, sentence):
    with pytest.raises(ValidationError, match=sentence):
        services.rename_agency(agency=agency, name=name, short_name="", starts_on=starts_on, by=team, **WHEN)
    assert agency.names.count() == 1


def test_an_agency_has_one_name_today(agency):
    with pytest.raises(IntegrityError), transaction.atomic():
        AgencyName.objects.create(agency=agency, name="Another", starts_on=TODAY)


def test_merging_keeps_its_names_and_memberships_and_ends_its_rights(team, agency):
    into = AgencyFactory(name="Bigger Trust")
    lead = person_with(Role.PARTNER_LEAD, agency=agency, today=TODAY)
    last_day = date(2026, 10, 31)
    assert services.merge_agency(agency=agency, into=into, last_day=last_day, by=team, **WHEN) == 1
    agency.refresh_from_db()
    assert (agency.merged_into, agency.ends_on) == (into, last_day)
    assert [str(name) for name in agency.names.all()] == ["Old Trust"]
    membership = Membership.objects.get(person=lead)
    assert (membership.agency, membership.ends_on) == (agency, last_day)
    assert not may(User.objects.get(pk=lead.pk), Permission.DRAFT_RETURN, agency)
    sync_grants(team, today=TODAY)
    assert may(team, Permission.READ_RETURN, agency), "what it signed can no longer be read"
    assert ActivityEntry.objects.get(action="agency.merge").detail == f'{{"into":{into.pk},"last_day":"2026-10-31"}}'


def test_merging_into_itself_or_into_what_is_gone_is_refused(team, agency):
    gone = AgencyFactory(name="Gone", ends_on=date(2026, 1, 31))
    with pytest.raises(ValidationError, match="into itself"):
        services.merge_agency(agency=agency, into=agency, last_day=TODAY, by=team, **WHEN)
    with pytest.raises(ValidationError, match="Gone does not exist on the day after 21 November 2026"):
        services.merge_agency(agency=agency, into=gone, last_day=TODAY, by=team, **WHEN)
    agency.refresh_from_db()
    assert agency.ends_on is None


def test_a_merged_agency_has_ended():
    into = AgencyFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        AgencyFactory(merged_into=into)


@pytest.mark.parametrize(
    ("last_day", "sentence"), [(date(2019, 1, 1), "began on 17 September 2019"), (TODAY, "has a last day already")]
)
def test_a_last_day_that_does_not_fit_is_refused(team, last_day, sentence):
    agency = AgencyFactory(ends_on=None if last_day < TODAY else TODAY)
    with pytest.raises(ValidationError, match=sentence):
        services.end_agency(agency=agency, last_day=last_day, by=team, **WHEN)


def test_an_agency_does_not_end_before_it_starts(agency):
    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.filter(pk=agency.pk).update(ends_on=date(2019, 1, 1))


def test_a_duty_is_recorded_once_and_changed_after(team, agency):
    for state, note in (("partly", "Half paid"), ("met", "Paid")):
        services.record_duty(agency=agency, duty="funds", state=state, note=note, noted_on=TODAY, by=team, now=NOW)
    duty = agency.duties.get(duty="funds")
    assert (duty.state, duty.note) == ("met", "Paid")
    assert [e.detail for e in ActivityEntry.objects.filter(action="agency.record_duty")] == [
        '{"state":"met"}',
        '{"state":"partly"}',
    ]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.BUSINESS_TEAM])
def test_only_the_business_team_keeps_agencies(agency, role):
    by = person_with(role)
    with pytest.raises(PermissionDenied):
        services.create_agency(**ANSWERS, by=by, now=NOW)
    with pytest.raises(PermissionDenied):
        services.rename_agency(agency=agency, name="X", short_name="", starts_on=TODAY, by=by, **WHEN)
    with pytest.raises(PermissionDenied):
        services.end_agency(agency=agency, last_day=TODAY, by=by, **WHEN)
    with pytest.raises(PermissionDenied):
        services.merge_agency(agency=agency, into=AgencyFactory(), last_day=TODAY, by=by, **WHEN)
    with pytest.raises(PermissionDenied):
        services.record_duty(agency=agency, duty="acts", state="met", note="", noted_on=None, by=by, now=NOW)
    with pytest.raises(PermissionDenied):
        services.change_agency(agency=agency, by=by, now=NOW, **dict.fromkeys(services.CHANGEABLE, ""))


def test_partners_are_listed_by_name_so_that_none_ranks_before_another(framework):
    lists = agencies_listed(person_with(Role.SAAS_MEMBER), TODAY)
    assert [agency.name for agency in lists.partners] == [
        "Kent County Council",
        "Kent Police",
        "NHS Kent and Medway ICB",
    ]
    assert len(lists.relevant) == 7
    assert [agency.name for agency in lists.former] == ["Community Rehabilitation Companies"]


def test_who_belongs_to_nothing_sees_no_agency(agency):
    assert not agencies_visible_to(UserFactory()).exists()


def test_the_list_shows_partners_relevant_and_former_agencies(framework, sign_in):
    page = sign_in(person_with(Role.PARTNER_LEAD)).get(reverse("assurance:agency_list")).content.decode()
    assert "Head of Paid Service" in page
    assert "Provides statutory fire and rescue service" in page
    assert "Former agencies" in page
    assert "Add an agency" not in page


def test_an_agencys_page_shows_what_is_known_of_it(framework, sign_in):
    client = sign_in(person_with(Role.PARTNER_LEAD))
    page = client.get(reverse("assurance:agency_detail", args=["nhs-kent-and-medway"])).content.decode()
    assert "NHS Kent and Medway CCG" in page
    assert "Accountable chief officer" in page
    assert "Hand over" not in page
    page = client.get(reverse("assurance:agency_detail", args=["community-rehabilitation-companies"])).content.decode()
    assert "Merged into" in page
    assert client.get(reverse("assurance:agency_detail", args=["no-such-agency"])).status_code == 404


def test_the_business_team_finds_what_it_may_do(framework, sign_in, team):
    page = sign_in(team).get(reverse("assurance:agency_detail", args=["education"])).content.decode()
    for words in ("Rename", "Merge into another", "Record"):
        assert words in page
    page = (
        sign_in(team)
        .get(reverse("assurance:agency_detail", args=["community-rehabilitation-companies"]))
        .content.decode()
    )
    assert "Merge into another" not in page


def test_adding_one_on_screen(framework, sign_in, team):
    answers = {"name": "British Transport Police", "represented_by": "saas", **day("starts_on", date(2026, 10, 1))}
    answer = sign_in(team).post(reverse("assurance:agency_create"), answers, follow=True)
    assert "The agency is added." in answer.content.decode()
    assert Agency.objects.get(slug="british-transport-police").represented_by.slug == "saas"


def test_what_is_missing_is_said_on_the_page(framework, sign_in, team):
    page = sign_in(team).post(reverse("assurance:agency_create"), {}).content.decode()
    assert "Enter the full name" in page
    assert "Enter the first day" in page
    assert "<title>Error: Add an agency" in page


def test_changing_renaming_and_recording_a_duty_on_screen(framework, sign_in, team):
    client, education = sign_in(team), Agency.objects.get(slug="education")
    client.post(reverse("assurance:agency_edit", args=["education"]), {"role": "Teaches", "represented_by": ""})
    client.post(
        reverse("assurance:agency_rename", args=["education"]),
        {"name": "Schools", **day("starts_on", date(2026, 1, 1))},
    )
    client.post(
        reverse("assurance:agency_duty", args=["education", "acts"]),
        {"state": "met", **day("noted_on", date(2026, 1, 2))},
    )
    education.refresh_from_db()
    assert (education.role, education.represented_by, education.name) == ("Teaches", None, "Schools")
    assert education.duties.get(duty="acts").noted_on == date(2026, 1, 2)
    assert client.get(reverse("assurance:agency_duty", args=["education", "sings"])).status_code == 404
    assert client.get(reverse("assurance:agency_duty", args=["kent-police", "acts"])).status_code == 404


def test_ending_and_merging_ask_first_and_say_what_ends(framework, sign_in, team):
    client, cafcass = sign_in(team), Agency.objects.get(slug="cafcass")
    person_with(Role.AGENCY_REPRESENTATIVE, agency=cafcass, post_title="Service Manager")
    for name in ("agency_end", "agency_merge"):
        page = client.get(reverse(f"assurance:{name}", args=["cafcass"])).content.decode()
        assert "Service Manager: Agency representative" in page
    answers = {"into": "probation-service", **day("last_day", date(2026, 3, 31))}
    answer = client.post(reverse("assurance:agency_merge", args=["cafcass"]), answers, follow=True)
    assert "is merged. Its history is kept." in answer.content.decode()
    assert client.get(reverse("assurance:agency_end", args=["kent-police"])).status_code == 200
    client.post(reverse("assurance:agency_end", args=["education"]), day("last_day", date(2026, 3, 31)))
    assert Agency.objects.get(slug="education").ends_on == date(2026, 3, 31)


@pytest.mark.parametrize("name", ["agency_create", "agency_edit", "agency_rename", "agency_end", "agency_merge"])
def test_a_partner_lead_is_told_whom_to_ask(framework, sign_in, name):
    arguments = [] if name == "agency_create" else ["kent-police"]
    answer = sign_in(person_with(Role.PARTNER_LEAD)).post(reverse(f"assurance:{name}", args=arguments), {})
    assert answer.status_code == 403
    assert "ask the Business Team" in answer.content.decode()


def test_the_list_costs_the_same_queries_however_many_agencies_there_are(framework, sign_in, team):
    client, address = sign_in(team), reverse("assurance:agency_list")
    few = queries_of(client, address)
    for _ in range(12):
        AgencyFactory(represented_by=PartnershipGroupFactory())
    assert queries_of(client, address) == few


def test_the_agencies_are_downloaded(framework, sign_in):
    client = sign_in(person_with(Role.SAAS_MEMBER))
    text = client.get(reverse("assurance:agency_download", args=["csv"])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0])[:4] == ["Agency", "Kind", "Role", "Represented by"]
    assert len(rows) == 11
    assert next(row for row in rows if row["Agency"] == "Education")["Duties"].count("Not yet recorded") == 3
    assert client.get("/agencies/download.pdf").status_code == 404
    assert PartnershipGroup.objects.filter(slug="kscmp").exists()
    assert ActivityEntry.objects.filter(action="directory.download").count() == 1
