"""Page and PDF are made of one snapshot: whatever it says, both say, word for word and figure for figure."""

import csv
import io
import json
import re
from html import unescape
from io import BytesIO

import docx
import pytest
from django.core.management import call_command
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, NameObject
from python_calamine import CalamineWorkbook

from assurance.models import EvidenceFile
from assurance.rules.returns import HEADINGS_OF, Reporter
from assurance.rules.roles import Role
from assurance.rules.warnings import WarningMove, WarningState
from indicators.models import Measure
from reports.rules.kinds import Kind
from reports.rules.runs import RunStatus
from reports.sections import FRONT_SHEET, chosen
from reports.services.build import build_report
from tests.factories.assurance import person_with
from tests.factories.reports import ReportRunFactory, forum_return, nothing, sign, state
from tests.factories.returns import section_of
from tests.factories.warnings import GoodPracticeFactory, a_warning, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_files")]
# What a snapshot holds for machines: codes and names of places in the document.
FIGURE = re.compile(r"\d+(?:\.\d+)?%")
# Four cells of a table, side by side: a number with its unit, or why there is none.
CELLS = re.compile(r"(?:(\d[\d,]*(?:\.\d+)?)(?:%|per10,000|per100,000|days)?|Nofigure|Notcompared)" * 4)
WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOT_SHOWN = {"name", "anchor", "kind", "period_code", "issued_at", "known_at", "change", "subject", "tone"}
NOT_SHOWN |= {"icon", "number"}
# Of a chart the picture is no text, and its earlier figures are on the page and in the workbook alone.
NOT_IN_EVERY_FORM = {"picture", "earlier"}
EARLIER = re.compile(r'<tbody class="govuk-table__body app-earlier">.*?</tbody>', re.DOTALL)
HIDDEN = re.compile(r'<(span|caption) class="[^"]*govuk-visually-hidden">.*?</\1>', re.DOTALL)
PICTURE, ITS_WORDS = re.compile(r"<svg.*?</svg>", re.DOTALL), re.compile(r"<title>.*?</title>", re.DOTALL)


@pytest.fixture
def done(quarter, business_team, clock):
    """A pack with something under every heading, and real figures."""
    call_command("load_indicators", verbosity=0)
    call_command("load_figures", verbosity=0)
    forum = forum_return(quarter.period)
    *said, last = HEADINGS_OF[Reporter.GROUP]
    for section in said:
        item = state(forum, section, f"FORUM {section} " + "said at some length " * 30, action="FORUM-ACTION")
    EvidenceFile.objects.create(
        status_return=forum,
        item=item,
        file="evidence/audit.pdf",
        name="audit.pdf",
        content_type="application/pdf",
        size=340_000,
        sha256="2" * 64,
        uploaded_by=business_team,
        uploaded_at=clock(),
    )
    nothing(forum, last, "FORUM-NO-HELP")
    assert section_of(forum, said[-1]).items.get().files.exists()
    sign(forum)
    warnings_and_practice(business_team)
    run = ReportRunFactory(period=quarter.period, requested_by=business_team)
    return build_report(run_id=run.pk, owner="worker", clock=clock)


def warnings_and_practice(team):
    """A warning in every state, one of them recurring and one answered and closed, and good practice."""
    before = a_warning(WarningState.ANSWERED, origin="s/kent", title="WARNING-CLOSED", team=team)
    make(WarningMove.CLOSE, before, team)
    a_warning(WarningState.ESCALATED, origin="s/kent", title="WARNING-RECURS", finding="It rose to 21.6%", team=team)
    for state_now in WarningState:
        a_warning(state_now, title=f"WARNING-{state_now}", team=team)
    GoodPracticeFactory(title="PRACTICE", recorded_by=team)


def without_spaces(text):
    return re.sub(r"\s+", "", text)


FURNITURE = re.compile(
    r"^(OFFICIAL-SENSITIVE|Page \d+ of \d+|Kent Safeguarding Children Multi-agency Partnership|Executive Board pack"
    r"|Quarter 2 2026/27 \(July to September 2026\)|DRAFT|Draft of .+)$"
)


@pytest.fixture
def pdf(done):
    """The PDF's text without the figures in its pictures, which stand at the end of each page."""
    return printed(done, without={text for text in words_drawn(done, anchor="start") if FIGURE.search(text)})


def printed(done, *, without=()):
    """
    The PDF's text; the furniture stands between the lines of two pages, so it is taken out.

    Words of pictures that are not written from their beginning are drawings of their own.
    """
    lines = []
    with done.file.open() as file:
        for page in PdfReader(file).pages:
            if without:
                page["/Resources"][NameObject("/XObject")] = DictionaryObject()
            lines += [line.strip() for line in page.extract_text().splitlines()]
    return without_spaces(" ".join(line for line in lines if not FURNITURE.match(line) and line not in without))


@pytest.fixture
def html(done, sign_in):
    """The page, without what the PDF has not as text: the earlier figures of charts, and what their pictures say."""
    answer = sign_in(person_with(Role.BUSINESS_TEAM)).get(f"/packs/{done.pk}/page/").content.decode()
    main = answer.partition("<main")[2].partition("</main>")[0]
    return ITS_WORDS.sub("", EARLIER.sub("", main))


@pytest.fixture
def page(html):
    """The page's text."""
    return text_of(html)


def text_of(html):
    return without_spaces(unescape(re.sub(r"<[^>]+>", " ", html)))


