"""The reporting periods, each tied to the meeting it informs."""

from django.db import models
from django.db.models import F, Q

from assurance.rules.periods import Quarter


class ReportingPeriod(models.Model):
    """A quarter of the financial year for which returns are asked, tied to the Executive Board meeting they inform."""

    financial_year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    meeting = models.OneToOneField("assurance.Meeting", models.PROTECT, related_name="reporting_period")
    opens_on = models.DateField()
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-financial_year", "-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["financial_year", "quarter"], name="period_once"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="period_quarter_is_1_to_4"),
            models.CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="period_due_after_it_opens"),
        ]

    def __str__(self):
        return self.as_quarter.words

    @property
    def as_quarter(self):
        """The quarter as a value, with its dates and words."""
        return Quarter(self.financial_year, self.quarter)

    @property
    def code(self):
        """The short name used in addresses and commands: "2026Q2"."""
        return self.as_quarter.code

    @property
    def short_words(self):
        """The quarter in few words: "Quarter 2 2026/27"."""
        return self.as_quarter.short_words


class PeriodEvent(models.Model):
    """One turn in a period's life, with the reason given: its dates changed, closed, reopened."""

    class Move(models.TextChoices):
        CHANGE_DATES = "change_dates", "Dates changed"
        CLOSE = "close", "Closed"
        REOPEN = "reopen", "Reopened"

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="events")
    move = models.CharField(max_length=20, choices=Move)
    reason = models.TextField()
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.get_move_display()
