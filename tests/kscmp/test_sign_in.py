"""Signing in, out, and choosing a password: every page of it, and nothing beside it."""

import re

import pytest
from allauth.core import context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal.flows.login import complete_login
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.urls import NoReverseMatch, resolve, reverse
from django.urls.exceptions import Resolver404

from assurance.models import User
from assurance.rules.roles import Role
from tests.factories.assurance import UserFactory, person_with

PASSWORD = "a long enough password"
NEW = "seven unrelated words make passwords"

pytestmark = pytest.mark.django_db


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


class TestPages:
    """Every page of allauth that the portal has is drawn in its design; those it has not are not there."""

    @pytest.mark.parametrize(
        "name",
        ["account_login", "account_inactive", "account_reset_password", "account_reset_password_done"]
        + ["account_reset_password_from_key_done"],
    )
    def test_before_signing_in(self, client, name):
        page = text_of(client.get(reverse(name)))
        assert "app-header__product" in page
        assert page.count("<h1") == 1
        assert "OFFICIAL-SENSITIVE" in page

    @pytest.mark.parametrize(
        "name",
        ["account_logout", "account_change_password", "account_reauthenticate", "mfa_index", "mfa_list_webauthn"]
        + ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"],
    )
    def test_after_signing_in(self, sign_in, name):
        client = sign_in(UserFactory())
        client.post(f"{reverse('account_reauthenticate')}?next=/", {"password": PASSWORD})
        answer = client.get(reverse(name))
        assert answer.status_code == 200
        assert text_of(answer).count("<h1") == 1
        assert 'href="/account/security/"' in text_of(answer)

    def test_a_person_without_a_password_may_choose_one(self, sign_in):
        person = UserFactory()
        person.set_unusable_password()
        person.save()
        client = sign_in(person)
        assert client.get(reverse("account_change_password")).url == reverse("account_set_password")
        assert client.post(reverse("account_set_password"), {"password1": NEW, "password2": NEW}).url == "/"

    @pytest.mark.parametrize(
        "name",
        ["account_signup", "account_email", "account_confirm_email", "account_request_login_code"]
        + ["socialaccount_signup", "socialaccount_connections", "demo_sign_in"],
    )
    def test_what_the_portal_has_not_has_no_address(self, name):
        with pytest.raises(NoReverseMatch):
            reverse(name, args=["key"] if name == "account_confirm_email" else None)

    @pytest.mark.parametrize("path", ["/signup/", "/accounts/signup/", "/accounts/", "/email/", "/oidc/x/login/"])
    def test_nor_do_allauths_own_addresses_lead_anywhere(self, path):
        with pytest.raises(Resolver404):
            resolve(path)


class TestPasswords:
    """Signing in by e-mail address and password."""

    def test_it_opens_home(self, client):
        person = UserFactory()
        credentials = {"login": person.email.upper(), "password": PASSWORD}
        assert client.post(reverse("account_login"), credentials).url == "/"

    def test_the_keepers_of_the_tracker_land_on_it(self, client):
        person = person_with(Role.BUSINESS_TEAM)
        credentials = {"login": person.email, "password": PASSWORD}
        assert client.post(reverse("account_login"), credentials).url == reverse("assurance:tracker")

    def test_one_goes_on_where_one_wanted_to_go_but_never_to_another_site(self, client):
        person = UserFactory()
        credentials = {"login": person.email, "password": PASSWORD}
        assert client.post(reverse("account_login"), credentials | {"next": "/returns/"}).url == "/returns/"
        client.logout()
        assert client.post(reverse("account_login"), credentials | {"next": "https://elsewhere.example/"}).url == "/"

    @pytest.mark.parametrize("email", ["nobody@example.org", "known@example.org"])
    def test_a_wrong_password_and_an_unknown_address_read_the_same(self, client, email):
        UserFactory(email="known@example.org")
        page = text_of(client.post(reverse("account_login"), {"login": email, "password": "wrong"}))
        assert "The e-mail address or the password is not right. Check both and try again." in page
        assert "<title>Error: Sign in" in page

    def test_a_closed_account_opens_nothing(self, client):
        person = UserFactory(is_active=False)
        client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
        assert "_auth_user_id" not in client.session

    def test_guessing_is_stopped(self, client):
        person = UserFactory()
        for _ in range(5):
            client.post(reverse("account_login"), {"login": person.email, "password": "wrong"})
        page = text_of(client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD}))
        assert "You have tried too often." in page
        assert "_auth_user_id" not in client.session

    def test_signing_out_takes_a_press_of_a_button(self, sign_in):
        client = sign_in(UserFactory())
        assert client.get(reverse("account_logout")).status_code == 200
        assert "_auth_user_id" in client.session
        assert client.post(reverse("account_logout")).url == reverse("account_login")
        assert "_auth_user_id" not in client.session

    def test_changing_it_needs_the_old_one(self, sign_in):
        person = UserFactory()
        client = sign_in(person)
        form = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
        assert "This is not your current password." in text_of(client.post(reverse("account_change_password"), form))
        assert client.post(reverse("account_change_password"), form | {"oldpassword": PASSWORD}).url == "/"
        person.refresh_from_db()
        assert person.check_password(NEW)


