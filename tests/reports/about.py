"""What a section tells in a report of another kind than the pack, for its tests."""

import json
from dataclasses import asdict, replace

from django.db import connection
from django.test.utils import CaptureQueriesContext

from assurance.models import PartnershipGroup, ReportingPeriod
from reports.models import Report
from reports.queries.packs import pack_context
from reports.rules.kinds import RULES, SAAS
from tests.factories.assurance import ReportingPeriodFactory, partnership
from tests.factories.meetings import a_group
from tests.factories.reports import NOW
from tests.reports.told import Told


def a_context_of(kind, *, since=None, known_at=NOW, **about):
    """What a report of this kind and about that is built from: to the Executive Board, and from SAAS if it reports."""
    partnership()
    period = ReportingPeriod.objects.first() or ReportingPeriodFactory()
    board = period.meeting.group
    PartnershipGroup.objects.filter(pk=board.pk).update(level=PartnershipGroup.Level.BOARD)
    board.refresh_from_db()
    by = a_group("saas") if RULES[kind].by == SAAS else None
    report = Report(kind=kind, period=period, **{"group": board, "by_group": by} | about)
    context = pack_context(period, known_at=known_at, report=report)
    return replace(context, since=since or context.since)


class ToldAbout(Told):
    """The blocks of a section in a report of a kind."""

    def __init__(self, section, kind, **about):
        content = asdict(section.build(a_context_of(kind, **about)))
        self.blocks = json.loads(json.dumps(content))["body"]
        self.text = json.dumps(self.blocks, ensure_ascii=False)


def queries_about(section, kind, **about):
    """How many queries it takes to build a section."""
    context = a_context_of(kind, **about)
    with CaptureQueriesContext(connection) as queries:
        section.build(context)
    return len(queries)
