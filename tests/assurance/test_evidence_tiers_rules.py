"""Freshness in words, what Figure 1 says of the tiers, and the words of every value."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.evidence_tiers import (
    CONFIDENCE_WORDS,
    DUE_SOON,
    ELEMENT_WORDS,
    FRESHNESS_WORDS,
    PURPOSE_SHORT,
    PURPOSE_WORDS,
    PURPOSES_OF_TIER,
    STRENGTH_SHORT,
    STRENGTH_WORDS,
    TIER_SHORT,
    TIER_SLUGS,
    TIER_TEXTS,
    TIER_WORDS,
    VOICE_WORDS,
    Confidence,
    Element,
    Freshness,
    Purpose,
    Strength,
    Tier,
    Voice,
    fresh_in_short,
    freshness_of,
    freshness_words,
    months_after,
)

UNTIL, DAY = date(2027, 5, 3), timedelta(days=1)
DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("today", "freshness", "words", "short"),
    [
        (UNTIL - DUE_SOON - DAY, Freshness.CURRENT, "Current until 3 May 2027", "until 3 May 2027"),
        (UNTIL - DUE_SOON, Freshness.DUE_SOON, "Due soon: current until 3 May 2027", "due soon: 3 May 2027"),
        (UNTIL, Freshness.DUE_SOON, "Due soon: current until 3 May 2027", "due soon: 3 May 2027"),
        (UNTIL + DAY, Freshness.STALE, "Stale since 4 May 2027", "stale since 4 May 2027"),
    ],
)
def test_an_item_is_current_then_due_soon_then_stale(today, freshness, words, short):
    assert freshness_of(UNTIL, today) == freshness
    assert (freshness_words(UNTIL, today), fresh_in_short(UNTIL, today)) == (words, short)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 11, 21), 12, date(2027, 11, 21)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
    ],
)
def test_months_after_a_day(day, months, after):
    assert months_after(day, months) == after


@given(DAYS, st.integers(0, 120), st.integers(0, 120))
def test_more_months_are_never_earlier(day, fewer, more):
    low, high = sorted((fewer, more))
    assert day <= months_after(day, low) <= months_after(day, high)


def test_every_value_has_its_words():
    tables = [
        (Tier, (TIER_WORDS, TIER_TEXTS, TIER_SLUGS, TIER_SHORT, PURPOSES_OF_TIER)),
        (Element, (ELEMENT_WORDS,)),
        (Strength, (STRENGTH_WORDS, STRENGTH_SHORT)),
        (Confidence, (CONFIDENCE_WORDS,)),
        (Voice, (VOICE_WORDS,)),
        (Purpose, (PURPOSE_WORDS, PURPOSE_SHORT)),
        (Freshness, (FRESHNESS_WORDS,)),
    ]
    for values, several in tables:
        for words in several:
            assert list(words) == list(values)


def test_the_purposes_of_the_tiers_are_the_three_between_them():
    assert frozenset().union(*PURPOSES_OF_TIER.values()) == set(Purpose)
