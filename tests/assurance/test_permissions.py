"""Who may do what, on what: grants follow dated memberships, and nothing else opens a door."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import RequestFactory

from assurance.models import Membership, User
from assurance.permissions import (
    agencies_where,
    demand,
    groups_where,
    may,
    may_somewhere,
    open_to_all,
    open_to_signed_in,
    people_who_may,
    refresh_grants,
    requires,
    requires_somewhere,
    rights_of,
    stamp_of,
    sync_grants,
)
from assurance.rules.roles import ROLES, Permission, Reach, Role
from tests.factories.assurance import AgencyFactory, PartnershipGroupFactory, UserFactory, partnership, person_with

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
P = Permission
UserObjectPermission = apps.get_model("guardian", "UserObjectPermission")


def reread(person):
    """The person as the next request has them: nothing remembered."""
    return User.objects.get(pk=person.pk)


def test_a_permission_of_one_agency_does_not_reach_another():
    police, health = AgencyFactory(), AgencyFactory()
    lead = person_with(Role.PARTNER_LEAD, agency=police)
    assert may(lead, P.DRAFT_RETURN, police)
    assert not may(lead, P.DRAFT_RETURN, health)
    assert not may(lead, P.READ_RETURN, health)
    assert not may(lead, P.DRAFT_RETURN)
    assert list(agencies_where(lead, P.DRAFT_RETURN)) == [police]


def test_an_agency_and_a_group_with_the_same_number_are_not_confused():
    agency = AgencyFactory()
    group = PartnershipGroupFactory(pk=agency.pk)
    chair = person_with(Role.GROUP_CHAIR, group=group)
    assert may(chair, P.SIGN_RETURN, group)
    assert not may(chair, P.SIGN_RETURN, agency)
    assert list(agencies_where(chair, P.SIGN_RETURN)) == []
    assert list(groups_where(chair, P.SIGN_RETURN)) == [group]


def test_everywhere_reaches_every_agency_and_group_the_former_ones_too():
    agency, former = AgencyFactory(), AgencyFactory(ends_on=date(2021, 6, 25))
    group = PartnershipGroupFactory()
    member = person_with(Role.BUSINESS_TEAM)
    for seat in (agency, former, group):
        assert may(member, P.READ_RETURN, seat)
        assert not may(member, P.DRAFT_RETURN, seat)


def test_a_new_agency_is_reached_once_grants_are_synced_again():
    member = person_with(Role.BUSINESS_TEAM)
    agency = AgencyFactory()
    assert not may(reread(member), P.READ_RETURN, agency)
    call_command("sync_grants", verbosity=0)
    assert may(reread(member), P.READ_RETURN, agency)


@pytest.mark.parametrize("role", Role)
def test_every_role_holds_what_its_row_says_on_the_partnership(role):
    person = person_with(role)
    held = {permission for permission in P if may(person, permission)}
    # What reaches every group reaches the partnership's own group too.
    assert held == {p for p, reach in ROLES[role].may if reach in (Reach.PARTNERSHIP, Reach.EVERYWHERE)}


def test_a_membership_that_has_not_begun_or_has_ended_brings_nothing():
    early = person_with(Role.BUSINESS_TEAM, starts_on=TOMORROW, today=TODAY)
    late = person_with(Role.BUSINESS_TEAM, ends_on=YESTERDAY, today=TODAY)
    assert not may_somewhere(early, *P)
    assert not may_somewhere(late, *P)


def test_the_last_day_still_counts():
    person = person_with(Role.BUSINESS_TEAM, ends_on=TODAY, today=TODAY)
    assert may(person, P.MANAGE_PEOPLE)


def test_rights_end_with_the_first_request_after_the_last_day():
    person = person_with(Role.BUSINESS_TEAM, ends_on=TODAY, today=TODAY)
    refresh_grants(person, today=TODAY)
    assert may(person, P.MANAGE_PEOPLE)
    refresh_grants(person, today=TOMORROW)
    assert not may(person, P.MANAGE_PEOPLE)
    assert not UserObjectPermission.objects.filter(user=person).exists()


def test_a_second_membership_keeps_what_the_first_gave_when_the_first_ends():
    agency = AgencyFactory()
    person = person_with(Role.PARTNER_LEAD, agency=agency, ends_on=YESTERDAY, today=TODAY)
    person_with(Role.PARTNER_CONTRIBUTOR, agency=agency, person=person, today=TODAY)
    assert may(person, P.DRAFT_RETURN, agency)
    assert not may(person, P.SIGN_RETURN, agency)


def test_an_agency_that_ended_takes_its_peoples_rights_with_it():
    agency = AgencyFactory()
    lead = person_with(Role.PARTNER_LEAD, agency=agency, today=TODAY)
    agency.ends_on = YESTERDAY
    agency.save()
    sync_grants(lead, today=TODAY)
    assert not may(lead, P.DRAFT_RETURN, agency)


def test_a_deactivated_account_holds_nothing_even_before_its_grants_are_gone():
    member = person_with(Role.BUSINESS_TEAM)
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert not may(reread(member), P.MANAGE_PEOPLE)
    sync_grants(reread(member), today=TODAY)
    assert not UserObjectPermission.objects.filter(user=member).exists()


def test_syncing_twice_changes_nothing():
    member = person_with(Role.BUSINESS_TEAM, today=TODAY)
    before = set(UserObjectPermission.objects.values_list("pk", flat=True))
    sync_grants(member, today=TODAY)
    assert set(UserObjectPermission.objects.values_list("pk", flat=True)) == before


def test_a_grant_given_by_another_way_is_taken_back():
    police = AgencyFactory()
    person = person_with(Role.AUDIT_TEAM_MEMBER, today=TODAY)
    UserObjectPermission.objects.assign_perm(str(P.DRAFT_RETURN), person, police)
    assert may(reread(person), P.DRAFT_RETURN, police)
    sync_grants(person, today=TODAY)
    assert not may(person, P.DRAFT_RETURN, police)


def test_a_refusal_says_whom_to_ask():
    police = AgencyFactory()
    person = person_with(Role.SAAS_MEMBER)
    with pytest.raises(PermissionDenied, match="ask the lead of the agency whose return it is"):
        demand(person, P.SIGN_RETURN, police)
    with pytest.raises(PermissionDenied, match="ask the Business Team"):
        demand(person, P.BUILD_PACK)


def test_who_may_counts_active_people_alone():
    police = AgencyFactory()
    lead = person_with(Role.PARTNER_LEAD, agency=police)
    person_with(Role.PARTNER_LEAD, agency=AgencyFactory())
    gone = person_with(Role.PARTNER_CONTRIBUTOR, agency=police)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    member = person_with(Role.BUSINESS_TEAM)
    assert list(people_who_may(P.DRAFT_RETURN, police)) == [lead]
    assert list(people_who_may(P.TRACK_RETURNS)) == [member]


def test_permissions_of_a_person_are_read_once(django_assert_num_queries):
    member = reread(person_with(Role.BUSINESS_TEAM))
    with django_assert_num_queries(1):
        for permission in P:
            may(member, permission)
        may_somewhere(member, P.DRAFT_RETURN)
        rights_of(member)


class Doors:
    """A view behind each of the declarations."""

    partnership = staticmethod(requires(P.READ_ACTIVITY)(lambda request: "in"))
    somewhere = staticmethod(requires_somewhere(P.DRAFT_RETURN, P.SIGN_RETURN)(lambda request: "in"))
    signed_in = staticmethod(open_to_signed_in(lambda request: "in"))
    public = staticmethod(open_to_all(lambda request: "in"))


def request_of(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_a_view_opens_to_those_who_hold_its_permission_and_to_nobody_else():
    member, lead = person_with(Role.BUSINESS_TEAM), person_with(Role.PARTNER_LEAD)
    nobody = UserFactory()
    assert Doors.partnership(request_of(member)) == "in"
    assert Doors.somewhere(request_of(lead)) == "in"
    assert Doors.signed_in(request_of(nobody)) == "in"
    for door, person in [(Doors.partnership, lead), (Doors.somewhere, member), (Doors.partnership, nobody)]:
        with pytest.raises(PermissionDenied):
            door(request_of(person))


def test_only_a_public_view_leaves_the_door_open_to_everybody():
    assert Doors.public.login_required is False
    assert Doors.public.declared_permissions == "all"
    assert getattr(Doors.signed_in, "login_required", True)
    assert Doors.partnership.declared_permissions == (P.READ_ACTIVITY,)


def test_the_partnership_is_the_one_group_of_that_level():
    root = partnership()
    member = person_with(Role.BUSINESS_TEAM)
    assert may(member, P.MANAGE_PEOPLE, root)
    assert not may(member, P.MANAGE_PEOPLE, PartnershipGroupFactory())


def test_roles_outside_the_table_cannot_be_stored():
    person = person_with(Role.BUSINESS_TEAM)
    with pytest.raises(Exception, match="membership_role_is_in_the_table"):
        Membership.objects.filter(person=person).update(role="superuser")


def test_the_rights_read_are_those_that_guardian_holds_and_the_partnership_is_named():
    root = partnership()
    member = person_with(Role.SAAS_MEMBER)
    held = {
        (grant.permission.codename, grant.content_type.model, int(grant.object_pk))
        for grant in UserObjectPermission.objects.filter(user=member)
    }
    on_root = {(codename, "partnership", None) for codename, model, pk in held if model != "agency" and pk == root.pk}
    assert on_root
    assert rights_of(reread(member)) == held | on_root


def test_a_stamp_is_of_the_rights_alone():
    one, two = ("read_return", "agency", 1), ("read_return", "partnershipgroup", 1)
    assert stamp_of(frozenset([one, two])) == stamp_of(frozenset([two, one]))
    stamps = {stamp_of(frozenset(rights)) for rights in ([], [one], [two], [one, two], [("read_return", "agency", 11)])}
    assert len(stamps) == 5
