"""
The print document of a report, taken apart into documents that can be laid out by themselves (ADR 21).

Text is cut at the tags of templates/reports/pdf/base.html. What people wrote is escaped in it, so no word of theirs can
pass for one of these tags.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FURNITURE = re.compile(r'<p class="furniture .*?</p>\s*', re.DOTALL)
PAGE_NUMBER = '<span class="page-number"></span>'
NO_NUMBER = "<span>&#160;</span>"
META = re.compile(r"<meta name=.*?>\s*", re.DOTALL)
TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
ANCHOR = re.compile(r'\sid="([^"]+)"')
LINK = re.compile(r'(<a\b[^>]*?\shref=")#([^"]+)"')
TARGET = re.compile(r'\sdata-target="#([^"]+)"')
NUMBERED = re.compile(r"<h2\b(?![^>]*\bunnumbered\b)[^>]*>")
TAG = re.compile(r"<[^>]*>")
# What a link into another part points at until the parts are put together.
ELSEWHERE = "elsewhere:"
PART, FRAME, LABELS = "pdf_parts", "pdf_frame", "pdf_labels"


@dataclass(frozen=True)
class Printed:
    """
    A print document in pieces: its head, what stands on every page, what comes before `main`, and its sections.

    `frame` is the same on every page; `label` is the line in it that says the page's number, the first of its
    paragraph: so only that is laid out once a page, and once for all reports of so many pages.
    """

    head: str
    frame: str
    label: str
    front: str
    sections: tuple[str, ...]

    @property
    def lengths(self) -> list[int]:
        """How many characters a reader sees of each section, about."""
        return [len(" ".join(TAG.sub(" ", section).split())) for section in self.sections]

    def front_html(self, pages: dict[str, int]) -> str:
        """The front sheet and the contents, which say on which page each anchor in `pages` stands."""
        numbers = self._numbers()

        def with_page(target: re.Match[str]) -> str:
            anchor = target[1]
            said = f'{target[0]} data-page="{pages.get(anchor, "")}"'
            return f'{said} data-number="{numbers[anchor]}"' if anchor in numbers else said

        front = TARGET.sub(with_page, self.front)
        return document(styled(self.head, PART), linked_out(front))

    def part_html(self, sections: range) -> str:
        """
        Some sections as a document. Their numbers go on from those before.

        It holds nothing that changes from report to report but the sections: neither title nor dates.
        """
        before = sum(len(NUMBERED.findall(section)) for section in self.sections[: sections.start])
        main = "".join(self.sections[sections.start : sections.stop])
        body = f'<main style="counter-reset: section {before}">{linked_out(main)}</main>'
        return document(styled(self._plain_head(), PART), body)

    def frame_html(self) -> str:
        """Two empty pages, one upright and one lying on its side, with what is the same on every page."""
        return document(styled(self._plain_head(), FRAME), empty_pages([(self.frame, False), (self.frame, True)]))

    def labels_html(self, first: int, lying: Sequence[bool], total: int) -> str:
        """
        Empty pages with their numbers, the first being page `first` of `total`.

        `lying` says of each whether it lies on its side.
        """
        numbers = [f"<span>Page {number} of {total}</span>" for number in range(first, first + len(lying))]
        labels = [self.label.replace(PAGE_NUMBER, number) for number in numbers]
        return document(styled(self._plain_head(), FRAME, LABELS), empty_pages(zip(labels, lying, strict=True)))

    def _numbers(self) -> dict[str, int]:
        """The number of each numbered section, by the anchor of its heading."""
        headings = [heading for section in self.sections for heading in NUMBERED.findall(section)]
        anchors = [ANCHOR.search(heading) for heading in headings]
        return {anchor[1]: number for number, anchor in enumerate(anchors, start=1) if anchor}

    def _plain_head(self) -> str:
        return TITLE.sub("<title>Part of a report</title>", META.sub("", self.head))


def take_apart(html: str) -> Printed:
    """Return the pieces of a print document. Raises ValueError when it is not built as base.html builds it."""
    head, found_body, body = html.partition("<body>")
    before, found_main, rest = body.partition("<main>")
    main, found_end, after = rest.rpartition("</main>")
    if not (found_body and found_main and found_end) or "<main" in main:
        raise ValueError("The report is no print document: it needs one body and in it one main.")
    lead, *sections = re.split(r"(?=<section\b)", main)
    if lead.strip() or not all(section.rstrip().endswith("</section>") for section in sections):
        raise ValueError("Not all of the report stands in sections, or one stands in another.")
    furniture = FURNITURE.findall(before)
    frame = "".join(furniture).replace(PAGE_NUMBER, NO_NUMBER)
    label = "".join(f"{held.partition(PAGE_NUMBER)[0]}{PAGE_NUMBER}</p>" for held in furniture if PAGE_NUMBER in held)
    return Printed(head, frame, label, FURNITURE.sub("", before), tuple(section.strip() for section in sections))


def document(head: str, body: str) -> str:
    """A whole document of a head and what stands in its body."""
    return f"{head}<body>{body}</body></html>"


def styled(head: str, *styles: str) -> str:
    """The head with more style sheets, which come last."""
    links = "".join(f'<link rel="stylesheet" href="static:css/{style}.css">' for style in styles)
    return head.replace("</head>", f"{links}</head>")


def empty_pages(pages: Iterable[tuple[str, bool]]) -> str:
    """A page for each, with nothing but the furniture given; whether it lies on its side stands beside that."""
    html = "".join(f'<div class="page{" landscape" if lies else ""}">{held}</div>' for held, lies in pages)
    return f"<main>{html}</main>"


def linked_out(html: str) -> str:
    """The same with every link to an anchor that is not in it pointing elsewhere."""
    inside = set(ANCHOR.findall(html))
    return LINK.sub(lambda link: link[0] if link[2] in inside else f'{link[1]}{ELSEWHERE}#{link[2]}"', html)
