"""The public edition: nothing but what may be shown, in every form, and the numbers of the editions it draws on."""

import csv
import io
import json
import re
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from html import unescape

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from assurance.rules.canonical import sha256_of
from indicators.services.public import public_file
from reports.pdf.validate import validate_pdf
from reports.queries.snapshots import read_snapshot
from reports.rules.blocks import Blocks, Cell, Entry, Lead, Prose, Table, columns
from reports.rules.kinds import RULES, Kind
from reports.rules.life import Edition
from reports.rules.public import AS_WRITTEN, IN_PLACE_OF, LEFT_OUT, reason_withheld
from reports.sections import SECTIONS, choices, public_audits, public_figures, snapshot_content
from reports.sections.public import public_content
from reports.services import audit_public
from reports.services.build import build_report
from reports.services.publishing import publish_issue
from tests.factories.audits import an_audit, publish, reported
from tests.factories.audits import written as written_up
from tests.factories.indicators import MeasureFactory, figure, land
from tests.factories.publishing import SMALL, TODAY, a_yearly_report, an_audit_of_many, issued_year, small_figures
from tests.factories.reports import NOW
from tests.reports.about import a_context_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_files")]
WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARTS = "Parts of the report that are not in this edition"
# One to five, standing alone.
FEW = re.compile(r"(?<![\d.,/-])[1-5](?![\d.,/-]*\d)")


def public_of(content):
    """The sections of a public edition by name."""
    return {section["name"]: section["content"] for section in content["public"]["sections"]}


def rows_of(blocks, caption):
    """The rows of a table: the words of each cell, with what is added in brackets."""
    table = next(one for one in blocks["body"] if one["kind"] == "table" and one["caption"] == caption)
    return [
        [f"{cell['text']} [{cell['note']}]" if cell["note"] else cell["text"] for cell in row] for row in table["rows"]
    ]


# Sections


def planted(section):
    """Content of a section that says SECRET in every kind of block, with its own name."""
    secret = f"SECRET-{section.name}"
    blocks = (Lead(secret), Prose(secret), Entry(secret, text=secret), Table(secret, columns("x"), ((Cell(secret),),)))
    return Blocks(blocks)


def test_of_every_section_that_is_not_named_nothing_but_its_title_and_reason_gets_out(db):
    context = a_context_of(Kind.YEARLY_REPORT)
    texts = {f"on_{section.name}": f"SECRET-ON-{section.name}" for section in SECTIONS}
    context = replace(context, written=replace(context.written, texts=texts))
    edition = public_content(context, [(section, planted(section)) for section in SECTIONS], {})
    said = set(re.findall(r"SECRET-[\w-]+", json.dumps(edition)))
    assert said == {f"SECRET-{name}" for name in AS_WRITTEN - {"recommendations"}}
    left_out = dict(
        rows_of(public_of({"public": edition})[LEFT_OUT], "Parts of the report that are not in this edition")
    )
    withheld = {section.title: reason for section in SECTIONS if (reason := reason_withheld(section.name))}
    assert withheld.items() <= left_out.items()
    assert left_out["Commentaries on sections"]
    assert all(section["commentary"] == "" for section in edition["sections"])


def test_what_is_empty_is_left_out_too(db):
    context = a_context_of(Kind.YEARLY_REPORT)
    edition = public_of(json.loads(json.dumps(snapshot_content(context))))
    assert list(edition) == ["front_sheet", LEFT_OUT]
    left_out = dict(rows_of(edition[LEFT_OUT], PARTS))
    empty = {title for title, why in left_out.items() if why == "There is nothing in it that may be shown."}
    assert {"Foreword", "Findings", "Figures of the indicators", "Results of audits"} <= empty


@pytest.mark.parametrize("kind", [kind for kind in Kind if not RULES[kind].is_folder])
def test_reports_that_are_not_published_hold_no_public_edition(db, kind):
    about = {"theme": None, "audit": None, "subject": "Something"} if RULES[kind].about == "subject" else {}
    content = snapshot_content(a_context_of(kind, **about), ["risks"])
    assert ("public" in content) == RULES[kind].is_published


# Figures


def cells_of(blocks):
    """By figure and period what stands in the cell, and of how many."""
    found = {}
    for table in (one for one in blocks["body"] if one["kind"] == "table"):
        for head, *cells in table["rows"]:
            for cell in cells:
                period, _, of = cell["note"].partition(": ")
                found[head["text"], period] = (cell["text"], of)
    return found


