"""Reports of the access tests in which people write, what they write there, and what of it not everybody may know."""

import uuid
from datetime import timedelta
from typing import Any

from django.urls import reverse

from reports.models import Report
from reports.rules.kinds import Kind
from reports.services.findings import add_finding
from reports.services.recommendations import Asked, add_recommendation, make_actions
from reports.services.reports import open_report
from reports.services.written import finish_narrative, save_narrative
from tests.access.people import GROUPS
from tests.access.world import NOW, TODAY, Things, World
from tests.factories.written import issue_of

ABSENT = uuid.UUID(int=0)
DUE_ON = TODAY + timedelta(days=90)
DUE = {"due_on_day": str(DUE_ON.day), "due_on_month": str(DUE_ON.month), "due_on_year": str(DUE_ON.year)}
# Whatever the form of the page holds as seen goes with them.
SENT_AS_SHOWN = frozenset({"reports:narrative_write", "reports:finding_change", "reports:recommendation_change"})


def written_things(world: World) -> dict[str, Things]:
    """A report of SAAS and one of the Board, with texts, two findings, and a recommendation that is in the tracker."""
    period, team = world.periods["submitted"], world.people["business_team"]
    saas = open_report(kind=Kind.ANNUAL_SCRUTINY_REPORT, period=period, now=NOW)
    board = open_report(kind=Kind.YEARLY_REPORT, period=period, now=NOW)
    finding = [add_finding(report=saas, text=text, evidence="", by=team, now=NOW) for text in ("One", "Two")][1]
    tracked = _recommendation(saas, world, "Is in the tracker")
    make_actions(report=saas, issue=issue_of(saas), by=team, now=NOW)
    still_open = _recommendation(saas, world, "Is still open")
    texts = {"statement": "statement", "saas foreword": "foreword", "commentary": "on_risks"}
    of_saas, none = {"pk": saas.pk}, {"pk": ABSENT}
    return {
        "a report to write in": {"of saas": of_saas, "of the board": {"pk": board.pk}, "none such": none},
        "a text of a report": {
            **{whose: of_saas | {"name": name} for whose, name in texts.items()},
            "board foreword": {"pk": board.pk, "name": "foreword"},
            "none such": none | {"name": "foreword"},
        },
        "a finding of a report": {
            "second": of_saas | {"finding": finding.pk},
            "none such": of_saas | {"finding": ABSENT},
        },
        "a report's recommendation": {
            "in the tracker": of_saas | {"recommendation": tracked.pk},
            "open": of_saas | {"recommendation": still_open.pk},
            "none such": of_saas | {"recommendation": ABSENT},
        },
    }


def _recommendation(report, world, text):
    asked = Asked(text=text, outcome="", holder=world.seats["police"], owner="", due_on=DUE_ON)
    return add_recommendation(report=report, asked=asked, by=world.people["business_team"], now=NOW)


def written_form(route: str, world: World) -> dict[str, Any]:
    """What is sent to a route where people write in a report."""
    recommended = {"text": "Other words", "holder": f"agency:{world.seats['police'].slug}"} | DUE
    return {
        "reports:narrative_write": {"version": "0", "text": "Words", "finish": "1"},
        "reports:finding_add": {"text": "Words"},
        "reports:finding_change": {"text": "Other words"},
        "reports:recommendation_add": recommended,
        "reports:recommendation_change": recommended,
    }.get(route, {})


# What not everybody may know of


def _annual(world):
    return Report.objects.get(**world.things["a report to write in"]["of saas"])


def _write(name: str, writer: str, *, finished: bool = False):
    def happens(world):
        said = {"report": _annual(world), "name": name, "by": world.people[writer], "now": NOW}
        for version in range(3):
            save_narrative(version=version, text=f"SECRET words, version {version}", **said)
        if finished:
            finish_narrative(version=3, text="SECRET words, finished", **said)

    return happens


def _findings_are_written(world):
    by = {"report": _annual(world), "by": world.people["business_team"], "now": NOW}
    add_finding(text="SECRET finding", evidence="SECRET evidence", **by)
    asked = Asked("SECRET recommendation", "SECRET", world.seats["health"], "", DUE_ON)
    add_recommendation(asked=asked, **by)


def _text(whose):
    return lambda world: reverse("reports:narrative_write", kwargs=world.things["a text of a report"][whose])


def _report(world):
    return reverse("reports:report_write", kwargs=world.things["a report to write in"]["of saas"])


TEAM, SCRUTINEER = GROUPS["business_team"], GROUPS["independent_scrutineer"]
CHAIRS = GROUPS["saas_chair"] | GROUPS["saas_deputy"]
ROWS = (
    (
        "the scrutineer drafts a statement",
        _write("statement", "independent_scrutineer"),
        SCRUTINEER,
        "independent_scrutineer",
        _text("statement"),
    ),
    (
        "the chair of SAAS drafts a foreword",
        _write("foreword", "saas_chair"),
        TEAM | CHAIRS,
        "saas_deputy",
        _text("saas foreword"),
    ),
    (
        "the scrutineer finishes a statement",
        _write("statement", "independent_scrutineer", finished=True),
        GROUPS["log readers"],
        "business_team",
        _report,
    ),
    ("findings are written for a report", _findings_are_written, TEAM, "business_team", _report),
)
