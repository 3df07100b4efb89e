"""Scrutiny in a pack: what was published, by step, how it moved, how lenses differ; never a draft (R127 to R132)."""

from datetime import UTC, date, datetime

import pytest

from assurance.models import Action
from reports.sections import scrutiny
from scrutiny.models import Recommendation, RecommendationResponse
from scrutiny.rules.assessments import AssessmentKind, Readers, Response
from tests.factories.assurance import AgencyFactory
from tests.factories.scrutiny import a_draft, a_scrutineer, an_assessment, answered, published
from tests.reports.told import Told, queries_of

pytestmark = pytest.mark.django_db
JOINT = AssessmentKind.JOINT


def test_without_an_assessment_it_says_so():
    assert Told(scrutiny).lead == "No independent scrutiny and no joint self-assessment has been published."


def test_the_newest_scrutiny_is_counted_by_step():
    an_assessment("green", year=2025, title="Scrutiny of 2025")
    an_assessment(lambda number: "red" if number == "1.1" else "amber", title="Scrutiny of 2026")
    told = Told(scrutiny)
    assert told.lead == (
        "Independent scrutiny rates 24 questions: 23 Amber and 1 Red. Of these 24 are worse than in the one before, "
        "none better."
    )
    rows = told.tables["Ratings by step: Scrutiny of 2026"]
    assert rows[-1] == ["All steps", "0", "23", "1"]
    assert rows[0][1:] == ["0", "3", "1"]
    assert len(rows) == 7
    assert [sum(int(row[place]) for row in rows[:-1]) for place in (1, 2, 3)] == [0, 23, 1]
    assert "Pearce, J" in told.of("prose")[-1]["text"]


def test_what_moved_is_told_in_words_the_worse_first():
    an_assessment("amber", year=2025, title="Scrutiny of 2025")
    ratings = {"1.1": "red", "2.1": "green"}
    an_assessment(lambda number: ratings.get(number, "amber"), title="Scrutiny of 2026")
    told = Told(scrutiny)
    assert "Of these one is worse than in the one before, one better." in told.lead
    assert told.of("prose")[0]["text"] == (
        "Since “Scrutiny of 2025”, to 30 September 2025: 1 worse, 1 improved, 22 the same."
    )
    rows = told.tables["What moved: Scrutiny of 2026"]
    assert [row[0].split(". ")[0] for row in rows] == ["1.1", "2.1"]
    assert [row[1:] for row in rows] == [["Worse", "Amber to Red, one step"], ["Improved", "Amber to Green, one step"]]


def test_without_an_earlier_one_there_is_no_movement():
    an_assessment(title="The first")
    told = Told(scrutiny)
    assert told.of("prose")[0]["text"] == "There is no earlier one to set it beside."
    assert "worse" not in told.lead


def test_where_the_two_lenses_differ_both_are_said():
    an_assessment("amber")
    an_assessment(lambda number: "green" if number == "3.1" else "amber", kind=JOINT, title="How we see it")
    told = Told(scrutiny)
    ((question, *ratings, words),) = told.tables["Where the two differ, the widest difference first"]
    assert question.startswith("3.1. ")
    assert ratings == ["Green", "Amber"]
    assert words == "The partners rate it Green, the scrutineer Amber: one step lower"
    assert "1 rated differently, 23 rated the same" in told.text
    assert set(told.entries) == {"scrutiny of 2026", "How we see it"}


def test_a_self_assessment_alone_is_told_as_such():
    an_assessment("green", kind=JOINT)
    told = Told(scrutiny)
    assert told.lead == "No independent scrutiny has been published. The partners rate 24 questions: 24 Green."
    assert "Where the two differ" not in told.text


def test_a_draft_is_never_told():
    an_assessment("amber")
    for kind in (AssessmentKind.SCRUTINY, JOINT):
        answered(a_draft(kind=kind, title="DRAFT-TITLE", scope="DRAFT-SCOPE", ends_on=date(2026, 10, 1)))
    told = Told(scrutiny)
    for secret in ("DRAFT-", "Why amber", "The arrangements work, with exceptions", "Action 1"):
        assert secret not in told.text
    assert set(told.entries) == {"scrutiny of 2026"}


def test_one_for_the_board_is_in_the_boards_pack():
    an_assessment(readers=Readers.BOARD, title="For the Board")
    assert set(Told(scrutiny).entries) == {"For the Board"}


def test_what_is_published_since_the_last_pack_is_marked():
    an_assessment()
    told = [Told(scrutiny, since=datetime(2026, month, 1, tzinfo=UTC)) for month in (11, 12)]
    tags = [[tag["text"] for tag in one.of("entry")[0]["tags"]] for one in told]
    assert tags == [["New"], []]


def test_open_recommendations_say_what_was_answered_and_where_they_stand():
    agency, by = AgencyFactory(), a_scrutineer()
    assessment = published(answered(a_draft(by), holder=agency, recommend=True), by)
    first, second, third, *others = assessment.recommendations.order_by("text")
    Recommendation.objects.filter(pk__in=[one.pk for one in others]).update(response=Response.SETTLED)
    say(first, by, Response.DECLINED, "It is done already")
    Action.objects.filter(pk=third.action_id).update(state="dropped")
    told = Told(scrutiny)
    assert told.lead.endswith("2 recommendations are open, of which one waits for a response.")
    rows = {row[0]: row[1:] for row in told.tables["Recommendations that are open"]}
    assert {title: row[:3] for title, row in rows.items()} == {
        f"{first.text} [Children are heard]": [assessment.title, agency.name, "Declined [It is done already]"],
        f"{second.text} [Children are heard]": [assessment.title, agency.name, "No response yet"],
    }
    stands = sorted(row[3].split(" [")[0] for row in rows.values())
    assert stands == ["Declined, not yet accepted", "Waits for a response"]
    assert all("31 March 2027" in row[3] for row in rows.values())


def test_one_that_came_back_is_told_once_as_what_it_came_back_as():
    agency, question = AgencyFactory(), "7b2c9f0e-6a57-4f6e-8f0c-6f6f7c1f2d11"
    first, second = (an_assessment(year=year) for year in (2025, 2026))
    held = {"question": question, "agency": agency}
    before = Recommendation.objects.create(assessment=first, text="Before", **held)
    Recommendation.objects.create(assessment=second, text="Again", earlier=before, **held)
    told = Told(scrutiny)
    assert told.lead.endswith("1 recommendation is open, of which one waits for a response.")
    assert [row[0] for row in told.tables["Recommendations that are open"]] == ["Again"]


def say(recommendation, by, response, text):
    Recommendation.objects.filter(pk=recommendation.pk).update(response=response)
    RecommendationResponse.objects.create(
        recommendation=recommendation, response=response, text=text, by=by, at=datetime(2026, 11, 3, tzinfo=UTC)
    )


def test_however_many_there_are_the_queries_are_as_many():
    by = a_scrutineer()
    question = "7b2c9f0e-6a57-4f6e-8f0c-6f6f7c1f2d11"

    def several(years):
        for year in years:
            for kind in (AssessmentKind.SCRUTINY, JOINT):
                one = an_assessment(kind=kind, year=year)
                row = Recommendation.objects.create(
                    assessment=one, question=question, text=f"Of {year}", agency=AgencyFactory()
                )
                say(row, by, Response.ACCEPTED, "")

    several(range(2024, 2027))
    few = queries_of(scrutiny)
    several(range(1997, 2024))
    assert queries_of(scrutiny) == few
