"""A member commits their own agency, and the commitment is tracked (SAAS ToR 4.3, R103)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from assurance.models import Action, Notice, User
from assurance.rules.commitments import CommitmentKind
from assurance.rules.roles import Role
from assurance.services.commitments import commit_agency
from assurance.services.memberships import change_membership
from tests.factories.assurance import AgencyFactory, person_with
from tests.factories.group_work import NOW

pytestmark = pytest.mark.django_db
URL = "/actions/commit/"
WORDS = {"title": "Read twenty files", "due_on": date(2027, 3, 31), "now": NOW, "kind": CommitmentKind.INTERNAL}
SENT = {"title": "Read twenty files", "due_on_day": "31", "due_on_month": "3", "due_on_year": "2090"}


@pytest.fixture
def agency():
    """An agency."""
    return AgencyFactory(name="Kent Fire and Rescue Service", slug="fire")


@pytest.mark.parametrize("role", [Role.PARTNER_LEAD, Role.AGENCY_REPRESENTATIVE])
def test_a_lead_or_representative_commits_their_own_agency(agency, role):
    """An action of the agency with its own origin; those who see to its actions are told."""
    colleague = person_with(Role.PARTNER_CONTRIBUTOR, agency=agency)
    action = commit_agency(agency=agency, by=person_with(role, agency=agency), what="Chosen at random", **WORDS)
    assert (action.origin, action.agency, action.state) == ("commitment", agency, "open")
    assert action.what == "Activity within the agency.\n\nChosen at random"
    assert Notice.objects.filter(person=colleague).exists()


@pytest.mark.parametrize("role", [Role.SAAS_MEMBER, Role.SAAS_DEPUTY, Role.SAAS_CHAIR])
def test_a_member_of_saas_commits_the_agency_they_represent_with_its_authority(agency, role, sign_in):
    """SAAS ToR 4.3 is about members of SAAS; ToR 4.1 asks of them the authority to present and commission work."""
    member = person_with(role)
    seat = member.memberships.get()
    with pytest.raises(PermissionDenied):
        commit_agency(agency=agency, by=member, **WORDS)
    said = {"speaks_for_chair_of": None, "capacity": "", "by": person_with(Role.BUSINESS_TEAM), "now": timezone.now()}
    change_membership(membership=seat, representing=agency, has_authority=False, **said)
    with pytest.raises(PermissionDenied):
        commit_agency(agency=agency, by=User.objects.get(pk=member.pk), **WORDS)
    change_membership(membership=seat, representing=agency, has_authority=True, **said)
    client = sign_in(member)
    assert URL in client.get("/actions/").content.decode()
    client.post(URL, {**SENT, "agency": "fire", "kind": "internal"})
    assert Action.objects.get().agency == agency
    change_membership(membership=seat, representing=None, has_authority=True, **said)
    assert client.get(URL).status_code == 403


def test_nobody_else_does(agency):
    """Not a contributor, not another agency's lead, not the Business Team."""
    for person in (
        person_with(Role.PARTNER_CONTRIBUTOR, agency=agency),
        person_with(Role.PARTNER_LEAD),
        person_with(Role.BUSINESS_TEAM),
    ):
        with pytest.raises(PermissionDenied):
            commit_agency(agency=agency, by=person, **WORDS)
    assert not Action.objects.exists()


def test_what_is_refused(agency):
    """Joint activity with nobody, a day gone by, no words."""
    lead = person_with(Role.PARTNER_LEAD, agency=agency)
    for wrong in ({"kind": CommitmentKind.JOINT}, {"due_on": date(2026, 11, 9)}, {"title": " "}):
        with pytest.raises(ValidationError):
            commit_agency(agency=agency, by=lead, **WORDS | wrong)


def test_the_form_is_on_the_actions_page_and_leads_to_the_tracker(agency, sign_in):
    """The one agency is chosen already; a wrong form keeps its words; the commitment is in the tracker."""
    client = sign_in(person_with(Role.AGENCY_REPRESENTATIVE, agency=agency))
    assert URL in client.get("/actions/").content.decode()
    assert '<option value="fire" selected' in client.get(URL).content.decode()
    page = client.post(URL, {**SENT, "agency": "fire", "kind": "joint"}).content.decode()
    assert "Say with whom the agency acts" in page
    assert "Read twenty files" in page
    assert client.post(URL, {**SENT, "agency": "fire", "kind": "joint", "with_whom": "SAAS"}).status_code == 302
    listed = client.get("/actions/?origin=commitment").content.decode()
    assert "Read twenty files" in listed
    assert "Commitment of the agency" in listed


def test_another_agency_cannot_be_chosen(agency, sign_in):
    """It is not on the list, and is refused when sent; those who commit no agency have no such page."""
    other = AgencyFactory(slug="other")
    client = sign_in(person_with(Role.PARTNER_LEAD, agency=agency))
    assert other.name not in client.get(URL).content.decode()
    assert client.post(URL, {**SENT, "agency": "other", "kind": "internal"}).status_code == 200
    assert not Action.objects.exists()
    team = sign_in(person_with(Role.BUSINESS_TEAM))
    assert team.get(URL).status_code == 403
    assert URL not in team.get("/actions/").content.decode()
