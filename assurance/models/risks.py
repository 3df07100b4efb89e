"""The Partnership Risk Register: risks, their scores over time, controls, and the assurance on each control (R76)."""

import uuid

from django.db import models
from django.db.models import Q

from assurance.models.choices import choices, one_of
from assurance.rules.risks import (
    CONTROL_WORDS,
    MOVE_WORDS,
    SCORE_WORDS,
    STATE_WORDS,
    ControlView,
    RiskMove,
    RiskState,
    ScoreKind,
)


class Risk(models.Model):
    """Something that may keep children from being safe: what may happen, why, and what it would mean for children."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=240)
    cause = models.TextField("what may bring it about")
    effect = models.TextField("what it would mean for children")
    owner = models.CharField("who owns it, by post", max_length=160)
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, null=True, blank=True, related_name="+")
    priority = models.ForeignKey("assurance.Priority", models.PROTECT, null=True, blank=True, related_name="risks")
    topics = models.ManyToManyField("assurance.Topic", blank=True, related_name="risks")
    state = models.CharField(max_length=8, choices=choices(STATE_WORDS), default=str(RiskState.OPEN))
    review_on = models.DateField("next review")

    class Meta:
        ordering = ["number"]
        constraints = [
            one_of("state", RiskState, "risk_state_is_known"),
            models.CheckConstraint(condition=~Q(owner=""), name="risk_has_an_owner"),
        ]

    def __str__(self):
        return self.title


class RiskScore(models.Model):
    """A risk's likelihood and impact, each from 1 to 5, from one day on. Insert-only: the newest of a kind holds."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="scores")
    kind = models.CharField(max_length=8, choices=choices(SCORE_WORDS))
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            one_of("kind", ScoreKind, "risk_score_kind_is_known"),
            models.CheckConstraint(
                condition=Q(likelihood__gte=1, likelihood__lte=5, impact__gte=1, impact__lte=5),
                name="risk_score_from_1_to_5",
            ),
        ]

    def __str__(self):
        return f"{self.likelihood} by {self.impact}"


class RiskEvent(models.Model):
    """One step in a risk's life. Insert-only. `review_on` is the next review a step set."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="events")
    move = models.CharField(max_length=8, choices=choices(MOVE_WORDS))
    text = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            one_of("move", RiskMove, "risk_event_move_is_known"),
            models.CheckConstraint(
                condition=~Q(move=str(RiskMove.CLOSE)) | ~Q(text=""), name="risk_closed_with_a_reason"
            ),
        ]

    def __str__(self):
        return self.get_move_display()


class Control(models.Model):
    """What is in place to keep a risk down, and who sees to it. Ended, not deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    risk = models.ForeignKey(Risk, models.PROTECT, related_name="controls")
    text = models.TextField()
    owner = models.CharField("who sees to it, by post", max_length=160)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering = ["risk", "ended_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="control_says_what"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(ended_because=""), name="control_ended_with_a_reason"
            ),
        ]

    def __str__(self):
        return self.text[:60]


class ControlAssurance(models.Model):
    """What an item of assurance, of whatever tier, says of a control. Insert-only: the newest of an item holds."""

    control = models.ForeignKey(Control, models.PROTECT, related_name="assurance")
    item = models.ForeignKey("assurance.AssuranceItem", models.PROTECT, related_name="controls")
    view = models.CharField(max_length=8, choices=choices(CONTROL_WORDS))
    note = models.TextField(blank=True)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [one_of("view", ControlView, "control_assurance_view_is_known")]

    def __str__(self):
        return self.get_view_display()
