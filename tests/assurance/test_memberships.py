"""Memberships: given, changed, ended; rights follow in the same transaction, and the history stays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assurance.models import ActivityEntry, Membership, PartnershipGroup, User
from assurance.permissions import may
from assurance.queries.memberships import roles_given_by, seats_offered
from assurance.rules.roles import ROLES, Permission, Role
from assurance.services.memberships import (
    add_membership,
    change_membership,
    end_membership,
    end_memberships_of,
)
from tests.factories.assurance import AgencyFactory, PartnershipGroupFactory, UserFactory, partnership, person_with

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
WHEN = {"now": NOW, "today": TODAY}
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def team():
    return person_with(Role.BUSINESS_TEAM, today=TODAY)


@pytest.fixture
def police():
    return AgencyFactory(name="Kent Police")


@pytest.fixture
def saas():
    return PartnershipGroupFactory(slug="saas", name="SAAS", represents="every_agency")


@pytest.fixture
def person():
    return UserFactory(post_title="Detective Superintendent")


def test_a_membership_brings_its_rights_at_once_and_is_logged(team, police, person):
    membership = add_membership(person=person, role=Role.PARTNER_LEAD, seat=police, starts_on=TODAY, by=team, **WHEN)
    assert may(person, Permission.SIGN_RETURN, police)
    entry = ActivityEntry.objects.get(action="membership.add")
    assert (entry.actor, entry.subject_id) == (team, str(membership.pk))
    assert entry.detail == f'{{"person":{person.pk},"role":"partner_lead"}}'


def test_one_that_begins_tomorrow_brings_nothing_today(team, police, person):
    add_membership(person=person, role=Role.PARTNER_LEAD, seat=police, starts_on=TOMORROW, by=team, **WHEN)
    assert not may(person, Permission.SIGN_RETURN, police)


@pytest.mark.parametrize("role", Role)
def test_a_role_sits_where_the_table_says(police, person, role):
    seats = {"agency": police, "group": PartnershipGroupFactory(), "partnership": partnership()}
    fits = ROLES[role].seat
    ends_on = TOMORROW if ROLES[role].must_end else None
    for kind, seat in seats.items():
        given = {"person": person, "role": role, "seat": seat, "starts_on": TODAY, "ends_on": ends_on, "by": None}
        if kind == fits:
            assert add_membership(**given, **WHEN).seat == seat
        else:
            with pytest.raises(ValidationError, match=f"{ROLES[role].label} is a role in"):
                add_membership(**given, **WHEN)


def test_an_inspector_is_given_a_last_day(team, person):
    given = {"person": person, "role": Role.INSPECTOR, "seat": partnership(), "starts_on": TODAY, "by": team}
    with pytest.raises(ValidationError, match="always for a limited time"):
        add_membership(**given, **WHEN)
    add_membership(**given, ends_on=TOMORROW, **WHEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(person=person).update(ends_on=None)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "sentence"),
    [
        (TODAY, YESTERDAY, "The last day cannot lie before the first."),
        (TODAY, None, "ends on 22 November 2026: no membership of it can last longer"),
        (TODAY, TODAY + timedelta(days=2), "ends on 22 November 2026: no membership of it can last longer"),
    ],
)
def test_days_have_to_fit(team, person, starts_on, ends_on, sentence):
    ending = AgencyFactory(ends_on=TOMORROW)
    with pytest.raises(ValidationError, match=sentence):
        add_membership(
            person=person, role=Role.PARTNER_LEAD, seat=ending, starts_on=starts_on, ends_on=ends_on, by=team, **WHEN
        )


def test_nobody_has_the_same_role_twice_on_the_same_days(team, police, person):
    given = {"person": person, "role": Role.PARTNER_LEAD, "seat": police, "by": team}
    add_membership(**given, starts_on=TODAY, ends_on=TOMORROW, **WHEN)
    with pytest.raises(ValidationError, match="is Partner lead of Kent Police already on those days"):
        add_membership(**given, starts_on=TOMORROW, **WHEN)
    add_membership(**given, starts_on=TOMORROW + timedelta(days=1), **WHEN)
    add_membership(**given, starts_on=YESTERDAY, ends_on=YESTERDAY, **WHEN)
    assert Membership.objects.filter(person=person).count() == 3


def test_nobody_gives_themselves_a_role(team, police):
    with pytest.raises(ValidationError, match="nobody gives themselves a role"):
        add_membership(person=team, role=Role.PARTNER_CONTRIBUTOR, seat=police, starts_on=TODAY, by=team, **WHEN)
    assert not may(team, Permission.DRAFT_RETURN, police)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.BUSINESS_TEAM])
def test_only_the_business_team_gives_roles(police, person, role):
    with pytest.raises(PermissionDenied):
        add_membership(
            person=person, role=Role.PARTNER_LEAD, seat=police, starts_on=TODAY, by=person_with(role), **WHEN
        )


def test_only_an_administrator_makes_an_administrator(team, person):
    given = {"person": person, "role": Role.SYSTEM_ADMINISTRATOR, "seat": partnership(), "starts_on": TODAY}
    with pytest.raises(PermissionDenied):
        add_membership(**given, by=team, **WHEN)
    membership = add_membership(**given, by=person_with(Role.SYSTEM_ADMINISTRATOR), **WHEN)
    with pytest.raises(PermissionDenied):
        end_membership(membership=membership, last_day=TODAY, by=team, **WHEN)


def test_a_last_day_before_today_ends_access_at_once(team, police):
    lead = person_with(Role.PARTNER_LEAD, agency=police, today=TODAY)
    membership = lead.memberships.get()
    end_membership(membership=membership, last_day=YESTERDAY, by=team, **WHEN)
    assert not may(User.objects.get(pk=lead.pk), Permission.DRAFT_RETURN, police)
    membership.refresh_from_db()
    assert membership.ends_on == YESTERDAY
    assert ActivityEntry.objects.get(action="membership.end").subject_id == str(membership.pk)


def test_a_last_day_today_leaves_today(team, police):
    lead = person_with(Role.PARTNER_LEAD, agency=police, today=TODAY)
    end_membership(membership=lead.memberships.get(), last_day=TODAY, by=team, **WHEN)
    assert may(User.objects.get(pk=lead.pk), Permission.DRAFT_RETURN, police)


def test_a_last_day_before_the_first_is_refused_not_bent(team, police):
    lead = person_with(Role.PARTNER_LEAD, agency=police, starts_on=YESTERDAY, today=TODAY)
    membership = lead.memberships.get()
    with pytest.raises(ValidationError, match="began on 20 November 2026"):
        end_membership(membership=membership, last_day=YESTERDAY - timedelta(days=1), by=team, **WHEN)
    membership.refresh_from_db()
    assert membership.ends_on is None


def test_one_that_ends_earlier_is_not_made_longer(team, police):
    lead = person_with(Role.PARTNER_LEAD, agency=police, ends_on=TODAY, today=TODAY)
    with pytest.raises(ValidationError, match="already ends before that day"):
        end_membership(membership=lead.memberships.get(), last_day=TOMORROW, by=team, **WHEN)


def test_one_that_has_not_begun_is_taken_back_and_the_log_keeps_it(team, police, person):
    membership = add_membership(person=person, role=Role.PARTNER_LEAD, seat=police, starts_on=TOMORROW, by=team, **WHEN)
    number = str(membership.pk)
    end_membership(membership=membership, last_day=TODAY, by=team, **WHEN)
    assert not Membership.objects.filter(person=person).exists()
    assert ActivityEntry.objects.get(action="membership.cancel").subject_id == number


def test_nobody_locks_the_portal_by_ending_their_own_keeping_of_it(team):
    with pytest.raises(ValidationError, match="Ask a colleague"):
        end_membership(membership=team.memberships.get(), last_day=TODAY, by=team, **WHEN)
    end_membership(membership=team.memberships.get(), last_day=TODAY, by=person_with(Role.BUSINESS_TEAM), **WHEN)


def test_what_ends_with_an_agency(team, police, saas):
    lead = person_with(Role.PARTNER_LEAD, agency=police, today=TODAY)
    member = person_with(Role.SAAS_MEMBER, group=saas, today=TODAY)
    member.memberships.update(representing=police)
    coming = person_with(Role.PARTNER_CONTRIBUTOR, agency=police, starts_on=TOMORROW, today=TODAY)
    gone = person_with(Role.PARTNER_LEAD, agency=police, ends_on=YESTERDAY - timedelta(days=9), today=TODAY)
    other = person_with(Role.SAAS_MEMBER, group=saas, today=TODAY)
    assert end_memberships_of(seat=police, last_day=YESTERDAY, by=team, **WHEN) == 3
    assert lead.memberships.get().ends_on == YESTERDAY
    assert member.memberships.get().ends_on == YESTERDAY
    assert not coming.memberships.exists()
    assert gone.memberships.get().ends_on == YESTERDAY - timedelta(days=9)
    assert other.memberships.get().ends_on is None
    assert not may(User.objects.get(pk=lead.pk), Permission.DRAFT_RETURN, police)


def test_one_that_began_after_the_last_day_ends_with_its_first(team, police):
    lead = person_with(Role.PARTNER_LEAD, agency=police, starts_on=YESTERDAY, today=TODAY)
    end_memberships_of(seat=police, last_day=date(2026, 9, 30), by=team, **WHEN)
    assert lead.memberships.get().ends_on == YESTERDAY


def test_the_statement_of_authority_can_be_recorded_later(team, police, saas):
    membership = person_with(Role.SAAS_MEMBER, group=saas).memberships.get()
    change_membership(
        membership=membership,
        representing=police,
        speaks_for_chair_of=saas,
        capacity="",
        has_authority=True,
        by=team,
        now=NOW,
    )
    membership.refresh_from_db()
    assert (membership.representing, membership.has_authority) == (police, True)
    assert ActivityEntry.objects.get(action="membership.change").actor == team


def test_seats_are_offered_where_a_role_makes_sense(framework):
    def offered(role):
        return set(seats_offered(role, TODAY).values_list("slug", flat=True))

    assert offered(Role.BOARD_MEMBER) == {"executive-board"}
    assert offered(Role.SAAS_MEMBER) == {"saas"}
    assert offered(Role.BUSINESS_TEAM) == {"kscmp"}
    assert {"emerging-themes", "sector-forum"} <= offered(Role.GROUP_CHAIR)
    assert not {"executive-board", "saas", "kscmp"} & offered(Role.GROUP_CHAIR)
    assert "kent-police" in offered(Role.PARTNER_LEAD)
    assert "community-rehabilitation-companies" not in offered(Role.PARTNER_LEAD)


def test_each_keeper_gives_their_own_roles(team):
    assert Role.SYSTEM_ADMINISTRATOR not in roles_given_by(team)
    assert len(roles_given_by(team)) == len(Role) - 1
    assert roles_given_by(person_with(Role.SYSTEM_ADMINISTRATOR)) == [Role.SYSTEM_ADMINISTRATOR]
    assert roles_given_by(person_with(Role.PARTNER_LEAD)) == []


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def test_adding_one_on_screen_asks_the_role_first(framework, sign_in, team):
    person, client = UserFactory(), sign_in(team)
    address = reverse("assurance:membership_add", args=[person.pk])
    assert "Which role?" in client.get(address).content.decode()
    assert "Choose a role" in client.get(address, {"step": "next"}).content.decode()
    page = client.get(address, {"role": "saas_member"}).content.decode()
    assert "authority to present and commission work" in page
    assert "authority to present" not in client.get(address, {"role": "partner_lead"}).content.decode()
    answers = {
        "seat": "saas",
        "representing": "kent-police",
        "has_authority": "on",
        **day("starts_on", timezone.localdate()),
    }
    answer = client.post(f"{address}?role=saas_member", answers, follow=True)
    assert "The membership is added." in answer.content.decode()
    membership = person.memberships.get()
    assert (membership.seat.slug, membership.representing.slug, membership.has_authority) == (
        "saas",
        "kent-police",
        True,
    )


def test_a_seat_that_is_not_offered_is_refused(framework, sign_in, team):
    person = UserFactory()
    address = reverse("assurance:membership_add", args=[person.pk]) + "?role=board_member"
    answer = sign_in(team).post(address, {"seat": "emerging-themes", **day("starts_on", timezone.localdate())})
    assert "Select a valid choice" in answer.content.decode()
    assert not person.memberships.exists()


def test_a_role_one_may_not_give_is_not_offered_and_not_taken(framework, sign_in, team):
    person, client = UserFactory(), sign_in(team)
    address = reverse("assurance:membership_add", args=[person.pk]) + "?role=system_administrator"
    assert "Choose a role from the list" in client.get(address).content.decode()
    client.post(address, {"seat": "kscmp", **day("starts_on", timezone.localdate())})
    assert not person.memberships.exists()


def test_what_the_service_refuses_is_said_on_the_page(framework, sign_in, team):
    person, client = UserFactory(), sign_in(team)
    address = reverse("assurance:membership_add", args=[person.pk]) + "?role=inspector"
    answers = {"seat": "kscmp", **day("starts_on", date(2026, 1, 2)), **day("ends_on", date(2026, 1, 1))}
    page = client.post(address, answers).content.decode()
    assert "The last day cannot lie before the first." in page
    assert "There is a problem" in page


def test_ending_one_on_screen(framework, sign_in, team):
    membership = person_with(Role.PARTNER_LEAD).memberships.get()
    address = reverse("assurance:membership_end", args=[membership.pk])
    client = sign_in(team)
    assert "End this membership" in client.get(address).content.decode()
    client.post(address, day("last_day", date(2026, 1, 1)))
    membership.refresh_from_db()
    assert membership.ends_on == date(2026, 1, 1)


def test_changing_one_on_screen(framework, sign_in, team):
    saas = PartnershipGroup.objects.get(slug="saas")
    membership = person_with(Role.SAAS_MEMBER, group=saas).memberships.get()
    address = reverse("assurance:membership_edit", args=[membership.pk])
    client = sign_in(team)
    client.get(address)
    client.post(
        address, {"representing": "cafcass", "capacity": "elected_member", "speaks_for_chair_of": "emerging-themes"}
    )
    membership.refresh_from_db()
    assert membership.representing.slug == "cafcass"
    assert membership.capacity == "elected_member"
    assert membership.speaks_for_chair_of.slug == "emerging-themes"
    assert membership.has_authority is False


@pytest.mark.parametrize("name", ["membership_edit", "membership_end"])
def test_a_partner_lead_changes_no_membership(framework, sign_in, name):
    membership = person_with(Role.SAAS_MEMBER, group=PartnershipGroup.objects.get(slug="saas")).memberships.get()
    answer = sign_in(person_with(Role.PARTNER_LEAD)).get(reverse(f"assurance:{name}", args=[membership.pk]))
    assert answer.status_code == 403


def test_a_persons_page_offers_to_change_and_end_what_one_may(framework, sign_in, team):
    person = person_with(Role.SAAS_MEMBER, group=PartnershipGroup.objects.get(slug="saas"))
    membership, address = person.memberships.get(), reverse("assurance:person_detail", args=[person.pk])
    changes, ends = (reverse(f"assurance:membership_{name}", args=[membership.pk]) for name in ("edit", "end"))
    page = sign_in(team).get(address).content.decode()
    assert changes in page
    assert ends in page
    for role in (Role.SYSTEM_ADMINISTRATOR, Role.PARTNER_LEAD):
        page = sign_in(person_with(role)).get(address).content.decode()
        assert changes not in page
        assert ends not in page


def test_a_role_of_the_whole_partnership_stands_for_nobody(framework, sign_in, team):
    membership = person_with(Role.INDEPENDENT_SCRUTINEER).memberships.get()
    assert sign_in(team).get(reverse("assurance:membership_edit", args=[membership.pk])).status_code == 404


def test_an_administrator_ends_no_business_membership(framework, sign_in):
    membership = person_with(Role.PARTNER_LEAD).memberships.get()
    client = sign_in(person_with(Role.SYSTEM_ADMINISTRATOR))
    answer = client.post(reverse("assurance:membership_end", args=[membership.pk]), day("last_day", date(2026, 1, 1)))
    assert answer.status_code == 403
    membership.refresh_from_db()
    assert membership.ends_on is None
