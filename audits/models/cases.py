"""Cases under pseudonymous references, the draw that chose them, and the agencies asked about them (R116)."""

import uuid

from django.db import models
from django.db.models import Q

from assurance.models.choices import choices, one_of
from audits.rules.answers import MOVE_WORDS as PARTICIPANT_MOVE_WORDS
from audits.rules.answers import STATE_WORDS as PARTICIPANT_WORDS
from audits.rules.answers import ParticipantMove, ParticipantState
from audits.rules.cases import STATE_WORDS, CaseState


class AuditCase(models.Model):
    """
    One case of the sampling frame. `reference` means something to the agencies alone, who hold the key elsewhere.

    `order` is its place in the draw; `note` why it was replaced.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audit = models.ForeignKey("audits.Audit", models.CASCADE, related_name="cases")
    reference = models.CharField(max_length=20)
    stratum = models.CharField("kind of case", max_length=80, blank=True)
    state = models.CharField(max_length=8, choices=choices(STATE_WORDS), default=str(CaseState.FRAME))
    order = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["audit", "order", "reference"]
        constraints = [
            one_of("state", CaseState, "audit_case_state_is_known"),
            models.UniqueConstraint(fields=["audit", "reference"], name="audit_case_once"),
            models.CheckConstraint(
                condition=Q(state=str(CaseState.FRAME)) | Q(order__isnull=False), name="audit_case_drawn_in_an_order"
            ),
            models.CheckConstraint(
                condition=~Q(state=str(CaseState.REPLACED)) | ~Q(note=""), name="audit_case_replaced_with_a_reason"
            ),
        ]

    def __str__(self):
        return self.reference


class CaseDraw(models.Model):
    """A draw as it was made: whoever has the frame and the seed finds the same. Insert-only."""

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="draws")
    seed = models.CharField(max_length=64)
    number = models.PositiveSmallIntegerField()
    reserve = models.PositiveSmallIntegerField()
    frame_size = models.PositiveIntegerField()
    frame_sha256 = models.CharField(max_length=64)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.seed


class Participant(models.Model):
    """
    An agency that answers in an audit. Rights follow the agency.

    Whether it has signed is all that others know of it before moderation; `standing` is the version that was signed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="participants")
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, related_name="audit_parts")
    state = models.CharField(max_length=8, choices=choices(PARTICIPANT_WORDS), default=str(ParticipantState.WRITING))
    standing = models.ForeignKey(
        "audits.AnswerSubmission", models.PROTECT, null=True, blank=True, related_name="stands_for"
    )
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["audit", "agency__name"]
        constraints = [
            one_of("state", ParticipantState, "participant_state_is_known"),
            models.UniqueConstraint(fields=["audit", "agency"], name="participant_once_an_audit"),
            models.CheckConstraint(
                condition=Q(state=str(ParticipantState.SIGNED), standing__isnull=False)
                | Q(state=str(ParticipantState.WRITING), standing__isnull=True),
                name="participant_signed_has_a_standing_version",
            ),
        ]

    def __str__(self):
        return f"{self.agency}"

    @property
    def is_signed(self):
        """Whether the agency has signed."""
        return self.state == ParticipantState.SIGNED


class ParticipantEvent(models.Model):
    """One step of an agency's part. Insert-only."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="events")
    move = models.CharField(max_length=8, choices=choices(PARTICIPANT_MOVE_WORDS))
    text = models.TextField(blank=True)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [one_of("move", ParticipantMove, "participant_event_move_is_known")]

    def __str__(self):
        return self.get_move_display()
