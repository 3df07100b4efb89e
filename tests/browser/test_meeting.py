"""
A meeting of SAAS from planning to its minutes; a dispute to its outcome; a warning to the Board's answer.

The pages let a meeting be planned for a time that has passed, so that one already held can be recorded: the journey
plans one for yesterday, and walks the rest of its life today.
"""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.accounts import BOARD_MEMBER, BUSINESS_TEAM, SAAS_CHAIR, SAAS_MEMBER
from tests.browser.meeting_steps import (
    ACTION,
    AREAS,
    CALLED_BECAUSE,
    CONTEXT,
    DECISION,
    DISPUTE,
    DISSENT,
    SAID,
    build_agenda,
    circulate,
    correct_attendance,
    download_minutes,
    fill_day,
    follow,
    heading_is,
    plan_meeting,
    press,
    read_papers,
    record_dispute,
    record_stage,
    reply_coming,
    send_input,
    take_attendance,
    today,
    write_minutes,
)

HEALTH = "SAAS member for NHS Kent and Medway"
STAGES = ("The two agencies’ delegated leads", "The Executive Board")
OUTCOME = "The Front Door answers at the weekend, and the officer on duty is told within the hour"
ASKED = "Three partners see the same thing, and no one of them can change it alone"
ANSWER = "Each partner names one lead by January, and the chair of SAAS reports in March"


def section(page, name):
    """A section of the page of a meeting, by its anchor."""
    return page.locator(f"section#{name}")


def test_a_meeting_from_planning_to_circulated_minutes(visitor):
    team = visitor(BUSINESS_TEAM)
    plan_meeting(team, today() - timedelta(days=1))
    meeting = team.url
    expect(section(team, "history")).to_contain_text(CALLED_BECAUSE)
    build_agenda(team)
    chair, member = visitor(SAAS_CHAIR), visitor(SAAS_MEMBER)
    the_agenda_is_agreed_and_sent(team, chair, member, meeting)
    the_member_answers(member, meeting)
    the_meeting_is_held(team, meeting)
    the_minutes_are_written_and_approved(team, chair, meeting)
    the_member_reads_the_minutes(member, meeting)


def the_agenda_is_agreed_and_sent(team, chair, member, meeting):
    """Nobody but those who prepare it sees the agenda before the chair agreed it and it was sent."""
    member.goto(meeting)
    expect(section(member, "agenda")).to_contain_text("Not circulated yet")
    expect(section(member, "agenda")).not_to_contain_text(AREAS[0])
    chair.goto(meeting)
    follow(chair, "Prepare the agenda", "Agree the agenda")
    press(chair, "Agree this agenda")
    team.reload()
    expect(team.get_by_text("Agreed by the chair")).to_be_visible()
    circulate(team)


def the_member_answers(member, meeting):
    """The member reads the papers, replies, and sends input, which then stands on the page."""
    member.reload()
    read_papers(member)
    reply_coming(member)
    member.goto(meeting)
    expect(section(member, "attendance")).to_contain_text("Your reply: Coming")
    send_input(member)
    expect(member.get_by_text(CONTEXT)).to_be_visible()


def the_meeting_is_held(team, meeting):
    """Without the member for Health the meeting is not quorate, and the page says why; with them it is."""
    team.goto(meeting)
    follow(team, "Mark as held")
    press(team, "Mark as held")
    take_attendance(team, absent=HEALTH, in_chair="Chair of SAAS")
    expect(team.get_by_text("Not quorate", exact=True)).to_be_visible()
    expect(team.get_by_text("Health is not represented")).to_be_visible()
    correct_attendance(team, present=HEALTH)
    expect(team.get_by_text("Quorate", exact=True)).to_be_visible()
    expect(team.get_by_text(f"Health is represented by {HEALTH}")).to_be_visible()