@pytest.fixture
def word_file(done, sign_in):
    """The text of the Word file, its tables in their places."""
    answer = sign_in(person_with(Role.BUSINESS_TEAM)).get(f"/packs/{done.pk}/pack.docx")
    assert answer["Content-Disposition"] == 'attachment; filename="executive-board-pack-2026q2-draft.docx"'
    document = docx.Document(BytesIO(answer.content))
    return without_spaces(" ".join(node.text or "" for node in document.element.body.iter(f"{WORDS}t")))


@pytest.fixture
def workbook(done, sign_in):
    """The text of every sheet."""
    answer = sign_in(person_with(Role.BUSINESS_TEAM)).get(f"/packs/{done.pk}/pack.xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    return without_spaces(" ".join(str(cell) for sheet in sheets for row in sheet for cell in row))


def words_drawn(done, anchor=""):
    """What stands in the pictures of its charts; with an anchor only what is written from there."""
    content = json.loads(done.snapshot.content)
    details = next(one["content"]["body"] for one in content["sections"] if one["name"] == "indicator_details")
    charts = [block for block in details if block["kind"] == "chart"]
    assert len(charts) == 13
    found = [words for chart in charts for words in chart["picture"]["words"]]
    return [words["text"] for words in found if anchor in ("", words["anchor"])]


def figures_told(done):
    """What the snapshot has in the columns of figures, a list a domain."""
    content = json.loads(done.snapshot.content)
    domains = next(one["content"]["domains"] for one in content["sections"] if one["name"] == "indicators")
    for domain in domains:
        yield [row[key] for row in domain["rows"] for key in ("value", "nation", "region", "neighbours") if row[key]]


def leaves(value, name=""):
    """Every text and number of the snapshot that a reader is to see."""
    if isinstance(value, dict):
        for key, part in value.items():
            # Beside a figure, the word for how close it comes stands for the sentence about it.
            if key not in NOT_IN_EVERY_FORM and not (key == "measured" and value["figure"]):
                yield from leaves(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part, name)
    elif name not in NOT_SHOWN and not isinstance(value, bool) and value not in ("", None):
        yield from (line.removeprefix("- ") for line in str(value).splitlines())


def shown(content):
    """What the sections say, each only where its place in the document is not taken by something else."""
    for section in content["sections"]:
        part = dict(section["content"])
        yield section["name"], [one for key, value in part.items() for one in leaves(value, key)]


def test_every_form_says_what_the_snapshot_says(done, html, page, pdf, word_file, workbook, sign_in):
    assert done.status == RunStatus.DONE
    said = dict(shown(json.loads(done.snapshot.content)))
    assert set(said) == {FRONT_SHEET.name, *(section.name for section in chosen(Kind.EXECUTIVE_BOARD_PACK, ()))}
    assert len(said["indicators"]) > 150
    for name, words in said.items():
        assert [word for word in words if without_spaces(word) not in page] == [], f"{name} on the page"
        assert [word for word in words if without_spaces(word) not in pdf] == [], f"{name} in the PDF"
        assert [word for word in words if without_spaces(word) not in word_file] == [], f"{name} in Word"
    in_page, in_pdf = FIGURE.findall(text_of(HIDDEN.sub("", PICTURE.sub("", html)))), FIGURE.findall(pdf)
    assert len(in_page) > 30
    assert in_pdf == in_page
    assert set(FIGURE.findall(word_file)) == set(in_page)
    assert [figure for figure in FIGURE.findall(workbook) if figure not in in_page] == []
    drawn = printed(done)
    assert [words for words in words_drawn(done) if without_spaces(words) not in drawn] == []
    for domain in figures_told(done):
        assert [figure for figure in domain if without_spaces(figure) not in workbook] == []
    for text in (page, pdf, word_file, workbook, done.snapshot.content):
        assert "DRAFT-OF-HEALTH" not in text
    in_print = figures_in(pdf, json.loads(done.snapshot.content))
    assert len(in_print) == 13
    client = sign_in(person_with(Role.SAAS_MEMBER))
    for title, figures in in_print.items():
        assert figures == figures_in_files(client, Measure.objects.get(title=title).code), title


def figures_in(pdf, content):
    """
    What the PDF prints of each measure, by its title: Kent, England, the South East and similar areas, as numbers.

    The snapshot says where a block of the table begins; every number is read from the PDF.
    """
    domains = next(one["content"]["domains"] for one in content["sections"] if one["name"] == "indicators")
    found = {}
    for row in (row for domain in domains for row in domain["rows"] if row["figure"]):
        begins = without_spaces(f"{row['code']} {row['wording']} {row['relation']}: {row['figure']}")
        assert pdf.count(begins) == 1, row["code"]
        block = pdf.partition(begins)[2]
        cells = re.match(CELLS, block.partition(without_spaces(row["period"]))[2])
        found[row["figure"]] = [number.replace(",", "") if number else None for number in cells.groups()]
    return found


def figures_in_files(client, code):
    """The same as the files have it that the page of the measure offers."""
    newest = next(rows_of(client.get(f"/indicators/measures/{code}.csv")))
    beside = client.get(f"/indicators/measures/{code}/areas.csv")
    areas = {row["Area"]: row["Value"] for row in rows_of(beside)} if beside.status_code == 200 else {}
    others = [areas.get(name) or None for name in ("England", "South East", "Statistical neighbours")]
    return [newest["Value"], *others]


def rows_of(answer):
    """The rows of a CSV file."""
    return csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
