"""Writing in a return's draft: every save is checked against the version the writer saw (trust.md 7)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from assurance.models import ReturnItem, ReturnSection, Topic, User
from assurance.queries.returns import last_standing_before
from assurance.rules.returns import Section, form_of
from assurance.rules.submission import FrozenItem
from assurance.services import activity
from assurance.services.evidence import drop_file, lock_for_writing

ITEM_FIELDS = ("statement", "evidence", "topic_id", "action", "owner", "due_on", "change")


@dataclass(frozen=True)
class SaveOutcome:
    """Whether the text was saved, and the version that now stands. Not saved means somebody else saved first."""

    saved: bool
    version: int


@transaction.atomic
def add_item(*, section: ReturnSection, by: User, now: datetime) -> ReturnItem:
    """A new, blank statement at the end of a section."""
    lock_for_writing(section.status_return_id, by)
    last = section.items.aggregate(last=Max("position"))["last"] or 0
    item = ReturnItem.objects.create(section=section, position=last + 1, changed_at=now)
    _touch(section, now)
    activity.record(actor=by, action="return.add_statement", subject=item, now=now)
    return item


@transaction.atomic
def save_item(*, item: ReturnItem, version: int, values: dict[str, Any], by: User, now: datetime) -> SaveOutcome:
    """Save the fields of a statement that `values` names, unless it changed since `version`; log that, not what."""
    lock_for_writing(item.section.status_return_id, by)
    changes = {name: values[name] for name in ITEM_FIELDS if name in values}
    saved = ReturnItem.objects.filter(pk=item.pk, version=version).update(
        **changes, needs_review=False, version=F("version") + 1, changed_at=now
    )
    if not saved:
        return SaveOutcome(False, ReturnItem.objects.get(pk=item.pk).version)
    _touch(item.section, now)
    activity.record(actor=by, action="return.save_statement", subject=item, detail={"version": version + 1}, now=now)
    return SaveOutcome(True, version + 1)


@transaction.atomic
def remove_item(*, item: ReturnItem, by: User, now: datetime) -> None:
    """Remove a statement from the draft. Its uploaded files stay only where a submission names them."""
    lock_for_writing(item.section.status_return_id, by)
    for file in item.files.all():
        drop_file(file)
    activity.record(actor=by, action="return.remove_statement", subject=item, now=now)
    _touch(item.section, now)
    item.delete()


@transaction.atomic
def save_section(
    *, section: ReturnSection, version: int, nothing_to_report: str, is_complete: bool, by: User, now: datetime
) -> SaveOutcome:
    """Save a section's own words and whether its writer calls it complete, unless it changed since `version`."""
    lock_for_writing(section.status_return_id, by)
    saved = ReturnSection.objects.filter(pk=section.pk, version=version).update(
        nothing_to_report=nothing_to_report, is_complete=is_complete, version=F("version") + 1, changed_at=now
    )
    if not saved:
        return SaveOutcome(False, ReturnSection.objects.get(pk=section.pk).version)
    activity.record(actor=by, action="return.save_section", subject=section, detail={"version": version + 1}, now=now)
    return SaveOutcome(True, version + 1)


@transaction.atomic
def bring_forward(*, section: ReturnSection, identity: str, by: User, now: datetime) -> ReturnItem:
    """
    Take a statement of the last standing return into this one under the same identity, flagged for review.

    Its words come along; whether it is better or worse is asked anew. Raises ValidationError when there is none.
    """
    status_return = lock_for_writing(section.status_return_id, by)
    before = last_standing_before(status_return)
    heading = Section(section.section)
    said = before.taken_up(form_of([heading]), heading).items if before else ()
    found = [item for item in said if item.identity == identity]
    if not found:
        raise ValidationError("This statement is not in last quarter's return.")
    existing = section.items.filter(identity=identity).first()
    if existing:
        return existing
    item = _brought_forward(section, found[0], now)
    _touch(section, now)
    activity.record(actor=by, action="return.bring_forward", subject=item, detail={"identity": identity}, now=now)
    return item


def _brought_forward(section: ReturnSection, frozen: FrozenItem, now: datetime) -> ReturnItem:
    last = section.items.aggregate(last=Max("position"))["last"] or 0
    return ReturnItem.objects.create(
        section=section,
        identity=frozen.identity,
        position=last + 1,
        statement=frozen.statement,
        evidence=frozen.evidence,
        topic=Topic.objects.filter(slug=frozen.topic).first(),
        action=frozen.action,
        owner=frozen.owner,
        due_on=frozen.due_on or None,
        change="",
        needs_review=True,
        changed_at=now,
    )


def _touch(section: ReturnSection, now: datetime) -> None:
    ReturnSection.objects.filter(pk=section.pk).update(changed_at=now)