def the_minutes_are_written_and_approved(team, chair, meeting):
    """The secretariat writes them, the chair approves them, the secretariat circulates them."""
    team.goto(f"{meeting}minutes/")
    press(team, "Begin the minutes")
    write_minutes(team, today() + timedelta(days=30))
    chair.goto(meeting)
    follow(chair, "minutes")
    heading_is(chair, "Minutes Draft")
    follow(chair, "Approve the minutes")
    press(chair, "Approve the minutes")
    team.reload()
    follow(team, "Circulate the minutes")
    press(team, "Circulate the minutes")
    expect(team.get_by_text("The minutes are circulated, and the members have been told.")).to_be_visible()


def the_member_reads_the_minutes(member, meeting):
    """What was said and what came of it, on the page and in the PDF."""
    member.goto(meeting)
    follow(member, "minutes")
    heading_is(member, "Minutes")
    words = download_minutes(member)
    for text in (SAID, DECISION, DISSENT, ACTION, DISPUTE, "Approved by"):
        expect(member.get_by_role("main")).to_contain_text(text)
        assert text in words
    assert "draft" not in words.lower()


def test_a_dispute_from_the_minutes_to_its_outcome(visitor):
    page = visitor(BUSINESS_TEAM)
    open_draft_minutes(page)
    record_dispute(page, "Besides the agenda")
    follow(page, DISPUTE)
    dispute = page.url
    for number, title in enumerate(STAGES, start=1):
        record_stage(page, number, title)
    page.goto(dispute)
    for title in STAGES:
        follow(page, "Take it to the next stage")
        page.get_by_label("Why does it go to the next stage?").fill("They could not agree")
        press(page, "Take it to the next stage")
        expect(row(page, "Stage")).to_contain_text(title)
        expect(row(page, "This stage ends")).to_contain_text("10 working days left")
    follow(page, "Record how it was resolved")
    page.get_by_label("How was it resolved").fill(OUTCOME)
    press(page, "Record how it was resolved")
    member = visitor(SAAS_MEMBER)
    member.goto("/escalations/")
    follow(member, DISPUTE)
    expect(member.get_by_text(OUTCOME).first).to_be_visible()
    expect(row(member, "State")).to_contain_text("Resolved")


def open_draft_minutes(page):
    """The minutes of the demonstration's working group, which are still being written."""
    page.goto("/meetings/")
    page.get_by_role("link", name="12 Nov 2026").click()
    follow(page, "minutes")
    heading_is(page, "Minutes Draft")


def row(page, key):
    """A row of the summary list."""
    return page.locator(".govuk-summary-list__row").filter(has=page.locator("dt", has_text=re.compile(f"^{key}$")))


def test_a_warning_from_a_signal_to_the_boards_answer(visitor):
    chair, board = visitor(SAAS_CHAIR), visitor(BOARD_MEMBER)
    chair.goto("/warnings/?state=raised")
    chair.get_by_role("rowheader").get_by_role("link").first.click()
    expect(chair.get_by_text("the portal, when the figures came in")).to_be_visible()
    title, address = chair.get_by_role("heading", level=1).inner_text(), chair.url
    follow(chair, "Accept this warning")
    press(chair, "Accept this warning")
    expect(row(chair, "State")).to_contain_text("Accepted by SAAS")
    follow(chair, "Escalate to the Executive Board")
    chair.get_by_label("strategic leadership").check()
    chair.get_by_label("What does the Executive Board need to know").fill(ASKED)
    press(chair, "Escalate to the Executive Board")
    board.goto("/")
    follow(board, "1 early warning waits", title)
    expect(board.get_by_text(ASKED).first).to_be_visible()
    follow(board, "Record the Executive Board’s answer")
    fill_day(board, today())
    board.get_by_label("What is its answer?").fill(ANSWER)
    press(board, "Record the Executive Board’s answer")
    member = visitor(SAAS_MEMBER)
    member.goto(address)
    expect(row(member, "State")).to_contain_text("Answered by the Executive Board")
    expect(member.get_by_text(ANSWER)).to_be_visible()
