"""The challenge log (R78 to R80)."""

import uuid

from django.db import models
from django.db.models import F, Q

from assurance.models.choices import choices, one_of
from assurance.rules.challenges import MOVE_WORDS, STATE_WORDS, ChallengeMove, ChallengeState


class Challenge(models.Model):
    """One challenge: of an agency or a group, with the evidence for it, and where it stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=240)
    what = models.TextField("what is challenged, and on what evidence")
    asks = models.TextField("what should be different for children")
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="challenges")
    group = models.ForeignKey(
        "assurance.PartnershipGroup", models.PROTECT, null=True, blank=True, related_name="challenges"
    )
    topic = models.ForeignKey("assurance.Topic", models.PROTECT, null=True, blank=True, related_name="challenges")
    warning = models.ForeignKey(
        "assurance.EarlyWarning", models.PROTECT, null=True, blank=True, related_name="challenges"
    )
    meeting = models.ForeignKey("assurance.Meeting", models.PROTECT, null=True, blank=True, related_name="challenges")
    earlier = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="later")
    answer_due_on = models.DateField()
    state = models.CharField(max_length=12, choices=choices(STATE_WORDS), default=str(ChallengeState.RAISED))
    raised_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            one_of("state", ChallengeState, "challenge_state_is_known"),
            models.CheckConstraint(
                condition=Q(agency__isnull=True) ^ Q(group__isnull=True), name="challenge_of_an_agency_or_a_group"
            ),
            models.CheckConstraint(
                condition=Q(earlier__isnull=True) | ~Q(earlier=F("pk")), name="challenge_earlier_is_another"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def challenged(self):
        """The agency or group that was challenged; rights follow it."""
        return self.agency or self.group

    @property
    def is_open(self):
        """Whether it still waits for an effect."""
        return self.state != ChallengeState.CLOSED


class ChallengeEvent(models.Model):
    """
    One step of a challenge. Insert-only.

    `effect` is what changed for children, without which it is not closed; `answer_due_on` the date a step set.
    """

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="events")
    move = models.CharField(max_length=12, choices=choices(MOVE_WORDS))
    text = models.TextField(blank=True)
    effect = models.TextField("what changed for children, and how you know", blank=True)
    answer_due_on = models.DateField("date the answer is due", null=True, blank=True)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            one_of("move", ChallengeMove, "challenge_event_move_is_known"),
            models.CheckConstraint(
                condition=~Q(move=str(ChallengeMove.CLOSE)) | ~Q(effect=""), name="challenge_closed_with_its_effect"
            ),
        ]

    def __str__(self):
        return self.get_move_display()
