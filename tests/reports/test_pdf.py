"""The PDF engine: accepted by both standards, the same bytes again, nothing fetched, and readable by ear."""

import hashlib
import re
import subprocess
import sys
import time
import zlib
from io import BytesIO

import pikepdf
import pytest
import weasyprint
from pypdf import PdfReader

from reports.pdf.finish import part_stream_ends
from reports.pdf.render import render_pdf
from reports.pdf.validate import validate_pdf
from tests.reports.pdf_sample import CONTENTS, sample_html

SMALLEST = '<!DOCTYPE html><html lang="en-GB"><head><title>Small</title></head><body><h1>Small</h1>{}</body></html>'
RENDER_ELSEWHERE = """
import hashlib, sys
from reports.pdf.render import render_pdf
sys.stdout.write(hashlib.sha256(render_pdf(sys.stdin.read())).hexdigest())
"""


@pytest.fixture(scope="module")
def html():
    return sample_html()


@pytest.fixture(scope="module")
def data(html):
    return render_pdf(html)


@pytest.fixture(scope="module")
def pages(data):
    """The text of each page, in reading order."""
    return [page.extract_text() for page in PdfReader(BytesIO(data)).pages]


@pytest.fixture
def pdf(data):
    with pikepdf.open(BytesIO(data)) as opened:
        yield opened


