"""Reading inspections: the list, one with its recommendations and what is done about each, the table (R87)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from assurance.models import Action, Agency, Inspection, InspectionRecommendation, Plan, User
from assurance.permissions import may
from assurance.queries.actions import ActionRow, actions_visible_to
from assurance.queries.actions import rows as action_rows
from assurance.queries.plans import plans_visible_to
from assurance.queries.tables import Table
from assurance.rules.actions import ActionState
from assurance.rules.canonical import canonical_json, sha256_of
from assurance.rules.learning import follow_up_words
from assurance.rules.roles import Permission
from assurance.rules.tables import Cell

WITHOUT_ACTION, NOT_PUBLISHED = "without_action", "not_published"
NOT_YET = "Not yet published"


@dataclass(frozen=True)
class InspectionFilters:
    """What the list is narrowed to: an inspectorate, an agency's slug, "without_action" or "not_published"."""

    inspectorate: str = ""
    agency: str = ""
    standing: str = ""


def inspections_visible_to(user: User) -> QuerySet[Inspection]:
    """Every inspection, the newest first, for those with the right to assurance."""
    if not may(user, Permission.READ_ASSURANCE):
        return Inspection.objects.none()
    return Inspection.objects.select_related("recorded_by").order_by("-inspected_on", "title", "pk")


def inspection_visible_to(user: User, pk: UUID) -> Inspection | None:
    """One inspection, or None."""
    return inspections_visible_to(user).filter(pk=pk).first()


def recommendations_visible_to(user: User) -> QuerySet[InspectionRecommendation]:
    """The recommendations of the inspections `user` may read, in their order, with the actions `user` may read."""
    found = InspectionRecommendation.objects.filter(inspection__in=inspections_visible_to(user).order_by())
    actions = Prefetch("actions", actions_visible_to(user))
    return found.select_related("inspection").prefetch_related(actions).order_by("inspection", "position")


def recommendation_visible_to(user: User, pk: UUID) -> InspectionRecommendation | None:
    """One recommendation, or None."""
    return recommendations_visible_to(user).filter(pk=pk).first()


def without_action(user: User) -> QuerySet[InspectionRecommendation]:
    """The recommendations about which nothing is done: no action came from them, or every one was dropped."""
    standing = Action.objects.exclude(recommendation=None).exclude(state=ActionState.DROPPED)
    return recommendations_visible_to(user).exclude(pk__in=standing.values("recommendation"))


def inspections_found(user: User, filters: InspectionFilters) -> QuerySet[Inspection]:
    """The inspections that match every filter, in the same order, with agencies and recommendations."""
    found = inspections_visible_to(user)
    if filters.inspectorate:
        found = found.filter(inspectorate=filters.inspectorate)
    if filters.agency:
        found = found.filter(agencies__slug=filters.agency)
    if filters.standing == WITHOUT_ACTION:
        found = found.filter(pk__in=without_action(user).order_by().values("inspection"))
    elif filters.standing == NOT_PUBLISHED:
        found = found.filter(judgement="")
    return found.prefetch_related("agencies", Prefetch("recommendations", recommendations_visible_to(user)))


def agencies_inspected(user: User) -> QuerySet[Agency]:
    """The agencies whose inspections `user` may read, for the filter."""
    return Agency.objects.filter(inspections__in=inspections_visible_to(user).order_by()).distinct()


def agencies_offered(today: date, inspection: Inspection | None = None) -> QuerySet[Agency]:
    """The agencies of today, and those an inspection names already."""
    named = inspection.agencies.values("pk") if inspection else []
    return Agency.objects.on(today) | Agency.objects.filter(pk__in=named)


def stamp_of(inspection: Inspection) -> str:
    """What stands for the words of an inspection as they are: another one means somebody has changed them."""
    one = inspection
    words = [one.inspectorate, one.title, one.judgement, one.strengths, one.improve, one.link]
    links = [sorted(one.agencies.values_list("pk", flat=True)), sorted(one.topics.values_list("pk", flat=True))]
    return sha256_of(canonical_json([*words, str(one.inspected_on), str(one.published_on), *links]))


@dataclass(frozen=True)
class InspectionRow:
    """An inspection as the list shows it: whose, the judgement as published, and what is done."""

    inspection: Inspection
    agencies: str
    judgement: str
    recommendations: int
    without_action: int


def rows(inspections: Iterable[Inspection]) -> list[InspectionRow]:
    """Inspections, read by `inspections_found`, as the list shows them."""
    return [_row(one) for one in inspections]


