"""
Every address of the portal.

allauth's pages are listed one by one under our own addresses: those not listed (signing up, changing one's e-mail
address, connecting accounts) do not exist here.
"""

from allauth.account import views as account
from allauth.socialaccount import views as social
from django.conf import settings
from django.urls import include, path, re_path

from kscmp import health, views

RESET_KEY = r"^sign-in/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"

signing_in = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/inactive/", account.account_inactive, name="account_inactive"),
    path("sign-in/reset/", account.password_reset, name="account_reset_password"),
    path("sign-in/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "sign-in/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(RESET_KEY, account.password_reset_from_key, name="account_reset_password_from_key"),
    path("sign-out/", account.logout, name="account_logout"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/choose/", account.password_set, name="account_set_password"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/security/", include("allauth.mfa.urls")),
]
if settings.OIDC_SERVER_URL:
    signing_in += [
        path("sign-in/organisation/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
        path("sign-in/organisation/failed/", social.login_error, name="socialaccount_login_error"),
        path("sign-in/", include("allauth.socialaccount.providers.openid_connect.urls")),
    ]
if settings.DEMO:
    signing_in.append(path("sign-in/demonstration/", views.demo_sign_in, name="demo_sign_in"))

urlpatterns = [
    path("", views.home, name="home"),
    path("session/token/", views.session_token, name="session_token"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("indicators/", include("indicators.urls")),  # first: the others are tried one by one
    path("audits/", include("audits.urls")),
    path("scrutiny/", include("scrutiny.urls")),
    *signing_in,
    path("", include("assurance.urls")),
    path("", include("reports.urls")),
]

handler403 = "kscmp.views.forbidden"
handler429 = "kscmp.views.too_many_requests"
