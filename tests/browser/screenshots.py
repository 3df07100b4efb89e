"""
Pictures of every page, for looking at: `python -m tests.browser.screenshots FOLDER [email ...]`.

Writes FOLDER/<account>/<nn>-<route>-<width>.png at 1280 and 320 pixels for the demonstration accounts named, or for all
of them, and FOLDER/signed-out/. `--address` looks at a portal that is running already; without it one is started.
`--each` says how many pages of a kind, `--only` gives paths to visit instead of walking along the links.
"""

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django

from tests.browser.chromium import DESKTOP, PHONE, axe_violations, chromium, new_context, sideways, sign_in
from tests.browser.portal import loaded, running
from tests.browser.walk import LINKS, Walk
from tests.browser.watch import Watch

SIGNED_OUT = "/sign-in/"


@contextlib.contextmanager
def address_of(given: str) -> Iterator[str]:
    """The address given, or that of a portal started for the purpose."""
    if given:
        yield given.rstrip("/")
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "data", loaded(Path(folder))) as portal,
    ):
        yield portal.address


def accounts(page) -> list[str]:
    """The demonstration accounts that the sign-in page offers."""
    page.goto("/sign-in/")
    return page.locator("button[name=email]").evaluate_all("(buttons) => buttons.map((button) => button.value)")


def picture(page, folder: Path, name: str) -> list[str]:
    """Take the page on a desktop's and on a phone's screen; returns what axe and the widths find wrong."""
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        page.screenshot(path=folder / f"{name}-{size['width']}.png", full_page=True)
    problems = axe_violations(page)
    if wider := sideways(page):
        problems.append(f"{wider}px wider than a phone's screen")
    return problems


def look(page, folder: Path, address: str, options, start: str) -> None:
    """Take every page the person can get to, and print what is wrong with it."""
    folder.mkdir(parents=True, exist_ok=True)
    watch = Watch(page)
    walk = Walk(address, each=options.each, start=start)
    pages = ((path, path.strip("/").replace("/", "_")) for path in options.only) if options.only else walk
    for number, (path, name) in enumerate(pages, start=1):
        answer = page.goto(path)
        problems = picture(page, folder, f"{number:02}-{name.replace(':', '-')}")
        if answer.status != 200:
            problems.append(f"answers {answer.status}")
        problems += watch.complaints
        watch.complaints.clear()
        walk.offer(path, page.evaluate(LINKS))
        sys.stdout.write("\n    ".join([f"{folder.name} {path}", *problems]) + "\n")
        sys.stdout.flush()


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("emails", nargs="*", help="demonstration accounts; all of them when none is named")
    parser.add_argument("--address", default="")
    parser.add_argument("--each", type=int, default=1)
    parser.add_argument("--only", nargs="+", default=[], metavar="PATH")
    options = parser.parse_intermixed_args(arguments)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    with address_of(options.address) as address, chromium() as browser:
        context = new_context(browser, address)
        page = context.new_page()
        emails = options.emails or accounts(page)
        if not options.emails:
            look(page, options.folder / "signed-out", address, options, SIGNED_OUT)
        context.close()
        for email in emails:
            context = new_context(browser, address)
            page = context.new_page()
            sign_in(page, email)
            look(page, options.folder / email.split("@")[0], address, options, "/")
            context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
