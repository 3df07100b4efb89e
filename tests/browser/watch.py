"""What is watched on every page of every test: the browser's complaints, and the headers of every answer."""

import re

from playwright.sync_api import ConsoleMessage, Page, Response

# Runs in every page before its own scripts, and outside its content policy.
REPORT_POLICY = """document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`Content security policy: ${event.violatedDirective} ${event.blockedURI}`);
});"""
EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
ON_PAGES = EVERYWHERE | {
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
}
POLICY = {"default-src": "'none'", "frame-ancestors": "'none'", "base-uri": "'none'"}
SOURCES = {"'none'", "'self'"}


class Watch:
    """
    Everything wrong that a page tells of: console errors, exceptions, broken content policy, headers that lack.

    `expects` is a pattern of the console messages that a test brings about on purpose.
    """

    def __init__(self, page: Page, expects: str = "") -> None:
        self.complaints: list[str] = []
        self.expected = re.compile(expects or r"(?!)")
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not self.expected.search(message.text):
            self.complaints.append(f"{message.location.get('url', '')}: {message.text}")

    def _response(self, response: Response) -> None:
        self.complaints += [f"{response.url}: {problem}" for problem in header_problems(response.url, response.headers)]


def header_problems(url: str, headers: dict[str, str]) -> list[str]:
    """Which of the headers of trust.md 14 an answer lacks."""
    is_page = "/static/" not in url
    wanted = ON_PAGES if is_page else EVERYWHERE
    problems = [
        f"{name} is {headers.get(name)!r}, not {value!r}"
        for name, value in wanted.items()
        if headers.get(name) != value
    ]
    return problems + (_policy_problems(headers.get("content-security-policy", "")) if is_page else [])


def _policy_problems(policy: str) -> list[str]:
    directives = dict(directive.strip().partition(" ")[::2] for directive in policy.split(";"))
    problems = [f"{name} is {directives.get(name)!r}" for name, only in POLICY.items() if directives.get(name) != only]
    return problems + [
        f"{name} allows {source}"
        for name, sources in directives.items()
        for source in sources.split()
        if source not in SOURCES
    ]
