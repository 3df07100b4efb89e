"""One report, its issued versions and what was recorded of them (R138 to R142)."""

import uuid

from django.db import models
from django.db.models import Q

from assurance.models.choices import choices, one_of
from reports.rules.kinds import KIND_LABELS, RULES, About, Kind
from reports.rules.life import APPROVER_WORDS, AUDIENCE_WORDS, BODY_WORDS, Approver, Audience, Body


def _kinds_about(about):
    return [str(kind) for kind, rule in RULES.items() if rule.about == about]


class Report(models.Model):
    """
    One report of a kind and a quarter: what people write in it, its drafts and its issued versions hang on it.

    `group` is whose report it is to read, `by_group` who reports to it, if another group does; the people of both
    read it. `theme`, `audit` or `subject` say what it is about, where its kind is about something.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=32, choices=choices(KIND_LABELS))
    period = models.ForeignKey("assurance.ReportingPeriod", models.PROTECT, related_name="reports")
    group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, related_name="reports")
    by_group = models.ForeignKey(
        "assurance.PartnershipGroup", models.PROTECT, null=True, blank=True, related_name="reports_made"
    )
    theme = models.ForeignKey("assurance.Theme", models.PROTECT, null=True, blank=True, related_name="reports_about")
    audit = models.ForeignKey("audits.Audit", models.PROTECT, null=True, blank=True, related_name="reports_about")
    subject = models.CharField(max_length=160, blank=True)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-opened_at", "pk"]
        constraints = [
            one_of("kind", Kind, "report_kind_is_known"),
            models.UniqueConstraint(
                fields=["kind", "period", "subject"],
                condition=Q(theme__isnull=True, audit__isnull=True),
                name="report_once_a_period",
            ),
            models.UniqueConstraint(
                fields=["period", "theme"], condition=Q(theme__isnull=False), name="report_once_a_theme_and_period"
            ),
            models.UniqueConstraint(
                fields=["period", "audit"], condition=Q(audit__isnull=False), name="report_once_an_audit_and_period"
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind__in=_kinds_about(About.THEME), theme__isnull=False, audit__isnull=True, subject="")
                    | Q(kind__in=_kinds_about(About.AUDIT), audit__isnull=False, theme__isnull=True, subject="")
                    | (Q(kind__in=_kinds_about(About.SUBJECT), theme__isnull=True, audit__isnull=True) & ~Q(subject=""))
                    | Q(kind__in=_kinds_about(About.NOTHING), theme__isnull=True, audit__isnull=True, subject="")
                ),
                name="report_is_about_what_its_kind_says",
            ),
        ]

    def __str__(self):
        about = f": {self.about}" if self.about else ""
        return f"{self.get_kind_display()}{about}, {self.period.short_words}"

    @property
    def about(self):
        """What it is about, in words; blank where its kind is about nothing beside its quarter."""
        return str(self.theme or self.audit or self.subject or "")

    @property
    def rule(self):
        """What is laid down for its kind."""
        return RULES[Kind(self.kind)]


class ReportIssue(models.Model):
    """
    One issued version: frozen, with number, person and moment; the database refuses a second of a number.

    `draft` is the run whose snapshot was issued. `why` says why there is another version, `differences` what differs
    from the one before, in lines. Withdrawn, it stays to be inspected.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="issues")
    number = models.PositiveSmallIntegerField()
    draft = models.ForeignKey("reports.ReportRun", models.PROTECT, related_name="+")
    snapshot = models.ForeignKey("reports.ReportSnapshot", models.PROTECT, related_name="+")
    issued_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    why = models.TextField("why there is another version", blank=True)
    differences = models.JSONField(default=list)
    withdrawn_by = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField("why it was withdrawn", blank=True)

    class Meta:
        ordering = ["-issued_at", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_issue_numbered_once"),
            models.CheckConstraint(
                condition=Q(number=1, why="") | (Q(number__gt=1) & ~Q(why="")), name="report_reissue_says_why"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
                name="report_withdrawn_with_its_reason",
            ),
        ]

    def __str__(self):
        return f"{self.report}, version {self.number}"

    @property
    def version(self):
        """Its number in words: "Version 2"."""
        return f"Version {self.number}"

    @property
    def is_withdrawn(self):
        """Whether it stands no more."""
        return self.withdrawn_at is not None


class ReportShown(models.Model):
    """That a draft was shown to an audience, for their words or their approval (R139). Insert-only."""

    run = models.ForeignKey("reports.ReportRun", models.PROTECT, related_name="shown")
    audience = models.CharField(max_length=16, choices=choices(AUDIENCE_WORDS))
    shown_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    shown_at = models.DateTimeField()

    class Meta:
        ordering = ["shown_at", "pk"]
        constraints = [
            one_of("audience", Audience, "report_audience_is_known"),
            models.UniqueConstraint(fields=["run", "audience"], name="report_shown_once_to_an_audience"),
        ]

    def __str__(self):
        return f"{self.run} shown to {self.get_audience_display()}"


class ReportApproval(models.Model):
    """That a draft was approved: by whom in words, on which day, recorded by whom (R140). Insert-only."""

    run = models.ForeignKey("reports.ReportRun", models.PROTECT, related_name="approvals")
    approver = models.CharField(max_length=16, choices=choices(APPROVER_WORDS))
    approved_on = models.DateField()
    how = models.TextField("how and where it was approved")
    recorded_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [one_of("approver", Approver, "report_approver_is_known")]

    def __str__(self):
        return f"{self.get_approver_display()}, {self.approved_on}"


class ReportPresentation(models.Model):
    """That an issued version was presented to a body outside the Partnership's groups (KCC 2.2, R140). Insert-only."""

    issue = models.ForeignKey(ReportIssue, models.PROTECT, related_name="presentations")
    body = models.CharField(max_length=24, choices=choices(BODY_WORDS))
    presented_on = models.DateField()
    note = models.TextField("what came of it", blank=True)
    recorded_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["presented_on", "pk"]
        constraints = [
            one_of("body", Body, "report_body_is_known"),
            models.CheckConstraint(condition=~Q(body=str(Body.OTHER)) | ~Q(note=""), name="report_other_body_is_named"),
        ]

    def __str__(self):
        return f"{self.get_body_display()}, {self.presented_on}"
