"""Which period is asked for, and what an answer must hold (R52)."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.periods import Quarter
from indicators.rules.requests import (
    Answer,
    Question,
    agrees,
    answer_problems,
    change_question,
    figure_of,
    frozen_content,
    is_big_change,
    period_asked,
    state_for_its_agency,
    state_for_others,
    thawed,
    worked_out,
)
from indicators.rules.vocabulary import Frequency, Unit

Q1, Q2, Q4 = Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 4)
PERCENT = Question(Unit.PERCENT, 1)
COUNT = Question(Unit.COUNT, 0)
THEN = {"before": D(10), "before_period": "April to June 2026"}
NUMBERS = st.none() | st.decimals(min_value=0, max_value=10**7, places=2)


@pytest.mark.parametrize(
    ("frequency", "quarter", "start", "end"),
    [
        ("", Q2, date(2026, 7, 1), date(2026, 9, 30)),
        (Frequency.QUARTERLY, Q2, date(2026, 7, 1), date(2026, 9, 30)),
        (Frequency.QUARTERLY, Q4, date(2027, 1, 1), date(2027, 3, 31)),
        (Frequency.MONTHLY, Q2, date(2026, 9, 1), date(2026, 9, 30)),
        (Frequency.MONTHLY, Q1, date(2026, 6, 1), date(2026, 6, 30)),
        (Frequency.WEEKLY, Q2, date(2026, 9, 21), date(2026, 9, 27)),
        (Frequency.FORTNIGHTLY, Q2, date(2026, 9, 14), date(2026, 9, 27)),
        (Frequency.ANNUAL, Q2, date(2025, 4, 1), date(2026, 3, 31)),
        (Frequency.ANNUAL, Q4, date(2026, 4, 1), date(2027, 3, 31)),
        (Frequency.ACADEMIC_YEAR, Q1, date(2024, 9, 1), date(2025, 8, 31)),
        (Frequency.ACADEMIC_YEAR, Q2, date(2025, 9, 1), date(2026, 8, 31)),
        (Frequency.ACADEMIC_YEAR, Q4, date(2025, 9, 1), date(2026, 8, 31)),
    ],
)
def test_the_newest_whole_period_is_asked_for(frequency, quarter, start, end):
    """One that ended by the quarter's end."""
    assert period_asked(frequency, quarter) == (start, end)


@given(st.sampled_from(["", *Frequency]), st.integers(2019, 2060), st.integers(1, 4))
def test_no_period_is_asked_for_before_it_has_ended(frequency, year, number):
    """Nor one that ended more than a year before."""
    quarter = Quarter(year, number)
    start, end = period_asked(frequency, quarter)
    assert start < end <= quarter.ends_on
    assert (quarter.ends_on - end).days < 366


@pytest.mark.parametrize(
    ("unit", "numerator", "denominator", "value"),
    [
        (Unit.PERCENT, 12, 300, "4"),
        (Unit.PERCENT, 1, 3, "33.3333333"),
        (Unit.PER_10000, 12, 300, "400"),
        (Unit.PER_100000, 12, 300, "4000"),
        (Unit.PERCENT, 0, 300, "0"),
        (Unit.PERCENT, 12, 0, None),
        (Unit.PERCENT, None, 300, None),
        (Unit.PERCENT, 12, None, None),
        (Unit.COUNT, 12, 300, None),
        (Unit.DAYS, 12, 300, None),
    ],
)
def test_a_rate_is_worked_out_from_its_parts(unit, numerator, denominator, value):
    """To the seven places that are kept; nothing follows from a nought below the line, or for a plain number."""
    parts = [None if part is None else D(part) for part in (numerator, denominator)]
    assert worked_out(unit, *parts) == (None if value is None else D(value))


@pytest.mark.parametrize(
    ("value", "exact", "decimals", "expected"),
    [
        ("21.6", "21.5983000", 1, True),
        ("21.60", "21.5983000", 1, True),
        ("21.598", "21.5983000", 1, True),
        ("21.57", "21.6000000", 1, False),
        ("22", "21.6000000", 1, False),
        ("22", "21.6000000", 0, True),
        ("21.7", "21.6500000", 1, True),
        ("21.6", "21.6500000", 1, True),
        ("100", "100.0000000", 1, True),
        ("1000", "999.9600000", 1, True),
        ("4.1", "4.0000000", 1, False),
    ],
)
def test_a_value_agrees_with_its_parts_but_for_rounding(value, exact, decimals, expected):
    """A half may be rounded either way; rounding away a decimal that is shown is no rounding."""
    assert agrees(D(value), D(exact), decimals) is expected


