"""A yearly report ready to be published: everything in it that must not get out, and what may."""

from datetime import date
from decimal import Decimal

from audits.models import SettledGrade
from reports.models import ReportRun
from reports.rules.kinds import Kind, Part
from reports.rules.life import Approver, Audience
from reports.services import issues
from reports.services.findings import add_finding
from reports.services.recommendations import add_recommendation
from tests.factories.audits import publish, reported
from tests.factories.audits import written as written_up
from tests.factories.indicators import AreaFactory, MeasureFactory, figure, land
from tests.factories.reports import NOW, ReportRunFactory, finished, issued
from tests.factories.written import asked, finish, writing

TODAY = date(2026, 11, 26)
IMPACT = "Children are seen sooner.\n# What parents say\nTwo mothers told us that one worker was enough."
# Under the threshold of their measure, and to be told from every other number there is.
SMALL = ("737", "739", "1.64", "3.34")
THRESHOLD = 900
SOME = ("partner_returns", *map(str, Part), "findings", "recommendations", "themes")


def a_yearly_report(period=None, kind=Kind.YEARLY_REPORT):
    """A report with its parts, a finding, a recommendation and a commentary; nothing is built yet."""
    people = writing(kind, period)
    report = people.report
    finish(report, Part.IMPACT, IMPACT, people.team)
    finish(report, Part.FOREWORD, "This was a year of change.", people.team)
    finish(report, Part.STATEMENT, "I have seen what is said here.", people.scrutineer)
    finish(report, "on_themes", "SECRET-COMMENTARY on themes", people.team)
    finish(report, "on_indicators", "SECRET-COMMENTARY on figures", people.team)
    add_finding(report=report, text="Help comes late.", evidence="An audit of the year", by=people.team, now=NOW)
    said = asked(owner="SECRET-OWNER")
    add_recommendation(report=report, asked=said, by=people.team, now=NOW)
    return people


def draft_of(people, **fields):
    """A finished draft of the report, shown and approved."""
    run = finished(ReportRunFactory(report=people.report, requested_by=people.team, **fields))
    issues.show_draft(run=run, audience=Audience.SCRUTINEER, by=people.team, now=NOW)
    said = {"approver": Approver.BOARD, "approved_on": TODAY, "how": "At the meeting"}
    issues.record_approval(run=run, **said, by=people.team, now=NOW)
    return run


def issued_year(people, sections=SOME) -> ReportRun:
    """The run of its first version, done, with these sections."""
    return issued(draft_of(people, sections=list(sections)), people.team)


def small_figures():
    """
    A percentage of Kent and two districts, Kent's last year under the threshold of its definition; a count beside it.

    Of what nobody may see 737 and 739 are the counts, 3.34% and 1.64% the shares.
    """
    kent = AreaFactory(slug="kent", name="Kent")
    ashford, dover = (AreaFactory(slug=name.lower(), name=name, within=kent) for name in ("Ashford", "Dover"))
    limit = {"indicator__definition__dissemination_threshold": THRESHOLD}
    measure = MeasureFactory(code="SMALL", title="Children seen twice", home_area=kent, decimals=2, **limit)
    before = {"start": date(2023, 4, 1), "end": date(2024, 3, 31)}
    land(
        figure(measure, "1.64", numerator=Decimal(739), denominator=Decimal(45_073)),
        figure(measure, "3.34", area=ashford, numerator=Decimal(737), denominator=Decimal(22_071)),
        figure(measure, "10.25", numerator=Decimal(4_613), denominator=Decimal(45_005), **before),
        figure(measure, "10.25", area=dover, numerator=Decimal(2_307), denominator=Decimal(22_507), **before),
    )
    count = MeasureFactory(code="EVENTS", title="Events of the year", home_area=kent, unit="count", decimals=0)
    land(figure(count, "4"), figure(count, "41", **before))
    return measure, count


def an_audit_of_many(title="Neglect"):
    """A final audit of forty cases, two of them inadequate, with a finding in words."""
    audit, by = reported(title=title, cases=40)
    few = SettledGrade.objects.filter(audit=audit).values("case").distinct()[:2]
    SettledGrade.objects.filter(audit=audit, case__in=[one["case"] for one in few]).update(value="inadequate")
    written_up(audit, by)
    return publish(audit, by), by
