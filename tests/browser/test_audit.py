"""A whole audit: its tool, three agencies that answer at once and apart, moderation, report, action and re-audit."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.accounts import BUSINESS_TEAM, POLICE_CONTRIBUTOR, POLICE_LEAD, SAAS_CHAIR
from tests.browser.audit_steps import (
    ACTION,
    AGAIN,
    AUDIT,
    FINDING,
    OUTCOME,
    OVERALL,
    PRACTITIONERS,
    REASON,
    RECOMMENDED,
    RESPONSE,
    SUMMARY,
    VOICE,
    add_tool,
    answer,
    answer_to,
    choose_agencies,
    draw_a_case,
    is_sound,
    launch,
    make_move,
    open_answers,
    open_questions,
    plan_audit,
    press_while_it_saves,
    put_on_team,
    record_route,
    saved,
    sign,
    write_report,
)
from tests.browser.meeting_steps import follow, heading_is, press, today
from tests.browser.test_autosave import CONFLICT

EDUCATION, HEALTH, LEAD = (f"{key}@demo.example" for key in ("education.lead", "health.lead", "audit.team.member"))
REFUSED = r"^Failed to load resource: .* status of 422"
WORDS = {
    "school": ("The child asked to be met at the gate.", "The child comes to school."),
    "practice": ("The child slept badly.", "Appointments are kept."),
    "police": ("The child hid behind the door.", "None that we can show."),
}


def test_an_audit_from_its_tool_to_its_reaudit(visitor):
    team = visitor(BUSINESS_TEAM)
    audit, case = it_is_planned_and_launched(team)
    school, practice, police = visitor(EDUCATION), visitor(HEALTH), visitor(POLICE_LEAD, expects=CONFLICT)
    three_agencies_answer_at_once(school, practice, police, visitor(POLICE_CONTRIBUTOR))
    the_child_at_risk_comes_first(police, case)
    each_signs_and_sees_its_own_alone(school, practice, police, audit)
    lead = visitor(LEAD, expects=REFUSED)
    the_grades_are_settled_on_screen(lead, audit, case)
    the_report_is_made_final(lead, audit)
    its_recommendation_is_an_action(police)
    saas_responds(visitor(SAAS_CHAIR))
    it_is_repeated(team, audit)


def it_is_planned_and_launched(team):
    """The Business Team makes a tool, plans the audit, draws its case and launches it; its address and the case."""
    add_tool(team)
    team.goto("/audits/")
    is_sound(team)
    follow(team, "Plan an audit")
    plan_audit(team, AUDIT, today())
    audit = team.url
    choose_agencies(team)
    case = draw_a_case(team, audit)
    put_on_team(team, audit, "Audit team member")
    launch(team, audit)
    return audit, case


def three_agencies_answer_at_once(school, practice, police, contributor):
    """All have the same case open; two people of the police write the same answer, and neither loses words."""
    pages = {"school": school, "practice": practice, "police": police}
    for page in (*pages.values(), contributor):
        open_answers(page)
        open_questions(page)
    answer_to(contributor, VOICE).fill("The child looked at the officer.")
    saved(contributor)
    answer_to(police, VOICE).fill(WORDS["police"][0])
    press(police, "Save and continue")
    heading_is(police, "Two people answered the same question")
    expect(police.get_by_text("The child looked at the officer.")).to_be_visible()
    both = f"{WORDS['police'][0]} The child looked at the officer."
    expect(answer_to(police, VOICE)).to_have_value(WORDS["police"][0])
    answer_to(police, VOICE).fill(both)
    is_sound(police)
    press(police, "Save what is on the left")
    open_answers(police)
    open_questions(police)
    expect(answer_to(police, VOICE)).to_have_value(both)
    answer(police, both, WORDS["police"][1], "Inadequate")
    for key, grade in (("school", "Good"), ("practice", "Requires improvement to be good")):
        answer(pages[key], *WORDS[key], grade)


def the_child_at_risk_comes_first(police, case):
    """Nothing can be signed before the child's own team was told, and that is recorded."""
    open_answers(police)
    follow(police, "Check")
    expect(police.get_by_role("alert")).to_contain_text("tell the child’s team outside the audit")
    expect(police.get_by_role("button", name="Sign and submit")).to_have_count(0)
    open_answers(police)
    record_route(police, case)


