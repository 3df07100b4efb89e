"""
Parts of a report put together into one file, with their structure trees, bookmarks and links (ADR 21).

The first part is the file: its language, title, dates and metadata are the report's. Nothing here needs WeasyPrint or
Django. The parts are held one after another; what is left of each is what pikepdf copied.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Page, Pdf, String

from reports.pdf.printed import ELSEWHERE

FRAME, LABEL = Name("/PageFrame"), Name("/PageLabel")
BELONGINGS = ("/StructTreeRoot", "/Outlines", "/Names")
STAMP = b"/Artifact <</Type /Pagination>> BDC q /PageFrame Do /PageLabel Do Q EMC\n"


def merge(*, parts: Sequence[Path], frame: Path, labels: Sequence[Path], out: Path) -> None:
    """
    Write the parts as one PDF, in their order.

    `frame` has an upright page and one on its side with what is the same on every page, `labels` a page for each of
    the report's with its number. Raises ValueError when a link leads to a place that no part has.
    """
    first, *others = parts
    with opened(first) as pdf:
        merger = Merger(pdf)
        for path in others:
            merger.append(opened(path))
        merger.finish()
        stamp(pdf, opened(frame), labels)
        pdf.Root.PageMode = Name.UseOutlines
        pdf.save(
            out,
            compress_streams=True,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=ObjectStreamMode.generate,
        )


def opened(path: Path) -> Pdf:
    """The PDF at `path`, read whole: pikepdf copies streams when it saves, and a file for each part is too many."""
    return Pdf.open(BytesIO(path.read_bytes()))


class Merger:
    """Appends parts to a PDF, which is itself the first of them."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        tree = pdf.Root.StructTreeRoot
        self.document = tree.K[0]
        self.owners = [tree.ParentTree]
        self.next_owner = len(tree.ParentTree.Nums) // 2
        self.bookmarks = list(bookmarks_of(pdf.Root))
        self.places = dict(places_of(pdf.Root))

    def append(self, part: Pdf) -> None:
        """Add a part's pages with all that belongs to them."""
        before = len(self.pdf.pages)
        self.pdf.pages.extend(part.pages)
        for page in list(self.pdf.pages)[before:]:
            self._move_owners(page)
        # In an object of their own: pikepdf copies no direct ones, and names may stand in the catalogue itself.
        held = part.make_indirect(Dictionary({name: part.Root[name] for name in BELONGINGS if name in part.Root}))
        root = self.pdf.copy_foreign(held)
        self._append_structure(root.StructTreeRoot)
        self.bookmarks += bookmarks_of(root)
        for name, place in places_of(root):
            self.places.setdefault(name, place)

    def _move_owners(self, page: Page) -> None:
        """Have what is marked on a page and its links look further on for the elements that own them."""
        page.obj.StructParents += self.next_owner
        for link in page.obj.get("/Annots", []):
            link.StructParent += self.next_owner

    def _append_structure(self, tree: Object) -> None:
        for element in tree.K[0].K:
            element.P = self.document
            self.document.K.append(element)
        numbers = tree.ParentTree.Nums
        for place in range(0, len(numbers), 2):
            numbers[place] += self.next_owner
        self.next_owner += len(numbers) // 2
        self.owners.append(tree.ParentTree)

    def finish(self) -> None:
        """Give the file its structure's index, its bookmarks and its links."""
        root = self.pdf.Root
        numbers = [number for tree in self.owners for number in tree.Nums]
        root.StructTreeRoot.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        root.StructTreeRoot.ParentTreeNextKey = self.next_owner
        self._chain_bookmarks()
        names = [each for name in sorted(self.places) for each in (String(name), self.places[name])]
        root.Names = Dictionary(Dests=self.pdf.make_indirect(Dictionary(Names=Array(names))))
        for page in self.pdf.pages:
            for link in page.obj.get("/Annots", []):
                self._lead_on(link)

    def _lead_on(self, link: Object) -> None:
        """Have a link that was to lead into another part do so."""
        address = str(link.get("/A", {}).get("/URI", ""))
        if not address.startswith(ELSEWHERE):
            return
        name = address.removeprefix(f"{ELSEWHERE}#")
        if name not in self.places:
            raise ValueError(f"The report refers to {name}, which is nowhere in it.")
        del link.A
        link.Dest = String(name)

    def _chain_bookmarks(self) -> None:
        if not self.bookmarks:
            return
        outlines = self.pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=len(self.bookmarks)))
        outlines.First, outlines.Last = self.bookmarks[0], self.bookmarks[-1]
        for bookmark in self.bookmarks:
            bookmark.Parent = outlines
        for before, after in zip(self.bookmarks, self.bookmarks[1:], strict=False):
            before.Next, after.Prev = after, before
        self.pdf.Root.Outlines = outlines


def bookmarks_of(root: Object) -> Iterator[Object]:
    """The bookmarks of the first level, in their order."""
    bookmark = root.get("/Outlines", {}).get("/First")
    while bookmark is not None:
        yield bookmark
        bookmark = bookmark.get("/Next")


def places_of(root: Object) -> Iterator[tuple[str, Object]]:
    """The places that have a name, with where they are."""
    names = root.get("/Names", {}).get("/Dests", {}).get("/Names", [])
    for place in range(0, len(names), 2):
        yield str(names[place]), names[place + 1]


def stamp(pdf: Pdf, frame: Pdf, labels: Sequence[Path]) -> None:
    """Put frame and number under the content of every page, as what no screen reader reads."""
    upright, lying = (pdf.copy_foreign(page.as_form_xobject()) for page in frame.pages)
    content = pdf.make_stream(STAMP)
    pages = iter(pdf.pages)
    for path in labels:
        for label in opened(path).pages:
            page = next(pages)
            resources = Dictionary(page.obj.Resources)
            held = Dictionary(resources.get("/XObject", {}))
            held[FRAME] = lying if is_lying(page) else upright
            held[LABEL] = pdf.copy_foreign(label.as_form_xobject())
            resources.XObject = held
            page.obj.Resources = resources
            page.obj.Contents = Array([content, page.obj.Contents])


def is_lying(page: Page) -> bool:
    """Whether a page lies on its side."""
    left, bottom, right, top = page.mediabox
    return bool(right - left > top - bottom)
