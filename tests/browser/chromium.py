"""Debian's Chromium under Playwright: visitors, signing in and out, and what is measured on a page."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.watch import REPORT_POLICY

ROOT = Path(__file__).resolve().parents[2]
EXECUTABLE = shutil.which("chromium")
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}
PATIENCE = 15_000
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async ([tags, without]) => {
  const all = { include: [["html"]], exclude: without.map((selector) => [selector]) };
  const found = await axe.run(all, { runOnly: tags, resultTypes: ["violations"], preload: false });
  return found.violations.map((rule) => `${rule.id}: ${rule.help}: ` + rule.nodes.map((node) => node.html).join(" | "));
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, closed when the block ends."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE)
        yield browser
        browser.close()


def new_context(browser: Browser, address: str, **options: object) -> BrowserContext:
    """A fresh visitor at the portal, in Kent, on a desktop screen; `options` are Playwright's."""
    options = {"base_url": address, "viewport": DESKTOP, "locale": "en-GB", "timezone_id": "Europe/London"} | options
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(REPORT_POLICY)
    return context


def sign_in(page: Page, email: str) -> None:
    """Sign in with the button that the sign-in page offers in demo mode."""
    page.goto("/sign-in/")
    choose_account(page, email)


def choose_account(page: Page, email: str) -> None:
    """Choose a demonstration account on the sign-in page that is open."""
    page.locator(f'button[name=email][value="{email}"]').click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def sign_out(page: Page) -> None:
    """Sign out by the account menu."""
    page.locator("details.app-account > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("/sign-in/")


def axe_violations(page: Page, without: Sequence[str] = ()) -> list[str]:
    """
    What axe finds, one line a rule, but for what lies in the elements of these selectors.

    The debugger evaluates the script, so the page's own policy stays in force.
    """
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RUN_AXE, [AXE_TAGS, list(without)])


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than a phone's screen; the page is left at a desktop's size."""
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.scrollingElement.scrollWidth")
    page.set_viewport_size(DESKTOP)
    return max(0, width - PHONE["width"])