def _row(inspection: Inspection) -> InspectionRow:
    recommendations = list(inspection.recommendations.all())
    return InspectionRow(
        inspection=inspection,
        agencies=agencies_words(inspection),
        judgement=inspection.judgement or NOT_YET,
        recommendations=len(recommendations),
        without_action=sum(not _standing(one.actions.all()) for one in recommendations),
    )


def agencies_words(inspection: Inspection) -> str:
    """Whom it is about: agencies in the order of the alphabet, or the Partnership."""
    names = sorted(agency.name for agency in inspection.agencies.all())
    return ", ".join(names) if names else "The Partnership as a whole"


def _standing(actions: Iterable[Action]) -> list[Action]:
    return [one for one in actions if one.state != ActionState.DROPPED]


@dataclass(frozen=True)
class RecommendationRow:
    """A recommendation with what is done about it, said plainly, and where an action is set by those who may."""

    recommendation: InspectionRecommendation
    actions: tuple[ActionRow, ...]
    words: str
    has_none: bool
    set_url: str

    @property
    def number(self) -> str:
        """Its number in the report."""
        return str(self.recommendation.position)

    @property
    def may_remove(self) -> bool:
        """Whether it has led to nothing, and can be removed."""
        return not self.actions


def recommendation_rows(
    recommendations: Iterable[InspectionRecommendation], user: User, today: date
) -> list[RecommendationRow]:
    """Recommendations, read by `recommendations_visible_to`, with what is done about each."""
    return [_recommendation_row(one, user, today) for one in recommendations]


def _recommendation_row(one: InspectionRecommendation, user: User, today: date) -> RecommendationRow:
    actions = list(one.actions.all())
    standing = _standing(actions)
    closed = sum(each.state == ActionState.CLOSED for each in standing)
    set_url = reverse("assurance:action_set_for_recommendation", args=[one.pk])
    return RecommendationRow(
        recommendation=one,
        actions=tuple(action_rows(actions, today)),
        words=follow_up_words(len(actions), closed, len(actions) - len(standing)),
        has_none=not standing,
        set_url=set_url if may(user, Permission.MANAGE_ACTION) else "",
    )


@dataclass(frozen=True)
class InspectionPage:
    """One inspection as its page shows it: whose, its recommendations with their follow-up, and improvement plans."""

    inspection: Inspection
    agencies: str
    judgement: str
    recommendations: tuple[RecommendationRow, ...]
    without_action: int
    plans: tuple[Plan, ...]


def inspection_page(inspection: Inspection, user: User, today: date) -> InspectionPage:
    """The page of an inspection `user` may read."""
    found = recommendations_visible_to(user).filter(inspection=inspection)
    recommendations = tuple(recommendation_rows(found, user, today))
    return InspectionPage(
        inspection=inspection,
        agencies=agencies_words(inspection),
        judgement=inspection.judgement or NOT_YET,
        recommendations=recommendations,
        without_action=sum(row.has_none for row in recommendations),
        plans=tuple(plans_visible_to(user).filter(inspection=inspection)),
    )


def due_inspections(user: User) -> int:
    """How many recommendations wait for an action, for those who set them."""
    return without_action(user).count() if may(user, Permission.MANAGE_ACTION) else 0


def inspection_table(user: User, filters: InspectionFilters, today: date) -> Table:
    """The inspections found as a table to download, a row for each recommendation."""
    headers = [
        "Inspection",
        "Inspectorate",
        "Agencies",
        "Inspected on",
        "Published on",
        "Overall judgement as published",
        "Strengths",
        "Areas for improvement",
        "Link",
        "Recommendation",
        "What is done about it",
        "Actions",
        "About",
    ]
    return headers, [
        [*_cells(one), *follow_up, "; ".join(topic.title for topic in one.topics.all())]
        for one in inspections_found(user, filters).prefetch_related("topics")
        for follow_up in _follow_up_cells(one, user, today)
    ]


def _cells(one: Inspection) -> list[Cell]:
    return [
        one.title,
        one.get_inspectorate_display(),
        agencies_words(one),
        one.inspected_on,
        one.published_on,
        one.judgement or NOT_YET,
        one.strengths,
        one.improve,
        one.link,
    ]


def _follow_up_cells(one: Inspection, user: User, today: date) -> list[list[Cell]]:
    found = recommendation_rows(one.recommendations.all(), user, today)
    cells: list[list[Cell]] = [
        [
            row.recommendation.text,
            row.words,
            "\n".join(f"{each.action.title} ({each.action.holder.name}): {each.due_words}" for each in row.actions),
        ]
        for row in found
    ]
    return cells or [["", "", ""]]
