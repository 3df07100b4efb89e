"""Agenda items and their papers, the forward plan, and what groups ask of each other's meetings (R38, R42, R99)."""

import uuid

from django.db import models
from django.db.models import Q

from assurance.models.choices import choices, one_of
from assurance.rules.agendas import (
    AREA_SHORT,
    ORIGIN_WORDS,
    PAPER_KIND_WORDS,
    PLAN_STATE_WORDS,
    PURPOSE_WORDS,
    REQUEST_KIND_WORDS,
    REQUEST_STATE_WORDS,
    ItemOrigin,
    ItemPurpose,
    PaperKind,
    PlanState,
    RequestKind,
    RequestState,
    StandingArea,
)


class ForwardPlanItem(models.Model):
    """Something a group means to take up, and at which of its meetings (SAAS ToR 3.7)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, related_name="forward_plan")
    title = models.CharField(max_length=240)
    why = models.TextField("why it is planned", blank=True)
    area = models.CharField(max_length=24, choices=choices(AREA_SHORT), blank=True)
    topic = models.ForeignKey("assurance.Topic", models.PROTECT, null=True, blank=True, related_name="+")
    lead = models.CharField("who leads, by post", max_length=160, blank=True)
    meeting = models.ForeignKey("assurance.Meeting", models.PROTECT, null=True, blank=True, related_name="planned")
    state = models.CharField(max_length=12, choices=choices(PLAN_STATE_WORDS), default=str(PlanState.PLANNED))
    dropped_because = models.TextField(blank=True)
    added_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["meeting__starts_at", "title", "pk"]
        constraints = [
            one_of("area", StandingArea, "forward_plan_area_is_known"),
            one_of("state", PlanState, "forward_plan_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=str(PlanState.DROPPED)) | ~Q(dropped_because=""),
                name="forward_plan_dropped_with_a_reason",
            ),
        ]

    def __str__(self):
        return self.title


class AgendaRequest(models.Model):
    """What one group asks of another's meeting; it shows on both groups' plans (SAAS ToR 5.4, R42)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16, choices=choices(REQUEST_KIND_WORDS))
    from_group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, related_name="requests_made")
    to_group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, related_name="requests_received")
    meeting = models.ForeignKey("assurance.Meeting", models.PROTECT, related_name="requests")
    title = models.CharField(max_length=240)
    why = models.TextField()
    state = models.CharField(max_length=12, choices=choices(REQUEST_STATE_WORDS), default=str(RequestState.ASKED))
    answer = models.TextField(blank=True)
    asked_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "pk"]
        constraints = [
            one_of("kind", RequestKind, "agenda_request_kind_is_known"),
            one_of("state", RequestState, "agenda_request_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=str(RequestState.DECLINED)) | ~Q(answer=""),
                name="agenda_request_declined_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(from_group=models.F("to_group")), name="agenda_request_between_two_groups"
            ),
        ]

    def __str__(self):
        return self.title


class AgendaItem(models.Model):
    """One item on a meeting's agenda."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey("assurance.Meeting", models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=240)
    area = models.CharField(max_length=24, choices=choices(AREA_SHORT), blank=True)
    purpose = models.CharField(max_length=12, choices=choices(PURPOSE_WORDS), default=str(ItemPurpose.TO_DISCUSS))
    origin = models.CharField(max_length=16, choices=choices(ORIGIN_WORDS), default=str(ItemOrigin.OWN))
    planned = models.ForeignKey(ForwardPlanItem, models.PROTECT, null=True, blank=True, related_name="items")
    request = models.ForeignKey(AgendaRequest, models.PROTECT, null=True, blank=True, related_name="items")
    lead = models.CharField("who leads, by post", max_length=160, blank=True)
    minutes_allotted = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField("what the meeting is asked", blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            one_of("area", StandingArea, "agenda_item_area_is_known"),
            one_of("purpose", ItemPurpose, "agenda_item_purpose_is_known"),
            one_of("origin", ItemOrigin, "agenda_item_origin_is_known"),
            models.CheckConstraint(
                condition=~Q(origin=str(ItemOrigin.FORWARD_PLAN)) | Q(planned__isnull=False),
                name="agenda_item_of_the_forward_plan_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(origin=str(ItemOrigin.REQUEST)) | Q(request__isnull=False),
                name="agenda_item_of_a_request_names_it",
            ),
        ]

    def __str__(self):
        return self.title


class Paper(models.Model):
    """
    A paper of an agenda item: an uploaded file, or a table taken live from the portal.

    `source` names the live table (`settings.LIVE_PAPERS`). What a circulation froze of it lies in that circulation.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=8, choices=choices(PAPER_KIND_WORDS))
    title = models.CharField(max_length=240)
    source = models.CharField(max_length=40, blank=True)
    file = models.FileField(upload_to="papers/%Y/%m", max_length=200, blank=True)
    name = models.CharField(max_length=160, blank=True)
    content_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            one_of("kind", PaperKind, "paper_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind=str(PaperKind.FILE), source="") & ~Q(file="") & ~Q(sha256="")
                | Q(kind=str(PaperKind.LIVE), file="") & ~Q(source=""),
                name="paper_is_a_file_or_live",
            ),
        ]

    def __str__(self):
        return self.title


class ItemComment(models.Model):
    """What a member or observer writes to an item before the meeting, read together with its papers (R13, R40)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="comments")
    text = models.TextField()
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return self.text[:60]


class Liaison(models.Model):
    """What the chair of a group has talked over with the chair of another (SAAS ToR 2.3, R42)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, related_name="liaisons")
    other = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, related_name="+")
    on = models.DateField()
    about = models.TextField("what it was about, and what was agreed")
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-at"]
        constraints = [models.CheckConstraint(condition=~Q(group=models.F("other")), name="liaison_between_two_groups")]

    def __str__(self):
        return f"{self.group} with {self.other}"
