"""A report laid out in parts: one file that both standards accept, the same bytes whatever was laid out before."""

import re
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
import pytest
from pypdf import PdfReader

from reports.pdf import workers as module
from reports.pdf.in_parts import render_in_parts
from reports.pdf.shelf import Shelf
from reports.pdf.validate import validate_pdf
from reports.pdf.workers import Workers
from tests.reports.pdf_sample import CONTENTS, sample_html

TITLES = [f"{number}. {section['title']}" for number, section in enumerate(CONTENTS, start=1)]
ENTRIES = [entry for section in CONTENTS for entry in (section, *section.get("entries", []))]


@dataclass
class Bench:
    """A shelf of its own, and what was told while a report was laid out."""

    folder: object
    told: list = field(default_factory=list)

    def lay_out(self, html, processes=1):
        """The PDF of a print document."""
        out = self.folder / "out.pdf"
        with Workers(processes) as workers:
            shelf = Shelf(self.folder / "parts")
            return render_in_parts(
                html, shelf=shelf, workers=workers, out=out, told=lambda *counts: self.told.append(counts)
            )

    def parts(self):
        """The names of the parts kept."""
        return {path.name for path in (self.folder / "parts").iterdir()}


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


@pytest.fixture(scope="module")
def html():
    """A sample with a section that refers to another, and a word across every page."""
    before, end, after = sample_html(rows=12).rpartition("</section>")
    html = f'{before}<p>See <a href="#missing">what is missing</a>.</p>{end}{after}'
    masthead = '<header class="masthead'
    return html.replace(masthead, f'<p class="furniture furniture--watermark">DRAFT</p>{masthead}', 1)


@pytest.fixture(scope="module")
def made(html, tmp_path_factory):
    """The sample laid out by two processes where nothing was laid out before."""
    bench = Bench(tmp_path_factory.mktemp("made"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "WORTH_PROCESSES", 0)
        return bench, bench.lay_out(html, processes=2)


@pytest.fixture(scope="module")
def data(made):
    return made[1]


@pytest.fixture(scope="module")
def pages(data):
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(data)).pages]


@pytest.fixture
def pdf(data):
    with pikepdf.open(BytesIO(data)) as opened:
        yield opened


def elements(pdf):
    """The structure elements in reading order, each with the one it hangs from."""
    waiting = [(pdf.Root.StructTreeRoot.K[0], None)]
    while waiting:
        element, parent = waiting.pop(0)
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            yield element, parent
            kids = element.get("/K", [])
            waiting = [(kid, element) for kid in (kids if isinstance(kids, pikepdf.Array) else [kids])] + waiting


def test_both_standards_accept_the_whole(data):
    assert validate_pdf(data) == []


@pytest.mark.parametrize(
    ("removed", "put", "standard", "complaint"),
    [
        (' lang="en-GB"', "", "PDF/UA-1", "LANGUAGE"),
        ("<title>Sample Executive Board pack</title>", "", "PDF/UA-1", "METADATA-TITLE"),
        ("<title>Sample line: it rises from 10 to 60 and falls to 40.</title>", "", "PDF/UA-1", "ALTERNATIVE"),
        (
            '<h3 id="helping">Helping and protecting children</h3>',
            '<h5 id="helping">Skipped</h5>',
            "PDF/UA-1",
            "HEADING",
        ),
    ],
)
def test_what_a_template_may_forget_is_still_complained_of(made, html, removed, put, standard, complaint):
    assert removed in html
    problems = validate_pdf(made[0].lay_out(html.replace(removed, put)))
    assert any(problem.startswith(standard) and complaint in problem for problem in problems), problems


def test_what_was_laid_out_before_gives_the_same_bytes(made, html, bench):
    before = made[0].parts()
    assert made[0].lay_out(html) == made[1]
    assert made[0].parts() >= before
    assert bench.lay_out(html) == made[1], "laid out anew, in this process"


