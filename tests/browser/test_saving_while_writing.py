"""What is written is saved while it is written, and survives whatever happens meanwhile (experience.md)."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import sign_in

LEAD = "police.lead@demo.example"
SAVED = re.compile(r"^Saved at \d{1,2}(:\d\d)?[ap]m$|^Saved at mid(day|night)$")
# A real loss of connection would be written to the console, where every other test allows nothing.
INTO_THE_TUNNEL = "() => { window.connected = fetch; window.fetch = () => Promise.reject(new TypeError()); }"
OUT_OF_THE_TUNNEL = "() => { window.fetch = window.connected; window.dispatchEvent(new Event('online')); }"
PASTE = """(area) => {
  const clipboard = new DataTransfer();
  clipboard.setData("text/plain", "\\u2022\\u00a0Return interviews\\r\\no\\t61% in time");
  area.focus();
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def page(visitor):
    """The Police lead with a new statement open."""
    page = visitor(LEAD)
    page.goto("/")
    page.locator(".app-todo a").first.click()
    page.get_by_role("link", name="What is going well").click()
    page.get_by_role("button", name=re.compile("^Add (a|another) statement")).click()
    expect(page.locator("form[data-autosave]")).to_be_visible()
    return page


def status(page):
    return page.locator("#save-status")


def statement(page):
    return page.locator("#id_statement")


def stored(page):
    """The statement as a visitor with a fresh page reads it."""
    fresh = page.context.new_page()
    fresh.goto(page.url)
    text = statement(fresh).input_value()
    fresh.close()
    return text


def sign_in_again(page):
    other = page.context.new_page()
    sign_in(other, LEAD)
    other.close()


def test_a_text_is_saved_after_a_pause_and_a_choice_at_once(page):
    statement(page).fill("Attendance at strategy discussions rose.")
    expect(status(page)).to_have_text(SAVED)
    version = page.locator("#id_version").input_value()
    page.get_by_label("Better than last quarter").check()
    expect(page.locator("#id_version")).not_to_have_value(version)
    assert stored(page) == "Attendance at strategy discussions rose."


def test_saves_never_overtake_one_another(page):
    for word in ("one", "one two", "one two three"):
        statement(page).fill(word)
        statement(page).blur()
    expect(status(page)).to_have_text(SAVED)
    expect(status(page)).not_to_have_text(re.compile("Somebody else"))
    page.wait_for_load_state("networkidle")
    assert stored(page) == "one two three"


def test_signed_out_meanwhile_the_text_stays_and_is_saved_after_signing_in_again(page):
    page.context.clear_cookies(name="sessionid")
    statement(page).fill("Written after the session ended.")
    expect(status(page)).to_contain_text("You have been signed out. Your text is still on this page.")
    sign_in_again(page)
    page.get_by_role("button", name="Save again").click()
    expect(status(page)).to_have_text(SAVED)
    assert stored(page) == "Written after the session ended."


def test_the_forms_own_button_works_after_signing_in_again_too(page):
    page.context.clear_cookies(name="sessionid")
    statement(page).fill("Sent with the button.")
    expect(status(page)).to_contain_text("You have been signed out.")
    sign_in_again(page)
    page.get_by_role("button", name="Save and go back").click()
    expect(page.get_by_text("Sent with the button.")).to_be_visible()


def test_without_a_connection_it_says_so_and_saves_when_there_is_one(page):
    page.evaluate(INTO_THE_TUNNEL)
    statement(page).fill("Written in a tunnel.")
    expect(status(page)).to_have_text("Not saved: no connection. We will try again.")
    page.evaluate(OUT_OF_THE_TUNNEL)
    expect(status(page)).to_have_text(SAVED)
    assert stored(page) == "Written in a tunnel."


def test_two_people_writing_at_once_lose_neither_text(page):
    other = page.context.new_page()
    other.goto(page.url)
    statement(other).fill("The other text.")
    expect(status(other)).to_have_text(SAVED)
    statement(page).fill("My text.")
    expect(status(page)).to_contain_text("Somebody else changed this while you were writing. Nothing is lost")
    page.get_by_role("button", name="Compare both texts").click()
    expect(page.get_by_text("The other text.").first).to_be_visible()
    assert "My text." in page.content()


def test_leaving_with_unsaved_text_is_warned_of_and_leaving_with_saved_text_is_not(page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    statement(page).fill("Half a sen")
    page.goto("/glossary/")
    assert asked == ["beforeunload"]
    page.go_back()
    statement(page).fill("A sentence.")
    expect(status(page)).to_have_text(SAVED)
    page.goto("/glossary/")
    assert asked == ["beforeunload"]


def test_text_from_word_is_made_plain(page):
    statement(page).evaluate(PASTE)
    expect(statement(page)).to_have_value("- Return interviews\n- 61% in time")


def test_nothing_that_is_written_stays_in_the_browser(page):
    statement(page).fill("For the partners alone.")
    expect(status(page)).to_have_text(SAVED)
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "partners" not in kept
