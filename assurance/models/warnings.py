"""Early warnings and their history, and the good practice that is recorded as readily (R72 to R75, R77, R80)."""

import uuid

from django.db import models
from django.db.models import Q

from assurance.models.choices import choices
from assurance.rules.warnings import (
    KIND_WORDS,
    LEVEL_WORDS,
    MOVE_WORDS,
    REASON_WORDS,
    STATE_WORDS,
    EscalationReason,
    PracticeLevel,
    WarningKind,
    WarningMove,
    WarningState,
)


class EarlyWarning(models.Model):
    """
    One warning, from the portal (without `raised_by`) or from a person, and where it stands.

    `origin` names the series a signal was seen in: while a warning on a series is open, further signals join it.
    `finding` and `chart` are the sentence and the chart as they were when it was raised.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic = models.ForeignKey("assurance.Topic", models.PROTECT, related_name="early_warnings")
    kind = models.CharField(max_length=24, choices=choices(KIND_WORDS))
    title = models.CharField(max_length=240)
    what = models.TextField("what is seen, and why it matters for children")
    finding = models.TextField(blank=True)
    chart = models.JSONField(null=True, blank=True)
    origin = models.CharField(max_length=140, blank=True)
    raised_by = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=choices(STATE_WORDS), default=str(WarningState.RAISED))
    escalation_reason = models.CharField(max_length=28, choices=choices(REASON_WORDS), blank=True)
    earlier = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="later")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in WarningKind]), name="early_warning_kind_is_one_of_seven"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in WarningState]), name="early_warning_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(escalation_reason__in=["", *map(str, EscalationReason)]),
                name="early_warning_escalated_for_one_of_two_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(state=str(WarningState.ESCALATED)) | ~Q(escalation_reason=""),
                name="early_warning_escalated_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=str(WarningState.CLOSED), closed_at__isnull=False)
                | (~Q(state=str(WarningState.CLOSED)) & Q(closed_at__isnull=True)),
                name="early_warning_closed_has_its_time",
            ),
            models.UniqueConstraint(
                fields=["origin"],
                condition=~Q(origin="") & ~Q(state=str(WarningState.CLOSED)),
                name="early_warning_one_open_a_series",
            ),
            models.CheckConstraint(
                condition=Q(earlier__isnull=True) | ~Q(earlier=models.F("pk")), name="early_warning_earlier_is_another"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        """Whether it still waits for something to change."""
        return self.state != WarningState.CLOSED


class WarningEvent(models.Model):
    """
    One step of a warning: what was said or done, by whom and when. Insert-only.

    `reason` is why it was escalated, `difference` what changed for children when it was closed.
    """

    warning = models.ForeignKey(EarlyWarning, models.PROTECT, related_name="events")
    move = models.CharField(max_length=12, choices=choices(MOVE_WORDS))
    reason = models.CharField(max_length=28, choices=choices(REASON_WORDS), blank=True)
    text = models.TextField(blank=True)
    difference = models.TextField("what changed for children", blank=True)
    answered_on = models.DateField("date of the Executive Board's answer", null=True, blank=True)
    by = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(move__in=[str(move) for move in WarningMove]), name="warning_event_move_is_known"
            ),
            models.CheckConstraint(
                condition=Q(move=str(WarningMove.ESCALATE), reason__in=[str(reason) for reason in EscalationReason])
                | (~Q(move=str(WarningMove.ESCALATE)) & Q(reason="")),
                name="warning_event_escalated_for_one_of_two_reasons",
            ),
            models.CheckConstraint(
                condition=Q(move=str(WarningMove.ANSWER), answered_on__isnull=False)
                | (~Q(move=str(WarningMove.ANSWER)) & Q(answered_on__isnull=True)),
                name="warning_event_answer_has_its_date",
            ),
            models.CheckConstraint(
                condition=~Q(move=str(WarningMove.CLOSE)) | (~Q(text="") & ~Q(difference="")),
                name="warning_event_closed_with_what_was_done_and_changed",
            ),
        ]

    def __str__(self):
        return self.get_move_display()


class GoodPractice(models.Model):
    """A strength, or good, best or outstanding practice, and the difference it makes for children (R77)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic = models.ForeignKey("assurance.Topic", models.PROTECT, related_name="good_practice")
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="good_practice")
    level = models.CharField(max_length=12, choices=choices(LEVEL_WORDS))
    title = models.CharField(max_length=240)
    what = models.TextField("what is done")
    difference = models.TextField("what difference it makes for children")
    recorded_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "good practice"
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=[str(level) for level in PracticeLevel]), name="good_practice_level_is_known"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="good_practice_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self):
        return self.title
