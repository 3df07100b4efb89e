"""What holds from one day to another."""

from django.db import models
from django.db.models import F, Q


class DatedQuerySet(models.QuerySet):
    """Rows with `starts_on` and `ends_on` (the last day, or empty while it lasts)."""

    def on(self, day):
        """The rows that hold on `day`."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


def ends_after_it_starts(name):
    """The constraint that a dated row does not end before it starts."""
    return models.CheckConstraint(
        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name=f"{name}_ends_after_it_starts"
    )
