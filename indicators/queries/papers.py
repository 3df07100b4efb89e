"""The dashboard as a paper of a meeting: what its members have in front of them when they review it (R70)."""

from datetime import datetime

from django.urls import reverse

from assurance.models import Meeting, User
from assurance.permissions import may
from assurance.queries.papers import LivePaper
from assurance.queries.tables import Table
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from indicators.queries.dashboard import dashboard_visible_to
from indicators.queries.rows import Row


def _dashboard(user: User, meeting: Meeting, now: datetime) -> Table:
    board = dashboard_visible_to(user, today=local_date(now))
    headers = ["Domain", "Item", "Indicator", "Latest", "Period", "What it says", "Target", "Whether it will be met"]
    rows = [
        [domain.title, row.item.code, row.item.wording, *_figure(row)]
        for domain in board.domains
        for row in domain.rows
    ]
    return headers, list(rows)


def _figure(row: Row) -> list[str]:
    figure, said = row.item.headline, row.said
    return [
        figure.words if figure else row.item.measured,
        figure.period if figure else "",
        said.headline if said else "",
        row.target_words,
        row.outlook_words if row.item.has_number else "",
    ]


DASHBOARD = LivePaper(
    title="Dashboard as reviewed",
    what="The latest figure of every indicator of Appendix 1, with what it says and its target",
    may_read=lambda user, meeting: may(user, Permission.READ_INDICATORS),
    table=_dashboard,
    link=lambda user: reverse("indicators:dashboard"),
)
