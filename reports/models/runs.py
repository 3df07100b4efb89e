"""The job of building a report: a row first, under a lease while somebody builds (design: "Jobs"; ADR 9)."""

import uuid

from django.db import models
from django.db.models import Q

from assurance.models.choices import choices, one_of
from reports.rules.kinds import Kind
from reports.rules.life import EDITION_WORDS, Edition, version_words
from reports.rules.runs import (
    ACTIVE,
    STATUS_LABELS,
    RunStatus,
    file_name,
    progress_in_words,
)


class ReportRun(models.Model):
    """
    One building of a report, and what became of it. Who may read it follows from its report and its edition.

    A draft takes a snapshot of its own; an edition made of an issued version has its `issue`, and that one's snapshot.
    `step`, `steps` and `step_words` say how far the present attempt is; `attempts` counts how often it was taken up.
    `sections` are the names of the sections in their order; empty for all of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="runs")
    edition = models.CharField(max_length=8, choices=choices(EDITION_WORDS), default=str(Edition.DRAFT))
    issue = models.ForeignKey("reports.ReportIssue", models.PROTECT, null=True, blank=True, related_name="runs")
    requested_by = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="+")
    sections = models.JSONField(default=list)
    idempotency_key = models.CharField(max_length=64, unique=True)
    status = models.CharField(max_length=12, choices=choices(STATUS_LABELS), default=str(RunStatus.QUEUED))
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField()
    step_words = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_owner = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    snapshot = models.ForeignKey(
        "reports.ReportSnapshot", models.PROTECT, null=True, blank=True, related_name="report_runs"
    )
    file = models.FileField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["status", "lease_until"], name="report_run_to_sweep")]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "edition"],
                condition=Q(status__in=[str(status) for status in sorted(ACTIVE)]),
                name="report_run_one_at_a_time",
            ),
            one_of("edition", Edition, "report_run_edition_is_known"),
            models.CheckConstraint(
                condition=Q(edition=str(Edition.DRAFT), issue__isnull=True)
                | (~Q(edition=str(Edition.DRAFT)) & Q(issue__isnull=False)),
                name="report_run_edition_of_an_issue",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[str(status) for status in RunStatus]), name="report_run_status_is_known"
            ),
            models.CheckConstraint(
                condition=(Q(status=RunStatus.RUNNING) & Q(lease_until__isnull=False) & ~Q(lease_owner=""))
                | (~Q(status=RunStatus.RUNNING) & Q(lease_until__isnull=True, lease_owner="")),
                name="report_run_leased_while_running",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status=RunStatus.DONE, snapshot__isnull=False, finished_at__isnull=False, pages__isnull=False)
                    & ~Q(file="")
                    & ~Q(file_sha256="")
                )
                | (~Q(status=RunStatus.DONE) & Q(file="", file_sha256="", pages__isnull=True)),
                name="report_run_has_its_file_when_done",
            ),
            models.CheckConstraint(
                condition=(Q(status=RunStatus.FAILED, finished_at__isnull=False) & ~Q(error=""))
                | (~Q(status=RunStatus.FAILED) & Q(error="")),
                name="report_run_says_why_it_failed",
            ),
        ]

    def __str__(self):
        return str(self.report)

    @property
    def kind(self):
        """The kind of its report."""
        return Kind(self.report.kind)

    @property
    def period(self):
        """The quarter of its report."""
        return self.report.period

    @property
    def is_draft(self):
        """Whether it is a draft, and bears its watermark."""
        return self.edition == Edition.DRAFT

    @property
    def version_words(self):
        """What every page of it says of its version; blank while nothing is frozen."""
        if self.issue:
            return version_words(Edition(self.edition), self.issue.issued_at, self.issue.number)
        return version_words(Edition.DRAFT, self.snapshot.taken_at) if self.snapshot else ""

    @property
    def is_active(self):
        """Whether it is still to be built, or being built."""
        return self.status in ACTIVE

    @property
    def is_done(self):
        """Whether there is a file to read."""
        return self.status == RunStatus.DONE

    @property
    def progress(self):
        """How far it is, in words."""
        return progress_in_words(RunStatus(self.status), self.step, self.steps, self.step_words)

    @property
    def progress_key(self):
        """What tells one look at the progress from the next."""
        return f"{self.status}-{self.attempts}-{self.step}"

    @property
    def steps_behind(self):
        """How many steps the present attempt has finished: what the progress bar shows."""
        return self.steps if self.is_done else max(0, self.step - 1)

    @property
    def download_name(self):
        """The file's name for a reader."""
        return file_name(self.kind, self.period.code, Edition(self.edition), self.issue.number if self.issue else None)
