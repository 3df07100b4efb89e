"""What the database itself refuses of rapid reviews, lessons and inspections, each constraint by its name."""

from datetime import date
from itertools import count

import pytest
from django.db import IntegrityError, transaction

from assurance.models import (
    Inspection,
    InspectionRecommendation,
    Lesson,
    LessonChange,
    LessonGiven,
    RapidReview,
    RapidReviewEvent,
)
from tests.factories.assurance import AgencyFactory, PartnershipGroupFactory, UserFactory
from tests.factories.learning import NOW

pytestmark = pytest.mark.django_db
DAY, BEFORE = date(2026, 11, 3), date(2026, 11, 2)

REFUSED = [
    ("rapid_review_state_is_known", RapidReview, {"state": "nonsense"}),
    ("rapid_review_decision_is_known", RapidReview, {"decision": "nonsense"}),
    ("rapid_review_due_after_notified", RapidReview, {"due_on": BEFORE}),
    ("rapid_review_decided_with_a_decision", RapidReview, {"state": "decided"}),
    ("rapid_review_decided_with_a_decision", RapidReview, {"state": "decided", "decided_on": DAY}),
    ("rapid_review_decided_with_a_decision", RapidReview, {"decision": "no_review"}),
    (
        "rapid_review_decided_after_notified",
        RapidReview,
        {"state": "decided", "decision": "no_review", "decided_on": BEFORE},
    ),
    ("rapid_review_event_move_is_known", RapidReviewEvent, {"move": "nonsense"}),
    ("lesson_source_is_known", Lesson, {"source": "nonsense"}),
    ("lesson_given_state_is_known", LessonGiven, {"state": "nonsense"}),
    ("lesson_given_to_an_agency_or_a_group", LessonGiven, {"agency": None}),
    ("lesson_change_kind_is_known", LessonChange, {"kind": "nonsense"}),
    ("lesson_change_says_what", LessonChange, {"text": ""}),
    ("inspection_inspectorate_is_known", Inspection, {"inspectorate": "nonsense"}),
    ("inspection_published_after_it_began", Inspection, {"published_on": BEFORE}),
    ("inspection_recommendation_says_what", InspectionRecommendation, {"text": ""}),
]
VALUES = {
    RapidReview: lambda world: {"reference": f"RR-{next(world.numbers)}", "notified_on": DAY, "due_on": DAY},
    RapidReviewEvent: lambda world: {"review": world.made(RapidReview), "move": "note", "by": world.by, "at": NOW},
    Lesson: lambda world: {"title": "A", "source": "local", "recorded_by": world.by, "recorded_at": NOW},
    LessonGiven: lambda world: {
        "lesson": world.made(Lesson),
        "agency": world.agency,
        "due_on": DAY,
        "given_by": world.by,
        "given_at": NOW,
    },
    LessonChange: lambda world: {
        "given": world.made(LessonGiven),
        "kind": "policy",
        "text": "Words",
        "by": world.by,
        "at": NOW,
    },
    Inspection: lambda world: {
        "inspectorate": "cqc",
        "title": "A",
        "inspected_on": DAY,
        "recorded_by": world.by,
        "recorded_at": NOW,
    },
    InspectionRecommendation: lambda world: {"inspection": world.made(Inspection), "position": 1, "text": "Words"},
}


class World:
    """Makes rows that the database takes."""

    def __init__(self):
        self.numbers, self.by, self.agency = count(1), UserFactory(), AgencyFactory()

    def values(self, model):
        return VALUES[model](self)

    def made(self, model, **others):
        return model.objects.create(**self.values(model) | others)


@pytest.fixture
def world():
    return World()


@pytest.mark.parametrize(("name", "model", "wrong"), REFUSED)
def test_the_database_refuses_a_row(world, name, model, wrong):
    world.made(model)  # what is refused below is refused for what is wrong with it
    values = world.values(model) | wrong
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.create(**values)


def test_a_lesson_is_given_to_one_holder_and_once(world):
    lesson, group = world.made(Lesson), PartnershipGroupFactory()
    world.made(LessonGiven, lesson=lesson)
    world.made(LessonGiven, lesson=lesson, agency=None, group=group)
    for holder in ({}, {"agency": None, "group": group}):
        with pytest.raises(IntegrityError), transaction.atomic():
            world.made(LessonGiven, lesson=lesson, **holder)
    with pytest.raises(IntegrityError, match="lesson_given_to_an_agency_or_a_group"), transaction.atomic():
        world.made(LessonGiven, group=group)


def test_a_reference_and_the_place_of_a_recommendation_are_there_once(world):
    review, one = world.made(RapidReview), world.made(InspectionRecommendation)
    with pytest.raises(IntegrityError), transaction.atomic():
        world.made(RapidReview, reference=review.reference)
    with pytest.raises(IntegrityError), transaction.atomic():
        world.made(InspectionRecommendation, inspection=one.inspection)
