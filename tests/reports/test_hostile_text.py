"""What people write in a report stays text, in all four forms: it reaches no file and no network (trust.md 9, 10)."""

import re
from io import BytesIO
from zipfile import ZipFile

import docx
import openpyxl
import pikepdf
import pytest
from pypdf import PdfReader

from assurance.rules.typed_values import plain_text
from reports.models import NarrativeVersion, ReportFinding, ReportRecommendation
from reports.queries.narratives import narrative_of
from reports.rules.kinds import Kind
from reports.rules.runs import RunStatus
from reports.services.build import build_report
from reports.services.runs import request_report
from tests.factories.assurance import AgencyFactory
from tests.factories.reports import NOW
from tests.factories.written import draft, finish, writing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_files")]
MARKUP = (
    '<img src="file:///etc/passwd" alt="x">',
    "<script>fetch('//evil.example')</script>",
    '<link rel="attachment" href="file:///etc/passwd">',
    '<style>@import url("http://evil.example/a.css")</style>',
    "</p></section><h1>Mine</h1>",
    '<a href="javascript:alert(1)">x</a>',
    "{% include 'settings.py' %} {{ settings.SECRET_KEY }} ${x} &amp; &#60;b&#62;",
    "url(file:///etc/passwd) javascript:alert(1) @import 'file:///etc/passwd';",
    "![x](file:///etc/passwd) [x](javascript:alert(1))",
)
FORMULAS = ('=HYPERLINK("http://evil.example")', "@SUM(A1)", "+cmd|'/c calc'!A0")
HOSTILE = "\n".join((*MARKUP, *FORMULAS, f"# {MARKUP[0]}", f"- {MARKUP[1]}", "a\x0bb\x1b[31m\u202ec \ufffe \U0001f600"))
LONG = "word " * 20_000
SECTIONS = ["foreword", "findings", "recommendations", "challenges"]
OUTSIDE = re.compile(rb"(?:file:|javascript:|https?://evil)")


@pytest.fixture
def built(quarter, clock):
    """A report full of it: in a part, a commentary, a finding and a recommendation. Longer than a form takes."""
    at = writing(Kind.ANNUAL_SCRUTINY_REPORT, quarter.period)
    for name, text in (("foreword", f"{HOSTILE}\n{LONG}"), ("on_challenges", HOSTILE)):
        draft(at.report, name, "Words", at.team)
        by = {"finished_by": at.team, "finished_at": NOW}
        NarrativeVersion.objects.create(narrative=narrative_of(at.report, name), number=1, text=text, **by)
    by = {"report": at.report, "place": 1, "written_by": at.team, "written_at": NOW}
    ReportFinding.objects.create(text=HOSTILE, evidence=FORMULAS[0], **by)
    ReportRecommendation.objects.create(
        text=FORMULAS[0], outcome=HOSTILE, owner=MARKUP[0], agency=AgencyFactory(), due_on=NOW.date(), **by
    )
    asked = {"kind": Kind.ANNUAL_SCRUTINY_REPORT, "period": quarter.period, "sections": SECTIONS}
    run = request_report(**asked, by=at.team, idempotency_key="hostile", now=NOW)
    return build_report(run_id=run.pk, owner="worker", clock=clock), at


def test_hostile_text_stays_text_in_every_form(built, sign_in):
    """One test: laying it out is what costs."""
    run, at = built
    assert run.status == RunStatus.DONE, run.error
    client = sign_in(at.team)
    _in_the_pdf(run)
    _on_the_page(client.get(f"/packs/{run.pk}/page/").content.decode())
    _in_word(client.get(f"/packs/{run.pk}/pack.docx").content)
    _in_excel(client.get(f"/packs/{run.pk}/pack.xlsx").content)


def without_spaces(text):
    return re.sub(r"\s", "", text)


def _in_the_pdf(run):
    """Laid out at all, because an address that is asked for and refused ends the building; and with every word."""
    data = run.file.open("rb").read()
    text = without_spaces("".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages))
    for line in (*MARKUP, *FORMULAS):
        assert text.count(without_spaces(line)) >= 3
    assert text.count("word" * 50) > 0
    assert "root:" not in text
    with pikepdf.open(BytesIO(data)) as pdf:
        assert not pdf.attachments
        links = [note for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note]
        assert not [note for note in links if OUTSIDE.search(bytes(note.A.get("/URI", b"")))]
        assert "/JavaScript" not in pdf.Root.get("/Names", {})


def _on_the_page(html):
    main = html.partition("<main")[2].partition("</main>")[0]
    assert main.count("&lt;img src=&quot;file:///etc/passwd&quot;") >= 3
    for tag in ("<img", "<script", "<style", "<link", "<h1>Mine", "href=&quot;javascript", 'href="javascript'):
        assert tag not in main.replace("href=&quot;javascript", "")
    assert "SECRET_KEY }}" in main


def _in_word(data):
    with ZipFile(BytesIO(data)) as files:
        relations = b"".join(files.read(name) for name in files.namelist() if name.endswith(".rels"))
    assert b'TargetMode="External"' not in relations
    document = docx.Document(BytesIO(data))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for line in (*MARKUP, *FORMULAS):
        assert line in text
    assert "\x0b" not in text
    assert "\x1b" not in text


def _in_excel(data):
    with ZipFile(BytesIO(data)) as files:
        assert not [name for name in files.namelist() if "external" in name.lower()]
    cells = [cell for sheet in openpyxl.load_workbook(BytesIO(data)) for row in sheet.iter_rows() for cell in row]
    said = [cell for cell in cells if isinstance(cell.value, str)]
    assert {cell.data_type for cell in said} == {"s"}
    assert not [cell.value for cell in said if cell.value.startswith(("=", "+", "@", "-"))]
    assert any(MARKUP[0] in cell.value for cell in said)
    assert any(FORMULAS[0] in cell.value for cell in said)


def test_what_no_text_may_hold_is_gone_before_it_is_saved(quarter, sign_in):
    at = writing(Kind.ANNUAL_SCRUTINY_REPORT, quarter.period)
    address = f"/reports/{at.report.pk}/write/foreword/"
    said = {"version": "0", "text": f"a\x00b\x07\r\n\u202e{MARKUP[0]}", "finish": "1"}
    assert sign_in(at.chair).post(address, said).status_code == 302
    assert narrative_of(at.report, "foreword").text == f"ab\n{MARKUP[0]}" == plain_text(said["text"])
    page = sign_in(at.team).get(address).content.decode()
    assert "<img src=&quot;file" not in page
    assert "&lt;img src=&quot;file:///etc/passwd&quot;" in page


def test_wordings_show_markup_as_text(quarter, sign_in):
    at = writing(Kind.ANNUAL_SCRUTINY_REPORT, quarter.period)
    for text in (MARKUP[1], MARKUP[2]):
        finish(at.report, "foreword", text, at.chair)
    page = sign_in(at.chair).get(f"/reports/{at.report.pk}/write/foreword/versions/").content.decode()
    assert "<del>&lt;script&gt;" in page
    assert "<ins>&lt;link" in page
    assert "<script>fetch" not in page
