"""What people do about a theme, from the Executive Board's decision to what changed, by the words on the pages."""

from playwright.sync_api import Page, expect

from assurance.rules.wording import date_words
from tests.browser.meeting_steps import fill_day, follow, press, today

CALLED_BECAUSE = "Two themes wait for a decision"
DECISION = "The activity proposed for both themes is agreed, and comes back in a year"
FINDINGS = "Help stops on the day a young person turns eighteen, in every agency but one"
RECOMMENDED = "Name one worker for each of them who stays until nineteen"
ACTIVITY = "One worker stays with each young person at risk until their nineteenth birthday"
DIFFERENCE = "Young people say that one person stayed with them, and fewer cases were opened again"


def hold_board_meeting(page: Page) -> None:
    """An extraordinary meeting of the Executive Board in the first minutes of today, held, with one decision."""
    page.goto("/meetings/")
    follow(page, "Plan a meeting")
    page.get_by_label("Which group meets?").select_option("executive-board")
    page.get_by_label("Extraordinary meeting").check()
    page.get_by_label("Why is it called?").fill(CALLED_BECAUSE)
    fill_day(page, today())
    page.get_by_label("When does it begin?").fill("00:01")
    page.get_by_label("Virtual", exact=True).check()
    press(page, "Plan this meeting")
    page.get_by_label("Yes, I have checked").check()
    press(page, "Plan this meeting")
    expect(page.get_by_text("The meeting is planned")).to_be_visible()
    meeting = page.url
    follow(page, "Mark as held")
    press(page, "Mark as held")
    page.goto(f"{meeting}minutes/")
    press(page, "Begin the minutes")
    page.get_by_role("link", name="Record a decision on Besides the agenda").click()
    page.get_by_label("What was decided?").fill(DECISION)
    press(page, "Save the decision")


def open_theme(page: Page, title: str) -> None:
    """From anywhere to the page of a theme, through the programme."""
    page.goto("/themes/")
    page.get_by_role("heading", level=2).get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def record_report(page: Page, name: str) -> None:
    """From the page of a theme: one of its reports, to the Board's meeting of today."""
    page.locator(".app-theme-report").filter(has_text=name).get_by_role("link", name="Record").click()
    page.get_by_label("To which meeting of the Executive Board?").select_option(label=f"{date_words(today())} (held)")
    page.get_by_label("Findings").fill(FINDINGS)
    page.get_by_label("Recommendations for action").fill(RECOMMENDED)
    press(page, "Record the report")
    expect(page.get_by_text("The report is recorded.")).to_be_visible()


def move(page: Page, words: str) -> None:
    """From the page of a theme: a move that needs no words, and its button has the same ones."""
    follow(page, words)
    press(page, words)


def agree_activity(page: Page) -> None:
    """From the page of a theme: the decision of the Board that agrees its activity."""
    follow(page, "Record that the activity is agreed")
    decision = page.get_by_label("Which decision of the Executive Board agrees it?")
    decision.select_option(label=f"{date_words(today())}: {DECISION}")
    page.get_by_label("What activity is agreed?").fill(ACTIVITY)
    press(page, "Record that the activity is agreed")
    expect(page.get_by_text("The activity is agreed.", exact=True)).to_be_visible()


def close_theme(page: Page) -> None:
    """From the page of a theme: look at the indicators before and after, and say what changed."""
    follow(page, "Close with what changed for children", "The indicators before and after")
    expect(page.get_by_role("heading", level=1)).to_have_text("The indicators before and after")
    follow_back(page)
    follow(page, "Close with what changed for children")
    page.get_by_label("What changed for children, and how do you know?").fill(DIFFERENCE)
    press(page, "Close with what changed for children")
    expect(page.get_by_text("The theme is closed with what changed for children.")).to_be_visible()


def follow_back(page: Page) -> None:
    """From the figures back to the theme."""
    page.get_by_role("link", name="Back to the theme").click()
