"""What WeasyPrint leaves undone, put right in a part of a report, so that parts need only be put together (ADR 21)."""

from collections.abc import Mapping
from io import BytesIO

from pikepdf import Array, Dictionary, Object, ObjectStreamMode, Pdf, String

from reports.pdf.finish import declare_pdf_ua, kids_of, name_links, scope_header_cells

# What may hold content itself (ISO 32000-1, 14.8.4.2: grouping elements may not).
HOLDERS = {f"/{name}" for name in ("P", "H1", "H2", "H3", "H4", "H5", "H6", "LBody", "Lbl", "TD", "TH", "Link", "Span")}
OF_A_LINE = {"/Type", "/S", "/P", "/K", "/Pg"}


def finish_part(data: bytes, *, link_names: Mapping[str, str], mark: str) -> bytes:
    """
    Return the finished bytes of a part that WeasyPrint wrote as `pdf/a-2a` without anything in the margins.

    `link_names` gives each link's target its words. `mark` is put before the names of header cells, which WeasyPrint
    counts from 1 in every document.
    """
    with Pdf.open(BytesIO(data)) as pdf:
        scope_header_cells(pdf.Root.StructTreeRoot)
        mark_cells(pdf.Root.StructTreeRoot, mark)
        lift_lines(pdf.Root.StructTreeRoot)
        for page in pdf.pages:
            name_links(page, link_names)
        declare_pdf_ua(pdf)
        finished = BytesIO()
        pdf.save(
            finished,
            compress_streams=True,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=ObjectStreamMode.generate,
        )
    return finished.getvalue()


def mark_cells(tree: Object, mark: str) -> None:
    """Put the mark before the name of every header cell and wherever another cell names it."""
    waiting = [tree]
    while waiting:
        element = waiting.pop()
        if "/ID" in element:
            element.ID = String(f"{mark}-{element.ID}")
        headers = element.get("/A", {}).get("/Headers")
        if headers is not None:
            element.A.Headers = Array([String(f"{mark}-{name}") for name in headers])
        waiting += kids_of(element)


def lift_lines(tree: Object) -> None:
    """
    Let paragraphs, cells and the like hold their lines themselves.

    WeasyPrint makes an element of every line. It says nothing to a reader, and more than half of all elements are such:
    they cost the check of a long report a quarter of its memory.
    """
    elements = list(kids_of(tree))
    for element in elements:
        elements += kids_of(element)
    lifted: dict[tuple[int, int], Object] = {}
    for element in reversed(elements):
        if str(element.get("/S", "")) in HOLDERS and isinstance(element.get("/K"), Array):
            _hold_lines(element, lifted)
    numbers = tree.ParentTree.Nums
    for place in range(1, len(numbers), 2):
        owners = numbers[place]
        for mcid, owner in enumerate(owners if isinstance(owners, Array) else ()):
            while owner.objgen in lifted:
                owners[mcid] = owner = lifted[owner.objgen]


def _hold_lines(element: Object, lifted: dict[tuple[int, int], Object]) -> None:
    kids = Array()
    for kid in element.K:
        if isinstance(kid, Dictionary) and _is_line(kid, element):
            kids.extend(kid.K)
            lifted[kid.objgen] = element
        else:
            kids.append(kid)
    element.K = kids


def _is_line(kid: Object, of: Object) -> bool:
    """Whether it holds nothing but content of the same page, and nothing is said of it."""
    if str(kid.get("/S")) != "/Span" or set(kid.keys()) != OF_A_LINE or kid.Pg.objgen != of.Pg.objgen:
        return False
    return all(isinstance(content, int) for content in kid.K)