def test_figures_are_those_of_the_public_edition_of_the_measure_and_no_others(db):
    measures = small_figures()
    built, not_shown = public_figures.build(a_context_of(Kind.YEARLY_REPORT))
    cells = cells_of(asdict(built))
    team = a_yearly_report().team
    checked = 0
    for measure in measures:
        file = public_file(by=team, code=measure.code, suffix="csv", today=TODAY, now=NOW).content
        edition = csv.DictReader(io.StringIO(file.decode("utf-8-sig")))
        for row in (row for row in edition if row["Area"] == "Kent"):
            text, of = cells[measure.title, row["Period"]]
            made_of = [f"{int(part):,}" if part.isdigit() else part for part in (row["Numerator"], row["Denominator"])]
            assert text.rstrip("%") == row["Value"]
            assert of == " of ".join(part for part in made_of if part)
            checked += 1
    assert checked == 4
    assert cells["Children seen twice", "Year ending March 2025"] == ("c", "c of 45,073")
    assert cells["Events of the year", "Year ending March 2025"] == ("c", "")
    hidden = {(one.of, one.numbers): one.why for one in not_shown}
    assert set(hidden) == {("Children seen twice", 2), ("Events of the year", 1)}
    assert "from 1 to 899" in hidden["Children seen twice", 2]
    assert "from 1 to 5" in hidden["Events of the year", 1]


def test_the_newest_three_periods_that_had_ended_are_shown(db):
    measure = MeasureFactory(code="LONG", title="Long", unit="count", decimals=0)
    years = {year: (date(year - 1, 4, 1), date(year, 3, 31)) for year in (2022, 2023, 2024, 2025, 2026, 2027)}
    land(*(figure(measure, str(year), start=start, end=end) for year, (start, end) in years.items()))
    land(figure(MeasureFactory(code="LATER"), "5", start=date(2026, 10, 1), end=date(2026, 12, 31)))
    background = MeasureFactory(code="CONTEXT", relation="context")
    land(figure(background, "5", denominator=Decimal(100)))
    context = a_context_of(Kind.YEARLY_REPORT)
    built, _ = public_figures.build(context)
    ((head, *cells),) = asdict(built)["body"][2]["rows"]
    shown_inside = [row.figure for domain in context.indicators.domains for row in domain.rows if row.figure]
    assert [head["text"]] == shown_inside == ["Long"]
    assert [(cell["text"], cell["note"]) for cell in cells] == [
        (f"{year:,}", f"Year ending March {year}") for year in (2026, 2025, 2024)
    ]


def test_a_figure_its_publisher_withholds_says_so(db):
    measure = MeasureFactory(title="Withheld")
    land(figure(measure, symbol="c"))
    built, (one,) = public_figures.build(a_context_of(Kind.YEARLY_REPORT))
    first, *rest = asdict(built)["body"][2]["rows"][0][1:]
    assert first["text"] == one.why
    assert "(c)" in one.why
    assert [cell["text"] for cell in rest] == ["No earlier figure"] * 2


def test_the_sections_through_the_boundary_cost_the_same_however_much_there_is(db):
    def queries(section):
        context = a_context_of(Kind.YEARLY_REPORT)
        with CaptureQueriesContext(connection) as counted:
            section.build(context)
        return len(counted)

    land(figure(MeasureFactory(), "12", denominator=Decimal(100)))
    an_audit_of_many()
    few = [queries(public_figures), queries(public_audits)]
    for number in range(3):
        land(figure(MeasureFactory(), f"1{number}", denominator=Decimal(100)))
        an_audit_of_many(f"Audit {number}")
    assert [queries(public_figures), queries(public_audits)] == few


# Audits


def test_results_of_audits_are_those_of_their_public_editions(db):
    report, by = an_audit_of_many()
    an_audit(title="SECRET-UNDER-WAY")
    file = audit_public.public_file(report=report, suffix="csv", by=by, now=NOW).content.decode("utf-8-sig")
    expected = {}
    for row in csv.DictReader(io.StringIO(file)):
        if row["Question"]:
            expected.setdefault(f"{row['Question']} {row['What was asked']}", []).append(
                f"{row['Grade']}: {row['Number']}"
            )
    built, (held,) = public_audits.build(a_context_of(Kind.YEARLY_REPORT))
    blocks = asdict(built)
    shown = {head.partition(" [")[0]: cell for head, cell in rows_of(blocks, "Results: Neglect")}
    assert shown == {question: "; ".join(numbers) for question, numbers in expected.items()}
    assert held.numbers == sum(one.endswith(": c") for numbers in expected.values() for one in numbers) > 1
    said = json.dumps(blocks)
    assert "All cases: 40." in said
    for words in ("Help comes late.", "Chronologies are missing.", "SECRET-UNDER-WAY"):
        assert words not in said


