"""
What WeasyPrint leaves undone for PDF/UA-1 and PDF/A-2a in one file, put right with pikepdf.

WeasyPrint tags the running heads and feet as if they were text, gives header cells no scope, names a link by
its address, and can declare only one of the two standards. Nothing here adds a date or a random number.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO

from lxml import etree
from pikepdf import (
    Array,
    ContentStreamInstruction,
    Dictionary,
    Name,
    NumberTree,
    Object,
    ObjectStreamMode,
    Operator,
    Page,
    Pdf,
    String,
    parse_content_stream,
    unparse_content_stream,
)

BEGIN_MARKED = Operator("BDC")
PAGINATION = ContentStreamInstruction([Name.Artifact, Dictionary(Type=Name.Pagination)], BEGIN_MARKED)
XMP_PACKET = b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>\n%b\n<?xpacket end="r"?>'
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# PDF/A accepts the PDF/UA identifier only when the file also describes the schema the identifier comes from.
PDF_UA_1 = f"""
<rdf:RDF xmlns:rdf="{RDF}">
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about=""
    xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>Part of ISO 14289 this file conforms to</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


def finish_pdf(data: bytes, *, link_names: Mapping[str, str]) -> bytes:
    """
    Return the finished bytes of what WeasyPrint wrote as `pdf/a-2a`.

    `link_names` gives each link's target the words that say where it goes.
    """
    with Pdf.open(BytesIO(data)) as pdf:
        reachable = scope_header_cells(pdf.Root.StructTreeRoot)
        owners = NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        for page in pdf.pages:
            make_artifacts(pdf, page, owners[int(page.obj.StructParents)], reachable)
            name_links(page, link_names)
        declare_pdf_ua(pdf)
        pdf.Root.PageMode = Name.UseOutlines
        finished = BytesIO()
        pdf.save(
            finished,
            compress_streams=True,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=ObjectStreamMode.generate,
        )
    return part_stream_ends(finished.getvalue())


def scope_header_cells(tree: Object) -> set[tuple[int, int]]:
    """Give every TH in the structure tree its scope; return the ids of all elements the tree reaches."""
    reachable = set()
    waiting: list[tuple[Object, str]] = [(tree, "")]
    while waiting:
        element, row_group = waiting.pop()
        reachable.add(element.objgen)
        kind = str(element.get("/S", ""))
        if kind in ("/THead", "/TBody", "/TFoot"):
            row_group = kind
        elif kind == "/TH":
            element.A.Scope = Name.Column if row_group == "/THead" else Name.Row
        waiting += [(kid, row_group) for kid in kids_of(element)]
    return reachable


def kids_of(element: Object) -> Iterator[Object]:
    """Yield the child elements of a structure element, without its marked content."""
    kids = element.get("/K")
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary):
            yield kid


def make_artifacts(pdf: Pdf, page: Page, owners: Object, reachable: set[tuple[int, int]]) -> None:
    """
    Mark as pagination artifacts whatever on the page belongs to no element of the structure tree.

    That is the content of the margin boxes: a screen reader must not read the classification and the page
    number into the middle of a sentence that runs over the page.
    """
    furniture = {mcid for mcid, owner in enumerate(owners) if owner.objgen not in reachable}
    for mcid in furniture:
        owners[mcid] = None
    instructions = parse_content_stream(page)
    for place, instruction in enumerate(instructions):
        if instruction.operator == BEGIN_MARKED and instruction.operands[1].get("/MCID") in furniture:
            instructions[place] = PAGINATION
    page.obj.Contents = pdf.make_stream(unparse_content_stream(instructions))


def name_links(page: Page, names: Mapping[str, str]) -> None:
    """Have every link of the page named by its words instead of its address."""
    for link in page.obj.get("/Annots", []):
        target = str(link.Contents)
        link.Contents = String(names.get(target) or target)


def declare_pdf_ua(pdf: Pdf) -> None:
    """Add the PDF/UA-1 identifier to the metadata, which PDF/A wants uncompressed: pikepdf leaves it so."""
    packet = etree.fromstring(pdf.Root.Metadata.read_bytes())
    packet.find(f"{{{RDF}}}RDF").extend(etree.fromstring(PDF_UA_1))
    metadata = pdf.make_stream(XMP_PACKET % etree.tostring(packet))
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = metadata


def part_stream_ends(data: bytes) -> bytes:
    """
    Return the same file with no stream whose end can be misread.

    One compressed stream in 256 ends in a carriage return, and the line feed qpdf puts before `endstream`
    then looks like the second half of a CR LF: the validator counts one byte too few. A carriage return is an
    end of line as well, takes the same room, and cannot be misread.
    """
    return data.replace(b"\r\nendstream", b"\r\rendstream")
