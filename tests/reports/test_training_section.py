"""Training in the yearly report: the need, take-up by agency in the year, and what is known of its impact (R146)."""

from datetime import UTC, date, datetime

import pytest

from assurance.rules.development import CourseKind
from assurance.rules.periods import Quarter
from assurance.rules.roles import Role
from assurance.services.courses import record_impact, record_take_up
from reports.rules.kinds import Kind
from reports.sections import training
from tests.factories.assurance import AgencyFactory, TopicFactory, person_with
from tests.factories.development import NOW, a_course
from tests.reports.about import ToldAbout, queries_about

pytestmark = pytest.mark.django_db
# The year to 30 September 2026.
LAST_OF_BEFORE, FIRST, LAST, AFTER = Quarter(2025, 2), Quarter(2025, 3), Quarter(2026, 2), Quarter(2026, 3)
TITLE = "Professional curiosity"


@pytest.fixture
def team(db):
    return person_with(Role.BUSINESS_TEAM)


def told():
    return ToldAbout(training, Kind.YEARLY_REPORT)


def taken(course, agency, quarter, completed, team, booked=None):
    words = {"quarter": quarter, "completed": completed, "booked": booked, "by": team, "now": NOW}
    return record_take_up(course=course, agency=agency, **words)


def seen(course, team, **words):
    known = {"seen_on": date(2026, 9, 1), "practice": "They ask twice", "outcomes": "", "source": "A dip sample"}
    return record_impact(course=course, by=team, now=NOW, **known | words)


def test_without_a_course_it_says_so():
    assert told().blocks == [{"kind": "lead", "text": training.NOTHING}]


def test_take_up_counts_by_agency_and_kind_in_the_year_alone(team):
    taught, online = a_course(team=team), a_course(team=team, title="Online", kind=CourseKind.E_LEARNING)
    police, health = AgencyFactory(name="Police"), AgencyFactory(name="Health")
    taken(taught, police, LAST_OF_BEFORE, 1000, team)
    taken(taught, police, FIRST, 10, team, booked=12)
    taken(taught, police, LAST, 5, team)
    taken(online, health, LAST, 7, team)
    taken(online, health, AFTER, 2000, team)
    said = told()
    assert said.lead == (
        "2 courses were given in the year, and completed 22 times. It is known of none what it changed in practice."
    )
    assert said.tables["Completed, by agency"] == [
        ["Health", "0", "7", "7"], ["Police", "15", "0", "15"], ["Every agency", "15", "7", "22"],
    ]  # fmt: skip
    assert [row[2:] for row in said.tables["Courses"]] == [["", "7"], ["12", "15"]]
    assert said.blocks[-1]["text"] == "It is not known yet what these changed: Online and Professional curiosity."


def test_a_course_names_its_need_what_it_serves_and_what_it_changed(team):
    course = a_course(team=team, topics=[TopicFactory(title="Lived experience")])
    assert told().tables["Courses"][0][:2] == [
        f"{TITLE} [Face to face]", "Two practice reviews found it wanting. [Serves: Lived experience]",
    ]  # fmt: skip
    seen(course, team, practice="Earlier", seen_on=date(2026, 5, 1))
    seen(course, team)
    said = told()
    assert said.tables["What training has changed"] == [
        [f"{TITLE} [Seen on 1 September 2026]", "They ask twice [A dip sample]", "Not said"]
    ]
    assert said.lead.endswith("It is known of one what it changed in practice.")
    assert not said.of("prose")


def test_a_course_that_ended_before_the_year_is_left_out(team):
    course = a_course(team=team)
    course.ended_on = date(2025, 9, 30)
    course.save()
    assert told().lead == training.NOTHING
    course.ended_on = date(2025, 10, 1)
    course.save()
    assert TITLE in told().text


def test_in_a_pack_it_covers_what_came_since_the_last_one(team):
    course, police = a_course(team=team), AgencyFactory(name="Police")
    taken(course, police, FIRST, 10, team)
    taken(course, police, LAST, 5, team)
    since = datetime(2026, 8, 20, tzinfo=UTC)
    said = ToldAbout(training, Kind.EXECUTIVE_BOARD_PACK, since=since)
    assert said.tables["Completed, by agency"] == [["Police", "5", "0", "5"]]
    assert said.lead.startswith("1 course was given since the last pack, and completed 5 times.")


def test_however_many_courses_and_agencies_there_are_the_queries_are_as_many(team):
    def more(number):
        for place in range(number):
            course = a_course(team=team, title=f"Course {number}.{place}", topics=[TopicFactory()])
            taken(course, AgencyFactory(), LAST, 3, team)
            seen(course, team)
        return queries_about(training, Kind.YEARLY_REPORT)

    assert more(3) == more(27)
