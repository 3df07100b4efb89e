"""The main job whole: a partner's return becomes a page of the Executive Board's pack, and the Board reads it."""

import re

from playwright.sync_api import expect

from tests.browser.accounts import BOARD_MEMBER, BUSINESS_TEAM, POLICE_LEAD
from tests.browser.chromium import choose_account, sign_in, sign_out
from tests.browser.steps import (
    EVIDENCE,
    STATEMENT,
    create_pack,
    download_pack,
    issue_pack,
    open_packs,
    open_return,
    submit_return,
    wait_for_pack,
    write_return,
)


def test_a_return_becomes_a_page_of_the_pack(visitor):
    page = visitor(POLICE_LEAD)
    open_return(page)
    write_return(page, scripts=True)
    submit_return(page)
    sign_out(page)

    sign_in(page, BUSINESS_TEAM)
    tracker_says(page, "Kent Police", "Submitted")
    tracker_says(page, "NHS Kent and Medway", "Not submitted")
    create_pack(page)
    expect(page.get_by_role("progressbar")).to_be_visible()
    wait_for_pack(page)
    the_pack_tells_all(download_pack(page))

    issue_pack(page)
    sign_out(page)

    sign_in(page, BOARD_MEMBER)
    open_packs(page)
    page.get_by_role("rowheader").get_by_role("link", name="Executive Board pack").click()
    page.get_by_role("link", name="Read it as a page").click()
    expect(page.get_by_text("Version 1, issued").first).to_be_visible()
    expect(page.get_by_text(STATEMENT).first).to_be_visible()


def tracker_says(page, agency, state):
    """The tracker's row of an agency holds its state."""
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=agency))
    expect(row).to_contain_text(state)


def the_pack_tells_all(words):
    """The Police's words, that Health's are missing, and what the Department for Education publishes of Kent."""
    assert STATEMENT in words
    assert EVIDENCE in words
    assert "Missing: Health (NHS Kent and Medway ICB)" in words
    assert re.search(r"Re-referrals within 12 months.{,120}Year ending March 2025 21\.6%", words)


def test_watching_a_pack_ends_with_the_session_and_goes_on_after_signing_in(visitor):
    page = visitor(BUSINESS_TEAM, expects=r"^Failed to load resource: .* status of 401")
    create_pack(page)
    page.get_by_role("progressbar").wait_for()
    address = page.url
    page.context.clear_cookies(name="sessionid")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    choose_account(page, BUSINESS_TEAM)
    expect(page).to_have_url(address)
    wait_for_pack(page)
