"""Inspections: recorded with what they found, changed when they are published, their recommendations (R87)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from assurance.models import Agency, Inspection, InspectionRecommendation, Topic, User
from assurance.permissions import demand
from assurance.queries.inspections import stamp_of
from assurance.rules.evidence_tiers import Confidence, Tier
from assurance.rules.learning import problems_of_inspection, strength_of_judgement
from assurance.rules.roles import Permission
from assurance.rules.wording import local_date
from assurance.services import activity
from assurance.services.items import Supports, bring_item_up_to_date, withdraw_items_of

TOOL = "agency-inspections"


class Found(TypedDict, total=False):
    """What an inspection found, by the names of its fields."""

    inspectorate: str
    title: str
    agencies: Iterable[Agency]
    inspected_on: date
    published_on: date | None
    judgement: str
    strengths: str
    improve: str
    link: str
    topics: Iterable[Topic]


@transaction.atomic
def record_inspection(
    *, by: User, now: datetime, recommendations: Sequence[str] = (), **found: Unpack[Found]
) -> Inspection:
    """A new inspection with its recommendations, in their order. Raises ValidationError, a sentence a problem."""
    demand(by, Permission.MANAGE_ASSURANCE)
    inspection = Inspection(recorded_by=by, recorded_at=now)
    _write(inspection, found, by, now)
    detail = {"inspectorate": inspection.inspectorate}
    activity.record(actor=by, action="inspection.record", subject=inspection, detail=detail, now=now)
    if recommendations:
        add_recommendations(inspection=inspection, texts=recommendations, by=by, now=now)
    return inspection


@transaction.atomic
def change_inspection(*, inspection: Inspection, seen: str, by: User, now: datetime, **found: Unpack[Found]) -> None:
    """
    What an inspection found, as it is now known: for example once it is published. `seen` is its stamp as it was read.

    Raises ValidationError when somebody else has changed it since.
    """
    demand(by, Permission.MANAGE_ASSURANCE)
    kept = Inspection.objects.select_for_update().get(pk=inspection.pk)
    if stamp_of(kept) != seen:
        raise ValidationError(
            "Somebody else has changed the inspection since you opened it. What you wrote is still here. Read what "
            "they wrote, then send yours if it still holds.",
            code="conflict",
        )
    _write(kept, found, by, now)
    activity.record(actor=by, action="inspection.change", subject=kept, now=now)


@transaction.atomic
def add_recommendations(*, inspection: Inspection, texts: Sequence[str], by: User, now: datetime) -> None:
    """Recommendations after those it has, in this order. Raises ValidationError for none."""
    demand(by, Permission.MANAGE_ASSURANCE)
    said = [text.strip() for text in texts if text.strip()]
    if not said:
        raise ValidationError("Enter at least one recommendation.")
    kept = Inspection.objects.select_for_update().get(pk=inspection.pk)
    last = kept.recommendations.aggregate(last=Max("position"))["last"] or 0
    InspectionRecommendation.objects.bulk_create(
        InspectionRecommendation(inspection=kept, position=last + number, text=text)
        for number, text in enumerate(said, start=1)
    )
    detail = {"number": len(said)}
    activity.record(actor=by, action="inspection.add_recommendations", subject=kept, detail=detail, now=now)


@transaction.atomic
def change_recommendation(
    *, recommendation: InspectionRecommendation, text: str, seen: str, by: User, now: datetime
) -> None:
    """Other words of a recommendation. Raises ValidationError when they are not those `seen` any more."""
    demand(by, Permission.MANAGE_ASSURANCE)
    if not text.strip():
        raise ValidationError("Enter the recommendation as it was published.")
    same = InspectionRecommendation.objects.filter(pk=recommendation.pk, text=seen)
    if not same.update(text=text.strip()):
        raise ValidationError(
            "Somebody else has changed the recommendation since you opened it. What you wrote is still here. Read "
            "what they wrote, then send yours if it still holds.",
            code="conflict",
        )
    _log_recommendation("inspection.change_recommendation", recommendation, by, now)


@transaction.atomic
def remove_recommendation(*, recommendation: InspectionRecommendation, by: User, now: datetime) -> None:
    """Remove one that was entered by mistake. Raises ValidationError once an action has come from it."""
    demand(by, Permission.MANAGE_ASSURANCE)
    if recommendation.actions.exists():
        raise ValidationError("It cannot be removed: an action has come from it.")
    _log_recommendation("inspection.remove_recommendation", recommendation, by, now)
    InspectionRecommendation.objects.filter(pk=recommendation.pk).delete()


def _write(inspection: Inspection, found: Found, by: User, now: datetime) -> None:
    agencies, topics = found.pop("agencies", None), found.pop("topics", None)
    for name, value in found.items():
        setattr(inspection, name, value)
    if not inspection.title.strip():
        raise ValidationError("Say which inspection it is.")
    if problems := problems_of_inspection(inspection.inspected_on, inspection.published_on, local_date(now)):
        raise ValidationError(problems)
    inspection.save()
    before = _topics(inspection)
    if agencies is not None:
        inspection.agencies.set(agencies)
    if topics is not None:
        inspection.topics.set(topics)
    _bring_item(inspection, before, by, now)


def _topics(inspection: Inspection) -> frozenset[int]:
    return frozenset(inspection.topics.values_list("pk", flat=True))


def _bring_item(inspection: Inspection, before: frozenset[int], by: User, now: datetime) -> None:
    """Once its judgement is published an inspection is an item of the third tier: nobody types it again (R91)."""
    origin = f"inspection:{inspection.pk}"
    if not inspection.judgement.strip():
        withdraw_items_of(origins=[origin], by=by, now=now)
        return
    strength, is_sure = strength_of_judgement(inspection.judgement)
    agencies, topics = list(inspection.agencies.all()), _topics(inspection)
    bring_item_up_to_date(
        origin=origin,
        tool_slug=TOOL,
        tier=Tier.INDEPENDENT,
        title=inspection.title,
        finding=_finding(inspection),
        dated_on=inspection.published_on or inspection.inspected_on,
        strength=strength,
        confidence=Confidence.HIGH if is_sure else Confidence.LOW,
        agency=agencies[0] if len(agencies) == 1 else None,
        source=inspection.get_inspectorate_display(),
        supports=Supports(topics=topics),
        no_longer=Supports(topics=before - topics),
        address=reverse("assurance:inspection_detail", args=[inspection.pk]),
        link=inspection.link,
        by=by,
        now=now,
    )


def _finding(inspection: Inspection) -> str:
    parts = (
        ("Overall judgement as published", inspection.judgement),
        ("Strengths", inspection.strengths),
        ("Areas for improvement", inspection.improve),
    )
    return "\n".join(f"{name}: {text}" for name, text in parts if text)


def _log_recommendation(action: str, recommendation: InspectionRecommendation, by: User, now: datetime) -> None:
    detail = {"recommendation": str(recommendation.pk)}
    activity.record(actor=by, action=action, subject=recommendation.inspection, detail=detail, now=now)
