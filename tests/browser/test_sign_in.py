"""Signing in: the password, the second step by app and by passkey, and what a person without one may open."""

import base64
import hmac
import re
import time

import pytest
from playwright.sync_api import expect

from assurance.services.demo import DEMO_PASSWORD
from tests.browser.accounts import POLICE_LEAD, every_account
from tests.browser.chromium import axe_violations, sideways, sign_out
from tests.browser.portal import running

REFUSED = r"^Failed to load resource: .* status of 4\d\d"
CODE_LASTS = 30


def faults(page):
    """What axe finds, and by how much the page is too wide for a phone."""
    return axe_violations(page), sideways(page)


def shows(page, title):
    """Wait for the page with this first heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def enter(page, email, password):
    """Sign in by e-mail address and password."""
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_the_sign_in_page_offers_every_account(visitor):
    page = visitor()
    page.goto("/sign-in/")
    offered = page.locator("button[name=email]").evaluate_all("(buttons) => buttons.map((button) => button.value)")
    assert sorted(offered) == sorted(every_account())
    assert faults(page) == ([], 0)


def test_a_wrong_password_is_said_in_a_sentence(visitor):
    page = visitor()
    enter(page, POLICE_LEAD, "not the password at all")
    expect(page.locator(".govuk-error-summary")).to_contain_text("The e-mail address or the password is not right.")
    expect(page).to_have_title(re.compile("^Error: Sign in"))
    assert faults(page) == ([], 0)


def test_the_right_password_opens_the_portal(visitor):
    page = visitor()
    enter(page, POLICE_LEAD, DEMO_PASSWORD)
    shows(page, "What needs you")


def test_a_page_asked_for_is_opened_after_signing_in(visitor):
    page = visitor()
    page.goto("/indicators/")
    page.locator(f'button[name=email][value="{POLICE_LEAD}"]').click()
    expect(page).to_have_url(re.compile("/indicators/$"))


@pytest.mark.parametrize("path", ["/sign-in/reset/", "/sign-in/reset/sent/", "/sign-in/inactive/"])
def test_pages_of_somebody_signed_out(visitor, path):
    page = visitor()
    page.goto(path)
    assert faults(page) == ([], 0)


@pytest.mark.parametrize(("path", "status"), [("/no-such-page/", 404), ("/tracker/", 403)])
def test_pages_that_refuse(visitor, path, status):
    page = visitor(POLICE_LEAD, expects=REFUSED)
    assert page.goto(path).status == status
    assert faults(page) == ([], 0)


@pytest.fixture(scope="module")
def strict_portal(session_portal, tmp_path_factory):
    """A portal that requires the second step, as production does."""
    data = tmp_path_factory.mktemp("strict") / "data"
    with running(data, session_portal.template, {"MFA_REQUIRED": "true"}) as portal:
        yield portal


@pytest.fixture
def strict_page(visitor, strict_portal):
    """The Police lead, signed in there by password, before any second step is set up."""
    strict_portal.reset()
    page = visitor(base_url=strict_portal.address.replace("127.0.0.1", "localhost"))
    enter(page, POLICE_LEAD, DEMO_PASSWORD)
    shows(page, "Sign-in security")
    return page


def code_now(secret):
    """The code that an authenticator app shows (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, int(time.time() // CODE_LASTS).to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def test_without_a_second_step_nothing_opens(strict_page):
    for path in ("/", "/returns/", "/indicators/", "/notices/"):
        strict_page.goto(path)
        expect(strict_page).to_have_url(re.compile("/account/security/$"))
    assert faults(strict_page) == ([], 0)


def confirm_password(page):
    """Before the way of signing in is changed, one is asked once more."""
    shows(page, "Confirm that it is you")
    assert faults(page) == ([], 0)
    page.get_by_label("Your password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Go on").click()


def test_an_app_as_the_second_step(strict_page):
    page = strict_page
    page.get_by_role("link", name=re.compile("authenticator app")).first.click()
    confirm_password(page)
    shows(page, "Set up an authenticator app")
    assert faults(page) == ([], 0)
    page.get_by_text("I cannot point the phone at it").click()
    secret = page.locator(".app-secret").inner_text()
    page.get_by_label("Code from the app").fill(code_now(secret))
    page.get_by_role("button", name="Set up").click()
    shows(page, "Recovery codes")
    assert faults(page) == ([], 0)
    recovery_code = page.locator(".app-codes li").first.inner_text()
    page.goto("/returns/")
    shows(page, "Status returns")
    sign_out(page)
    enter(page, POLICE_LEAD, DEMO_PASSWORD)
    shows(page, "Enter your code")
    assert faults(page) == ([], 0)
    page.get_by_label("Code").fill(recovery_code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    shows(page, "What needs you")


def test_a_passkey_as_the_second_step_and_to_sign_in(strict_page):
    page = strict_page
    give_a_passkey_device(page)
    page.get_by_role("link", name=re.compile("passkey", re.I)).first.click()
    confirm_password(page)
    shows(page, "Add a passkey or security key")
    assert faults(page) == ([], 0)
    page.get_by_label("Name").fill("Work laptop")
    page.get_by_label("Let me sign in with this key alone, without my password").check()
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    assert faults(page) == ([], 0)
    page.goto("/returns/")
    shows(page, "Status returns")
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    shows(page, "What needs you")


def give_a_passkey_device(page):
    """A device with a fingerprint reader that always agrees."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
