"""The rules of the risk register: scores and their bands, reviews, what controls lack, the chart of steps (R76)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.evidence_tiers import Tier
from assurance.rules.risk_chart import BOTTOM, LEFT, RIGHT, TOP, finding_of, height_of, step_chart
from assurance.rules.risks import (
    BANDS,
    IMPACT_WORDS,
    LIKELIHOOD_WORDS,
    MOVE_ASKS,
    MOVE_WORDS,
    MOVES,
    NEEDS,
    NO_ASSURANCE,
    NO_CONTROL,
    STATE_WORDS,
    STEPS,
    Band,
    RiskMove,
    RiskState,
    Score,
    band_of,
    gaps_in_words,
    gaps_of_control,
    is_overdue,
    moves_from,
    next_review,
    problems_of_move,
    problems_of_raising,
    problems_of_scores,
    review_in_words,
)

TODAY = date(2026, 11, 10)
SAID = {"title": "A", "cause": "B", "effect": "C", "owner": "D"}
steps = st.integers(1, 5)
scores = st.builds(Score, steps, steps)


def test_everything_has_its_words():
    assert set(LIKELIHOOD_WORDS) == set(IMPACT_WORDS) == set(STEPS)
    assert set(BANDS) == set(Band)
    assert set(STATE_WORDS) == set(RiskState)
    assert set(MOVE_WORDS) == set(MOVE_ASKS) == set(RiskMove)
    assert set(NEEDS) == {move for _, move in MOVES}
    assert moves_from(RiskState.CLOSED) == [RiskMove.REOPEN]


@pytest.mark.parametrize(
    ("value", "band"),
    [
        (1, "low"),
        (4, "low"),
        (5, "moderate"),
        (9, "moderate"),
        (10, "high"),
        (15, "high"),
        (16, "very_high"),
        (25, "very_high"),
    ],
)
def test_where_a_band_begins_and_ends(value, band):
    assert band_of(value) == band


def test_a_score_in_words():
    score = Score(4, 5)
    assert (score.value, score.band_words, score.words) == (20, "Very high", "Likely (4) by severe (5)")


@given(scores, scores)
def test_a_higher_score_is_never_in_a_lower_band_and_is_reviewed_no_later(one, other):
    if one.value > other.value:
        assert BANDS[one.band].starts_at >= BANDS[other.band].starts_at
        assert next_review(TODAY, one) <= next_review(TODAY, other)


@pytest.mark.parametrize(
    ("move", "text", "review_on", "problems"),
    [
        (RiskMove.REVIEW, " ", None, ["Say what the review found.", "Enter the date of the next review."]),
        (RiskMove.REVIEW, "A", date(2026, 11, 9), ["The date of the next review cannot be in the past."]),
        (RiskMove.REVIEW, "A", TODAY, []),
        (RiskMove.CLOSE, "", None, ["Say why it is closed, and what that means for children."]),
        (RiskMove.REOPEN, "A", None, ["Enter the date of the next review."]),
    ],
)
def test_what_a_move_needs(move, text, review_on, problems):
    assert problems_of_move(move, text, review_on, TODAY) == problems


def test_what_entering_one_needs():
    assert problems_of_raising(SAID, TODAY, TODAY) == []
    assert len(problems_of_raising(dict.fromkeys(SAID, " "), date(2020, 1, 6), TODAY)) == 5
    assert problems_of_scores(Score(2, 2), Score(2, 3)) != []
    assert problems_of_scores(Score(2, 3), Score(2, 3)) == problems_of_scores(None, Score(5, 5)) == []


def test_when_a_review_is_overdue():
    due = date(2026, 11, 9)
    assert is_overdue(RiskState.OPEN, due, TODAY)
    assert not is_overdue(RiskState.OPEN, TODAY, TODAY)
    assert not is_overdue(RiskState.CLOSED, due, TODAY)
    assert review_in_words(RiskState.OPEN, due, TODAY) == "Review due 9 November 2026: 1 working day overdue"
    assert review_in_words(RiskState.CLOSED, due, TODAY) == "Not reviewed any more"


ALL_TIERS = set(Tier)


@pytest.mark.parametrize(
    ("tiers", "gaps"),
    [
        (set(), [NO_ASSURANCE]),
        (ALL_TIERS - {Tier.INDEPENDENT}, ["Nothing from the third tier"]),
        ({Tier.INDEPENDENT}, ["Nothing from the first tier", "Nothing from the second tier"]),
        (ALL_TIERS, []),
    ],
)
def test_what_a_control_lacks(tiers, gaps):
    assert gaps_of_control(tiers) == gaps


def test_what_the_controls_of_a_risk_lack():
    third = gaps_of_control(ALL_TIERS - {Tier.INDEPENDENT})
    assert gaps_in_words([]) == NO_CONTROL
    assert gaps_in_words([[], []]) == ""
    assert gaps_in_words([[NO_ASSURANCE], [NO_ASSURANCE], third]) == (
        "Of 3 controls, 2 have no assurance, 1 has nothing from the third tier"
    )
    assert gaps_in_words([[NO_ASSURANCE]]) == NO_ASSURANCE
    assert gaps_in_words([[]]) == ""
    assert gaps_in_words([gaps_of_control({Tier.OPERATIONAL})]) == (
        "Nothing from the second tier, nothing from the third tier"
    )


# The chart


def test_without_a_score_there_is_no_chart():
    assert step_chart([], Score(1, 1), TODAY) is None


def test_a_score_holds_until_the_next():
    points = [(date(2026, 1, 1), Score(5, 5)), (date(2026, 7, 1), Score(1, 5))]
    chart = step_chart(points, Score(1, 1), date(2026, 12, 31))
    half = chart.marks[1].x
    assert chart.path == f"M{LEFT} {TOP}H{half:g}V{height_of(5):g}H{RIGHT}"
    assert (chart.first_words, chart.last_words) == ("1 Jan 2026", "31 Dec 2026")
    assert chart.target_y == height_of(1)


@given(st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2030, 1, 1)), scores), min_size=1), st.dates())
def test_everything_drawn_lies_within_the_drawing(points, until):
    points.sort(key=lambda point: point[0])
    chart = step_chart(points, None, until)
    assert all(LEFT <= mark.x <= RIGHT and TOP <= mark.y < BOTTOM for mark in chart.marks)
    assert [mark.x for mark in chart.marks] == sorted(mark.x for mark in chart.marks)


def test_the_stripes_of_the_bands_fill_the_drawing():
    stripes = step_chart([(TODAY, Score(1, 1))], None, TODAY).stripes
    assert [stripe.words for stripe in stripes] == ["Low", "Moderate", "High", "Very high"]
    assert (stripes[0].y + stripes[0].height, stripes[-1].y) == (BOTTOM, TOP)
    for low, high in zip(stripes, stripes[1:], strict=False):
        assert high.y + high.height == pytest.approx(low.y, abs=0.11)


@pytest.mark.parametrize(
    ("given_scores", "target", "words"),
    [
        ([Score(5, 4)], None, "The score is 20 (Very high), as it was at first. No target is set."),
        (
            [Score(5, 4), Score(3, 4)],
            Score(2, 3),
            "The score fell from 20 to 12 (High). It is meant to be 6 (Moderate).",
        ),
        (
            [Score(1, 4), Score(2, 3)],
            Score(2, 3),
            "The score rose from 4 to 6 (Moderate). That is what it is meant to be, 6 or less.",
        ),
    ],
)
def test_the_finding(given_scores, target, words):
    assert finding_of(given_scores, target).startswith(words)
