"""What the other tests measure with does find what is wrong."""

import pytest

from tests.browser.chromium import PHONE, axe_violations, new_context, sideways
from tests.browser.structure import structure_of
from tests.browser.survey import OF_THE_FRAME, Survey, problems_to_the_eye
from tests.browser.watch import Watch, header_problems

GOOD = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; script-src 'self'",
}
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Actions – KSCMP assurance portal</title></head><body>
<header><nav aria-label="Main"><a href="/">Home</a></nav></header>
<main><h1>Actions</h1><h2>Open</h2><p>One line</p><p>Another line</p>
<label for="words">Words</label><input id="words"></main>
<footer><p>Foot</p></footer></body></html>"""


def watched(browser, portal):
    """The sign-in page, and what is noted of it."""
    page = new_context(browser, portal.address).new_page()
    watch = Watch(page)
    page.goto("/sign-in/")
    return page, watch


def test_axe_sees_a_picture_without_words_and_the_policy_stays_in_force(browser, portal):
    page, watch = watched(browser, portal)
    assert axe_violations(page) == []
    page.evaluate("document.querySelector('h1').append(document.createElement('img'))")
    assert [violation.split(":")[0] for violation in axe_violations(page)] == ["image-alt"]
    assert watch.complaints == []
    page.context.close()


def test_a_wide_page_is_seen(browser, portal):
    page, _ = watched(browser, portal)
    assert sideways(page) == 0
    page.evaluate("document.querySelector('h1').append('W'.repeat(400))")
    assert sideways(page) > PHONE["width"]
    page.context.close()


def test_what_the_policy_forbids_is_seen(browser, portal):
    page, watch = watched(browser, portal)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">Inline</p>')")
    page.wait_for_timeout(100)
    assert any("style-src" in complaint for complaint in watch.complaints)
    page.context.close()


def test_a_missing_file_is_seen(browser, portal):
    page, watch = watched(browser, portal)
    with page.expect_response("**/none.svg"):
        page.evaluate("document.body.append(Object.assign(new Image(), { src: '/static/none.svg' }))")
    page.wait_for_timeout(100)
    assert any("404" in complaint for complaint in watch.complaints)
    page.context.close()


def test_headers_are_looked_at():
    page, file = "http://127.0.0.1/returns/", "http://127.0.0.1/static/a.css"
    assert header_problems(page, GOOD) == []
    for name in GOOD:
        assert header_problems(page, GOOD | {name: "else"}), name
    loose = GOOD["content-security-policy"] + " 'unsafe-inline'"
    assert header_problems(page, GOOD | {"content-security-policy": loose}) == ["script-src allows 'unsafe-inline'"]
    assert header_problems(file, {}) == [
        "x-content-type-options is None, not 'nosniff'",
        "referrer-policy is None, not 'same-origin'",
        "cross-origin-opener-policy is None, not 'same-origin'",
    ]


def test_markup_without_a_fault_has_none():
    structure = structure_of(PAGE)
    assert structure.faults == []
    assert structure.links == ["/"]


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ('lang="en"', "", "language"),
        ("Actions – KSCMP", "Actions - KSCMP", "title"),
        ("<h1>Actions</h1>", "<h1>Actions</h1><h1>Again</h1>", "2 first headings"),
        ("<h2>Open</h2>", "<h3>Open</h3>", "h3 after h1"),
        ("<h2>Open</h2>", "<h2> </h2>", "an empty h2"),
        ("<footer><p>Foot</p></footer>", "", "0 landmarks contentinfo"),
        ("</nav>", "</nav><nav aria-label='Main'></nav>", "2 navigations called 'Main'"),
        ("<p>One line</p>", '<p id="words">One line</p>', "2 elements with the id 'words'"),
        ("<p>One line</p>", '<p aria-describedby="none">One line</p>', "leads to nothing"),
        ("<p>One line</p>", '<a href="/x/"><img src="x.svg" alt=""></a>', "no name"),
        ("<p>One line</p>", "<button></button>", "no name"),
        ("<p>One line</p>", '<img src="x.svg">', "no name"),
        ("Words</label>", "</label>", "no name"),
        ("<p>One line</p>", '<p style="color: red">One line</p>', "inline"),
        ("<p>One line</p>", "<script>alert(1)</script>", "inline"),
        ("<p>One line</p>", '<p onclick="alert(1)">One line</p>', "inline"),
    ],
)
def test_faults_of_markup_are_seen(good, bad, fault):
    assert good in PAGE
    assert any(fault in found for found in structure_of(PAGE.replace(good, bad)).faults)


def test_a_page_is_looked_at_once_a_route_and_again_when_it_is_built_of_something_new():
    survey = Survey()
    assert survey.new_in("/actions/", structure_of(PAGE)) == ["frame", "content"]
    assert survey.new_in("/warnings/", structure_of(PAGE)) == ["content"]
    more_of_the_same = PAGE.replace("<p>One line</p>", "<p>Some</p><p>more</p>")
    assert survey.new_in("/actions/?state=open", structure_of(more_of_the_same)) == []
    for new in (
        '<p class="app-pale">One line</p>',
        '<p role="button" tabindex="0"></p>',
        "<p><em>One</em> line</p>",
        f"<p>{'W' * 60}</p>",
    ):
        page = structure_of(PAGE.replace("<p>One line</p>", new))
        assert survey.new_in("/actions/", page) == ["content"], new
        assert survey.new_in("/actions/", page) == [], new
    assert survey.new_in("/actions/", structure_of(PAGE.replace("Foot</p>", "<b>Foot</b></p>"))) == ["frame"]


def test_what_is_left_out_is_what_was_looked_at(browser, portal):
    page, _ = watched(browser, portal)
    page.evaluate("document.querySelector('footer').append(document.createElement('img'))")
    assert problems_to_the_eye(page, without=OF_THE_FRAME) == []
    assert [problem.split(":")[0] for problem in problems_to_the_eye(page)] == ["image-alt"]
    page.evaluate("document.querySelector('h1').append(document.createElement('img'), 'W'.repeat(400))")
    problems = problems_to_the_eye(page, without=OF_THE_FRAME)
    assert [problem.split(":")[0] for problem in problems][:1] == ["image-alt"]
    assert problems[-1].endswith("wider than a phone's screen")
    page.context.close()
