"""Writing and checking the activity log (trust.md 5, R18)."""

from datetime import datetime
from typing import Any

from django.db import models, transaction

from assurance.models import ActivityEntry, ActivityHead, User
from assurance.rules.canonical import canonical_json, sha256_of


@transaction.atomic
def record(
    *, actor: User | None, action: str, subject: models.Model, detail: dict[str, Any] | None = None, now: datetime
) -> ActivityEntry:
    """The new last entry of the chain. `detail` holds identifiers and hashes, never what somebody wrote."""
    head, _ = ActivityHead.objects.select_for_update().get_or_create(pk=1)
    entry = ActivityEntry(
        sequence=head.sequence + 1,
        at=now,
        actor=actor,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        detail=canonical_json(detail or {}),
        previous_hash=head.entry_hash,
    )
    entry.entry_hash = hash_of(entry)
    entry.save(force_insert=True)
    ActivityHead.objects.filter(pk=head.pk).update(sequence=entry.sequence, entry_hash=entry.entry_hash)
    return entry


def hash_of(entry: ActivityEntry) -> str:
    """The hash of an entry over all it says and the hash of the entry before."""
    return sha256_of(
        canonical_json(
            [
                entry.sequence,
                entry.at.timestamp(),
                entry.actor_id,
                entry.action,
                entry.subject_type,
                entry.subject_id,
                entry.detail,
                entry.previous_hash,
            ]
        )
    )


def chain_problems() -> list[str]:
    """What is wrong with the log, a sentence each: entries altered, removed, reordered or cut off. Empty if whole."""
    problems = []
    expected_sequence, previous = 1, "0" * 64
    for entry in ActivityEntry.objects.order_by("sequence").iterator():
        if entry.sequence != expected_sequence:
            problems.append(f"Entry {expected_sequence} is missing: the next one is {entry.sequence}.")
        elif entry.previous_hash != previous:
            problems.append(f"Entry {entry.sequence} does not follow the entry before it.")
        if entry.entry_hash != hash_of(entry):
            problems.append(f"Entry {entry.sequence} has been altered.")
        expected_sequence, previous = entry.sequence + 1, entry.entry_hash
    head = ActivityHead.objects.filter(pk=1).first()
    if head and (head.sequence, head.entry_hash) != (expected_sequence - 1, previous):
        problems.append(f"The log should end with entry {head.sequence}, and ends with {expected_sequence - 1}.")
    elif not head and expected_sequence > 1:
        problems.append("The head of the log is missing.")
    return problems
