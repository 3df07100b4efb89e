"""The newest finished pack as a paper of a meeting: named with its SHA-256, and read where it lies."""

from datetime import datetime

from django.urls import reverse

from assurance.models import Meeting, User
from assurance.permissions import may_somewhere
from assurance.queries.papers import LivePaper
from assurance.queries.tables import Table
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from reports.models import ReportRun
from reports.queries.runs import reports_readable_by


def _newest(user: User) -> ReportRun | None:
    return reports_readable_by(user).order_by("-finished_at").first()


def _pack(user: User, meeting: Meeting, now: datetime) -> Table:
    run = _newest(user)
    headers = ["Report", "For", "Made", "Pages", "SHA-256 of the PDF"]
    return headers, [[str(run), run.group.name, local_date(run.finished_at), run.pages, run.file_sha256]] if run else []


def _link(user: User) -> str:
    run = _newest(user)
    return reverse("reports:run_detail", args=[run.pk]) if run else ""


PACK = LivePaper(
    title="Newest Executive Board pack",
    what="Which pack it is, with its SHA-256, and a link to it",
    may_read=lambda user, meeting: may_somewhere(user, Permission.READ_PACK),
    table=_pack,
    link=_link,
)
