"""The newest issued pack as a paper of a meeting: named with its SHA-256, and read where it lies."""

from datetime import datetime

from django.urls import reverse

from assurance.models import Meeting, PartnershipGroup, User
from assurance.permissions import groups_where
from assurance.queries.papers import LivePaper
from assurance.queries.tables import Table
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from reports.models import ReportRun
from reports.queries.runs import issues_readable_by
from reports.rules.kinds import Kind


def _newest(user: User) -> ReportRun | None:
    return issues_readable_by(user).filter(report__kind=Kind.EXECUTIVE_BOARD_PACK).order_by("-finished_at").first()


def _pack(user: User, meeting: Meeting, now: datetime) -> Table:
    run = _newest(user)
    headers = ["Report", "For", "Made", "Pages", "SHA-256 of the PDF"]
    if not run:
        return headers, []
    return headers, [[str(run), run.report.group.name, local_date(run.finished_at), run.pages, run.file_sha256]]


def _link(user: User) -> str:
    run = _newest(user)
    return reverse("reports:run_detail", args=[run.pk]) if run else ""


def _reads_the_boards(user: User) -> bool:
    """Whether `user` reads packs of a board: SAAS reads reports too, and not these."""
    return groups_where(user, Permission.READ_PACK).filter(level=PartnershipGroup.Level.BOARD).exists()


PACK = LivePaper(
    title="Newest Executive Board pack",
    what="Which pack it is, with its SHA-256, and a link to it",
    may_read=lambda user, meeting: _reads_the_boards(user),
    table=_pack,
    link=_link,
)
