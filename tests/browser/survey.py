"""What is left to the browser to find on a page, and which pages it has yet to be shown."""

from collections import defaultdict
from collections.abc import Sequence

from playwright.sync_api import Page

from tests.browser.chromium import axe_violations, sideways
from tests.browser.structure import FRAME, Structure
from tests.browser.walk import route_of

# The frame as axe is told of it: a header inside the content is not of it.
OF_THE_FRAME = [f"body > {tag}" for tag in FRAME]


def problems_to_the_eye(page: Page, without: Sequence[str] = ()) -> list[str]:
    """What axe finds on the page that is open, but for these parts, and whether it is too wide for a phone."""
    found = axe_violations(page, without)
    if wider := sideways(page):
        found.append(f"{wider}px wider than a phone's screen")
    return found


class Survey:
    """
    The pages that were looked at, by how they are built.

    The frame is the same everywhere; of each route's content every way down to an element counts. So each route's first
    page is new, and so is one that shows a role, or in a state, what no page of that route has shown before.

    Left unseen: a fault that lies in the words alone, as a line too long for a phone made of many short words, on a
    page built of known pieces of its route. Its status, headers and markup are checked all the same.
    """

    def __init__(self) -> None:
        self.frame: set[int] = set()
        self.contents: dict[tuple[str, ...], set[int]] = defaultdict(set)

    def new_in(self, path: str, structure: Structure) -> list[str]:
        """Which of "frame" and "content" have something new, and from now on have not: look at the page at once."""
        parts = {
            "frame": (self.frame, structure.frame),
            "content": (self.contents[route_of(path)], structure.content),
        }
        new = [name for name, (known, here) in parts.items() if here - known]
        for known, here in parts.values():
            known |= here
        return new
