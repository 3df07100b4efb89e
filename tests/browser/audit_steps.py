"""What people do about an audit, from its tool to its re-audit, by the words on the pages."""

import re
from datetime import date, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import axe_violations
from tests.browser.meeting_steps import follow, heading_is, press, today
from tests.browser.steps import SAVED, save_status

TOOL = "Chronologies: a short audit"
AUDIT = "Is one chronology kept?"
AGENCIES = ("Education", "Kent Police", "NHS Kent and Medway ICB")
CASES = ("J01", "J02", "J03")
VOICE = "What did the child say, show or wish for, and what did that change?"
IMPACT = "What difference did your agency’s work make for the child?"
STANDARD = "How well did your agency keep its part of the chronology?"
OVERALL = "How do you grade your agency’s practice overall?"
TOLD = "Team manager of the child’s team"
REASON = "Read together, the three records show one pattern that nobody had acted on."
PRACTITIONERS = "Each of us knew a part of it."
SUMMARY = "One chronology would have shown what three records did not."
FINDING = "Three chronologies were kept, and none was read by the others."
RECOMMENDED = "Keep one chronology that every agency writes into."
OUTCOME = "What happens to a child is seen in time."
ACTION = "Bring one chronology into use"
RESPONSE = "SAAS accepts the finding, and asks for the same audit in a year."
AGAIN = "Is one chronology kept, a year later?"


def is_sound(page: Page) -> None:
    """Nothing on the page that is open stands in the way of anybody."""
    assert axe_violations(page) == [], page.url


def fill_dates(page: Page, days: dict[str, date]) -> None:
    """The dates of a form, each by the words of its question."""
    for words, day in days.items():
        group = page.get_by_role("group", name=words)
        for name, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(name, exact=True).fill(str(number))


def add_tool(page: Page) -> None:
    """A new tool that asks what every audit asks, and one question of its own."""
    page.goto("/audits/tools/")
    follow(page, "Add a tool")
    page.get_by_label("Title").fill(TOOL)
    page.get_by_label("Multi-agency themed audit").check()
    press(page, "Add the tool")
    expect(page.get_by_text(OVERALL).first).to_be_visible()
    follow(page, "Add a question")
    page.get_by_label("What is asked?").fill(STANDARD)
    page.get_by_role("radio", name="A grade", exact=True).check()
    page.get_by_label("It has to be answered").check()
    is_sound(page)
    press(page, "Add the question")
    expect(page.get_by_text(STANDARD).first).to_be_visible()
    is_sound(page)


def plan_audit(page: Page, title: str, begins: date) -> None:
    """On the form of a new audit: what is not there yet is filled in."""
    page.get_by_label("The audit in a few words").fill(title)
    page.get_by_label("Multi-agency themed audit").check()
    page.get_by_label("Why this, and why now?").fill("Reviews ask for it again and again.")
    page.get_by_label("What should be different for children?").fill(OUTCOME)
    page.get_by_label("Which group leads the response?").select_option("saas")
    page.get_by_label("Who leads the audit?").fill("Quality assurance manager")
    fill_dates(
        page,
        {
            "When is it launched?": begins,
            "By when do agencies answer?": begins + timedelta(days=10),
            "When is the moderation meeting?": begins + timedelta(days=20),
            "When is the report due?": begins + timedelta(days=30),
        },
    )
    tool = page.get_by_label("Which tool is used?")
    tool.select_option(tool.locator("option", has_text=TOOL).first.get_attribute("value"))
    is_sound(page)
    press(page, "Plan this audit")
    heading_is(page, title)
    is_sound(page)


def choose_agencies(page: Page) -> None:
    """From the page of the audit: who is asked."""
    follow(page, "Ready to launch?", "Choose the agencies")
    for agency in AGENCIES:
        page.get_by_label(agency, exact=True).check()
    is_sound(page)
    press(page, "Save")


def draw_a_case(page: Page, audit: str) -> str:
    """One case out of three, at random; its reference."""
    page.goto(f"{audit}cases/")
    follow(page, "List the sampling frame")
    page.get_by_label("Which cases belong in the sampling frame?").fill("Every child with a chronology.")
    page.get_by_label("Every case that fits, one a line").fill("\n".join(CASES))
    is_sound(page)
    press(page, "Save the frame")
    follow(page, "Draw the cases")
    page.get_by_label("How many cases are audited?").fill("1")
    page.get_by_label("How many more are kept in reserve?").fill("1")
    press(page, "Draw the cases")
    is_sound(page)
    return page.get_by_role("table", name=re.compile("^Cases in the audit")).get_by_role("rowheader").inner_text()


