"""The recommendations of a report for action, and the actions they become when it is issued (R138)."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from assurance.models import Action, Agency, PartnershipGroup, User
from assurance.queries.actions import holders_offered
from assurance.rules.actions import ActionOrigin
from assurance.rules.wording import local_date
from assurance.services import activity
from assurance.services.actions import make_action
from reports.models import Report, ReportIssue, ReportRecommendation, ReportSnapshot
from reports.rules.kinds import Kind
from reports.sections.written import recommended
from reports.services.findings import as_seen, change_places, lock_report, next_place

Seat = Agency | PartnershipGroup
SAY_WHAT = "Say what is recommended."
PAST = "The day by which it is done lies in the past."
NOT_OF_TODAY = "Choose an agency or a group there is today."
CHANGED_SINCE = (
    "The recommendations were changed after this draft was made. Build another draft: those that are issued are those "
    "that become actions."
)
IN_TRACKER = (
    "The report was issued with this recommendation, and it is in the tracker of actions: it is followed there."
)


@dataclass(frozen=True)
class Asked:
    """What a recommendation says: what, of whom, by which post and day, and what should change for children."""

    text: str
    outcome: str
    holder: Seat
    owner: str
    due_on: date


@transaction.atomic
def add_recommendation(*, report: Report, asked: Asked, by: User, now: datetime) -> ReportRecommendation:
    """A new recommendation, the last of the report; it becomes an action with the next version that is issued."""
    locked = lock_report(report, by)
    one = ReportRecommendation(report=locked, place=next_place(locked.recommendations.all()))
    return _write(one, "report_recommendation.add", asked, by, now)


@transaction.atomic
def change_recommendation(
    *, recommendation: ReportRecommendation, seen: datetime, asked: Asked, by: User, now: datetime
) -> ReportRecommendation:
    """
    Another recommendation in its place. `seen` is when it was written as it was shown.

    Raises PermissionDenied, and ValidationError when it is in the tracker, or somebody else has changed it since.
    """
    one = _still_open(recommendation, by)
    as_seen(ReportRecommendation.objects.filter(pk=one.pk), seen)
    return _write(one, "report_recommendation.change", asked, by, now)


@transaction.atomic
def remove_recommendation(*, recommendation: ReportRecommendation, by: User, now: datetime) -> None:
    """Take it out. Raises PermissionDenied, and ValidationError when it is in the tracker."""
    one = _still_open(recommendation, by)
    activity.record(actor=by, action="report_recommendation.remove", subject=one, now=now)
    one.delete()


@transaction.atomic
def move_recommendation(*, recommendation: ReportRecommendation, up: bool, by: User, now: datetime) -> None:
    """Let it change places with the one before, or after; nothing happens at either end."""
    report = lock_report(recommendation.report, by)
    if change_places(report.recommendations.all(), recommendation, up=up):
        activity.record(actor=by, action="report_recommendation.move", subject=recommendation, now=now)


@transaction.atomic
def make_actions(*, report: Report, issue: ReportIssue, by: User, now: datetime) -> list[Action]:
    """
    An action for each recommendation that has none, with the version it was issued in as its source.

    The service that issues the report calls this, and has checked the right to it. Called again it makes nothing. A
    version without the section of recommendations makes none. Raises ValidationError when the recommendations are
    not those of this version any more.
    """
    if _in_snapshot(issue.snapshot) is None:
        return []
    if changed := changed_since(report, issue.snapshot):
        raise ValidationError(changed)
    waiting = (
        report.recommendations.select_related("agency", "group").filter(action=None).select_for_update(of=("self",))
    )
    made = []
    for one in waiting:
        one.action = make_action(
            title=one.text,
            what=one.outcome,
            holder=one.holder,
            owner=one.owner,
            due_on=one.due_on,
            origin=ActionOrigin.REPORT,
            source_words=f"{report}, version {issue.number}" if _is_open_to_holders(report, one) else "",
            address=reverse("reports:report_detail", args=[report.pk]) if _is_open_to_holders(report, one) else "",
            by=by,
            now=now,
        )
        one.save(update_fields=["action"])
        made.append(one.action)
    return made


def changed_since(report: Report, snapshot: ReportSnapshot) -> str:
    """What to do about recommendations that are not those of this snapshot any more, in words; blank if they are."""
    said = _in_snapshot(snapshot)
    return CHANGED_SINCE if said is not None and said != as_in_snapshot(report) else ""


def as_in_snapshot(report: Report) -> object:
    """The section of the recommendations of a report as a snapshot taken now would hold it."""
    blocks = recommended(tuple(report.recommendations.select_related("agency", "group", "action")))
    return json.loads(json.dumps(asdict(blocks)))


def _in_snapshot(snapshot: ReportSnapshot) -> object:
    """The same as a snapshot holds it; None without."""
    sections = json.loads(snapshot.content)["sections"]
    return next((one["content"] for one in sections if one["name"] == "recommendations"), None)


def _is_open_to_holders(report: Report, one: ReportRecommendation) -> bool:
    """
    Whether an action may lead to the report.

    Who decides in the group that holds the action is led there, and that is the Executive Board (`ABOVE` in
    assurance.queries.action_sources); it reads every report but what SAAS prepares for itself.
    """
    return Kind(report.kind) != Kind.SAAS_PAPERS or one.agency is not None or one.group == report.group


def _still_open(recommendation: ReportRecommendation, by: User) -> ReportRecommendation:
    lock_report(recommendation.report, by)
    one = ReportRecommendation.objects.select_related("report", "agency", "group").get(pk=recommendation.pk)
    if one.action_id:
        raise ValidationError(IN_TRACKER)
    return one


def _write(one: ReportRecommendation, action: str, asked: Asked, by: User, now: datetime) -> ReportRecommendation:
    today = local_date(now)
    if not asked.text.strip():
        raise ValidationError(SAY_WHAT)
    if asked.due_on < today:
        raise ValidationError(PAST)
    if asked.holder not in holders_offered(today).values():
        raise ValidationError(NOT_OF_TODAY)
    one.text, one.outcome, one.owner, one.due_on = asked.text, asked.outcome, asked.owner, asked.due_on
    one.agency = asked.holder if isinstance(asked.holder, Agency) else None
    one.group = asked.holder if isinstance(asked.holder, PartnershipGroup) else None
    one.written_by, one.written_at = by, now
    one.save()
    activity.record(actor=by, action=action, subject=one, now=now)
    return one
