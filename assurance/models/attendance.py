"""Who is expected at a meeting, who came, who stood in for whom, and what members said beforehand (R30 to R41)."""

import uuid

from django.db import models
from django.db.models import F, Q

from assurance.models.choices import choices, one_of
from assurance.rules.attendance import (
    PRESENCE_WORDS,
    REPLY_WORDS,
    STANDING_WORDS,
    Presence,
    Reply,
    Standing,
)


class Attendee(models.Model):
    """
    One person at one meeting: what they replied, whether they were there, and for whom.

    `agency` is whom they represent there. Somebody without an account is named by `post` alone. A substitute names whom
    they stand in for, the exceptional reason, and whether it is confirmed that they can contribute and commission work
    (SAAS ToR 3.6); `can_contribute` is None until somebody has said, and `confirmed_by` is who said so.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey("assurance.Meeting", models.PROTECT, related_name="attendees")
    person = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="attendances")
    post = models.CharField(max_length=160)
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    standing = models.CharField(max_length=16, choices=choices(STANDING_WORDS))
    reply = models.CharField(max_length=20, choices=choices(REPLY_WORDS), blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    presence = models.CharField(max_length=8, choices=choices(PRESENCE_WORDS), blank=True)
    is_in_chair = models.BooleanField("was in the chair", default=False)
    substitutes_for = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="substitutes")
    reason = models.TextField("why a substitute comes, as an exception", blank=True)
    can_contribute = models.BooleanField(
        "can contribute meaningfully and commission work in their own agency", null=True, blank=True
    )
    confirmed_by = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["standing", "post", "pk"]
        constraints = [
            one_of("standing", Standing, "attendee_standing_is_known"),
            one_of("reply", Reply, "attendee_reply_is_known"),
            one_of("presence", Presence, "attendee_presence_is_known"),
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(person__isnull=False), name="attendee_once_a_meeting"
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(is_in_chair=True), name="attendee_one_in_the_chair"
            ),
            models.CheckConstraint(
                condition=~Q(standing=str(Standing.SUBSTITUTE)) | (Q(substitutes_for__isnull=False) & ~Q(reason="")),
                name="attendee_substitute_names_whom_and_why",
            ),
            models.CheckConstraint(
                condition=Q(standing=str(Standing.SUBSTITUTE)) | Q(substitutes_for__isnull=True, can_contribute=None),
                name="attendee_only_a_substitute_stands_in",
            ),
            models.CheckConstraint(
                condition=Q(substitutes_for__isnull=True) | ~Q(substitutes_for=F("pk")),
                name="attendee_stands_in_for_another",
            ),
            models.CheckConstraint(
                condition=Q(can_contribute=None, confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(can_contribute__isnull=False, confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="attendee_confirmed_by_somebody",
            ),
        ]

    def __str__(self):
        return self.post


class MemberInput(models.Model):
    """
    What a member tells the others before a meeting, under the five headings of SAAS ToR 4.3 (R40, R41).

    A draft until it is `sent_at`: only its author reads it. Once sent, whoever reads the meeting's papers does.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey("assurance.Meeting", models.PROTECT, related_name="inputs")
    author = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    actions_taken = models.TextField("feedback on actions taken on priorities and the Strategic Plan", blank=True)
    context = models.TextField("context and interpretation of the data", blank=True)
    risks = models.TextField("impact of known risks and emerging issues", blank=True)
    inspection = models.TextField("feedback from inspection, and legislative change to come", blank=True)
    fora = models.TextField("concerns and emerging themes from fora", blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["agency__name", "sent_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "author"], name="member_input_once_a_meeting")]

    def __str__(self):
        return f"Input to {self.meeting}"
