"""Then and now: the direction of a change, and whether chance could do that, held against SciPy (R115)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from audits.rules.reaudit import Chance, Change, Side, compared, fisher_exact, is_unimproved, side_of
from audits.rules.tools import DEFAULT_GRADES, GradeRule

OF = {grade.slug: grade for grade in DEFAULT_GRADES}


@st.composite
def sides(draw, most=60):
    graded = draw(st.integers(0, most))
    return Side(draw(st.integers(0, graded)), graded)


@given(sides(), sides())
def test_the_test_is_scipys(then, now):
    if not then.graded or not now.graded:
        return
    table = [[then.met, then.graded - then.met], [now.met, now.graded - now.met]]
    ours = fisher_exact(then.met, then.graded, now.met, now.graded)
    assert float(ours) == pytest.approx(float(stats.fisher_exact(table).pvalue), abs=1e-9)


def test_two_tables_of_the_textbooks():
    # A tea drinker who tells three of four cups each way (Fisher 1935), two-sided; and an example of SciPy's own.
    assert fisher_exact(3, 4, 1, 4) == Fraction(34, 70)
    assert float(fisher_exact(6, 8, 2, 8)) == pytest.approx(float(stats.fisher_exact([[6, 2], [2, 6]]).pvalue))


@pytest.mark.parametrize(
    ("then", "now", "change", "chance", "p_words"),
    [
        ((1, 5), (5, 5), Change.BETTER, Chance.SELDOM, "p = 0.048"),
        ((0, 5), (5, 5), Change.BETTER, Chance.SELDOM, "p = 0.008"),
        ((2, 5), (4, 5), Change.BETTER, Chance.POSSIBLE, "p = 0.524"),
        ((4, 5), (2, 5), Change.WORSE, Chance.POSSIBLE, "p = 0.524"),
        ((0, 3), (3, 3), Change.BETTER, Chance.TOO_FEW, ""),
        ((0, 4), (4, 4), Change.BETTER, Chance.SELDOM, "p = 0.029"),
        ((2, 5), (4, 10), Change.SAME, Chance.NONE, ""),
        ((0, 0), (4, 5), Change.UNKNOWN, Chance.NONE, ""),
        ((4, 5), (0, 0), Change.UNKNOWN, Chance.NONE, ""),
        ((20, 40), (36, 40), Change.BETTER, Chance.SELDOM, "p < 0.001"),
    ],
)
def test_then_and_now_in_words(then, now, change, chance, p_words):
    found = compared(Side(*then), Side(*now))
    assert (found.change, found.chance, found.p_words) == (change, chance, p_words)
    assert bool(found.chance_words) is (chance != Chance.NONE)


@given(sides(), sides())
def test_the_mirror_of_a_change_is_the_other_change_with_the_same_chance(then, now):
    here, there = compared(then, now), compared(now, then)
    mirror = {Change.BETTER: Change.WORSE, Change.WORSE: Change.BETTER}
    assert there.change == mirror.get(here.change, here.change)
    assert (here.chance, here.p) == (there.chance, there.p)


@given(sides(most=3), sides(most=3))
def test_of_three_cases_each_nothing_is_ever_told(then, now):
    assert compared(then, now).chance in (Chance.NONE, Chance.TOO_FEW)


def test_a_case_counts_once_however_many_questions_stand_under_a_standard():
    units = [
        [OF["good"], OF["outstanding"]],
        [OF["good"], OF["inadequate"]],
        [OF["good"], OF["not-applicable"]],
        [OF["not-applicable"], OF["insufficient-evidence"]],
        [],
    ]
    side = side_of(units, DEFAULT_GRADES)
    assert (side.met, side.graded) == (2, 3)
    assert side.grades_words == "1 Outstanding, 3 Good, 1 Inadequate, 2 Not applicable, 1 Insufficient evidence"


@given(st.lists(st.lists(st.sampled_from(DEFAULT_GRADES), max_size=4), max_size=12))
def test_no_more_meet_than_are_graded_and_no_grade_is_lost(units):
    side = side_of(units, DEFAULT_GRADES)
    assert 0 <= side.met <= side.graded <= len(units)
    assert sum(count for _, count in side.grades) == sum(len(grades) for grades in units)


def test_no_percentage_of_fewer_than_twenty():
    assert Side(3, 5).words("case") == "3 of 5 cases"
    assert Side(1, 1).words("agency") == "1 of 1 agency"
    assert Side(12, 20).words("case") == "12 of 20 cases (60%)"
    assert Side(0, 0).words("case") == "No cases graded"


@pytest.mark.parametrize(("met", "graded", "fails"), [(2, 5, True), (3, 5, False), (5, 10, False), (0, 0, False)])
def test_a_standard_fails_where_fewer_than_half_met_it(met, graded, fails):
    assert Side(met, graded).fails is fails


@pytest.mark.parametrize(
    ("then", "now", "unimproved"),
    [
        ((1, 5), (1, 5), True),
        ((3, 5), (1, 5), True),
        ((1, 5), (2, 5), False),
        ((5, 5), (5, 5), False),
        ((5, 5), (4, 5), True),
        ((0, 0), (1, 5), False),
        ((1, 5), (0, 0), False),
    ],
)
def test_what_did_not_improve(then, now, unimproved):
    assert is_unimproved(Side(*then), Side(*now)) is unimproved


def test_scales_may_differ_between_then_and_now():
    other = (GradeRule("met", "Met", "", meets=True), GradeRule("not-met", "Not met", ""))
    then = side_of([[OF["good"]], [OF["inadequate"]]], DEFAULT_GRADES)
    now = side_of([[other[0]], [other[0]]], other)
    assert compared(then, now).change == Change.BETTER
