"""Packs of the access tests: one that is ready and one that waits to be built, without the minutes a real one takes."""

from datetime import datetime, timedelta

from django.utils import timezone

from assurance.models import ReportingPeriod, User
from assurance.rules.canonical import canonical_json, sha256_of
from reports.models import ReportRun, ReportSnapshot
from reports.queries.packs import pack_context
from reports.rules.kinds import Kind
from reports.rules.runs import stored_name
from reports.sections import choices, snapshot_content
from reports.services.files import store
from reports.services.issues import issue_report
from reports.services.runs import Result, claim_run, finish_run, request_report
from tests.access.answers import clock_stopped

# Accepted: when papers and minutes of SAAS went out is for everybody who reads assurance to know, and compliance says
# so. Its page is left out of two worlds for that reason (tests/access/tour.py), and so is its section.
NOT_COMPARED = "compliance"
PDF = b"%PDF-1.7\nA pack\n%%EOF\n"
BOARD = Kind.EXECUTIVE_BOARD_PACK


def pack_asked_for(period: ReportingPeriod, by: User, key: str, kind: Kind = BOARD) -> ReportRun:
    """A report that waits to be built, with every section it can have but one."""
    sections = [name for name, _ in choices(kind) if name != NOT_COMPARED]
    asked = {"kind": kind, "period": period, "sections": sections}
    return request_report(**asked, by=by, idempotency_key=key, now=timezone.now())


def pack_ready(period: ReportingPeriod, by: User, key: str, kind: Kind = BOARD) -> ReportRun:
    """A draft that is ready, with the real snapshot of its quarter and a stand-in for the PDF."""
    return built(pack_asked_for(period, by, key, kind))


def pack_issued(period: ReportingPeriod, by: User, key: str, kind: Kind = BOARD) -> ReportRun:
    """The run of the version that such a draft was issued as."""
    draft = pack_ready(period, by, key, kind)
    why = "There is news." if draft.report.issues.exists() else ""
    # Not in the same moment: notices of one moment come in no order.
    with clock_stopped(timezone.now() + timedelta(seconds=1)):
        return built(issue_report(run=draft, by=by, now=timezone.now(), why=why).runs.get())


def built(asked: ReportRun) -> ReportRun:
    """A run that was asked for, with the snapshot a worker would take of it and a stand-in for the PDF."""
    now = timezone.now()
    run = claim_run(run_id=asked.pk, owner="a worker", now=now)
    snapshot = run.snapshot or _snapshot(run, now)
    digest = sha256_of(PDF)
    file = store(name=stored_name(run.kind, run.period.code, run.pk, digest), data=PDF, part=f"part-{run.pk}")
    finish_run(run=run, result=Result(snapshot, file, digest, size=len(PDF), pages=1), now=now)
    return ReportRun.objects.get(pk=run.pk)


def _snapshot(run: ReportRun, now: datetime) -> ReportSnapshot:
    content = canonical_json(snapshot_content(pack_context(run.period, known_at=now, report=run.report), run.sections))
    return ReportSnapshot.objects.create(content=content, sha256=sha256_of(content), taken_at=now)
