"""
Drafts of assessments, in tables of their own: nobody but their authors knows that they exist (R130; trust.md 3).

Nothing outside `scrutiny.queries.drafts` and `scrutiny.services` reads these tables; publishing copies what is to be
known into a frozen record, and the draft stays its authors'.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from assurance.models.choices import choices, one_of
from scrutiny.rules.assessments import (
    EVIDENCE_WORDS,
    KIND_WORDS,
    MOVE_WORDS,
    READERS_WORDS,
    STATE_WORDS,
    AssessmentKind,
    DraftMove,
    DraftState,
    EvidenceKind,
    Readers,
)
from scrutiny.rules.frameworks import RATING_WORDS, Rating


class AssessmentDraft(models.Model):
    """
    One assessment while it is written.

    Of independent scrutiny the authors are named (`authors`). A joint self-assessment is the three partners', an
    agency's its own: their authors follow from rights on those agencies.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=choices(KIND_WORDS))
    version = models.ForeignKey("scrutiny.FrameworkVersion", models.PROTECT, related_name="drafts")
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    authors = models.ManyToManyField("assurance.User", blank=True, related_name="+")
    title = models.CharField(max_length=240)
    capacity = models.CharField("in which capacity, by post", max_length=240)
    scope = models.TextField("what it looks at")
    purpose = models.TextField("for what purpose it may be read")
    readers = models.CharField(
        "who may read it once it is published",
        max_length=12,
        choices=choices(READERS_WORDS),
        default=str(Readers.ASSURANCE),
    )
    starts_on = models.DateField("first day of the period it speaks of")
    ends_on = models.DateField("last day of the period it speaks of")
    summary = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=choices(STATE_WORDS), default=str(DraftState.WRITING))
    version_number = models.PositiveIntegerField("how often its head was saved", default=1)
    begun_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ["-begun_at", "pk"]
        constraints = [
            one_of("kind", AssessmentKind, "draft_kind_is_known"),
            one_of("state", DraftState, "draft_state_is_known"),
            one_of("readers", Readers, "draft_readers_are_known"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="draft_period_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(kind=str(AssessmentKind.AGENCY), agency__isnull=False)
                | (~Q(kind=str(AssessmentKind.AGENCY)) & Q(agency__isnull=True)),
                name="draft_of_an_agency_names_it",
            ),
        ]

    def __str__(self):
        return self.title


class DraftEvent(models.Model):
    """One step of a draft. Insert-only, and its authors' alone."""

    draft = models.ForeignKey(AssessmentDraft, models.PROTECT, related_name="events")
    move = models.CharField(max_length=12, choices=choices(MOVE_WORDS))
    text = models.TextField(blank=True)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [one_of("move", DraftMove, "draft_event_move_is_known")]

    def __str__(self):
        return self.get_move_display()


class DraftAnswer(models.Model):
    """The answer to one question in draft: its rating, why, the outcome for children and the voices heard."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(AssessmentDraft, models.CASCADE, related_name="answers")
    question = models.ForeignKey("scrutiny.FrameworkQuestion", models.PROTECT, related_name="+")
    rating = models.CharField(max_length=10, choices=choices(RATING_WORDS), default=str(Rating.NOT_RATED))
    rationale = models.TextField(blank=True)
    outcome = models.TextField("the outcome for children", blank=True)
    children = models.TextField("the voice of children", blank=True)
    families = models.TextField("the voice of families", blank=True)
    practitioners = models.TextField("the voice of practitioners", blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["draft", "question__step__position", "question__position"]
        constraints = [
            one_of("rating", Rating, "draft_answer_rating_is_known"),
            models.UniqueConstraint(fields=["draft", "question"], name="draft_answer_once_a_question"),
        ]

    def __str__(self):
        return self.get_rating_display()


class DraftEvidence(models.Model):
    """
    What illustrates an answer: something of the portal as at a date (`address` leads to it), or held elsewhere.

    `words` are kept as they were when it was picked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(DraftAnswer, models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=10, choices=choices(EVIDENCE_WORDS))
    words = models.TextField()
    source = models.CharField(max_length=240, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    address = models.CharField(max_length=240, blank=True)
    item = models.ForeignKey("assurance.AssuranceItem", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["answer", "dated_on", "pk"]
        verbose_name_plural = "draft evidence"
        constraints = [
            one_of("kind", EvidenceKind, "draft_evidence_kind_is_known"),
            models.CheckConstraint(condition=~Q(words=""), name="draft_evidence_says_something"),
        ]

    def __str__(self):
        return self.words[:60]


class DraftAction(models.Model):
    """What is to be done about an answer: a new action when the draft is published, or one in the tracker already."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(DraftAnswer, models.CASCADE, related_name="actions")
    existing = models.ForeignKey("assurance.Action", models.PROTECT, null=True, blank=True, related_name="+")
    is_recommendation = models.BooleanField("is a recommendation that its holder has to answer", default=False)
    title = models.CharField(max_length=240, blank=True)
    outcome = models.TextField("what should be different for children", blank=True)
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.CharField("who sees to it, by post", max_length=160, blank=True)
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["answer", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(existing__isnull=False)
                | (~Q(title="") & Q(due_on__isnull=False) & (Q(agency__isnull=True) ^ Q(group__isnull=True))),
                name="draft_action_names_who_and_when",
            )
        ]

    def __str__(self):
        return self.title or str(self.existing)


class AccuracyCheck(models.Model):
    """
    Chosen parts of a draft, shared with the three partners for some days to be checked for accuracy.

    `content` is what was shared, frozen; nothing else of the draft can be seen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(AssessmentDraft, models.PROTECT, related_name="checks")
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    opens_on = models.DateField()
    closes_on = models.DateField()
    shared_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    shared_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-shared_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="accuracy_check_closes_after_it_opens"
            )
        ]

    def __str__(self):
        return f"Accuracy check of {self.shared_at:%Y-%m-%d}"


class AccuracyComment(models.Model):
    """What a partner says of the accuracy of one shared part. Insert-only; kept beside the assessment."""

    check_of = models.ForeignKey(AccuracyCheck, models.PROTECT, related_name="comments")
    question = models.UUIDField("identity of the question")
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, related_name="+")
    text = models.TextField()
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="accuracy_comment_says_something")]

    def __str__(self):
        return self.text[:60]


class JointAgreement(models.Model):
    """That one of the three partners agrees to the joint self-assessment as it then stood. Insert-only."""

    draft = models.ForeignKey(AssessmentDraft, models.PROTECT, related_name="agreements")
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, related_name="+")
    sha256 = models.CharField("what was agreed to", max_length=64)
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.agency}"