def put_on_team(page: Page, audit: str, post: str) -> None:
    """Somebody who leads the audit from now on."""
    page.goto(audit)
    follow(page, "Add somebody to the team")
    who = page.get_by_label("Who joins the team?")
    who.select_option(who.locator("option", has_text=post).first.get_attribute("value"))
    page.get_by_label("They lead this audit").check()
    is_sound(page)
    press(page, "Add to the team")
    expect(page.get_by_text("They are on the team, and have been told.")).to_be_visible()


def launch(page: Page, audit: str) -> None:
    """From the page that says whether it is ready."""
    page.goto(f"{audit}ready/")
    heading_is(page, "Ready to launch")
    is_sound(page)
    follow(page, "Go on to the launch")
    is_sound(page)
    press(page, "Launch this audit")
    expect(page.get_by_text("Agencies are answering").first).to_be_visible()


def open_answers(page: Page) -> None:
    """From the first page to what one's own agency answers."""
    page.goto("/")
    follow(page, f"Your agency has an audit to answer: {AUDIT}")
    heading_is(page, AUDIT)
    is_sound(page)


def open_questions(page: Page) -> None:
    """From there into the one section the tool has."""
    page.locator(".govuk-task-list__link").first.click()
    expect(answer_to(page, VOICE)).to_be_visible()


def answer_to(page: Page, question: str) -> Locator:
    """Where the words to a question are written."""
    return page.get_by_label(re.compile(re.escape(question)))


def saved(page: Page) -> None:
    """What was written is kept."""
    expect(save_status(page)).to_have_text(SAVED)


def press_while_it_saves(page: Page, name: str) -> None:
    """Press a button as slowly as people do: leaving the field saves it, and that is done before the button is up."""
    page.get_by_role("button", name=name, exact=True).hover()
    page.mouse.down()
    saved(page)
    page.mouse.up()


def answer(page: Page, voice: str, impact: str, grade: str) -> None:
    """All four questions, saved as they are written."""
    answer_to(page, VOICE).fill(voice)
    answer_to(page, IMPACT).fill(impact)
    for question, chosen in ((STANDARD, "Good"), (OVERALL, grade)):
        group = page.get_by_role("group", name=re.compile(re.escape(question)))
        group.get_by_role("radio", name=chosen, exact=True).check()
    saved(page)
    is_sound(page)
    press(page, "Save and continue")


def record_route(page: Page, case: str) -> None:
    """What comes before anything else where a case is graded as at risk."""
    expect(page.get_by_text(f"Case {case}: make sure this child’s own team knows.")).to_be_visible()
    follow(page, f"Whom to tell about case {case}")
    page.get_by_label("Whom did you tell?").fill(TOLD)
    fill_dates(page, {"When?": today()})
    page.get_by_label("How, and what was agreed").fill("By telephone, and in writing the same day.")
    is_sound(page)
    page.get_by_role("button", name=re.compile("^Record")).click()


def sign(page: Page) -> None:
    """From the answers of one's agency: check them and submit."""
    follow(page, "Check")
    heading_is(page, "Check your answers")
    is_sound(page)
    press(page, "Sign and submit")
    expect(page.get_by_role("heading", level=1)).to_contain_text("submitted")
    is_sound(page)


def make_move(page: Page, words: str) -> None:
    """From the page of the audit: a step in its life, and its button has the same words."""
    follow(page, words)
    is_sound(page)
    press(page, words)


def write_report(page: Page, audit: str, day: date) -> None:
    """The summary, a finding, and a recommendation with who acts on it by when."""
    page.goto(f"{audit}report/write/summary/")
    page.get_by_label("Summary").fill(SUMMARY)
    is_sound(page)
    page.get_by_role("button", name=re.compile("^Save")).first.click()
    heading_is(page, "Write the report")
    is_sound(page)
    follow(page, "Add a finding")
    page.get_by_label("Area to improve").check()
    page.get_by_label("What was found?").fill(FINDING)
    is_sound(page)
    press(page, "Add the finding")
    follow(page, "Add a recommendation")
    page.get_by_label("What do you recommend?").fill(RECOMMENDED)
    page.get_by_label("What should be different for children?").fill(OUTCOME)
    is_sound(page)
    press(page, "Add the recommendation")
    page.get_by_label("What is to be done, in a few words?").fill(ACTION)
    page.get_by_label("Which agency or group does it?").select_option(label="Kent Police")
    page.get_by_label("Who sees to it?").fill("Head of Public Protection")
    fill_dates(page, {"By when?": day})
    is_sound(page)
    press(page, "Add it")
    expect(page.get_by_text(ACTION).first).to_be_visible()
    is_sound(page)
