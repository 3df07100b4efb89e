"""How far agencies agree: in words for a case, and beyond chance for many (Krippendorff 2004, Cicchetti 1981)."""

import subprocess
import sys
from itertools import cycle, islice

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from audits.rules.agreement import (
    JUDGEMENT_SCALE,
    Reliability,
    agreed_on,
    agreement_words,
    apart_words,
    cases_needed,
    label_of,
    own_grade_words,
    reliability,
    scale_of,
    steps_apart,
)
from audits.rules.krippendorff import alpha
from audits.rules.tools import DEFAULT_GRADES, QuestionKind

BEST, G, R, WORST, NA = "outstanding", "good", "requires-improvement", "inadequate", "not-applicable"

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, part C: four observers, twelve units, with gaps.
EXAMPLE = (
    "1 1 . 1",
    "2 2 3 2",
    "3 3 3 3",
    "3 3 3 3",
    "2 2 2 2",
    "1 2 3 4",
    "4 4 4 4",
    "1 1 2 1",
    "2 2 2 2",
    ". 5 5 5",
    ". . 1 1",
    ". . 3 .",
)


def test_alpha_is_that_of_the_published_example():
    units = [[int(value) for value in line.split() if value != "."] for line in EXAMPLE]
    assert alpha(units) == pytest.approx(0.849, abs=0.001)


@pytest.mark.parametrize("cases", [[], [[1]], [[1], [2], [3]], [[1, 1], [1, 1, 1]]])
def test_alpha_of_nothing_to_compare_or_one_grade_throughout_is_none(cases):
    assert alpha(cases) is None


@drawn(st.lists(st.lists(st.integers(0, 3), max_size=6), max_size=30))
def test_alpha_is_at_most_one_and_one_only_without_any_difference(cases):
    found = alpha(cases)
    differs = any(len(set(case)) > 1 for case in cases)
    assert found is None or (found < 1 if differs else found == 1)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], "No agency graded this."),
        ([NA], "No agency graded this."),
        ([G, NA], "One agency graded this: there is nothing to compare."),
        ([G, G], "Both agencies gave the same grade: Good."),
        ([G, NA, G, G], "All 3 agencies gave the same grade: Good."),
        ([G, R], "The two agencies gave different grades."),
        ([BEST, G, R], "All 3 agencies gave different grades."),
        ([G, G, G, G, R, WORST], "4 of 6 agencies gave the same grade: Good."),
        ([G, G, R, R], "No more than 2 of 4 agencies gave the same grade."),
    ],
)
def test_agreement_in_words(values, words):
    assert agreement_words(values, DEFAULT_GRADES) == words


def test_how_far_apart_leaves_out_the_neutral_answers():
    assert steps_apart([G, NA], DEFAULT_GRADES) == 0
    assert apart_words([G, NA], DEFAULT_GRADES) == ""
    assert steps_apart([WORST, G, NA], DEFAULT_GRADES) == 2
    assert apart_words([R, G], DEFAULT_GRADES) == "One step apart: Good to Requires improvement to be good"
    assert apart_words([WORST, G, R], DEFAULT_GRADES) == "2 steps apart: Good to Inadequate"


@pytest.mark.parametrize(
    ("values", "grade"), [([], ""), ([G], ""), ([G, NA], ""), ([G, G, NA], G), ([G, G, R], ""), ([NA, NA], "")]
)
def test_what_all_who_graded_agree_on_takes_two(values, grade):
    assert agreed_on(values, DEFAULT_GRADES) == grade


def test_an_agency_is_set_beside_what_the_others_gave_themselves():
    assert own_grade_words("", [G], DEFAULT_GRADES) == "The agency did not grade itself."
    assert own_grade_words(G, [G, R, NA], DEFAULT_GRADES) == "Graded itself Good. So did 1 of 2 other agencies."
    assert own_grade_words(G, [R], DEFAULT_GRADES) == "Graded itself Good. So did none of 1 other agency."
    assert own_grade_words(G, [], DEFAULT_GRADES) == "Graded itself Good."
    assert own_grade_words(NA, [G], DEFAULT_GRADES) == "Graded itself Not applicable."


def test_only_grades_and_judgements_have_a_scale():
    assert scale_of(QuestionKind.GRADE, DEFAULT_GRADES) is DEFAULT_GRADES
    assert scale_of(QuestionKind.JUDGEMENT, DEFAULT_GRADES) is JUDGEMENT_SCALE
    assert scale_of(QuestionKind.TEXT, DEFAULT_GRADES) == ()
    assert label_of("partly", JUDGEMENT_SCALE) == "Partly"
    assert label_of("partly", DEFAULT_GRADES) == ""
    assert steps_apart(["yes", "no", "insufficient"], JUDGEMENT_SCALE) == 2


def test_fewer_cases_than_it_takes_give_no_measure_but_say_how_many_it_would_take():
    assert [cases_needed(k) for k in (2, 3, 4)] == [8, 18, 32]
    some = list(islice(cycle([[0, 0], [1, 1], [0, 1]]), 7))
    assert reliability(some) == Reliability(7, 5, 2, 8, None)
    assert reliability(some).words == (
        "Too few cases to say how far this is more than chance: 7 of the 8 it takes with 2 grades in use."
    )
    assert reliability([*some, [1]]).alpha is None, "a case graded by one agency is not compared"
    assert reliability([*some, [1, 1]]).alpha is not None


def test_one_grade_throughout_says_nothing_about_chance():
    found = reliability([[1, 1]] * 50)
    assert (found.alpha, found.figure) == (None, "")
    assert found.words.startswith("Every agency gave the same grade every time")
    assert reliability([[1], []]).words == "No case was graded by two agencies."


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (0.8, "agree well"),
        (0.79, "agree in the main"),
        (0.667, "agree in the main"),
        (0.66, "do not agree well enough"),
        (-0.2, "do not agree well enough"),
    ],
)
def test_the_bands_are_krippendorffs(measure, words):
    assert words in Reliability(40, 20, 4, 32, measure).words


def test_no_percentage_of_fewer_than_twenty():
    assert Reliability(19, 9, 2, 8).same_words == "9 of 19 cases"
    assert Reliability(20, 9, 2, 8).same_words == "9 of 20 cases (45%)"
    assert Reliability(40, 20, 4, 32, -0.254).figure == "Krippendorff’s alpha −0.25"


def test_the_portal_starts_without_the_library_that_measures_agreement():
    lines = (
        "import sys, django",
        "django.setup()",
        "import kscmp.urls, kscmp.celery",
        "kscmp.celery.app.loader.import_default_modules()",
        "print('audits.rules.agreement' in sys.modules, 'nltk' in sys.modules)",
        "from audits.rules.agreement import reliability",
        "reliability([[0, 1]] * 8)",
        "print('nltk' in sys.modules)",
    )
    run = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["True", "False", "True"]
