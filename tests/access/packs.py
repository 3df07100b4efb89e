"""Packs of the access tests: one that is ready and one that waits to be built, without the minutes a real one takes."""

from django.utils import timezone

from assurance.models import ReportingPeriod, User
from assurance.rules.canonical import canonical_json, sha256_of
from reports.models import ReportRun, ReportSnapshot
from reports.queries.packs import pack_context
from reports.rules.runs import Kind, stored_name
from reports.sections import CHOICES, snapshot_content
from reports.services.files import store
from reports.services.runs import Result, claim_run, finish_run, request_report

# Accepted: when papers and minutes of SAAS went out is for everybody who reads assurance to know, and compliance says
# so. Its page is left out of two worlds for that reason (tests/access/tour.py), and so is its section.
COMPARED = [section.name for section in CHOICES if section.name != "compliance"]
PDF = b"%PDF-1.7\nA pack\n%%EOF\n"


def pack_asked_for(period: ReportingPeriod, by: User, key: str) -> ReportRun:
    """A pack that waits to be built."""
    now = timezone.now()
    asked = {"kind": Kind.EXECUTIVE_BOARD_PACK, "period": period, "sections": COMPARED}
    return request_report(**asked, by=by, idempotency_key=key, now=now)


def pack_ready(period: ReportingPeriod, by: User, key: str) -> ReportRun:
    """A pack that is ready, with the real snapshot of its quarter and a stand-in for the PDF."""
    now = timezone.now()
    run = claim_run(run_id=pack_asked_for(period, by, key).pk, owner="a worker", now=now)
    content = canonical_json(snapshot_content(pack_context(period, known_at=now), run.sections))
    snapshot = ReportSnapshot.objects.create(content=content, sha256=sha256_of(content), taken_at=now)
    digest = sha256_of(PDF)
    file = store(name=stored_name(Kind(run.kind), period.code, run.pk, digest), data=PDF, part=f"part-{run.pk}")
    finish_run(run=run, result=Result(snapshot, file, digest, size=len(PDF), pages=1), now=now)
    return run
