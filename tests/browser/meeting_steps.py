"""What people do about a meeting, from planning it to reading its minutes, by the words on the pages."""

import re
from datetime import UTC, date, datetime

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from assurance.rules.wording import local_date
from tests.browser.chromium import PATIENCE
from tests.browser.steps import SAVED, save_status

CALLED_BECAUSE = "A review of a serious case has been published and asks for an answer this month"
AREAS = ("Data dashboards", "Views of children and families")
LIVE_PAPER = "Open early warnings"
CONTEXT = "Probation records a referral on the day it is made, not on the day it is read"
SAID = "Members read the warnings together and saw the same families in three of them"
DECISION = "The Front Door and Probation use one referral form from January"
DISSENT = "Probation’s member asked for a trial first"
ACTION = "Write the one referral form"
DISPUTE = "Who answers a referral made at the weekend"
SIDES = "Police say the Front Door answers. The Council says the officer on duty does."


def today() -> date:
    """The day in Kent."""
    return local_date(datetime.now(UTC))


def heading_is(page: Page, words: str) -> None:
    """The first heading of the page that is open."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def press(page: Page, *names: str) -> None:
    """Press one button after the other."""
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, *names: str) -> None:
    """Follow one link after the other: links that look like buttons are links here."""
    for name in names:
        page.locator("main").locator(f'a:has-text("{name}")').first.click()


def fill_day(page: Page, day: date) -> None:
    """The three boxes of the only date on the page."""
    for name, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(name, exact=True).fill(str(number))


def plan_meeting(page: Page, day: date) -> None:
    """Plan an extraordinary meeting of SAAS on a day that has passed, which takes saying that one is sure."""
    page.goto("/meetings/")
    follow(page, "Plan a meeting")
    page.get_by_label("Which group meets?").select_option("saas")
    page.get_by_label("Extraordinary meeting").check()
    page.get_by_label("Why is it called?").fill(CALLED_BECAUSE)
    fill_day(page, day)
    page.get_by_label("When does it begin?").fill("10am")
    page.get_by_label("Virtual", exact=True).check()
    press(page, "Plan this meeting")
    expect(page.get_by_role("alert")).to_contain_text("has passed")
    page.get_by_label("Yes, I have checked").check()
    press(page, "Plan this meeting")
    expect(page.get_by_text("The meeting is planned")).to_be_visible()


def build_agenda(page: Page) -> None:
    """From the page of the meeting: two standing areas, and the open warnings as a paper of the first."""
    follow(page, "Prepare the agenda", "Build the agenda")
    for area in AREAS:
        page.get_by_label(area).check()
    press(page, "Put them on the agenda")
    page.get_by_role("link", name=f"Take a paper from the portal for {AREAS[0]}").click()
    page.get_by_label(LIVE_PAPER).check()
    press(page, "Add the paper")
    expect(page.get_by_role("link", name=LIVE_PAPER, exact=True)).to_be_visible()


def circulate(page: Page) -> None:
    """From the agenda the chair has agreed."""
    follow(page, "Circulate")
    press(page, "Circulate to members")
    expect(page.get_by_text("The agenda and papers are circulated.")).to_be_visible()


def read_papers(page: Page) -> None:
    """From the page of the meeting to the version circulated and the paper in it, and back to the meeting."""
    follow(page, "Version 1", LIVE_PAPER)
    heading_is(page, LIVE_PAPER)
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    for back in ("Back to version 1", "Back to the meeting"):
        page.get_by_role("link", name=back).click()


def reply_coming(page: Page) -> None:
    """From the page of the meeting: say that one comes."""
    follow(page, "Say whether you are coming")
    page.get_by_label("I am coming").check()
    press(page, "Save the reply")


def send_input(page: Page) -> None:
    """From the page of the meeting: write, check, send."""
    follow(page, "Write your input")
    page.get_by_label("Context and interpretation of the data").fill(CONTEXT)
    expect(save_status(page)).to_have_text(SAVED)
    press(page, "Save and check before sending", "Send your input")


def take_attendance(page: Page, *, absent: str, in_chair: str) -> None:
    """From the page of the meeting: everybody is present but one."""
    follow(page, "Take attendance")
    for person in page.locator("main").get_by_role("listitem").all():
        person.get_by_label("Absent" if absent in person.inner_text() else "Present", exact=True).check()
    chair = page.get_by_role("option", name=re.compile(f"^{in_chair}")).get_attribute("value")
    page.get_by_label("Who was in the chair?").select_option(chair)
    press(page, "Save the attendance")


def correct_attendance(page: Page, *, present: str) -> None:
    """From the list of who came: somebody was there after all."""
    follow(page, "Correct the attendance")
    page.locator("main").get_by_role("listitem").filter(has_text=present).get_by_label("Present", exact=True).check()
    press(page, "Save the attendance")


def write_minutes(page: Page, day: date) -> None:
    """From the page of the minutes: what was said to the first item, and a decision, an action and a dispute of it."""
    page.get_by_label("What was said").first.fill(SAID)
    expect(save_status(page)).to_have_text(SAVED)
    page.get_by_role("link", name=f"Record a decision on 1. {AREAS[0]}").click()
    page.get_by_label("What was decided?").fill(DECISION)
    page.get_by_label("Who did not agree, and why?").fill(DISSENT)
    press(page, "Save the decision")
    page.get_by_role("link", name=f"Set an action on 1. {AREAS[0]}").click()
    page.get_by_label("The action in a few words").fill(ACTION)
    page.get_by_label("Which agency or group takes it on?").select_option("agency:probation-service")
    fill_day(page, day)
    press(page, "Set an action")
    record_dispute(page, f"1. {AREAS[0]}")


def record_dispute(page: Page, item: str) -> None:
    """From the page of the minutes: a dispute between two agencies."""
    page.get_by_role("link", name=f"Record a dispute on {item}").click()
    page.get_by_label("The dispute in a few words").fill(DISPUTE)
    page.get_by_label("What is in dispute, and what does each side say?").fill(SIDES)
    for agency in ("Kent Police", "Kent County Council"):
        page.get_by_label(agency, exact=True).check()
    press(page, "Open an escalation")
    expect(page.get_by_text("The dispute is recorded, and an escalation is open.")).to_be_visible()


def record_stage(page: Page, number: int, title: str) -> None:
    """A stage of Section 11, of ten working days."""
    page.goto("/escalations/stages/add/")
    page.get_by_label("Which stage is it?").fill(str(number))
    page.get_by_label("What is it called?").fill(title)
    page.get_by_label("How many working days are there for it?").fill("10")
    press(page, "Save the stage")
    expect(page.get_by_text("The stage is recorded.")).to_be_visible()


def download_minutes(page: Page) -> str:
    """The words of the PDF, from the page of the minutes."""
    with page.expect_download(timeout=PATIENCE) as download:
        follow(page, "Download as PDF")
    words = " ".join(sheet.extract_text() for sheet in PdfReader(download.value.path()).pages)
    return " ".join(words.split())
