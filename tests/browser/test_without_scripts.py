"""The main job without JavaScript, and what becomes of a text whose writer was signed out meanwhile."""

import re
import time

from playwright.sync_api import expect

from tests.browser.accounts import BUSINESS_TEAM, POLICE_LEAD
from tests.browser.chromium import choose_account, sign_in, sign_out
from tests.browser.steps import (
    EVIDENCE,
    PACK_PATIENCE,
    STATEMENT,
    begin_statement,
    create_pack,
    download_pack,
    open_return,
    ready_pack,
    submit_return,
    write_return,
)

SIGNED_OUT = r"^Failed to load resource: .* status of (401|403)"


def test_the_main_job(visitor):
    page = visitor(POLICE_LEAD, java_script_enabled=False)
    open_return(page)
    write_return(page, scripts=False)
    submit_return(page)
    sign_out(page)
    sign_in(page, BUSINESS_TEAM)
    create_pack(page)
    look_until_ready(page)
    words = download_pack(page)
    assert STATEMENT in words
    assert EVIDENCE in words


def look_until_ready(page):
    """Look at the page of a pack again and again, as one does by hand."""
    deadline = time.monotonic() + PACK_PATIENCE / 1000
    while ready_pack(page).count() == 0:
        assert time.monotonic() < deadline, page.locator("main").inner_text()
        page.get_by_role("link", name="Look again").click()
        page.wait_for_timeout(1000)


def test_a_text_sent_after_the_session_ended_comes_back(visitor):
    page = visitor(POLICE_LEAD, java_script_enabled=False, expects=SIGNED_OUT)
    open_return(page)
    begin_statement(page)
    page.get_by_label("What is going well").fill("Written while the session ended")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save and go back").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Nothing was saved, and nothing is lost")
    page.get_by_text("What you wrote").click()
    expect(page.get_by_text("Written while the session ended")).to_be_visible()
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Sign in again in another tab").click()
    choose_account(popup.value, POLICE_LEAD)
    page.get_by_role("button", name="Send it again").click()
    # The form is older than the session, so that the portal asks once more.
    expect(page.get_by_text(re.compile("you signed in again since it was opened"))).to_be_visible()
    page.get_by_role("button", name="Send it again").click()
    expect(heading).to_have_text("What is going well")
    expect(page.get_by_text("Written while the session ended")).to_be_visible()
