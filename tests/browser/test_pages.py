"""Every page that each role can get to: accessible, no wider than a phone, and without a complaint of the browser."""

import pytest
from django.urls import get_resolver

from tests.browser.accounts import one_of_each_role
from tests.browser.chromium import axe_violations, sideways
from tests.browser.walk import Walk

LINKS = "[...document.links].filter((link) => !link.hasAttribute('download')).map((link) => link.getAttribute('href'))"
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
    """The contents of pages already found without fault: two roles often see the very same."""
    return set()


def problems_of(page, checked):
    """What is wrong with the page as it is shown, in words."""
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


@pytest.mark.parametrize("email", one_of_each_role())
def test_pages_of_a_role(visitor, portal, checked, email):
    page = visitor(email)
    walk = Walk(portal.address)
    wrong = []
    for path, _ in walk:
        answer = page.goto(path)
        problems = problems_of(page, checked)
        if answer.status != 200:
            problems.append(f"answers {answer.status}")
        wrong += [f"{path}: {problem}" for problem in problems]
        walk.offer(path, page.evaluate(LINKS))
    assert not wrong, "\n".join(wrong)
