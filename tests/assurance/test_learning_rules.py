"""The rules of learning: the clock of a rapid review, what a lesson and an inspection need (R87, R143, R144, R148)."""

from datetime import date

import pytest

from assurance.rules.clocks import review_clock
from assurance.rules.evidence_tiers import Strength
from assurance.rules.learning import (
    CHANGE_WORDS,
    DECISION_WORDS,
    GIVEN_MOVE_ASKS,
    GIVEN_MOVES,
    GIVEN_RIGHTS,
    GIVEN_WORDS,
    INSPECTORATE_WORDS,
    MOVES,
    REVIEW_MOVE_ASKS,
    REVIEW_MOVE_WORDS,
    REVIEW_NEEDS,
    REVIEW_NEXT_WORDS,
    REVIEW_RIGHTS,
    REVIEW_STATE_WORDS,
    SOURCE_WORDS,
    ChangeKind,
    Decided,
    GivenMove,
    GivenState,
    Inspectorate,
    LessonSource,
    RapidReviewMove,
    RapidReviewState,
    ReviewDecision,
    follow_up_words,
    given_moves_from,
    is_given_overdue,
    problems_of_changes,
    problems_of_inspection,
    problems_of_lesson,
    problems_of_notification,
    problems_of_review_move,
    recommendations_of,
    review_moves_from,
    review_stands,
    source_as_told,
    strength_of_judgement,
    untold_words,
)

TODAY = date(2026, 11, 20)  # a Friday


def test_every_table_names_every_member():
    assert set(REVIEW_STATE_WORDS) == set(REVIEW_NEXT_WORDS) == set(RapidReviewState)
    assert set(REVIEW_MOVE_WORDS) == set(REVIEW_MOVE_ASKS) == set(REVIEW_RIGHTS) == set(RapidReviewMove)
    assert set(REVIEW_NEEDS) == {move for _, move in MOVES} == set(RapidReviewMove) - {RapidReviewMove.NOTIFY}
    assert set(DECISION_WORDS) == set(ReviewDecision)
    assert set(SOURCE_WORDS) == set(LessonSource)
    assert set(GIVEN_WORDS) == {state for state, _ in GIVEN_MOVES} == set(GivenState)
    assert set(GIVEN_RIGHTS) == set(GIVEN_MOVE_ASKS) == set(GivenMove)
    assert set(CHANGE_WORDS) == set(ChangeKind)
    assert set(INSPECTORATE_WORDS) == set(Inspectorate)


def test_a_decision_is_due_fifteen_working_days_after_the_notification():
    """KCC 3.5; C7. Christmas, Boxing Day and New Year are skipped, and named."""
    clock = review_clock(date(2026, 12, 16), 15)
    assert clock.due_on == date(2027, 1, 11)
    assert clock.words == "15 working days after 16 December 2026; 11 days in between are not counted"
    assert "Friday 25 December 2026: Christmas Day, a bank holiday" in [day.words for day in clock.skipped]
    assert review_clock(date(2026, 11, 2), 15).due_on == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("state", "due_on", "decided_on", "words", "is_late"),
    [
        (RapidReviewState.OPEN, date(2026, 11, 24), None, "2 working days left", False),
        (RapidReviewState.OPEN, TODAY, None, "due today", False),
        (RapidReviewState.OPEN, date(2026, 11, 18), None, "2 working days overdue", True),
        (RapidReviewState.DECIDED, date(2026, 11, 18), date(2026, 11, 18), "on time", False),
        (RapidReviewState.DECIDED, date(2026, 11, 18), date(2026, 11, 19), "1 working day late", True),
    ],
)
def test_how_a_review_stands(state, due_on, decided_on, words, is_late):
    stands = review_stands(state, due_on, decided_on, TODAY)
    assert (stands.words, stands.is_late) == (words, is_late)


@pytest.mark.parametrize(
    ("reference", "taken"),
    [
        ("RR-2026-014", True),
        ("SI/12345", True),
        ("7", True),
        ("Child A", False),
        ("Smith", False),
        ("John Smith 2026", False),
        ("-", False),
        ("", False),
    ],
)
def test_only_a_reference_of_a_case_system_is_taken(reference, taken):
    assert (problems_of_notification(reference, TODAY, TODAY) == []) is taken


def test_nothing_is_notified_tomorrow():
    assert problems_of_notification("RR-1", date(2026, 11, 21), TODAY) == [
        "The date of notification cannot be in the future."
    ]


@pytest.mark.parametrize(
    ("said", "problems"),
    [
        (Decided("Because", "no_review", TODAY), []),
        (
            Decided(),
            [
                "Choose what was decided.",
                "Enter the date of the decision.",
                "Give the reasons for the decision.",
            ],
        ),
        (Decided("  ", "no_review", TODAY), ["Give the reasons for the decision."]),
        (Decided("Because", "nonsense", TODAY), ["Choose one of the decisions shown."]),
        (Decided("Because", "no_review", date(2026, 11, 21)), ["The date of the decision cannot be in the future."]),
        (
            Decided("Because", "no_review", date(2026, 11, 2)),
            ["The decision cannot be before the notification, on 3 November 2026."],
        ),
    ],
)
def test_a_decision_has_its_date_and_its_reasons(said, problems):
    found = problems_of_review_move(RapidReviewMove.DECIDE, said, notified_on=date(2026, 11, 3), today=TODAY)
    assert found == problems


