"""The second step of signing in: required by a setting, encrypted where it lies, drawn as the content policy allows."""

import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from cryptography.fernet import InvalidToken
from django.urls import reverse

from tests.factories.assurance import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def required(settings):
    """Settings as in production."""
    settings.MFA_REQUIRED = True


def with_app(person):
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def code_now(secret):
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06d}"


def test_without_a_second_step_every_page_leads_to_setting_one_up(required, sign_in):
    client = sign_in(UserFactory())
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.url == reverse("mfa_index")
    assert b"Before you go on, set up a second step" in client.get(answer.url).content


def test_the_pages_that_set_it_up_and_the_way_out_stay_open(required, sign_in):
    client = sign_in(UserFactory())
    for name in ("mfa_index", "account_logout", "account_login", "healthz"):
        assert client.get(reverse(name)).get("Location") != reverse("mfa_index")
    assert "/account/confirm/" in client.get(reverse("mfa_activate_totp")).url


def test_a_script_is_refused_in_words(required, sign_in):
    answer = sign_in(UserFactory()).get("/", HTTP_X_AUTOSAVE="1")
    assert answer.status_code == 403
    assert answer.json() == {"message": "Set up the second step of signing in first."}


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
def test_with_one_the_portal_is_open(required, sign_in, kind):
    person = UserFactory()
    Authenticator.objects.create(user=person, type=kind, data={})
    assert sign_in(person).get("/").status_code == 200


def test_recovery_codes_alone_are_no_second_step(required, sign_in):
    person = UserFactory()
    Authenticator.objects.create(user=person, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert sign_in(person).get("/").url == reverse("mfa_index")


def test_where_it_is_not_required_nobody_is_asked(sign_in):
    assert sign_in(UserFactory()).get("/").status_code == 200


def test_a_password_alone_opens_nothing_once_it_is_set_up(client):
    person = UserFactory()
    secret = with_app(person)
    credentials = {"login": person.email, "password": "a long enough password"}
    answer = client.post(reverse("account_login"), credentials)
    assert answer.url == reverse("mfa_authenticate")
    assert client.get("/").status_code == 302
    wrong = client.post(answer.url, {"code": "000000"})
    assert b"Codes change every 30 seconds" in wrong.content
    assert client.post(answer.url, {"code": code_now(secret)}).url == "/"
    assert client.get("/").status_code == 200


def test_secrets_are_encrypted_where_they_lie_and_outlive_a_change_of_key(settings):
    person = UserFactory()
    secret = with_app(person)
    stored = Authenticator.objects.get(user=person).data["secret"]
    assert secret not in stored
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-" + "1" * 50
    assert get_adapter().decrypt(stored) == secret
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        get_adapter().decrypt(stored)


def test_the_picture_is_drawn_in_the_page(sign_in):
    person = UserFactory()
    client = sign_in(person)
    client.post(f"{reverse('account_reauthenticate')}?next=/", {"password": "a long enough password"})
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    assert re.search(r'<svg class="app-qr" role="img" aria-label="[^"]+" viewBox="0 0 (\d+) \1"', page)
    assert "data:image" not in page
    assert "style=" not in page


def test_a_new_passkey_has_a_plain_name():
    person = UserFactory()
    name = get_adapter().generate_authenticator_name
    assert name(person, Authenticator.Type.WEBAUTHN) == "Passkey 1"
    Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={})
    assert name(person, Authenticator.Type.WEBAUTHN) == "Passkey 2"
