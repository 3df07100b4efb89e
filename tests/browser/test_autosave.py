"""Saving while one writes: what is saved when, two people at once, signed out, without a connection, pasted text."""

from functools import partial

import pytest
from playwright.sync_api import expect

from tests.browser.accounts import POLICE_CONTRIBUTOR, POLICE_LEAD
from tests.browser.chromium import axe_violations, choose_account, sideways
from tests.browser.steps import SAVED, begin_statement, open_return, open_section, save_status

# autosave.js
PAUSE = 1200
# What Chromium logs of itself when an answer is 401 or 409, or does not come.
LOADING = r"^Failed to load resource: .*"
CONFLICT, SIGNED_OUT, OFFLINE = (
    LOADING + cause for cause in ("status of 409", "status of 401", "INTERNET_DISCONNECTED")
)


@pytest.fixture
def statement(visitor):
    """A blank statement open before the Police lead; options are those of a visitor."""

    def _statement(**options):
        page = visitor(POLICE_LEAD, **options)
        open_return(page)
        begin_statement(page)
        return page

    return _statement


def text_of(page):
    """The field of the statement's words."""
    return page.get_by_label("What is going well")


def saves(page):
    """The autosaves that the page sends from now on."""
    sent = []
    page.on("request", lambda request: sent.append(request) if "x-autosave" in request.headers else None)
    return sent


def stop_the_clock(page):
    """Let no time pass in the page but what a test gives it."""
    page.clock.install(time=0)
    page.clock.pause_at(1)


def test_typing_saves_after_a_pause(statement):
    page = statement()
    stop_the_clock(page)
    sent = saves(page)
    for word in ("Written ", "at ", "one ", "go"):
        text_of(page).press_sequentially(word)
        page.clock.run_for(PAUSE - 100)
    assert sent == []
    page.clock.run_for(100)
    expect(save_status(page)).to_have_text(SAVED)
    assert len(sent) == 1
    page.reload()
    expect(text_of(page)).to_have_value("Written at one go")


def test_saves_do_not_overtake_one_another(statement):
    page = statement()
    sent = saves(page)
    for words in ("One", "One, two", "One, two, three"):
        text_of(page).fill(words)
        text_of(page).blur()
    page.wait_for_load_state("networkidle")
    expect(save_status(page)).to_have_text(SAVED)
    assert len(sent) < 4
    page.reload()
    expect(text_of(page)).to_have_value("One, two, three")


def test_a_choice_saves_at_once(statement):
    page = statement()
    stop_the_clock(page)
    page.get_by_label("Better than last quarter").check()
    expect(save_status(page)).to_have_text(SAVED)
    page.reload()
    expect(page.get_by_label("Better than last quarter")).to_be_checked()


def test_a_section_saves_itself_too(visitor):
    page = visitor(POLICE_LEAD)
    open_return(page)
    open_section(page, "Voice of children and families")
    page.get_by_label("If there is nothing to report").fill("Nobody was asked this quarter")
    expect(save_status(page)).to_have_text(SAVED)
    page.reload()
    expect(page.get_by_label("If there is nothing to report")).to_have_value("Nobody was asked this quarter")


def test_the_browser_keeps_nothing(statement):
    page = statement()
    text_of(page).fill("Not for the browser's own storage")
    expect(save_status(page)).to_have_text(SAVED)
    # htmx notes the address of the page, nothing else.
    assert page.evaluate("Object.keys(sessionStorage)") == ["htmx-current-path-for-history"]
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate("indexedDB.databases()") == []
    assert page.evaluate("caches.keys()") == []


def test_two_people_at_once_lose_nothing(statement, visitor):
    mine = statement(expects=CONFLICT)
    other = visitor(POLICE_CONTRIBUTOR)
    other.goto(mine.url)
    text_of(other).fill("What the contributor wrote")
    expect(save_status(other)).to_have_text(SAVED)
    text_of(mine).fill("What the lead wrote")
    expect(save_status(mine)).to_contain_text("Somebody else changed this while you were writing.")
    mine.get_by_role("button", name="Compare both texts").click()
    expect(mine.get_by_role("heading", level=1)).to_have_text("Two people changed this statement")
    expect(text_of(mine)).to_have_value("What the lead wrote")
    expect(mine.get_by_text("What the contributor wrote")).to_be_visible()
    assert (axe_violations(mine), sideways(mine)) == ([], 0)
    text_of(mine).fill("What both wrote")
    mine.get_by_role("button", name="Save what is on the left").click()
    expect(mine.get_by_text("What both wrote")).to_be_visible()


@pytest.mark.parametrize("button", ["Save again", "Save and go back"])
def test_a_text_outlives_the_session(statement, button):
    page = statement(expects=SIGNED_OUT)
    address = page.url
    page.context.clear_cookies(name="sessionid")
    text_of(page).fill("Written after the session had ended")
    expect(save_status(page)).to_contain_text("You have been signed out. Your text is still on this page.")
    expect(text_of(page)).to_have_value("Written after the session had ended")
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Sign in again in another tab").click()
    choose_account(popup.value, POLICE_LEAD)
    page.get_by_role("button", name=button).click()
    expect(save_status(page).filter(has_text=SAVED).or_(page.get_by_text("Your statements"))).to_be_visible()
    page.goto(address)
    expect(text_of(page)).to_have_value("Written after the session had ended")


def test_a_text_outlives_the_connection(statement):
    page = statement(expects=OFFLINE)
    page.context.set_offline(True)
    text_of(page).fill("Written in a tunnel")
    expect(save_status(page)).to_have_text("Not saved: no connection. We will try again.")
    page.context.set_offline(False)
    expect(save_status(page)).to_have_text(SAVED)


def test_text_pasted_from_word_becomes_plain(statement):
    page = statement(permissions=["clipboard-read", "clipboard-write"])
    page.evaluate(
        "(text) => navigator.clipboard.writeText(text)", "\u2022\tFirst\u00a0point\n\uf0b7 Second\u200b point"
    )
    text_of(page).press("Control+V")
    expect(text_of(page)).to_have_value("- First point\n- Second point")
    expect(save_status(page)).to_have_text(SAVED)
    text_of(page).press("Control+Z")
    expect(text_of(page)).to_have_value("")


def test_leaving_asks_only_while_something_is_unsaved(statement):
    page = statement()
    stop_the_clock(page)
    asked = []
    page.on("dialog", partial(_stay, asked))
    text_of(page).press_sequentially("Not saved yet")
    with page.expect_event("dialog"):
        page.close(run_before_unload=True)
    page.clock.run_for(PAUSE)
    expect(save_status(page)).to_have_text(SAVED)
    assert asked == ["beforeunload"]
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    assert asked == ["beforeunload"]


def _stay(asked, dialog):
    asked.append(dialog.type)
    dialog.dismiss()
