"""A theme from gathering to outcomes: it waits its turn, has the Board's decision, and is closed with what changed."""

import re

from playwright.sync_api import expect

from tests.browser.accounts import BUSINESS_TEAM, SAAS_CHAIR, SAAS_MEMBER
from tests.browser.theme_steps import (
    ACTIVITY,
    DECISION,
    DIFFERENCE,
    FINDINGS,
    RECOMMENDED,
    agree_activity,
    close_theme,
    hold_board_meeting,
    move,
    open_theme,
    record_report,
)

BEFORE = "Children who harm themselves and wait for help"
THEME = "Young people who move to adult services"
FIRST, SECOND, THIRD = (f"The {number} report to the Executive Board" for number in ("first", "second", "third"))
BEGIN = "Begin this theme"


def test_a_theme_from_gathering_to_outcomes(visitor):
    team, chair, member = visitor(BUSINESS_TEAM), visitor(SAAS_CHAIR), visitor(SAAS_MEMBER)
    hold_board_meeting(team)
    it_waits_for_the_theme_before_it(team, chair)
    it_goes_through_the_gates_of_the_board(team, chair)
    it_is_closed_with_what_changed(chair)
    open_theme(member, THEME)
    for words in (ACTIVITY, FINDINGS, RECOMMENDED, DIFFERENCE):
        expect(member.get_by_text(words).first).to_be_visible()
    expect(member.locator(".app-stages__stage--done")).to_have_count(7)
    expect(member.get_by_text(DECISION)).to_have_count(0)


def it_waits_for_the_theme_before_it(team, chair):
    """The next theme begins when the one before is implemented, and the Board has to agree that one's activity."""
    open_theme(chair, THEME)
    expect(chair.get_by_text(f"“{BEFORE}” is at “Propose activity”").first).to_be_visible()
    expect(chair.get_by_role("button", name=BEGIN)).to_have_count(0)
    open_theme(team, BEFORE)
    expect(team.get_by_text("Waits for the Executive Board’s decision").first).to_be_visible()
    record_report(team, SECOND)
    agree_activity(team)
    expect(team.get_by_text(DECISION)).to_be_visible()
    move(team, "Begin implementation")
    chair.reload()
    move(chair, BEGIN)
    expect(now_at(chair)).to_contain_text("Information gathering and analysis")


def it_goes_through_the_gates_of_the_board(team, chair):
    """No move is offered before the Board has had its report; the decision is for those who read its minutes."""
    expect(chair.get_by_text("Go on to propose activity")).to_have_count(0)
    record_report(chair, FIRST)
    move(chair, "Go on to propose activity")
    record_report(chair, SECOND)
    open_theme(team, THEME)
    agree_activity(team)
    chair.reload()
    for words in ("Begin implementation", "Begin to evaluate and review"):
        move(chair, words)
    expect(now_at(chair)).to_contain_text("Evaluate and review")


def it_is_closed_with_what_changed(chair):
    """The third report comes first, and the indicators stand before and after."""
    move(chair, "Go on to report outcomes")
    expect(chair.get_by_text(re.compile("The third report .* is not recorded yet")).first).to_be_visible()
    record_report(chair, THIRD)
    close_theme(chair)
    expect(chair.get_by_text(DIFFERENCE).first).to_be_visible()


def now_at(page):
    """The stage the theme is at."""
    return page.locator(".app-stages__stage--now")
