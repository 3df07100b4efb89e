"""Plans, their priorities, and how each priority stood at each review (R96, R97, R107, R108)."""

import uuid

from django.db import models
from django.db.models import F, Q

from assurance.models.choices import choices, one_of
from assurance.rules.plans import (
    KIND_WORDS,
    MOVE_WORDS,
    PROGRESS_WORDS,
    STATE_WORDS,
    PlanKind,
    PlanMove,
    PlanState,
    Progress,
)


class Plan(models.Model):
    """
    A plan for a dated period: strategic, of a group's work, or of improvement.

    `group` owns it: the Partnership itself for a strategic plan. `decision` is the Executive Board's, which a strategic
    plan cannot be agreed without.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=choices(KIND_WORDS))
    group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, related_name="plans")
    title = models.CharField(max_length=240)
    why = models.TextField("what it is for", blank=True)
    lead = models.CharField("who is responsible for its delivery, by post", max_length=160, blank=True)
    inspection = models.ForeignKey(
        "assurance.Inspection", models.PROTECT, null=True, blank=True, related_name="improvement_plans"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=8, choices=choices(STATE_WORDS), default=str(PlanState.DRAFT))
    decision = models.ForeignKey("assurance.Decision", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-starts_on", "title", "pk"]
        constraints = [
            one_of("kind", PlanKind, "plan_kind_is_known"),
            one_of("state", PlanState, "plan_state_is_known"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="plan_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(kind=str(PlanKind.STRATEGIC)) | Q(state=str(PlanState.DRAFT)) | Q(decision__isnull=False),
                name="plan_strategic_agreed_by_the_board",
            ),
        ]

    def __str__(self):
        return self.title


class PlanEvent(models.Model):
    """One step in a plan's life. Insert-only."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="events")
    move = models.CharField(max_length=12, choices=choices(MOVE_WORDS))
    text = models.TextField(blank=True)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [one_of("move", PlanMove, "plan_event_move_is_known")]

    def __str__(self):
        return self.get_move_display()


class Priority(models.Model):
    """
    One priority of a plan: the outcome wanted for children, who leads, and the strategies and boards it links to.

    Its milestones are actions in the one tracker (`Action.priority`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="priorities")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=240)
    outcome = models.TextField("what is to be different for children")
    lead = models.CharField("responsible lead, by post", max_length=160)
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    links = models.TextField("links with other strategies and boards", blank=True)
    topics = models.ManyToManyField("assurance.Topic", blank=True, related_name="priorities")
    is_current = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "priorities"
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(outcome=""), name="priority_names_its_outcome"),
            models.UniqueConstraint(
                fields=["plan", "title"], condition=Q(is_current=True), name="priority_once_in_a_plan"
            ),
        ]

    def __str__(self):
        return self.title


class PriorityReview(models.Model):
    """
    How a priority stood in a month: what was done, and what changed for children (R98). Insert-only.

    A later row of the same month corrects an earlier one.
    """

    priority = models.ForeignKey(Priority, models.PROTECT, related_name="reviews")
    month = models.DateField("first day of the month it is about")
    progress = models.CharField(max_length=12, choices=choices(PROGRESS_WORDS))
    done = models.TextField("what was done")
    difference = models.TextField("what changed for children, and how you know", blank=True)
    group = models.ForeignKey(
        "assurance.PartnershipGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="who reports",
    )
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["month", "at", "pk"]
        constraints = [
            one_of("progress", Progress, "priority_review_progress_is_known"),
            models.CheckConstraint(
                condition=~Q(progress=str(Progress.ACHIEVED)) | ~Q(difference=""),
                name="priority_achieved_with_what_changed",
            ),
        ]

    def __str__(self):
        return self.get_progress_display()