def test_of_few_cases_no_number_is_shown_and_it_says_so(db):
    audit, by = reported(title="Few", cases=5)
    written_up(audit, by)
    publish(audit, by)
    built, (held,) = public_audits.build(a_context_of(Kind.YEARLY_REPORT))
    entry = asdict(built)["body"][-1]
    assert (entry["kind"], entry["title"], entry["text"]) == ("entry", "Few", public_audits.TOO_FEW)
    assert held.numbers > 1


# Every form


def text_of_pdf(data):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages)


def text_of_word(data):
    nodes = docx.Document(io.BytesIO(data)).element.body.iter(f"{WORDS}t")
    return " ".join(node.text or "" for node in nodes)


def text_of_book(data):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    return " ".join(str(cell) for sheet in sheets for row in sheet for cell in row)


@pytest.fixture
def published(quarter, clock):
    """The public edition of a yearly report with small figures and an audit, really built; and who had it made."""
    small_figures()
    an_audit_of_many()
    people = a_yearly_report(quarter.period)
    version = issued_year(people, [name for name, _ in choices(Kind.YEARLY_REPORT)])
    asked = publish_issue(issue=version.issue, has_read=True, by=people.team, now=NOW)
    return build_report(run_id=asked.pk, owner="worker", clock=clock), people.team


def forms_of(run, team, sign_in):
    """The text of the page, the PDF, the Word file and the workbook."""
    client = sign_in(team)
    main = client.get(f"/packs/{run.pk}/page/").content.decode().partition("<main")[2].partition("</main>")[0]
    with run.file.open() as file:
        pdf = file.read()
    return {
        "page": " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split()),
        "pdf": text_of_pdf(pdf),
        "word": text_of_word(client.get(f"/packs/{run.pk}/pack.docx").content),
        "book": text_of_book(client.get(f"/packs/{run.pk}/pack.xlsx").content),
    }


NEVER = (*SMALL, "SECRET", "POLICE-", "COUNCIL-", "HEALTH-", "Chronologies are missing", "OFFICIAL-SENSITIVE")


def test_in_no_form_stands_what_must_not_get_out_and_in_each_what_may(published, sign_in):
    run, team = published
    whole = json.loads(run.snapshot.content)
    assert all(words in json.dumps(whole["sections"]) for words in ("SECRET-COMMENTARY", "SECRET-OWNER", "POLICE-WELL"))
    said = forms_of(run, team, sign_in) | {"snapshot": json.dumps(whole["public"])}
    for form, text in said.items():
        assert [words for words in NEVER if re.search(rf"(?<![\d.,]){re.escape(words)}", text)] == [], form
    for form in ("page", "pdf", "word"):
        for words in ("Two mothers told us", "This was a year of change.", "I have seen what is said", "OFFICIAL"):
            assert words in said[form], form
    for form in ("page", "pdf", "word", "book"):
        for words in ("Children seen twice", "45,073", "10.25%", "4,613 of 45,005", "from 1 to 899", "Neglect"):
            assert words in said[form], form
        assert "Sample strategy discussions out of hours" in said[form]
    assert "public edition" in said["page"]
    assert "Version 1, issued 26 November 2026, public edition" in said["pdf"]
    assert run.download_name == "yearly-report-2026q2-version-1-public.pdf"


def test_no_count_of_few_stands_in_a_cell_of_figures_or_audits(published):
    run, _ = published
    sections = {
        one["name"]: one
        for one in read_snapshot(run.snapshot.content, templates="", edition=Edition.PUBLIC)["sections"]
    }
    cells = [
        cell
        for name in IN_PLACE_OF.values()
        for block in sections[name]["content"]["body"]
        if block["kind"] == "table"
        for row in block["rows"]
        for cell in row[1:]
    ]
    numbers = [words for cell in cells for words in (cell["text"], cell["note"].partition(": ")[2])]
    assert any("c" in words for words in numbers)
    assert [words for words in numbers if FEW.search(words)] == []


def test_the_file_is_accepted_and_the_same_snapshot_gives_the_same_bytes(published, clock):
    run, team = published
    with run.file.open() as file:
        data = file.read()
    assert validate_pdf(data) == []
    again = run.report.runs.create(
        edition=Edition.PUBLIC,
        issue=run.issue,
        snapshot=run.snapshot,
        requested_by=team,
        steps=run.steps,
        idempotency_key="again",
        created_at=NOW,
    )
    assert build_report(run_id=again.pk, owner="worker", clock=clock).file_sha256 == sha256_of(data) == run.file_sha256
