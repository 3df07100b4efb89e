"""Independent Scrutineers: on what terms they serve, and what touches their independence (R15, R16)."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from assurance.models import Agency, PartnershipGroup
from assurance.queries.scrutineers import scrutineer_of, scrutineers
from assurance.rules.roles import Role
from assurance.services import people as services
from assurance.services.posts import hand_over_post
from tests.factories.assurance import person_with

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def team():
    return person_with(Role.BUSINESS_TEAM, today=TODAY)


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def test_terms_are_recorded_for_scrutineers_alone_and_there_may_be_several(team):
    terms = {"scope": "The whole", "employer": "Self-employed", "reports_to": "Executive Board"}
    with pytest.raises(ValidationError, match="is no Independent Scrutineer"):
        services.appoint_scrutineer(person=team, **terms, starts_on=TODAY, ends_on=None, by=team, now=NOW)
    one, two = (person_with(Role.INDEPENDENT_SCRUTINEER, today=TODAY) for _ in range(2))
    with pytest.raises(ValidationError, match="cannot lie before the first"):
        services.appoint_scrutineer(person=one, **terms, starts_on=TODAY, ends_on=date(2026, 1, 1), by=team, now=NOW)
    past = services.appoint_scrutineer(person=one, **terms, starts_on=date(2024, 1, 1), ends_on=None, by=team, now=NOW)
    with pytest.raises(ValidationError, match="began on 1 January 2024"):
        services.end_appointment(appointment=past, last_day=date(2023, 1, 1), by=team, now=NOW)
    services.end_appointment(appointment=past, last_day=date(2025, 12, 31), by=team, now=NOW)
    terms["scope"] = "Exploitation"
    services.appoint_scrutineer(person=one, **terms, starts_on=TODAY, ends_on=None, by=team, now=NOW)
    found = scrutineers(TODAY)
    assert {each.person for each in found} == {one, two}
    of_one = scrutineer_of(one, TODAY)
    assert [appointment.scope for appointment in of_one.terms] == ["Exploitation"]
    assert len(of_one.all_terms) == 2
    assert scrutineer_of(team, TODAY) is None


def test_only_who_manages_people_appoints_a_scrutineer():
    scrutineer = person_with(Role.INDEPENDENT_SCRUTINEER)
    with pytest.raises(PermissionDenied):
        services.appoint_scrutineer(
            person=scrutineer,
            scope="All",
            employer="",
            reports_to="",
            starts_on=TODAY,
            ends_on=None,
            by=scrutineer,
            now=NOW,
        )


def test_a_scrutineer_who_chairs_a_meeting_is_warned_of(framework, team):
    scrutineer = person_with(Role.INDEPENDENT_SCRUTINEER, today=TODAY)
    assert scrutineer_of(scrutineer, TODAY).warnings == []
    emerging = PartnershipGroup.objects.get(slug="emerging-themes")
    person_with(Role.GROUP_CHAIR, group=emerging, person=scrutineer)
    post = PartnershipGroup.objects.get(slug="saas").posts.get(kind="deputy_chair")
    hand_over_post(post=post, person=scrutineer, starts_on=date(2026, 1, 1), by=team, now=NOW)
    warnings = scrutineer_of(scrutineer, TODAY).warnings
    assert len(warnings) == 2
    assert "Also chairs Emerging Themes" in warnings[0]
    assert "Also chairs Scrutiny, Assurance and Audit Sub-group" in warnings[1]


def test_a_scrutineer_who_belongs_to_an_agency_is_warned_of(framework):
    scrutineer = person_with(Role.INDEPENDENT_SCRUTINEER, today=TODAY)
    person_with(Role.AUDIT_TEAM_MEMBER, agency=Agency.objects.get(slug="kent-police"), person=scrutineer)
    assert scrutineer_of(scrutineer, TODAY).warnings == [
        "Is also tied to Kent Police. The scrutineer stands outside every agency (SAF Figure 1)."
    ]


def test_terms_of_appointment_on_screen(framework, sign_in, team):
    client, scrutineer = sign_in(team), person_with(Role.INDEPENDENT_SCRUTINEER)
    page = client.get(reverse("assurance:person_detail", args=[scrutineer.pk])).content.decode()
    assert "No terms of appointment are recorded" in page
    answers = {
        "scope": "The whole of the arrangements",
        "employer": "Kent County Council",
        **day("starts_on", date(2026, 1, 1)),
    }
    client.get(reverse("assurance:appointment_add", args=[scrutineer.pk]))
    client.post(reverse("assurance:appointment_add", args=[scrutineer.pk]), answers)
    appointment = scrutineer.scrutineer_appointments.get()
    assert "The whole of the arrangements" in client.get(reverse("assurance:coverage")).content.decode()
    client.post(reverse("assurance:appointment_end", args=[appointment.pk]), day("last_day", date(2026, 10, 1)))
    appointment.refresh_from_db()
    assert appointment.ends_on == date(2026, 10, 1)
