"""Assessments beside each other as rules: what differs, what moved, and that nothing is lost on the way."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutiny.rules.assessments import AssessmentKind
from scrutiny.rules.compare import (
    Difference,
    Movement,
    Pair,
    Rater,
    by_difference,
    by_movement,
    counts_words,
    movement,
    pairs,
    raters,
    steps_up,
    trail_words,
)
from scrutiny.rules.framework_content import QuestionWords, StepWords
from scrutiny.rules.frameworks import RANK, Rating
from scrutiny.rules.frozen import FrozenAnswer
from scrutiny.rules.heat_map import Column, ever_asked, grid, in_parts, lowest, missing_years_words

RED, AMBER, GREEN, NONE = Rating.RED, Rating.AMBER, Rating.GREEN, Rating.NOT_RATED
PARTNERS, SCRUTINEER = Rater("the partners", is_many=True), Rater("the scrutineer")
REVERSED = {
    Movement.WORSE: Movement.IMPROVED,
    Movement.IMPROVED: Movement.WORSE,
    Movement.NEW: Movement.GONE,
    Movement.GONE: Movement.NEW,
    Movement.SAME: Movement.SAME,
    Movement.UNRATED: Movement.UNRATED,
}


def answer(question, rating, text="Is it so?", number="1.1"):
    return FrozenAnswer(question, "a-step", number, text, rating, "Because")


def pair(one, other):
    return Pair(one and answer("a", one), other and answer("a", other))


ratings = st.sampled_from(Rating)
answered = st.dictionaries(st.sampled_from("abcdefgh"), ratings).map(
    lambda found: [answer(question, rating) for question, rating in found.items()]
)


@pytest.mark.parametrize(
    ("then", "now", "moved", "words"),
    [
        (RED, AMBER, "improved", "Red to Amber, one step"),
        (RED, GREEN, "improved", "Red to Green, two steps"),
        (GREEN, AMBER, "worse", "Green to Amber, one step"),
        (GREEN, RED, "worse", "Green to Red, two steps"),
        (AMBER, AMBER, "same", "Amber"),
        (None, RED, "new", "Red"),
        (GREEN, None, "gone", "it was Green"),
        (NONE, GREEN, "unrated", "Not yet rated to Green"),
        (NONE, NONE, "same", "Not yet rated"),
    ],
)
def test_movement_in_words(then, now, moved, words):
    found = pair(then, now)
    assert (found.movement, found.moved_words) == (moved, words)


@given(st.none() | ratings, st.none() | ratings)
def test_movement_turned_round_in_time_is_its_reverse(then, now):
    assert movement(now, then) == REVERSED[movement(then, now)]
    assert steps_up(now, then) == -steps_up(then, now)
    assert (steps_up(then, now) > 0) == (movement(then, now) == Movement.IMPROVED)


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (GREEN, AMBER, "The partners rate it Green, the scrutineer Amber: one step lower"),
        (RED, GREEN, "The partners rate it Red, the scrutineer Green: two steps higher"),
        (RED, RED, "Both rate it Red"),
        (None, RED, "The scrutineer rates it Red; the other did not ask it"),
        (AMBER, None, "The partners rate it Amber; the other did not ask it"),
        (NONE, AMBER, "The partners rate it Not yet rated, the scrutineer Amber"),
    ],
)
def test_the_difference_is_said_in_a_sentence(one, other, words):
    assert pair(one, other).sentence(PARTNERS, SCRUTINEER) == words


def test_who_rated_is_said_by_capacity_and_by_title_where_that_does_not_tell_them_apart():
    joint, scrutiny, agency = AssessmentKind.JOINT, AssessmentKind.SCRUTINY, AssessmentKind.AGENCY
    assert raters((joint, scrutiny), ("", ""), ("A", "B")) == (PARTNERS, SCRUTINEER)
    assert raters((agency, joint), ("Kent Police", ""), ("A", "B")) == (Rater("Kent Police"), PARTNERS)
    assert raters((scrutiny, scrutiny), ("", ""), ("A", "B")) == (Rater("“A”"), Rater("“B”"))


@given(answered, answered)
def test_every_question_of_both_is_there_once_however_they_are_grouped(one, other):
    found = pairs(one, other)
    asked = {each.question for each in [*one, *other]}
    for groups in (by_difference(found), by_movement(found)):
        shown = [each for group in groups for each in group.pairs]
        assert sorted(each.asked.question for each in shown) == sorted(asked)
        assert len({group.key for group in groups}) == len(groups)
    assert {each.one for each in found if each.one} == set(one)
    assert {each.other for each in found if each.other} == set(other)


@given(answered, answered)
def test_the_differences_come_first_and_the_widest_of_them_before_the_others(one, other):
    shown = [each for group in by_difference(pairs(one, other)) for each in group.pairs]
    order = list(Difference)
    assert [order.index(each.difference) for each in shown] == sorted(order.index(each.difference) for each in shown)
    wide = [abs(steps_up(*each.ratings)) for each in shown if each.difference == Difference.DIFFERS]
    assert wide == sorted(wide, reverse=True)


def test_what_is_worse_comes_before_what_improved_and_the_same_last():
    then = [answer("a", GREEN), answer("b", RED), answer("c", AMBER), answer("d", RED)]
    now = [answer("c", AMBER), answer("b", GREEN), answer("a", AMBER), answer("e", RED)]
    groups = by_movement(pairs(then, now))
    assert [(group.key, [each.asked.question for each in group.pairs]) for group in groups] == [
        ("worse", ["a"]),
        ("improved", ["b"]),
        ("new", ["e"]),
        ("gone", ["d"]),
        ("same", ["c"]),
    ]
    assert counts_words(groups) == "1 worse, 1 improved, 1 newly asked, 1 no longer asked, 1 the same"


def test_a_reworded_question_is_the_same_question_and_says_how_it_was_worded():
    (found,) = pairs([answer("a", RED, "Old words")], [answer("a", AMBER, "New words", "2.4")])
    assert (found.movement, found.asked.text, found.asked.number, found.formerly) == (
        "improved",
        "New words",
        "2.4",
        "Old words",
    )
    (same,) = pairs([answer("a", RED)], [answer("a", RED)])
    assert same.formerly == ""


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([], ""),
        ([(2020, RED)], "2020 Red"),
        ([(2018, RED), (2019, RED), (2020, AMBER)], "2018 to 2019 Red, 2020 Amber"),
        ([(2019, RED), (2019, RED), (2020, GREEN)], "2019 Red, 2020 Green"),
        ([(2018, RED), (2020, RED), (2021, RED)], "2018 Red, 2020 to 2021 Red"),
    ],
)
def test_earlier_ratings_in_words(told, words):
    assert trail_words(told) == words


# Heat maps


def question(number, identity=None, text="Is it so?"):
    return QuestionWords(text, (), identity or uuid4(), number)


A, B, C = (UUID(int=number) for number in (1, 2, 3))


def test_questions_of_every_version_are_there_once_in_the_newest_words():
    first, second = uuid4(), uuid4()
    older = [
        StepWords("Old title", (question("1.1", A, "Old"), question("1.2", B)), first, 1),
        StepWords("Dropped", (question("2.1", C),), second, 2),
    ]
    newer = [StepWords("New title", (question("1.1", A, "New"),), first, 1)]
    steps = ever_asked([newer, older])
    assert [(step.title, [(one.text, one.is_asked) for one in step.questions]) for step in steps] == [
        ("New title", [("New", True), ("Is it so?", False)]),
        ("Dropped", [("Is it so?", False)]),
    ]


def test_a_question_that_moved_to_another_step_stands_where_it_now_is():
    first, second = uuid4(), uuid4()
    older = [StepWords("One", (question("1.1", A),), first, 1), StepWords("Two", (question("2.1", B),), second, 2)]
    newer = [StepWords("One", (), first, 1), StepWords("Two", (question("2.1", B), question("2.2", A)), second, 2)]
    assert [(step.title, [one.number for one in step.questions]) for step in ever_asked([newer, older])] == [
        ("Two", ["2.1", "2.2"])
    ]


def test_several_assessments_of_a_year_show_the_lowest_and_say_so():
    steps = ever_asked([[StepWords("One", (question("1.1", A), question("1.2", B), question("1.3", C)), uuid4(), 1)]])
    columns = [Column("2025", ({str(A): GREEN}, {str(A): RED, str(B): AMBER})), Column("2026", ({str(A): GREEN},))]
    shown = grid(steps, columns)
    first, second = shown.rows
    assert [cell.words for cell in first.cells] == ["Red (lowest of Red, Green)", "Green"]
    assert [cell.words for cell in second.cells] == ["Amber", "Not asked"]
    assert [(one.words, one.counts) for one in shown.totals] == [
        ("Green", (("2025", 0), ("2026", 1))),
        ("Amber", (("2025", 1), ("2026", 0))),
        ("Red", (("2025", 1), ("2026", 0))),
    ]


@given(st.lists(ratings, min_size=1))
def test_the_lowest_hides_no_concern(found):
    rated = [RANK[one] for one in found if one in RANK]
    assert RANK.get(lowest(found)) == (min(rated) if rated else None)


@given(st.lists(st.dictionaries(st.sampled_from([A, B, C]), ratings), min_size=1, max_size=9), st.integers(1, 4))
def test_no_rating_is_lost_in_a_heat_map_or_in_its_parts(found, most):
    steps = ever_asked([[StepWords("One", tuple(question("1", one) for one in (A, B, C)), uuid4(), 1)]])
    columns = [
        Column(str(place), ({str(one): rating for one, rating in each.items()},)) for place, each in enumerate(found)
    ]
    shown = grid(steps, columns)
    given_ = sorted((str(place), one.value) for place, each in enumerate(found) for one in each.values())
    for grids in ([shown], in_parts(shown, most)):
        cells = [cell for each in grids for row in each.rows for cell in row.cells]
        assert sorted((cell.label, cell.rating.value) for cell in cells if cell.rating) == given_
        assert tuple(label for each in grids for label in each.columns) == shown.columns


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ([], ""),
        ([2026], ""),
        ([2025, 2026], ""),
        ([2024, 2026], "No published assessment that you may read ends in 2025."),
        ([2022, 2024, 2026, 2028], "No published assessment that you may read ends in 2023, 2025 and 2027."),
    ],
)
def test_years_without_an_assessment_are_said(years, words):
    assert missing_years_words(years) == words
