"""The Independent Scrutineer's draft: 24 questions by keyboard alone, two authors at once, signed out meanwhile."""

from playwright.sync_api import expect

from tests.browser.accounts import POLICE_CONTRIBUTOR, POLICE_LEAD, SCRUTINEER
from tests.browser.chromium import axe_violations, choose_account, sideways
from tests.browser.steps import SAVED, save_status
from tests.browser.test_autosave import CONFLICT, SIGNED_OUT
from tests.browser.test_keyboard import tab_to

QUESTIONS = 24
HEAD = {
    "Title": "Scrutiny of the arrangements",
    "In which capacity is it made?": "Independent Scrutineer",
    "What does it look at?": "The arrangements as a whole",
    "For what purpose may it be read?": "To judge how effective they are",
}
DAYS = {"starts_on": (1, 10, 2025), "ends_on": (30, 9, 2026)}


def begin(page, kind=""):
    """Begin an assessment, and stop at its overview."""
    page.goto("/scrutiny/drafts/begin/")
    if kind:
        page.get_by_label(kind).check()
    for label, words in HEAD.items():
        page.get_by_label(label, exact=True).fill(words)
    for field, numbers in DAYS.items():
        for part, number in zip(("day", "month", "year"), numbers, strict=True):
            page.locator(f"#id_{field}_{part}").fill(str(number))
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Scrutiny of the arrangements")


def why(page):
    """The field of the rationale."""
    return page.get_by_label("Why do you answer it so?")


def test_all_24_questions_are_answered_by_keyboard_alone(visitor):
    page = visitor(SCRUTINEER)
    begin(page)
    tab_to(page, page.get_by_role("button", name="Begin with question 1"))
    page.keyboard.press("Enter")
    for place in range(1, QUESTIONS + 1):
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Question {place} of {QUESTIONS}")
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_label("Not yet rated", exact=True)).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(page.get_by_label("Red", exact=True)).to_be_checked()
        tab_to(page, why(page))
        page.keyboard.type(f"Reason {place}")
        onward = "the overview" if place == QUESTIONS else f"question {place + 1}"
        tab_to(page, page.get_by_role("button", name=f"Save and go to {onward}"))
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_text("0 of 24 questions complete, 24 rated.")).to_be_visible()
    assert (axe_violations(page), sideways(page)) == ([], 0)


def test_evidence_and_an_action_are_added_by_keyboard_alone(visitor):
    page = visitor(SCRUTINEER)
    begin(page)
    tab_to(page, page.get_by_role("button", name="Begin with question 1"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Save, and add evidence"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Use as evidence").first)
    page.keyboard.press("Enter")
    expect(page.get_by_text("The evidence is added, as it stands today.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert (axe_violations(page), sideways(page)) == ([], 0)
    tab_to(page, page.get_by_role("button", name="Back to the question"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Save, and add an action"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Add an action"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("The action in a few words")).to_be_visible()
    assert (axe_violations(page), sideways(page)) == ([], 0)


def test_a_choice_is_saved_at_once_and_enter_goes_on(visitor):
    page = visitor(SCRUTINEER)
    begin(page)
    page.get_by_role("button", name="Begin with question 1").click()
    page.get_by_label("Amber", exact=True).check()
    expect(save_status(page)).to_have_text(SAVED)
    page.reload()
    expect(page.get_by_label("Amber", exact=True)).to_be_checked()
    page.get_by_label("Amber", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 2 of 24")


def test_two_authors_at_once_lose_nothing(visitor):
    mine, other = visitor(POLICE_LEAD, expects=CONFLICT), visitor(POLICE_CONTRIBUTOR)
    begin(mine, "Joint self-assessment of the three partners")
    mine.get_by_role("button", name="Begin with question 1").click()
    other.goto(mine.url)
    why(other).fill("What the contributor wrote")
    expect(save_status(other)).to_have_text(SAVED)
    why(mine).fill("What the lead wrote")
    expect(save_status(mine)).to_contain_text("Somebody else changed this while you were writing.")
    mine.get_by_role("button", name="Compare both texts").click()
    expect(mine.get_by_role("heading", level=1)).to_have_text("Two people answered the same question")
    expect(why(mine)).to_have_value("What the lead wrote")
    expect(mine.get_by_text("What the contributor wrote")).to_be_visible()
    assert (axe_violations(mine), sideways(mine)) == ([], 0)
    why(mine).fill("What both wrote")
    mine.get_by_role("button", name="Save what is on the left").click()
    expect(mine.get_by_role("heading", level=1)).to_contain_text("Question 2 of 24")
    mine.goto(other.url)
    expect(why(mine)).to_have_value("What both wrote")


def test_a_text_outlives_the_session(visitor):
    page = visitor(SCRUTINEER, expects=SIGNED_OUT)
    begin(page)
    page.get_by_role("button", name="Begin with question 1").click()
    address = page.url
    page.context.clear_cookies(name="sessionid")
    why(page).fill("Written after the session had ended")
    expect(save_status(page)).to_contain_text("You have been signed out. Your text is still on this page.")
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Sign in again in another tab").click()
    choose_account(popup.value, SCRUTINEER)
    page.get_by_role("button", name="Save again").click()
    expect(save_status(page)).to_have_text(SAVED)
    page.goto(address)
    expect(why(page)).to_have_value("Written after the session had ended")
