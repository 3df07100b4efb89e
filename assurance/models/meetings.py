"""Meetings of the groups: when, where, and how far each has come (R20 to R28, R34)."""

import uuid

from django.db import models
from django.db.models import F, Q

from assurance.models.choices import choices, one_of
from assurance.rules.meetings import (
    CIRCULATED_WORDS,
    HELD_WORDS,
    KIND_WORDS,
    MOVE_WORDS,
    STATE_WORDS,
    Circulated,
    Held,
    MeetingKind,
    MeetingMove,
    MeetingState,
)


class Meeting(models.Model):
    """
    A meeting of a group. Agenda, papers, attendance and minutes hang on it.

    `parent` is the meeting a working group prepares (SAAS ToR 3.8); `instead_of` the one it was rearranged from (3.5).
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # a counted number would tell of others
    group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField()
    minutes_long = models.PositiveSmallIntegerField("planned length in minutes", default=120)
    kind = models.CharField(max_length=16, choices=choices(KIND_WORDS), default=str(MeetingKind.ORDINARY))
    title = models.CharField("what it is about, if it is not an ordinary meeting", max_length=160, blank=True)
    held = models.CharField("how it is held", max_length=16, choices=choices(HELD_WORDS), blank=True)
    place = models.CharField("where it is held", max_length=160, blank=True)
    state = models.CharField(max_length=12, choices=choices(STATE_WORDS), default=str(MeetingState.PLANNED))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="working_groups")
    instead_of = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="rearranged_as")

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "starts_at"],
                condition=~Q(state=str(MeetingState.CANCELLED)),
                name="meeting_once_at_a_time",
            ),
            one_of("kind", MeetingKind, "meeting_kind_is_known"),
            one_of("held", Held, "meeting_held_is_known"),
            one_of("state", MeetingState, "meeting_state_is_known"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(kind=str(MeetingKind.WORKING_GROUP)),
                name="meeting_parent_of_a_working_group",
            ),
            models.CheckConstraint(
                condition=(Q(parent__isnull=True) | ~Q(parent=F("pk")))
                & (Q(instead_of__isnull=True) | ~Q(instead_of=F("pk"))),
                name="meeting_leads_to_another",
            ),
            models.CheckConstraint(condition=Q(minutes_long__gte=1), name="meeting_has_a_length"),
        ]

    def __str__(self):
        return f"{self.group} meeting"


class MeetingEvent(models.Model):
    """
    One step in a meeting's life, with what was said. Insert-only.

    For the chair's agreement recorded by the secretariat, `text` says how and when the chair gave it.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="events")
    move = models.CharField(max_length=16, choices=choices(MOVE_WORDS))
    text = models.TextField(blank=True)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [one_of("move", MeetingMove, "meeting_event_move_is_known")]

    def __str__(self):
        return self.get_move_display()


class Circulation(models.Model):
    """
    What was sent round, frozen: insert-only, canonical JSON with its SHA-256, who and when (R25, R26).

    `due_on` is the day by which it was due, by the working-day clocks of SAAS ToR 3.2 and 3.3.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="circulations")
    what = models.CharField(max_length=8, choices=choices(CIRCULATED_WORDS))
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    due_on = models.DateField()
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "what", "number"], name="circulation_numbered_once"),
            one_of("what", Circulated, "circulation_of_papers_or_minutes"),
        ]

    def __str__(self):
        return f"{self.get_what_display()}, version {self.number}"


class CalendarFeed(models.Model):
    """The secret address of a person's calendar feed. Only its hash is kept; it ends when it is revoked (R20)."""

    person = models.ForeignKey("assurance.User", models.CASCADE, related_name="calendar_feeds")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="calendar_feed_one_a_person"
            )
        ]

    def __str__(self):
        return f"Calendar feed of {self.person}"
