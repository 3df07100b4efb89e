"""What the portal does by itself when papers fall due: drafts of packs, and reminders of what is not written."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from assurance.models import Meeting, Notice, PartnershipGroup
from assurance.permissions import people_who_may
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services import activity
from assurance.services.notices import notify
from reports.models import Report, ReportRun
from reports.queries.narratives import Wanted, wanted_parts
from reports.queries.schedule import Due, drafts_due, reports_to_remind_of
from reports.rules.written import Writer, rule_of
from reports.services.runs import request_report
from reports.services.written import RIGHTS

WANTED = {
    Writer.SCRUTINEER: "Your statement for a report is wanted",
    Writer.CHAIR: "Your foreword for a report is wanted",
    Writer.BUSINESS_TEAM: "A text of a report is wanted from the Business Team",
}

PREPARED = "A draft of a pack is being built, because its papers fall due"


def key_of(meeting: Meeting) -> str:
    """The key under which the draft for a meeting is asked for: the same press of the button every day."""
    return f"meeting-{meeting.key.hex}"


def prepare_drafts(*, now: datetime) -> list[ReportRun]:
    """
    Ask for a draft of each pack whose papers fall due, once a meeting; the runs that are new.

    A meeting whose pack somebody is building at the moment is looked at again the next time.
    """
    return [run for due in drafts_due(local_date(now)) if (run := _prepare(due=due, now=now))]


@transaction.atomic
def _prepare(*, due: Due, now: datetime) -> ReportRun | None:
    kind, meeting, period = due
    if ReportRun.objects.filter(idempotency_key=key_of(meeting)).exists():
        return None
    try:
        with transaction.atomic():
            run = request_report(kind=kind, period=period, by=None, idempotency_key=key_of(meeting), now=now)
    except ValidationError:
        # Another one of this report is being built, with other sections.
        return None
    if run.idempotency_key != key_of(meeting):
        return None
    for person in people_who_may(Permission.BUILD_PACK):
        url = reverse("reports:run_detail", args=[run.pk])
        notify(person=person, text=PREPARED, url=url, permission=Permission.BUILD_PACK, now=now)
    return run


@transaction.atomic
def remind_writers(*, now: datetime) -> int:
    """
    Tell those who are asked for a part that is missing when its papers fall due, once each; how many were told.

    The notice says that there is something to write, and nothing of what is in the report.
    """
    today = local_date(now)
    # Locked, so that two that remind at once do not both find that nobody was told.
    reports = reports_to_remind_of(today).select_for_update(of=("self",))
    return sum(_remind(wanted, now) for wanted in wanted_parts(reports, frozenset(Writer), today))


def _remind(wanted: Wanted, now: datetime) -> int:
    writer = rule_of(wanted.name).asked
    permission, on = RIGHTS[writer], _seat(wanted.report, writer)
    url = reverse("reports:narrative_write", args=[wanted.report.pk, wanted.name])
    told = Notice.objects.filter(url=url, text=WANTED[writer]).values("person")
    people = people_who_may(permission, on).exclude(pk__in=told)
    for person in people:
        notify(person=person, text=WANTED[writer], url=url, permission=permission, on=on, now=now)
    if people:
        detail = {"name": wanted.name, "people": len(people)}
        activity.record(actor=None, action="narrative.remind", subject=wanted.report, detail=detail, now=now)
    return len(people)


def _seat(report: Report, writer: Writer) -> PartnershipGroup | None:
    """On which group the right is asked for; None for the partnership as a whole."""
    return (report.by_group or report.group) if writer == Writer.CHAIR else None
