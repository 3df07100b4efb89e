"""What WeasyPrint leaves undone, put right in a part of a report, so that parts need only be put together (ADR 21)."""

from collections.abc import Mapping
from io import BytesIO

from pikepdf import Array, Object, ObjectStreamMode, Pdf, String

from reports.pdf.finish import declare_pdf_ua, kids_of, name_links, scope_header_cells


def finish_part(data: bytes, *, link_names: Mapping[str, str], mark: str) -> bytes:
    """
    Return the finished bytes of a part that WeasyPrint wrote as `pdf/a-2a` without anything in the margins.

    `link_names` gives each link's target its words. `mark` is put before the names of header cells, which WeasyPrint
    counts from 1 in every document.
    """
    with Pdf.open(BytesIO(data)) as pdf:
        scope_header_cells(pdf.Root.StructTreeRoot)
        mark_cells(pdf.Root.StructTreeRoot, mark)
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
