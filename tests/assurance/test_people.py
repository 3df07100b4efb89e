"""People: invited, changed, shut out, and who may know of whom."""

import re
from datetime import UTC, date, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assurance.models import ActivityEntry, Agency, User
from assurance.permissions import may
from assurance.queries.people import Filters, people_listed, people_visible_to
from assurance.rules.accounts import AccountState, account_state
from assurance.rules.roles import Permission, Role
from assurance.services import people as services
from tests.assurance.counting import queries_of
from tests.factories.assurance import UserFactory, partnership, person_with

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
WHEN = {"now": NOW, "today": TODAY}


@pytest.fixture
def team():
    return person_with(Role.BUSINESS_TEAM, today=TODAY, post_title="Programme Manager")


def invited(team, police, **changes):
    answers = {"email": "New.Person@Example.org", "name": "", "post_title": "Superintendent", "role": Role.PARTNER_LEAD}
    return services.invite_person(**{**answers, "seat": police, "starts_on": TODAY, "by": team, **WHEN, **changes})


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def test_an_invited_person_has_an_account_without_a_password_and_a_membership(team, police):
    person = invited(team, police)
    assert person.email == "new.person@example.org"
    assert not person.has_usable_password()
    assert may(person, Permission.SIGN_RETURN, police)
    actions = list(ActivityEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == ["person.invite", "membership.add"]
    assert mail.outbox == []


def test_one_address_is_one_account_whatever_its_capitals(team, police):
    invited(team, police)
    with pytest.raises(ValidationError, match="has an account already"):
        invited(team, police, email="NEW.PERSON@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="New.Person@example.org")


def test_an_invitation_that_fails_leaves_no_account_behind(team, police):
    with pytest.raises(ValidationError, match="is a role in"):
        invited(team, police, seat=partnership())
    assert not User.objects.filter(email="new.person@example.org").exists()


def test_the_invitation_holds_a_link_and_no_content(team, police, client):
    person = invited(team, police)
    services.send_invitation(person=person, by=team, now=NOW)
    message = mail.outbox[0]
    assert message.to == ["new.person@example.org"]
    both = message.body + message.alternatives[0].content
    for word in ("Kent Police", "Superintendent", "Programme Manager", "lead"):
        assert word not in both
    assert "for 3 days" in message.body
    link = re.search(r"https?://\S+/sign-in/reset/\S+", message.body)[0]
    answer = client.get(link.split("/", 3)[3].join(["/", ""]), follow=True)
    assert answer.status_code == 200
    form = answer.redirect_chain[-1][0]
    client.post(form, {"password1": "correct horse battery", "password2": "correct horse battery"})
    person.refresh_from_db()
    assert person.check_password("correct horse battery")


def test_the_link_works_once(team, police, client):
    person = invited(team, police)
    services.send_invitation(person=person, by=team, now=NOW)
    person.set_password("correct horse battery")
    person.save()
    link = re.search(r"https?://[^/]+(/sign-in/reset/\S+)", mail.outbox[0].body)[1]
    page = client.get(link, follow=True).content.decode()
    assert 'name="password1"' not in page


def test_an_invitation_is_not_sent_to_who_needs_none(team, police):
    ready = person_with(Role.PARTNER_LEAD)
    with pytest.raises(ValidationError, match="has set a password already"):
        services.send_invitation(person=ready, by=team, now=NOW)
    person = invited(team, police)
    services.deactivate_person(person=person, by=team, **WHEN)
    with pytest.raises(ValidationError, match="deactivated: reactivate it first"):
        services.send_invitation(person=person, by=team, now=NOW)
    assert mail.outbox == []


def test_a_mail_that_cannot_go_is_said_and_not_logged_as_sent(team, police, monkeypatch):
    person = invited(team, police)

    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    with pytest.raises(ValidationError, match="could not be sent. Send it again later"):
        services.send_invitation(person=person, by=team, now=NOW)
    assert not ActivityEntry.objects.filter(action="person.send_invitation").exists()


@pytest.mark.parametrize("role", [Role.PARTNER_LEAD, Role.SAAS_CHAIR, Role.INSPECTOR, Role.SYSTEM_ADMINISTRATOR])
def test_only_who_manages_people_invites_them(police, role):
    with pytest.raises(PermissionDenied):
        invited(person_with(role), police)
    assert not User.objects.filter(email="new.person@example.org").exists()


def test_a_deactivated_person_loses_rights_and_session_and_keeps_the_record(team, police, client):
    person = person_with(Role.PARTNER_LEAD, agency=police)
    client.force_login(person)
    services.deactivate_person(person=person, by=team, **WHEN)
    assert client.get(reverse("assurance:agency_list")).status_code == 302
    person.refresh_from_db()
    assert not may(person, Permission.SIGN_RETURN, police)
    assert person.memberships.get().ends_on is None
    services.reactivate_person(person=person, by=team, **WHEN)
    assert may(User.objects.get(pk=person.pk), Permission.SIGN_RETURN, police)


def test_nobody_shuts_themselves_out(team):
    with pytest.raises(ValidationError, match="Ask a colleague"):
        services.deactivate_person(person=team, by=team, **WHEN)


def test_the_business_team_does_not_touch_an_administrators_account(team):
    administrator = person_with(Role.SYSTEM_ADMINISTRATOR)
    with pytest.raises(PermissionDenied):
        services.deactivate_person(person=administrator, by=team, **WHEN)
    services.deactivate_person(person=administrator, by=person_with(Role.SYSTEM_ADMINISTRATOR), **WHEN)
    with pytest.raises(PermissionDenied):
        services.reactivate_person(person=administrator, by=team, **WHEN)


@pytest.mark.parametrize("role", [Role.PARTNER_LEAD, Role.SAAS_CHAIR, Role.INSPECTOR, Role.INDEPENDENT_SCRUTINEER])
def test_others_touch_no_account(team, role):
    by = person_with(role)
    for service in (services.deactivate_person, services.reactivate_person):
        with pytest.raises(PermissionDenied):
            service(person=team, by=by, **WHEN)
    with pytest.raises(PermissionDenied):
        services.change_person(person=team, name="", post_title="", by=by, now=NOW)
    with pytest.raises(PermissionDenied):
        services.reset_second_factor(person=team, by=by, now=NOW)


def test_a_lost_second_factor_is_reset_by_an_administrator_for_somebody_else(team):
    administrator = person_with(Role.SYSTEM_ADMINISTRATOR)
    for person in (team, administrator):
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    services.reset_second_factor(person=team, by=administrator, now=NOW)
    assert not Authenticator.objects.filter(user=team).exists()
    with pytest.raises(ValidationError, match="Ask another system administrator"):
        services.reset_second_factor(person=administrator, by=administrator, now=NOW)
    with pytest.raises(PermissionDenied):
        services.reset_second_factor(person=administrator, by=team, now=NOW)


@pytest.mark.parametrize(
    ("marks", "state"),
    [
        ((False, True, True, True), AccountState.DEACTIVATED),
        ((True, True, True, True), AccountState.SECOND_FACTOR_ON),
        ((True, False, True, True), AccountState.SECOND_FACTOR_ON),
        ((True, True, False, False), AccountState.READY),
        ((True, False, False, True), AccountState.SIGNS_IN_ELSEWHERE),
        ((True, False, False, False), AccountState.INVITED),
    ],
)
def test_the_state_of_an_account(marks, state):
    names = ("is_active", "has_password", "has_second_factor", "has_signed_in")
    assert account_state(**dict(zip(names, marks, strict=True))) == state


def test_members_see_members_and_keepers_see_every_account(team, police):
    lead = person_with(Role.PARTNER_LEAD, agency=police)
    former = person_with(Role.PARTNER_LEAD, ends_on=date(2025, 1, 1))
    shut = person_with(Role.PARTNER_LEAD, is_active=False)
    assert {former, shut} <= set(people_visible_to(team, TODAY))
    assert {former, shut} <= set(people_visible_to(person_with(Role.SYSTEM_ADMINISTRATOR), TODAY))
    seen = set(people_visible_to(lead, TODAY))
    assert {lead, team} <= seen
    assert not {former, shut} & seen
    assert not people_visible_to(UserFactory(), TODAY).exists()


def test_the_list_is_narrowed_by_words_agency_and_role(team, police):
    lead = person_with(Role.PARTNER_LEAD, agency=police, post_title="Superintendent")
    speaks = person_with(Role.SAAS_MEMBER, post_title="Inspector of detectives")
    speaks.memberships.update(representing=police)
    person_with(Role.PARTNER_LEAD, post_title="Chief Nurse")

    def found(**filters):
        return set(people_listed(team, TODAY, Filters(**filters)))

    assert found(words="superint") == {lead}
    assert found(words=lead.email.upper()) == {lead}
    assert found(agency="kent-police") == {lead, speaks}
    assert found(agency="kent-police", role="saas_member") == {speaks}
    assert found(role="board_member") == set()


def test_a_past_role_is_not_found(team, police):
    former = person_with(Role.PARTNER_LEAD, agency=police, ends_on=date(2025, 1, 1))
    assert former not in people_listed(team, TODAY, Filters(agency="kent-police"))
    assert former in people_listed(team, TODAY)


def test_the_list_shows_accounts_to_their_keepers_alone(framework, sign_in, team):
    invited(team, Agency.objects.get(slug="kent-police"))
    address = reverse("assurance:person_list")
    page = sign_in(team).get(address).content.decode()
    assert "Invited, not yet signed in" in page
    assert "Invite a person" in page
    page = sign_in(person_with(Role.PARTNER_LEAD)).get(address).content.decode()
    assert "Superintendent" in page
    assert "Invited" not in page
    assert "Invite a person" not in page


@pytest.mark.parametrize(("narrowed_by", "is_printed"), [({}, False), ({"role": "partner_lead"}, True)])
def test_a_printed_list_says_what_it_was_narrowed_by_and_no_more(sign_in, team, narrowed_by, is_printed):
    page = sign_in(team).get(reverse("assurance:person_list"), narrowed_by).content.decode()
    assert "Show everybody" in page
    assert ('class="app-filters"' in page) is is_printed


def test_a_persons_page_is_absent_to_who_may_not_know_of_them(sign_in, team):
    former = person_with(Role.PARTNER_LEAD, ends_on=date(2025, 1, 1))
    address = reverse("assurance:person_detail", args=[former.pk])
    assert sign_in(person_with(Role.PARTNER_LEAD)).get(address).status_code == 404
    assert "Past memberships" in sign_in(team).get(address).content.decode()


def test_a_persons_page_says_what_may_be_done(framework, sign_in, team):
    lead = person_with(Role.PARTNER_LEAD)
    address = reverse("assurance:person_detail", args=[lead.pk])
    page = sign_in(team).get(address).content.decode()
    for words in ("Change name or post", "Deactivate the account", "Add a membership", "Password set"):
        assert words in page
    assert "Reset the second factor" not in page
    page = sign_in(person_with(Role.SAAS_MEMBER)).get(address).content.decode()
    for words in ("Change name or post", "Deactivate the account", "Add a membership", "Password set"):
        assert words not in page


def test_inviting_on_screen(framework, sign_in, team):
    client, address = sign_in(team), reverse("assurance:person_invite")
    assert "Which role?" in client.get(address).content.decode()
    assert "E-mail address" in client.get(address, {"role": "partner_lead"}).content.decode()
    answers = {
        "email": "new@example.org",
        "post_title": "Superintendent",
        "seat": "kent-police",
        **day("starts_on", timezone.localdate()),
    }
    answer = client.post(f"{address}?role=partner_lead", answers, follow=True)
    assert "An invitation is on its way to new@example.org." in answer.content.decode()
    assert len(mail.outbox) == 1
    answer = client.post(f"{address}?role=partner_lead", answers)
    assert "new@example.org has an account already" in answer.content.decode()
    person = User.objects.get(email="new@example.org")
    client.post(reverse("assurance:person_send_invitation", args=[person.pk]))
    assert len(mail.outbox) == 2


def test_an_account_stays_when_its_invitation_cannot_be_sent(framework, sign_in, team, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    answers = {
        "email": "new@example.org",
        "post_title": "X",
        "seat": "kent-police",
        **day("starts_on", date(2026, 1, 1)),
    }
    answer = sign_in(team).post(reverse("assurance:person_invite") + "?role=partner_lead", answers, follow=True)
    assert "could not be sent" in answer.content.decode()
    assert User.objects.get(email="new@example.org").memberships.count() == 1


def test_keeping_an_account_on_screen(framework, sign_in, team):
    client, person = sign_in(team), person_with(Role.PARTNER_LEAD)
    at = {
        name: reverse(f"assurance:person_{name}", args=[person.pk])
        for name in ("edit", "deactivate", "reactivate", "send_invitation", "reset_second_factor")
    }
    client.get(at["edit"])
    client.post(at["edit"], {"name": "", "post_title": "Chief Nurse"})
    assert "signed out at once" in client.get(at["deactivate"]).content.decode()
    client.post(at["deactivate"])
    person.refresh_from_db()
    assert (person.post_title, person.is_active) == ("Chief Nurse", False)
    client.post(at["reactivate"])
    person.refresh_from_db()
    assert person.is_active
    assert "has set a password already" in client.post(at["send_invitation"], follow=True).content.decode()
    assert client.post(at["reset_second_factor"]).status_code == 403
    administrator = sign_in(person_with(Role.SYSTEM_ADMINISTRATOR))
    assert "by a channel other than e-mail" in administrator.get(at["reset_second_factor"]).content.decode()
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    administrator.post(at["reset_second_factor"])
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "person_edit",
        "person_deactivate",
        "person_reactivate",
        "person_send_invitation",
        "person_reset_second_factor",
        "membership_add",
        "appointment_add",
    ],
)
def test_a_partner_lead_keeps_no_account(sign_in, team, name):
    answer = sign_in(person_with(Role.PARTNER_LEAD)).post(reverse(f"assurance:{name}", args=[team.pk]))
    assert answer.status_code == 403


def test_the_list_costs_the_same_queries_however_many_people_there_are(framework, sign_in, team):
    client, address = sign_in(team), reverse("assurance:person_list")
    few = queries_of(client, address)
    for _ in range(12):
        person_with(Role.PARTNER_LEAD)
    assert queries_of(client, address) == few


def test_the_people_are_downloaded_as_narrowed(framework, sign_in, team):
    person_with(Role.PARTNER_LEAD, agency=Agency.objects.get(slug="kent-police"), post_title="=HYPERLINK(1)")
    client, address = sign_in(team), reverse("assurance:person_download", args=["csv"])
    rows = client.get(address, {"agency": "kent-police"}).content.decode("utf-8-sig").splitlines()
    assert rows[0] == "Name,Post,E-mail address,Memberships,On what terms,Terms as scrutineer,Posts held,Account"
    assert len(rows) == 2
    assert "'=HYPERLINK(1)" in rows[1]
    rows = sign_in(person_with(Role.PARTNER_LEAD)).get(address).content.decode("utf-8-sig").splitlines()
    assert rows[0] == "Name,Post,E-mail address,Memberships,On what terms,Terms as scrutineer,Posts held"
