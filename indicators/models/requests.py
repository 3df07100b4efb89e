"""What an agency is asked for each period, its draft answer, and the words that stay beside the figures (R52, R66)."""

import uuid

from django.db import models
from django.db.models import F, Q

from indicators.models.areas import Area
from indicators.models.measures import Measure
from indicators.models.observations import Batch
from indicators.models.suite import choices
from indicators.rules.requests import REQUEST_MOVE_WORDS, RequestMove
from indicators.rules.vocabulary import REQUEST_STATE_WORDS, RequestState

DRAFT, SENT, WITHDRAWN = str(RequestState.DRAFT), str(RequestState.SENT), str(RequestState.WITHDRAWN)
SENDINGS = [str(RequestMove.SEND), str(RequestMove.SEND_CORRECTION)]
CHANGE_DATE = str(RequestMove.CHANGE_DATE)


class DataRequest(models.Model):
    """
    One measure asked of one agency for one period, and the agency's answer while it is a draft (trust.md 3).

    What has been sent lies in observations and commentary; sending a correction supersedes them. `sent_at` is when
    figures first came: from then on the request is answered, whatever stands in the draft of a correction. One that
    is withdrawn was never answered, and nobody waits for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    period = models.ForeignKey("assurance.ReportingPeriod", models.PROTECT, related_name="data_requests")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="data_requests")
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, related_name="data_requests")
    period_start = models.DateField()
    period_end = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=choices(REQUEST_STATE_WORDS), default=DRAFT)
    value = models.DecimalField(max_digits=15, decimal_places=7, null=True, blank=True)
    numerator = models.DecimalField(max_digits=15, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(max_digits=15, decimal_places=2, null=True, blank=True)
    not_available = models.TextField("why there is no figure", blank=True)
    analysis = models.TextField("what the figure means", blank=True)
    change_reason = models.TextField("why it has changed so much", blank=True)
    correction_reason = models.TextField("why what was sent is corrected", blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey("assurance.User", models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    correction_asked_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["period", "agency__name", "measure"]
        constraints = [
            models.UniqueConstraint(fields=["period", "measure"], name="data_request_once_a_period"),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="data_request_period_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(state=DRAFT)
                | Q(state=SENT, sent_at__isnull=False, sent_by__isnull=False)
                | Q(state=WITHDRAWN, sent_at__isnull=True),
                name="data_request_sent_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(correction_asked_at__isnull=True) | Q(state=DRAFT, sent_at__isnull=False),
                name="data_request_correction_is_of_what_was_sent",
            ),
        ]

    def __str__(self):
        return f"{self.measure}, {self.period}"


class RequestEvent(models.Model):
    """
    One turn in a request's life that both sides know of, with the reason where one is asked. Insert-only.

    A sending holds what was sent, frozen; the batch in which it landed has its hash (trust.md 4).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(DataRequest, models.PROTECT, related_name="events")
    move = models.CharField(max_length=16, choices=choices(REQUEST_MOVE_WORDS))
    reason = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    content = models.TextField("what was sent, as canonical JSON", blank=True)
    batch = models.OneToOneField(Batch, models.PROTECT, null=True, blank=True, related_name="sent_as")
    by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(move__in=[str(move) for move in RequestMove]), name="request_event_move_known"
            ),
            models.CheckConstraint(
                condition=(Q(move__in=SENDINGS, batch__isnull=False) & ~Q(content=""))
                | (~Q(move__in=SENDINGS) & Q(batch__isnull=True, content="")),
                name="request_event_sends_a_batch",
            ),
            models.CheckConstraint(
                condition=Q(move=CHANGE_DATE, due_on__isnull=False) | (~Q(move=CHANGE_DATE) & Q(due_on__isnull=True)),
                name="request_event_has_the_new_date",
            ),
            models.CheckConstraint(
                condition=Q(move=str(RequestMove.SEND)) | ~Q(reason=""), name="request_event_says_why"
            ),
        ]

    def __str__(self):
        return self.get_move_display()


class Commentary(models.Model):
    """What an agency says a figure means, and why it changed. Insert-only: the newest of a point stands (R66)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="commentary")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    period_start = models.DateField()
    period_end = models.DateField()
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="commentary")
    analysis = models.TextField()
    change_reason = models.TextField(blank=True)
    written_by = models.ForeignKey("assurance.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "commentary"
        ordering = ["measure", "area", "-period_end", "-written_at"]

    def __str__(self):
        return f"{self.agency} on {self.measure}"