def test_a_section_that_changed_is_laid_out_alone(made, html):
    before = made[0].parts()
    assert "Sample statement 1:" in html
    changed = made[0].lay_out(html.replace("Sample statement 1:", "Another statement 1:"))
    assert len(made[0].parts() - before) == 1
    assert changed != made[1]
    assert "Another statement 1:" in " ".join(page.extract_text() for page in PdfReader(BytesIO(changed)).pages)


def test_a_part_that_is_no_longer_whole_is_laid_out_again(html, bench):
    data = bench.lay_out(html)
    for path in (bench.folder / "parts").iterdir():
        path.write_bytes(path.read_bytes()[:-20])
    assert bench.lay_out(html) == data


def test_sections_finished_are_told(made):
    done = [told[0] for told in made[0].told[: made[0].told.index((5, 5)) + 1]]
    assert done == sorted(done)
    assert {told[1] for told in made[0].told} == {5}


def test_who_is_told_may_have_it_left(html, bench, monkeypatch):
    monkeypatch.setattr(module, "WORTH_PROCESSES", 0)
    started = []
    popen = module.subprocess.Popen
    monkeypatch.setattr(
        module.subprocess, "Popen", lambda *args, **more: started.append(popen(*args, **more)) or started[-1]
    )

    def leave(*_):
        raise RuntimeError("left")

    bench.told = type("Told", (), {"append": leave})()
    with pytest.raises(RuntimeError, match="left"):
        bench.lay_out(html, processes=2)
    assert len(started) == 2
    assert all(process.poll() is not None for process in started)
    assert not (bench.folder / "out.pdf").exists()


def test_nothing_that_is_not_ours_is_opened_by_a_process_either(html, bench, monkeypatch):
    monkeypatch.setattr(module, "WORTH_PROCESSES", 0)
    with pytest.raises(ValueError, match=re.escape("file:///etc/passwd")):
        bench.lay_out(html.replace("</section>", '<img alt="x" src="file:///etc/passwd"></section>', 1))


def test_a_link_to_a_place_there_is_not_is_an_error(html, bench):
    with pytest.raises(ValueError, match="refers to nowhere, which is nowhere"):
        bench.lay_out(html.replace('href="#missing">what', 'href="#nowhere">what'))


# What is in the file


def test_the_contents_say_the_page_each_heading_stands_on(data, pages):
    reader = PdfReader(BytesIO(data))
    stands_on = {
        name: reader.get_destination_page_number(place) + 1 for name, place in reader.named_destinations.items()
    }
    printed = dict(re.findall(r"^(?:\d+\.\s)?(.+?)\s(\d+)$", pages[0], flags=re.MULTILINE))
    for entry in ENTRIES:
        assert printed[entry["title"]] == str(stands_on[entry["anchor"]])
        assert entry["title"] in pages[stands_on[entry["anchor"]] - 1]


def test_links_lead_into_other_parts(pdf):
    names = {str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]}
    links = [link for page in pdf.pages for link in page.obj.get("/Annots", [])]
    inside = {str(link.Contents): str(link.Dest) for link in links if "/Dest" in link}
    assert inside == {entry["title"]: entry["anchor"] for entry in ENTRIES} | {"what is missing": "missing"}
    assert set(inside.values()) <= names
    assert all(int(link.F) & 4 for link in links)


def test_headings_are_bookmarks_in_two_levels_and_numbered_on(pdf, pages):
    with pdf.open_outline() as outline:
        titles = {entry.title: [child.title for child in entry.children] for entry in outline.root}
    assert list(titles) == ["Summary", "Recommendation", "Contents", *TITLES]
    assert titles["2. Partner status returns"] == [entry["title"] for entry in CONTENTS[1]["entries"]]
    assert all(any(title in page for page in pages) for title in TITLES)
    assert pdf.Root.PageMode == pikepdf.Name.UseOutlines


def test_every_page_says_its_number_classification_and_draft(pages):
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Quarter 1, 2026 to 2027" in page
        assert page.count("OFFICIAL-SENSITIVE") == (3 if number == 1 else 2)
        assert page.count("DRAFT") == 1


