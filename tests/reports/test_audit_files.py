"""The final report of an audit as PDF, Word file and public edition."""

import csv
import io
import zipfile

import docx
import pytest
from django.urls import reverse
from pypdf import PdfReader

from assurance.rules.roles import Role
from audits.models import SettledGrade
from audits.queries.reports import report_visible_to
from audits.rules.audits import AuditState
from audits.rules.report import read_report
from indicators.rules.disclosure import release
from reports.pdf.validate import validate_pdf
from reports.rules.public_audits import counts_of
from reports.services.audit_public import public_file
from reports.services.audits import audit_docx, audit_pdf
from tests.factories.assurance import person_with
from tests.factories.audits import NOW, an_audit, publish, reported, runner, settled, written

pytestmark = pytest.mark.django_db


def final(**fields):
    """A final report, and who runs its audit."""
    audit, by = reported(**fields)
    written(audit, by)
    return publish(audit, by), by


def words_of(report):
    """Words of each part of the report, which every form of it holds."""
    words = read_report(report.content)
    advised = words.recommendations[0]
    return [
        words.title,
        *words.lines,
        "Help comes late.",
        "Chronologies are missing.",
        advised.text,
        advised.tasks[0].owner,
    ]


def text_of_pdf(content):
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.split())


def text_of_word(content):
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_the_pdf_is_accessible_and_says_what_the_report_says():
    report, by = final(lines="Was it seen early?\nDid it change anything?")
    content = audit_pdf(report=report, by=by, now=NOW).content
    assert validate_pdf(content) == []
    assert len(read_report(report.content).lines) == 2
    assert all(words in text_of_pdf(content) for words in words_of(report))
    assert audit_pdf(report=report, by=by, now=NOW).content == content


def test_the_word_file_says_the_same_and_is_the_same_every_time():
    report, by = final(lines="Was it seen early?\nDid it change anything?")
    content = audit_docx(report=report, by=by, now=NOW).content
    assert all(words in text_of_word(content) for words in words_of(report))
    assert docx.Document(io.BytesIO(content)).core_properties.language == "en-GB"
    assert audit_docx(report=report, by=by, now=NOW).content == content


def test_text_that_is_markup_or_cannot_be_drawn_stays_text():
    audit, by = reported(title="<b>Bold</b> \x0b \U0001f600", why="<img src='file:///etc/passwd'>")
    written(audit, by)
    report = publish(audit, by)
    assert validate_pdf(audit_pdf(report=report, by=by, now=NOW).content) == []
    with zipfile.ZipFile(io.BytesIO(audit_docx(report=report, by=by, now=NOW).content)) as file:
        assert "&lt;b&gt;Bold" in file.read("word/document.xml").decode()


def test_where_agencies_are_graded_both_forms_hold_both_grades():
    audit, by = an_audit(AuditState.REPORTING, kind="section_11", cases=0), runner()
    settled(audit, "requires-improvement", by)
    written(audit, by)
    report = publish(audit, by)
    content = audit_pdf(report=report, by=by, now=NOW).content
    assert validate_pdf(content) == []
    one = read_report(report.content).by_agency[0]
    number, own, settled_at = one.rows[0]
    assert (own, settled_at) == ("Good", "Requires improvement to be good")
    assert f"{number} {own} {settled_at}" in text_of_pdf(content)
    word = text_of_word(audit_docx(report=report, by=by, now=NOW).content)
    assert f"{one.agency}: what it gave itself, and what was settled" in word
    assert f"{number}\n{own}\n{settled_at}" in word


def rows_of(report, by):
    content = public_file(report=report, suffix="csv", by=by, now=NOW).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_few_cases_leave_no_number_in_the_public_edition():
    report, by = final(cases=5)
    rows = rows_of(report, by)
    assert rows
    assert not any(row["Number"].isdigit() and 0 < int(row["Number"]) < 6 for row in rows)
    assert all("Help comes late" not in str(row) for row in rows)


def test_of_many_cases_small_counts_are_held_back_with_those_they_could_be_worked_out_from():
    audit, by = reported(cases=40)
    few = SettledGrade.objects.filter(audit=audit).values("case").distinct()[:2]
    SettledGrade.objects.filter(audit=audit, case__in=[one["case"] for one in few]).update(value="inadequate")
    written(audit, by)
    report = publish(audit, by)
    shown = {(row["Question"], row["Grade"]): row["Number"] for row in rows_of(report, by)}
    number = read_report(report.content).results[0].number
    assert shown["", ""] == "40"
    assert shown[number, "Inadequate"] == "c"
    assert "c" in {shown[number, "Good"], shown[number, "Outstanding"], shown[number, "Not settled"]}
    assert release(counts_of(read_report(report.content))).cells["all"] == 40


def test_who_may_not_read_the_report_has_no_file_and_only_who_manages_audits_publishes(client):
    report, by = final()
    names = [("audit_pdf", []), ("audit_docx", []), ("audit_public_file", ["csv"])]
    expected = {by: [200, 200, 200], person_with(Role.SAAS_MEMBER): [200, 200, 403]}
    expected[person_with(Role.PARTNER_LEAD)] = [404, 404, 403]
    for person, statuses in expected.items():
        client.force_login(person)
        answers = [client.get(reverse(f"reports:{name}", args=[report.audit_id, *more])) for name, more in names]
        assert [answer.status_code for answer in answers] == statuses
    assert report_visible_to(person_with(Role.PARTNER_LEAD), report.audit_id) is None
