"""Settling a grade: when it needs a reason, and what is still to be settled (R112)."""

import pytest

from audits.rules.agreement import JUDGEMENT_SCALE
from audits.rules.settling import (
    NOT_A_GRADE,
    REASON_NEEDED,
    Settled,
    problems_of_finishing,
    problems_of_settling,
    reason_needed,
    settled_so_far,
)
from audits.rules.tools import DEFAULT_GRADES

GOOD, POOR, NEUTRAL, UNSURE = "good", "inadequate", "not-applicable", "insufficient-evidence"


@pytest.mark.parametrize(
    ("value", "given", "needed"),
    [
        (GOOD, [GOOD, GOOD], False),
        (GOOD, [GOOD, NEUTRAL], False),
        (GOOD, [GOOD, POOR], True),
        (POOR, [GOOD, GOOD], True),
        (NEUTRAL, [GOOD, NEUTRAL], True),
        (NEUTRAL, [NEUTRAL, NEUTRAL], False),
        (NEUTRAL, [NEUTRAL, UNSURE], True),
        (GOOD, [NEUTRAL], True),
        (GOOD, [], True),
    ],
)
def test_a_grade_that_is_not_what_every_agency_gave_needs_a_reason(value, given, needed):
    assert reason_needed(value, given, DEFAULT_GRADES) is needed
    problems = problems_of_settling(value, " ", given, DEFAULT_GRADES)
    assert problems == ([f"{REASON_NEEDED}."] if needed else [])
    assert problems_of_settling(value, "The record says so.", given, DEFAULT_GRADES) == []


@pytest.mark.parametrize("value", ["", "superb", "yes"])
def test_a_grade_is_one_of_the_scale(value):
    assert problems_of_settling(value, "Because.", [GOOD], DEFAULT_GRADES) == [f"{NOT_A_GRADE}."]


def test_a_judgement_is_settled_on_its_own_scale():
    assert problems_of_settling("partly", "", ["partly", "insufficient"], JUDGEMENT_SCALE) == []
    assert problems_of_settling("good", "", ["good"], JUDGEMENT_SCALE) == [f"{NOT_A_GRADE}."]


def test_what_nobody_graded_needs_no_settling_but_the_grade_of_the_whole_does():
    asked = [("1.1", True, True), ("1.2", False, False), ("1.3", True, False), ("2.1", False, False)]
    assert settled_so_far("A01", asked) == Settled("A01", 1, 2, ("1.3",))
    assert settled_so_far("A01", asked, overall="2.1") == Settled("A01", 1, 3, ("1.3", "2.1"))
    assert settled_so_far("A02", [], overall="2.1") == Settled("A02", 0, 0)


def test_moderation_is_finished_when_every_grade_is_settled():
    assert problems_of_finishing([Settled("A01", 2, 2), Settled("A02", 0, 0)]) == []
    left = [Settled("A01", 1, 2, ("1.3",)), Settled("A02", 0, 3, ("1.1", "1.2", "2.1"))]
    assert problems_of_finishing(left) == ["A01: 1.3 is not settled.", "A02: 1.1, 1.2 and 2.1 are not settled."]


def test_a_long_list_of_what_is_left_is_cut_short():
    numbers = tuple(f"1.{n}" for n in range(1, 13))
    problems = problems_of_finishing([Settled(f"A{n:02}", 0, 12, numbers) for n in range(1, 14)])
    assert len(problems) == 11
    assert problems[0] == "A01: 12 grades are not settled."
    assert problems[-1] == "3 more have grades that are not settled."
