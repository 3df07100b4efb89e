"""Files of figures on their way in: how their columns are read, and the job of reading and landing one."""

import uuid

from django.db import models
from django.db.models import Q

from indicators.models.observations import Source
from indicators.models.suite import choices
from indicators.rules.importing.runs import WORKING, Move, can, progress_in_words
from indicators.rules.vocabulary import IMPORT_STATE_WORDS, ImportState


class ImportMapping(models.Model):
    """How the columns of a source's files are read: `columns` is the mapping as `indicators.rules.importing` has it."""

    slug = models.SlugField(unique=True, max_length=80)
    title = models.CharField(max_length=160)
    source = models.ForeignKey(Source, models.PROTECT, related_name="mappings")
    columns = models.JSONField()
    changed_by = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title


class ImportRun(models.Model):
    """
    One file uploaded, what reading it found, and what became of it: a row first, under a lease while it is worked on.

    `preview` holds what a reader is shown before confirming: counts, problems by row and column, and queries.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="import_runs")
    mapping = models.ForeignKey(ImportMapping, models.PROTECT, null=True, blank=True, related_name="runs")
    columns = models.JSONField(null=True, blank=True)
    file = models.FileField(max_length=200)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=12, choices=choices(IMPORT_STATE_WORDS), default=str(ImportState.UPLOADED))
    step_words = models.CharField(max_length=80, blank=True)
    done = models.PositiveIntegerField("rows dealt with", default=0)
    total = models.PositiveIntegerField("rows in all", default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_owner = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    preview = models.JSONField(null=True, blank=True)
    batch = models.ForeignKey("indicators.Batch", models.PROTECT, null=True, blank=True, related_name="import_runs")
    error = models.TextField(blank=True)
    uploaded_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in IMPORT_STATE_WORDS]), name="import_run_state_is_known"
            ),
        ]

    def __str__(self):
        return self.file_name

    @property
    def is_active(self):
        """Whether it is being read or brought in, or waits for that."""
        return self.state in WORKING

    @property
    def can_be_read(self):
        """Whether a mapping may be chosen, for the first time or anew."""
        return can(self.state, Move.READ)

    @property
    def can_be_dropped(self):
        """Whether it may be left out of the figures for good."""
        return can(self.state, Move.DROP)

    @property
    def can_be_undone(self):
        """Whether what it brought in may be taken back."""
        return can(self.state, Move.UNDO) and self.batch_id is not None

    @property
    def can_be_confirmed(self):
        """Whether it has been read whole and would change something."""
        shown = self.preview or {}
        changes = shown.get("added", 0) + shown.get("corrected", 0)
        return can(self.state, Move.CONFIRM) and not shown.get("refused_count") and bool(changes)

    @property
    def progress(self):
        """How far the work is, in words."""
        return progress_in_words(self.state, self.step_words, self.done, self.total)

    @property
    def progress_key(self):
        """What tells one look at the progress from the next."""
        return f"{self.state}-{self.attempts}-{self.step_words}-{self.done}".replace(" ", "")