def each_signs_and_sees_its_own_alone(school, practice, police, audit):
    """Each reads its own words, none of another's, and of the others no more than whether they have submitted."""
    for key, page in (("school", school), ("practice", practice), ("police", police)):
        open_answers(page)
        sign(page)
        for address in ("/audits/answers/", audit):
            page.goto(address)
            is_sound(page)
            words = page.get_by_role("main").inner_text()
            others = [text for other, texts in WORDS.items() if other != key for text in texts]
            assert [text for text in others if text in words] == []
            assert "Inadequate" not in words
        assert page.request.get(f"{audit}moderation/").status == 404
    page.goto(audit)
    expect(page.get_by_role("heading", name="Agencies: 3 of 3 submitted")).to_be_visible()


def the_grades_are_settled_on_screen(lead, audit, case):
    """Three grades side by side; the settled one needs its reason, and the agencies' own stay as they are."""
    assert lead.request.get(f"{audit}moderation/").status == 404
    lead.goto(audit)
    make_move(lead, "Begin moderation")
    lead.goto(f"{audit}moderation/")
    is_sound(lead)
    follow(lead, case)
    for voice, _ in WORDS.values():
        expect(lead.get_by_text(voice).first).to_be_visible()
    is_sound(lead)
    press(lead, "Settle what agencies agree on")
    board = lead.locator(".app-board").filter(has_text=OVERALL)
    board.get_by_role("radio", name=re.compile("^Inadequate")).check()
    board.get_by_role("button").first.click()
    expect(lead.get_by_role("main")).to_contain_text("Say why it is settled so")
    lead.get_by_label("Why it is settled so").first.fill(REASON)
    is_sound(lead)
    lead.locator("form").filter(has=lead.get_by_label("Why it is settled so")).get_by_role("button").first.click()
    expect(lead.get_by_role("main")).to_contain_text("2 of 2 grades")
    lead.get_by_label("What practitioners said").fill(PRACTITIONERS)
    press_while_it_saves(lead, "Save what was said")
    expect(lead.get_by_text("What was said in moderation is saved.")).to_be_visible()
    expect(lead.get_by_label("What practitioners said")).to_have_value(PRACTITIONERS)
    lead.goto(audit)
    make_move(lead, "Finish moderation")


def the_report_is_made_final(lead, audit):
    """It says what was found, counts cases, and is read once it is final."""
    write_report(lead, audit, today() + timedelta(days=90))
    lead.goto(audit)
    make_move(lead, "Make the report final")
    lead.goto(f"{audit}report/")
    is_sound(lead)
    for text in (SUMMARY, FINDING, RECOMMENDED, OUTCOME, ACTION):
        expect(lead.get_by_role("main")).to_contain_text(text)
    assert "%" not in lead.get_by_role("main").inner_text()


def its_recommendation_is_an_action(police):
    """It stands in the tracker of the agency that holds it."""
    police.goto("/actions/")
    follow(police, ACTION)
    heading_is(police, ACTION)
    expect(police.get_by_role("main")).to_contain_text(AUDIT)
    is_sound(police)


def saas_responds(chair):
    """The chair is asked on the first page, reads the report, and answers for SAAS."""
    chair.goto("/")
    follow(chair, f"An audit waits for SAAS’s response: {AUDIT}", "Record SAAS’s response")
    chair.get_by_label("What is SAAS’s response?").fill(RESPONSE)
    is_sound(chair)
    press(chair, "Record SAAS’s response")
    expect(chair.get_by_text(RESPONSE)).to_be_visible()


def it_is_repeated(team, audit):
    """The re-audit begins with what the first one was."""
    team.goto(audit)
    follow(team, "Plan a re-audit")
    expect(team.get_by_label("Does it repeat an earlier audit?")).not_to_have_value("")
    plan_audit(team, AGAIN, today() + timedelta(days=365))
    expect(team.get_by_role("main").get_by_role("link", name=AUDIT, exact=True)).to_be_visible()
