"""Themes through their six stages, and their three reports to the Executive Board (R92 to R95, R98)."""

import uuid

from django.db import models
from django.db.models import F, Q

from assurance.models.choices import choices, one_of
from assurance.rules.themes import (
    DOMAIN_WORDS,
    MOVE_WORDS,
    REPORT_WORDS,
    STATE_WORDS,
    Domain,
    ThemeMove,
    ThemeReportKind,
    ThemeState,
)

# The stages that cannot be reached before the Executive Board has agreed the activity.
AFTER_AGREEMENT = (
    ThemeState.AGREED,
    ThemeState.IMPLEMENTING,
    ThemeState.EVALUATING,
    ThemeState.REPORTING,
    ThemeState.CLOSED,
)


class Theme(models.Model):
    """
    One theme of the rolling programme: why it was chosen, what is to change for children, and how far it has come.

    `follows` is the theme before it, whose implementation it waits for (SAF 7). `decision` is the Executive Board's at
    "activity agreed". `difference` is what changed for children, without which it is not closed. `gates` says which
    move each report comes before, where that is another than C11 says.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=240)
    why = models.TextField("why this theme: what the indicators and risks show")
    outcome = models.TextField("what is to be different for children")
    domain = models.CharField(max_length=12, choices=choices(DOMAIN_WORDS))
    group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, related_name="themes")
    lead = models.CharField("who leads, by post", max_length=160)
    priority = models.ForeignKey("assurance.Priority", models.PROTECT, null=True, blank=True, related_name="themes")
    topics = models.ManyToManyField("assurance.Topic", blank=True, related_name="themes")
    risks = models.ManyToManyField("assurance.Risk", blank=True, related_name="themes")
    follows = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    activity = models.TextField("the activity proposed", blank=True)
    decision = models.ForeignKey("assurance.Decision", models.PROTECT, null=True, blank=True, related_name="+")
    difference = models.TextField("what changed for children, and how we know", blank=True)
    gates = models.JSONField("the moves its reports come before", default=dict, blank=True)
    state = models.CharField(max_length=12, choices=choices(STATE_WORDS), default=str(ThemeState.PLANNED))
    begun_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-begun_on", "title", "pk"]
        constraints = [
            one_of("state", ThemeState, "theme_state_is_known"),
            one_of("domain", Domain, "theme_domain_is_one_of_three"),
            models.CheckConstraint(condition=~Q(outcome=""), name="theme_names_its_outcome"),
            models.CheckConstraint(
                condition=Q(follows__isnull=True) | ~Q(follows=F("pk")), name="theme_follows_another"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[str(state) for state in AFTER_AGREEMENT]) | Q(decision__isnull=False),
                name="theme_activity_agreed_by_the_board",
            ),
            models.CheckConstraint(
                condition=~Q(state=str(ThemeState.CLOSED)) | ~Q(difference=""), name="theme_closed_with_what_changed"
            ),
        ]

    def __str__(self):
        return self.title


class ThemeReport(models.Model):
    """
    One of a theme's three reports to the Executive Board: what it found and, apart from it, what it recommends (R138).

    Insert-only; a later one of its kind replaces an earlier one.
    """

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=12, choices=choices(REPORT_WORDS))
    meeting = models.ForeignKey("assurance.Meeting", models.PROTECT, related_name="theme_reports")
    findings = models.TextField()
    recommendations = models.TextField("recommendations for action", blank=True)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            one_of("kind", ThemeReportKind, "theme_report_kind_is_one_of_three"),
            models.CheckConstraint(condition=~Q(findings=""), name="theme_report_has_findings"),
        ]

    def __str__(self):
        return self.get_kind_display()


class ThemeEvent(models.Model):
    """One step in a theme's life. Insert-only."""

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="events")
    move = models.CharField(max_length=12, choices=choices(MOVE_WORDS))
    text = models.TextField(blank=True)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [one_of("move", ThemeMove, "theme_event_move_is_known")]

    def __str__(self):
        return self.get_move_display()
