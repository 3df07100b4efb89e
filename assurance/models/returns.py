"""The quarterly status return: its draft, its frozen submissions and its history (SAF 7, R45 to R51)."""

import uuid

from django.db import models
from django.db.models import Q

from assurance.rules.returns import (
    CHANGE_LABELS,
    EDITABLE,
    HEADINGS,
    MOVE_LABELS,
    STATE_LABELS,
    Change,
    Reporter,
    ReturnState,
    Section,
)


class StatusReturn(models.Model):
    """One agency's or group's return for one period. What others may read of it lies in its submissions."""

    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="returns")
    group = models.ForeignKey(
        "assurance.PartnershipGroup", models.PROTECT, null=True, blank=True, related_name="returns"
    )
    period = models.ForeignKey("assurance.ReportingPeriod", models.PROTECT, related_name="returns")
    is_required = models.BooleanField(default=False)
    due_on = models.DateField()
    state = models.CharField(
        max_length=12,
        choices=[(str(state), label) for state, label in STATE_LABELS.items()],
        default=str(ReturnState.DRAFT),
    )
    standing = models.ForeignKey(
        "assurance.ReturnSubmission", models.PROTECT, null=True, blank=True, related_name="stands_for"
    )
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-period__financial_year", "-period__quarter", "agency__name", "group__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=True) ^ Q(group__isnull=True), name="return_of_an_agency_or_a_group"
            ),
            models.UniqueConstraint(fields=["agency", "period"], name="return_once_an_agency_and_period"),
            models.UniqueConstraint(fields=["group", "period"], name="return_once_a_group_and_period"),
            models.CheckConstraint(condition=Q(state__in=[str(s) for s in ReturnState]), name="return_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=["submitted", "accepted"], standing__isnull=False)
                | Q(state__in=["draft", "returned"], standing__isnull=True),
                name="return_submitted_has_a_standing_version",
            ),
        ]

    def __str__(self):
        return f"{self.owner}, {self.period}"

    @property
    def owner(self):
        """The agency or group whose return it is; rights follow it."""
        return self.agency or self.group

    @property
    def reporter(self):
        """Whether it is an agency's return or a group's report: what it is asked follows from that."""
        return Reporter.AGENCY if self.agency_id else Reporter.GROUP

    @property
    def state_label(self):
        """The state in words."""
        return STATE_LABELS[ReturnState(self.state)]

    @property
    def is_editable(self):
        """Whether its own people may still write in it."""
        return self.state in EDITABLE


class ReturnSection(models.Model):
    """One part of a return's draft."""

    status_return = models.ForeignKey(StatusReturn, models.CASCADE, related_name="sections")
    section = models.CharField(max_length=24, choices=[(str(s), h.title) for s, h in HEADINGS.items()])
    nothing_to_report = models.TextField(blank=True)
    is_complete = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["status_return", "section"], name="section_once_a_return")]

    def __str__(self):
        return self.heading.title

    @property
    def heading(self):
        """What the section is called and asks for."""
        return HEADINGS[Section(self.section)]


class ReturnItem(models.Model):
    """One statement in a section's draft. Its identity stays the same from quarter to quarter."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # a counted number would tell of others
    section = models.ForeignKey(ReturnSection, models.CASCADE, related_name="items")
    identity = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveSmallIntegerField()
    statement = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    topic = models.ForeignKey("assurance.Topic", models.PROTECT, null=True, blank=True, related_name="+")
    action = models.TextField(blank=True)
    owner = models.CharField(max_length=160, blank=True)
    due_on = models.DateField(null=True, blank=True)
    change = models.CharField(
        max_length=8,
        choices=[(str(change), label) for change, label in CHANGE_LABELS.items()],
        blank=True,
        default=str(Change.NEW),
    )
    needs_review = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["section", "identity"], name="item_once_a_section")]

    def __str__(self):
        return self.statement[:60]


class EvidenceFile(models.Model):
    """A file uploaded as evidence. It stays when its statement goes, if a submission names it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    status_return = models.ForeignKey(StatusReturn, models.PROTECT, related_name="files")
    item = models.ForeignKey(ReturnItem, models.SET_NULL, null=True, related_name="files")
    file = models.FileField(upload_to="evidence/%Y/%m", max_length=200)
    name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["uploaded_at", "pk"]

    def __str__(self):
        return self.name


class ReturnSubmission(models.Model):
    """A version as it was signed: insert-only, canonical JSON with its SHA-256, who and when (R48)."""

    status_return = models.ForeignKey(StatusReturn, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    submitted_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    working_days_late = models.PositiveSmallIntegerField(default=0)
    files = models.ManyToManyField(EvidenceFile, related_name="submissions")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["status_return", "number"], name="submission_numbered_once"),
        ]

    def __str__(self):
        return f"Version {self.number}"


class ReturnEvent(models.Model):
    """One move of a return through its life, with the reason where one is asked."""

    status_return = models.ForeignKey(StatusReturn, models.PROTECT, related_name="events")
    move = models.CharField(max_length=20, choices=[(str(move), label) for move, label in MOVE_LABELS.items()])
    reason = models.TextField(blank=True)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.get_move_display()


class ReturnExtension(models.Model):
    """A later due date given to one return, with the reason."""

    status_return = models.ForeignKey(StatusReturn, models.PROTECT, related_name="extensions")
    due_on = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return f"Extended to {self.due_on}"
