"""
Writing the texts of a report: drafts that save themselves, and the wordings a report takes (R136, R139).

Nothing is logged of a draft: that there is one is its writers' alone to know (trust.md 3). A finished wording is.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from assurance.models import User
from assurance.permissions import people_who_may, refusal
from assurance.rules.canonical import sha256_of
from assurance.rules.roles import Permission
from assurance.services import activity
from assurance.services.drafts import SaveOutcome
from assurance.services.notices import notify
from reports.models import Narrative, NarrativeVersion, Report
from reports.queries.narratives import capacities
from reports.rules.kinds import Kind
from reports.rules.written import LONGEST, TOO_LONG, Writer, is_written_by, rule_of, text_titles
from reports.sections import choices

FINISHED = "A text of a report is finished"
NOTHING_YET = "Write the text first: there is nothing to finish."
NOTHING_NEW = "This is the wording that is finished already: there is nothing new in it."
RIGHTS = {
    Writer.SCRUTINEER: Permission.SCRUTINISE,
    Writer.CHAIR: Permission.CHAIR_MEETING,
    Writer.BUSINESS_TEAM: Permission.BUILD_PACK,
}


def titles_of(report: Report) -> dict[str, str]:
    """The titles of every text there can be in this report, by name."""
    return text_titles(choices(Kind(report.kind)))


@transaction.atomic
def save_narrative(*, report: Report, name: str, version: int, text: str, by: User, now: datetime) -> SaveOutcome:
    """
    Save the draft of a text, unless somebody changed it since `version`; 0 is before anybody wrote.

    Who writes nothing new changes nothing: that counts as saved. Raises PermissionDenied for who does not write this
    text, and ValidationError when it is too long.
    """
    return _save(_locked(report, name, by, now), version, text, by, now)


@transaction.atomic
def finish_narrative(*, report: Report, name: str, version: int, text: str, by: User, now: datetime) -> SaveOutcome:
    """
    Save a text, and keep this wording under the next number: reports made from now on hold it.

    A blank wording takes the text out again. Raises what `save_narrative` does, and ValidationError when there is
    nothing, or nothing new, to finish.
    """
    narrative = _locked(report, name, by, now)
    outcome = _save(narrative, version, text, by, now)
    if not outcome.saved:
        return outcome
    newest = narrative.versions.order_by("-number").first()
    if newest is None and not text.strip():
        raise ValidationError(NOTHING_YET)
    if newest is not None and newest.text == text:
        raise ValidationError(NOTHING_NEW)
    number = newest.number + 1 if newest else 1
    wording = NarrativeVersion.objects.create(
        narrative=narrative, number=number, text=text, finished_by=by, finished_at=now
    )
    detail = {"report": str(report.pk), "name": name, "number": number, "sha256": sha256_of(text)}
    activity.record(actor=by, action="narrative.finish", subject=wording, detail=detail, now=now)
    _tell(report, by, now)
    return outcome


def _locked(report: Report, name: str, by: User, now: datetime) -> Narrative:
    """The text, locked until the transaction ends, if `by` writes it; begun if nobody has."""
    if name not in titles_of(report) or not is_written_by(name, capacities(by, report)):
        raise PermissionDenied(refusal(RIGHTS[rule_of(name).asked]))
    begun = {"changed_by": by, "changed_at": now}
    Narrative.objects.get_or_create(report=report, name=name, defaults=begun)
    return Narrative.objects.select_for_update(of=("self",)).get(report=report, name=name)


def _save(narrative: Narrative, version: int, text: str, by: User, now: datetime) -> SaveOutcome:
    if len(text) > LONGEST:
        raise ValidationError(TOO_LONG)
    if narrative.text == text:
        return SaveOutcome(True, narrative.version)
    saved = Narrative.objects.filter(pk=narrative.pk, version=version).update(
        text=text, version=F("version") + 1, changed_by=by, changed_at=now
    )
    return SaveOutcome(True, version + 1) if saved else SaveOutcome(False, narrative.version)


def _tell(report: Report, by: User, now: datetime) -> None:
    """Tell those who build the report."""
    url = reverse("reports:report_write", args=[report.pk])
    for person in people_who_may(Permission.BUILD_PACK).exclude(pk=by.pk):
        notify(person=person, text=FINISHED, url=url, permission=Permission.BUILD_PACK, now=now)
