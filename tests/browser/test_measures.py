"""What the other tests measure with does find what is wrong."""

from tests.browser.chromium import PHONE, axe_violations, new_context, sideways
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
