"""Charts in the browser: drawn under the content policy, silent to assistive technology, fit for paper."""

from playwright.sync_api import expect

SAAS_MEMBER = "saas.member@demo.example"
INDICATOR = "/indicators/repeat-referrals/"
FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1'])"
WIDTHS = "(drawings) => drawings.map((drawing) => drawing.querySelector('.main-svg').getBoundingClientRect().width)"


def test_every_figure_is_drawn_and_nothing_in_it_can_be_reached(visitor):
    page = visitor(SAAS_MEMBER)
    page.goto(INDICATOR)
    drawings = page.locator("[data-chart]")
    expect(drawings).to_have_count(3)
    for drawing in drawings.all():
        expect(drawing.locator(".main-svg").first).to_be_visible()
        assert drawing.get_attribute("aria-hidden") == "true"
        assert drawing.locator(FOCUSABLE).count() == 0


def test_on_paper_tables_are_open_and_drawings_fit(visitor):
    page = visitor(SAAS_MEMBER)
    page.goto(INDICATOR)
    expect(page.locator(".main-svg").first).to_be_visible()
    on_screen = page.locator("[data-chart]").evaluate_all(WIDTHS)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_function("document.querySelector('.main-svg').getBoundingClientRect().width === 660")
    assert set(page.locator("[data-chart]").evaluate_all(WIDTHS)) == {660}
    assert page.locator("main details:not([open])").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.wait_for_function(f"document.querySelector('.main-svg').getBoundingClientRect().width === {on_screen[0]}")
    assert page.locator("main details[open]").count() == 0


def test_without_scripts_the_table_says_the_same(visitor):
    page = visitor(SAAS_MEMBER, java_script_enabled=False)
    page.goto(INDICATOR)
    assert page.locator("[data-chart]").first.is_hidden()
    page.get_by_text("View as a table").first.click()
    expect(page.get_by_role("cell", name="21.6%").first).to_be_visible()
