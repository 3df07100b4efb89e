"""The audit programme: audits, why each was chosen, who is on it, and where its findings go (R110, R111, R113)."""

import uuid

from django.db import models
from django.db.models import F, Q

from assurance.models.choices import choices, one_of
from audits.rules.audits import KIND_WORDS, MOVE_WORDS, STATE_WORDS, UNIT_OF, AuditKind, AuditMove, AuditState, Unit
from audits.rules.reasons import REASON_WORDS, Reason

BEFORE_LAUNCH = (str(AuditState.PLANNED), str(AuditState.CANCELLED))


class Audit(models.Model):
    """
    One audit of the programme, and where it stands.

    `group` leads the response and is SAAS unless said otherwise (SAAS ToR 1.2). `earlier` is the audit it repeats.
    `lines` are the lines of enquiry, one a line.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=240)
    kind = models.CharField(max_length=16, choices=choices(KIND_WORDS), default=str(AuditKind.THEMED))
    why = models.TextField("why this, and why now")
    outcome = models.TextField("what should be different for children")
    lines = models.TextField("lines of enquiry, one a line", blank=True)
    group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, related_name="audits")
    lead = models.CharField("who leads, by post", max_length=160)
    priority = models.ForeignKey("assurance.Priority", models.PROTECT, null=True, blank=True, related_name="audits")
    theme = models.ForeignKey("assurance.Theme", models.PROTECT, null=True, blank=True, related_name="audits")
    topics = models.ManyToManyField("assurance.Topic", blank=True, related_name="audits")
    earlier = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="later")
    tool = models.ForeignKey("audits.ToolVersion", models.PROTECT, null=True, blank=True, related_name="audits")
    criteria = models.TextField("which cases belong in the sampling frame", blank=True)
    starts_on = models.DateField("date it is launched")
    answers_due_on = models.DateField("date the answers are due")
    moderation_on = models.DateField("date of the moderation meeting")
    report_due_on = models.DateField("date the report is due")
    state = models.CharField(max_length=12, choices=choices(STATE_WORDS), default=str(AuditState.PLANNED))
    created_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_on", "title"]
        constraints = [
            one_of("kind", AuditKind, "audit_kind_is_known"),
            one_of("state", AuditState, "audit_state_is_known"),
            models.CheckConstraint(
                condition=Q(answers_due_on__gte=F("starts_on"))
                & Q(moderation_on__gte=F("answers_due_on"))
                & Q(report_due_on__gte=F("moderation_on")),
                name="audit_dates_follow_each_other",
            ),
            models.CheckConstraint(
                condition=Q(state__in=BEFORE_LAUNCH) | Q(tool__isnull=False), name="audit_launched_with_a_tool"
            ),
            models.CheckConstraint(
                condition=Q(earlier__isnull=True) | ~Q(earlier=F("pk")), name="audit_earlier_is_another"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def unit(self):
        """What is graded: cases, or agencies as a whole."""
        return UNIT_OF[AuditKind(self.kind)]

    @property
    def has_cases(self):
        """Whether cases are graded."""
        return self.unit == Unit.CASE

    @property
    def enquiry_lines(self):
        """The lines of enquiry as a list."""
        return [line.strip() for line in self.lines.splitlines() if line.strip()]


class AuditEvent(models.Model):
    """One step in an audit's life, with what was said, and for SAAS's response at which meeting. Insert-only."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="events")
    move = models.CharField(max_length=12, choices=choices(MOVE_WORDS))
    text = models.TextField(blank=True)
    meeting = models.ForeignKey("assurance.Meeting", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [one_of("move", AuditMove, "audit_event_move_is_known")]

    def __str__(self):
        return self.get_move_display()


class AuditReason(models.Model):
    """One reason why the theme was chosen, with the record that shows it where the portal holds one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audit = models.ForeignKey(Audit, models.CASCADE, related_name="reasons")
    kind = models.CharField(max_length=16, choices=choices(REASON_WORDS))
    text = models.TextField()
    warning = models.ForeignKey("assurance.EarlyWarning", models.PROTECT, null=True, blank=True, related_name="+")
    review = models.ForeignKey("assurance.RapidReview", models.PROTECT, null=True, blank=True, related_name="+")
    inspection = models.ForeignKey("assurance.Inspection", models.PROTECT, null=True, blank=True, related_name="+")
    earlier = models.ForeignKey(Audit, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["audit", "kind", "pk"]
        constraints = [
            one_of("kind", Reason, "audit_reason_kind_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="audit_reason_says_something"),
        ]

    def __str__(self):
        return self.get_kind_display()


class AuditTeamMember(models.Model):
    """
    Somebody on an audit's team. `agency` is the one they are on it for; blank for the Business Team's own.

    A lead runs the audit with the Business Team. It ends with `left_on`, and with their right to answer for `agency`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="team")
    person = models.ForeignKey("assurance.User", models.PROTECT, related_name="audit_teams")
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    is_lead = models.BooleanField(default=False)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["audit", "-is_lead", "person__name", "person__email"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "person"], condition=Q(left_on__isnull=True), name="audit_team_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="audit_team_leaves_after_joining",
            ),
        ]

    def __str__(self):
        return f"{self.person}"


class AuditTraining(models.Model):
    """Training to audit that somebody has had: "train the audit team" (KSCB 2011). Insert-only."""

    person = models.ForeignKey("assurance.User", models.PROTECT, related_name="audit_training")
    title = models.CharField(max_length=160)
    on = models.DateField()
    recorded_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["person", "-on"]
        verbose_name_plural = "audit training"

    def __str__(self):
        return self.title


class AuditRouting(models.Model):
    """
    A named meeting the findings go to, by date: "audit November, Executive December, full Board February" (R113).

    `on` is the date of the routing; `meeting` the meeting in the calendar once there is one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audit = models.ForeignKey(Audit, models.CASCADE, related_name="routings")
    group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, related_name="+")
    on = models.DateField()
    meeting = models.ForeignKey("assurance.Meeting", models.PROTECT, null=True, blank=True, related_name="+")
    purpose = models.CharField("what is asked of it", max_length=240, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["audit", "group", "on"], name="audit_routing_once")]

    def __str__(self):
        return f"{self.group}"
