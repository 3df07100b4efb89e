"""Actions of every origin in one tracker (R39)."""

import uuid

from django.db import models
from django.db.models import Q

from assurance.models.choices import choices, one_of
from assurance.rules.actions import MOVE_WORDS, ORIGIN_WORDS, STATE_WORDS, ActionMove, ActionOrigin, ActionState


class Action(models.Model):
    """
    One thing an agency or a group has taken on, by when, and where it stands.

    `meeting` to `rapid_review` say what it came from. What upper apps made it from is `source` in words, with the
    `address` of its page.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=240)
    what = models.TextField("what is to be done, and what should change for children", blank=True)
    origin = models.CharField(max_length=12, choices=choices(ORIGIN_WORDS))
    meeting = models.ForeignKey("assurance.Meeting", models.PROTECT, null=True, blank=True, related_name="actions")
    item = models.ForeignKey("assurance.AgendaItem", models.PROTECT, null=True, blank=True, related_name="actions")
    warning = models.ForeignKey("assurance.EarlyWarning", models.PROTECT, null=True, blank=True, related_name="actions")
    escalation = models.ForeignKey(
        "assurance.Escalation", models.PROTECT, null=True, blank=True, related_name="actions"
    )
    challenge = models.ForeignKey("assurance.Challenge", models.PROTECT, null=True, blank=True, related_name="actions")
    priority = models.ForeignKey("assurance.Priority", models.PROTECT, null=True, blank=True, related_name="actions")
    theme = models.ForeignKey("assurance.Theme", models.PROTECT, null=True, blank=True, related_name="actions")
    risk = models.ForeignKey("assurance.Risk", models.PROTECT, null=True, blank=True, related_name="actions")
    lesson = models.ForeignKey("assurance.Lesson", models.PROTECT, null=True, blank=True, related_name="actions")
    recommendation = models.ForeignKey(
        "assurance.InspectionRecommendation", models.PROTECT, null=True, blank=True, related_name="actions"
    )
    rapid_review = models.ForeignKey(
        "assurance.RapidReview", models.PROTECT, null=True, blank=True, related_name="actions"
    )
    source = models.CharField("what it came from, in words", max_length=240, blank=True)
    address = models.CharField("the page of what it came from", max_length=240, blank=True)
    topic = models.ForeignKey("assurance.Topic", models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="actions")
    group = models.ForeignKey(
        "assurance.PartnershipGroup", models.PROTECT, null=True, blank=True, related_name="actions"
    )
    owner = models.CharField("who sees to it, by post", max_length=160, blank=True)
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=choices(STATE_WORDS), default=str(ActionState.OPEN))
    set_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "set_at", "pk"]
        constraints = [
            one_of("origin", ActionOrigin, "action_origin_is_known"),
            one_of("state", ActionState, "action_state_is_known"),
            models.CheckConstraint(
                condition=Q(agency__isnull=True) ^ Q(group__isnull=True), name="action_of_an_agency_or_a_group"
            ),
            models.CheckConstraint(
                condition=~Q(origin=str(ActionOrigin.MEETING)) | Q(meeting__isnull=False),
                name="action_of_a_meeting_names_it",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def holder(self):
        """The agency or group whose action it is; rights follow it."""
        return self.agency or self.group

    @property
    def is_open(self):
        """Whether it still waits for something to be done, or for its effect."""
        return self.state not in (ActionState.CLOSED, ActionState.DROPPED)


class ActionUpdate(models.Model):
    """One step of an action: what was done, its effect, another date. Insert-only."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="updates")
    move = models.CharField(max_length=12, choices=choices(MOVE_WORDS))
    text = models.TextField(blank=True)
    difference = models.TextField("what changed for children, and how you know", blank=True)
    due_on = models.DateField("new date", null=True, blank=True)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            one_of("move", ActionMove, "action_update_move_is_known"),
            models.CheckConstraint(
                condition=~Q(move=str(ActionMove.CLOSE)) | ~Q(difference=""), name="action_closed_with_its_effect"
            ),
            models.CheckConstraint(
                condition=Q(move=str(ActionMove.MOVE_DATE), due_on__isnull=False)
                | (~Q(move=str(ActionMove.MOVE_DATE)) & Q(due_on__isnull=True)),
                name="action_update_new_date_when_it_moves",
            ),
        ]

    def __str__(self):
        return self.get_move_display()
