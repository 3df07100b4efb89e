"""Findings and recommendations of a report: written by who builds it, in an order, and actions once it is issued."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from assurance.models import Action, ActivityEntry
from assurance.queries.action_sources import origin_of
from assurance.rules.actions import ActionOrigin
from assurance.rules.roles import Role
from reports.models import ReportFinding, ReportRecommendation
from reports.queries.written import written_in
from reports.rules.kinds import Kind
from reports.services import findings, recommendations
from tests.factories.assurance import AgencyFactory, PartnershipGroupFactory, person_with
from tests.factories.written import LATER, NOW, asked, issue_of, writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    """An annual scrutiny report and its people."""
    return writing()


def found(at, text="A finding", by=None):
    return findings.add_finding(report=at.report, text=text, evidence="An audit", by=by or at.team, now=NOW)


def recommended(at, by=None, **fields):
    said = asked(**fields)
    return recommendations.add_recommendation(report=at.report, asked=said, by=by or at.team, now=NOW)


def issued(at, **fields):
    issue = issue_of(at.report, 2, **fields)
    return recommendations.make_actions(report=at.report, issue=issue, by=at.team, now=NOW)


# Findings


def test_findings_stand_in_the_order_they_were_added_until_it_is_changed(at):
    one, two, three = (found(at, text) for text in ("One", "Two", "Three"))
    findings.move_finding(finding=three, up=True, by=at.team, now=NOW)
    findings.move_finding(finding=one, up=True, by=at.team, now=NOW)
    findings.move_finding(finding=two, up=False, by=at.team, now=NOW)
    assert [one.text for one in written_in(at.report).findings] == ["One", "Three", "Two"]
    findings.remove_finding(finding=one, by=at.team, now=NOW)
    found(at, "Four")
    assert [one.text for one in written_in(at.report).findings] == ["Three", "Two", "Four"]


def test_a_finding_is_changed_unless_somebody_else_did(at):
    one = found(at)
    said = {"finding": one, "evidence": "Figures", "by": at.team}
    findings.change_finding(seen=NOW, text="Other words", now=LATER, **said)
    with pytest.raises(ValidationError, match="Somebody else"):
        findings.change_finding(seen=NOW, text="Mine", now=LATER, **said)
    one.refresh_from_db()
    assert (one.text, one.evidence, one.written_at) == ("Other words", "Figures", LATER)


def test_a_finding_says_something(at):
    with pytest.raises(ValidationError, match="what was found"):
        found(at, "  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportFinding.objects.create(report=at.report, text="", place=1, written_by=at.team, written_at=NOW)


def test_only_who_builds_reports_writes_them(at):
    one, two = found(at), recommended(at)
    for person in (at.chair, at.scrutineer, at.board):
        with pytest.raises(PermissionDenied):
            found(at, by=person)
        with pytest.raises(PermissionDenied):
            findings.remove_finding(finding=one, by=person, now=NOW)
        with pytest.raises(PermissionDenied):
            recommended(at, by=person)
        with pytest.raises(PermissionDenied):
            recommendations.move_recommendation(recommendation=two, up=True, by=person, now=NOW)


def test_every_change_is_logged(at):
    one = recommended(at)
    recommendations.change_recommendation(recommendation=one, seen=NOW, asked=asked(), by=at.team, now=LATER)
    other = recommended(at)
    recommendations.move_recommendation(recommendation=other, up=True, by=at.team, now=NOW)
    recommendations.remove_recommendation(recommendation=one, by=at.team, now=NOW)
    logged = ActivityEntry.objects.filter(action__startswith="report_recommendation.").order_by("sequence")
    words = [entry.action.partition(".")[2] for entry in logged]
    assert words == ["add", "change", "add", "move", "remove"]


# Recommendations


def test_a_recommendation_goes_to_an_agency_or_a_group_of_today(at):
    former = AgencyFactory(starts_on=date(2010, 1, 1), ends_on=date(2020, 1, 1))
    with pytest.raises(ValidationError, match="today"):
        recommended(at, holder=former)
    assert recommended(at, holder=at.saas).holder == at.saas
    values = {"text": "A", "due_on": NOW.date(), "place": 1, "written_by": at.team, "written_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportRecommendation.objects.create(report=at.report, **values)


def test_its_day_lies_ahead_and_it_says_something(at):
    assert recommended(at, due_on=NOW.date())
    with pytest.raises(ValidationError, match="past"):
        recommended(at, due_on=NOW.date() - timedelta(days=1))
    with pytest.raises(ValidationError, match="what is recommended"):
        recommended(at, text=" ")


def test_issuing_makes_an_action_of_each_once(at):
    agency = AgencyFactory()
    one = recommended(at, holder=agency)
    made = issued(at)
    action = Action.objects.get()
    assert made == [action]
    assert (action.title, action.what, action.holder, action.owner, action.due_on, action.origin) == (
        one.text,
        one.outcome,
        agency,
        one.owner,
        one.due_on,
        ActionOrigin.REPORT,
    )
    assert not issued(at)
    other = recommended(at)
    assert len(issued(at)) == 1
    other.refresh_from_db()
    assert other.action_id not in (None, action.pk)


def test_what_is_not_issued_becomes_no_action(at):
    """Whether they were added, changed or removed after the draft, or the version is without them."""
    one = recommended(at)
    issue = issue_of(at.report)
    said = {"report": at.report, "issue": issue, "by": at.team, "now": NOW}
    other = recommended(at)
    with pytest.raises(ValidationError, match="Build another draft"):
        recommendations.make_actions(**said)
    recommendations.remove_recommendation(recommendation=other, by=at.team, now=NOW)
    recommendations.change_recommendation(
        recommendation=one, seen=NOW, asked=asked(text="Other words"), by=at.team, now=NOW
    )
    with pytest.raises(ValidationError, match="Build another draft"):
        recommendations.make_actions(**said)
    assert not issued(at, sections=())
    assert not Action.objects.exists()


def test_what_is_in_the_tracker_is_followed_there(at):
    one = recommended(at)
    issued(at)
    with pytest.raises(ValidationError, match="tracker"):
        recommendations.change_recommendation(recommendation=one, seen=NOW, asked=asked(), by=at.team, now=NOW)
    with pytest.raises(ValidationError, match="tracker"):
        recommendations.remove_recommendation(recommendation=one, by=at.team, now=NOW)
    assert written_in(at.report).recommendations == (one,)


def source(at, person):
    return origin_of(Action.objects.select_related("agency", "group").get(), person)


def test_an_action_leads_those_to_the_report_who_may_read_it(at):
    recommended(at, holder=at.report.group)
    issued(at)
    words, address = f"Report: {at.report}, version 2", f"/reports/{at.report.pk}/"
    assert source(at, at.team) == source(at, at.board) == (words, address)
    lead = person_with(Role.PARTNER_LEAD, agency=AgencyFactory())
    assert source(at, at.chair) == source(at, lead) == ("Report", "")


def test_what_saas_prepares_for_itself_is_not_named_to_another_group():
    at = writing(Kind.SAAS_PAPERS)
    board = PartnershipGroupFactory(slug="executive-board", name="Executive Board", level="board")
    recommended(at, holder=board)
    issued(at)
    assert source(at, person_with(Role.BOARD_MEMBER, group=board)) == ("Report", "")