def elements(pdf, kind):
    """The structure elements of one kind, in reading order."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop(0)
        if not isinstance(element, pikepdf.Dictionary):
            continue
        if element.get("/S") == kind:
            yield element
        kids = element.get("/K")
        waiting = (list(kids) if isinstance(kids, pikepdf.Array) else [kids]) + waiting


# The two standards


def test_a_whole_report_is_accepted_by_both_standards(data):
    assert validate_pdf(data) == []


@pytest.mark.parametrize(
    ("removed", "put", "standard", "complaint"),
    [
        (' lang="en-GB"', "", "PDF/UA-1", "LANGUAGE"),
        ("<title>Sample Executive Board pack</title>", "", "PDF/UA-1", "METADATA-TITLE"),
        ("<title>Sample line: it rises from 10 to 60 and falls to 40.</title>", "", "PDF/UA-1", "ALTERNATIVE"),
        ('<h3 id="helping">Helping and protecting children</h3>', "<h5>Skipped</h5>", "PDF/UA-1", "HEADING"),
    ],
)
def test_what_a_template_may_forget_is_complained_of(html, removed, put, standard, complaint):
    assert removed in html
    problems = validate_pdf(render_pdf(html.replace(removed, put)))
    assert any(problem.startswith(standard) and complaint in problem for problem in problems), problems


def test_without_the_finishing_step_neither_standard_accepts():
    raw = weasyprint.HTML(string=SMALLEST.format("<p>Text</p>")).write_pdf(pdf_variant="pdf/a-2a")
    assert any(problem.startswith("PDF/UA-1") for problem in validate_pdf(raw))


def test_what_is_no_pdf_is_a_problem_in_words():
    problems = validate_pdf(b"not a PDF")
    assert len(problems) == 2
    assert all("the file cannot be checked" in problem for problem in problems)


@pytest.mark.parametrize("mode", [pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable])
def test_a_stream_that_ends_in_a_carriage_return_is_accepted_once_parted(pdf, mode):
    content = pdf.pages[0].Contents.read_bytes()
    # The last byte of a compressed stream is the last of the checksum of what was compressed.
    content += next(end for length in range(5000) if zlib.adler32(content + (end := b"\n" * length)) & 255 == 13)
    pdf.pages[0].Contents = pdf.make_stream(content)
    unlucky = BytesIO()
    pdf.save(unlucky, object_stream_mode=mode, fix_metadata_version=False)
    assert validate_pdf(unlucky.getvalue()), "the trap is gone: part_stream_ends can go too"
    assert validate_pdf(part_stream_ends(unlucky.getvalue())) == []


# The same bytes


def test_another_process_makes_the_same_bytes(html, data):
    command = [sys.executable, "-c", RENDER_ELSEWHERE]
    elsewhere = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONHASHSEED": "7", "PATH": ""}
    done = subprocess.run(command, input=html, env=elsewhere, capture_output=True, check=True, text=True)
    assert done.stdout == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("subset_library", ["as installed", "missing"])
def test_another_day_makes_the_same_bytes(monkeypatch, subset_library):
    if subset_library == "missing":
        monkeypatch.setattr("weasyprint.pdf.fonts.harfbuzz_subset", None)
    document = SMALLEST.format("<p>Text</p>")
    today = render_pdf(document)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert render_pdf(document) == today


def test_dates_come_from_the_document_alone(pdf):
    assert str(pdf.docinfo.CreationDate) == "D:20260710093000+01'00"
    assert b"<xmp:CreateDate>2026-07-10T09:30:00+01:00<" in pdf.Root.Metadata.read_bytes()
    with pikepdf.open(BytesIO(render_pdf(SMALLEST.format("")))) as undated:
        assert "/CreationDate" not in undated.docinfo
        assert b"Date>" not in undated.Root.Metadata.read_bytes()


# Nothing is fetched


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ('<img alt="x" src="file:///etc/passwd">', "file:///etc/passwd"),
        ('<img alt="x" src="http://169.254.169.254/">', "http://169.254.169.254/"),
        ('<img alt="x" src="data:image/png;base64,aa">', "data:image/png;base64,aa"),
        ('<img alt="x" src="../../etc/passwd">', "../../etc/passwd"),
        ('<img alt="x" src="static:../manage.py">', "static:../manage.py"),
        ('<img alt="x" src="static:css/../../manage.py">', "static:css/../../manage.py"),
        ('<img alt="x" src="static:/etc/passwd">', "static:/etc/passwd"),
        ('<img alt="x" src="static:%2e%2e/manage.py">', "static:%2e%2e/manage.py"),
        ('<base href="file:///etc/"><img alt="x" src="passwd">', "file:///etc/passwd"),
        ('<link rel="stylesheet" href="https://example.org/a.css">', "https://example.org/a.css"),
        ('<link rel="attachment" href="file:///etc/passwd">', "file:///etc/passwd"),
        ('<a rel="attachment" href="file:///etc/passwd">x</a>', "file:///etc/passwd"),
        ('<object data="file:///etc/passwd"></object>', "file:///etc/passwd"),
        ('<embed src="file:///etc/passwd">', "file:///etc/passwd"),
        ('<p style="background: url(file:///etc/passwd)">x</p>', "file:///etc/passwd"),
        ('<style>@import "file:///etc/passwd";</style>', "file:///etc/passwd"),
        ("<style>@font-face { font-family: x; src: url(file:///x) }</style>", "file:///x"),
        ("<style>@color-profile --x { src: url(file:///x) }</style>", "file:///x"),
        ('<svg><title>x</title><image href="file:///x" width="9" height="9"/></svg>', "file:///x"),
    ],
)
def test_no_address_but_a_print_asset_is_opened(markup, address):
    with pytest.raises(ValueError, match=re.escape(address)):
        render_pdf(SMALLEST.format(markup))


def test_a_print_asset_is_opened(pdf):
    """The style sheet was found: without it no page would lie on its side, and the next stand again."""
    widths = [round(page.mediabox[2]) for page in pdf.pages]
    assert widths == [595] * (len(widths) - 2) + [842, 595]


def test_what_people_write_is_text(html):
    assert "Figures &amp; words" in html


# Furniture


def test_every_page_says_its_classification_above_and_below(pages):
    in_furniture = [page.count("OFFICIAL-SENSITIVE") for page in pages]
    in_furniture[0] -= 1  # the front sheet says it in its own text as well
    assert in_furniture == [2] * len(pages)


def test_every_page_says_its_number_partnership_title_and_period(pages):
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Kent Safeguarding Children Multi-agency Partnership" in page
        assert "Sample Executive Board pack" in page
        assert "Quarter 1, 2026 to 2027" in page


def test_furniture_is_no_part_of_what_is_read_aloud(pdf):
    owners = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    for page in pdf.pages:
        marks = [
            instruction.operands
            for instruction in pikepdf.parse_content_stream(page)
            if instruction.operator == pikepdf.Operator("BDC")
        ]
        artifacts = [mark for mark in marks if mark[0] == pikepdf.Name.Artifact]
        read_aloud = [int(mark[1].MCID) for mark in marks if mark[0] != pikepdf.Name.Artifact]
        assert len(artifacts) >= 6, "classification twice, partnership, title, page and period"
        assert all(mark[1].Type == pikepdf.Name.Pagination for mark in artifacts)
        owned = [mcid for mcid, owner in enumerate(owners[int(page.obj.StructParents)]) if owner is not None]
        assert owned == sorted(read_aloud)


# Finding one's way


def test_the_contents_say_the_page_each_heading_stands_on(data, pages):
    reader = PdfReader(BytesIO(data))
    stands_on = {
        name: reader.get_destination_page_number(place) + 1 for name, place in reader.named_destinations.items()
    }
    entries = [entry for section in CONTENTS for entry in (section, *section.get("entries", []))]
    printed = dict(re.findall(r"^(?:\d+\. )?(.+?) (\d+)$", pages[0], flags=re.MULTILINE))
    for entry in entries:
        assert printed[entry["title"]] == str(stands_on[entry["anchor"]])
        assert entry["title"] in pages[stands_on[entry["anchor"]] - 1]


def test_headings_are_bookmarks_in_two_levels(pdf):
    with pdf.open_outline() as outline:
        titles = {entry.title: [child.title for child in entry.children] for entry in outline.root}
    assert list(titles) == [
        "Summary",
        "Recommendation",
        "Contents",
        *[f"{number}. {section['title']}" for number, section in enumerate(CONTENTS, start=1)],
    ]
    assert titles["2. Partner status returns"] == [entry["title"] for entry in CONTENTS[1]["entries"]]
    assert pdf.Root.PageMode == pikepdf.Name.UseOutlines


def test_language_and_title_are_shown(pdf):
    assert pdf.Root.Lang == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.docinfo.Title == "Sample Executive Board pack"


def test_each_entry_of_the_contents_is_one_link_named_by_its_words(pdf):
    names = [str(link.Contents) for link in pdf.pages[0].Annots]
    assert names == [entry["title"] for section in CONTENTS for entry in (section, *section.get("entries", []))]


def test_links_are_printed(pdf):
    links = [link for page in pdf.pages for link in page.obj.get("/Annots", [])]
    assert "sample statistics, GOV.UK" in [str(link.Contents) for link in links]
    assert all(int(link.F) & 4 for link in links)


# Tables and pictures


def test_header_cells_say_what_they_head(pdf):
    scopes = [str(cell.A.Scope) for cell in elements(pdf, "/TH")]
    assert scopes[:5] == ["/Row"] * 5  # the front sheet
    assert scopes[5:9] == ["/Column"] * 4  # the key figures
    assert scopes.count("/Row") == 5 + 30 + 8


def test_heads_are_repeated_on_every_page_of_a_table(pages):
    carrying = [page for page in pages if re.search(r"Sample indicator \d+, with", page)]
    assert len(carrying) > 1
    assert all("Judgement" in page for page in carrying)
    partners = [page for page in pages if "Sample statement" in page]
    assert len(partners) > 2
    assert all("Health Local Authority Police" in page for page in partners)


def test_a_statement_longer_than_a_page_keeps_the_names_above_it(html):
    endless = html.replace("Sample statement 1:", "Pasted narrative. " * 400, 1)
    texts = [page.extract_text() for page in PdfReader(BytesIO(render_pdf(endless))).pages]
    narrative = [text for text in texts if "Pasted narrative." in text]
    assert len(narrative) > 2
    assert all("Health Local Authority Police" in text for text in narrative)


@pytest.fixture(scope="module", params=["table", "table table--long"])
def forty_tables(request):
    """The kind of table and, by word, the page it stands on, of forty tables at all heights of a page."""
    table = """<p>Text</p>{lines}<div class="{kind}"><table><caption>Caption{number}.</caption>
        <thead><tr><th>Head</th></tr></thead>
        <tbody><tr><td>First{number}.</td></tr>{rows}<tr><td>Last{number}.</td></tr></tbody></table></div>"""
    tables = [
        table.format(
            kind=request.param,
            number=number,
            lines="<p>Text</p>" * (number % 5),
            rows="<tr><td>Row</td></tr>" * (number % 9),
        )
        for number in range(40)
    ]
    style = '<link rel="stylesheet" href="static:css/pdf.css">'
    reader = PdfReader(BytesIO(render_pdf(SMALLEST.format(style + "".join(tables)))))
    return request.param, {
        word: number
        for number, page in enumerate(reader.pages)
        for word in re.findall(r"(?:Caption|First|Last)\d+\.", page.extract_text())
    }


def test_no_caption_is_left_behind_by_its_table(forty_tables):
    _, page_of = forty_tables
    assert [n for n in range(40) if page_of[f"Caption{n}."] != page_of[f"First{n}."]] == []


def test_only_a_long_table_runs_over_the_page(forty_tables):
    kind, page_of = forty_tables
    parted = [n for n in range(40) if page_of[f"First{n}."] != page_of[f"Last{n}."]]
    assert bool(parted) == ("table--long" in kind)


def test_a_drawing_carries_its_words(pdf):
    (figure,) = elements(pdf, "/Figure")
    assert str(figure.Alt) == "Sample line: it rises from 10 to 60 and falls to 40."


def test_fonts_are_liberation_sans_and_in_the_file(pdf):
    fonts = {font.objgen: font for page in pdf.pages for font in page.Resources.Font.values()}
    descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts.values()]
    assert descriptors
    assert all("/FontFile2" in descriptor for descriptor in descriptors)
    assert {str(descriptor.FontFamily) for descriptor in descriptors} == {"Liberation Sans"}


def test_weasyprint_has_nothing_to_complain_of(html, caplog):
    with caplog.at_level("WARNING", logger="weasyprint"):
        render_pdf(html)
    assert [record.getMessage() for record in caplog.records if record.name == "weasyprint"] == []
