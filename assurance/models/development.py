"""Policies and their quality assurance, training and its impact, funding and its adequacy (R145, R146, R149)."""

import uuid

from django.db import models
from django.db.models import F, Q

from assurance.models.choices import choices, one_of
from assurance.rules.development import (
    ADEQUACY_WORDS,
    COURSE_WORDS,
    EFFICACY_WORDS,
    Adequacy,
    CourseKind,
    Efficacy,
)


class Policy(models.Model):
    """A multi-agency policy or procedure, and the group that keeps it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=240, unique=True)
    group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, related_name="policies")
    about = models.TextField("what it covers", blank=True)
    link = models.URLField(blank=True)
    topics = models.ManyToManyField("assurance.Topic", blank=True, related_name="policies")
    review_on = models.DateField("next review")
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "policies"
        ordering = ["title"]

    def __str__(self):
        return self.title


class PolicyAssurance(models.Model):
    """The quality assurance of a policy: its efficacy and its impact on practice, with the evidence. Insert-only."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="assurance")
    assured_on = models.DateField()
    efficacy = models.CharField(max_length=16, choices=choices(EFFICACY_WORDS))
    evidence = models.TextField("the evidence of its efficacy")
    impact = models.TextField("its impact on practice and for children")
    review_on = models.DateField("next review")
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "policy assurance"
        ordering = ["-assured_on", "-at"]
        constraints = [
            one_of("efficacy", Efficacy, "policy_assurance_efficacy_is_known"),
            models.CheckConstraint(condition=~Q(evidence="") & ~Q(impact=""), name="policy_assurance_has_evidence"),
            models.CheckConstraint(
                condition=Q(review_on__gt=F("assured_on")), name="policy_assurance_next_review_after_it"
            ),
        ]

    def __str__(self):
        return self.get_efficacy_display()


class Course(models.Model):
    """A multi-agency course: the need it meets, and what in the plan, figures or reviews shows that need."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=240, unique=True)
    kind = models.CharField(max_length=12, choices=choices(COURSE_WORDS))
    need = models.TextField("the need it meets, and what shows it")
    priority = models.ForeignKey("assurance.Priority", models.PROTECT, null=True, blank=True, related_name="courses")
    topics = models.ManyToManyField("assurance.Topic", blank=True, related_name="courses")
    lesson = models.ForeignKey("assurance.Lesson", models.PROTECT, null=True, blank=True, related_name="courses")
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            one_of("kind", CourseKind, "course_kind_is_known"),
            models.CheckConstraint(condition=~Q(need=""), name="course_meets_a_need"),
        ]

    def __str__(self):
        return self.title


class CourseTakeUp(models.Model):
    """How many of an agency's staff completed a course in a quarter. One figure; a correction replaces it (logged)."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="take_up")
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, related_name="+")
    financial_year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    completed = models.PositiveIntegerField()
    booked = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "course take-up"
        ordering = ["-financial_year", "-quarter", "agency__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "agency", "financial_year", "quarter"], name="course_take_up_once_a_quarter"
            ),
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4), name="course_take_up_quarter_is_1_to_4"
            ),
            models.CheckConstraint(
                condition=Q(booked__isnull=True) | Q(completed__lte=F("booked")),
                name="course_completed_of_those_booked",
            ),
        ]

    def __str__(self):
        return f"{self.completed}"


class CourseImpact(models.Model):
    """What a course changed in practice and for children, and how that is known (SIX step 6 q4). Insert-only."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="impact")
    seen_on = models.DateField()
    practice = models.TextField("what changed in practice")
    outcomes = models.TextField("what changed for children", blank=True)
    source = models.TextField("how it is known")
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "course impact"
        ordering = ["-seen_on", "-at"]
        constraints = [
            models.CheckConstraint(condition=~Q(practice="") & ~Q(source=""), name="course_impact_says_how_it_is_known")
        ]

    def __str__(self):
        return self.practice[:60]


class Contribution(models.Model):
    """What an agency contributes to the Partnership in a financial year, in pounds and in kind (KCC 3.4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    financial_year = models.PositiveSmallIntegerField()
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, related_name="contributions")
    agreed = models.DecimalField("agreed, in pounds", max_digits=12, decimal_places=2)
    received = models.DecimalField("received, in pounds", max_digits=12, decimal_places=2, null=True, blank=True)
    in_kind = models.TextField("what it gives besides money", blank=True)

    class Meta:
        ordering = ["-financial_year", "agency__name"]
        constraints = [
            models.UniqueConstraint(fields=["financial_year", "agency"], name="contribution_once_a_year"),
            models.CheckConstraint(
                condition=Q(agreed__gte=0) & (Q(received__isnull=True) | Q(received__gte=0)),
                name="contribution_is_not_negative",
            ),
        ]

    def __str__(self):
        return f"{self.agency}"


class FundingJudgement(models.Model):
    """Whether a year's funding is enough, and the Executive Board's decision on the budget. Insert-only."""

    financial_year = models.PositiveSmallIntegerField()
    adequacy = models.CharField(max_length=12, choices=choices(ADEQUACY_WORDS))
    budget = models.DecimalField("budget, in pounds", max_digits=12, decimal_places=2)
    text = models.TextField("why")
    decision = models.ForeignKey("assurance.Decision", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-financial_year", "-at"]
        constraints = [
            one_of("adequacy", Adequacy, "funding_adequacy_is_known"),
            models.CheckConstraint(condition=Q(budget__gte=0), name="funding_budget_is_not_negative"),
        ]

    def __str__(self):
        return self.get_adequacy_display()
