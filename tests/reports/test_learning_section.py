"""Learning in a pack: lessons and their changes, rapid reviews by their clock, inspections, training (R143 to R146)."""

from datetime import date, timedelta

import pytest

from assurance.rules.actions import ActionState
from assurance.rules.learning import GivenState, RapidReviewState
from assurance.rules.periods import Quarter
from assurance.services.courses import record_impact, record_take_up
from reports.sections import learning
from tests.factories.actions import an_action
from tests.factories.assurance import AgencyFactory
from tests.factories.development import a_course
from tests.factories.learning import NOW, a_lesson, a_review, a_team, an_inspection, given
from tests.reports.told import Told, queries_of

pytestmark = pytest.mark.django_db
OPEN_LESSONS = "Lessons that have not led to change everywhere"


def test_without_anything_it_says_so():
    nothing = "No lesson, no inspection and no training is recorded yet."
    assert Told(learning).blocks == [{"kind": "lead", "text": nothing}]


def test_without_a_lesson_it_tells_the_rest():
    a_review()
    told = Told(learning)
    assert told.lead == "No lesson is recorded yet."
    assert [block["title"] for block in told.of("subheading")] == ["Rapid reviews"]


def test_lessons_say_where_they_come_from_and_who_has_still_to_tell():
    team, agency = a_team(), AgencyFactory(name="Kent Police")
    lesson = a_lesson(team=team)
    given(lesson=lesson, holder=agency, team=team, due_on=NOW.date() + timedelta(days=2))
    given(GivenState.CHANGED, lesson=lesson, holder=AgencyFactory(name="NHS Kent"), team=team)
    a_lesson(team=team, title="Nobody’s yet")
    told = Told(learning)
    assert told.lead == (
        "2 lessons are recorded, given 2 times to agencies and groups. Of these one has led to change, one is overdue."
    )
    change = "[Every assessment names the adults in the home]"
    source = "Local practice review [Local review B]"
    assert sorted(told.tables[OPEN_LESSONS]) == [
        [
            f"Ask who else lives in the home {change}",
            source,
            "1 of 2 told of change [1 overdue]",
            "Kent Police",
        ],
        [f"Nobody’s yet {change}", source, "Given to nobody yet", "Nobody"],
    ]
    assert sorted(told.tables["What lessons have changed"]) == [
        [
            "Ask who else lives in the home",
            "NHS Kent [10 November 2026]",
            "Outcomes for children",
            "Children are seen alone",
        ],
        ["Ask who else lives in the home", "NHS Kent [10 November 2026]", "Training", "The course has a new part"],
    ]


def test_what_changed_before_the_last_pack_is_not_told_again():
    given(GivenState.CHANGED)
    caption = "What lessons have changed since the last pack"
    assert caption in Told(learning, since=NOW).tables
    told = Told(learning, since=NOW + timedelta(days=1))
    assert {caption, OPEN_LESSONS}.isdisjoint(told.tables)
    assert told.lead.endswith("one has led to change, none is overdue.")


def test_rapid_reviews_stand_against_their_clock():
    team = a_team()
    a_review(team=team, reference="RR-2026-901", notified_on=date(2026, 11, 2))
    a_review(RapidReviewState.DECIDED, team=team, reference="RR-2026-902")
    told = Told(learning)
    assert told.of("prose")[0]["text"] == (
        "1 rapid review waits for a decision, one overdue. So far one decided by the due date, none after it."
    )
    assert told.tables["Rapid reviews"] == [
        [
            "RR-2026-901",
            "2 November 2026",
            "23 November 2026 [15 working days]",
            "3 working days overdue",
            "Not yet decided",
        ],
        [
            "RR-2026-902",
            "3 November 2026",
            "24 November 2026 [15 working days]",
            "On time",
            "Local child safeguarding practice review [10 November 2026]",
        ],
    ]
    caption = "Rapid reviews that wait for a decision, or were decided since the last pack"
    (row,) = Told(learning, since=NOW + timedelta(days=1)).tables[caption]
    assert row[0] == "RR-2026-901"
    assert len(Told(learning, since=NOW - timedelta(days=1)).tables[caption]) == 2


def test_inspections_say_of_each_open_recommendation_what_is_done():
    team = a_team()
    first = an_inspection(team=team, recommendations=["See children alone", "Share at once", "Write it down"])
    nothing, begun, closed = first.recommendations.order_by("position")
    an_action(ActionState.UNDER_WAY, team=team, recommendation=begun)
    an_action(ActionState.CLOSED, team=team, recommendation=closed)
    told = Told(learning)
    assert told.of("prose")[0]["text"] == (
        "1 inspection is recorded. 2 recommendations are open; nothing is done yet about one of them."
    )
    about = "Inspection of services [Ofsted, 1 September 2026: Requires improvement]"
    assert told.tables["Recommendations of inspections that are open"] == [
        [nothing.text, about, "The Partnership as a whole", "No action yet"],
        [begun.text, about, "The Partnership as a whole", "1 action, none closed with an effect"],
    ]


def test_training_is_told_with_what_it_changed_where_that_is_known():
    team = a_team()
    course = a_course(team=team)
    a_course(team=team, title="No impact yet")
    words = {"by": team, "now": NOW}
    for name, number in (("A", 12), ("B", 30)):
        record_take_up(
            course=course,
            agency=AgencyFactory(name=name),
            quarter=Quarter(2026, 2),
            completed=number,
            booked=40,
            **words,
        )
    record_impact(
        course=course,
        seen_on=date(2026, 11, 1),
        practice="Visits are unannounced",
        outcomes="",
        source="Audit of visits",
        **words,
    )
    told = Told(learning)
    assert told.of("prose")[-1]["text"] == "It is known what 1 of 2 courses changed in practice."
    assert told.tables["What training has changed"] == [
        [
            "Professional curiosity [Two practice reviews found it wanting.]",
            "42",
            "Visits are unannounced [Audit of visits, 1 November 2026]",
            "Not said",
        ]
    ]


def test_however_much_there_is_the_queries_are_as_many():
    team, agency = a_team(), AgencyFactory()

    def several(first, number):
        for place in range(first, first + number):
            given(GivenState.CHANGED, team=team)
            given(team=team, holder=agency, lesson=a_lesson(team=team, title=f"Lesson {place}"))
            a_review(team=team)
            inspection = an_inspection(team=team, title=f"Inspection {place}", agencies=[agency])
            an_action(team=team, recommendation=inspection.recommendations.get())
            course = a_course(team=team, title=f"Course {place}")
            record_impact(
                course=course, seen_on=NOW.date(), practice="Better", outcomes="", source="Audit", by=team, now=NOW
            )

    several(0, 3)
    few = queries_of(learning)
    several(3, 27)
    assert queries_of(learning) == few