def test_what_may_be_done_next():
    assert review_moves_from(RapidReviewState.OPEN) == [RapidReviewMove.DECIDE, RapidReviewMove.NOTE]
    assert review_moves_from(RapidReviewState.DECIDED) == [RapidReviewMove.NOTE, RapidReviewMove.CORRECT]
    assert given_moves_from(GivenState.GIVEN) == [GivenMove.TAKE_UP, GivenMove.TELL]
    assert given_moves_from(GivenState.CHANGED) == [GivenMove.TELL]


def test_that_a_lesson_comes_from_a_rapid_review_is_told_to_those_who_may_know():
    told = {one: source_as_told(one, reads_reviews=False) for one in LessonSource}
    assert told.pop(LessonSource.RAPID) == LessonSource.OTHER
    assert all(one == as_told for one, as_told in told.items())
    assert source_as_told(LessonSource.RAPID, reads_reviews=True) == LessonSource.RAPID


def test_what_the_child_death_overview_panel_learned_links_to_ecdop():
    """R148: nothing is entered twice."""
    problem = ["Enter the link to eCDOP: what is held there is not entered here again."]
    assert problems_of_lesson(LessonSource.CHILD_DEATH, "", None, TODAY) == problem
    assert problems_of_lesson(LessonSource.CHILD_DEATH, "https://www.example.org/", None, TODAY) == []
    assert problems_of_lesson(LessonSource.LEGACY, "", date(2019, 3, 1), TODAY) == []
    assert problems_of_lesson(LessonSource.LOCAL, "", date(2026, 11, 21), TODAY) == [
        "The date of publication cannot be in the future."
    ]


@pytest.mark.parametrize(
    ("state", "due_on", "overdue"),
    [
        (GivenState.GIVEN, date(2026, 11, 19), True),
        (GivenState.TAKEN_UP, date(2026, 11, 19), True),
        (GivenState.GIVEN, TODAY, False),
        (GivenState.CHANGED, date(2026, 11, 19), False),
    ],
)
def test_a_lesson_is_overdue_until_something_is_told(state, due_on, overdue):
    assert is_given_overdue(state, due_on, TODAY) is overdue


def test_at_least_one_of_the_four_is_told():
    assert len(problems_of_changes(dict.fromkeys(ChangeKind, "  "))) == 1
    assert problems_of_changes({ChangeKind.POLICY: "The procedure says it"}) == []


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (set(ChangeKind), ""),
        (set(ChangeKind) - {ChangeKind.OUTCOMES}, "Nothing told yet of outcomes for children."),
        ({ChangeKind.TRAINING}, "Nothing told yet of policy, practice or outcomes for children."),
    ],
)
def test_what_has_not_been_told_is_said_plainly(told, words):
    assert untold_words(told) == words


@pytest.mark.parametrize(
    ("inspected_on", "published_on", "problem"),
    [
        (TODAY, None, None),
        (date(2026, 9, 1), date(2026, 10, 1), None),
        (date(2026, 11, 21), None, "cannot be in the future: record it once"),
        (date(2026, 9, 1), date(2026, 11, 21), "publication cannot be in the future"),
        (date(2026, 9, 1), date(2026, 8, 1), "cannot be before the inspection began"),
    ],
)
def test_an_inspection_is_recorded_once_it_has_begun(inspected_on, published_on, problem):
    found = problems_of_inspection(inspected_on, published_on, TODAY)
    assert problem in found[0] if problem else found == []


@pytest.mark.parametrize(
    ("actions", "closed", "dropped", "words"),
    [
        (0, 0, 0, "No action yet"),
        (1, 0, 1, "No action now: what was set has been dropped"),
        (1, 0, 0, "1 action, none closed with an effect"),
        (1, 1, 0, "1 action, closed with its effect"),
        (4, 1, 1, "3 actions, 1 closed with an effect"),
        (2, 2, 0, "2 actions, closed with their effect"),
    ],
)
def test_what_is_done_about_a_recommendation_is_said_plainly(actions, closed, dropped, words):
    assert follow_up_words(actions, closed, dropped) == words


def test_recommendations_are_pasted_one_a_line():
    assert recommendations_of("• See children alone\n\n- Share the plan  \n") == [
        "See children alone",
        "Share the plan",
    ]


@pytest.mark.parametrize(
    ("judgement", "strength", "is_sure"),
    [
        ("Outstanding", Strength.SUBSTANTIAL, True),
        ("Requires improvement to be good", Strength.PARTIAL, True),
        ("Safeguarding inadequate; capacity adequate", Strength.LITTLE, True),
        ("A narrative judgement", Strength.PARTIAL, False),
    ],
)
def test_how_much_assurance_a_judgement_gives(judgement, strength, is_sure):
    assert strength_of_judgement(judgement) == (strength, is_sure)
