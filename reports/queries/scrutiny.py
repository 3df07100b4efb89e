"""The newest published assessments, what moved since those before, what is recommended; never a draft (R127, R130)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from assurance.models import User
from scrutiny.models import Assessment, RecommendationResponse
from scrutiny.queries.compare import Comparison, movement_page, pair_page
from scrutiny.queries.recommendations import RecommendationRow, rows, unresolved_for
from scrutiny.queries.scope import assessments_visible_to
from scrutiny.rules.assessments import AssessmentKind
from scrutiny.rules.frozen import AssessmentWords, read_assessment


@dataclass(frozen=True)
class Newest:
    """The newest assessment of a kind, its frozen words, and it beside the one before; None where there is none."""

    assessment: Assessment
    words: AssessmentWords
    movement: Comparison | None


def newest_of(user: User, kind: AssessmentKind, today: date) -> Newest | None:
    """The newest of this kind that `user` may read, or None. A fixed number of queries."""
    found = assessments_visible_to(user).filter(kind=kind).order_by("-ends_on", "-published_at", "pk").first()
    if found is None:
        return None
    page = movement_page(user, {"now": str(found.pk)}, today)
    return Newest(found, read_assessment(found.content), page.comparison)


def lenses(user: User, today: date) -> Comparison | None:
    """The newest joint self-assessment beside the newest independent scrutiny; None without both. Two queries."""
    return pair_page(user, {}, today).comparison


def open_recommendations(user: User, today: date) -> list[RecommendationRow]:
    """
    The open recommendations `user` may read, each with its responses; one that came back as the one it came back as.

    A fixed number of queries.
    """
    answers = Prefetch("responses", RecommendationResponse.objects.order_by("at", "pk"))
    return rows(unresolved_for(user).prefetch_related(answers), user, today)
