"""
Recommendations: what was answered, what is done about each in the tracker, and what came of it (R132).

What a recommendation says and where it stands is for all its readers; its action, with date, progress and effect, for
those who read that action.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.urls import reverse

from assurance.models import ActionUpdate, Agency, PartnershipGroup, User
from assurance.permissions import agencies_where, groups_where, may
from assurance.queries.actions import ActionRow, actions_visible_to
from assurance.queries.actions import rows as action_rows
from assurance.queries.tables import Table
from assurance.rules.actions import ActionState
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell
from assurance.rules.wording import local_date
from scrutiny.models import Assessment, Recommendation, RecommendationResponse
from scrutiny.queries.scope import assessments_visible_to, recommendations_visible_to
from scrutiny.rules.assessments import Response
from scrutiny.rules.frozen import FrozenAnswer, read_assessment
from scrutiny.rules.recommendations import (
    ENDINGS,
    NEXT_WORDS,
    RESOLVED,
    STANDING_WORDS,
    Standing,
    problems_of_response,
    standing_of,
)

READERS = (
    Permission.READ_PLAN,
    Permission.READ_ASSURANCE,
    Permission.SCRUTINISE,
    Permission.SELF_ASSESS,
    Permission.ANSWER_SCRUTINY,
)
OPEN, OVER, MINE, NO_RESPONSE = "open", "resolved", "mine", "none"
IS_RESOLVED = Q(response=str(Response.SETTLED)) | Q(action__state__in=[str(state) for state in ENDINGS])
OPEN_FIRST = Case(When(IS_RESOLVED, then=Value(1)), default=Value(0), output_field=IntegerField())


@dataclass(frozen=True)
class RecommendationFilters:
    """
    What the list is narrowed to; blank for any.

    `whose` is "mine" (for one's own agency or group to answer), `state` "open" or "resolved", `response` one of
    Response or "none", `holder` "agency:slug" or "group:slug".
    """

    whose: str = ""
    state: str = ""
    response: str = ""
    holder: str = ""


@dataclass(frozen=True)
class RecommendationRow:
    """
    A recommendation with where it stands in words.

    `assessment` and `action` are None where they are not for its reader to open. `is_back` is whether it was
    recommended again in another one that its reader may read.
    """

    recommendation: Recommendation
    standing: Standing
    assessment: Assessment | None
    action: ActionRow | None
    effect: str
    is_back: bool

    @property
    def words(self) -> str:
        """Where it stands, in words."""
        return STANDING_WORDS[self.standing]

    @property
    def is_resolved(self) -> bool:
        """Whether nothing more is to come of it."""
        return self.standing in RESOLVED


@dataclass(frozen=True)
class RecommendationPage:
    """
    One recommendation as its page shows it.

    `answer` is that of the assessment to the question it came from, where its reader may open it; `earlier` and `later`
    are the same recommendation in other assessments.
    """

    row: RecommendationRow
    responses: tuple[RecommendationResponse, ...]
    answer: FrozenAnswer | None
    cited: str
    earlier: Recommendation | None
    later: tuple[Recommendation, ...]
    may_respond: bool
    may_settle: bool
    next_words: str

    @property
    def standing_response(self) -> RecommendationResponse | None:
        """The newest response, or None."""
        return self.responses[-1] if self.responses else None


def in_order(found: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    """The open ones first, then the newest."""
    return found.order_by(OPEN_FIRST, "-assessment__published_at", "pk")


def recommendation_visible_to(user: User, pk: UUID) -> Recommendation | None:
    """One recommendation, or None."""
    return recommendations_visible_to(user).filter(pk=pk).first()


def answered_by(user: User) -> Q:
    """Those that are for `user` to answer: of the agencies and groups they answer for."""
    return Q(agency__in=agencies_where(user, Permission.ANSWER_SCRUTINY)) | Q(
        group__in=groups_where(user, Permission.ANSWER_SCRUTINY)
    )


def recommendations_found(user: User, filters: RecommendationFilters) -> QuerySet[Recommendation]:
    """The recommendations that match every filter, the open ones first."""
    found = recommendations_visible_to(user)
    if filters.whose == MINE:
        found = found.filter(answered_by(user))
    if filters.state == OPEN:
        found = unresolved(found).exclude(pk__in=_back(user))
    elif filters.state == OVER:
        found = found.filter(IS_RESOLVED)
    if filters.response:
        found = found.filter(response="" if filters.response == NO_RESPONSE else filters.response)
    kind, _, slug = filters.holder.partition(":")
    return in_order(found.filter(**{f"{kind}__slug": slug}) if kind in ("agency", "group") else found)


def unresolved(found: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    """Those of the recommendations that are not resolved; one without an action has no state to go by."""
    return found.exclude(response=str(Response.SETTLED)).filter(Q(action=None) | ~Q(action__state__in=ENDINGS))


def unresolved_for(user: User) -> QuerySet[Recommendation]:
    """
    The recommendations of earlier assessments that are not resolved, for the next one to take up again.

    As far as `user` may read them; one that has come back already is there as the one it came back as.
    """
    return in_order(unresolved(recommendations_visible_to(user)).exclude(pk__in=_back(user)))


def _back(user: User) -> QuerySet[Recommendation, Any]:
    """Those that came back in an assessment `user` may read: they are there as the ones they came back as."""
    return recommendations_visible_to(user).exclude(earlier=None).order_by().values("earlier")


def holders_of(user: User) -> list[tuple[str, str]]:
    """The agencies and groups that hold a recommendation `user` may read, by "agency:slug" with the name."""
    found = recommendations_visible_to(user).order_by()
    agencies = Agency.objects.filter(pk__in=found.values("agency")).values_list("slug", "name")
    groups = PartnershipGroup.objects.filter(pk__in=found.values("group")).values_list("slug", "name")
    return [(f"agency:{slug}", name) for slug, name in agencies] + [(f"group:{slug}", name) for slug, name in groups]


@dataclass(frozen=True)
class RecommendationCounts:
    """The figures at the head of the list."""

    open: int
    unanswered: int
    declined: int
    resolved: int


def counts(user: User) -> RecommendationCounts:
    """
    How many of the recommendations `user` may read are open, wait for a response, are declined, are resolved.

    One that came back counts once.
    """
    once = recommendations_visible_to(user).exclude(pk__in=_back(user)).order_by()
    pairs = once.values_list("response", "action__state")
    found = [(response, _standing(response, state)) for response, state in pairs]
    still_open = [(response, standing) for response, standing in found if standing not in RESOLVED]
    return RecommendationCounts(
        open=len(still_open),
        unanswered=sum(not response for response, _ in still_open),
        declined=sum(standing == Standing.DECLINED for _, standing in still_open),
        resolved=len(found) - len(still_open),
    )


def rows(recommendations: Iterable[Recommendation], user: User, today: date) -> list[RecommendationRow]:
    """Recommendations as a list shows them: four queries, however many they are."""
    found = list(recommendations)
    open_assessments = set(
        assessments_visible_to(user)
        .filter(pk__in={one.assessment_id for one in found})
        .order_by()
        .values_list("pk", flat=True)
    )
    actions = actions_visible_to(user).filter(pk__in={one.action_id for one in found if one.action_id})
    actions = actions.prefetch_related(Prefetch("updates", ActionUpdate.objects.order_by("at", "pk")))
    back = set(_back(user).filter(earlier__in=found).values_list("earlier", flat=True))
    by_pk = {row.action.pk: row for row in action_rows(actions, today)}
    return [
        RecommendationRow(
            recommendation=one,
            standing=standing_now(one),
            assessment=one.assessment if one.assessment_id in open_assessments else None,
            action=by_pk.get(one.action_id),
            effect=_effect(by_pk.get(one.action_id)),
            is_back=one.pk in back,
        )
        for one in found
    ]


def standing_now(recommendation: Recommendation) -> Standing:
    """Where a recommendation stands."""
    action = recommendation.action
    return _standing(recommendation.response, action.state if action else None)


def _standing(response: str, state: str | None) -> Standing:
    return standing_of(Response(response), ActionState(state) if state else None)


def _effect(row: ActionRow | None) -> str:
    """What changed for children, as it was recorded when the action was closed; blank before."""
    if row is None or row.action.state != ActionState.CLOSED:
        return ""
    return next((one.difference for one in reversed(row.action.updates.all()) if one.difference), "")


def recommendation_page(recommendation: Recommendation, user: User, today: date) -> RecommendationPage:
    """The page of a recommendation `user` may read."""
    (row,) = rows([recommendation], user, today)
    words = read_assessment(recommendation.assessment.content) if row.assessment else None
    readable = recommendations_visible_to(user)
    answers = may(user, Permission.ANSWER_SCRUTINY, recommendation.holder)
    settles = may(user, Permission.SCRUTINISE) and not problems_of_response(Response.SETTLED, "-", row.standing)
    return RecommendationPage(
        row=row,
        responses=tuple(recommendation.responses.select_related("by").order_by("at", "pk")),
        answer=words.answer_to(str(recommendation.question)) if words else None,
        cited=words.head.reference if words else "",
        earlier=readable.filter(pk=recommendation.earlier_id).first() if recommendation.earlier_id else None,
        later=tuple(readable.filter(earlier=recommendation).order_by("assessment__published_at")),
        may_respond=answers and not row.is_resolved,
        may_settle=settles,
        next_words=NEXT_WORDS[row.standing],
    )


def recommendation_table(user: User, filters: RecommendationFilters, today: date) -> Table:
    """The recommendations found as a table to download, with what was answered, done, and its effect."""
    headers = [
        "Recommendation",
        "What should be different for children",
        "Held by",
        "Where it stands",
        "Response",
        "What was said with it",
        "Responded on",
        "Due",
        "State of its action",
        "What changed for children, and how we know",
        "Came from",
        "Published on",
    ]
    answers = Prefetch("responses", RecommendationResponse.objects.order_by("at", "pk"))
    found = recommendations_found(user, filters).prefetch_related(answers)
    return headers, [_cells(row) for row in rows(found, user, today)]


def _cells(row: RecommendationRow) -> list[Cell]:
    one = row.recommendation
    newest = next(iter(reversed(one.responses.all())), None)
    return [
        one.text,
        one.outcome,
        one.holder.name,
        row.words,
        one.get_response_display(),
        newest.text if newest else "",
        local_date(newest.at) if newest else None,
        row.action.action.due_on if row.action else None,
        row.action.action.get_state_display() if row.action else "",
        row.effect,
        row.assessment.title if row.assessment else one.assessment.get_kind_display(),
        local_date(one.assessment.published_at),
    ]


def address_of_holder(holder: Agency | PartnershipGroup) -> str:
    """The list of the recommendations of an agency or group."""
    kind = "agency" if isinstance(holder, Agency) else "group"
    return f"{reverse('scrutiny:recommendation_list')}?holder={kind}:{holder.slug}"
