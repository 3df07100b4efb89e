"""Every kind of report, empty and full, is accepted as accessible and fit to be kept (PDF/UA-1, PDF/A-2a)."""

from datetime import UTC, datetime

import pytest

from assurance.models import ReportingPeriod, Theme
from assurance.rules.canonical import canonical_json
from audits.models import AuditReport
from reports.pdf.in_parts import render_in_parts
from reports.pdf.shelf import Shelf
from reports.pdf.validate import validate_pdf
from reports.pdf.workers import Workers
from reports.queries.packs import pack_context
from reports.rules.kinds import RULES, About, Kind
from reports.sections import snapshot_content
from reports.services.build import print_html
from reports.services.reports import open_report
from tests.browser.portal import DATABASE
from tests.factories.audits import an_audit
from tests.factories.reports import NOW
from tests.factories.themes import a_theme
from tests.reports.about import a_context_of
from tests.shared import in_memory

MARKS = {"version": "Draft of the moment", "watermark": "DRAFT"}
WHEN = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)


def laid_out(context, folder):
    """The PDF of the report as the portal lays it out, with all sections it usually has."""
    html = print_html(canonical_json(snapshot_content(context)), MARKS)
    with Workers(1) as workers:
        return render_in_parts(
            html, shelf=Shelf(folder / "parts"), workers=workers, out=folder / "out.pdf", told=lambda *counts: None
        )


@pytest.mark.parametrize("kind", Kind)
def test_an_empty_report_is_accepted(db, tmp_path, kind):
    about = {
        About.NOTHING: dict,
        About.THEME: lambda: {"theme": a_theme()},
        About.AUDIT: lambda: {"audit": an_audit(title="Neglect")},
        About.SUBJECT: lambda: {"subject": "Something"},
    }[RULES[kind].about]()
    assert validate_pdf(laid_out(a_context_of(kind, known_at=NOW, **about), tmp_path)) == []


@pytest.fixture(scope="module")
def lived_through(portal_template, django_db_blocker):
    """The demonstration: eight quarters of returns, figures, audits, themes, meetings and all that came of them."""
    with django_db_blocker.unblock(), in_memory(portal_template / DATABASE):
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One shelf for all kinds: what two of them have alike is laid out once."""
    return tmp_path_factory.mktemp("laid-out")


@pytest.mark.parametrize("kind", Kind)
def test_a_full_report_is_accepted(lived_through, folder, kind):
    period = ReportingPeriod.objects.order_by("-financial_year", "-quarter").first()
    theme = Theme.objects.exclude(state="planned").order_by("pk").first()
    about = {
        About.NOTHING: {},
        About.THEME: {"theme": theme},
        About.AUDIT: {"audit": AuditReport.objects.order_by("-published_at").first().audit},
        About.SUBJECT: {"subject": "Something"},
    }[RULES[kind].about]
    report = open_report(kind=kind, period=period, now=WHEN, **about)
    data = laid_out(pack_context(period, known_at=WHEN, report=report), folder)
    assert validate_pdf(data) == []
    assert len(data) > 40_000
