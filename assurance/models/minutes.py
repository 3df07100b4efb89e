"""Minutes: what was said to each item, what was decided, and who dissented (R28, R39, R43)."""

import uuid

from django.db import models
from django.db.models import Q

from assurance.models.choices import choices, one_of
from assurance.rules.meetings import (
    DECISION_WORDS,
    MINUTES_MOVE_WORDS,
    MINUTES_STATE_WORDS,
    DecisionState,
    MinutesMove,
    MinutesState,
)


class Minutes(models.Model):
    """The minutes of one meeting. Drafts are for those who write and approve them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.OneToOneField("assurance.Meeting", models.PROTECT, related_name="minutes")
    state = models.CharField(max_length=12, choices=choices(MINUTES_STATE_WORDS), default=str(MinutesState.DRAFT))

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [one_of("state", MinutesState, "minutes_state_is_known")]

    def __str__(self):
        return f"Minutes, {self.meeting}"


class MinutesEvent(models.Model):
    """One step in the life of minutes. Insert-only. `text` says why they are corrected, or how the chair approved."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="events")
    move = models.CharField(max_length=12, choices=choices(MINUTES_MOVE_WORDS))
    text = models.TextField(blank=True)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [one_of("move", MinutesMove, "minutes_event_move_is_known")]

    def __str__(self):
        return self.get_move_display()


class MinuteEntry(models.Model):
    """What was said to one agenda item; the entry without an item is for what came up besides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="entries")
    item = models.ForeignKey("assurance.AgendaItem", models.PROTECT, null=True, blank=True, related_name="minuted")
    discussion = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["item__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "item"], name="minute_entry_once_an_item"),
            models.UniqueConstraint(
                fields=["minutes"], condition=Q(item__isnull=True), name="minute_entry_one_without_an_item"
            ),
        ]

    def __str__(self):
        return self.discussion[:60]


class MinutesComment(models.Model):
    """What a member or observer writes to minutes as they were circulated (R13). Insert-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    circulation = models.ForeignKey("assurance.Circulation", models.PROTECT, related_name="comments")
    text = models.TextField()
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="minutes_comment_says_something")]

    def __str__(self):
        return self.text[:60]


class Decision(models.Model):
    """
    What a meeting decided, who sees to it, and what came of it.

    `dissent` says who did not agree and why, by post and agency.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey("assurance.Meeting", models.PROTECT, related_name="decisions")
    item = models.ForeignKey("assurance.AgendaItem", models.PROTECT, null=True, blank=True, related_name="decisions")
    text = models.TextField()
    dissent = models.TextField(blank=True)
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=choices(DECISION_WORDS), default=str(DecisionState.STANDS))
    outcome = models.TextField("what came of it", blank=True)
    recorded_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="decision_says_what"),
            one_of("state", DecisionState, "decision_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=str(DecisionState.STANDS)) | ~Q(outcome=""), name="decision_ended_with_an_outcome"
            ),
        ]

    def __str__(self):
        return self.text[:60]
