"""Signing in: by invitation alone, with words that help, and second steps whose secrets are encrypted."""

import base64
import hashlib

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from qrcode.constants import ERROR_CORRECT_M

from assurance.permissions import may
from assurance.queries.accounts import account
from assurance.rules.roles import Permission

QUIET_ZONE = 4


class Accounts(AuthenticationBackend):
    """The accounts one signs in with."""

    def get_user(self, user_id):
        """The account that is signed in; None once it is closed or gone."""
        found = account(user_id)
        return found if found and self.user_can_authenticate(found) else None


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation (assurance/services): nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Your account has been closed. If you still need it, ask the Business Team.",
        "email_password_mismatch": "The e-mail address or the password is not right. Check both and try again.",
        "enter_current_password": "This is not your current password. Check it and try again.",
        "incorrect_code": "This code is not right. Codes change every 30 seconds: enter the newest one.",
        "incorrect_password": "This is not your password. Check it and try again.",
        "invalid_password_reset": "This link has been used or is too old. Ask for a new one.",
        "too_many_login_attempts": "You have tried too often. Wait 5 minutes, then try again.",
        "rate_limited": "You have tried too often. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request):
        """Never: the Business Team invites."""
        return False

    def pre_login(self, request, user, **how):
        """A demonstration account, whose password is public, opens nothing outside the demonstration."""
        if user.is_demo and not settings.DEMO:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **how)

    def get_login_redirect_url(self, request):
        """The tracker for those who keep it, home for everybody else."""
        return reverse("assurance:tracker" if may(request.user, Permission.TRACK_RETURNS) else "home")

    def get_password_change_redirect_url(self, request):
        """After a change of password one goes on with one's work."""
        return reverse("home")


class InvitationOnlySocialAdapter(DefaultSocialAccountAdapter):
    """OpenID Connect opens accounts that exist, by their verified e-mail address; it makes none."""

    def is_open_for_signup(self, request, sociallogin):
        """Never: the Business Team invites."""
        return False

    def pre_social_login(self, request, sociallogin):
        """Refuse to tie a second identity to an account that is signed in: a borrowed session would stay open."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(redirect(settings.LOGIN_REDIRECT_URL))


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second step of signing in."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is not right. Codes change every 30 seconds: enter the newest one.",
    }

    def encrypt(self, text):
        """A secret as it is stored."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """A stored secret, also one encrypted under an older SECRET_KEY. Raises InvalidToken if none fits."""
        return _keys().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url):
        """The QR code as an inline drawing: our content policy allows no image from a data address."""
        code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
        code.add_data(url)
        rows = code.get_matrix()
        path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
        return format_html(
            '<svg class="app-qr" role="img" aria-label="QR code for your authenticator app"'
            ' viewBox="0 0 {0} {0}" shape-rendering="crispEdges"><path d="{1}"/></svg>',
            len(rows),
            path,
        )

    def generate_authenticator_name(self, user, type):
        """A first name for a passkey or security key; its owner may change it."""
        return f"Passkey {user.authenticator_set.filter(type=type).count() + 1}"

    def get_public_key_credential_rp_entity(self):
        """What a device shows when it asks whom the passkey is for."""
        return super().get_public_key_credential_rp_entity() | {"name": settings.MFA_TOTP_ISSUER}


def _keys():
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(b"second factor:" + secret.encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