class TestForgottenPasswords:
    """The link that lets one choose a password, by invitation or when it is forgotten."""

    def ask(self, client, email):
        return client.post(reverse("account_reset_password"), {"email": email})

    def test_the_link_arrives_once_works_once_and_says_nothing_else(self, client, mailoutbox):
        person = UserFactory()
        assert self.ask(client, person.email).url == reverse("account_reset_password_done")
        (mail,) = mailoutbox
        assert mail.to == [person.email]
        assert person.post_title not in mail.body
        link = re.search(r"http://testserver(/\S+)", mail.body)[1]
        form = client.get(link).url
        assert "Choose a new password" in text_of(client.get(form))
        done = client.post(form, {"password1": NEW, "password2": NEW})
        assert done.url == reverse("account_reset_password_from_key_done")
        person.refresh_from_db()
        assert person.check_password(NEW)
        assert "This link no longer works" in text_of(client.get(link, follow=True))

    def test_a_stranger_reads_the_same_and_gets_no_mail(self, client, mailoutbox):
        assert self.ask(client, "nobody@example.org").url == reverse("account_reset_password_done")
        assert mailoutbox == []

    def test_a_weak_password_is_refused_with_a_reason(self, client, mailoutbox):
        person = UserFactory()
        self.ask(client, person.email)
        form = client.get(re.search(r"http://testserver(/\S+)", mailoutbox[0].body)[1]).url
        page = text_of(client.post(form, {"password1": "short", "password2": "short"}))
        assert "There is a problem" in page
        assert "at least 12 characters" in page

    def test_asking_too_often_is_answered_in_our_design(self, client):
        answers = [self.ask(client, "nobody@example.org") for _ in range(6)]
        assert answers[-1].status_code == 429
        assert "Too many attempts" in text_of(answers[-1])
        assert "app-header__product" in text_of(answers[-1])


class TestOrganisations:
    """Signing in through one's organisation (OpenID Connect)."""

    @pytest.fixture(autouse=True)
    def organisation(self, settings):
        """A provider by settings."""
        app = {"provider_id": "organisation", "name": "Kent", "client_id": "x", "secret": "y", "settings": {}}
        app["settings"]["server_url"] = "https://id.example"
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}

    def arrive(self, rf, email, *, verified=True, process="login"):
        """Come back from the provider as the person it says; returns the request and the answer."""
        request = rf.get("/")
        request.user = AnonymousUser()
        SessionMiddleware(lambda request: None).process_request(request)
        MessageMiddleware(lambda request: None).process_request(request)
        with context.request_context(request):
            provider = get_adapter().get_provider(request, "organisation")
            said = {"sub": "abc", "email": email, "email_verified": verified}
            login = provider.sociallogin_from_response(request, {"userinfo": said})
            login.state["process"] = process
            return request, complete_login(request, login)

    def test_nobody_is_let_in_who_was_not_invited(self, rf):
        request, answer = self.arrive(rf, "stranger@example.org")
        assert "There is no account for you yet" in text_of(answer)
        assert not User.objects.filter(email="stranger@example.org").exists()
        assert "_auth_user_id" not in request.session

    def test_an_invited_person_is_known_by_a_verified_address(self, rf):
        person = UserFactory(email="invited@example.org")
        request, _ = self.arrive(rf, "invited@example.org")
        assert request.session["_auth_user_id"] == str(person.pk)

    def test_an_address_that_the_organisation_does_not_vouch_for_opens_nothing(self, rf):
        UserFactory(email="invited@example.org")
        request, answer = self.arrive(rf, "invited@example.org", verified=False)
        assert "_auth_user_id" not in request.session

    def test_a_closed_account_stays_closed(self, rf):
        UserFactory(email="gone@example.org", is_active=False)
        request, _ = self.arrive(rf, "gone@example.org")
        assert "_auth_user_id" not in request.session

    def test_a_second_identity_cannot_be_tied_to_an_account(self, rf):
        UserFactory(email="invited@example.org")
        self.arrive(rf, "other@example.org", process="connect")
        assert not SocialAccount.objects.exists()


class TestDemonstration:
    """Signing in by role, in the demonstration alone."""

    @pytest.fixture
    def routed(self, settings):
        """The address that only the demonstration has."""
        settings.ROOT_URLCONF = "tests.kscmp.demo_urls"
        return "/sign-in/demonstration/"

    def test_an_account_is_one_press_away(self, client, settings, routed):
        settings.DEMO = True
        person = UserFactory(is_demo=True, email="police.lead@demo.example", post_title="Police partner lead")
        page = text_of(client.get(reverse("account_login")))
        assert 'value="police.lead@demo.example">Police partner lead' in page
        assert client.post(routed, {"email": person.email}).url == "/"
        assert client.session["_auth_user_id"] == str(person.pk)

    def test_a_real_account_is_not(self, client, settings, routed):
        settings.DEMO = True
        assert client.post(routed, {"email": UserFactory().email}).status_code == 404
        assert client.post(routed, {"email": UserFactory(is_demo=True, is_active=False).email}).status_code == 404
        assert client.post(routed, {}).status_code == 404

    def test_outside_the_demonstration_the_view_itself_refuses(self, client, routed):
        assert client.post(routed, {"email": UserFactory(is_demo=True).email}).status_code == 404

    def test_outside_the_demonstration_no_account_is_offered(self, client):
        UserFactory(is_demo=True, email="police.lead@demo.example")
        page = text_of(client.get(reverse("account_login")))
        assert "demo.example" not in page
        assert "Demonstration" not in page
