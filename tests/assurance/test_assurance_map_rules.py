"""The assurance map as a pure rule: cells, tiers, gaps and the sentence, against a plain count."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.assurance_map import (
    ROWS_NOUNS,
    ROWS_WORDS,
    AssuranceMap,
    Held,
    Rows,
    Subject,
    age_words,
    map_of,
    summary_of,
)
from assurance.rules.evidence_tiers import Element, Freshness, Strength, Tier, freshness_of

TODAY = date(2026, 11, 21)
SUBJECTS = tuple(Subject(key, f"Subject {key}") for key in "abc")
DAYS = st.dates(date(2024, 1, 1), TODAY)


@st.composite
def items(draw):
    """Items of the three subjects, and of one that is not on the map, each with its own key."""
    number = draw(st.integers(0, 14))
    return [
        Held(
            draw(st.sampled_from("abcx")),
            f"item-{key}",
            "An item",
            draw(st.sampled_from(Tier)),
            draw(st.sampled_from(Element)),
            draw(st.sampled_from(Strength)),
            draw(DAYS),
            TODAY + timedelta(days=draw(st.integers(-200, 200))),
        )
        for key in range(number)
    ]


def held(subject="a", item="1", tier=Tier.OPERATIONAL, element=Element.QUALITATIVE, **fields):
    details = {"title": "An item", "strength": Strength.PARTIAL, "dated_on": TODAY, "current_until": TODAY}
    return Held(subject, item, tier=tier, element=element, **details | fields)


def stands(one):
    return freshness_of(one.current_until, TODAY) != Freshness.STALE


@given(items())
def test_each_cell_shows_the_newest_current_item_or_else_the_newest(given_items):
    found = map_of(SUBJECTS, given_items, TODAY)
    assert [row.subject for row in found.rows] == list(SUBJECTS)
    for row in found.rows:
        assert [(cell.tier, cell.element) for cell in row.cells] == [(t, e) for t in Tier for e in Element]
        for cell in row.cells:
            here = [
                one
                for one in given_items
                if (one.subject, one.tier, one.element) == (row.subject.key, cell.tier, cell.element)
            ]
            current = [one for one in here if stands(one)]
            assert (cell.number, cell.current, cell.is_current) == (len(here), len(current), bool(current))
            assert (cell.held is None) == (not here)
            if cell.held:
                assert cell.held in (current or here)
                assert cell.held.dated_on == max(one.dated_on for one in current or here)
                assert cell.freshness == freshness_of(cell.held.current_until, TODAY)


@given(items())
def test_the_counts_are_of_all_tiers_whatever_is_shown(given_items):
    whole = map_of(SUBJECTS, given_items, TODAY)
    tiers = {key.key: {one.tier for one in given_items if one.subject == key.key and stands(one)} for key in SUBJECTS}
    assert whole.full == sum(len(found) == 3 for found in tiers.values())
    assert whole.none == sum(not found for found in tiers.values())
    narrowed = map_of(
        SUBJECTS, given_items, TODAY, tiers=[Tier.STRATEGIC], elements=[Element.JUDGEMENT], only_gaps=True
    )
    assert (narrowed.total, narrowed.full, narrowed.none) == (whole.total, whole.full, whole.none)
    assert all(len(row.cells) == 1 for row in narrowed.rows)


@given(items(), st.sets(st.sampled_from(Tier)), st.sets(st.sampled_from(Element)))
def test_only_gaps_leaves_out_the_rows_without_one_and_no_others(given_items, tiers, elements):
    every = map_of(SUBJECTS, given_items, TODAY, tiers=tiers, elements=elements)
    gaps = map_of(SUBJECTS, given_items, TODAY, tiers=tiers, elements=elements, only_gaps=True)
    for row in every.rows:
        has_gap = any(not any(cell.is_current for cell in row.cells_of(tier)) for tier in every.tiers)
        assert (row in gaps.rows) == has_gap


@given(items(), st.randoms())
def test_the_order_items_come_in_does_not_matter(given_items, chance):
    mixed = list(given_items)
    chance.shuffle(mixed)
    assert map_of(SUBJECTS, mixed, TODAY) == map_of(SUBJECTS, given_items, TODAY)


def test_an_older_current_item_goes_before_a_newer_stale_one():
    old = held(item="old", dated_on=TODAY - timedelta(days=90))
    stale = held(item="stale", dated_on=TODAY - timedelta(days=9), current_until=TODAY - timedelta(days=1))
    (cell, *_) = map_of(SUBJECTS[:1], [old, stale], TODAY, tiers=[old.tier], elements=[old.element]).rows[0].cells
    assert (cell.held, cell.number, cell.current) == (old, 2, 1)


@pytest.mark.parametrize(
    ("total", "full", "none", "rows", "sentence"),
    [
        (26, 12, 5, Rows.INDICATORS, "12 of 26 indicators have current assurance from all three tiers; 5 have none."),
        (26, 1, 1, Rows.INDICATORS, "1 of 26 indicators has current assurance from all three tiers; 1 has none."),
        (4, 0, 4, Rows.RISKS, "None of 4 risks has current assurance from all three tiers; 4 have none."),
        (1, 1, 0, Rows.PRIORITIES, "1 of 1 priority has current assurance from all three tiers; none has none."),
        (0, 0, 0, Rows.THEMES, ""),
    ],
)
def test_the_map_in_a_sentence(total, full, none, rows, sentence):
    assert summary_of(AssuranceMap((), (), (), total, full, none), rows) == sentence


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY, "today"),
        (date(2026, 11, 20), "1 day old"),
        (date(2026, 9, 22), "60 days old"),
        (date(2026, 8, 22), "2 months old"),
        (date(2024, 11, 22), "23 months old"),
        (date(2024, 11, 21), "2 years old"),
    ],
)
def test_the_age_of_an_item(day, words):
    assert age_words(day, TODAY) == words


def test_every_kind_of_row_has_its_words():
    assert list(ROWS_WORDS) == list(ROWS_NOUNS) == list(Rows)
