"""What a pack says of early warnings and good practice: read for the pack, not for a person (see `packs`)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from assurance.models import EarlyWarning, GoodPractice, WarningEvent
from assurance.queries.practice import practice_recorded
from assurance.queries.warnings import WarningStory, stories, with_events
from assurance.rules.warnings import WarningMove, WarningState

# What waits for the Executive Board comes first, then what it has answered and SAAS works on.
ORDER = (
    WarningState.ESCALATED,
    WarningState.ANSWERED,
    WarningState.RAISED,
    WarningState.ACCEPTED,
    WarningState.EXPLAINED,
)


@dataclass(frozen=True)
class PackWarnings:
    """The open warnings, those with the Executive Board first; and those it answered that were closed since."""

    open: tuple[WarningStory, ...] = ()
    closed: tuple[WarningStory, ...] = ()


def pack_warnings(since: datetime | None) -> PackWarnings:
    """The warnings of a pack; `since` is when the last pack was made."""
    answered = WarningEvent.objects.filter(move=WarningMove.ANSWER).values("warning")
    closed = Q(state=WarningState.CLOSED, pk__in=answered)
    if since:
        closed &= Q(closed_at__gt=since)
    told = EarlyWarning.objects.filter(~Q(state=WarningState.CLOSED) | closed).order_by("raised_at", "pk")
    found = stories(with_events(told))
    still_open = [story for story in found if story.warning.is_open]
    return PackWarnings(
        open=tuple(sorted(still_open, key=lambda story: ORDER.index(WarningState(story.warning.state)))),
        closed=tuple(story for story in found if not story.warning.is_open),
    )


def practice_since(since: datetime | None) -> tuple[GoodPractice, ...]:
    """The good practice recorded since the last pack, the oldest first."""
    recorded = practice_recorded().order_by("recorded_at", "pk")
    return tuple(recorded.filter(recorded_at__gt=since) if since else recorded)
