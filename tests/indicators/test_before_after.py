"""A figure before and after a piece of work: only what is beyond chance counts as a change (R98)."""

from dataclasses import replace
from decimal import Decimal

from indicators.rules.before_after import (
    NOT_KNOWN_THEN,
    NOTHING_KNOWN,
    NOTHING_NEW,
    SHARED_DAYS,
    TAKEN_BACK,
    before_and_after,
)
from indicators.rules.change import Verdict
from indicators.rules.steps import change_of
from indicators.rules.vocabulary import Meaning, Polarity
from tests.factories.findings import facts_of, month, point, year_to_march, yearly


def until(facts, number):
    """The facts as they were with their first points alone."""
    return replace(facts, points=facts.points[:number])


def test_a_fall_beyond_chance_is_told_with_the_rules_of_the_charts():
    now = yearly((240, 1000), (236, 1000), (150, 1000))
    found = before_and_after(until(now, 1), now)
    assert (found.moved, found.meaning, found.icon) == ("Fell from 24.0% to 15.0%", Meaning.IMPROVING, "improving-low")
    without_the_middle = replace(now, points=(now.points[0], now.points[2]))
    assert found.sentence == change_of(without_the_middle).sentence
    assert "year ending March 2018" in found.sentence


def test_a_step_within_chance_is_no_change():
    now = yearly((240, 1000), (245, 1000))
    found = before_and_after(until(now, 1), now)
    assert (found.moved, found.meaning) == ("Rose from 24.0% to 24.5%", Meaning.COMMON)
    assert found.icon == "common"


def test_a_rise_is_concerning_where_less_is_better_and_improving_where_more_is():
    now = yearly((150, 1000), (240, 1000))
    assert before_and_after(until(now, 1), now).icon == "concerning-high"
    better = replace(now, polarity=Polarity.HIGHER_IS_BETTER)
    assert before_and_after(until(better, 1), better).words == "Improving"
    unsaid = replace(now, polarity=None)
    assert before_and_after(until(unsaid, 1), unsaid).meaning == Meaning.NEITHER


def test_the_figure_is_compared_as_it_stands_now_and_the_correction_is_said():
    then = yearly((240, 1000))
    now = yearly((200, 1000), (198, 1000))
    found = before_and_after(then, now)
    assert found.moved == "Fell from 24.0% to 19.8%"
    assert found.revised == "It has been corrected to 20.0% since."
    assert found.meaning == Meaning.COMMON
    assert change_of(now).verdict == Verdict.NO_DIFFERENCE


def test_what_cannot_be_compared_says_why():
    one, two = yearly((240, 1000)), yearly((240, 1000), (150, 1000))
    none = replace(one, points=())
    for then, now, sentence in (
        (none, none, NOTHING_KNOWN),
        (none, one, NOT_KNOWN_THEN),
        (one, none, TAKEN_BACK),
        (two, one, TAKEN_BACK),
        (one, one, NOTHING_NEW),
    ):
        found = before_and_after(then, now)
        assert (found.sentence, found.meaning, found.moved) == (sentence, Meaning.CANNOT_TELL, "")


def test_a_figure_taken_back_since_is_said_and_still_shown():
    two = yearly((240, 1000), (150, 1000))
    found = before_and_after(until(two, 1), replace(two, points=two.points[1:]))
    assert found.before.value == Decimal(24)
    assert found.revised == "It has been taken back since."


def test_periods_that_share_days_are_not_told_apart():
    rolling = facts_of([point(20, year_to_march(2024)), point(10, (month(0)[0].replace(year=2023), month(5)[1]))])
    found = before_and_after(until(rolling, 1), rolling)
    assert (found.sentence, found.meaning) == (SHARED_DAYS, Meaning.CANNOT_TELL)
    assert found.moved == "Fell from 20.0% to 10.0%"
