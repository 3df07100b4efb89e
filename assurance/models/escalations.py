"""Disputes between members and their way through the stages of the Arrangements (SAAS ToR 6.1, R43, R44)."""

import uuid

from django.db import models
from django.db.models import Q

from assurance.models.choices import choices, one_of
from assurance.rules.escalations import MOVE_WORDS, STATE_WORDS, EscalationMove, EscalationState


class EscalationStage(models.Model):
    """One stage of the escalation process, as the Partnership has set it (Arrangements, section 11; C10)."""

    position = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=160)
    who = models.CharField("who settles it at this stage", max_length=240, blank=True)
    working_days = models.PositiveSmallIntegerField("working days for it", null=True, blank=True)
    source = models.CharField("where it is laid down", max_length=120, blank=True)
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]

    def __str__(self):
        return self.title


class Escalation(models.Model):
    """One dispute: between whom, about what, at which stage, by when, and how it ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=240)
    what = models.TextField("what is in dispute, and what each side says")
    meeting = models.ForeignKey("assurance.Meeting", models.PROTECT, null=True, blank=True, related_name="escalations")
    item = models.ForeignKey("assurance.AgendaItem", models.PROTECT, null=True, blank=True, related_name="escalations")
    agencies = models.ManyToManyField("assurance.Agency", related_name="escalations", blank=True)
    stage = models.ForeignKey(EscalationStage, models.PROTECT, null=True, blank=True, related_name="escalations")
    due_on = models.DateField("by when this stage is to end", null=True, blank=True)
    arbiter = models.CharField("who arbitrates, by post", max_length=160, blank=True)
    state = models.CharField(max_length=12, choices=choices(STATE_WORDS), default=str(EscalationState.OPEN))
    outcome = models.TextField(blank=True)
    opened_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "pk"]
        constraints = [
            one_of("state", EscalationState, "escalation_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=str(EscalationState.RESOLVED)) | ~Q(outcome=""),
                name="escalation_resolved_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(state=str(EscalationState.OPEN), closed_at__isnull=True)
                | (~Q(state=str(EscalationState.OPEN)) & Q(closed_at__isnull=False)),
                name="escalation_closed_has_its_time",
            ),
        ]

    def __str__(self):
        return self.title


class EscalationEvent(models.Model):
    """One step of an escalation. Insert-only."""

    escalation = models.ForeignKey(Escalation, models.PROTECT, related_name="events")
    move = models.CharField(max_length=16, choices=choices(MOVE_WORDS))
    text = models.TextField(blank=True)
    stage = models.ForeignKey(EscalationStage, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [one_of("move", EscalationMove, "escalation_event_move_is_known")]

    def __str__(self):
        return self.get_move_display()
