"""Annual reviews of groups, commissions, and what comes into a group's inbox (R101, R102, R104)."""

import uuid

from django.db import models
from django.db.models import F, Q

from assurance.models.choices import choices, one_of
from assurance.rules.group_work import (
    COMMISSION_MOVE_WORDS,
    COMMISSION_WORDS,
    MESSAGE_WORDS,
    CommissionMove,
    CommissionState,
    MessageKind,
)


class GroupReview(models.Model):
    """
    SAAS's yearly review of a sub-group or forum (SAF 8). Insert-only but for `meeting`.

    `meeting` is the Executive Board meeting it was reported to, once it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField()
    findings = models.TextField()
    recommendations = models.TextField("recommendations for action", blank=True)
    meeting = models.ForeignKey(
        "assurance.Meeting", models.PROTECT, null=True, blank=True, related_name="group_reviews"
    )
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-reviewed_on", "-at"]
        constraints = [
            models.CheckConstraint(condition=~Q(findings=""), name="group_review_has_findings"),
            models.UniqueConstraint(fields=["group", "reviewed_on"], name="group_review_once_a_day"),
        ]

    def __str__(self):
        return f"Review of {self.group}"


class Commission(models.Model):
    """
    Work one group commissions from another; it waits for the Executive Board to ratify it (SAAS ToR 5.3).

    `decision` is the Executive Board's. `result` is what came of the work.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    from_group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, related_name="commissions_made")
    to_group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, related_name="commissions_received")
    title = models.CharField(max_length=240)
    what = models.TextField("what is asked, and why")
    due_on = models.DateField()
    meeting = models.ForeignKey("assurance.Meeting", models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.ForeignKey("assurance.Decision", models.PROTECT, null=True, blank=True, related_name="+")
    result = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=choices(COMMISSION_WORDS), default=str(CommissionState.AWAITING))

    class Meta:
        ordering = ["due_on", "title", "pk"]
        constraints = [
            one_of("state", CommissionState, "commission_state_is_known"),
            models.CheckConstraint(condition=~Q(from_group=F("to_group")), name="commission_between_two_groups"),
            models.CheckConstraint(
                condition=~Q(state__in=[str(CommissionState.RATIFIED), str(CommissionState.DONE)])
                | Q(decision__isnull=False),
                name="commission_ratified_by_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state=str(CommissionState.DONE)) | ~Q(result=""), name="commission_done_with_its_result"
            ),
        ]

    def __str__(self):
        return self.title


class CommissionEvent(models.Model):
    """One step of a commission. Insert-only."""

    commission = models.ForeignKey(Commission, models.PROTECT, related_name="events")
    move = models.CharField(max_length=12, choices=choices(COMMISSION_MOVE_WORDS))
    text = models.TextField(blank=True)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [one_of("move", CommissionMove, "commission_event_move_is_known")]

    def __str__(self):
        return self.get_move_display()


class GroupMessage(models.Model):
    """A task, learning or feedback for a group, from the Executive Board or the Business Team (SAF 6)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, related_name="inbox")
    kind = models.CharField(max_length=8, choices=choices(MESSAGE_WORDS))
    title = models.CharField(max_length=240)
    text = models.TextField()
    topic = models.ForeignKey("assurance.Topic", models.PROTECT, null=True, blank=True, related_name="+")
    sent_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    answer = models.TextField("what the group did with it", blank=True)
    answered_by = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            one_of("kind", MessageKind, "group_message_kind_is_known"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="group_message_answered_with_words",
            ),
        ]

    def __str__(self):
        return self.title
