"""Every page that each role can get to: accessible, no wider than a phone, and without a complaint of the browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.accounts import BUSINESS_TEAM, POLICE_LEAD, SYSTEM_ADMINISTRATOR, one_of_each_role
from tests.browser.chromium import AXE
from tests.browser.meeting_steps import (
    build_agenda,
    circulate,
    follow,
    plan_meeting,
    press,
    record_stage,
    take_attendance,
    today,
    write_minutes,
)
from tests.browser.steps import create_pack, open_return, write_return
from tests.browser.structure import structure_of
from tests.browser.survey import OF_THE_FRAME, Survey, problems_to_the_eye
from tests.browser.walk import Walk
from tests.browser.watch import header_problems


@pytest.fixture(scope="session")
def survey():
    """What has been looked at by now, whoever saw it: two roles often see a page that is built the same."""
    return Survey()


def problems_of(page):
    """What is wrong with the page as it is shown, in words."""
    page.wait_for_load_state()
    return structure_of(page.content()).faults + problems_to_the_eye(page)


@pytest.mark.parametrize(("turn", "email"), list(enumerate(one_of_each_role())))
def test_pages_of_a_role(visitor, portal, lived_in, survey, turn, email):
    """Every page is fetched and its markup looked through; it is opened where it is built of something new."""
    page = visitor(email)
    page.add_init_script(path=AXE)
    walk = Walk(portal.address, turn=turn)
    wrong = []
    for path, _ in walk:
        answer = page.context.request.get(path)
        structure = structure_of(answer.text())
        problems = structure.faults + header_problems(answer.url, answer.headers)
        if answer.status != 200:
            problems.append(f"answers {answer.status}")
        if new := survey.new_in(path, structure):
            page.goto(path)
            problems += problems_to_the_eye(page, without=() if "frame" in new else OF_THE_FRAME)
        wrong += [f"{path}: {problem}" for problem in problems]
        walk.offer(path, structure.links)
    assert not wrong, "\n".join(wrong)


def test_pages_of_a_return_that_is_signed(visitor):
    page = visitor(POLICE_LEAD)
    heading = page.get_by_role("heading", level=1)
    open_return(page)
    write_return(page, scripts=True)
    assert problems_of(page) == []
    for role, name, title in (
        ("button", "Check and submit", "Check your answers"),
        ("button", "Sign and submit", "Return submitted"),
        ("link", "recall it", "Recall this return?"),
    ):
        page.get_by_role(role, name=name).click()
        expect(heading).to_have_text(title)
        assert problems_of(page) == []


def test_the_page_of_a_pack_on_its_way(visitor):
    page = visitor(BUSINESS_TEAM)
    create_pack(page)
    page.get_by_role("progressbar").wait_for()
    assert problems_of(page) == []


def test_the_page_that_takes_a_second_step_away(visitor):
    page = visitor(SYSTEM_ADMINISTRATOR)
    page.goto("/people/")
    page.get_by_role("link", name="Police partner lead").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Police partner lead")
    assert page.goto(page.url + "second-factor/").status == 200
    assert problems_of(page) == []


def test_pages_of_a_meeting_on_its_way(visitor):
    page = visitor(BUSINESS_TEAM)
    plan_meeting(page, today() - timedelta(days=1))
    meeting = page.url
    build_agenda(page)
    follow(page, "Record the chair’s agreement")
    page.get_by_label("How and when did the chair agree?").fill("By e-mail today")
    press(page, "Record the chair’s agreement")
    found = problems_at(page, f"{meeting}agenda/", f"{meeting}agenda/circulate/", f"{meeting}agenda/open/")
    page.goto(f"{meeting}agenda/")
    circulate(page)
    found += problems_at(page, meeting, f"{meeting}agenda/", f"{meeting}hold/")
    press(page, "Mark as held")
    take_attendance(page, absent="Deputy chair", in_chair="Chair of SAAS")
    found += problems_at(page, f"{meeting}attendance/", f"{meeting}attendance/take/", f"{meeting}minutes/")
    press(page, "Begin the minutes")
    write_minutes(page, today())
    found += problems_at(page, f"{meeting}minutes/")
    links = [page.get_by_role("link", name=f"{name} decision").get_attribute("href") for name in ("Change", "Take out")]
    record_stage(page, 1, "The delegated leads")
    found += problems_at(page, *links, "/escalations/stages/", "/escalations/")
    assert not found, "\n".join(found)


def problems_at(page, *addresses):
    """What is wrong with the pages at these addresses, the page last among them left open."""
    found = []
    for address in addresses:
        assert page.goto(address).status == 200
        found += [f"{address}: {problem}" for problem in problems_of(page)]
    return found
