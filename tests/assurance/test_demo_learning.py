"""The learning of the demonstration: believable, and naming nobody."""

import re
from datetime import UTC, datetime

import pytest

from assurance.models import Agency, Inspection, Lesson, LessonChange, LessonGiven
from assurance.queries.inspections import without_action
from assurance.queries.lessons import counts
from assurance.queries.rapid_reviews import counts as review_counts
from assurance.rules.learning import ChangeKind, LessonSource
from assurance.rules.roles import Role
from assurance.services.demo_learning import OF_2010, TELLS, learning_steps
from assurance.services.demo_returns import BUSINESS_TEAM
from tests.factories.assurance import person_with
from tests.factories.demo_people import live_through, the_people

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def people(framework):
    for slug, key in TELLS.items():
        person_with(Role.PARTNER_LEAD, agency=Agency.objects.get(slug=slug), email=f"{key}@demo.example")
    team = person_with(Role.BUSINESS_TEAM, email=f"{BUSINESS_TEAM}@demo.example")
    live_through(learning_steps(the_people(), NOW), now=NOW)
    return team


def test_it_shows_every_kind(people):
    number = review_counts(people, NOW.date())
    assert (number.open, number.overdue, number.on_time, number.late) == (2, 1, 2, 1)
    assert set(Lesson.objects.values_list("source", flat=True)) == set(LessonSource) - {LessonSource.OTHER}
    assert set(LessonChange.objects.values_list("kind", flat=True)) == set(ChangeKind)
    assert counts(people, NOW.date()).overdue == LessonGiven.objects.exclude(reminded_at=None).count() == 2
    assert without_action(people).count() == 1
    assert all(one.at <= NOW for one in LessonChange.objects.all())


def test_of_a_real_inspection_only_what_the_documents_quote_is_told(people):
    real = Inspection.objects.get(title=OF_2010)
    assert real.published_on is None
    assert not real.recommendations.exists()
    assert Inspection.objects.exclude(pk=real.pk).get().judgement == ""


def test_no_person_and_no_incident_is_named(people):
    texts = [*LessonChange.objects.values_list("text", flat=True)]
    for lesson in Lesson.objects.all():
        texts += [lesson.title, lesson.what, lesson.change]
    found = r"\b(Mr|Mrs|Ms|Miss|Dr|Cllr|Sir|Dame)\b\.?|(?i:\b(killed|murder\w*|stabbed|died|suicide)\b)|\d"
    assert [text for text in texts if re.search(found, text)] == []
