"""Debian's Chromium under Playwright, and what is watched on every page."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
EXECUTABLE = shutil.which("chromium")
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}
PATIENCE = 15_000
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (tags) => {
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return found.violations.map((rule) => `${rule.id}: ${rule.help}: ` + rule.nodes.map((node) => node.html).join(" | "));
}"""
# Console errors that an answer of 4xx makes by itself, which the tests of those answers expect.
STATUS_MESSAGE = "Failed to load resource: the server responded with a status of"
REPORT_POLICY = """document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`Content security policy: ${event.violatedDirective} ${event.blockedURI}`);
});"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, closed when the block ends."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE)
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()


def new_context(browser: Browser, address: str, **options) -> BrowserContext:
    """A fresh visitor at the portal, in Kent, on a desktop screen; `options` are Playwright's."""
    options = {"viewport": DESKTOP, "locale": "en-GB", "timezone_id": "Europe/London"} | options
    context = browser.new_context(base_url=address, **options)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(REPORT_POLICY)
    return context


def sign_in(page: Page, email: str) -> None:
    """Sign in with the button that the sign-in page offers in demo mode."""
    page.goto("/sign-in/")
    page.locator(f'button[name=email][value="{email}"]').click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def sign_out(page: Page) -> None:
    """Sign out by the account menu."""
    page.locator("details.app-account > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("/sign-in/")


def axe_violations(page: Page) -> list[str]:
    """What axe finds, one line a rule. The script is evaluated by the debugger: the page's own policy stays in force."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    return page.evaluate(RUN_AXE, AXE_TAGS)


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than a phone's screen; the page is left at a desktop's size."""
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.scrollingElement.scrollWidth")
    page.set_viewport_size(DESKTOP)
    return max(0, width - PHONE["width"])


class Watch:
    """Everything a page complains of: errors on its console, its script's exceptions, and broken content policy."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(STATUS_MESSAGE):
            self.complaints.append(f"{message.location.get('url', '')}: {message.text}")
