"""
A report laid out in parts: sections side by side in processes of their own, those laid out before reused (ADR 21).

The front sheet and the contents come last, because they say which page each section begins on.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reports.pdf.finish import part_stream_ends
from reports.pdf.merge import is_lying, opened, places_of
from reports.pdf.printed import Printed, take_apart
from reports.pdf.shelf import Shelf
from reports.pdf.work import Work, order
from reports.pdf.workers import Workers
from reports.rules.parts import shared_out

# How many page numbers are laid out at a time.
LABELS = 50
# What a part is called: those with sections by the numbers of these.
Place = range | str
FRONT, FRAME = "front", "frame"
Asked = dict[Place, tuple[Work, str]]
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Part:
    """A part that is laid out: where it lies, which of its pages lie on their side, and the page of each anchor."""

    path: Path
    lying: tuple[bool, ...]
    anchors: Mapping[str, int]


def render_in_parts(html: str, *, shelf: Shelf, workers: Workers, out: Path, told: Told) -> bytes:
    """
    Return the PDF of a print document, accepted as PDF/UA-1 and PDF/A-2a as that of `render_pdf` is.

    The same HTML gives the same bytes, whatever of it was laid out before. `told` is called with the number of sections
    finished and that of all, and may raise to have it left. `out` is where the file is put together. Raises ValueError
    when the document asks for what it may not have, and WorkerDied.
    """
    lay_out = LayOut(take_apart(html), shelf, workers)
    front, sections = lay_out.sections(told)
    first, frame, labels = lay_out.around(front, sections)
    parts = [first, *(part.path for part in sections)]
    try:
        workers.ask_last(Work.MERGE, order(parts=parts, frame=frame, labels=labels, out=out))
        return part_stream_ends(out.read_bytes())
    finally:
        out.unlink(missing_ok=True)


class LayOut:
    """One report being laid out."""

    def __init__(self, printed: Printed, shelf: Shelf, workers: Workers) -> None:
        self.printed = printed
        self.shelf = shelf
        self.workers = workers

    def sections(self, told: Told) -> tuple[Part, list[Part]]:
        """The front sheet with contents that name no pages yet, and every part that holds sections, in their order."""
        ranges = shared_out(self.printed.lengths)
        asked: Asked = {each: (Work.PART, self.printed.part_html(each)) for each in ranges}
        finished = {}
        asked[FRONT] = (Work.PART, self.printed.front_html({}))
        for place, path in self._each(asked):
            finished[place] = read_part(path)
            told(sum(len(each) for each in ranges if each in finished), len(self.printed.sections))
        return finished[FRONT], [finished[each] for each in ranges]

    def around(self, front: Part, sections: list[Part]) -> tuple[Path, Path, list[Path]]:
        """What can be laid out once all pages are known: front sheet with contents, frame, and numbers of the pages."""
        lying, pages = list(front.lying), dict[str, int]()
        for part in sections:
            pages = {name: len(lying) + place for name, place in part.anchors.items()} | pages
            lying += part.lying
        asked: Asked = {FRONT: (Work.PART, self.printed.front_html(pages))}
        asked[FRAME] = (Work.FURNITURE, self.printed.frame_html())
        chunks = [range(first, min(first + LABELS, len(lying))) for first in range(0, len(lying), LABELS)]
        for chunk in chunks:
            labels = self.printed.labels_html(chunk.start + 1, lying[chunk.start : chunk.stop], len(lying))
            asked[chunk] = (Work.FURNITURE, labels)
        laid_out = dict(self._each(asked))
        if read_part(laid_out[FRONT]).lying != front.lying:
            raise ValueError("The contents take another number of pages once they name them.")
        return laid_out[FRONT], laid_out[FRAME], [laid_out[chunk] for chunk in chunks]

    def _each(self, asked: Asked) -> Iterator[tuple[Place, Path]]:
        """Yield where each part lies, first those that lay there already, then the others as they are finished."""
        keys = {place: self.shelf.key(work, html) for place, (work, html) in asked.items()}
        found = {place: path for place, key in keys.items() if (path := self.shelf.find(key))}
        yield from found.items()
        missing = {place: (work, html.encode()) for place, (work, html) in asked.items() if place not in found}
        for place, data in self.workers.each(missing):
            yield place, self.shelf.keep(keys[place], data)


def read_part(path: Path) -> Part:
    """What has to be known of a part to put it among others."""
    pdf = opened(path)
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    anchors = {name: numbers[place[0].objgen] for name, place in places_of(pdf.Root)}
    return Part(path, tuple(is_lying(page) for page in pdf.pages), anchors)
