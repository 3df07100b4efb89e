"""Reading which indicators serve the four main objectives (R54)."""

from collections import defaultdict
from collections.abc import Iterable

from indicators.models import Indicator


def topics_serving(objectives: Iterable[int]) -> dict[int, list[int]]:
    """
    The topics of the indicators in use that serve each objective, by the objective's own topic. One query.

    The map of assurance reads it by `settings.TOPICS_SERVING`: the ground floor knows topics, and not the suite.
    """
    found: dict[int, list[int]] = defaultdict(list)
    serving = Indicator.objects.filter(topic__is_current=True, objectives__topic__in=list(objectives)).order_by("pk")
    for objective, topic in serving.values_list("objectives__topic", "topic"):
        found[objective].append(topic)
    return dict(found)