@given(st.decimals(0, 10**6, places=2), st.decimals("0.01", 10**6, places=2), st.integers(0, 5))
def test_any_rounding_of_the_exact_figure_agrees(numerator, denominator, decimals):
    """Whatever the number of decimals shown."""
    exact = worked_out(Unit.PER_100000, numerator, denominator)
    assert agrees(round(exact, decimals), exact, decimals)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [(10, 12, False), (10, "12.1", True), (10, 8, False), (10, "7.9", True), (0, 0, False), (0, 1, True)]
    + [(None, 12, False), (10, None, False), (-10, -11, False), (-10, 10, True)],
)
def test_more_than_a_fifth_is_a_big_change(before, now, expected):
    """A fifth exactly is not; from nought, anything is."""
    before, now = (None if number is None else D(number) for number in (before, now))
    assert is_big_change(before, now) is expected


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [(10, 14, "40% higher than 10.0%"), (10, 5, "50% lower than 10.0%"), (0, 3, "is higher than 0.0%")],
)
def test_the_question_names_the_change(before, now, said):
    """With the last figure and its period."""
    question = Question(Unit.PERCENT, 1, D(before), "April to June 2026")
    asked = change_question(question, D(now))
    assert said in asked
    assert "(April to June 2026). Why has it changed by more than 20%?" in asked


def test_without_a_last_figure_nothing_is_asked():
    """Nor without a figure now."""
    assert change_question(PERCENT, D(5)) == ""
    assert change_question(Question(Unit.PERCENT, 1, **THEN), None) == ""


PARTS = {"numerator": D(12), "denominator": D(300), "analysis": "Words"}


@pytest.mark.parametrize(
    ("question", "answer", "fields"),
    [
        (PERCENT, Answer(**PARTS), []),
        (PERCENT, Answer(value=D("4.0"), **PARTS), []),
        (PERCENT, Answer(value=D("4"), analysis="Words"), []),
        (COUNT, Answer(value=D(0), analysis="Words"), []),
        (PERCENT, Answer(not_available="A new system"), []),
        (PERCENT, Answer(), ["value", "analysis"]),
        (PERCENT, Answer(analysis="Words"), ["value"]),
        (PERCENT, Answer(numerator=D(12), analysis="Words"), ["value"]),
        (PERCENT, Answer(value=D(4)), ["analysis"]),
        (PERCENT, Answer(value=D("4.1"), **PARTS), ["value"]),
        (PERCENT, Answer(**PARTS | {"denominator": D(0)}), ["denominator"]),
        (PERCENT, Answer(**PARTS | {"numerator": D(-1)}), ["numerator"]),
        (PERCENT, Answer(**PARTS | {"denominator": D(-1)}), ["denominator"]),
        (PERCENT, Answer(value=D(4), not_available="None"), ["not_available"]),
        (PERCENT, Answer(denominator=D(4), not_available="None"), ["not_available"]),
        (Question(Unit.PERCENT, 1, **THEN), Answer(**PARTS), ["change_reason"]),
        (Question(Unit.PERCENT, 1, **THEN), Answer(change_reason="A new team", **PARTS), []),
        (Question(Unit.PERCENT, 1, **THEN), Answer(value=D(11), analysis="Words"), []),
        (Question(Unit.PERCENT, 1, **THEN), Answer(not_available="A new system"), []),
    ],
)
def test_what_stands_in_the_way_of_sending(question, answer, fields):
    """A figure that follows or is given, its analysis, and why it has changed so much (R52)."""
    assert [problem.field for problem in answer_problems(question, answer)] == fields


def test_the_parts_are_what_the_figure_is_made_of():
    """The figure typed beside them is only checked."""
    assert figure_of(PERCENT, Answer(value=D("33.3"), numerator=D(1), denominator=D(3))) == D("33.3333333")
    assert figure_of(COUNT, Answer(value=D(7))) == 7


@given(NUMBERS, NUMBERS, NUMBERS, st.text(), st.text(), st.text())
def test_what_was_frozen_thaws_to_the_same(value, numerator, denominator, not_available, analysis, change_reason):
    """To the last digit and letter."""
    answer = Answer(value, numerator, denominator, not_available, analysis, change_reason)
    assert thawed(frozen_content(answer, request="key", number=1)) == answer


def test_the_same_answer_sent_twice_is_not_the_same_text():
    """Or two sendings would have one hash."""
    texts = {frozen_content(Answer(), request=key, number=number) for key in "ab" for number in (1, 2)}
    assert len(texts) == 4


@pytest.mark.parametrize(
    ("state", "answered", "asked", "begun", "outside", "inside"),
    [
        ("draft", False, False, False, "Not sent", "Not started"),
        ("draft", False, False, True, "Not sent", "Draft"),
        ("sent", True, False, True, "Sent", "Sent"),
        ("draft", True, False, True, "Sent", "Correction in draft"),
        ("draft", True, True, True, "Correction asked for", "Correction asked for"),
        ("withdrawn", False, False, True, "Withdrawn", "Withdrawn"),
    ],
)
def test_where_a_request_stands(state, answered, asked, begun, outside, inside):
    """Its own people know of the draft, and nobody else (trust.md 3)."""
    assert state_for_others(state, is_answered=answered, correction_asked=asked) == outside
    own = state_for_its_agency(state, is_answered=answered, correction_asked=asked, is_begun=begun)
    assert own == inside