def test_pages_lie_on_their_side_where_the_section_does(pdf):
    widths = [round(page.mediabox[2]) for page in pdf.pages]
    assert widths == [595] * (len(widths) - 2) + [842, 595]
    for page in pdf.pages:
        frame, label = (page.obj.Resources.XObject[name] for name in ("/PageFrame", "/PageLabel"))
        assert [round(one.BBox[2]) for one in (frame, label)] == [round(page.mediabox[2])] * 2


def test_what_stands_on_every_page_is_an_artifact_and_all_else_is_read_aloud(pdf):
    owners = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    places = [int(page.obj.StructParents) for page in pdf.pages]
    assert len(set(places)) == len(places)
    for page in pdf.pages:
        marks = [
            instruction.operands
            for instruction in pikepdf.parse_content_stream(page)
            if instruction.operator == pikepdf.Operator("BDC")
        ]
        assert [mark[1].Type for mark in marks if mark[0] == pikepdf.Name.Artifact] == [pikepdf.Name.Pagination]
        read_aloud = {int(mark[1].MCID) for mark in marks if mark[0] != pikepdf.Name.Artifact}
        assert {
            mcid for mcid, owner in enumerate(owners[int(page.obj.StructParents)]) if owner.Pg == page.obj
        } == read_aloud


def test_one_tree_holds_all_in_order(pdf):
    found = list(elements(pdf))
    assert [str(element.S) for element, _ in found].count("/Document") == 1
    assert all(parent is None or parent == element.P for element, parent in found)
    kinds = [str(element.S) for element, _ in found if str(element.S) in ("/H1", "/H2")]
    assert kinds == ["/H1", *["/H2"] * (3 + len(CONTENTS))]


def test_text_belongs_to_its_paragraph_or_cell_and_not_to_lines_within(pdf):
    held, lines = {}, 0
    waiting = [pdf.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop()
        for kid in element.get("/K", []):
            if isinstance(kid, int):
                held[element.Pg.objgen, kid] = element.objgen
            elif "/S" in kid:
                same_page = element.get("/Pg", kid.Pg).objgen == kid.Pg.objgen
                lines += str(kid.S) == "/Span" and str(element.S) in ("/P", "/TD", "/TH", "/LBody") and same_page
                waiting.append(kid)
    assert lines == 0
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
    found = {
        (page.obj.objgen, mcid): owner.objgen
        for page in pdf.pages
        for mcid, owner in enumerate(owners[page.obj.StructParents])
    }
    assert len(found) > 100
    assert found == held


def test_links_belong_to_the_element_that_holds_them(pdf):
    owners = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    links = [link for page in pdf.pages for link in page.obj.get("/Annots", [])]
    assert len({int(link.StructParent) for link in links}) == len(links) == len(ENTRIES) + 2
    for link in links:
        held = [
            kid.Obj for kid in owners[int(link.StructParent)].K if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid
        ]
        assert link in held


def test_cells_name_the_heads_of_their_own_table(pdf):
    cells = [element for element, _ in elements(pdf)]
    names = [str(cell.ID) for cell in cells if "/ID" in cell]
    assert len(names) == len(set(names)) > 40
    named = [str(name) for cell in cells if "/A" in cell for name in cell.A.get("/Headers", [])]
    assert len(named) > 100
    assert set(named) <= set(names)


def test_the_file_carries_the_reports_title_and_dates(pdf):
    assert pdf.docinfo.Title == "Sample Executive Board pack"
    assert str(pdf.docinfo.CreationDate) == "D:20260710093000+01'00"
    assert pdf.Root.Lang == "en-GB"
    metadata = pdf.Root.Metadata.read_bytes()
    assert b"<xmp:CreateDate>2026-07-10T09:30:00+01:00<" in metadata
    assert metadata.count(b"pdfuaid:part=") == 1
