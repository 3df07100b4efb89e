"""Every page that each role can get to: accessible, no wider than a phone, and without a complaint of the browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.accounts import BUSINESS_TEAM, POLICE_LEAD, SYSTEM_ADMINISTRATOR, one_of_each_role
from tests.browser.chromium import axe_violations, sideways
from tests.browser.steps import create_pack, open_return, write_return
from tests.browser.walk import LINKS, Walk

OUTLINE = """() => ({
  title: document.title,
  language: document.documentElement.lang,
  headings: document.querySelectorAll("h1").length,
})"""
# What a page is made of, without what differs from one visit to the next.
CONTENT = """() => {
  const page = document.body.cloneNode(true);
  page.querySelectorAll("input[type=hidden], .app-header__account").forEach((element) => element.remove());
  return page.innerHTML;
}"""


@pytest.fixture(scope="session")
def checked():
    """The contents of pages already looked at: two roles often see the very same."""
    return set()


def problems_of(page, checked):
    """What is wrong with the page as it is shown, in words."""
    page.wait_for_load_state()
    outline = page.evaluate(OUTLINE)
    found = []
    if outline["headings"] != 1:
        found.append(f"{outline['headings']} first headings")
    if outline["language"] != "en" or not outline["title"].endswith(" – KSCMP assurance portal"):
        found.append(f"language {outline['language']!r}, title {outline['title']!r}")
    content = page.evaluate(CONTENT)
    if content not in checked:
        found += axe_violations(page)
        if wider := sideways(page):
            found.append(f"{wider}px wider than a phone's screen")
        checked.add(content)
    return found


@pytest.mark.parametrize(("turn", "email"), list(enumerate(one_of_each_role())))
def test_pages_of_a_role(visitor, portal, lived_in, checked, turn, email):
    page = visitor(email)
    walk = Walk(portal.address, turn=turn)
    wrong = []
    for path, _ in walk:
        answer = page.goto(path)
        problems = problems_of(page, checked)
        if answer.status != 200:
            problems.append(f"answers {answer.status}")
        wrong += [f"{path}: {problem}" for problem in problems]
        walk.offer(path, page.evaluate(LINKS))
    assert not wrong, "\n".join(wrong)


def test_pages_of_a_return_that_is_signed(visitor, checked):
    page = visitor(POLICE_LEAD)
    heading = page.get_by_role("heading", level=1)
    open_return(page)
    write_return(page, scripts=True)
    assert problems_of(page, checked) == []
    for role, name, title in (
        ("button", "Check and submit", "Check your answers"),
        ("button", "Sign and submit", "Return submitted"),
        ("link", "recall it", "Recall this return?"),
    ):
        page.get_by_role(role, name=name).click()
        expect(heading).to_have_text(title)
        assert problems_of(page, checked) == []


def test_the_page_of_a_pack_on_its_way(visitor, checked):
    page = visitor(BUSINESS_TEAM)
    create_pack(page)
    page.get_by_role("progressbar").wait_for()
    assert problems_of(page, checked) == []


def test_the_page_that_takes_a_second_step_away(visitor, checked):
    page = visitor(SYSTEM_ADMINISTRATOR)
    page.goto("/people/")
    page.get_by_role("link", name="Police partner lead").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Police partner lead")
    assert page.goto(page.url + "second-factor/").status == 200
    assert problems_of(page, checked) == []
