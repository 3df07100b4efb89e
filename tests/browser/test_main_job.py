"""The main job whole: a partner's return becomes a page of the Executive Board's pack."""

import re

from playwright.sync_api import expect

from tests.browser.accounts import BUSINESS_TEAM, POLICE_LEAD
from tests.browser.chromium import sign_in, sign_out
from tests.browser.steps import (
    EVIDENCE,
    PACK_PATIENCE,
    STATEMENT,
    create_pack,
    download_pack,
    open_return,
    submit_return,
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
    expect(page.get_by_role("status")).to_have_text(re.compile("^.*The pack is ready", re.S), timeout=PACK_PATIENCE)
    the_pack_tells_all(download_pack(page))


def tracker_says(page, agency, state):
    """The tracker's row of an agency holds its state."""
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=agency))
    expect(row).to_contain_text(state)


def the_pack_tells_all(words):
    """The Police's words, that Health's are missing, and a published figure of Kent."""
    assert STATEMENT in words
    assert EVIDENCE in words
    i = words.find("Re-referr"); print(words[i-300:i+700]); print(words[-2500:])
