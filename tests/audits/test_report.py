"""The report as values: what is counted, how a share is worded, what keeps it from being final (R112, R138)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.rules.evidence_tiers import Strength
from audits.rules.answers import FindingKind
from audits.rules.report import (
    AgencyResult,
    Draft,
    GradeCount,
    QuestionResult,
    ReportFinding,
    ReportRecommendation,
    ReportTask,
    ReportWords,
    problems_of_publishing,
    read_report,
    result_words,
    share_words,
    strength_of,
    write_report,
)

TEXT = st.text(max_size=40)
COUNTS = st.builds(GradeCount, TEXT, st.integers(0, 40), st.booleans(), st.booleans())
RESULTS = st.builds(
    QuestionResult, TEXT, TEXT, TEXT, TEXT, st.sampled_from(["", "overall"]), st.lists(COUNTS).map(tuple)
)
REPORTS = st.builds(
    ReportWords,
    title=TEXT,
    kind=TEXT,
    unit=st.sampled_from(["case", "agency"]),
    lead=TEXT,
    group=TEXT,
    launched_on=st.dates().map(str),
    moderated_on=st.dates().map(str),
    tool=TEXT,
    why=TEXT,
    outcome=TEXT,
    lines=st.lists(TEXT).map(tuple),
    agencies=st.lists(TEXT).map(tuple),
    graded=st.integers(0, 40),
    not_signed=st.lists(TEXT).map(tuple),
    texts=st.lists(st.tuples(TEXT, TEXT)).map(tuple),
    results=st.lists(RESULTS, max_size=3).map(tuple),
    by_agency=st.lists(st.builds(AgencyResult, TEXT, st.lists(st.tuples(TEXT, TEXT, TEXT)).map(tuple)), max_size=2).map(
        tuple
    ),
    findings=st.lists(st.builds(ReportFinding, st.sampled_from(list(map(str, FindingKind))), TEXT, TEXT)).map(tuple),
    recommendations=st.lists(
        st.builds(
            ReportRecommendation,
            st.integers(1, 9),
            TEXT,
            TEXT,
            TEXT,
            st.lists(st.builds(ReportTask, TEXT, TEXT, TEXT, st.dates().map(str)), max_size=2).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
)


@given(REPORTS)
def test_a_report_reads_back_as_it_was_written(words):
    assert read_report(write_report(words)) == words


@pytest.mark.parametrize(
    ("count", "of", "unit", "words"),
    [
        (0, 0, "case", "no cases"),
        (0, 0, "agency", "no agencies"),
        (1, 1, "case", "1 of 1 case"),
        (3, 5, "case", "3 of 5 cases"),
        (2, 6, "agency", "2 of 6 agencies"),
        (10, 19, "case", "10 of 19 cases"),
        (15, 24, "case", "15 of 24 cases (63%)"),
        (1, 200, "case", "1 of 200 cases (1%)"),
    ],
)
def test_a_share_in_words(count, of, unit, words):
    assert share_words(count, of, unit) == words


@given(st.integers(0, 19), st.integers(0, 19))
def test_there_is_no_percentage_of_fewer_than_twenty(count, of):
    assert "%" not in share_words(count, of, "case")


def result(**counts):
    kinds = {"good": (True, False), "poor": (False, False), "unknown": (False, True)}
    return QuestionResult(
        "1.1", "s", "The standard", "How well?", "", tuple(GradeCount(k, n, *kinds[k]) for k, n in counts.items())
    )


def test_neutral_answers_are_not_counted_as_graded():
    found = result(good=3, poor=1, unknown=4)
    assert (found.met, found.graded) == (3, 4)
    assert result_words(found, "case") == "3 of 4 cases met the standard."
    assert result_words(result(unknown=4), "case").startswith("nothing was graded")


@pytest.mark.parametrize(
    ("met", "graded", "strength"),
    [
        (0, 0, Strength.NONE),
        (0, 5, Strength.NONE),
        (1, 5, Strength.LITTLE),
        (5, 10, Strength.PARTIAL),
        (8, 10, Strength.PARTIAL),
        (9, 10, Strength.SUBSTANTIAL),
        (5, 5, Strength.SUBSTANTIAL),
    ],
)
def test_how_much_assurance_an_audit_gives(met, graded, strength):
    assert strength_of(met, graded) == strength


READY = {"summary": "What was found", "findings": 1, "recommendations": [(1, 1)]}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"summary": " "}, "Write the summary."),
        ({"findings": 0}, "Record at least one finding: a strength, an area to improve, or good practice."),
        ({"recommendations": []}, "Record at least one recommendation."),
        ({"recommendations": [(1, 1), (2, 0)]}, "Say who acts on recommendation 2, and by when."),
        ({"texts": [("finding 1", True)]}, "Take out what could identify a child: finding 1."),
    ],
)
def test_what_keeps_a_report_from_being_final(change, problem):
    assert problems_of_publishing(Draft(**READY)) == []
    assert problems_of_publishing(Draft(**(READY | change))) == [problem]
