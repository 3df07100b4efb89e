"""Without a mouse, with a nervous one, and on paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accounts import BUSINESS_TEAM, POLICE_LEAD
from tests.browser.steps import (
    STATEMENT,
    begin_statement,
    bring_all_forward,
    complete_section,
    open_packs,
    open_return,
    open_section,
)

MOST_STOPS = 60
# A radio button itself is invisible: its label draws the circle, and the focus around it. Nothing may lie over it.
FOCUS_IS_SEEN = """(element) => {
  const marks = [getComputedStyle(element), getComputedStyle(element.nextElementSibling ?? element, "::before")];
  const { left, top, width, height } = element.getBoundingClientRect();
  const above = document.elementFromPoint(left + width / 2, top + height / 2);
  const bare = above && (element.contains(above) || above.contains(element));
  return bare && marks.some((style) => style.outlineStyle !== "none" || style.boxShadow !== "none");
}"""


def tab_to(page, target):
    """Press Tab until `target` has the focus; on the way and there one must see where one is."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count():
            assert focused.evaluate(FOCUS_IS_SEEN), f"focus unseen on {focused.evaluate('(one) => one.outerHTML')}"
        if target.evaluate("(element) => element === document.activeElement"):
            return
    pytest.fail(f"{target} is not reached by {MOST_STOPS} presses of Tab")


def test_the_skip_link_comes_first_and_skips(visitor):
    page = visitor(POLICE_LEAD)
    page.goto("/returns/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_return_is_written_and_submitted_by_keyboard(visitor):
    page = visitor(POLICE_LEAD)
    open_return(page)
    for title in ("What is not going well, and what is being done about it", "Concerns about multi-agency working"):
        open_section(page, title)
        bring_all_forward(page)
        complete_section(page)
    begin_statement(page)
    tab_to(page, page.get_by_label("What is going well"))
    page.keyboard.type(STATEMENT)
    tab_to(page, page.get_by_label("New this quarter"))
    page.keyboard.press("Space")
    expect(page.get_by_label("New this quarter")).to_be_checked()
    press(page, page.get_by_role("button", name="Save and go back"))
    tab_to(page, page.get_by_label("Yes, it is complete"))
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Save and continue"))
    press(page, page.get_by_role("button", name="Check and submit"))
    press(page, page.get_by_role("button", name="Sign and submit"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Return submitted")


def press(page, button):
    """Go to a button that leads to another page, and press it."""
    tab_to(page, button)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_what_is_wrong_takes_the_focus_and_leads_to_its_field(visitor):
    page = visitor(BUSINESS_TEAM)
    page.goto("/tracker/")
    page.get_by_role("link", name="Extend the date for NHS Kent and Medway").click()
    page.get_by_role("button", name="Extend the date").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    tab_to(page, summary.get_by_role("link", name="Say why the date is extended"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Why the date is extended")).to_be_focused()


def test_a_menu_closes_with_escape(visitor):
    page = visitor(POLICE_LEAD)
    menu = page.locator("details.app-account")
    tab_to(page, menu.locator("summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Change password"))
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_double_click_makes_one_pack(visitor, portal, scripts):
    page = visitor(BUSINESS_TEAM, java_script_enabled=scripts)
    open_packs(page)
    page.get_by_role("button", name="Create a report").click()
    page.get_by_label("Quarter").select_option("2026Q2")
    page.get_by_role("button", name="Create a draft").dblclick()
    expect(page.get_by_role("status").or_(page.get_by_text("Look again")).first).to_be_visible()
    assert portal.count("select count(*) from reports_reportrun") == 1


def test_paper_shows_the_page_without_its_navigation(visitor):
    page = visitor(BUSINESS_TEAM)
    page.goto("/tracker/")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_text(re.compile(r"^Printed \d{1,2} \w+ 20\d\d OFFICIAL-SENSITIVE$"))).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    heads = page.locator("thead").first
    assert heads.evaluate("(element) => getComputedStyle(element).display") == "table-header-group"


def test_paper_shows_what_is_folded_away(visitor):
    page = visitor(POLICE_LEAD)
    page.goto("/indicators/")
    folded = page.locator("main details").first
    expect(folded).not_to_have_attribute("open", "")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(folded).to_have_attribute("open", "")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(folded).not_to_have_attribute("open", "")
